// Decision replay: what is recorded is decided again, byte for byte, and what differs is named.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "actors/domain/command_codec.hpp"
#include "actors/domain/recorded_decision.hpp"
#include "events/mutation.hpp"
#include "replay/decisions/decision_replay.hpp"
#include "tests/replay/decisions_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct Story : EngineWorld {
  Story() {
    settings.policies = {ticking_policy()};
    settings.price.entry_policy = "ticking";
    settings.exits.plan.stop_loss = Percent::whole(10);
  }
  DecisionReplay replay(Seq from = 1) const {
    return decide_again(*journal, settings, calendar, from);
  }
};

std::uint64_t engine_events(const DecisionReplay& replayed) {
  std::uint64_t count = 0;
  for (const auto& [type, times] : replayed.engine_events) count += times;
  return count;
}

}  // namespace

TEST_CASE("every event is decided again, or is the engine's own", "[decisions]") {
  Story story;
  trade(story);
  story.restart();
  story.run_for(seconds(40));
  OperatorAsked asked;
  asked.request_id = "r1";
  asked.action = OperatorAction::cancel_all;
  asked.by = "operator";
  story.engine->ask(asked);
  story.run_for(seconds(5));
  story.engine->stop("the end");

  const auto replayed = story.replay();
  INFO(replay_text(*story.journal, replayed));
  CHECK_FALSE(replayed.difference);
  CHECK(replayed.unrecorded == 0);
  const auto events = events_of(*story.journal);
  std::set<std::string> actors;
  std::uint64_t inputs = 0;
  for (const auto& event : events) {
    if (event.stream != inputs_stream) continue;
    ++inputs;
    if (event.type != InputTaken::type_id) continue;
    const auto actor = decode<InputTaken>(event.payload)->actor;
    actors.insert(actor.substr(0, actor.find('/')));
  }
  CHECK(actors ==
        std::set<std::string>{"account", "control", "gateway", "monitor", "order", "workflow"});
  CHECK(replayed.last == events.size());
  CHECK(replayed.compared + engine_events(replayed) + inputs == events.size());
}

TEST_CASE("the orders that a restart finds are decided again, too", "[decisions]") {
  Story story;
  story.begin();
  story.say("BTO AMD 100c 12/18");
  story.run_for(seconds(7));
  story.restart();
  story.run_for(seconds(20));
  story.buy_all();
  story.restart();
  story.run_for(seconds(10));
  const auto replayed = story.replay();
  INFO(replay_text(*story.journal, replayed));
  CHECK_FALSE(replayed.difference);
  CHECK(replayed.engine_events.at("RunStarted") == 3);
}

TEST_CASE("an actor that crashes is fed again what it is told again", "[decisions]") {
  Story story;
  int crashes = 0;
  story.runtime.on_command = [&](const Address& address, const AnyCommand&) {
    const bool is_hit = address.kind == ActorKind::order || address.kind == ActorKind::monitor;
    if (is_hit && ++crashes % 5 == 2 && crashes < 20) throw std::runtime_error("on purpose");
  };
  trade(story);
  story.run_for(seconds(30));
  REQUIRE(!story.all<ActorCrashed>().empty());
  const auto replayed = story.replay();
  INFO(replay_text(*story.journal, replayed));
  CHECK_FALSE(replayed.difference);
}

TEST_CASE("an event that was not decided so is named, with what led to it", "[decisions]") {
  Story story;
  trade(story);
  auto events = events_of(*story.journal);
  const auto stepped = std::find_if(events.begin(), events.end(), [](const auto& event) {
    return event.type == PriceStepped::type_id;
  });
  REQUIRE(stepped != events.end());
  auto step = *decode<PriceStepped>(stepped->payload);
  step.to = step.to + Price{10'000'000};
  stepped->payload = encode(step);
  const auto seq = static_cast<Seq>(stepped - events.begin()) + 1;

  const auto journal = journal_of(events);
  const auto replayed = decide_again(*journal, story.settings, story.calendar);
  REQUIRE(replayed.difference);
  const auto& difference = *replayed.difference;
  CHECK(difference.seq == seq);
  CHECK(difference.actor == stepped->stream);
  CHECK(difference.input_seq < seq);
  REQUIRE(difference.recorded);
  REQUIRE(difference.decided);
  CHECK(difference.recorded->payload == stepped->payload);
  CHECK(difference.decided->type == PriceStepped::type_id);
  CHECK(replay_text(*journal, replayed).find("DIFFERENT at seq " + std::to_string(seq)) !=
        std::string::npos);

  SECTION("unless nobody wants to know") {
    const auto later = decide_again(*journal, story.settings, story.calendar, seq + 1);
    CHECK((!later.difference || later.difference->seq > seq));
  }
}

