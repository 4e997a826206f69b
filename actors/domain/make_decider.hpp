// Which decider an address stands for: one place for the engine and for decision replay.
#pragma once

#include <memory>
#include <string>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/decider.hpp"
#include "actors/domain/pricing/policy_pool.hpp"
#include "actors/domain/settings.hpp"

namespace fillwright {

// All of them outlive the deciders.
struct DeciderParts {
  const Settings& settings;
  const MarketCalendar& calendar;
  PolicyPool& policies;
};

// A decider of which nothing has happened yet. `definition`: of a workflow; empty: the one that
// there was first. `broker`: its name. Null when there is no such workflow.
std::unique_ptr<Decider> make_decider(const Address& address, const std::string& definition,
                                      const std::string& broker, const DeciderParts& parts);

}  // namespace fillwright
