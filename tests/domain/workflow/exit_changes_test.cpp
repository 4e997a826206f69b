// Exits whose size is not what it should be: refused changes, fills after the end, cancels by a
// person. Nothing sells more than is held, and whatever happened is told.
#include "tests/domain/workflow/workflow_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

OrderProgressed news_of(const GivenWorkflow& given, std::string order, std::int64_t filled) {
  OrderProgressed news;
  news.order_id = std::move(order);
  news.filled = units(filled);
  if (filled > 0) news.average = price("1.00");
  news.at = given.workflow.context.now;
  return news;
}

// The order stays at `wanted`, for its broker or risk refused the change.
Outcome refuse_change(GivenWorkflow& given, const std::string& order, std::int64_t wanted,
                      std::int64_t filled = 0) {
  auto news = news_of(given, order, filled);
  news.wanted = units(wanted);
  news.limit = price("2.00");
  news.change_refused = "no: too late";
  return given.workflow.when(NoteOrder{news});
}

Outcome cancel_by_person(GivenWorkflow& given, const std::string& order, std::int64_t filled = 0) {
  auto news = news_of(given, order, filled);
  news.is_over = news.is_by_person = true;
  news.outcome = "cancelled";
  news.detail = "asked by the operator";
  return given.workflow.when(NoteOrder{news});
}

Outcome fire(GivenWorkflow& given, const std::string& timer) {
  return given.workflow.when(TimerDue{timer, 0, {}});
}

// Four of ten are bought, a target of two works.
void hold_four(GivenWorkflow& given) {
  given.start();
  given.budget();
  given.progress("w1-1", 4);
}

}  // namespace

TEST_CASE("a target whose growth is refused stays as it is, and is asked again later",
          "[workflow]") {
  GivenWorkflow given;
  hold_four(given);
  CHECK(given.progress("w1-1", 9, "filled").only_tell<ChangeOrder>().quantity == units(4));
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto refused = refuse_change(given, "w1-2", 2);
    CHECK(given.workflow.state().orders[1].request.quantity == units(2));
    CHECK(given.working_exits() == units(2));
    CHECK(refused.tells<ChangeOrder>().empty());
    CHECK_FALSE(refused.has<StepFailed>());
    CHECK(refused.timer("target") == at_second(attempt + 1));
    given.workflow.at(attempt + 1);
    CHECK(fire(given, "target").only_tell<ChangeOrder>().quantity == units(4));
  }
  const auto last = refuse_change(given, "w1-2", 2);
  CHECK(last.only<StepFailed>().detail == "stays at 2, its change was refused: no: too late");
  CHECK_FALSE(last.timer("target").has_value());
  given.workflow.at(100);
  CHECK(fire(given, "target").tells<ChangeOrder>().empty());
  // What it sold less of, the next exit sells.
  const auto filled = given.progress("w1-2", 2, "filled").only_tell<PlaceOrder>().plan;
  CHECK(filled.quantity == units(2));
}

TEST_CASE("an order that cannot be made smaller is taken back", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.call(CallAction::trim);  // two, beside the target's four
  given.progress("w1-3", 2, "filled");
  given.call(CallAction::trim);
  given.progress("w1-4", 2, "cancelled");  // its two sold all the same
  REQUIRE(given.workflow.state().held() == units(5));
  // Three more by an order that was over: two are left, and the target is for four.
  const auto late = given.progress("w1-4", 5, "cancelled");
  CHECK(late.only_tell<ChangeOrder>().quantity == units(2));
  const auto refused = refuse_change(given, "w1-2", 4);
  CHECK(refused.only_tell<CancelOrder>().by == "workflow");
  const auto again = given.progress("w1-2", 0, "cancelled").only_tell<PlaceOrder>().plan;
  CHECK(again.quantity == units(2));
  CHECK(again.purpose == Purpose::target);
}

TEST_CASE("a fill of an exit after its end shrinks the exits that work", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
  CHECK(given.progress("w1-2", 0, "cancelled").only_tell<PlaceOrder>().plan.quantity == units(9));
  const auto late = given.progress("w1-2", 3, "cancelled");  // the target, after all
  CHECK(late.only_tell<ChangeOrder>().quantity == units(6));
  CHECK(late.only<OrderChangeRequested>().order_id == "w1-3");
  CHECK(given.working_exits() == given.workflow.state().held());
  CHECK_FALSE(late.has<PositionOversold>());
  // It may have been told before a restart, or not.
  const auto resumed = given.workflow.resume();
  CHECK(resumed.only_tell<ChangeOrder>().quantity == units(6));
  const auto flat = given.progress("w1-3", 6, "filled");
  CHECK(flat.only<WorkflowCompleted>().outcome == "flat");
}

TEST_CASE("a late fill that leaves nothing to sell cancels the exits that work", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
  given.progress("w1-2", 0, "cancelled");
  const auto late = given.progress("w1-2", 9, "cancelled");
  CHECK(late.only_tell<CancelOrder>().why == "less is held than it would sell");
  CHECK_FALSE(late.has<PositionOversold>());
  CHECK(given.progress("w1-3", 0, "cancelled").only<WorkflowCompleted>().outcome == "flat");
}

