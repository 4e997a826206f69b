// The paper broker's own ids: "B-000012" for orders, "P-000012" for executions, "Q-000012" for
// questions, counted up in one book and never used again.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace fillwright {

inline std::string numbered_id(char kind, std::uint64_t number) {
  const auto digits = std::to_string(number);
  std::string id{kind, '-'};
  if (digits.size() < 6) id.append(6 - digits.size(), '0');
  return id += digits;
}
inline std::string broker_order_id(std::uint64_t number) { return numbered_id('B', number); }
inline std::string question_id(std::uint64_t number) { return numbered_id('Q', number); }
inline std::string execution_id(std::uint64_t number) { return numbered_id('P', number); }

// Zero when it is not one of ours.
inline std::uint64_t number_of_id(char kind, std::string_view id) {
  std::uint64_t number = 0;
  if (id.size() < 3 || id[0] != kind || id[1] != '-') return 0;
  const auto* end = id.data() + id.size();
  const auto read = std::from_chars(id.data() + 2, end, number);
  return read.ec == std::errc() && read.ptr == end ? number : 0;
}

}  // namespace fillwright
