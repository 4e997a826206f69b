// The workflows there are, by name. A workflow is a decider registered here; its first event says
// which.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/decider.hpp"
#include "actors/domain/settings.hpp"

namespace fillwright {

using WorkflowFactory = std::function<std::unique_ptr<Decider>(const Settings& settings,
                                                               const MarketCalendar& calendar)>;

// "entry_and_exit": one call of a caller, see entry_exit.hpp. "price_walk_cycle": no call, but
// every instrument over and over, see price_walk_cycle.hpp.
const std::map<std::string, WorkflowFactory>& workflow_definitions();

// Whether calls start it; else RunDefinition does, on an instrument.
inline bool is_started_by_calls(const std::string& definition) {
  return definition == "entry_and_exit";
}

}  // namespace fillwright
