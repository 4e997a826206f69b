// `rebuild`: what is derived from a journal, made afresh beside what is live, compared with it and
// put in its place.
#pragma once

#include <string>
#include <vector>

#include "deploy/journal_place.hpp"

namespace fillwright {

// Names: "catalog", "views"; none: all. Returns the process's exit code: 1 also when what was live
// differed from what the journal says, for then something was wrong.
int rebuild(const JournalPlace& place, const std::vector<std::string>& names, bool is_json);

}  // namespace fillwright
