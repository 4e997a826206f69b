// Structs as the bytes of their codec, one after another: for what is much, is kept for long, and
// is read seldom and then all of it. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <deque>
#include <string>

#include "events/struct_codec.hpp"

namespace fillwright {

template <DescribedStruct Value>
class Packed {
 public:
  void add(const Value& value) {
    if (blocks_.empty() || blocks_.back().size() >= block_bytes) {
      blocks_.emplace_back().reserve(block_bytes + spare_bytes);
    }
    wire::Writer writer(blocks_.back());
    codec::Field<Value>::write(writer, value);
  }
  // Each, in the order in which they came; `visit` may take it.
  template <class Visit>
  void visit(const Visit& visit) const {
    Value value;
    for (const auto& block : blocks_) {
      const auto* const end = block.data() + block.size();
      for (const auto* at = block.data(); at != end;) {
        at = codec::Field<Value>::read(at, end, value);
        if (!at) std::abort();  // we wrote it
        visit(value);
      }
    }
  }

 private:
  static constexpr std::size_t block_bytes = 16'384;
  static constexpr std::size_t spare_bytes = 512;  // most values fit behind the last byte

  std::deque<std::string> blocks_;
};

}  // namespace fillwright
