// The quote of a spread, made from its legs' quotes: what the paper broker matches against and what
// actors see.
#pragma once

#include <functional>
#include <vector>

#include "events/instrument_events.hpp"

namespace fillwright {

// A side is there when somebody offers something.
constexpr bool has_bid(const Quote& quote) { return quote.bid_size.units > 0; }
constexpr bool has_ask(const Quote& quote) { return quote.ask_size.units > 0; }
constexpr bool is_crossed(const Quote& quote) {
  return has_bid(quote) && has_ask(quote) && quote.bid > quote.ask;
}

// The latest quote of a leg; null when there is none.
using LegQuote = std::function<const Quote*(InstrumentId)>;

// Signed, debit positive: the bid is what selling the spread brings (bought legs at their bid, sold
// legs at their ask), the ask what buying it costs. Sizes are in whole spreads, the smallest of the
// legs'. A side is missing (size zero, price zero) when any leg lacks what it needs. The time is
// the oldest leg's. Nothing when a leg has no quote, there are no legs, or on overflow.
std::optional<Quote> net_quote(const std::vector<InstrumentLeg>& legs, const LegQuote& quote_of);

}  // namespace fillwright
