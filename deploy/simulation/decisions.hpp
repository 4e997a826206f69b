// A story's decisions, made again from its journal.
#pragma once

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/settings.hpp"
#include "actors/ports/journal.hpp"

namespace fillwright::simulation {

// I12: each of them is the same again. Throws Violation, which names the first that is not.
void check_decisions(const JournalReader& journal, const Settings& settings,
                     const MarketCalendar& calendar);

}  // namespace fillwright::simulation
