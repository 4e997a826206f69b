#include "deploy/recorded_rules.hpp"

#include "adapters/calendar/time_zones.hpp"
#include "adapters/config/recorded_configuration.hpp"

namespace fillwright {

tl::expected<RunRules, std::string> recorded_rules(const ConfigurationChanged& changed) {
  const auto version = "configuration version " + std::to_string(changed.version);
  auto recorded = recorded_configuration(changed.values);
  if (!recorded) return tl::unexpected(version + ": " + recorded.error());
  auto& configuration = recorded->configuration;
  auto calendar =
      load_market_calendar(configuration.settings.time_zone, configuration.process.is_always_open);
  if (!calendar) return tl::unexpected(version + ": " + calendar.error());
  RunRules rules;
  if (calendar->version != recorded->calendar)
    rules.notes.push_back(version + " went by the calendar \"" + recorded->calendar +
                          "\"; here it is \"" + calendar->version + "\"");
  rules.settings = std::move(configuration.settings);
  rules.calendar = std::move(*calendar);
  return rules;
}

}  // namespace fillwright
