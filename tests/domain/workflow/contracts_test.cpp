// From what is called to the instrument that is meant.
#include "actors/domain/instrument/contracts.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("options have their OCC symbols", "[contracts]") {
  const auto expiry = *make_date(2025, 12, 5);
  CHECK(occ_symbol("SPY", expiry, Right::call, Price::whole(680)) == "SPY   251205C00680000");
  const auto spx = make_option("SPX", expiry, Right::put, Price{6'912'500'000'000});
  REQUIRE(spx.has_value());
  CHECK(spx->symbol == "SPXW  251205P06912500");
  CHECK(spx->underlying == "SPX");
  CHECK_FALSE(make_option("SPY", expiry, Right::call, Price{}).has_value());
  CHECK_FALSE(make_option("SPY", expiry, Right::call, Price{500'000}).has_value());
  CHECK_FALSE(make_option("SPY", expiry, Right::call, Price::whole(100'000)).has_value());
  CHECK_FALSE(make_option("TOOLONG", expiry, Right::call, Price::whole(5)).has_value());
}

TEST_CASE("the front month skips what expires within seven days", "[contracts]") {
  const auto [root, month, day, symbol] = GENERATE(table<std::string, int, int, std::string>({
      {"ES", 12, 11, "ESZ25"},  // the third Friday is the 19th: eight days
      {"ES", 12, 12, "ESH26"},
      {"CL", 11, 12, "CLZ25"},  // until 20 November
      {"CL", 11, 13, "CLF26"},
      {"NG", 12, 31, "NGG26"},
      {"GC", 11, 19, "GCZ25"},
      {"GC", 11, 20, "GCG26"},
      {"SI", 12, 31, "SIH26"},
  }));
  const auto today = *make_date(2025, static_cast<unsigned>(month), static_cast<unsigned>(day));
  const auto future = make_front_future(root, today);
  REQUIRE(future.has_value());
  CHECK(future->symbol == symbol);
  CHECK(future->expiry.days - today.days > 7);
  CHECK_FALSE(make_front_future("ZZZ", today).has_value());
}

TEST_CASE("a future is made of its month, and only of one that exists", "[contracts]") {
  const auto future = make_future("ES", 'Z', 2026);
  REQUIRE(future.has_value());
  CHECK(future->symbol == "ESZ26");
  CHECK(future->expiry == *make_date(2026, 12, 18));  // the third Friday
  CHECK(future->multiplier == Quantity::whole(50));
  CHECK(make_future("CL", 'F', 2026)->expiry == *make_date(2025, 12, 20));
  CHECK_FALSE(make_future("ES", 'A', 2026).has_value());
  CHECK_FALSE(make_future("ZZZ", 'Z', 2026).has_value());
}
