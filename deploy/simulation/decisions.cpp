#include "deploy/simulation/decisions.hpp"

#include "deploy/simulation/judge.hpp"
#include "replay/decisions/decision_replay.hpp"
#include "replay/decisions/report.hpp"

namespace fillwright::simulation {

void check_decisions(const JournalReader& journal, const Settings& settings,
                     const MarketCalendar& calendar) {
  DecisionReplayOptions options;
  options.rules_of = [&](const ConfigurationChanged&) { return RunRules{settings, calendar, {}}; };
  const auto replayed = replay_decisions(journal, options);
  if (!replayed) throw Violation{"the decisions cannot be made again: " + replayed.error()};
  if (replayed->difference)
    throw Violation{"a decision is not the same again: " + replay_text(journal, *replayed)};
}

}  // namespace fillwright::simulation
