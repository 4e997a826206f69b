// What is known by heart of a journal: names of streams and principals, and each stream's head.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

// Numbers names 1, 2, 3 … and finds them again. 0 is "unknown"; its name is empty. The names lie
// together and are found by an open table of their numbers: a million of them are there in a
// moment.
class Names {
 public:
  std::uint32_t find(std::string_view name) const {
    if (slots_.empty()) return 0;
    const auto hash = hash_of(name);
    for (auto at = hash & mask(); slots_[at].number != 0; at = (at + 1) & mask())
      if (slots_[at].hash == hash && this->name(slots_[at].number) == name)
        return slots_[at].number;
    return 0;
  }
  // REQUIRES: not there yet.
  std::uint32_t add(std::string_view name) {
    if ((ends_.size() + 1) * 2 > slots_.size()) make_room(slots_.empty() ? 64 : slots_.size() * 2);
    bytes_ += name;
    ends_.push_back(bytes_.size());
    put({hash_of(name), count()});
    return count();
  }
  // Valid until the next `add`.
  std::string_view name(std::uint32_t number) const {
    if (number == 0 || number > ends_.size()) return {};
    const auto begin = number == 1 ? 0 : ends_[number - 2];
    return std::string_view(bytes_).substr(begin, ends_[number - 1] - begin);
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(ends_.size()); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  // 0: free
  };
  static std::uint32_t hash_of(std::string_view name) {
    const auto hash = std::hash<std::string_view>()(name);
    return static_cast<std::uint32_t>(hash ^ hash >> 32);
  }
  std::size_t mask() const { return slots_.size() - 1; }
  void put(Slot slot) {
    auto at = slot.hash & mask();
    while (slots_[at].number != 0) at = (at + 1) & mask();
    slots_[at] = slot;
  }
  void make_room(std::size_t slots) {
    std::vector<Slot> before(slots);
    before.swap(slots_);
    for (const auto& slot : before)
      if (slot.number != 0) put(slot);
  }

  std::string bytes_;                // one name after another
  std::vector<std::uint64_t> ends_;  // of each in them
  std::vector<Slot> slots_;          // a power of two, at most half of them taken
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
