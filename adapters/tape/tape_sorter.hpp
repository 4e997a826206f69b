// Puts quotes that come in any order into the order of their times, with bounded memory: what does
// not fit waits on disk in sorted runs, which are tapes themselves, and these are merged.
#pragma once

#include <deque>

#include "adapters/tape/tape_reader.hpp"
#include "adapters/tape/tape_writer.hpp"

namespace fillwright::tape {

// Quotes of one time stay in the order in which they came. Threads: one.
class TapeSorter {
 public:
  // Runs are written beside `target` (`target`.run1, …) and taken away with this. Some 72 bytes are
  // held for each of `most_rows`, and a block for each of at most 64 runs.
  TapeSorter(std::filesystem::path target, std::size_t most_rows)
      : target_(std::move(target)), most_rows_(most_rows) {}
  TapeSorter(const TapeSorter&) = delete;
  TapeSorter& operator=(const TapeSorter&) = delete;
  ~TapeSorter();

  Written add(const Row& row);
  // Appends all of them to `to`. Nothing may follow.
  Written drain(TapeWriter& to);

 private:
  void sort_rows();
  Written spill();
  Written merge_runs();
  Written merge(TapeWriter& to);
  std::filesystem::path next_run();

  std::filesystem::path target_;
  std::size_t most_rows_;
  std::vector<Row> rows_;
  std::uint32_t places_ = 0;  // one more than the highest seen
  std::uint32_t runs_written_ = 0;
  std::vector<std::filesystem::path> runs_;  // in the order of what they hold
};

}  // namespace fillwright::tape
