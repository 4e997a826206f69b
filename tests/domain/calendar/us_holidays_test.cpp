// The rules against the dates that the exchange published.
#include "actors/domain/calendar/us_holidays.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"

using namespace fillwright;

namespace {
std::vector<std::string> days_of(int year, bool (*is_such)(Date)) {
  std::vector<std::string> days;
  for (auto date = *make_date(year, 1, 1); date <= *make_date(year, 12, 31); ++date.days)
    if (is_such(date)) days.push_back(to_text(date).substr(5));
  return days;
}
using Days = std::vector<std::string>;
}  // namespace

TEST_CASE("holidays are those that the exchange published", "[calendar]") {
  const auto [year, published] = GENERATE(table<int, Days>({
      {2018,
       {"01-01", "01-15", "02-19", "03-30", "05-28", "07-04", "09-03", "11-22", "12-05", "12-25"}},
      {2022, {"01-17", "02-21", "04-15", "05-30", "06-20", "07-04", "09-05", "11-24", "12-26"}},
      {2023,
       {"01-02", "01-16", "02-20", "04-07", "05-29", "06-19", "07-04", "09-04", "11-23", "12-25"}},
      {2024,
       {"01-01", "01-15", "02-19", "03-29", "05-27", "06-19", "07-04", "09-02", "11-28", "12-25"}},
      {2025,
       {"01-01", "01-09", "01-20", "02-17", "04-18", "05-26", "06-19", "07-04", "09-01", "11-27",
        "12-25"}},
      {2026,
       {"01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25"}},
      {2027,
       {"01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"}},
  }));
  CHECK(days_of(year, is_us_holiday) == published);
}

TEST_CASE("early closes are those that the exchange published", "[calendar]") {
  const auto [year, published] = GENERATE(table<int, Days>({
      {2021, {"11-26"}},
      {2023, {"07-03", "11-24"}},
      {2024, {"07-03", "11-29", "12-24"}},
      {2025, {"07-03", "11-28", "12-24"}},
      {2026, {"11-27", "12-24"}},
      {2027, {"11-26"}},
  }));
  CHECK(days_of(year, is_us_half_day) == published);
}

TEST_CASE("futures rest only on New Year, Good Friday and Christmas", "[calendar]") {
  CHECK(days_of(2026, is_us_future_holiday) == Days{"01-01", "04-03", "12-25"});
  CHECK(days_of(2022, is_us_future_holiday) == Days{"04-15", "12-26"});
}
