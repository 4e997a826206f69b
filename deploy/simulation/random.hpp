// Chance from a seed, the same on every machine.
#pragma once

#include <cstdint>
#include <string_view>

#include "events/chance.hpp"

namespace fillwright::simulation {

// A stream of its own for each use, so that a draw in one shifts no other (splitmix64).
class Random {
 public:
  Random(std::uint64_t seed, std::string_view use) : state_(chance(seed, use)) {}

  std::uint64_t next() {
    state_ += golden_ratio;
    return mix(state_);
  }
  // Evenly from 0 to `count` - 1, but for a bias of `count` in 2^64. REQUIRES: count > 0.
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool has_luck(std::uint64_t percent) { return below(100) < percent; }

 private:
  std::uint64_t state_;
};

}  // namespace fillwright::simulation
