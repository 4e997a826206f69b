// Hours, trading days and local dates over clock changes, holidays and half days.
#include "actors/domain/calendar/market_calendar.hpp"

#include <catch2/catch.hpp>

#include "adapters/calendar/time_zones.hpp"

using namespace fillwright;

namespace {
const MarketCalendar& calendar() {
  static const auto loaded = load_market_calendar("Europe/Berlin");
  REQUIRE(loaded);
  return *loaded;
}
Timestamp utc(const char* text) { return *parse_time(text); }
Date day(const char* text) { return *parse_date(text); }
bool open(const char* session, const char* time) { return is_open(calendar(), session, utc(time)); }
std::string text(std::optional<Timestamp> time) {
  return time ? to_text(*time).substr(0, 16) : "none";
}
std::string text(std::optional<Date> date) { return date ? to_text(*date) : "none"; }
}  // namespace

TEST_CASE("stocks open at 9:30 in New York, before and after clocks change", "[calendar]") {
  // Clocks went forward on 9 March 2025 and back on 2 November 2025.
  const auto [date, opens, closes] = GENERATE(table<const char*, const char*, const char*>({
      {"2025-03-07", "2025-03-07T14:30", "2025-03-07T21:00"},
      {"2025-03-10", "2025-03-10T13:30", "2025-03-10T20:00"},
      {"2025-10-31", "2025-10-31T13:30", "2025-10-31T20:00"},
      {"2025-11-03", "2025-11-03T14:30", "2025-11-03T21:00"},
      {"2035-12-31", "2035-12-31T14:30", "2035-12-31T21:00"},
      {"2014-01-02", "2014-01-02T14:30", "2014-01-02T21:00"},
  }));
  CHECK(text(open_of(calendar(), "us_equity", day(date))) == opens);
  CHECK(text(close_of(calendar(), "us_equity", day(date))) == closes);
}

TEST_CASE("a session is open from its opening to just before its close", "[calendar]") {
  CHECK_FALSE(open("us_equity", "2025-11-21T14:29:59.999999999Z"));
  CHECK(open("us_equity", "2025-11-21T14:30:00Z"));
  CHECK(open("us_equity", "2025-11-21T20:59:59.999999999Z"));
  CHECK_FALSE(open("us_equity", "2025-11-21T21:00:00Z"));
  CHECK_FALSE(open("us_option", "2025-11-21T21:10:00Z"));
  CHECK(open("us_index_option", "2025-11-21T21:10:00Z"));
  CHECK_FALSE(open("us_index_option", "2025-11-21T21:15:00Z"));
  CHECK_FALSE(open("us_equity", "2025-11-22T15:00:00Z"));  // a Saturday
  CHECK_FALSE(open("us_equity", "2025-11-27T15:00:00Z"));  // Thanksgiving
}

TEST_CASE("half days end at 13:00, index options a quarter later", "[calendar]") {
  CHECK(open("us_equity", "2025-11-28T17:59:00Z"));
  CHECK_FALSE(open("us_equity", "2025-11-28T18:00:00Z"));
  CHECK(open("us_index_option", "2025-11-28T18:10:00Z"));
  CHECK_FALSE(open("us_index_option", "2025-11-28T18:15:00Z"));
}

TEST_CASE("futures trade nearly around the clock and pause at 17:00", "[calendar]") {
  CHECK_FALSE(open("us_futures", "2025-11-23T22:59:00Z"));  // Sunday, before 18:00
  CHECK(open("us_futures", "2025-11-23T23:00:00Z"));
  CHECK(open("us_futures", "2025-11-24T08:00:00Z"));
  CHECK_FALSE(open("us_futures", "2025-11-24T22:00:00Z"));
  CHECK(open("us_futures", "2025-11-24T23:00:00Z"));
  CHECK_FALSE(open("us_futures", "2025-11-28T23:30:00Z"));  // Friday evening
  CHECK_FALSE(open("us_futures", "2026-04-03T15:00:00Z"));  // Good Friday
}

TEST_CASE("a future's trading day begins at 18:00 the evening before", "[calendar]") {
  const auto of = [](const char* time) {
    return text(trading_day(calendar(), "us_futures", utc(time)));
  };
  CHECK(of("2025-11-23T23:00:00Z") == "2025-11-24");
  CHECK(of("2025-11-24T22:30:00Z") == "2025-11-24");  // in the pause
  CHECK(of("2025-11-24T23:00:00Z") == "2025-11-25");
  CHECK(of("2025-11-22T12:00:00Z") == "2025-11-24");  // a Saturday
  // Thanksgiving's stretch stops at 13:00 and belongs to Friday.
  CHECK(of("2025-11-27T15:00:00Z") == "2025-11-28");
  CHECK(open("us_futures", "2025-11-27T17:59:00Z"));
  CHECK_FALSE(open("us_futures", "2025-11-27T18:00:00Z"));
  CHECK(text(open_of(calendar(), "us_futures", day("2025-11-28"))) == "2025-11-26T23:00");
  CHECK(text(close_of(calendar(), "us_futures", day("2025-11-28"))) == "2025-11-28T18:00");
  CHECK_FALSE(is_trading_day(calendar(), "us_futures", day("2025-11-27")));
}

