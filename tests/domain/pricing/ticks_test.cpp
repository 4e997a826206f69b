#include "actors/domain/pricing/ticks.hpp"

#include <limits>

#include "tests/domain/pricing/pricing_support.hpp"

using namespace fillwright;

TEST_CASE("passive rounding never makes a price worse for us", "[ticks]") {
  const auto [side, asked, valid] =
      GENERATE(table<Side, std::string, std::string>({{Side::buy, "1.27", "1.25"},
                                                      {Side::sell, "1.27", "1.30"},
                                                      {Side::buy, "1.25", "1.25"},
                                                      {Side::sell, "1.25", "1.25"},
                                                      {Side::sell, "2.99", "3.00"},
                                                      {Side::buy, "3.09", "3.00"},
                                                      {Side::sell, "3.01", "3.10"},
                                                      {Side::buy, "-1.27", "-1.30"},
                                                      {Side::sell, "-1.27", "-1.25"},
                                                      {Side::buy, "-3.01", "-3.10"},
                                                      {Side::buy, "0.02", "0"},
                                                      {Side::sell, "0.02", "0.05"}}));
  CHECK(round_to_tick(price(asked), side, Rounding::passive, option_ticks("SPX")) == price(valid));
}

TEST_CASE("up and down go by value, nearest gives halves to the passive side", "[ticks]") {
  const auto [side, rounding, asked, valid] =
      GENERATE(table<Side, Rounding, std::string, std::string>({
          {Side::buy, Rounding::up, "249.92455", "249.93"},
          {Side::sell, Rounding::up, "249.92455", "249.93"},
          {Side::sell, Rounding::down, "249.92455", "249.92"},
          {Side::buy, Rounding::nearest, "1.004", "1.00"},
          {Side::buy, Rounding::nearest, "1.006", "1.01"},
          {Side::buy, Rounding::nearest, "1.005", "1.00"},
          {Side::sell, Rounding::nearest, "1.005", "1.01"},
          {Side::buy, Rounding::up, "-1.005", "-1.00"},
          {Side::buy, Rounding::down, "-1.005", "-1.01"},
      }));
  CHECK(round_to_tick(price(asked), side, rounding, stock_ticks()) == price(valid));
}

TEST_CASE("steps change their size at the breakpoint", "[ticks]") {
  const auto& ticks = option_ticks("AAPL");  // 0.01 below 3.00, 0.05 above
  const auto [side, from, count, to] =
      GENERATE(table<Side, std::string, int, std::string>({{Side::buy, "2.99", 1, "3.00"},
                                                           {Side::buy, "2.99", 2, "3.05"},
                                                           {Side::buy, "3.00", 1, "3.05"},
                                                           {Side::sell, "3.05", 1, "3.00"},
                                                           {Side::sell, "3.00", 1, "2.99"},
                                                           {Side::sell, "3.10", 3, "2.99"},
                                                           {Side::buy, "3.02", 1, "3.05"},
                                                           {Side::sell, "3.02", 1, "3.00"},
                                                           {Side::buy, "-3.00", 1, "-2.99"},
                                                           {Side::sell, "-3.00", 1, "-3.05"}}));
  CHECK(steps_toward_far(price(from), side, count, ticks) == price(to));
}

TEST_CASE("the tick at a price is that of the band it lies in", "[ticks]") {
  CHECK(tick_at(price("2.99"), option_ticks("SPX")) == price("0.05"));
  CHECK(tick_at(price("3.00"), option_ticks("SPX")) == price("0.10"));
  CHECK(tick_at(price("-3.00"), option_ticks("SPX")) == price("0.10"));
}

TEST_CASE("only a spread's net price may be negative, and none is zero", "[ticks]") {
  const auto& ticks = complex_ticks("SPY");
  CHECK(is_valid_price(price("-1.20"), AssetClass::spread, ticks));
  CHECK_FALSE(is_valid_price(price("0"), AssetClass::spread, ticks));
  CHECK_FALSE(is_valid_price(price("-1.20"), AssetClass::option, ticks));
  CHECK_FALSE(is_valid_price(price("0"), AssetClass::stock, ticks));
  CHECK_FALSE(is_valid_price(price("1.205"), AssetClass::option, ticks));
}

TEST_CASE("an unusable table of ticks gives nothing", "[ticks]") {
  const auto lowest = Price{std::numeric_limits<std::int64_t>::min()};
  const std::vector<TickTable> tables = {
      {},
      {{price("0"), price("0")}},
      {{price("0"), price("-0.01")}},
      {{price("1"), price("0.01")}},
      {{price("0"), price("0.01")}, {price("0"), price("0.05")}},
      {{price("0"), price("0.02")}, {price("2.99"), price("0.05")}},
      {{price("0"), price("0.01")}, {price("3"), price("0.05")}, {lowest, price("0.1")}},
  };
  for (const auto& ticks : tables) {
    CHECK_FALSE(is_usable(ticks));
    CHECK_FALSE(round_to_tick(price("1"), Side::buy, Rounding::passive, ticks));
    CHECK_FALSE(steps_toward_far(price("1"), Side::buy, 1, ticks));
    CHECK_FALSE(is_on_tick(price("1"), ticks));
  }
}

TEST_CASE("prices at the ends of their range do not overflow", "[ticks]") {
  const Price highest{std::numeric_limits<std::int64_t>::max()};
  const Price lowest{std::numeric_limits<std::int64_t>::min()};
  const auto& ticks = stock_ticks();
  CHECK_FALSE(round_to_tick(highest, Side::sell, Rounding::passive, ticks));
  CHECK_FALSE(round_to_tick(lowest, Side::buy, Rounding::passive, ticks));
  CHECK(round_to_tick(highest, Side::buy, Rounding::passive, ticks) == price("9223372036.85"));
  CHECK_FALSE(steps_toward_far(highest, Side::buy, 1, ticks));
  CHECK_FALSE(steps_toward_far(lowest, Side::sell, 1, ticks));
  CHECK_FALSE(steps_toward_far(price("1"), Side::buy, 0, ticks));
}
