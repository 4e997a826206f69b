# Sourced by the scripts beside it: where things are, how many jobs fit, how to say what happens.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."
project=$PWD

say() { printf '%s\n' "$*" >&2; }
die() {
  say "error: $*"
  exit 1
}

# One compiler needs up to 2.5 GB under sanitizers: no more jobs than cores, and no more than fit into free memory.
jobs=${FILLWRIGHT_JOBS:-}
if [ -z "$jobs" ]; then
  jobs=$(nproc)
  fitting=$(awk '/^MemAvailable:/ {print int($2 / 2500000)}' /proc/meminfo)
  [ "$fitting" -ge "$jobs" ] || jobs=$fitting
  [ "$jobs" -ge 1 ] || jobs=1
fi

# ninja_in FOLDER [TARGET...]: progress on a terminal, only what goes wrong in a pipe.
ninja_in() {
  local folder=$1 quiet=()
  shift
  [ -t 1 ] || quiet=(--quiet)
  ninja "${quiet[@]}" -j "$jobs" -C "$folder" "$@"
}

# configure PRESET [OPTION...]: quiet unless it fails.
configure() {
  local log
  log=$(mktemp)
  if ! cmake --preset "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "CMake could not configure the preset '$1'"
  fi
  rm -f "$log"
}

# folder_of PRESET: where CMakePresets.json builds it.
folder_of() {
  case $1 in
    release) echo build ;;
    *) echo "build-$1" ;;
  esac
}

# has_target FOLDER TARGET
has_target() { ninja -C "$1" -t query "$2" >/dev/null 2>&1; }
