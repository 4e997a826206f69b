#include "actors/domain/alert/resolve_expiry.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/domain/alert/vocabulary.hpp"

namespace fillwright {
namespace {

using Result = tl::expected<Date, AlertRefusal>;

Result refuse(RefusalReason reason, std::string detail) {
  return tl::make_unexpected(AlertRefusal{reason, std::move(detail)});
}

constexpr unsigned friday = 5;

struct Part {
  std::string text;  // lower-case letters, or digits
  int number = -1;   // of digits
};

// Runs of letters and runs of digits; "th" and the like after a number are dropped.
std::vector<Part> split(std::string_view text) {
  std::vector<Part> parts;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (std::size_t at = 0; at < text.size() && parts.size() < 8;) {
    const auto begin = at;
    if (is_digit(text[at])) {
      while (at < text.size() && is_digit(text[at])) ++at;
      Part part{std::string(text.substr(begin, at - begin)), 0};
      if (part.text.size() > 8) return {};
      std::from_chars(part.text.data(), part.text.data() + part.text.size(), part.number);
      parts.push_back(std::move(part));
    } else if (is_letter(text[at])) {
      while (at < text.size() && is_letter(text[at])) ++at;
      std::string word(text.substr(begin, at - begin));
      for (auto& c : word)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (!parts.empty() && parts.back().number >= 0 &&
          (word == "th" || word == "st" || word == "nd" || word == "rd"))
        continue;
      parts.push_back({std::move(word), -1});
    } else {
      ++at;
    }
  }
  return parts;
}

Date add_days(Date date, int days) { return {date.days + days}; }
Date this_friday(Date today) {
  return add_days(today, static_cast<int>((friday + 7 - weekday(today)) % 7));
}
Date third_friday(int year, unsigned month) {
  const auto first = *make_date(year, month, 1);
  return add_days(this_friday(first), 14);
}
int full_year(int year) { return year < 100 ? 2000 + year : year; }

Date after_trading_days(Date today, int count) {
  auto date = today;
  while (count > 0) {
    date = add_days(date, 1);
    if (weekday(date) != 0 && weekday(date) != 6) --count;
  }
  return date;
}

Result not_before(std::optional<Date> date, std::string_view written, Date today) {
  if (!date)
    return refuse(RefusalReason::impossible_date, "there is no day " + std::string(written));
  if (*date < today)
    return refuse(RefusalReason::expired, "the expiry " + std::string(written) + " is past");
  if (date->days > today.days + 366 * 6)
    return refuse(RefusalReason::impossible_date,
                  "the expiry " + std::string(written) + " is over six years away");
  return *date;
}

// The next such day; 29 February may be up to eight years away, which is refused above.
Result next_day(unsigned month, unsigned day, std::string_view written, Date today) {
  const int year = year_month_day(today).year;
  if (month < 1 || month > 12) return not_before(std::nullopt, written, today);
  std::optional<Date> date;
  for (int later = 0; later <= 4; ++later) {
    date = make_date(year + later, month, day);
    if (date && *date >= today) break;
    if (!date && !(month == 2 && day == 29)) break;
  }
  return not_before(date, written, today);
}

Result next_month(unsigned month, Date today) {
  const int year = year_month_day(today).year;
  const auto date = third_friday(year, month);
  return date >= today ? date : third_friday(year + 1, month);
}

}  // namespace

Result resolve_expiry(std::string_view expiry, std::string_view root, Date today) {
  const auto parts = split(expiry);
  const auto number = [&](std::size_t i) { return parts[i].number; };
  const auto is_number = [&](std::size_t i) { return i < parts.size() && number(i) >= 0; };
  const auto is_word = [&](std::size_t i, std::string_view word) {
    return i < parts.size() && parts[i].text == word;
  };
  const auto exact = [&](int year, int month, int day) {
    if (year < 1970 || year > 2200 || month < 0 || day < 0)
      return not_before(std::nullopt, expiry, today);
    return not_before(make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day)),
                      expiry, today);
  };
  const auto unknown = [&]() -> Result {
    return refuse(RefusalReason::impossible_date,
                  "\"" + std::string(expiry) + "\" names no expiry of " + std::string(root) +
                      "; expected for example 12/05, 2025-12-05, 0DTE");
  };
  if (parts.empty()) return unknown();

  if (is_number(0) && parts.size() == 2 && (is_word(1, "dte") || is_word(1, "dtes"))) {
    if (number(0) > 1000) return unknown();
    return after_trading_days(today, number(0));
  }
  // month by name, with or without a day before or after it
  for (std::size_t i = 0; i < parts.size() && i < 2; ++i) {
    const auto month = number(i) < 0 ? alert::month_number(parts[i].text) : std::nullopt;
    if (!month) continue;
    const auto at = [&](std::size_t n) -> std::optional<int> {
      return is_number(n) ? std::optional<int>(number(n)) : std::nullopt;
    };
    const auto day = i == 1 ? at(0) : at(1);
    const auto year = at(2);
    if (i == 1 && !day) return unknown();
    if (!day) return parts.size() == 1 ? next_month(*month, today) : unknown();
    if (i == 0 && *day >= 2000 && parts.size() == 2) {  // "Jan 2027"
      if (*day > 2200) return unknown();
      return not_before(third_friday(*day, *month), expiry, today);
    }
    if (year) return exact(full_year(*year), static_cast<int>(*month), *day);
    if (parts.size() > 2) return unknown();
    return next_day(*month, static_cast<unsigned>(*day), expiry, today);
  }
  if (number(0) < 0) {
    const bool is_next = is_word(0, "next");
    const auto last = parts.back().text;
    if (last == "today") return today;
    if (last == "tomorrow") return after_trading_days(today, 1);
    if (is_next && (last == "week" || last == "friday" || last == "weekly" || last == "fri"))
      return add_days(this_friday(today), 7);
    if (last == "weekly" || last == "weeklies" || last == "week" || last == "friday" ||
        last == "fri" || last == "eow")
      return this_friday(today);
    if (last == "monthly" || last == "month" || last == "monthlies" || last == "opex")
      return next_month(year_month_day(today).month, today);
    return unknown();
  }
  if (parts.size() == 1 && parts[0].text.size() == 6)  // OCC yymmdd
    return exact(2000 + number(0) / 10000, number(0) / 100 % 100, number(0) % 100);
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (number(i) < 0) return unknown();
  if (parts.size() == 3) {
    if (parts[0].text.size() == 4) return exact(number(0), number(1), number(2));
    return exact(full_year(number(2)), number(0), number(1));
  }
  if (parts.size() == 2) {
    if (parts[1].text.size() == 4) {  // 03/2026
      if (number(0) < 1 || number(0) > 12 || number(1) > 2200)
        return not_before(std::nullopt, expiry, today);
      return not_before(third_friday(number(1), static_cast<unsigned>(number(0))), expiry, today);
    }
    return next_day(static_cast<unsigned>(number(0)), static_cast<unsigned>(number(1)), expiry,
                    today);
  }
  return unknown();
}

}  // namespace fillwright
