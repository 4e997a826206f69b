// The market calendar of the United States from the small table of hours below it and the offsets
// of two time zones.
#pragma once

#include "actors/domain/calendar/market_calendar.hpp"

namespace fillwright {

inline constexpr int first_calendar_year = 2014;
inline constexpr int last_calendar_year = 2035;

// `tzdata` names where the offsets come from. With `is_always_open` every session trades around the
// clock, each date a trading day: for trying things out on a synthetic market, at night as well.
MarketCalendar make_us_calendar(ZoneOffsets new_york, ZoneOffsets account,
                                const std::string& tzdata, bool is_always_open = false);

}  // namespace fillwright
