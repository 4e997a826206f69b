// Fills that nobody asked for: they are booked, said, and a person must look.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

std::optional<RaiseAlarm> alarm_of(const Outcome& outcome) {
  const auto alarms = outcome.tells<RaiseAlarm>();
  if (alarms.empty()) return std::nullopt;
  return alarms.front();
}

BrokerFill of_leg(const GivenOrder& order, std::string id, std::uint32_t leg, Side side) {
  auto fill = order.a_fill(2, std::move(id));
  fill.instrument = {leg};
  fill.side = side;
  if (leg != 1) fill.order_quantity = {};
  return fill;
}

}  // namespace

TEST_CASE("a fill above what was asked is booked and alarms", "[order]") {
  GivenOrder order;
  order.work();
  CHECK_FALSE(alarm_of(order.fill(4, "e1")));
  const auto over = order.fill(3, "e2");
  CHECK(over.only<OrderFilled>().quantity == units(3));
  CHECK(over.only_tell<RecordFill>().fill.quantity == units(3));
  CHECK(over.only<FillExceeded>().filled == units(7));
  CHECK(over.only<FillExceeded>().asked == units(5));
  CHECK(over.only_tell<NoteOrder>().progress.filled == units(7));
  REQUIRE(alarm_of(over));
  CHECK(alarm_of(over)->kind == "overfill");
  CHECK(alarm_of(over)->order_id == "w1-1");
  CHECK(alarm_of(over)->detail == "e2: 7 filled, 5 asked");
  CHECK(over.only<OrderCompleted>().filled == units(7));
  CHECK(order.fill(3, "e2").is_nothing());  // repeated
}

TEST_CASE("a fill above what was asked alarms after the end, too", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(5, "e1");
  REQUIRE(order.is_over());
  const auto late = order.fill(1, "e2", "w1-1.1");
  CHECK(late.only<FillExceeded>().filled == units(6));
  CHECK(alarm_of(late));
  CHECK(late.only_tell<NoteOrder>().progress.filled == units(6));
}

TEST_CASE("a late fill of a cancelled order within what was asked alarms nobody", "[order]") {
  GivenOrder order;
  order.work();
  order.cancel();
  order.accept();
  order.cancelled();
  REQUIRE(order.is_over());
  const auto late = order.fill(2, "e1", "w1-1.1");
  CHECK(late.has<OrderFilled>());
  CHECK_FALSE(alarm_of(late));
}

TEST_CASE("what was asked is what the broker has accepted last", "[order]") {
  GivenOrder order;
  order.work();
  order.change(3);
  SECTION("the smaller size is under way: the old one may fill") {
    CHECK_FALSE(alarm_of(order.fill(5, "e1")));
  }
  SECTION("the smaller size was accepted") {
    order.accept();
    CHECK(alarm_of(order.fill(5, "e1")));
  }
  SECTION("the smaller size was rejected") {
    order.reject();
    CHECK_FALSE(alarm_of(order.fill(5, "e1")));
  }
}

TEST_CASE("a larger size may fill before its answer, and not once it was rejected", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(2), "1.50");
  order.change(5);
  order.clear("1.50");
  SECTION("before its answer") { CHECK_FALSE(alarm_of(order.fill(5, "e1", "w1-1.2"))); }
  SECTION("once it was rejected") {
    order.reject();
    CHECK(alarm_of(order.fill(5, "e1", "w1-1.1")));
  }
}

TEST_CASE("a fill that is not the order's changes what is held and nothing of the order",
          "[order]") {
  GivenOrder order;
  order.work();
  auto foreign = order.a_fill(2, "e1");
  SECTION("of another side") { foreign.side = Side::sell; }
  SECTION("of another instrument") { foreign.instrument = {2}; }
  const auto taken = order.when(NoteFill{foreign});
  CHECK(taken.only<FillMismatched>().execution_id == "e1");
  CHECK(taken.only<OrderFilled>().order_quantity.is_zero());
  CHECK(taken.only_tell<RecordFill>().fill.quantity == units(2));
  CHECK(alarm_of(taken)->kind == "foreign_fill");
  CHECK(order.state().filled.is_zero());
  CHECK(order.when(NoteFill{foreign}).is_nothing());
  CHECK(order.fill(5, "e2").only<OrderCompleted>().average == price("0.75"));
}

TEST_CASE("a fill of an instrument that nobody knows is not booked, and alarms once", "[order]") {
  GivenOrder order;
  order.work();
  auto foreign = order.a_fill(2, "e1");
  foreign.instrument = {99};
  const auto taken = order.when(NoteFill{foreign});
  CHECK(taken.has<FillMismatched>());
  CHECK_FALSE(taken.has<OrderFilled>());
  CHECK(taken.tells<RecordFill>().empty());
  CHECK(alarm_of(taken)->detail == "e1: its instrument is not defined");
  CHECK(order.when(NoteFill{foreign}).is_nothing());
}

TEST_CASE("a spread's legs are its own, on their sides", "[order]") {
  GivenOrder order;
  auto plan = GivenOrder::plan(2);
  plan.instrument = {3};
  order.work(plan);
  CHECK_FALSE(alarm_of(order.when(NoteFill{of_leg(order, "e1", 1, Side::buy)})));
  CHECK_FALSE(alarm_of(order.when(NoteFill{of_leg(order, "e2", 2, Side::sell)})));
  CHECK(order.is_over());
  CHECK(alarm_of(order.when(NoteFill{of_leg(order, "e3", 2, Side::buy)}))->kind == "foreign_fill");
  CHECK(order.state().filled == units(2));
}
