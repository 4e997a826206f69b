// What is known by heart of a journal: names of streams and principals, and each stream's head.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

// Numbers names 1, 2, 3 … and finds them again. 0 is "unknown"; its name is empty.
class Names {
 public:
  std::uint32_t find(std::string_view name) const {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? 0 : found->second;
  }
  // REQUIRES: not there yet.
  std::uint32_t add(std::string_view name) {
    names_.emplace_back(name);
    const auto number = static_cast<std::uint32_t>(names_.size());
    numbers_.emplace(names_.back(), number);
    return number;
  }
  // Stays valid.
  std::string_view name(std::uint32_t number) const {
    return number == 0 || number > names_.size() ? std::string_view{} : names_[number - 1];
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(names_.size()); }

 private:
  std::deque<std::string> names_;  // never moves its elements: the map points into them
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

struct StreamHead {
  Version version = 0;
  Seq last = 0;
};

struct Catalog {
  Names streams;
  Names principals;
  std::vector<StreamHead> heads;  // by stream number - 1

  StreamHead head_of(std::string_view stream) const {
    const auto number = streams.find(stream);
    return number == 0 ? StreamHead{} : heads[number - 1];
  }
  std::uint32_t add_stream(std::string_view name) {
    heads.emplace_back();
    return streams.add(name);
  }
};

}  // namespace fillwright
