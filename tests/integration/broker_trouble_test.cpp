// The engine and a broker behind a bad line: answers that are lost, late, doubled or overtaken, a
// broker that is away, and restarts in the middle. No order lost, none doubled.
#include "tests/support/four_contracts.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

template <class Message>
auto first_of(AttemptKind kind) {
  return [kind](const Message& message) {
    if constexpr (std::is_same_v<Message, BrokerRequest>)
      return message.kind == kind;
    else
      return message.request == kind;
  };
}
auto any_answer = [](const BrokerAnswer&) { return true; };

BrokerOrder the_order(const EngineWorld& world, const std::string& id) {
  const auto found = world.at_broker(id);
  INFO(world.story());
  REQUIRE(found.size() == 1);
  return found.front();
}

std::vector<std::uint32_t> rungs(const EngineWorld& world) {
  std::vector<std::uint32_t> all;
  for (const auto& step : world.all<PriceStepped>("order/" + entry)) all.push_back(step.rung);
  return all;
}

void check_dense(const std::vector<std::uint32_t>& rungs) {
  for (std::size_t i = 0; i < rungs.size(); ++i) CHECK(rungs[i] == i + 1);
}

// It was bought once, all of it, and its target stands.
void check_bought_once(EngineWorld& world) {
  INFO(world.story());
  world.check_books();
  const auto live = world.at_broker(target);
  REQUIRE(live.size() == 1);
  CHECK(live.front().state == BrokerOrderState::working);
  CHECK(live.front().quantity == Quantity::whole(2));
  const auto positions = world.broker.books({}).positions;
  REQUIRE(positions.size() == 1);
  CHECK(positions.front().quantity == Quantity::whole(4));
  CHECK(world.all<ActorCrashed>().empty());
}

}  // namespace

TEST_CASE("a calm line: the walk rests, steps, fills and takes profit", "[broker]") {
  EngineWorld world;
  call_and_rest(world);
  CHECK(the_order(world, entry).limit == *parse<Price>("2.50"));
  world.run_for(seconds(40));
  CHECK(the_order(world, entry).limit == *parse<Price>("2.52"));
  CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
  CHECK(world.count_sent(AttemptKind::replace, entry) == 2);
  world.buy_all();
  check_bought_once(world);
}

TEST_CASE("an answer that is lost after the broker accepted is learnt from its books", "[broker]") {
  const auto kind = GENERATE(AttemptKind::submit, AttemptKind::replace, AttemptKind::cancel);
  EngineWorld world;
  world.line.answer = once<BrokerAnswer>(lost, first_of<BrokerAnswer>(kind));
  call_and_rest(world);
  world.run_for(seconds(30));
  if (kind == AttemptKind::cancel) {
    world.say(sell_all);
    world.run_for(seconds(30));
    INFO(world.story());
    CHECK(the_order(world, entry).state == BrokerOrderState::cancelled);
    CHECK(world.all<WorkflowCompleted>().size() == 1);
    CHECK(world.count_sent(AttemptKind::cancel, entry) == 1);
    return world.check_books();
  }
  REQUIRE(world.all<AttemptUnknown>("order/" + entry).size() == 1);
  CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
  CHECK(world.at_broker(entry).size() == 1);
  check_dense(rungs(world));
  world.buy_all();
  check_bought_once(world);
}

TEST_CASE("a message that never reached the broker is sent again, once that is proven",
          "[broker]") {
  const auto kind = GENERATE(AttemptKind::submit, AttemptKind::replace);
  EngineWorld world;
  world.line.request = once<BrokerRequest>(lost, first_of<BrokerRequest>(kind));
  call_and_rest(world);
  const auto tried = [&] { return world.count_sent(kind, entry); };
  world.run_for(kind == AttemptKind::submit ? seconds(3) : seconds(24));
  CHECK(tried() == 1);  // unknown: nothing goes out
  world.run_for(seconds(10));
  INFO(world.story());
  CHECK(tried() == 2);
  REQUIRE(world.all<AttemptUnknown>("order/" + entry).size() == 1);
  CHECK(world.all<AttemptNeverArrived>("order/" + entry).size() == 1);
  check_dense(rungs(world));
  world.buy_all();
  check_bought_once(world);
}

TEST_CASE("a cancel that never reached the broker is asked again", "[broker]") {
  EngineWorld world;
  world.line.request = once<BrokerRequest>(lost, first_of<BrokerRequest>(AttemptKind::cancel));
  call_and_rest(world);
  world.say(sell_all);
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(the_order(world, entry).state == BrokerOrderState::cancelled);
  CHECK(world.all<WorkflowCompleted>().size() == 1);
  CHECK(world.all<AttemptNeverArrived>("order/" + entry).size() == 1);
  world.check_books();
}

