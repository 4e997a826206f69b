#include "actors/domain/pricing/products.hpp"

#include <algorithm>

#include "tests/domain/pricing/pricing_support.hpp"

using namespace fillwright;

TEST_CASE("each future has the tick, multiplier and exchange of its product", "[products]") {
  const auto [root, tick, multiplier, exchange] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"ES", "0.25", "50", "CME"},
          {"MES", "0.25", "5", "CME"},
          {"NQ", "0.25", "20", "CME"},
          {"MNQ", "0.25", "2", "CME"},
          {"YM", "1", "5", "CBOT"},
          {"MYM", "1", "0.5", "CBOT"},
          {"RTY", "0.1", "50", "CME"},
          {"M2K", "0.1", "5", "CME"},
          {"CL", "0.01", "1000", "NYMEX"},
          {"MCL", "0.01", "100", "NYMEX"},
          {"GC", "0.1", "100", "COMEX"},
          {"MGC", "0.1", "10", "COMEX"},
          {"SI", "0.005", "5000", "COMEX"},
          {"SIL", "0.005", "1000", "COMEX"},
          {"NG", "0.001", "10000", "NYMEX"},
          {"6J", "0.0000005", "12500000", "CME"},
      }));
  const auto* product = find_future(root);
  REQUIRE(product != nullptr);
  CHECK(tick_at(price("1"), product->ticks) == price(tick));
  CHECK(product->multiplier == parse<Quantity>(multiplier));
  CHECK(product->exchange == exchange);
}

TEST_CASE("futures are sorted by root and usable, and an unknown one is not guessed",
          "[products]") {
  const auto& products = future_products();
  CHECK(std::is_sorted(products.begin(), products.end(),
                       [](const auto& a, const auto& b) { return a.root < b.root; }));
  CHECK(std::all_of(products.begin(), products.end(),
                    [](const auto& product) { return is_usable(product.ticks); }));
  CHECK(find_future("ZZ") == nullptr);
  CHECK(find_future("") == nullptr);
}

TEST_CASE("option ticks go by class", "[products]") {
  const auto [root, below, above, complex] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"SPY", "0.01", "0.01", "0.01"},
          {"AAPL", "0.01", "0.05", "0.01"},
          {"XOM", "0.01", "0.05", "0.01"},
          {"SPX", "0.05", "0.10", "0.05"},
          {"SPXW", "0.05", "0.10", "0.05"},
          {"ZZZZ", "0.05", "0.10", "0.01"},
      }));
  CHECK(tick_at(price("2.95"), option_ticks(root)) == price(below));
  CHECK(tick_at(price("3"), option_ticks(root)) == price(above));
  CHECK(tick_at(price("-4"), complex_ticks(root)) == price(complex));
  CHECK(is_usable(option_ticks(root)));
}

TEST_CASE("stocks tick in cents, and finer below a dollar", "[products]") {
  CHECK(tick_at(price("0.9999"), stock_ticks()) == price("0.0001"));
  CHECK(tick_at(price("1"), stock_ticks()) == price("0.01"));
}
