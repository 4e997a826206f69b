// From an expiry as a caller writes it to the day it means.
#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright {

// Reads 12/05, 12/05/25, 12/05/2025, 2025-12-05, 0DTE, "weekly", "this week", "next week",
// "Friday", "Aug 6th", "20 Feb", "15 mar 24", "March" and 03/2026 (third Friday), OCC yymmdd.
// Without a year it is the next such day, today included. "Friday", "weekly" and "this week" mean
// this week's Friday (on a weekend, the next one); nDTE counts trading days without holidays.
// `root` is for messages only. Refused with `impossible_date` when there is no such day, it is over
// six years away or the text names none, and with `expired` when it is before `today`. REQUIRES:
// today is given.
tl::expected<Date, AlertRefusal> resolve_expiry(std::string_view expiry, std::string_view root,
                                                Date today);

}  // namespace fillwright