TEST_CASE("answers, fills and ends that come twice change nothing twice", "[broker]") {
  EngineWorld world;
  world.line.answer = [](const BrokerAnswer&) { return doubled; };
  world.line.fill = [](const BrokerFill&) { return doubled; };
  world.line.end = [](const BrokerOrder&) { return doubled; };
  call_and_rest(world);
  world.run_for(seconds(25));
  world.buy_all();
  check_bought_once(world);
  std::set<std::uint32_t> accepted;
  for (const auto& one : world.all<AttemptAccepted>("order/" + entry))
    CHECK(accepted.insert(one.attempt).second);
  world.say(sell_all);
  world.run_for(seconds(60));
  INFO(world.story());
  CHECK(world.all<WorkflowCompleted>().size() == 1);
  CHECK(world.broker.books({}).positions.empty());
  world.check_books();
}

TEST_CASE("fills and answers that come again much later change nothing", "[broker]") {
  EngineWorld world;
  std::vector<BrokerFill> fills;
  std::vector<BrokerAnswer> answers;
  world.line.fill = [&](const BrokerFill& fill) { return fills.push_back(fill), passes; };
  world.line.answer = [&](const BrokerAnswer& one) { return answers.push_back(one), passes; };
  hold_four(world);
  REQUIRE_FALSE(fills.empty());
  for (const auto& fill : fills) world.tell({ActorKind::order, entry}, NoteFill{fill});
  for (const auto& one : answers)
    world.tell({ActorKind::order, one.client_order_id.substr(0, 4)}, NoteAnswer{one});
  world.run_for(seconds(5));
  check_bought_once(world);
}

TEST_CASE("while an answer is owed no further price goes out, and it may come late", "[broker]") {
  EngineWorld world;
  world.line.answers_books = true;
  call_and_rest(world);
  // The first replace, due after 20 s, is answered 25 s late: after the next step was due, too. Nor
  // do the books say anything meanwhile.
  world.line.answer = once<BrokerAnswer>(late(seconds(25)), any_answer);
  world.run_for(seconds(18));
  world.line.answers_books = false;
  world.run_for(seconds(24));
  INFO(world.story());
  CHECK(world.count_sent(AttemptKind::replace, entry) == 1);
  CHECK(world.all<AttemptUnknown>("order/" + entry).size() == 1);
  const auto held = world.all<StepHeld>("order/" + entry);
  CHECK(std::any_of(held.begin(), held.end(), [](const StepHeld& step) {
    return step.reason == HoldReason::answer_pending;
  }));
  world.line.answers_books = true;
  world.run_for(seconds(10));
  CHECK(world.count_sent(AttemptKind::replace, entry) >= 2);
  check_dense(rungs(world));
  world.buy_all();
  check_bought_once(world);
}

TEST_CASE("a fill may come before the answer to its order, and is the answer", "[broker]") {
  EngineWorld world;
  world.line.answer = once<BrokerAnswer>(late(seconds(4)), any_answer);
  call_and_rest(world);
  world.buy_all();  // within those 4 s
  const auto accepted = world.all<AttemptAccepted>("order/" + entry);
  REQUIRE(accepted.size() == 1);
  CHECK(accepted.front().evidence == "fill");
  world.run_for(seconds(10));
  CHECK(world.all<AttemptUnknown>().empty());
  check_bought_once(world);
}

TEST_CASE("fills that never came are found in the books after a reconnect", "[broker]") {
  EngineWorld world;
  call_and_rest(world);
  world.line.is_reachable = false;
  world.buy_all();
  CHECK(world.all<OrderFilled>().empty());
  world.line.is_reachable = true;
  world.restart();
  world.run_for(seconds(10));
  check_bought_once(world);
}

TEST_CASE("while the broker is away at start nothing is sent; then everything, once", "[broker]") {
  EngineWorld world;
  world.line.is_reachable = false;
  world.start();
  world.say(call);
  world.run_for(seconds(10));
  INFO(world.story());
  CHECK_FALSE(world.engine->is_gate_open());
  CHECK(world.line.sent.empty());
  CHECK(world.all<OrderPlanned>().size() == 1);
  world.line.is_reachable = true;
  world.run_for(seconds(40));
  CHECK(world.engine->is_gate_open());
  CHECK(world.all<GateOpened>().size() == 1);
  CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
  world.buy_all();
  check_bought_once(world);
}

