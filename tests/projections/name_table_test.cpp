#include "projections/name_table.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("names are numbered as they come, and found again however many there are") {
  NameTable table;
  const auto name = [](std::uint32_t number) { return "w" + std::to_string(number); };
  for (std::uint32_t number = 0; number < 5'000; ++number) {
    REQUIRE(table.number_of(name(number)) == number);
    REQUIRE(table.number_of(name(number)) == number);
    REQUIRE(table.number_of(name(number / 2)) == number / 2);
  }
  const auto copy = table;
  for (std::uint32_t number = 5'000; number-- > 0;) {
    REQUIRE(table.number_of(name(number)) == number);
    REQUIRE(copy.name(number) == name(number));
  }
  CHECK(table.number_of("") == 5'000);
  CHECK(table.number_of("") == 5'000);
}
