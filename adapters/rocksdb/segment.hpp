// What a row of the blocks holds: one block and its hash, as it was committed; or a segment, into
// which the sealer has put several that follow each other (docs/event_format.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/ports/block_store.hpp"

namespace fillwright {

// The blocks of a row, in order, as views into it. Nothing when it is malformed.
// `first`: the row's key.
class RowBlocks {
 public:
  static std::optional<RowBlocks> of(Seq first, std::string_view row);
  std::size_t count() const { return count_; }
  // REQUIRES: i < count().
  BlockBytes operator[](std::size_t i) const;
  // The place of the last block that begins at `seq` or before it; 0 when none does.
  std::size_t place_of(Seq seq) const;

 private:
  Seq first_of(std::size_t i) const;
  Seq only_ = 0;
  std::size_t count_ = 1;
  std::string_view directory_;  // empty: one block
  std::string_view blocks_;
};

std::string encode_segment(const std::vector<BlockBytes>& blocks);

}  // namespace fillwright
