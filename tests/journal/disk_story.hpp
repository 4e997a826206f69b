// A story of a journal in RocksDB on a disk that fails, made up from a seed: lives of a process,
// each ended by a clean close, a kill or a power cut, and after each a look at what is there.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace fillwright::test {

struct DiskOutcome {
  std::string violation;                   // empty: all was as it must be
  std::map<std::string, unsigned> counts;  // of what happened, by name
};

// The same seed makes up the same story, but for the moments at which RocksDB's own threads write
// tables. `folder`: an empty place for the journal's own small files.
DiskOutcome tell_disk_story(std::uint64_t seed, const std::string& folder);

}  // namespace fillwright::test
