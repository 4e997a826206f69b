// Positions and P&L, reckoned by hand beside each case.
#include "projections/positions.hpp"

#include <catch2/catch.hpp>

#include "projections/pnl.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

Teller ready(Side side = Side::buy) {
  Teller t;
  t.define();
  t.start("w1", "alice");
  t.plan("w1-1", "w1", side, 10);
  t.plan("w1-2", "w1", opposite(side), 10, Purpose::trim);
  return t;
}

}  // namespace

TEST_CASE("partial closes take the oldest lot first") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 2, "1.00", "1.30");
  t.fill("w1-1", Side::buy, 3, "1.50", "1.95");
  t.fill("w1-2", Side::sell, 3, "2.00", "1.95");
  const auto positions = t.feed.fold<Positions>();
  REQUIRE(positions.rows.size() == 1);
  const auto& row = positions.rows[0];
  CHECK(row.quantity == contracts(2));
  CHECK(row.average() == price("1.50"));
  // 2 × (2.00 - 1.00) × 100 + 1 × (2.00 - 1.50) × 100
  CHECK(row.realised == money("250"));
  CHECK(row.fees == money("5.2"));
  CHECK(row.net() == money("244.8"));
  CHECK(row.unrealised(price("1.75")) == money("50"));
  CHECK(row.caller == "alice");
  CHECK(row.lots.size() == 1);
}

TEST_CASE("a fill larger than what is held flips the position") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 2, "1.00");
  t.fill("w1-2", Side::sell, 5, "1.40");
  const auto positions = t.feed.fold<Positions>();
  const auto& row = positions.rows[0];
  CHECK(row.quantity == contracts(-3));
  CHECK(row.average() == price("1.40"));
  CHECK(row.realised == money("80"));
  CHECK(row.unrealised(price("1.50")) == money("-30"));
}

TEST_CASE("a short gains when it is bought back for less") {
  auto t = ready(Side::sell);
  t.fill("w1-1", Side::sell, 4, "2.50", "2.60");
  t.fill("w1-2", Side::buy, 4, "1.25", "2.60");
  const auto positions = t.feed.fold<Positions>();
  const auto& row = positions.rows[0];
  CHECK(row.quantity.is_zero());
  CHECK(row.lots.empty());
  CHECK(row.realised == money("500"));
  CHECK(row.net() == money("494.8"));
  CHECK(row.average().is_zero());
}

TEST_CASE("the legs of a spread are positions of their own") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 2, "3.10", "1.30", 1, 2);
  t.fill("w1-1", Side::sell, 2, "1.85", "1.30", 2, 0);
  const auto positions = t.feed.fold<Positions>();
  REQUIRE(positions.rows.size() == 2);
  CHECK(positions.rows[0].quantity == contracts(2));
  CHECK(positions.rows[1].quantity == contracts(-2));
  CHECK(positions.rows[1].instrument == InstrumentId{2});
  CHECK(positions.rows[1].average() == price("1.85"));
}

TEST_CASE("workflows hold apart what they hold in one contract") {
  auto t = ready();
  t.start("w2", "bob");
  t.plan("w2-1", "w2", Side::buy, 1);
  t.fill("w1-1", Side::buy, 2, "1.00");
  t.fill("w2-1", Side::buy, 1, "1.10");
  const auto positions = t.feed.fold<Positions>();
  REQUIRE(positions.rows.size() == 2);
  CHECK(positions.rows[0].caller == "alice");
  CHECK(positions.rows[1].caller == "bob");
  CHECK(positions.rows[1].quantity == contracts(1));
}

TEST_CASE("a fill delivered twice counts once") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 2, "1.00", "1.30");
  Positions positions;
  t.feed.fold_into(positions);
  t.feed.fold_into(positions);
  CHECK(positions.rows[0].quantity == contracts(2));
  CHECK(positions.rows[0].fees == money("1.3"));
}