TEST_CASE("a stock's trading day lasts until midnight in New York", "[calendar]") {
  const auto of = [](const char* time) {
    return text(trading_day(calendar(), "us_equity", utc(time)));
  };
  CHECK(of("2025-11-21T04:59:59Z") == "2025-11-20");
  CHECK(of("2025-11-21T05:00:00Z") == "2025-11-21");
  CHECK(of("2025-11-22T04:59:59Z") == "2025-11-21");
  CHECK(of("2025-11-22T12:00:00Z") == "2025-11-24");
  CHECK(of("2025-11-27T12:00:00Z") == "2025-11-28");
}

TEST_CASE("the next opening, and trading days around a date", "[calendar]") {
  CHECK(text(next_open(calendar(), "us_equity", utc("2025-11-26T21:00:00Z"))) ==
        "2025-11-28T14:30");
  CHECK(text(next_open(calendar(), "us_equity", utc("2025-11-28T14:30:00Z"))) ==
        "2025-11-28T14:30");
  CHECK(text(next_trading_day(calendar(), "us_equity", day("2025-11-26"))) == "2025-11-28");
  CHECK(text(previous_trading_day(calendar(), "us_equity", day("2025-11-28"))) == "2025-11-26");
  CHECK(text(previous_trading_day(calendar(), "us_futures", day("2025-11-28"))) == "2025-11-26");
  CHECK(text(next_trading_day(calendar(), "us_futures", day("2025-11-26"))) == "2025-11-28");
}

TEST_CASE("the last trading day of a week is Friday, or Thursday before a holiday", "[calendar]") {
  const auto of = [](const char* date) {
    return text(last_trading_day_of_week(calendar(), "us_option", day(date)));
  };
  CHECK(of("2025-11-17") == "2025-11-21");
  CHECK(of("2025-11-21") == "2025-11-21");
  CHECK(of("2025-11-22") == "2025-11-21");
  CHECK(of("2026-03-30") == "2026-04-02");  // Good Friday follows
}

TEST_CASE("local dates differ by zone at the same instant", "[calendar]") {
  const auto time = utc("2025-11-21T23:30:00Z");
  CHECK(text(std::optional(exchange_date(calendar(), time))) == "2025-11-21");
  CHECK(text(std::optional(account_date(calendar(), time))) == "2025-11-22");
}

TEST_CASE("local times that clocks skip or show twice follow a rule", "[calendar]") {
  const auto& zone = calendar().exchange_zone;
  const auto of = [&](const char* date, int minutes) {
    return text(std::optional(from_local(zone, day(date), seconds(minutes * 60))));
  };
  CHECK(of("2025-03-09", 90) == "2025-03-09T06:30");
  CHECK(of("2025-03-09", 150) == "2025-03-09T07:30");  // 2:30 was skipped
  CHECK(of("2025-03-09", 210) == "2025-03-09T07:30");
  CHECK(of("2025-11-02", 30) == "2025-11-02T04:30");
  CHECK(of("2025-11-02", 90) == "2025-11-02T05:30");  // 1:30 came twice
  CHECK(of("2025-11-02", 150) == "2025-11-02T07:30");
}

TEST_CASE("what is not covered is closed", "[calendar]") {
  CHECK_FALSE(open("us_bonds", "2025-11-21T15:00:00Z"));
  CHECK_FALSE(open("us_equity", "2036-02-01T15:00:00Z"));
  for (const auto ns : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
    CHECK_FALSE(is_open(calendar(), "us_futures", {ns}));
    CHECK_FALSE(trading_day(calendar(), "us_futures", {ns}));
    exchange_date(calendar(), {ns});
  }
  CHECK_FALSE(next_trading_day(calendar(), "us_equity", {INT32_MAX}));
  CHECK_FALSE(previous_trading_day(calendar(), "us_equity", {INT32_MIN}));
  CHECK_FALSE(is_open(MarketCalendar{}, "us_equity", utc("2025-11-21T15:00:00Z")));
}

TEST_CASE("an always open calendar trades at night and on Sundays", "[calendar]") {
  const auto always = load_market_calendar("America/New_York", true);
  REQUIRE(always);
  CHECK(is_open(*always, "us_option", utc("2025-11-23T08:00:00Z")));
  CHECK(text(trading_day(*always, "us_option", utc("2025-11-23T08:00:00Z"))) == "2025-11-23");
  CHECK(always->version.rfind("always open, tzdata 20", 0) == 0);
}

TEST_CASE("an unknown time zone is a sentence, not an exception", "[calendar]") {
  for (const auto* name : {"", "Mars/Olympus", "../../etc/passwd", "America/New_York\n"}) {
    const auto zone = load_time_zone(name);
    REQUIRE_FALSE(zone);
    CHECK(zone.error().find("is not known") != std::string::npos);
  }
}
