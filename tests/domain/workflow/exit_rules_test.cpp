// The rules by which a position is left by itself: stops, trails, break-even, time.
#include "actors/domain/calendar/us_calendar.hpp"
#include "actors/domain/position/exits.hpp"
#include "actors/domain/pricing/products.hpp"
#include "tests/domain/workflow/workflow_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

WatchPosition position(Side side = Side::buy) {
  WatchPosition held;
  held.instrument = {1};
  held.side = side;
  held.held = units(2);
  held.average = price("2.00");
  return held;
}

// What the quote means, and what the best price has become.
ExitCheck check(const WatchPosition& held, std::string_view bid, std::string_view ask,
                Price& best) {
  return check_exits(held, quote_of(bid, ask, 0), option_ticks("QQQ"), best);
}
ExitCheck check(const WatchPosition& held, std::string_view bid, std::string_view ask) {
  auto best = held.average;
  return check(held, bid, ask, best);
}
std::string rule_of(const ExitCheck& check) {
  const auto* exit = std::get_if<TriggerExit>(&check);
  return exit ? exit->rule : "";
}

}  // namespace

TEST_CASE("of several stops the tightest holds", "[exits]") {
  auto held = position();
  held.plan.stop_loss = Percent::whole(50);
  CHECK(stop_in_force(held)->price == price("1.00"));
  held.plan.stop_price = price("1.20");
  CHECK(stop_in_force(held)->rule == "stop_price");
  held.stop = price("1.60");
  held.stop_rule = "trailing_stop";
  CHECK(stop_in_force(held)->price == price("1.60"));
  held.plan.break_even_after_target = true;
  CHECK(stop_in_force(held)->rule == "trailing_stop");  // no target was hit yet
  held.has_hit_target = true;
  CHECK(stop_in_force(held)->rule == "break_even");
  CHECK(stop_in_force(held)->price == price("2.00"));
  held.stop = price("2.40");
  CHECK(stop_in_force(held)->price == price("2.40"));
  CHECK_FALSE(stop_in_force(position()).has_value());
}

TEST_CASE("of a short position the lowest stop is the tightest", "[exits]") {
  auto held = position(Side::sell);
  held.plan.stop_loss = Percent::whole(200);  // of a credit: bought back at three times of it
  CHECK(stop_in_force(held)->price == price("6.00"));
  held.plan.stop_price = price("4.00");
  CHECK(stop_in_force(held)->price == price("4.00"));
  CHECK(rule_of(check(held, "3.00", "3.99")).empty());
  CHECK(rule_of(check(held, "3.00", "4.00")) == "stop_price");
}

TEST_CASE("after a target, what comes back to the entry is sold", "[exits]") {
  auto held = position();
  held.plan.break_even_after_target = true;
  CHECK(rule_of(check(held, "1.00", "1.10")).empty());
  held.has_hit_target = true;
  CHECK(rule_of(check(held, "2.01", "2.10")).empty());
  CHECK(rule_of(check(held, "2.00", "2.10")) == "break_even");
}

TEST_CASE("a trailing stop may start at a gain, and only then trails", "[exits]") {
  auto held = position();
  held.plan.trailing_stop = Percent::whole(20);
  held.plan.trailing_starts_at = Percent::whole(50);
  auto best = held.average;
  CHECK(std::holds_alternative<NoExit>(check(held, "1.00", "1.10", best)));
  CHECK(std::holds_alternative<NoExit>(check(held, "2.99", "3.10", best)));
  const auto moved = check(held, "3.00", "3.10", best);
  REQUIRE(std::holds_alternative<MoveStop>(moved));
  CHECK(std::get<MoveStop>(moved).to == price("2.40"));
  CHECK(std::get<MoveStop>(moved).best == price("3.00"));
}

