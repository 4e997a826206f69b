// When a position should be left.
#include "actors/domain/position/exits.hpp"

#include "actors/domain/pricing/products.hpp"
#include "tests/support/given.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {
WatchPosition position(Side side) {
  WatchPosition held;
  held.instrument = {1};
  held.side = side;
  held.held = Quantity::whole(2);
  held.average = price("2.00");
  return held;
}
}  // namespace

TEST_CASE("a stop is judged by the price that leaving would bring", "[exits]") {
  const auto [side, bid, ask, is_hit] = GENERATE(table<Side, std::string, std::string, bool>({
      {Side::buy, "1.01", "1.50", false},
      {Side::buy, "1.00", "1.50", true},
      {Side::sell, "2.50", "2.99", false},
      {Side::sell, "2.50", "3.00", true},
      {Side::buy, "0.90", "0.80", false},  // crossed: nothing is known
  }));
  auto held = position(side);
  held.plan.stop_loss = Percent::whole(50);
  auto best = held.average;
  const auto check = check_exits(held, quote_of(bid, ask, 0), option_ticks("QQQ"), best);
  CHECK(std::holds_alternative<TriggerExit>(check) == is_hit);
}

TEST_CASE("a trailing stop holds from the entry on, before any gain", "[exits]") {
  auto held = position(Side::buy);
  held.plan.trailing_stop = Percent::whole(20);
  auto best = held.average;
  CHECK(exit_interests(held, best, option_ticks("QQQ"))[0].bid_at_most == price("1.60"));
  const auto check = check_exits(held, quote_of("1.60", "1.70", 0), option_ticks("QQQ"), best);
  REQUIRE(std::holds_alternative<TriggerExit>(check));
  CHECK(std::get<TriggerExit>(check).rule == "trailing_stop");
}

TEST_CASE("a trailing stop follows the best price and never comes back", "[exits]") {
  auto held = position(Side::buy);
  held.plan.trailing_stop = Percent::whole(20);
  auto best = held.average;
  const auto check = check_exits(held, quote_of("3.00", "3.10", 0), option_ticks("QQQ"), best);
  REQUIRE(std::holds_alternative<MoveStop>(check));
  CHECK(std::get<MoveStop>(check).to == price("2.40"));
  held.stop = price("2.40");
  held.stop_rule = "trailing_stop";
  CHECK(std::holds_alternative<NoExit>(
      check_exits(held, quote_of("2.50", "2.60", 0), option_ticks("QQQ"), best)));
  CHECK(std::holds_alternative<TriggerExit>(
      check_exits(held, quote_of("2.40", "2.60", 0), option_ticks("QQQ"), best)));
}
