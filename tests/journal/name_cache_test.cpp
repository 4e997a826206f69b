#include "actors/journal/name_cache.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a name is asked for once, and again when another took its place", "[journal]") {
  fillwright::NameCache names;
  int asked = 0;
  const auto name = [&](std::uint32_t number) {
    return names.get(number, [&](std::uint32_t of) {
      ++asked;
      return "order/" + std::to_string(of);
    });
  };
  CHECK(name(0) == "order/0");
  CHECK(name(0) == "order/0");
  CHECK(name(7) == "order/7");
  CHECK(asked == 2);
  CHECK(name(7 + 4096) == "order/4103");
  CHECK(name(7) == "order/7");
  CHECK(name(4'000'000'000) == "order/4000000000");
  CHECK(asked == 5);
}
