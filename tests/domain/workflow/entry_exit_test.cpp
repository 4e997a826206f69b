// One call from its size to flat again.
#include "tests/domain/workflow/workflow_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("a call is sized by a share of buying power", "[workflow]") {
  GivenWorkflow given;
  given.start();
  CHECK(given.budget().only_tell<PlaceOrder>().plan.quantity == units(10));
  CHECK(given.budget().is_nothing());  // asked twice around a restart
}

TEST_CASE("a called quantity is ignored, an upper bound, or followed", "[workflow]") {
  const auto [rule, called, expected] = GENERATE(table<CalledQuantity, int, int>({
      {CalledQuantity::ignore, 3, 10},
      {CalledQuantity::lower, 3, 3},
      {CalledQuantity::lower, 30, 10},
      {CalledQuantity::follow, 3, 3},
      {CalledQuantity::follow, 30, 30},
      {CalledQuantity::follow, 300, 95},  // what buying power allows at the worst price
  }));
  GivenWorkflow given;
  given.settings.size.called_quantity = rule;
  auto reading = GivenWorkflow::a_call();
  reading.quantity = units(called);
  given.start(reading);
  CHECK(given.budget().only_tell<PlaceOrder>().plan.quantity == units(expected));
}

TEST_CASE("an entry that fills in parts has one target, resized", "[workflow]") {
  GivenWorkflow given;
  given.start();
  given.budget();
  CHECK(given.progress("w1-1", 1).tells<PlaceOrder>().empty());  // half of one is none
  const auto plan = given.progress("w1-1", 4).only_tell<PlaceOrder>().plan;
  CHECK(plan.quantity == units(2));
  CHECK(plan.limit == price("2.00"));
  CHECK(plan.time_in_force == TimeInForce::good_till_cancelled);
  const auto changed = given.progress("w1-1", 10, "filled", "1.04").only_tell<ChangeOrder>();
  CHECK(changed.quantity == units(5));
  CHECK(changed.limit == price("2.08"));
  CHECK(given.progress("w1-1", 10, "filled", "1.04").decision.is_query);
}

TEST_CASE("a target that cannot be placed is tried again, three times, a second apart",
          "[workflow]") {
  // A refusal of risk is instant: without a pause it would be asked for ever.
  const std::string outcome = GENERATE("rejected", "refused");
  GivenWorkflow given;
  given.hold_nine();
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto failed = given.progress("w1-" + std::to_string(attempt + 2), 0, outcome);
    CHECK(failed.tells<PlaceOrder>().empty());
    CHECK(failed.timer("target") == at_second(attempt + 1));
    given.workflow.at(attempt + 1);
    CHECK(given.workflow.when(TimerDue{"target", 0, {}}).tells<PlaceOrder>().size() == 1);
  }
  const auto last = given.progress("w1-5", 0, outcome);
  CHECK(last.only<StepFailed>().step == "target");
  CHECK(last.tells<PlaceOrder>().empty());
}

TEST_CASE("a stop takes the target back before it sells", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  const auto hit = given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
  CHECK(hit.only_tell<CancelOrder>().by == "workflow");
  CHECK(hit.tells<PlaceOrder>().empty());
  const auto sold = given.progress("w1-2", 1, "cancelled").only_tell<PlaceOrder>().plan;
  CHECK(sold.quantity == units(8));
  CHECK(sold.purpose == Purpose::stop);
  CHECK(given.working_exits() <= given.workflow.state().held());
  CHECK(given.progress("w1-3", 8, "filled").only<WorkflowCompleted>().outcome == "flat");
}

TEST_CASE("a trim sells its part beside the target", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  CHECK(given.call(CallAction::trim).only_tell<PlaceOrder>().plan.quantity == units(2));
  CHECK(given.working_exits() <= given.workflow.state().held());
  CHECK(given.call(CallAction::trim).only<CallApplied>().refusal == RefusalReason::ambiguous);
  // A close takes both back first.
  CHECK(given.call(CallAction::close).tells<CancelOrder>().size() == 2);
  given.progress("w1-2", 0, "cancelled");
  CHECK(given.progress("w1-3", 1, "cancelled").only_tell<PlaceOrder>().plan.quantity == units(8));
}

TEST_CASE("of a called range the better end comes first and the other is the cap", "[workflow]") {
  const auto [side, first, cap] = GENERATE(table<Side, std::string, std::string>({
      {Side::buy, "4.20", "4.30"},
      {Side::sell, "4.30", "4.20"},
  }));
  GivenWorkflow given;
  auto reading = GivenWorkflow::a_call();
  reading.price.reset();
  given.settings.size.max_per_trade = {};  // a short option binds its whole strike
  reading.limit_low = price("4.20");
  reading.limit_high = price("4.30");
  given.start(reading, side);
  const auto plan = given.budget(1'000'000).only_tell<PlaceOrder>().plan;
  CHECK(plan.alert_price == price(first));
  CHECK(plan.hard_cap == price(cap));
}

TEST_CASE("no policy pays more than the called price and its slippage", "[workflow]") {
  GivenWorkflow given;
  given.settings.price.entry_policy = "fast";
  given.settings.price.max_slippage = Percent::whole(2);
  auto reading = GivenWorkflow::a_call();
  reading.price = price("2.00");
  given.start(reading, Side::buy);
  CHECK(given.budget().only_tell<PlaceOrder>().plan.hard_cap == price("2.04"));
}

