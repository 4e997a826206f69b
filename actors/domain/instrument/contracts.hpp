// From what is called to the instrument that is meant: canonical symbols, ticks, multiplier,
// session. None of these has a number yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/instrument_events.hpp"

namespace fillwright {

// The OCC symbol: root padded to six, yymmdd, C or P, strike × 1000 in eight digits.
std::string occ_symbol(std::string_view root, Date expiry, Right right, Price strike);

// SPX options are traded as SPXW (afternoon-settled), NDX as NDXP; any other root is the symbol
// itself.
std::string option_root(std::string_view symbol);

InstrumentDefined make_stock(std::string_view symbol);
// Nothing when the strike has no OCC form (zero, over 99,999.999, finer than 0.001).
std::optional<InstrumentDefined> make_option(std::string_view symbol, Date expiry, Right right,
                                             Price strike);
// The front month on `today`: the nearest listed month that does not expire within 7 days. Expiries
// are bounds that we set, on the safe side of the exchanges' own: index futures the third Friday of
// their quarter; crude oil the 20th and natural gas the 25th of the month before; metals the 27th
// of the month before (their first notice comes after it). Nothing for an unknown root.
std::optional<InstrumentDefined> make_front_future(std::string_view root, Date today);
// The contract of that month ("ESZ26": "ES", 'Z', 2026). Nothing for an unknown root or month.
std::optional<InstrumentDefined> make_future(std::string_view root, char month_code, int year);
// A spread of defined legs on one underlying. `legs` have their numbers.
struct SpreadLeg {
  InstrumentDefined instrument;
  Side side = Side::buy;
  std::uint32_t ratio = 1;
};
InstrumentDefined make_spread(const std::vector<SpreadLeg>& legs);

// The third Friday of a month.
Date third_friday(int year, unsigned month);

}  // namespace fillwright
