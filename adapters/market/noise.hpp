// Chance as a function of seed, name and time: the same wherever one begins to look.
#pragma once

#include <cstdint>
#include <string_view>

namespace fillwright {

// The finish of splitmix64: spreads 64 bits evenly.
constexpr std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}
// FNV-1a.
constexpr std::uint64_t hash_of(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325 ^ mix(seed + 0x9e3779b97f4a7c15);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return mix(hash);
}
// From 0 up to 1.
constexpr double unit_of(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }

}  // namespace fillwright
