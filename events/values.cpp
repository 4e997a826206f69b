#include "events/values.hpp"

#include <chrono>
#include <cstddef>
#include <limits>

#include "events/value_text.hpp"

namespace fillwright {
namespace {

__extension__ typedef __int128 Wide;

std::optional<std::int64_t> narrow(Wide value) {
  if (value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  if (value < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads exactly `count` digits at `at`; nothing when there are fewer.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

}  // namespace

std::string decimal_text(std::int64_t units, int digits) {
  std::string text;
  append_decimal(text, units, digits);
  return text;
}

std::optional<std::int64_t> parse_decimal(std::string_view text, int digits) {
  const bool is_negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  constexpr auto most = static_cast<Wide>(std::numeric_limits<std::int64_t>::max()) + 1;  // below 0
  Wide value = 0;
  int fraction_digits = -1;  // before the point
  bool any = false;
  for (const char c : text) {
    if (c == '.') {
      if (fraction_digits >= 0) return std::nullopt;
      fraction_digits = 0;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    any = true;
    if (fraction_digits >= digits) {
      if (c != '0') return std::nullopt;
      continue;
    }
    value = value * 10 + (c - '0');
    if (fraction_digits >= 0) ++fraction_digits;
    if (value > most) return std::nullopt;
  }
  if (!any) return std::nullopt;
  for (int i = fraction_digits < 0 ? 0 : fraction_digits; i < digits; ++i) {
    value *= 10;
    if (value > most) return std::nullopt;
  }
  return narrow(is_negative ? -value : value);
}

std::optional<Money> notional(Price price, Quantity quantity, Quantity multiplier) {
  constexpr auto scale = static_cast<Wide>(Price::one) * Quantity::one * Quantity::one / Money::one;
  // Two steps: price × quantity fits 128 bits always, the third factor only when checked.
  const auto part = static_cast<Wide>(price.units) * quantity.units;
  Wide product = 0;
  if (__builtin_mul_overflow(part, static_cast<Wide>(multiplier.units), &product))
    return std::nullopt;
  const auto half = product < 0 ? -scale / 2 : scale / 2;
  const auto units = narrow((product + half) / scale);
  if (!units) return std::nullopt;
  return Money{*units};
}

Money percent_of(Money value, Percent percent) {
  const auto units = static_cast<Wide>(value.units) * percent.units / (100 * Percent::one);
  return {narrow(units).value_or(units < 0 ? std::numeric_limits<std::int64_t>::min()
                                           : std::numeric_limits<std::int64_t>::max())};
}

Price percent_of(Price value, Percent percent) {
  return {percent_of(Money{value.units}, percent).units};
}

std::optional<Date> make_date(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

YearMonthDay year_month_day(Date date) {
  // The calendar repeats itself every 400 years, and the library's years end with 32767.
  constexpr std::int32_t era_years = 400;
  constexpr std::int32_t era_days = 146'097;
  auto era = date.days / era_days;
  auto rest = date.days % era_days;
  if (rest < 0) rest += era_days, --era;
  const std::chrono::year_month_day parts{std::chrono::sys_days{std::chrono::days{rest}}};
  return {static_cast<int>(parts.year()) + era * era_years, static_cast<unsigned>(parts.month()),
          static_cast<unsigned>(parts.day())};
}

unsigned weekday(Date date) {
  return std::chrono::weekday{std::chrono::sys_days{std::chrono::days{date.days}}}.c_encoding();
}

std::string to_text(Date date) {
  std::string text;
  append_date(text, date);
  return text;
}

std::optional<Date> parse_date(std::string_view text) {
  const auto year = digits_at(text, 0, 4), month = digits_at(text, 5, 2),
             day = digits_at(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !year || !month || !day)
    return std::nullopt;
  return make_date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

std::string to_text(Timestamp time) {
  std::string text;
  append_time(text, time);
  return text;
}

std::optional<Timestamp> parse_time(std::string_view text) {
  if (text.size() < 20) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  const auto hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2),
             second = digits_at(text, 17, 2);
  if (!date || !hour || !minute || !second) return std::nullopt;
  if ((text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::size_t at = 19;
  std::int64_t fraction = 0;
  if (text[at] == '.') {
    std::int64_t unit = ns_per_second / 10;
    const auto first = ++at;
    for (; at < text.size() && is_digit(text[at]); ++at, unit /= 10) {
      if (unit == 0) return std::nullopt;
      fraction += (text[at] - '0') * unit;
    }
    if (at == first) return std::nullopt;
  }
  std::int64_t offset = 0;
  const auto zone = text.substr(at);
  if (zone.empty()) return std::nullopt;
  if (zone == "Z" || zone == "z") {
    offset = 0;
  } else {
    const auto hours = digits_at(zone, 1, 2), minutes = digits_at(zone, 4, 2);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || !hours ||
        !minutes)
      return std::nullopt;
    if (*hours > 23 || *minutes > 59) return std::nullopt;
    offset = (*hours * 3600 + *minutes * 60) * (zone[0] == '-' ? -1 : 1);
  }
  const Wide ns = (static_cast<Wide>(date->days) * seconds_per_day + *hour * 3600 + *minute * 60 +
                   *second - offset) *
                      ns_per_second +
                  fraction;
  const auto units = narrow(ns);
  if (!units) return std::nullopt;
  return Timestamp{*units};
}

std::string to_text(const Bytes& bytes) {
  std::string hex;
  hex.reserve(bytes.raw.size() * 2);
  append_hex(hex, bytes.raw);
  return hex;
}

}  // namespace fillwright
