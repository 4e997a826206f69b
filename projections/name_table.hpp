// Numbers names 0, 1, 2 … as they come, and finds them again: one place in memory a look-up, where
// a map of texts takes three.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fillwright {

// Threads: one.
class NameTable {
 public:
  // Adds it when it is not there yet.
  std::uint32_t number_of(std::string_view name) {
    if (latest_ < names_.size() && names_[latest_] == name) return latest_;
    if (names_.size() * 2 >= slots_.size()) grow();
    const auto hash = std::hash<std::string_view>()(name);
    auto at = hash & (slots_.size() - 1);
    for (; slots_[at].number_and_one != 0; at = (at + 1) & (slots_.size() - 1)) {
      const auto number = slots_[at].number_and_one - 1;
      if (slots_[at].hash == hash && names_[number] == name) return latest_ = number;
    }
    names_.emplace_back(name);
    latest_ = static_cast<std::uint32_t>(names_.size() - 1);
    slots_[at] = {hash, latest_ + 1};
    return latest_;
  }
  // REQUIRES: given out before.
  const std::string& name(std::uint32_t number) const { return names_[number]; }

 private:
  struct Slot {
    std::size_t hash = 0;
    std::uint32_t number_and_one = 0;  // 0: free
  };

  void grow() {
    std::vector<Slot> larger(slots_.empty() ? 64 : slots_.size() * 4);
    for (const auto& slot : slots_) {
      if (slot.number_and_one == 0) continue;
      auto at = slot.hash & (larger.size() - 1);
      while (larger[at].number_and_one != 0) at = (at + 1) & (larger.size() - 1);
      larger[at] = slot;
    }
    slots_ = std::move(larger);
  }

  std::vector<std::string> names_;
  std::vector<Slot> slots_;   // a power of two, at most half of them taken
  std::uint32_t latest_ = 0;  // asked for: often the next, too
};

}  // namespace fillwright
