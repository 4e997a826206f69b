// Entries that go out with their exits, where broker and plan allow it.
#include "tests/domain/workflow/workflow_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct Bracketed : GivenWorkflow {
  Bracketed() {
    settings.exits.brackets = true;
    settings.exits.plan.targets = {{Percent::whole(50), {}, Percent::whole(100)}};
    settings.exits.plan.stop_loss = Percent::whole(20);
    workflow.context.broker.can_bracket = true;
    workflow.context.broker.can_market_options = true;
  }
  Outcome enter() {
    start();
    return budget();
  }
  // Nine were bought at 1.00, and the exits work.
  void hold() {
    enter();
    progress("w1-1", 9, "filled");
  }
};

std::vector<OrderPlanned> placed(const Outcome& outcome) {
  std::vector<OrderPlanned> plans;
  for (const auto& tell : outcome.tells<PlaceOrder>()) plans.push_back(tell.plan);
  return plans;
}

}  // namespace

TEST_CASE("a bracket is three orders that know of each other", "[workflow][bracket]") {
  Bracketed given;
  const auto plans = placed(given.enter());
  REQUIRE(plans.size() == 3);
  CHECK(plans[0].limit == price("1.05"));  // what is asked
  CHECK(plans[0].time_in_force == TimeInForce::day);
  REQUIRE(plans[0].children.size() == 2);
  CHECK(plans[0].children[0].order_id == "w1-2");
  CHECK(plans[1].parent == "w1-1");
  CHECK(plans[1].purpose == Purpose::target);
  CHECK(plans[1].limit == price("1.58"));  // 1.575, rounded to the tick
  CHECK(plans[1].time_in_force == TimeInForce::good_till_cancelled);
  CHECK(plans[2].type == OrderType::stop);
  CHECK(plans[2].limit == price("0.84"));
  CHECK(plans[2].side == Side::sell);
  CHECK(plans[2].quantity == plans[0].quantity);
}

TEST_CASE("a call's own target and stop make a bracket", "[workflow][bracket]") {
  Bracketed given;
  given.settings.exits.plan = {};
  auto reading = GivenWorkflow::a_call();
  reading.targets = {price("1.40")};
  reading.stop = price("0.80");
  given.start(reading);
  const auto plans = placed(given.budget());
  REQUIRE(plans.size() == 3);
  CHECK(plans[1].limit == price("1.40"));
  CHECK(plans[1].quantity == plans[0].quantity);
  CHECK(plans[2].limit == price("0.80"));
}

TEST_CASE("what a bracket cannot say is left to us", "[workflow][bracket]") {
  Bracketed given;
  auto& plan = given.settings.exits.plan;
  SECTION("the broker cannot") { given.workflow.context.broker.can_bracket = false; }
  SECTION("no stop may be sent") { given.workflow.context.broker.can_market_options = false; }
  SECTION("it is not wanted") { given.settings.exits.brackets = false; }
  SECTION("only a part is sold at the target") { plan.targets[0].share = Percent::whole(50); }
  SECTION("there is no stop") { plan.stop_loss = {}; }
  SECTION("the stop follows the price") { plan.trailing_stop = Percent::whole(5); }
  const auto plans = placed(given.enter());
  REQUIRE(plans.size() == 1);
  CHECK(plans[0].children.empty());
  CHECK_FALSE(plans[0].limit);
}

TEST_CASE("exits are moved to the real fill once the entry is over", "[workflow][bracket]") {
  Bracketed given;
  given.enter();
  CHECK(given.progress("w1-1", 4, "", "1.00").tells<ChangeOrder>().empty());
  const auto settled = given.progress("w1-1", 6, "cancelled", "1.00");
  const auto changes = settled.tells<ChangeOrder>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].quantity == units(6));
  CHECK(changes[0].limit == price("1.50"));
  CHECK(changes[1].limit == price("0.80"));
  CHECK(given.progress("w1-2", 2).tells<ChangeOrder>().empty());  // the broker takes it from both
}

TEST_CASE("while the broker has the stop, nobody watches for it here", "[workflow][bracket]") {
  Bracketed given;
  given.enter();
  const auto watched = given.progress("w1-1", 9, "filled").only_tell<WatchPosition>();
  CHECK(watched.plan.stop_loss.is_zero());
  const auto alone = given.progress("w1-3", 0, "rejected");
  CHECK(alone.only_tell<WatchPosition>().plan.stop_loss == Percent::whole(20));
  CHECK(alone.has<StepFailed>());
}

TEST_CASE("the exit that fills ends the trade, and the other's end is no failure",
          "[workflow][bracket]") {
  Bracketed given;
  given.hold();
  const auto order = GENERATE(as<std::string>{}, "w1-2", "w1-3");
  CHECK_FALSE(given.progress(order, 9, "filled", "1.50").has<WorkflowCompleted>());
  const auto other = given.progress(order == "w1-2" ? "w1-3" : "w1-2", 0, "cancelled");
  CHECK(other.only<WorkflowCompleted>().outcome == "flat");
  CHECK_FALSE(other.has<StepFailed>());
  CHECK(other.tells<PlaceOrder>().empty());
}

TEST_CASE("an exit that ends before the other's fill is known is not put in its place",
          "[workflow][bracket]") {
  Bracketed given;
  given.hold();
  const auto ended = given.progress("w1-2", 0, "cancelled");
  CHECK(ended.tells<PlaceOrder>().empty());
  CHECK(ended.tells<CancelOrder>().size() == 1);  // of the stop, whose end will tell
  SECTION("it had filled") {
    CHECK(given.progress("w1-3", 9, "filled", "0.80").only<WorkflowCompleted>().outcome == "flat");
  }
  SECTION("the broker took it back") {
    const auto alone = given.progress("w1-3", 0, "cancelled");
    REQUIRE(placed(alone).size() == 1);
    CHECK(placed(alone)[0].purpose == Purpose::target);
    CHECK(alone.only_tell<WatchPosition>().plan.stop_loss == Percent::whole(20));
  }
}

TEST_CASE("an entry that is not filled ends with its exits", "[workflow][bracket]") {
  Bracketed given;
  given.enter();
  given.progress("w1-1", 0, "rejected");
  given.progress("w1-2", 0, "cancelled");
  CHECK(given.progress("w1-3", 0, "cancelled").has<WorkflowFailed>());
}

TEST_CASE("a caller's exit takes both exits back before it sells", "[workflow][bracket]") {
  Bracketed given;
  given.hold();
  const auto closing = given.call(CallAction::close);
  CHECK(closing.tells<CancelOrder>().size() == 2);
  CHECK(closing.tells<PlaceOrder>().empty());
  given.progress("w1-2", 0, "cancelled");
  const auto sold = placed(given.progress("w1-3", 0, "cancelled"));
  REQUIRE(sold.size() == 1);
  CHECK(sold[0].quantity == units(9));
  CHECK(sold[0].parent.empty());
}
