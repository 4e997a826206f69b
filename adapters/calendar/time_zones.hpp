// Time zones of the operating system (IANA tzdata), by Howard Hinnant's date library, whose types
// and exceptions end here.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "actors/domain/calendar/market_calendar.hpp"

namespace fillwright {

// "2025b", or "unknown".
std::string tzdata_version();
// Every change of the UTC offset from 2014 to 2035. The error is a sentence for people: no such
// zone, or no tzdata on this machine.
tl::expected<ZoneOffsets, std::string> load_time_zone(const std::string& name);
// The calendar for an account whose day ends at midnight in `account_zone`.
tl::expected<MarketCalendar, std::string> load_market_calendar(
    const std::string& account_zone = "America/New_York", bool is_always_open = false);

}  // namespace fillwright
