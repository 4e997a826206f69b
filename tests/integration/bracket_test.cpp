// Entries that go out with their exits, by the whole engine.
#include "tests/support/four_contracts.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

const std::string stop = "w1-3";

// Entries at 2.60, the target at 3.90, the stop at 2.08.
struct BracketWorld : EngineWorld {
  BracketWorld() : EngineWorld(with_stops()) {
    settings.exits.brackets = true;
    settings.exits.plan.targets = {{Percent::whole(50), {}, Percent::whole(100)}};
    settings.exits.plan.stop_loss = Percent::whole(20);
  }
  void enter() {
    begin();
    say(call);
    run_for(seconds(3));
  }
  BrokerOrder order(const std::string& id) const {
    const auto found = at_broker(id);
    REQUIRE(found.size() == 1);
    return found.front();
  }
  // All is over, here and there, and nothing differs.
  void check_flat() {
    run_for(seconds(130));
    INFO(story());
    CHECK(held(*this) == Quantity{});
    for (const auto& one : broker.books({}).orders) CHECK(one.state != BrokerOrderState::working);
    CHECK(all<WorkflowCompleted>().size() == 1);
    CHECK(all<OrderFilled>().size() == all<FillBooked>().size());
    CHECK(engine->is_gate_open());
  }
};

}  // namespace

TEST_CASE("an entry and its exits leave as one message, and each is an order of its own",
          "[bracket]") {
  BracketWorld world;
  world.enter();
  INFO(world.story());
  REQUIRE(world.line.sent.size() == 1);
  CHECK(world.line.sent[0].children.size() == 2);
  CHECK(held(world) == Quantity::whole(4));
  CHECK(world.order(target).limit == *parse<Price>("3.9"));
  CHECK(world.order(stop).limit == *parse<Price>("2.08"));
  CHECK(world.order(stop).type == OrderType::stop);
  CHECK(world.all<ChildAccepted>().size() == 2);
  world.set_quote("4.00", "4.10");
  world.check_flat();
  CHECK(world.order(target).state == BrokerOrderState::filled);
  CHECK(world.all<StepFailed>().empty());
}

TEST_CASE("the broker stops a loss also while we are away", "[bracket]") {
  BracketWorld world;
  world.enter();
  world.stop();
  world.set_quote("1.90", "2.00");
  world.run_for(seconds(5));
  CHECK(held(world) == Quantity{});
  world.start();
  world.check_flat();
  CHECK(world.order(stop).state == BrokerOrderState::filled);
  CHECK(world.line.sent.size() == 1);
}

TEST_CASE("a bracket whose answer is lost is found in the books, all of it", "[bracket]") {
  BracketWorld world;
  world.settings.price.max_slippage = {};  // it rests at 2.50
  world.line.answer = [](const BrokerAnswer&) { return lost; };
  world.enter();
  world.run_for(seconds(30));
  CHECK(world.all<AttemptUnknown>().size() == 1);
  CHECK(world.all<ChildAccepted>().size() == 2);
  CHECK(world.all<AttemptStarted>().size() == 1);
  world.line.answer = {};
  world.fall_to_the_price();
  world.run_for(seconds(5));
  world.set_quote("1.90", "2.00");
  world.check_flat();
}

TEST_CASE("a bracket that never arrived is sent again as a whole", "[bracket]") {
  BracketWorld world;
  world.line.request = once<BrokerRequest>(lost, [](const BrokerRequest&) { return true; });
  world.enter();
  world.run_for(seconds(40));
  INFO(world.story());
  REQUIRE(world.line.sent.size() == 2);
  CHECK(world.line.sent[1].children[0].client_order_id == target + ".2");
  CHECK(held(world) == Quantity::whole(4));
  CHECK(world.all<ChildAccepted>().size() == 2);
  world.set_quote("4.00", "4.10");
  world.check_flat();
}

TEST_CASE("an entry that is called off takes its exits along", "[bracket]") {
  BracketWorld world;
  world.settings.price.max_slippage = {};
  world.enter();
  CHECK(held(world) == Quantity{});
  world.say(sell_all);
  world.check_flat();
  for (const auto& id : {entry, target, stop})
    CHECK(world.order(id).state == BrokerOrderState::cancelled);
}

TEST_CASE("a caller's exit takes the broker's exits back, then sells all", "[bracket]") {
  BracketWorld world;
  world.enter();
  world.say(sell_all);
  world.check_flat();
  CHECK(world.order(target).state == BrokerOrderState::cancelled);
  CHECK(world.order(stop).state == BrokerOrderState::cancelled);
}

TEST_CASE("flatten all and the kill switch reach a bracket, too", "[bracket]") {
  BracketWorld world;
  world.enter();
  OperatorAsked asked;
  asked.request_id = "o1";
  asked.action = OperatorAction::flatten_all;
  asked.by = "operator";
  asked.at = world.clock.now();
  world.engine->ask(asked);
  world.check_flat();
}

TEST_CASE("what is added to a bracket's trade is looked after here", "[bracket]") {
  BracketWorld world;
  world.enter();
  world.say("adding to SPY 680c 12/18 @ 2.60");
  world.run_for(seconds(2));
  world.set_quote("2.40", "2.48");
  world.run_for(seconds(10));
  INFO(world.story());
  REQUIRE(held(world) > Quantity::whole(4));
  CHECK(world.order(stop).state == BrokerOrderState::cancelled);
  world.set_quote("1.90", "2.00");
  world.check_flat();
}
