// A hash table by text, for what grows for as long as a journal does: keys and values lie in one
// array, so that a text that is not there is mostly known by one line of memory, whatever the
// number of those that are. Values move when it grows: no reference to one outlives an insertion.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace fillwright {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// The order of its entries depends on what was inserted when: looked up, or sorted by whoever shows
// them.
template <class Value>
using TextMap = boost::unordered_flat_map<std::string, Value, TextHash, std::equal_to<>>;

}  // namespace fillwright