TEST_CASE("a short position trails behind the lowest ask", "[exits]") {
  auto held = position(Side::sell);
  held.plan.trailing_stop = Percent::whole(20);
  auto best = held.average;
  CHECK(std::get<MoveStop>(check(held, "0.90", "1.00", best)).to == price("1.20"));
  held.stop = price("1.20");
  held.stop_rule = "trailing_stop";
  CHECK(std::holds_alternative<NoExit>(check(held, "1.10", "1.19", best)));
  CHECK(rule_of(check(held, "1.10", "1.20", best)) == "trailing_stop");
}

TEST_CASE("a quote without a side, or nothing held, is no exit", "[exits]") {
  auto held = position();
  held.plan.stop_loss = Percent::whole(50);
  auto best = held.average;
  auto quote = quote_of("0.10", "0.20", 0);
  quote.ask_size = {};
  CHECK(std::holds_alternative<NoExit>(check_exits(held, quote, option_ticks("QQQ"), best)));
  held.held = {};
  CHECK(std::holds_alternative<NoExit>(check(held, "0.10", "0.20")));
  CHECK_FALSE(exit_interests(held, best, option_ticks("QQQ"))[0].bid_at_most.has_value());
}

TEST_CASE("a stop that is held off waits until the price came back", "[exits]") {
  auto held = position();
  held.plan.stop_loss = Percent::whole(50);
  held.held_off = HeldOffStop{"stop_loss", price("1.00")};
  CHECK(std::holds_alternative<NoExit>(check(held, "0.50", "0.60")));
  CHECK(std::holds_alternative<NoExit>(check(held, "1.00", "1.10")));
  CHECK(std::holds_alternative<RearmStop>(check(held, "1.01", "1.10")));
  const auto interests = exit_interests(held, held.average, option_ticks("QQQ"));
  CHECK_FALSE(interests[0].bid_at_most.has_value());
  CHECK(interests[2].bid_at_least == price("1.01"));
  // Another rule still holds.
  held.plan.stop_price = price("0.40");
  CHECK(rule_of(check(held, "0.40", "0.50")) == "stop_price");
  // And a trail that moved on is another stop.
  held.held_off = HeldOffStop{"trailing_stop", price("1.00")};
  held.plan = {};
  held.stop = price("1.10");
  held.stop_rule = "trailing_stop";
  CHECK(rule_of(check(held, "1.05", "1.10")) == "trailing_stop");
}

TEST_CASE("a stop that moves is recorded, and never back", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  const auto moved =
      given.workflow.when(MoveStop{"trailing_stop", price("1.20"), price("1.50"), {}});
  CHECK(moved.only<StopMoved>().to == price("1.20"));
  CHECK(moved.only_tell<WatchPosition>().stop == price("1.20"));
  CHECK(moved.only_tell<WatchPosition>().best == price("1.50"));
  CHECK(given.workflow.when(MoveStop{"trailing_stop", price("1.20"), price("1.50"), {}})
            .decision.events.empty());
  CHECK(given.workflow.when(MoveStop{"trailing_stop", price("1.10"), price("1.40"), {}})
            .decision.events.empty());
  CHECK(given.workflow.resume().only_tell<WatchPosition>().stop == price("1.20"));
}

TEST_CASE("a position is left so long after its first fill", "[workflow]") {
  GivenWorkflow given;
  given.settings.exits.plan.exit_after = seconds(600);
  given.start();
  given.budget();
  given.workflow.at(10);
  CHECK(given.progress("w1-1", 4).timer("time_exit") == at_second(610));
  given.workflow.at(20);
  CHECK_FALSE(given.progress("w1-1", 9, "filled").timer("time_exit").has_value());
  given.workflow.at(610);
  const auto due = given.workflow.when(TimerDue{"time_exit", 0, at_second(610)});
  CHECK(due.only<ExitTriggered>().rule == "time_exit");
  CHECK(due.only<ExitTriggered>().quantity == units(9));
  CHECK(due.only_tell<CancelOrder>().by == "workflow");  // the target first
  const auto sold = given.progress("w1-2", 0, "cancelled").only_tell<PlaceOrder>().plan;
  CHECK(sold.purpose == Purpose::time_exit);
  CHECK(sold.quantity == units(9));
  CHECK(sold.policy.name == "ladder");
  CHECK(given.progress("w1-3", 9, "filled").only<WorkflowCompleted>().outcome == "flat");
}

