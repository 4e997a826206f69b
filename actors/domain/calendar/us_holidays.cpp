#include "actors/domain/calendar/us_holidays.hpp"

#include <algorithm>
#include <array>

namespace fillwright {
namespace {

constexpr unsigned sunday = 0, monday = 1, thursday = 4, saturday = 6;

Date day(int year, unsigned month, unsigned day_of_month) {
  return make_date(year, month, day_of_month).value_or(Date{});
}
Date plus(Date date, std::int32_t days) { return {date.days + days}; }

// The `count`-th such weekday of a month, 1 first.
Date nth(int year, unsigned month, unsigned wanted, int count) {
  const auto first = day(year, month, 1);
  const auto ahead = static_cast<std::int32_t>((wanted + 7 - weekday(first)) % 7);
  return plus(first, ahead + 7 * (count - 1));
}

Date last_monday_of_may(int year) {
  const auto last = day(year, 5, 31);
  return plus(last, -static_cast<std::int32_t>((weekday(last) + 6) % 7));
}

// Easter Sunday of the Gregorian calendar (the anonymous computus).
Date easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31, of_month = (h + l - 7 * m + 114) % 31 + 1;
  return day(year, static_cast<unsigned>(month), static_cast<unsigned>(of_month));
}

// A holiday on a Saturday is kept on Friday, one on a Sunday on Monday.
Date observed(Date date) {
  const auto falls_on = weekday(date);
  return falls_on == saturday ? plus(date, -1) : falls_on == sunday ? plus(date, 1) : date;
}

// Not kept at all when it falls on a Saturday: the year's last trading day is never a holiday.
bool is_new_year(Date date, int year) {
  const auto first = day(year, 1, 1);
  return weekday(first) != saturday && date == observed(first);
}

Date good_friday(int year) { return plus(easter(year), -2); }
Date thanksgiving(int year) { return nth(year, 11, thursday, 4); }

// Closed to mourn: presidents Bush (2018) and Carter (2025).
bool is_day_of_mourning(Date date) {
  static const std::array days = {day(2018, 12, 5), day(2025, 1, 9)};
  return std::find(days.begin(), days.end(), date) != days.end();
}

bool is_weekend(Date date) { return weekday(date) == sunday || weekday(date) == saturday; }

}  // namespace

bool is_us_holiday(Date date) {
  if (is_weekend(date)) return false;
  const int year = year_month_day(date).year;
  const std::array movable = {nth(year, 1, monday, 3), nth(year, 2, monday, 3),
                              good_friday(year),       last_monday_of_may(year),
                              nth(year, 9, monday, 1), thanksgiving(year)};
  return std::find(movable.begin(), movable.end(), date) != movable.end() ||
         is_new_year(date, year) || (year >= 2022 && date == observed(day(year, 6, 19))) ||
         date == observed(day(year, 7, 4)) || date == observed(day(year, 12, 25)) ||
         is_day_of_mourning(date);
}

bool is_us_half_day(Date date) {
  if (is_weekend(date) || is_us_holiday(date)) return false;
  const auto [year, month, of_month] = year_month_day(date);
  return date == plus(thanksgiving(year), 1) || (month == 7 && of_month == 3) ||
         (month == 12 && of_month == 24);
}

bool is_us_future_holiday(Date date) {
  if (is_weekend(date)) return false;
  const int year = year_month_day(date).year;
  return is_new_year(date, year) || date == good_friday(year) ||
         date == observed(day(year, 12, 25));
}

}  // namespace fillwright
