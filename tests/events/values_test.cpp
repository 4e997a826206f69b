#include "events/values.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace fillwright;

TEST_CASE("decimals keep their exact text", "[values]") {
  const auto [text, units] = GENERATE(table<std::string, std::int64_t>({{"0", 0},
                                                                        {"0.75", 750'000'000},
                                                                        {"-2.6", -2'600'000'000},
                                                                        {"0.0000005", 500},
                                                                        {"100", 100'000'000'000}}));
  CHECK(parse<Price>(text) == Price{units});
  CHECK(to_text(Price{units}) == text);
}

TEST_CASE("prices as people type them are read", "[values]") {
  CHECK(parse<Price>(".75") == Price{750'000'000});
  CHECK(parse<Price>("57.") == Price::whole(57));
  CHECK(parse<Price>("1.500000000000") == Price{1'500'000'000});
}

TEST_CASE("a malformed, too fine or overflowing decimal is nothing", "[values]") {
  const auto text = GENERATE(as<std::string>{}, "", ".", "-", "1.2.3", "1,5", " 1", "1e3",
                             "0.0000000001", "9999999999999999999999", "NaN");
  CHECK_FALSE(parse<Price>(text));
}

TEST_CASE("the smallest integer survives", "[values]") {
  CHECK(to_text(Price{std::numeric_limits<std::int64_t>::min()}) == "-9223372036.854775808");
  CHECK(parse<Money>("-9223372036854.775808") == Money{std::numeric_limits<std::int64_t>::min()});
  CHECK_FALSE(parse<Money>("9223372036854.775808"));
  CHECK_FALSE(parse<Money>("-9223372036854.775809"));
}

TEST_CASE("notional multiplies in 128 bits and refuses overflow", "[values]") {
  CHECK(notional(*parse<Price>("0.75"), Quantity::whole(3), Quantity::whole(100)) ==
        Money::whole(225));
  CHECK(notional(*parse<Price>("0.0000005"), Quantity::whole(1), Quantity::whole(12'500'000)) ==
        parse<Money>("6.25"));
  CHECK_FALSE(notional(Price::whole(9'000'000'000), Quantity::whole(9'000'000'000),
                       Quantity::whole(9'000'000)));
}

TEST_CASE("times are RFC 3339 with a zone", "[values]") {
  const auto time = parse_time("2026-11-20T09:30:00.25-05:00");
  REQUIRE(time);
  CHECK(to_text(*time) == "2026-11-20T14:30:00.250000000Z");
  CHECK(parse_time(to_text(*time)) == time);
  CHECK(to_text(Timestamp{-1}) == "1969-12-31T23:59:59.999999999Z");
  const auto bad =
      GENERATE(as<std::string>{}, "2026-11-20T09:30:00", "2026-02-30T09:30:00Z", "",
               "2026-11-20T24:30:00Z", "2026-11-20T09:30:00.Z", "2026-11-20T09:30:00+5");
  CHECK_FALSE(parse_time(bad));
}

TEST_CASE("dates know their weekday and refuse impossible days", "[values]") {
  CHECK_FALSE(make_date(2026, 2, 30));
  CHECK(weekday(*make_date(2026, 11, 20)) == 5);
  // No number of days is told as a date that it is not.
  CHECK(to_text(Date{-1}) == "1969-12-31");
  CHECK(to_text(Date{-719'528}) == "0000-01-01");
  CHECK(to_text(Date{2'932'896}) == "9999-12-31");
  CHECK(to_text(Date{std::numeric_limits<std::int32_t>::min()}) == "-5877641-06-23");
  CHECK(to_text(Date{std::numeric_limits<std::int32_t>::max()}) == "5881580-07-11");
  CHECK(to_text(*parse_date("2026-11-20")) == "2026-11-20");
}
