// Chance as a function of seed, name and time: the same wherever one begins to look.
#pragma once

#include <cstdint>
#include <string_view>

#include "events/chance.hpp"

namespace fillwright {

constexpr std::uint64_t hash_of(std::uint64_t seed, std::string_view text) {
  return salted_hash(mix(seed + golden_ratio), text);
}
// From 0 up to 1.
constexpr double unit_of(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

}  // namespace fillwright
