// Chance that a seed and a text decide alone, so that neither order nor restarts nor machines
// change it.
#pragma once

#include <cstdint>
#include <string_view>

namespace fillwright {

// Percent::one × 100: a number below it is drawn, and compared with a rate's units.
inline constexpr std::uint64_t percent_of_all = 1'000'000;

inline constexpr std::uint64_t golden_ratio = 0x9e3779b97f4a7c15;  // of 2^64

// The finish of splitmix64: spreads 64 bits evenly.
constexpr std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

// FNV-1a from a start of one's own, then mixed.
constexpr std::uint64_t salted_hash(std::uint64_t salt, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325 ^ salt;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return mix(hash);
}

// Evenly spread over 64 bits.
constexpr std::uint64_t chance(std::uint64_t seed, std::string_view text) {
  return salted_hash(seed * golden_ratio, text);
}

}  // namespace fillwright
