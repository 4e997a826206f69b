// The gateway by the whole engine: rate limits, repetitions, the breaker, a lost authorisation.
#include "tests/support/four_contracts.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

const Address session{ActorKind::gateway, "main"};

BrokerAnswer answer(AnswerKind kind, const std::string& text) {
  BrokerAnswer made;
  made.kind = kind;
  made.text = text;
  return made;
}

// Answers the first `times` messages in place of the broker.
void refuse(EngineWorld& world, std::size_t times, const BrokerAnswer& with) {
  world.line.before = [=, left = times](const BrokerRequest& request) mutable {
    auto told = with;
    told.request = request.kind;
    told.client_order_id = request.client_order_id;
    return left > 0 && left-- > 0 ? std::optional(told) : std::nullopt;
  };
}

struct SentAt {
  std::string id;
  Timestamp at;
};
void keep_times(EngineWorld& world, std::vector<SentAt>& sent) {
  world.line.on_sent = [&](const BrokerRequest& request) {
    CHECK(world.engine->is_gate_open());
    sent.push_back({request.client_order_id, world.clock.now()});
  };
}

}  // namespace

TEST_CASE("25 working orders are cancelled within 5 s, rate limits and walks in a send included",
          "[gateway]") {
  const std::uint32_t per_second = GENERATE(0u, 10u);
  const bool at_one_moment = GENERATE(false, true);
  auto paper = EngineWorld::a_slow_line();
  paper.requests_per_second = per_second;
  EngineWorld world(paper);
  world.settings.risk.max_open_positions = 100;
  world.settings.risk.max_orders_per_minute = 1000;
  world.settings.risk.max_exposure_percent = {};
  world.settings.risk.max_position_percent = {};
  world.settings.risk.max_per_symbol_percent = {};
  world.settings.risk.blocks_pending = false;
  std::vector<SentAt> sent;
  keep_times(world, sent);
  world.begin();
  for (int i = 0; i < 25; ++i) {
    world.say("BTO SPY " + std::to_string(600 + 5 * i) + "c 12/18 @ 2.50");
    if (!at_one_moment) world.run_for(seconds(1));
  }
  world.run_for(seconds(20));
  // In a moment at which walks have sent their next price, and it was not answered yet.
  for (int i = 0;
       i < 2'000 && world.all<AttemptStarted>().size() <= world.all<AttemptAccepted>().size(); ++i)
    world.run_for(milliseconds(10));
  REQUIRE(world.engine->open_orders().size() == 25);
  const auto started = world.clock.now();
  for (const auto& id : world.engine->open_orders())
    world.tell({ActorKind::order, id}, CancelOrder{"operator", "cancel all"});
  world.run_for(seconds(5));
  INFO(world.story());
  CHECK(world.engine->open_orders().empty());
  CHECK(world.all<OrderCancelled>().size() == 25);
  for (const auto& one : world.all<OrderCancelled>()) CHECK(one.at - started <= seconds(5));
  if (per_second > 0)
    for (std::size_t i = per_second; i < sent.size(); ++i)
      CHECK(sent[i].at - sent[i - per_second].at >= seconds(1));
  world.check_books();
}

TEST_CASE("a message that was not sent is sent again with its id, then given back", "[gateway]") {
  const std::size_t times = GENERATE(1, 4);
  EngineWorld world;
  std::vector<SentAt> sent;
  keep_times(world, sent);
  refuse(world, times, answer(AnswerKind::not_sent, "connection refused"));
  call_and_rest(world);
  world.run_for(seconds(9));
  INFO(world.story());
  if (times == 1) {
    CHECK(world.all<AttemptStarted>("order/" + entry).size() == 1);
    REQUIRE(sent.size() == 2);
    CHECK(sent[1].id == "w1-1.1");
    CHECK(sent[1].at - sent[0].at >= milliseconds(900));
    CHECK(sent[1].at - sent[0].at <= milliseconds(1'100));
  } else {
    REQUIRE(sent.size() == 5);
    CHECK(sent[2].at - sent[1].at >= milliseconds(1'800));
    CHECK(sent[3].at - sent[2].at >= milliseconds(3'600));
    CHECK(sent[3].id == "w1-1.1");
    CHECK(sent[4].id == "w1-1.2");
    CHECK(world.all<AttemptNeverArrived>("order/" + entry).size() == 1);
  }
  CHECK(world.at_broker(entry).size() == 1);
}

TEST_CASE("too many requests: nothing goes out until the broker says", "[gateway]") {
  const bool is_unprocessed = GENERATE(true, false);
  EngineWorld world;
  world.line.change_capabilities = [=](BrokerCapabilities& can) {
    can.throttles_unprocessed = is_unprocessed;
  };
  std::vector<SentAt> sent;
  keep_times(world, sent);
  auto wait = answer(AnswerKind::throttled, "429");
  wait.retry_after = seconds(3);
  refuse(world, 1, wait);
  call_and_rest(world);
  world.say("BTO QQQ 600c 12/18 @ 2.50");  // while nothing may go out
  world.run_for(seconds(9));
  INFO(world.story());
  REQUIRE(sent.size() >= 3);
  for (std::size_t i = 1; i < sent.size(); ++i) CHECK(sent[i].at - sent[0].at >= seconds(3));
  const bool is_sent_again =
      std::any_of(sent.begin() + 1, sent.end(), [](const auto& one) { return one.id == "w1-1.1"; });
  CHECK(is_sent_again == is_unprocessed);
  CHECK(world.all<AttemptUnknown>("order/" + entry).size() == (is_unprocessed ? 0 : 1));
  CHECK(world.at_broker(entry).size() == 1);
}

TEST_CASE("a message that waits in the gateway has not been lost because its order crashed",
          "[gateway]") {
  EngineWorld world;
  world.line.change_capabilities = [](BrokerCapabilities& can) {
    can.throttles_unprocessed = true;
  };
  auto wait = answer(AnswerKind::throttled, "429");
  wait.retry_after = seconds(8);
  refuse(world, 1, wait);
  // The first is to be repeated then, the second has not left at all.
  const Address order{ActorKind::order, GENERATE("w1-1", "w2-1")};
  bool is_crashing = false;
  world.runtime.on_command = [&](const Address& address, const AnyCommand&) {
    if (address == order && std::exchange(is_crashing, false))
      throw std::runtime_error("a crash on purpose");
  };
  call_and_rest(world);
  world.say("BTO QQQ 600c 12/18 @ 2.50");
  is_crashing = true;
  world.tell(order, NoteAnswer{});
  world.run_for(seconds(20));
  INFO(world.story());
  CHECK(world.all<ActorCrashed>().size() == 1);
  CHECK(world.all<AttemptNeverArrived>().empty());
  CHECK(world.at_broker("w1-1").size() == 1);
  CHECK(world.at_broker("w2-1").size() == 1);
}

TEST_CASE("an id that is known there exists: the books say how, and nothing is sent again",
          "[gateway]") {
  EngineWorld world;
  world.line.answer = [](const BrokerAnswer&) { return lost; };
  world.line.request = once<BrokerRequest>(doubled, [](const auto&) { return true; });
  call_and_rest(world);
  auto known = answer(AnswerKind::duplicate, "known");
  known.client_order_id = "w1-1.1";
  world.line.listener()->on_answer(known);
  world.run_for(seconds(1));
  INFO(world.story());
  CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
  REQUIRE(world.all<AttemptAccepted>("order/" + entry).size() == 1);
  CHECK(world.all<AttemptAccepted>("order/" + entry).front().evidence == "books");
}

TEST_CASE("five errors within a minute close the gate; after 30 s the books open it", "[gateway]") {
  EngineWorld world;
  call_and_rest(world);
  // No answer comes to any message; each is an error.
  world.line.answer = [](const BrokerAnswer&) { return lost; };
  for (int i = 0; i < 5; ++i)
    world.say("BTO SPY " + std::to_string(610 + 5 * i) + "c 12/18 @ 2.50");
  world.run_for(seconds(6));
  const auto closed = world.all<GateClosed>();
  INFO(world.story());
  REQUIRE(closed.size() == 2);
  CHECK(closed.back().reason.starts_with("the broker failed 5 times within 60 s"));
  CHECK(closed.back().not_before - closed.back().at == seconds(30));
  world.line.answer = {};
  const auto sent = world.line.sent.size();
  world.run_for(seconds(27));
  CHECK_FALSE(world.engine->is_gate_open());
  CHECK(world.line.sent.size() == sent);
  world.run_for(seconds(4));
  CHECK(world.engine->is_gate_open());
  CHECK(world.all<GateOpened>().back().at - closed.back().at >= seconds(30));
  world.check_books();
}

TEST_CASE("a lost authorisation: nothing is sent, fresh entries wait and then go on", "[gateway]") {
  EngineWorld world;
  refuse(world, 1, answer(AnswerKind::unauthorised, "401"));
  world.line.answers_books = true;
  call_and_rest(world);
  INFO(world.story());
  REQUIRE(world.all<AuthorisationLost>().size() == 1);
  CHECK_FALSE(world.all<AuthorisationLost>().front().is_hard);
  CHECK_FALSE(world.engine->is_gate_open());
  world.run_for(seconds(8));
  CHECK(world.engine->is_gate_open());
  CHECK(world.count_sent(AttemptKind::submit, entry) == 2);
  CHECK(world.at_broker(entry).size() == 1);
}

TEST_CASE("an entry that waits until it is no longer fresh is refused", "[gateway]") {
  EngineWorld world;
  world.begin();
  world.line.answers_books = false;
  world.tell(session, AskReconciliation{"r1", "operator"});
  world.run_for(seconds(6));
  REQUIRE_FALSE(world.engine->is_gate_open());
  world.say(call);
  world.run_for(seconds(19));
  CHECK(world.all<OrderRefused>().empty());
  world.run_for(seconds(2));
  INFO(world.story());
  REQUIRE(world.all<OrderRefused>().size() == 1);
  CHECK(world.all<OrderRefused>().front().reason == RefusalReason::stale);
  CHECK(world.all<ExposureReleased>().size() == 1);
  CHECK(world.line.sent.empty());
  std::size_t held = 0;
  for (const auto& one : world.all<StepHeld>("order/" + entry))
    held += one.reason == HoldReason::gate_closed;
  CHECK(held == 1);
}

TEST_CASE("lost for good: entries are refused at once, and only a person makes us try again",
          "[gateway]") {
  EngineWorld world;
  std::vector<std::string> notes;
  world.runtime.on_note = [&](const std::string& line) { notes.push_back(line); };
  auto gone = answer(AnswerKind::unauthorised, "invalid grant");
  gone.is_hard = true;
  refuse(world, 1, gone);
  call_and_rest(world);
  CHECK(world.all<AuthorisationLost>().front().is_hard);
  CHECK(notes.size() == 1);
  world.run_for(seconds(60));
  world.say("BTO QQQ 600c 12/18 @ 2.50");
  world.run_for(seconds(1));
  INFO(world.story());
  CHECK_FALSE(world.engine->is_gate_open());
  CHECK(world.line.sent.size() == 1);
  REQUIRE_FALSE(world.all<OrderRefused>("order/w2-1").empty());
  CHECK(world.all<OrderRefused>("order/w2-1").front().reason == RefusalReason::gate_closed);
  world.tell(session, AskReconciliation{"r1", "operator"});
  world.run_for(seconds(2));
  CHECK(world.engine->is_gate_open());
}

TEST_CASE("an order that waits is woken when the gate opens", "[gateway]") {
  EngineWorld world;
  world.line.is_reachable = false;
  world.start();
  world.say(call);
  world.run_for(seconds(6));
  CHECK(world.line.sent.empty());
  world.line.is_reachable = true;
  world.run_for(seconds(10));
  INFO(world.story());
  REQUIRE(world.all<GateOpened>().size() == 1);
  REQUIRE(world.all<AttemptStarted>().size() >= 1);
  CHECK(world.all<AttemptStarted>().front().at - world.all<GateOpened>().front().at <
        milliseconds(100));
}
