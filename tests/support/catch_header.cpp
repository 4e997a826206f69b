// Only here so that the precompiled header below has a place to live.
