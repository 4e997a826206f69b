// A made-up market as a pure function of seed, symbol and time. Prices wander like a random walk
// over seconds and come back over days; options are worth what Black and Scholes say (a
// measurement: double will do), rounded to the tick grid.
#pragma once

#include <optional>

#include "events/instrument_events.hpp"

namespace fillwright {

// The moment after which an expiring contract has no quotes: 21:00 UTC of its last day.
Timestamp last_moment(Date expiry);

// The market's quote of a stock, option or future at `time`. A worthless option has no bid. Nothing
// for spreads, expired contracts, or without a usable tick table.
std::optional<Quote> synthetic_quote(std::uint64_t seed, const InstrumentDefined& instrument,
                                     Timestamp time);

}  // namespace fillwright
