// One changed rule each: a recorded story, decided again with it, differs first where the whole
// story does when it is traded with it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "events/enum_names.hpp"
#include "events/mutation.hpp"
#include "tests/replay/decisions_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

#ifdef FILLWRIGHT_MUTATIONS

namespace {

struct Mutated {
  explicit Mutated(Mutation mutation) { chosen_mutation = mutation; }
  ~Mutated() { chosen_mutation = Mutation::none; }
};

struct Story : EngineWorld {
  Story() {
    settings.policies = {ticking_policy()};
    settings.price.entry_policy = "ticking";
    settings.exits.plan.stop_loss = Percent::whole(10);
    settings.risk.max_open_positions = 1;
  }
};

void tell(Story& story) {
  story.begin();
  // The middle lies between two ticks.
  story.set_quote("2.40", "2.45");
  story.say("BTO AMD 100c 12/18");
  story.run_for(seconds(12));
  // Past what the risk was asked for.
  story.set_quote("2.60", "2.65");
  story.run_for(seconds(85));
  story.set_quote("2.20", "2.30");
  story.run_for(seconds(4));
  REQUIRE(!story.all<OrderFilled>().empty());
  story.say("BTO F 100p 12/18");  // one position is open
  story.run_for(seconds(2));
  const auto price = story.all<OrderFilled>().back().price;
  const auto stop = price - percent_of(price, Percent::whole(10));
  story.quote.bid = stop;
  story.quote.ask = stop + Price{100'000'000};
  story.run_for(seconds(20));
  MessageReceived old;
  old.source = "file:test";
  old.channel = "room";
  old.message_id = "old";
  old.author = "anna";
  old.text = "BTO NVDA 100c 12/18";
  old.text_bytes = old.text.size();
  old.sent_at = story.clock.now() - seconds(60);
  old.received_at = story.clock.now();
  story.tell(Address{ActorKind::desk, ""}, ReceiveMessage{old});
  story.run_for(seconds(5));
}

// The first place where two journals differ.
Seq first_difference(const std::vector<StandingEvent>& one,
                     const std::vector<StandingEvent>& other) {
  const auto [here, there] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  return static_cast<Seq>(here - one.begin()) + 1;
}

}  // namespace

TEST_CASE("each changed rule is named at the first event that it changes", "[decisions]") {
  Story recorded;
  tell(recorded);
  const auto events = events_of(*recorded.journal);
  const auto same = decide_again(*recorded.journal, recorded.settings, recorded.calendar);
  INFO(replay_text(*recorded.journal, same));
  REQUIRE_FALSE(same.difference);

  for (const auto mutation :
       {Mutation::step_doubled, Mutation::size_one_more, Mutation::worst_price_ignored,
        Mutation::stop_not_touched, Mutation::staleness_ignored, Mutation::position_limit_one_more,
        Mutation::puts_read_as_calls, Mutation::tie_rounded_away}) {
    INFO(enum_name(mutation));
    const Mutated mutated(mutation);
    const auto replayed = decide_again(*recorded.journal, recorded.settings, recorded.calendar);
    Story otherwise;
    tell(otherwise);
    const auto seq = first_difference(events, events_of(*otherwise.journal));
    CHECK(seq <= events.size());
    REQUIRE(replayed.difference);
    INFO(replay_text(*recorded.journal, replayed));
    CHECK(replayed.difference->seq == seq);
  }
}

#else

TEST_CASE("this build has no bugs on purpose (FILLWRIGHT_MUTATIONS is off)", "[decisions]") {
  WARN("skipped: a build with FILLWRIGHT_MUTATIONS=ON names each changed rule");
  CHECK_FALSE(is_mutated(Mutation::step_doubled));
}

#endif
