#include "adapters/config/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace fillwright {
namespace {

constexpr std::size_t longest_name = 100;

// Levenshtein: single letters put in, left out or replaced.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::string_view last_part(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.size() > longest_name) return {};
  std::string nearest;
  auto best = std::max<std::size_t>(2, last_part(name).size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const auto whole = distance(name, candidate);
    // Right name, wrong section.
    const auto part = distance(last_part(name), last_part(candidate)) + 1;
    if (const auto far = std::min(whole, part); far < best) {
      best = far;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace fillwright
