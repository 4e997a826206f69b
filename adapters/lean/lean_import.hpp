// Puts LEAN's minute quote bars on a tape: equities, options, options on indices, futures and
// options on futures, from its zips as they are. Bars are not ticks: the path within them is
// invented from the tape's seed.
#pragma once

#include "adapters/tape/tape_import.hpp"

namespace fillwright::lean {

// Each path is a zip, or a folder whose zips of minute quotes are read in the order of their names;
// zips of anything else in it are passed over and counted. What an instrument's path looks like
// depends on seed, symbol and minute alone.
tape::Written import_lean(const std::vector<std::filesystem::path>& paths, std::uint64_t seed,
                          tape::TapeImport& to);

}  // namespace fillwright::lean
