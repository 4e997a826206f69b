// Stories that are recorded, and decided again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/memory/memory_block_store.hpp"
#include "replay/decisions/decision_replay.hpp"
#include "replay/decisions/report.hpp"
#include "tests/support/engine_world.hpp"

namespace fillwright::test {

// An event as it stands in a journal.
struct StandingEvent {
  std::string stream;
  TypeId type = 0;
  std::string payload;
  Seq correlation = 0;
  Seq causation = 0;
  std::string principal;
  Timestamp time;
  bool operator==(const StandingEvent&) const = default;
};

inline std::vector<StandingEvent> events_of(const JournalReader& journal) {
  std::vector<StandingEvent> events;
  REQUIRE(journal.read(1, [&](const Recorded& recorded) {
    events.push_back({journal.stream_name(recorded.stream), recorded.type,
                      std::string(recorded.payload), recorded.correlation, recorded.causation,
                      journal.principal_name(recorded.principal), recorded.event_time});
    return true;
  }));
  return events;
}

// The same events in a journal of their own.
inline std::unique_ptr<Journal> journal_of(const std::vector<StandingEvent>& events) {
  auto journal = make_memory_journal();
  for (const auto& event : events) {
    Append append;
    append.streams.push_back({event.stream,
                              any_version,
                              {{event.type, event.payload, event.time, TimeSource::local,
                                event.correlation, event.causation, event.principal}},
                              false});
    REQUIRE(journal->append(append));
  }
  journal->commit(Timestamp{1});
  return journal;
}

inline DecisionReplay decide_again(const JournalReader& journal, const Settings& settings,
                                   const MarketCalendar& calendar, Seq from = 1) {
  DecisionReplayOptions options;
  options.from = from;
  options.rules_of = [&](const ConfigurationChanged&) { return RunRules{settings, calendar, {}}; };
  const auto replayed = replay_decisions(journal, options);
  REQUIRE(replayed);
  return *replayed;
}

// A price a tick away every five seconds, from the middle on.
inline PricePolicy ticking_policy() {
  PricePolicy policy;
  policy.name = "ticking";
  policy.step = PriceStep::ticks;
  policy.step_size = 1;
  policy.pace = seconds(5);
  policy.max_prices = 50;
  policy.caps = {{CapBase::far_side, {}}};
  policy.rounding = Rounding::nearest;
  return policy;
}

// A call that is bought, and stopped out at a price that just touches the stop.
inline void trade(EngineWorld& world) {
  world.begin();
  world.say("BTO AMD 100c 12/18");
  world.run_for(seconds(12));
  world.buy_all();
  world.run_for(seconds(3));
  const auto fills = world.all<OrderFilled>();
  REQUIRE(!fills.empty());
  const auto stop = fills.back().price - percent_of(fills.back().price, Percent::whole(10));
  world.quote.bid = stop;
  world.quote.ask = stop + Price{100'000'000};
  world.run_for(seconds(30));
}

}  // namespace fillwright::test