TEST_CASE("a close while the entry rests cancels it and sells nothing", "[workflow]") {
  GivenWorkflow given;
  given.start();
  given.budget();
  const auto closed = given.call(CallAction::close);
  CHECK(closed.tells<CancelOrder>().size() == 1);
  CHECK(closed.tells<PlaceOrder>().empty());
  CHECK(given.progress("w1-1", 0, "cancelled").only<WorkflowCompleted>().outcome == "not_filled");
}

TEST_CASE("called off before there is an order, nothing is bought", "[workflow]") {
  GivenWorkflow given;
  auto reading = GivenWorkflow::a_call();
  reading.price.reset();
  given.workflow.context.quote.reset();
  given.start(reading);
  CHECK(given.budget().timer("quote").has_value());
  CHECK(given.call(CallAction::cancel).only<WorkflowCompleted>().outcome == "cancelled");
  given.workflow.quote("0.95", "1.05");
  CHECK(given.budget().is_nothing());
}

TEST_CASE("a close drops an add that has no order yet", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  CHECK(given.call(CallAction::add).tells<AskBudget>().size() == 1);
  given.call(CallAction::close);
  CHECK(given.budget().tells<PlaceOrder>().empty());
}

TEST_CASE("a stop above the entry is not this instrument's and sells nothing", "[workflow]") {
  GivenWorkflow given;
  auto reading = GivenWorkflow::a_call();
  reading.stop = price("678");
  given.start(reading);
  CHECK(given.budget().only<ExitPlanSet>().plan.stop_price.is_zero());
}

TEST_CASE("a restart tells orders again what was asked of them", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  const auto resumed = given.workflow.resume();
  CHECK(resumed.only_tell<PlaceOrder>().plan.order_id == "w1-2");
  CHECK(resumed.only_tell<ChangeOrder>().quantity == units(4));
  CHECK(resumed.decision.events.empty());
}

TEST_CASE("messages for a workflow that never started change nothing", "[workflow]") {
  GivenWorkflow given;
  CHECK(given.workflow.when(TimerDue{"quote", 0, {}}).is_nothing());
  CHECK(given.budget().is_nothing());
  CHECK(given.progress("w1-1", 1).is_nothing());
}

TEST_CASE("an add waits for its own quote as long as an entry does", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.at(3'600);
  given.workflow.context.quote.reset();
  given.call(CallAction::add);
  CHECK(given.budget().timer("quote") == at_second(3'601));
  given.workflow.at(3'631);
  const auto failed = given.budget();
  CHECK(failed.only<StepFailed>().reason == RefusalReason::no_quote);
  CHECK_FALSE(given.workflow.is_over());
}

TEST_CASE("an offset refers to the called price, else to the mid", "[workflow]") {
  const auto [called, expected] =
      GENERATE(table<std::string, std::string>({{"1.02", "1.02"}, {"", "1.00"}}));
  GivenWorkflow given;
  given.settings.price.entry_policy = "offset";
  auto reading = GivenWorkflow::a_call();
  reading.price = called.empty() ? std::nullopt : std::optional(price(called));
  given.start(reading);
  CHECK(given.budget().only_tell<PlaceOrder>().plan.reference == price(expected));
}

TEST_CASE("targets of 25, 50 and 75 percent share what was filled", "[workflow]") {
  GivenWorkflow given;
  auto& plan = given.settings.exits.plan;
  plan.targets.clear();
  for (const auto gain : {25, 50, 75})
    plan.targets.push_back({Percent::whole(gain), {}, Percent::whole(30)});
  given.start();
  given.budget();
  const auto placed = given.progress("w1-1", 10, "filled").tells<PlaceOrder>();
  REQUIRE(placed.size() == 3);
  for (std::size_t i = 0; i < placed.size(); ++i) CHECK(placed[i].plan.quantity == units(3));
  CHECK(placed[0].plan.limit == price("1.25"));
  CHECK(placed[1].plan.limit == price("1.50"));
  CHECK(placed[2].plan.limit == price("1.75"));
  CHECK(given.working_exits() <= given.workflow.state().held());
  // One sold: the monitor hears of it, for the stop at break-even, and one is left for later exits.
  CHECK(given.progress("w1-2", 3, "filled").only_tell<WatchPosition>().has_hit_target);
  CHECK(given.workflow.state().held() == units(7));
}

TEST_CASE("a trim sells what it names", "[workflow]") {
  struct Case {
    std::string what;
    int sold;
  };
  const auto& [what, sold] = GENERATE(values<Case>({{"half", 4},
                                                    {"count", 3},
                                                    {"too many", 9},
                                                    {"1/3", 6},
                                                    {"30%", 6},
                                                    {"1", 8},
                                                    {"12", 2},
                                                    {"-1/3", 2},
                                                    {"1/0", 2},
                                                    {"200%", 2},
                                                    {"rest", 2}}));
  GivenWorkflow given;
  given.settings.exits.plan.targets.clear();
  given.hold_nine();
  Reading reading;
  reading.action = CallAction::trim;
  if (what == "half")
    reading.percent = Percent::whole(50);
  else if (what == "count")
    reading.quantity = units(3);
  else if (what == "too many")
    reading.quantity = units(30);
  else
    reading.remaining = what;  // what is no such thing falls back to the setting of 33 %
  INFO(what);
  const auto trimmed = given.workflow.when(ApplyCall{"message/2", reading});
  CHECK(trimmed.only_tell<PlaceOrder>().plan.quantity == units(sold));
}