TEST_CASE("a timer that would not have been set so is named", "[decisions]") {
  Story story;
  trade(story);
  auto events = events_of(*story.journal);
  const auto fired = std::find_if(events.begin(), events.end(), [](const auto& event) {
    return event.type == InputTaken::type_id &&
           decode<InputTaken>(event.payload)->command == "TimerDue";
  });
  REQUIRE(fired != events.end());
  auto input = *decode<InputTaken>(fired->payload);
  auto timer = std::get<TimerDue>(*decode_command(input.command, input.content.raw));
  const auto due = to_text(timer.due);
  std::string expected;
  SECTION("for another time") {
    timer.due = timer.due - seconds(1);
    expected = "; now it is set for " + due;
  }
  SECTION("of another generation") {
    ++timer.generation;
    expected = "; now it is set for " + due;
  }
  SECTION("at all") {
    timer.name += "s";
    expected = "; now it is not set";
  }
  input.content.raw = encode_command(timer);
  fired->payload = encode(input);
  const auto journal = journal_of(events);
  const auto replayed = decide_again(*journal, story.settings, story.calendar);
  REQUIRE(replayed.difference);
  CHECK(replayed.difference->seq == static_cast<Seq>(fired - events.begin()) + 1);
  CHECK(replayed.difference->what.find(expected) != std::string::npos);
}

TEST_CASE("an event too many and one too few are named", "[decisions]") {
  Story story;
  trade(story);
  auto events = events_of(*story.journal);
  const auto filled = std::find_if(events.begin(), events.end(), [](const auto& event) {
    return event.type == OrderFilled::type_id;
  });
  REQUIRE(filled != events.end());
  const auto seq = static_cast<Seq>(filled - events.begin()) + 1;
  SECTION("twice") {
    events.insert(filled, *filled);
    const auto replayed = decide_again(*journal_of(events), story.settings, story.calendar);
    REQUIRE(replayed.difference);
    CHECK(replayed.difference->seq == seq + 1);
  }
  SECTION("without its input") {
    const auto input =
        std::find_if(std::make_reverse_iterator(filled), events.rend(),
                     [](const auto& event) { return event.type == InputTaken::type_id; });
    *input = {"control/engine", TapeNamed::type_id, encode(TapeNamed{}), 0, 0, "engine", {}};
    const auto replayed = decide_again(*journal_of(events), story.settings, story.calendar);
    REQUIRE(replayed.difference);
    CHECK(replayed.difference->seq <= seq);
    CHECK(replayed.difference->what == "nothing that is recorded led to it");
  }
}

TEST_CASE("what a program without inputs decided is counted, and not compared", "[decisions]") {
  Story story;
  trade(story);
  auto events = events_of(*story.journal);
  std::erase_if(events, [](const auto& event) {
    return event.stream == inputs_stream || event.type == BrokerDeclared::type_id;
  });
  for (auto& event : events) event.correlation = event.causation = 0;
  const auto replayed = decide_again(*journal_of(events), story.settings, story.calendar);
  CHECK_FALSE(replayed.difference);
  CHECK(replayed.compared == 0);
  CHECK(replayed.unrecorded > 50);
}

TEST_CASE("a command is read as it was written", "[decisions]") {
  Story story;
  std::set<std::string> names;
  story.runtime.on_command = [&](const Address&, const AnyCommand& command) {
    const auto again = decode_command(name_of(command), encode_command(command));
    REQUIRE(again);
    CHECK(command_json(*again) == command_json(command));
    names.insert(name_of(command));
  };
  trade(story);
  story.restart();
  story.run_for(seconds(10));
  CHECK(names.size() > 15);
  CHECK_FALSE(decode_command("Bogus", ""));
  CHECK_FALSE(decode_command("TimerDue", "\xFF"));
}

TEST_CASE("an input too long for one event goes on in others", "[decisions]") {
  InputTaken input;
  input.content.raw.assign(600'000, 'x');
  OpenTrades open;
  for (int i = 0; i < 1'200; ++i) open.orders.push_back("w" + std::to_string(i));
  const auto further = further_of(input, open);
  std::size_t bytes = input.content.raw.size();
  for (const auto& more : further.content) bytes += more.content.raw.size();
  CHECK(bytes == 600'000);
  CHECK(further.content.size() == 2);
  CHECK(further.seen.size() == 3);
  CHECK(input.further == 5);
  CHECK(further.seen.back().orders.back() == "w1199");
}

TEST_CASE("a comparison with more orders than an event holds is recorded and decided again",
          "[decisions]") {
  Story story;
  for (int i = 0; i < 3'000; ++i) {
    BrokerRequest request;
    request.client_order_id = "hand-" + std::to_string(i) + std::string(100, 'x');
    request.instrument = {1};
    request.quantity = Quantity::whole(1);
    request.limit = Price::whole(1);
    story.broker.send(request);
  }
  story.begin();
  story.run_for(seconds(60));
  CHECK(!story.all<InputContinued>().empty());
  const auto replayed = story.replay();
  INFO(replay_text(*story.journal, replayed));
  CHECK_FALSE(replayed.difference);
}
