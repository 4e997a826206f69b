#include "actors/domain/workflow/definitions.hpp"

#include "actors/domain/workflow/entry_exit.hpp"
#include "actors/domain/workflow/price_walk_cycle.hpp"

namespace fillwright {

const std::map<std::string, WorkflowFactory>& workflow_definitions() {
  static const std::map<std::string, WorkflowFactory> all = {
      {"entry_and_exit",
       [](const Settings& settings, const MarketCalendar& calendar) -> std::unique_ptr<Decider> {
         return std::make_unique<EntryExit>(settings, calendar);
       }},
      {"price_walk_cycle",
       [](const Settings&, const MarketCalendar&) -> std::unique_ptr<Decider> {
         return std::make_unique<PriceWalkCycle>();
       }},
  };
  return all;
}

}  // namespace fillwright
