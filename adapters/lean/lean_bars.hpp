// A line of LEAN's minute quote bars: milliseconds since midnight, then open, high, low, close and
// last size of the bid, and the same of the ask. A side that was not quoted is empty.
#pragma once

#include <string_view>

#include "adapters/market/tape_line.hpp"
#include "adapters/tape/bar_path.hpp"

namespace fillwright::lean {

struct BarLine {
  Duration since_midnight;
  BarSide bid;
  BarSide ask;
};

// `price_digits`: how many decimals of the written price's unit a Price has: 5 where prices are
// written times 10^4, 9 where they are written as they are. On a mistake returns false and says
// what it was (`problem.line` is the caller's).
bool read_bar(std::string_view text, int price_digits, BarLine& bar, TapeProblem& problem);

}  // namespace fillwright::lean
