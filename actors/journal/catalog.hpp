// What is known by heart of a journal: names of streams and principals, and each stream's head.
// Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

// Numbers names 1, 2, 3 … and finds them again. 0 is "unknown"; its name is empty. A journal has a
// name for every order: folding it is half the work of finding out that a name is new.
class Names {
 public:
  std::uint32_t find(std::string_view name) const {
    return slots_.empty() ? 0 : slots_[slot_of(name, hash_of(name))].number;
  }
  // The new name's number, or 0 when it was there already.
  std::uint32_t add_new(std::string_view name) {
    if (2 * (names_.size() + 1) > slots_.size()) grow();
    const auto hash = hash_of(name);
    auto& slot = slots_[slot_of(name, hash)];
    if (slot.number != 0) return 0;
    names_.emplace_back(name);
    slot = {hash, static_cast<std::uint32_t>(names_.size())};
    return slot.number;
  }
  // Stays valid.
  std::string_view name(std::uint32_t number) const {
    return number == 0 || number > names_.size() ? std::string_view{} : names_[number - 1];
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(names_.size()); }

 private:
  // Half of them at most are in use, so that a search ends soon.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  // 0: free
  };
  static std::uint32_t hash_of(std::string_view name) {
    const auto hash = std::hash<std::string_view>()(name);
    return static_cast<std::uint32_t>(hash ^ hash >> 32);
  }
  // Where the name is, or would be.
  std::size_t slot_of(std::string_view name, std::uint32_t hash) const {
    const auto last = slots_.size() - 1;
    for (auto at = hash & last;; at = (at + 1) & last) {
      const auto& slot = slots_[at];
      if (slot.number == 0 || (slot.hash == hash && names_[slot.number - 1] == name)) return at;
    }
  }
  void grow() {
    const auto before =
        std::exchange(slots_, std::vector<Slot>(std::max<std::size_t>(16, 2 * slots_.size())));
    const auto last = slots_.size() - 1;
    for (const auto& slot : before) {
      if (slot.number == 0) continue;
      auto at = slot.hash & last;
      while (slots_[at].number != 0) at = (at + 1) & last;
      slots_[at] = slot;
    }
  }

  std::deque<std::string> names_;  // never moves its elements: views of them stay valid
  std::vector<Slot> slots_;        // as many as a power of two
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
    return streams.add_new(name);
  }
};

}  // namespace fillwright
