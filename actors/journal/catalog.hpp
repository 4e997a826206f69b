// What is known by heart of a journal: names of streams and principals, and each stream's head.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/ports/journal.hpp"
#include "events/names.hpp"

namespace fillwright {

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
    return streams.add_new(name);
  }
};

}  // namespace fillwright
