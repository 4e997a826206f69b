// Writes a compact tape from its beginning to its end, block by block: memory is one block and the
// index, whatever the length.
#pragma once

#include <memory>

#include "adapters/tape/tape_block.hpp"
#include "adapters/tape/tape_bytes.hpp"
#include "adapters/tape/tape_format.hpp"

namespace fillwright::tape {

using Written = tl::expected<void, std::string>;

// Threads: one.
class TapeWriter {
 public:
  // Writes beside `path` (`path`.part): `path` appears, whole and synced, when it is finished. What
  // was never finished is taken away, unless the process was killed.
  static tl::expected<TapeWriter, std::string> create(const std::filesystem::path& path,
                                                      const Origin& origin);
  TapeWriter(TapeWriter&&) = default;
  TapeWriter& operator=(TapeWriter&&) = delete;
  ~TapeWriter();

  // REQUIRES: a time not before the last one's; prices and sizes not negative.
  Written append(const Row& row);
  // `terms` by place, at least as many as were used; `faults` by TapeFault. Nothing may follow.
  Written finish(const std::vector<Terms>& terms,
                 const std::array<std::uint64_t, tape_fault_kinds>& faults);

 private:
  // The blocks of an instrument as runs: mostly it is in all of them.
  struct List {
    std::uint64_t quotes = 0;
    Timestamp first;
    Timestamp last;
    std::uint32_t run_begin = 0;
    std::uint32_t run_end = 0;
    std::uint32_t written_end = 0;  // of the runs in `runs`
    std::string runs;
  };
  TapeWriter() = default;
  Written flush();
  static void close_run(List& list);

  std::filesystem::path path_;
  std::unique_ptr<TapeBytes> bytes_;  // null: finished, or moved from
  BlockEncoder encoder_;
  std::vector<Row> rows_;
  std::string buffer_;
  std::vector<Block> blocks_;
  std::vector<List> lists_;
  std::uint64_t quotes_ = 0;
  Timestamp latest_;
};

}  // namespace fillwright::tape