TEST_CASE("a position is left before the close of a day", "[workflow]") {
  GivenWorkflow given;
  given.calendar = make_us_calendar({{Timestamp{}, seconds(-5 * 3'600)}}, {}, "none");
  auto& plan = given.settings.exits.plan;
  plan.exit_on = *parse_date("2025-11-21");
  plan.exit_before_close = seconds(300);
  given.start();
  given.budget();
  // Index classes trade until 16:15 in New York.
  const auto due = *parse_time("2025-11-21T16:10:00-05:00");
  SECTION("that day") { CHECK(given.progress("w1-1", 9, "filled").timer("time_exit") == due); }
  SECTION("or earlier, when another rule says so") {
    plan.exit_after = seconds(60);
    GivenWorkflow again;
    again.calendar = given.calendar;
    again.settings = given.settings;
    again.start();
    again.budget();
    CHECK(again.progress("w1-1", 9, "filled").timer("time_exit") == at_second(60));
  }
}

TEST_CASE("a time exit of what is flat already does nothing", "[workflow]") {
  GivenWorkflow given;
  given.settings.exits.plan.exit_after = seconds(600);
  given.start();
  given.budget();
  given.progress("w1-1", 9, "filled");
  given.call(CallAction::close);
  given.progress("w1-2", 0, "cancelled");
  const auto flat = given.progress("w1-3", 9, "filled");
  CHECK(flat.has<WorkflowCompleted>());
  CHECK_FALSE(flat.timer("time_exit").has_value());
  CHECK(given.workflow.when(TimerDue{"time_exit", 0, {}}).is_nothing());
}

TEST_CASE("the target's fill is what breaks even from then on", "[workflow]") {
  GivenWorkflow given;
  given.settings.exits.plan.break_even_after_target = true;
  given.hold_nine();
  CHECK_FALSE(given.workflow.state().has_hit_target);
  const auto hit = given.progress("w1-2", 1).only_tell<WatchPosition>();
  CHECK(hit.has_hit_target);
  CHECK(hit.held == units(8));
  CHECK(stop_in_force(hit)->rule == "break_even");
  CHECK(stop_in_force(hit)->price == price("1.00"));
}

TEST_CASE("an entry's size obeys the risk up to its first stop", "[workflow]") {
  GivenWorkflow given;
  given.settings.price.max_slippage = {};
  const auto sized = [&](GivenWorkflow& each) {
    each.start();
    TakeBudget budget{Money::whole(10'000), Money::whole(10'000), {}, {}, ""};
    budget.risk_per_trade = Money::whole(100);
    return each.workflow.when(budget).tells<PlaceOrder>();
  };
  SECTION("all of it, without a stop") { CHECK(sized(given)[0].plan.quantity == units(1)); }
  SECTION("a configured stop loss") {
    given.settings.exits.plan.stop_loss = Percent::whole(20);  // 20 a contract
    CHECK(sized(given)[0].plan.quantity == units(5));
  }
  SECTION("a tighter trailing stop") {
    given.settings.exits.plan.stop_loss = Percent::whole(20);
    given.settings.exits.plan.trailing_stop = Percent::whole(10);
    CHECK(sized(given)[0].plan.quantity == units(10));
  }
}

TEST_CASE("the sizer of fixed risk takes the configured stop where none is called", "[workflow]") {
  GivenWorkflow given;
  given.settings.size.sizer = Sizer::fixed_risk;
  given.settings.exits.plan.stop_loss = Percent::whole(50);
  given.start();
  CHECK(given.budget().only_tell<PlaceOrder>().plan.quantity == units(2));  // 100 / 50
}
