// Chance that a seed and a text decide alone, so that neither order nor restarts change it.
#pragma once

#include <cstdint>
#include <string_view>

namespace fillwright {

// Percent::one × 100: a number below it is drawn, and compared with a rate's units.
inline constexpr std::uint64_t percent_of_all = 1'000'000;

// Evenly spread over 64 bits (FNV-1a, then the finish of splitmix64).
constexpr std::uint64_t chance(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325 ^ (seed * 0x9e3779b97f4a7c15);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31);
}

}  // namespace fillwright
