// Texts of durations, offsets and numbers, back and forth.
#include "adapters/config/value_kinds.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("durations are read and written exactly", "[config]") {
  const auto [text, ns] = GENERATE(table<std::string, std::int64_t>({
      {"20s", 20'000'000'000},
      {"1h30m", 5'400'000'000'000},
      {"500ms", 500'000'000},
      {"0s", 0},
      {"1m1s1ms1us1ns", 61'001'001'001},
      {"2562047h47m16s854ms775us807ns", INT64_MAX},
  }));
  REQUIRE(parse_duration(text));
  CHECK(parse_duration(text)->ns == ns);
  CHECK(duration_text({ns}) == text);
}

TEST_CASE("durations may have fractions, and are refused when unclear", "[config]") {
  CHECK(parse_duration("1.5s")->ns == 1'500'000'000);
  CHECK(parse_duration(" 90m ")->ns == 5'400'000'000'000);
  for (const auto* text : {"", "20", "s", "-5s", "5 s", "1s1s", "1s1h", "1.5ns", "9999999999h",
                           "1d", "1h-3m", ".s", "1..5s", "20sec"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("offsets are read and written", "[config]") {
  for (const std::string text : {"0.03", "-0.03", "2 ticks", "-15 bps", "5 %", "none"})
    CHECK(offset_text(parse_offset(text).value()) == text);
  CHECK(parse_offset("+1 tick") == PriceOffset{OffsetUnit::ticks, Price::whole(1)});
  CHECK(parse_offset("5%") == PriceOffset{OffsetUnit::percent, Price::whole(5)});
  for (const auto* text : {"", "ticks", "5 pips", "--1", "+-1", "1e9", "99999999999", "1 2"}) {
    INFO(text);
    CHECK_FALSE(parse_offset(text));
  }
}

TEST_CASE("underscores and a plus sign belong to TOML, not to the number", "[config]") {
  CHECK(plain_number("1_000.25") == "1000.25");
  CHECK(plain_number("+3") == "3");
  CHECK(plain_number("_3") == "_3");
}
