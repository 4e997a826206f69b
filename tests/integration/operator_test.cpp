// Cancel all, flatten all, pause, the kill switch and the rule for a missing operator, with the
// real engine: while walks are in a send, while orders fill, and over restarts.
#include "tests/integration/operator_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

std::size_t count_of(const OperatorWorld& world, const std::string& outcome) {
  std::size_t count = 0;
  for (const auto& [target, step] : world.steps()) count += step.outcome == outcome;
  return count;
}

}  // namespace

TEST_CASE(
    "25 orders are cancelled within five seconds by a broker that answers in 150 ms, also "
    "those in a send and those that fill meanwhile",
    "[operator]") {
  OperatorWorld world(EngineWorld::a_slow_line());
  world.begin();
  world.call(1, 10);
  world.run_for(seconds(5));
  world.call(11, 14);
  world.quote.bid_size = {};  // no quote to walk by: the last one is not sent at all
  world.run_for(seconds(2));
  world.call(25, 1);
  world.set_quote("2.40", "2.60");
  world.run_for(milliseconds(13'030));  // the first ten have just sent their second price
  INFO(world.story());
  REQUIRE(world.engine->open_orders().size() == 25);
  const auto in_flight = world.line.sent.size() - world.all<AttemptAccepted>().size();
  CHECK(in_flight >= 10);

  const auto asked_at = world.clock.now();
  world.ask(OperatorAction::cancel_all);
  // Before the cancels are there, some are filled.
  world.step_to(world.clock.now() + milliseconds(30));
  for (const auto& [id, instrument] : [&] {
         std::map<std::string, InstrumentId> some;
         for (const auto& order : world.broker.books({}).orders)
           if (order.order_id == "w12-1" || order.order_id == "w13-1" || order.order_id == "w14-1")
             some[order.order_id] = order.instrument;
         return some;
       }())
    world.offer(instrument, "2.40", "2.50");
  world.run_for(seconds(5));
  const auto done = world.done();
  REQUIRE(done);
  CHECK(done->at - asked_at <= seconds(5));
  CHECK(done->outcome == "partly");
  CHECK(done->succeeded == 22);
  CHECK(done->failed == 3);
  CHECK(count_of(world, "cancelled") == 22);
  CHECK(count_of(world, "filled") == 3);
  WARN("25 orders: " << (done->at - asked_at).ns / 1'000'000 << " ms of virtual time");
  world.run_for(seconds(60));
  // What was bought has its take-profits; nothing else works.
  for (const auto& id : world.working()) CHECK(id.ends_with("-2"));
  world.check_books();
}

TEST_CASE("an order that waits for a quote is cancelled at once", "[operator]") {
  OperatorWorld world;
  world.begin();
  world.quote.bid_size = {};
  world.call(1, 1);
  REQUIRE(world.engine->open_orders().size() == 1);
  world.ask(OperatorAction::cancel, "r1", "w1-1");
  REQUIRE(world.done());
  CHECK(world.done()->outcome == "done");
  CHECK(world.line.sent.empty());
  world.ask(OperatorAction::cancel, "r2", "w1-1");  // over already
  REQUIRE(world.done("r2"));
  CHECK(world.steps("r2").at("w1-1").outcome == "cancelled");
  world.ask(OperatorAction::cancel, "r3", "w9-1");
  CHECK(world.done("r3")->outcome == "failed");
}

TEST_CASE("a cancel waits for the evidence about an order whose answer is lost", "[operator]") {
  OperatorWorld world;
  world.begin();
  world.line.answer = once<BrokerAnswer>(lost, [](const BrokerAnswer&) { return true; });
  world.call(1, 1);
  world.run_for(seconds(1));
  world.ask(OperatorAction::cancel_all);
  world.run_for(seconds(2));
  CHECK_FALSE(world.done());
  CHECK(world.count_sent(AttemptKind::cancel, "w1-1") == 0);
  world.run_for(seconds(40));
  INFO(world.story());
  REQUIRE(world.done());
  CHECK(world.done()->outcome == "done");
  CHECK(world.working().empty());
  world.check_books();
}

TEST_CASE("flatten all sells everything, takes entries back and pauses", "[operator]") {
  OperatorWorld world;
  world.begin();
  world.call(1, 3);
  world.run_for(seconds(1));
  world.buy_all();
  world.set_quote("2.40", "2.60");
  world.call(4, 2);
  world.run_for(seconds(1));
  REQUIRE(world.working().size() == 5);  // three take-profits, two entries
  world.ask(OperatorAction::flatten_all);
  world.run_for(seconds(10));
  INFO(world.story());
  REQUIRE(world.done());
  CHECK(world.done()->outcome == "done");
  CHECK(world.done()->succeeded == 5);
  CHECK(world.is_flat());
  CHECK(world.working().empty());
  CHECK(world.all<EntriesPaused>().back().is_paused);
  CHECK(world.all<TradeCloseAsked>().front().policy == "ladder");  // no market orders for options
  world.call(9, 1);
  CHECK(world.all<OrderPlanned>().size() == 3 + 3 + 2 + 3);
  world.check_books();
}

TEST_CASE("flatten sells what an entry bought while it was being taken back", "[operator]") {
  OperatorWorld world;
  world.begin();
  world.call(1, 1);
  world.run_for(seconds(1));
  world.ask(OperatorAction::flatten, "r1", "w1");
  world.offer(world.at_broker("w1-1").front().instrument, "2.40", "2.45");  // crosses the cancel
  world.run_for(seconds(10));
  INFO(world.story());
  REQUIRE(world.done());
  CHECK(world.done()->outcome == "done");
  CHECK_FALSE(world.all<OrderFilled>("order/w1-1").empty());
  CHECK(world.is_flat());
  CHECK(world.all<EntriesPaused>().empty());
}

TEST_CASE("a person who cancels the exit of a flattening is told that it is not flat",
          "[operator]") {
  OperatorWorld world;
  world.begin();
  world.call(1, 1);
  world.buy_all();
  world.line.request = [](const BrokerRequest& request) {  // it is a while until it is there
    return request.kind == AttemptKind::submit ? late(seconds(2)) : passes;
  };
  world.ask(OperatorAction::flatten_all);
  world.run_for(milliseconds(500));
  world.ask(OperatorAction::cancel_all, "r2");
  world.set_quote("0", "2.45");
  world.quote.bid_size = {};
  world.run_for(seconds(20));
  INFO(world.story());
  REQUIRE(world.done());
  CHECK(world.done()->outcome == "failed");
  CHECK(world.steps().at("w1").outcome == "stopped");
  CHECK(world.done("r2")->outcome == "done");
}

TEST_CASE("once the kill switch is on a walk sends no further price, and all is taken back",
          "[operator]") {
  OperatorWorld world;
  world.begin();
  world.call(1, 3);
  world.run_for(milliseconds(20'030));  // a second price is on its way
  const auto sent_before = world.line.sent.size();
  const auto steps_before = world.all<PriceStepped>().size();
  CHECK(world.all<AttemptAccepted>().size() < sent_before);
  world.ask(OperatorAction::kill_on);
  world.run_for(seconds(30));
  INFO(world.story());
  REQUIRE(world.done());
  CHECK(world.done()->outcome == "done");
  CHECK(world.working().empty());
  CHECK(world.all<PriceStepped>().size() == steps_before);
  for (std::size_t i = sent_before; i < world.line.sent.size(); ++i)
    CHECK(world.line.sent[i].kind == AttemptKind::cancel);

  world.restart();
  world.run_for(seconds(1));
  const auto sent = world.line.sent.size();
  world.call(4, 1);
  world.run_for(seconds(30));
  CHECK(world.line.sent.size() == sent);
  CHECK(world.all<OrderPlanned>().size() == 3);

  world.ask(OperatorAction::kill_off, "r2");
  CHECK(world.done("r2")->outcome == "done");
  world.call(5, 1);
  world.run_for(seconds(1));
  CHECK(world.line.sent.size() == sent + 1);
  world.check_books();
}

TEST_CASE("exits that the kill switch took back go out again once it is off", "[operator]") {
  OperatorWorld world;
  world.settings.exits.plan.stop_loss = Percent::whole(20);
  world.begin();
  world.call(1, 1);
  world.buy_all();
  REQUIRE(world.working() == std::vector<std::string>{"w1-2"});
  world.ask(OperatorAction::kill_on);
  world.run_for(seconds(60));
  CHECK(world.working().empty());
  SECTION("its take-profit") {
    world.ask(OperatorAction::kill_off, "r2");
    world.run_for(seconds(5));
    INFO(world.story());
    CHECK(world.working() == std::vector<std::string>{"w1-3"});
  }
  SECTION("its stop, which was hit meanwhile") {
    world.set_quote("1.00", "1.05");
    world.run_for(seconds(60));
    CHECK_FALSE(world.is_flat());
    SECTION("here") {}
    SECTION("over a restart") {
      world.restart();
      world.run_for(seconds(10));
      CHECK_FALSE(world.is_flat());
    }
    world.ask(OperatorAction::kill_off, "r2");
    world.run_for(seconds(10));
    INFO(world.story());
    CHECK(world.is_flat());
  }
  world.check_books();
}

TEST_CASE("entries that are paused stay so over a restart, exits go on", "[operator]") {
  OperatorWorld world;
  world.begin();
  world.call(1, 1);
  world.buy_all();
  world.ask(OperatorAction::pause);
  CHECK(world.done()->outcome == "done");
  world.restart();
  world.run_for(seconds(1));
  const auto planned = world.all<OrderPlanned>().size();
  world.call(2, 1);
  world.run_for(seconds(1));
  CHECK(world.all<OrderPlanned>().size() == planned);
  world.say("all out SPY");
  world.run_for(seconds(60));
  INFO(world.story());
  CHECK(world.is_flat());
  world.ask(OperatorAction::resume, "r2");
  world.set_quote("2.40", "2.60");
  world.call(3, 1);
  world.run_for(seconds(1));
  CHECK(world.working().size() == 1);
}

TEST_CASE("an operator who is not heard of is missed once, also over a restart", "[operator]") {
  OperatorWorld world;
  world.settings.control.heartbeat_within = seconds(60);
  world.settings.control.on_missing_heartbeat = MissingHeartbeat::cancel_all;
  world.start();
  world.run_for(seconds(40));
  world.ask(OperatorAction::heartbeat);
  world.call(1, 1);
  world.run_for(seconds(30));
  CHECK(world.all<HeartbeatMissed>().empty());
  SECTION("while it runs") { world.run_for(seconds(31)); }
  SECTION("and comes down before") {
    world.stop();
    world.clock.advance_to(world.clock.now() + seconds(100));
    world.start();
    world.run_for(seconds(5));
  }
  INFO(world.story());
  REQUIRE(world.all<HeartbeatMissed>().size() == 1);
  world.run_for(seconds(5));
  CHECK(world.working().empty());
  CHECK(world.engine->open_orders().empty());
  world.restart();
  world.run_for(seconds(300));
  CHECK(world.all<HeartbeatMissed>().size() == 1);
  world.ask(OperatorAction::heartbeat, "r2");
  world.run_for(seconds(61));
  CHECK(world.all<HeartbeatMissed>().size() == 2);
}

TEST_CASE("an order that crashes too often is named as one that nobody can reach", "[operator]") {
  OperatorWorld world;
  world.runtime.crashes_until_quarantine = 0;
  world.runtime.on_command = [](const Address& to, const AnyCommand& command) {
    if (to.id == "w1-1" && std::holds_alternative<CancelOrder>(command))
      throw std::runtime_error("a bug");
  };
  world.begin();
  world.call(1, 2);
  world.run_for(seconds(1));
  world.ask(OperatorAction::cancel_all);
  world.run_for(seconds(5));
  INFO(world.story());
  REQUIRE(world.done());
  CHECK(world.done()->outcome == "partly");
  CHECK(world.steps().at("w1-1").outcome == "quarantined");
  CHECK(world.steps().at("w2-1").outcome == "cancelled");
  world.ask(OperatorAction::cancel_all, "r2");
  CHECK(world.done("r2")->outcome == "failed");
}