TEST_CASE("absurd numbers stop at the ends of their range") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 9'000'000'000'000, "9000000000");
  t.fill("w1-2", Side::sell, 9'000'000'000'000, "-9000000000");
  const auto pnl = t.feed.fold<Pnl>();
  CHECK(pnl.positions.rows[0].realised.units == std::numeric_limits<std::int64_t>::min());
  CHECK(pnl.positions.rows[0].quantity.is_zero());
}

TEST_CASE("P&L goes by the booked day, account, caller and instrument") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 2, "1.00", "1.30");
  FillBooked booked;
  booked.order_id = "w1-1";
  booked.execution_id = "x1";
  booked.trading_day = *parse_date("2026-11-20");
  t.feed.add("account/paper", booked);
  t.feed.wait(seconds(86'400));
  t.fill("w1-2", Side::sell, 1, "1.60", "0.65");
  booked.order_id = "w1-2";
  booked.execution_id = "x2";
  booked.trading_day = *parse_date("2026-11-23");
  t.feed.add("account/paper", booked);
  t.step("w1-2", 1, "1.80", t.quote("1.70", "1.80"));

  const auto pnl = t.feed.fold<Pnl>();
  const auto rows = pnl.rows();
  REQUIRE(rows.size() == 2);
  CHECK(to_text(rows[0].day) == "2026-11-20");
  CHECK(rows[0].net() == money("-1.3"));
  CHECK(to_text(rows[1].day) == "2026-11-23");
  CHECK_FALSE(rows[1].is_day_assumed);
  CHECK(rows[1].realised == money("60"));
  CHECK(rows[1].net() == money("59.35"));
  const auto total = pnl.total();
  CHECK(total.realised == money("60"));
  CHECK(total.fees == money("1.95"));
  CHECK(total.unrealised == money("75"));  // one left: (1.75 - 1.00) × 100
  CHECK(total.unmarked == 0);
}

TEST_CASE("a day that nobody named is the fill's UTC date and says so") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 1, "1.00");
  const auto pnl = t.feed.fold<Pnl>();
  const auto rows = pnl.rows();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].is_day_assumed);
  CHECK(to_text(rows[0].day) == "2026-11-20");
  CHECK(pnl.total().unmarked == 1);
}

TEST_CASE("a corrected fill counts as if it had been told so") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 2, "1.00", "1.30");
  t.fill("w1-1", Side::buy, 3, "1.50", "1.95");
  t.fill("w1-2", Side::sell, 3, "2.00", "1.95");
  FillCorrected corrected;
  corrected.execution_id = "x1";
  corrected.instrument = {1};
  corrected.side = Side::buy;
  corrected.before = {contracts(2), contracts(2), price("1.00"), money("1.30")};
  corrected.now = {contracts(1), contracts(1), price("1.10"), money("0.65")};
  corrected.at = t.feed.now();
  t.feed.add("order/w1-1", corrected);
  const auto pnl = t.feed.fold<Pnl>();
  const auto& row = pnl.positions.rows[0];
  CHECK(row.quantity == contracts(1));
  CHECK(row.bought == contracts(4));
  // 1 × (2.00 - 1.10) × 100 + 2 × (2.00 - 1.50) × 100
  CHECK(row.realised == money("190"));
  CHECK(row.fees == money("4.55"));
  CHECK(row.fills == 3);
  REQUIRE(pnl.rows().size() == 1);
  CHECK(pnl.rows().front().realised == money("190"));
  CHECK(pnl.rows().front().fills == 3);
}

TEST_CASE("a bust takes the fill away, and one that never was changes nothing") {
  auto t = ready();
  t.fill("w1-1", Side::buy, 2, "1.00");
  FillCorrected busted;
  busted.execution_id = "x1";
  busted.instrument = {1};
  busted.before.quantity = contracts(2);
  busted.now.price = price("1.00");
  auto unknown = busted;
  unknown.execution_id = "x9";
  t.feed.add("order/w1-1", unknown);
  CHECK(t.feed.fold<Positions>().rows[0].quantity == contracts(2));
  t.feed.add("order/w1-1", busted);
  const auto positions = t.feed.fold<Positions>();
  CHECK(positions.rows[0].quantity.is_zero());
  CHECK(positions.rows[0].lots.empty());
}
