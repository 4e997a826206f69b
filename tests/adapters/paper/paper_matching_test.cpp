// When and at which price the paper broker fills.
#include <catch2/catch.hpp>

#include "tests/adapters/paper/paper_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("an order takes part from the first quote later than its arrival: no look-ahead",
          "[paper]") {
  auto settings = without_fees();
  settings.latency = Duration{50};
  PaperWorld world(settings);
  world.broker->send(submit("c1", call, Side::buy, 1, 1.00));  // arrives at 1050
  world.quote(call, quote_at(1000, 0.90, 0.95));
  world.quote(call, quote_at(1049, 0.90, 0.96));
  world.quote(call, quote_at(1050, 0.90, 0.97));
  world.clock.advance_to({1100});
  CHECK(world.heard.fills.empty());
  world.quote(call, quote_at(1101, 0.90, 0.98));
  world.clock.advance_to({1200});
  REQUIRE(world.heard.fills.size() == 1);
  CHECK(world.heard.fills[0].price == dollars(0.98));
  CHECK(world.heard.fills[0].at == Timestamp{1101});
}

TEST_CASE("a replace counts as newly arrived", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call, Side::buy, 1, 0.50));
  world.clock.advance_to({2000});
  world.send(replace("c2", "c1", 1, 1.00));
  world.quote(call, quote_at(2000, 0.90, 0.95));
  CHECK(world.heard.fills.empty());
  world.quote(call, quote_at(2001, 0.90, 0.95));
  CHECK(world.heard.fills.size() == 1);
}

TEST_CASE("an order fills at the far side when that is better than its limit, else not at all",
          "[paper]") {
  PaperWorld world;
  world.send(submit("buy", call, Side::buy, 1, 1.00));
  world.send(submit("sell", upper_call, Side::sell, 1, 1.00));
  world.quote(call, quote_at(2000, 0.99, 1.01));
  world.quote(upper_call, quote_at(2000, 0.99, 1.01));
  CHECK(world.heard.fills.empty());
  world.quote(call, quote_at(3000, 0.80, 0.90));
  world.quote(upper_call, quote_at(3000, 1.10, 1.20));
  REQUIRE(world.heard.fills.size() == 2);
  CHECK(world.heard.fills[0].price == dollars(0.90));
  CHECK(world.heard.fills[1].price == dollars(1.10));
}

TEST_CASE("fills go up to the displayed size, best price first, then first come", "[paper]") {
  PaperWorld world;
  world.send(submit("early", call, Side::buy, 4, 1.00));
  world.send(submit("late", call, Side::buy, 4, 1.00));
  world.send(submit("better", call, Side::buy, 4, 1.05));
  world.quote(call, quote_at(2000, 0.90, 1.00, 10, 6));
  REQUIRE(world.heard.fills.size() == 2);
  CHECK(world.heard.fills[0].client_order_id == "better");
  CHECK(world.heard.fills[0].quantity == lots(4));
  CHECK(world.heard.fills[1].client_order_id == "early");
  CHECK(world.heard.fills[1].quantity == lots(2));
  world.quote(call, quote_at(3000, 0.90, 1.00, 10, 6));
  REQUIRE(world.heard.fills.size() == 4);
  CHECK(world.heard.fills[2].client_order_id == "early");
  CHECK(world.heard.fills[3].client_order_id == "late");
  CHECK(world.books().positions[0].quantity == lots(12));
}

TEST_CASE("crossed quotes and missing sides fill nothing; locked ones do", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call, Side::buy, 1, 1.00));
  world.quote(call, quote_at(2000, 0.95, 0.90));
  world.quote(call, quote_at(3000, 0.80, 0.90, 10, 0));
  CHECK(world.heard.fills.empty());
  world.quote(call, quote_at(4000, 0.90, 0.90));
  CHECK(world.heard.fills.size() == 1);
}

TEST_CASE("market orders fill at the far side where they are allowed", "[paper]") {
  PaperWorld world;
  auto market = submit("c1", future, Side::sell, 2, 0);
  market.type = OrderType::market;
  CHECK(world.send(market).kind == AnswerKind::accepted);
  world.quote(future, quote_at(2000, 6900, 6900.25));
  REQUIRE(world.heard.fills.size() == 1);
  CHECK(world.heard.fills[0].price == dollars(6900));

  auto settings = without_fees();
  settings.can_market_options = true;
  PaperWorld other(settings);
  market.instrument = call;
  CHECK(other.send(market).kind == AnswerKind::accepted);
}

TEST_CASE("by configuration options fill at the mid, stocks still at the far side", "[paper]") {
  auto settings = without_fees();
  settings.options_fill_at_mid = true;
  PaperWorld world(settings);
  world.send(submit("option", call, Side::buy, 1, 1.00));
  world.send(submit("stock", stock, Side::buy, 1, 1.00));
  world.quote(call, quote_at(2000, 0.90, 1.12));
  world.quote(stock, quote_at(2000, 0.90, 1.10));
  CHECK(world.heard.fills.empty());
  world.quote(call, quote_at(3000, 0.90, 1.04));
  REQUIRE(world.heard.fills.size() == 1);
  CHECK(world.heard.fills[0].price == dollars(0.97));
}

