// What trading came to, and what walks brought, reckoned by hand beside each case.
#include "projections/performance.hpp"

#include <catch2/catch.hpp>

#include "projections/execution_quality.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

Teller account() {
  Teller t;
  t.define();
  AccountOpened opened;
  opened.account = "paper";
  opened.cash = Money::whole(10'000);
  opened.at = t.feed.now();
  t.feed.add("account/paper", opened);
  return t;
}

void book(Teller& t, const std::string& workflow, Side side, std::int64_t count,
          std::string_view at_price, std::string_view fees = "0", std::uint32_t instrument = 1) {
  FillBooked fill;
  fill.workflow_id = workflow;
  fill.instrument = {instrument};
  fill.side = side;
  fill.quantity = fill.order_quantity = contracts(count);
  fill.price = price(at_price);
  fill.multiplier = contracts(100);
  fill.fees = money(fees);
  fill.at = t.feed.now();
  t.feed.wait(seconds(1)).add("account/paper", fill);
}

}  // namespace

TEST_CASE("a trade is over when its workflow holds nothing, and its result has all fees") {
  auto t = account();
  book(t, "w1", Side::buy, 2, "1.00", "1.30");
  book(t, "w1", Side::sell, 1, "1.50", "0.65");
  book(t, "w2", Side::buy, 1, "2.00", "0.65");
  book(t, "w1", Side::sell, 1, "1.20", "0.65");
  book(t, "w2", Side::sell, 1, "1.90", "0.65");
  const auto p = t.feed.fold<Performance>();
  CHECK(p.trades == 2);
  CHECK(p.open_trades() == 0);
  CHECK(p.won == 1);
  CHECK(p.lost == 1);
  CHECK(p.average_win() == money("67.4"));   // 150 + 120 - 200 - 2.60
  CHECK(p.average_loss() == money("11.3"));  // 200 - 190 + 1.30
  CHECK(p.win_rate() == Percent::whole(50));
  CHECK(to_text(*p.profit_factor()) == "5.9646");
  CHECK(p.expectancy() == money("28.05"));
  CHECK(p.fees == money("3.9"));
  CHECK(p.equity() == money("10056.1"));
  CHECK(p.profit() == money("56.1"));
}

TEST_CASE("nothing is said of trades while there are none") {
  const auto p = account().feed.fold<Performance>();
  CHECK_FALSE(p.win_rate());
  CHECK_FALSE(p.expectancy());
  CHECK_FALSE(p.profit_factor());
  CHECK(p.drawdown.depth.is_zero());
  CHECK(p.equity() == Money::whole(10'000));
}

TEST_CASE("equity goes with the newest quote of what is held, and the deepest fall is kept") {
  auto t = account();
  t.start("w1", "ann");
  t.plan("w1-1", "w1", Side::buy, 1);
  book(t, "w1", Side::buy, 1, "1.00");
  const auto peak = t.feed.now() + seconds(1);
  t.feed.wait(seconds(1));
  t.step("w1-1", 1, "1.00", t.quote("1.90", "2.10"));  // 10,100
  t.feed.wait(seconds(1));
  t.step("w1-1", 2, "1.00", t.quote("0.40", "0.60"));  // 9,950
  const auto trough = t.feed.now();
  t.feed.wait(seconds(1));
  t.step("w1-1", 3, "1.00", t.quote("1.40", "1.60"));
  const auto p = t.feed.fold<Performance>();
  CHECK(p.equity() == money("10050"));
  CHECK(p.drawdown.depth == money("150"));
  CHECK(to_text(p.drawdown.percent) == "1.4851");
  CHECK(p.drawdown.from == peak);
  CHECK(p.drawdown.to == trough);
}

TEST_CASE("the curve is bounded, and its ends stay") {
  auto t = account();
  for (int i = 0; i < 3'000; ++i) book(t, "w1", i % 2 == 0 ? Side::buy : Side::sell, 1, "1.00");
  const auto p = t.feed.fold<Performance>();
  CHECK(p.curve.size() < Performance::most_points);
  CHECK(p.curve.size() >= Performance::most_points / 4);
  CHECK(p.curve.front().equity == Money::whole(10'000));
  CHECK(p.fills == 3'000);
}

TEST_CASE("a fill counts for the rung whose price it took, against the first quote") {
  auto t = account();
  t.start("w1", "ann");
  t.plan("w1-1", "w1", Side::buy, 3);
  const auto arrival = t.quote("1.00", "1.20");
  t.step("w1-1", 1, "1.10", arrival);
  t.attempt("w1-1", 1, AttemptKind::submit, "1.10", 3);
  t.step("w1-1", 2, "1.15", t.quote("1.05", "1.25"));
  t.attempt("w1-1", 2, AttemptKind::replace, "1.15", 3);
  OrderFilled late;  // of the first price, while the second is on its way
  late.client_order_id = "w1-1.1";
  late.execution_id = "x1";
  late.instrument = {1};
  late.quantity = late.order_quantity = contracts(1);
  late.price = price("1.10");
  t.feed.add("order/w1-1", late);
  late.client_order_id = "w1-1.2";
  late.execution_id = "x2";
  late.quantity = late.order_quantity = contracts(2);
  late.price = price("1.15");
  t.feed.add("order/w1-1", late);
  t.feed.add("order/w1-1", OrderCompleted{});
  const auto q = t.feed.fold<ExecutionQuality>();
  REQUIRE(q.rungs.size() == 2);
  CHECK(q.rungs[0].fills == 1);
  CHECK(q.rungs[0].against_natural == money("10"));  // (1.20 - 1.10) × 100
  CHECK(q.rungs[0].against_mid == money("0"));
  CHECK(q.rungs[1].filled == contracts(2));
  CHECK(q.rungs[1].against_natural == money("10"));  // 2 × (1.20 - 1.15) × 100
  CHECK(q.rungs[1].against_mid == money("-10"));
  CHECK(q.walks == 1);
  CHECK(q.walks_filled == 1);
  CHECK(q.total().against_natural == money("20"));
}

TEST_CASE("a spread counts by its net price once its last leg is there") {
  auto t = account();
  t.start("w1", "ann");
  t.plan("w1-1", "w1", Side::buy, 2);
  t.step("w1-1", 1, "1.25", t.quote("1.20", "1.30"));
  t.fill("w1-1", Side::buy, 2, "3.10", "0", 1, 0);
  t.fill("w1-1", Side::sell, 2, "1.85", "0", 2, 2);
  const auto q = t.feed.fold<ExecutionQuality>();
  CHECK(q.rungs[0].fills == 1);
  CHECK(q.rungs[0].against_natural == money("10"));  // 2 × (1.30 - 1.25) × 100
  CHECK(q.rungs[0].against_mid == money("0"));
}

TEST_CASE("orders without a walk have no rung") {
  auto t = account();
  t.plan("w1-1", "w1", Side::sell, 1, Purpose::target);
  t.fill("w1-1", Side::sell, 1, "2.00");
  t.feed.add("order/w1-1", OrderCompleted{});
  const auto q = t.feed.fold<ExecutionQuality>();
  CHECK(q.rungs.empty());
  CHECK(q.orders == 1);
  CHECK(q.walks_over == 0);
}