TEST_CASE("what is sold beyond what was held is an event with its reason", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
  given.progress("w1-2", 0, "cancelled");
  SECTION("a cancelled exit filled when the next had sold all") {
    given.progress("w1-3", 9, "filled");
    const auto late = given.progress("w1-2", 4, "cancelled");
    const auto oversold = late.only<PositionOversold>();
    CHECK(oversold.quantity == units(4));
    CHECK(oversold.order_id == "w1-2");
    CHECK(oversold.why == "order w1-2 filled after its end");
    CHECK(late.tells<PlaceOrder>().empty());
    CHECK(given.progress("w1-2", 4, "cancelled").decision.is_query);  // told again
    CHECK(given.workflow.resume().is_nothing());
  }
  SECTION("both filled at once") {
    given.progress("w1-2", 4, "cancelled");
    const auto crossed = given.progress("w1-3", 9, "filled");
    CHECK(crossed.only<PositionOversold>().quantity == units(4));
    CHECK(crossed.only<PositionOversold>().order_id == "w1-3");
    CHECK(crossed.only<WorkflowCompleted>().outcome == "oversold");
    CHECK(crossed.tells<PlaceOrder>().empty());
    for (const auto& watch : crossed.tells<WatchPosition>()) CHECK(watch.held.units <= 0);
  }
  SECTION("part by part") {
    given.progress("w1-2", 4, "cancelled");
    CHECK_FALSE(given.progress("w1-3", 5).has<PositionOversold>());
    CHECK(given.progress("w1-3", 6).only<PositionOversold>().quantity == units(1));
    CHECK(given.progress("w1-3", 8, "cancelled").only<PositionOversold>().quantity == units(3));
  }
}

TEST_CASE("an exit that a person cancels stays cancelled, and is told", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
  given.progress("w1-2", 0, "cancelled");
  const auto off = cancel_by_person(given, "w1-3", 2);
  CHECK(off.only<StepFailed>().step == "stop");
  CHECK(off.only<StepFailed>().detail ==
        "cancelled by a person: asked by the operator; not tried again, stop_loss waits until the "
        "price was better than 0.5");
  CHECK_FALSE(off.timer("exit_retry").has_value());
  // What stands besides, stands again: the take-profit, and the watch without that stop.
  CHECK(off.only_tell<PlaceOrder>().plan.purpose == Purpose::target);
  const auto watch = off.only_tell<WatchPosition>();
  CHECK(watch.held == units(7));
  REQUIRE(watch.held_off.has_value());
  CHECK(watch.held_off->rule == "stop_loss");
  CHECK(watch.held_off->level == price("0.50"));
  CHECK(given.working_exits() <= given.workflow.state().held());
  SECTION("a restart changes nothing") {
    const auto resumed = given.workflow.resume();
    CHECK(resumed.only_tell<WatchPosition>().held_off.has_value());
    CHECK_FALSE(resumed.timer("exit_retry").has_value());
  }
  SECTION("until the price has come back") {
    const auto back = given.workflow.when(RearmStop{});
    CHECK(back.only<StepStarted>().step == "stop");
    CHECK_FALSE(back.only_tell<WatchPosition>().held_off.has_value());
    CHECK(given.workflow.when(RearmStop{}).is_nothing());
    given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
    CHECK(given.progress("w1-4", 0, "cancelled").only_tell<PlaceOrder>().plan.quantity == units(7));
  }
  SECTION("or another rule fires") {
    given.workflow.when(TriggerExit{"time_exit", {}, {}});
    CHECK(given.progress("w1-4", 0, "cancelled").only_tell<PlaceOrder>().plan.purpose ==
          Purpose::time_exit);
  }
  SECTION("or the caller closes") {
    given.call(CallAction::close);
    CHECK(given.progress("w1-4", 0, "cancelled").only_tell<PlaceOrder>().plan.purpose ==
          Purpose::close);
  }
}

TEST_CASE("a take-profit that a person cancels is not placed again", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  const auto off = cancel_by_person(given, "w1-2");
  CHECK(off.only<StepFailed>().step == "target");
  CHECK(off.tells<PlaceOrder>().empty());
  CHECK_FALSE(off.timer("target").has_value());
  given.workflow.at(60);
  CHECK(fire(given, "target").tells<PlaceOrder>().empty());
  CHECK(off.only_tell<WatchPosition>().held == units(9));  // stops still hold
}

TEST_CASE("a person's cancel of an entry ends it", "[workflow]") {
  GivenWorkflow given;
  given.start();
  given.budget();
  const auto off = cancel_by_person(given, "w1-1");
  CHECK(off.only<WorkflowCompleted>().outcome == "not_filled");
  CHECK(off.tells<PlaceOrder>().empty());
}
