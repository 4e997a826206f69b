#include "actors/domain/workflow/definitions.hpp"

#include "actors/domain/workflow/entry_exit.hpp"

namespace fillwright {

const std::map<std::string, WorkflowFactory>& workflow_definitions() {
  static const std::map<std::string, WorkflowFactory> all = {
      {"entry_and_exit",
       [](const Settings& settings, const MarketCalendar& calendar) -> std::unique_ptr<Decider> {
         return std::make_unique<EntryExit>(settings, calendar);
       }},
  };
  return all;
}

}  // namespace fillwright
