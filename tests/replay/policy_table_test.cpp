// Means with their uncertainty, and what is said of them.
#include "replay/what_if/policy_table.hpp"

#include <catch2/catch.hpp>

#include "replay/what_if/outcome.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("the interval holds the mean, narrows with more orders, and is the same every time") {
  std::vector<Money> differences;
  for (int i = 0; i < 40; ++i) differences.push_back(Money::whole(i % 2 == 0 ? 12 : 8));
  const auto wide = estimate({differences.begin(), differences.begin() + 8});
  const auto narrow = estimate(differences);
  CHECK(narrow.mean == Money::whole(10));
  CHECK(wide.mean == Money::whole(10));
  CHECK(narrow.low <= narrow.mean);
  CHECK(narrow.high >= narrow.mean);
  CHECK(narrow.high - narrow.low < wide.high - wide.low);
  CHECK(narrow.standard_error == money("0.320256"));  // 2 × sqrt(40 / 39) / sqrt(40)
  CHECK(estimate(differences).low == narrow.low);
}

TEST_CASE("one order has no uncertainty to tell, and says so") {
  CHECK(estimate({money("5")}).standard_error.is_zero());
  PolicyTable table;
  table.orders = 1;
  table.rows = {{"fast", {money("5")}, 1, 0}};
  CHECK(policy_table_text(table, "").find("no policy is best by it") != std::string::npos);
}

TEST_CASE("what lies within chance is not called best") {
  PolicyTable table;
  table.orders = 4;
  table.rows = {{"fast", {money("10"), money("-9"), money("8"), money("-7")}, 4, 0},
                {"patient", {money("-1"), money("-1"), money("-1"), money("-1")}, 4, 0}};
  const auto text = policy_table_text(table, "path invented within bars, seed 7");
  CHECK(text.find("cannot tell it from chance") != std::string::npos);
  CHECK(text.find("seed 7") != std::string::npos);
  CHECK(text.find("cannot tell what our own order would have changed") != std::string::npos);
  table.rows[0].differences = {money("10"), money("9"), money("8"), money("7")};
  CHECK(policy_table_text(table, "").find("fast would have done best") != std::string::npos);
}

TEST_CASE("what did not fill is reckoned at the far side, and not at all without a quote") {
  Teller t;
  const auto plan = t.planned("w1-1", "w1", Side::buy, 2);
  OrderFilled fill;
  fill.instrument = {1};
  fill.quantity = fill.order_quantity = contracts(1);
  fill.price = price("1.10");
  fill.fees = money("0.65");
  const auto money_then = money_of(plan, {fill}, t.quote("1.20", "1.30"));
  CHECK(money_then.filled == contracts(1));
  CHECK(money_then.all == money("-240.65"));  // 110 + 130 + 0.65
  CHECK_FALSE(money_of(plan, {fill}, std::nullopt).all);
  CHECK(money_of(plan, {fill, fill}, std::nullopt).all == money("-221.3"));
  const auto sale = t.planned("w1-2", "w1", Side::sell, 1);
  fill.side = Side::sell;
  CHECK(money_of(sale, {fill}, std::nullopt).all == money("109.35"));
}