TEST_CASE("after a restart a walk goes on at its rung, late timers fire, nothing is sent twice",
          "[broker]") {
  const auto away = GENERATE(seconds(0), seconds(5), seconds(300));
  EngineWorld world;
  call_and_rest(world);
  world.run_for(seconds(20));
  const auto before = rungs(world).size();
  REQUIRE(before == 2);
  world.stop();
  world.run_for(away);
  world.line.is_reachable = GENERATE(true, false);
  const auto sent = world.line.sent.size();
  world.start();
  if (!world.line.is_reachable) {
    world.run_for(seconds(30));
    CHECK(world.line.sent.size() == sent);
    world.line.is_reachable = true;
  }
  world.run_for(seconds(45));
  INFO(world.story());
  if (away < seconds(90)) {
    CHECK(rungs(world).size() > before);
  } else {  // its time is over: it stays where it was, for the day
    CHECK(rungs(world).size() == before);
    CHECK(world.all<WalkEnded>("order/" + entry).size() == 1);
  }
  check_dense(rungs(world));
  CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
  CHECK(the_order(world, entry).state == BrokerOrderState::working);
  world.buy_all();
  check_bought_once(world);
}

TEST_CASE("after a restart exits are armed again: the target works, the stop sells", "[broker]") {
  EngineWorld world;
  world.settings.exits.plan.stop_loss = Percent::whole(40);
  hold_four(world);
  world.restart();
  world.run_for(seconds(5));
  check_bought_once(world);
  CHECK(world.count_sent(AttemptKind::submit, target) == 1);
  world.set_quote("1.30", "1.35");
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(world.all<ExitTriggered>().size() == 1);
  CHECK(world.all<WorkflowCompleted>().front().outcome == "flat");
  CHECK(world.broker.books({}).positions.empty());
  world.check_books();
}

TEST_CASE("a restart in the middle of an exit neither forgets nor repeats it", "[broker]") {
  EngineWorld world;
  hold_four(world);
  SECTION("while the target's cancel is under way") {
    world.line.answer = once<BrokerAnswer>(lost, first_of<BrokerAnswer>(AttemptKind::cancel));
    world.line.end = once<BrokerOrder>(lost, [](const BrokerOrder&) { return true; });
    world.say(sell_all);
    world.restart();
  }
  SECTION("while the sale itself is under way") {
    world.line.fill = [](const BrokerFill&) { return lost; };
    world.say(sell_all);
    world.run_for(seconds(2));
    world.line.fill = {};
    world.restart();
  }
  world.run_for(seconds(60));
  INFO(world.story());
  CHECK(world.all<WorkflowCompleted>().size() == 1);
  CHECK(world.all<PositionOversold>().empty());
  CHECK(world.broker.books({}).positions.empty());
  world.check_books();
}

TEST_CASE("a time exit that was due while we were away is late, and happens once", "[broker]") {
  EngineWorld world;
  world.settings.exits.plan.exit_after = seconds(60);
  hold_four(world);
  world.stop();
  world.run_for(seconds(120));
  world.start();
  world.run_for(seconds(60));
  INFO(world.story());
  CHECK(world.all<ExitTriggered>().size() == 1);
  CHECK(world.broker.books({}).positions.empty());
  world.check_books();
}

TEST_CASE("an exit that the operator cancels stays cancelled over quotes and a restart",
          "[broker]") {
  EngineWorld world;
  world.settings.exits.plan.stop_loss = Percent::whole(40);
  world.settings.price.stop_policy = "patient";  // rests for a while
  hold_four(world);
  world.set_quote("1.30", "1.60");
  world.run_for(seconds(3));
  REQUIRE(world.all<ExitTriggered>().size() == 1);
  world.tell({ActorKind::order, "w1-3"}, CancelOrder{"operator", "asked by the operator"});
  world.run_for(seconds(200));
  CHECK(the_order(world, "w1-3").state == BrokerOrderState::cancelled);
  CHECK(world.all<ExitTriggered>().size() == 1);
  world.restart();
  world.run_for(seconds(200));
  INFO(world.story());
  CHECK(world.all<ExitTriggered>().size() == 1);
  CHECK(world.broker.books({}).positions.front().quantity == Quantity::whole(4));
  world.set_quote("1.70", "1.80");  // back over the stop
  world.run_for(seconds(3));
  world.set_quote("1.30", "1.60");
  world.run_for(seconds(3));
  CHECK(world.all<ExitTriggered>().size() == 2);
  world.check_books();
}

TEST_CASE("an engine that goes with mail unread writes and sends nothing more", "[engine]") {
  EngineWorld world;
  world.start();
  world.say("BTO SPY 600c 12/18 @ 2.60");
  const auto staged = world.journal->staged();
  MessageReceived message;
  message.source = "file:test";
  message.channel = "room";
  message.message_id = "unread";
  message.author = "anna";
  message.text = "BTO QQQ 500c 12/18 @ 2.60";
  message.sent_at = message.received_at = world.clock.now();
  world.engine->tell({ActorKind::desk, ""}, ReceiveMessage{message}, "test");
  bool has_sent = false;
  world.line.on_sent = [&](const BrokerRequest&) { has_sent = true; };
  world.engine.reset();
  CHECK(world.journal->staged() == staged);
  CHECK_FALSE(has_sent);
}
