// Minute bars are not ticks: this makes up how quotes may have moved inside a bar, from a seed, so
// that the same seed always tells the same story.
#pragma once

#include <cstdint>
#include <vector>

#include "actors/domain/pricing/ticks.hpp"

namespace fillwright {

struct BarSide {
  Price open;  // all zero: the side is missing
  Price high;
  Price low;
  Price close;
  Quantity size;  // at the close
};

struct QuoteBar {
  Timestamp start;  // it lasts a minute
  BarSide bid;
  BarSide ask;
};

// Whether open and close lie between low and high, and nothing is negative.
bool is_possible(const BarSide& side);

inline constexpr std::size_t most_quotes_a_bar = 7;

// Appends 2 to 7 quotes by rising time, the first at the bar's start and the last before its end.
// Each side begins at its open, ends at its close, touches its high and its low (both sides
// together, in an order that chance chooses) and never leaves them. Prices between lie on the first
// of `grids` that all of the bar's prices lie on; without one there are none between. The bid stays
// below the ask wherever the bar itself has it so. All quotes show the sizes of the close.
// REQUIRES: possible sides, of prices below ten million.
void invent_path(const QuoteBar& bar, const std::vector<TickTable>& grids, std::uint64_t seed,
                 std::vector<Quote>& out);

}  // namespace fillwright