TEST_CASE("by configuration an order fills when the near side reached it and moves back",
          "[paper]") {
  auto settings = without_fees();
  const bool is_on = GENERATE(false, true);
  settings.fills_when_touched_and_back = is_on;
  PaperWorld world(settings);
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  world.quote(call, quote_at(2000, 0.98, 1.10));
  world.quote(call, quote_at(3000, 1.00, 1.10, 3, 10));
  CHECK(world.heard.fills.empty());
  world.quote(call, quote_at(4000, 0.99, 1.10));
  REQUIRE(world.heard.fills.size() == (is_on ? 1 : 0));
  if (!is_on) return;
  CHECK(world.heard.fills[0].price == dollars(1.00));
  CHECK(world.heard.fills[0].quantity == lots(3));
  world.quote(call, quote_at(5000, 0.98, 1.10));
  CHECK(world.heard.fills.size() == 1);
}

TEST_CASE("a spread fills at its net price, one fill a leg, prices adding up to the net",
          "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call_spread, Side::buy, 4, 1.60));
  world.quote(call, quote_at(2000, 3.00, 3.15));
  world.quote(upper_call, quote_at(2000, 1.50, 1.55));
  CHECK(world.heard.fills.empty());
  world.quote(call, quote_at(3000, 3.00, 3.08, 10, 3));
  REQUIRE(world.heard.fills.size() == 2);
  const auto& bought = world.heard.fills[0];
  const auto& sold = world.heard.fills[1];
  CHECK(bought.instrument == call);
  CHECK(bought.side == Side::buy);
  CHECK(bought.quantity == lots(3));
  CHECK(bought.order_quantity.is_zero());
  CHECK(bought.price == dollars(3.08));
  CHECK(sold.instrument == upper_call);
  CHECK(sold.side == Side::sell);
  CHECK(sold.quantity == lots(3));
  CHECK(sold.order_quantity == lots(3));
  CHECK(sold.price == dollars(1.50));
  const auto& books = world.books();
  CHECK(books.cash == *parse<Money>("99526"));  // 3 × 1.58 × 100
  CHECK(books.positions.size() == 2);
  CHECK(books.orders[0].filled == lots(3));
}

TEST_CASE("a spread is closed leg by leg, and not beyond what is held", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call_spread, Side::buy, 2, 1.60));
  world.quote(call, quote_at(2000, 3.00, 3.05));
  world.quote(upper_call, quote_at(2000, 1.50, 1.55));
  REQUIRE(world.heard.fills.size() == 2);
  CHECK(world.send(submit("c2", call_spread, Side::sell, 3, 1.40, Effect::close)).code ==
        "would_open_short");
  CHECK(world.send(submit("c3", call_spread, Side::sell, 2, 1.40, Effect::close)).kind ==
        AnswerKind::accepted);
  world.quote(call, quote_at(3000, 3.00, 3.05));
  CHECK(world.heard.fills.size() == 4);
  CHECK(world.books().positions.empty());
}

TEST_CASE("a spread for a credit has a negative net, and its ratio counts", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", ratio_spread, Side::buy, 1, -0.10));
  world.quote(call, quote_at(2000, 2.70, 2.80));
  world.quote(upper_call, quote_at(2000, 1.44, 1.50));
  CHECK(world.heard.fills.empty());  // net -0.08
  world.quote(upper_call, quote_at(3000, 1.46, 1.50));
  REQUIRE(world.heard.fills.size() == 2);  // net -0.12
  CHECK(world.heard.fills[1].quantity == lots(2));
  CHECK(world.books().cash == *parse<Money>("100012"));
}

TEST_CASE("a spread at the mid keeps the legs' prices equal to the net", "[paper]") {
  auto settings = without_fees();
  settings.options_fill_at_mid = true;
  PaperWorld world(settings);
  world.send(submit("c1", call_spread, Side::buy, 1, 1.55));
  world.quote(call, quote_at(2000, 3.00, 3.10));
  world.quote(upper_call, quote_at(2001, 1.50, 1.60));  // net 1.40 to 1.60
  REQUIRE(world.heard.fills.size() == 2);
  CHECK(world.heard.fills[0].price - world.heard.fills[1].price == dollars(1.50));
}

TEST_CASE("execution ids are never used twice", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call_spread, Side::buy, 2, 1.60));
  world.quote(call, quote_at(2000, 3.00, 3.05, 10, 1));
  world.quote(upper_call, quote_at(2000, 1.50, 1.55));
  world.quote(upper_call, quote_at(3000, 1.50, 1.55));
  REQUIRE(world.heard.fills.size() == 4);
  CHECK(world.heard.fills[0].execution_id == "P-000001");
  CHECK(world.heard.fills[3].execution_id == "P-000004");
}
