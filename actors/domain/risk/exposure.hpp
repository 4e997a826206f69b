// What one unit of an instrument puts at stake: what sizing divides by and what risk reserves.
#pragma once

#include <optional>

#include "events/instrument_events.hpp"

namespace fillwright {

// Of a future's notional value: a round figure above the exchanges' usual initial margins for the
// listed products, so that a size is never too large.
inline constexpr auto future_margin = Percent::whole(10);
// Of a short stock's value (Regulation T: 150 %).
inline constexpr auto short_stock_margin = Percent::whole(150);

// Money that one unit, opened at `price`, may cost at most, above zero:
// - a long stock, option or debit spread: its price;
// - a short stock: 150 % of its value; a future: 10 % of its notional value, on either side;
// - a short option: its strike (the whole value of a cash-secured put, and a bound that we set for
// a call);
// - a credit spread (bought at a negative net price): the distance of its strikes less the credit.
// Nothing when it cannot be reckoned (no strike, overflow, a spread without two strikes).
std::optional<Money> money_at_stake(const InstrumentDefined& instrument, Side side, Price price,
                                    Price spread_width);

// The widest distance between strikes of one right among the legs; zero when there is none.
// `strikes` are those of the spread's legs, in its order.
struct LegStrike {
  Price strike;
  Right right = Right::none;
};
Price widest_strikes(const std::vector<LegStrike>& legs);

}  // namespace fillwright
