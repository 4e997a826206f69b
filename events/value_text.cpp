#include "events/value_text.hpp"

#include <charconv>
#include <cstdint>

namespace fillwright {
namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

// With zeros in front, up to so many digits.
void append_padded(std::string& out, std::int64_t value, int width) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  for (auto missing = width - static_cast<int>(end - digits); missing > 0; --missing) out += '0';
  out.append(digits, end);
}

// REQUIRES: 0 <= value < 10^width.
void put_digits(char* at, std::int64_t value, int width) {
  for (int i = width; i-- > 0; value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

void append_decimal(std::string& out, std::int64_t units, int digits) {
  // Through unsigned, because the smallest integer has no positive twin.
  auto rest =
      units < 0 ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
  char text[48];  // from the end: a fraction of at most 20 digits, the point, the whole, the sign
  auto* at = text + sizeof text;
  auto* last = at;  // behind what is not a trailing zero
  for (int i = 0; i < digits; ++i, rest /= 10) {
    *--at = static_cast<char>('0' + rest % 10);
    if (*at == '0' && last == at + 1) last = at;
  }
  if (last != at) *--at = '.';
  do *--at = static_cast<char>('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (units < 0) *--at = '-';
  out.append(at, last);
}

void append_date(std::string& out, Date date) {
  const auto [year, month, day] = year_month_day(date);
  append_padded(out, year, 4);
  char text[] = "-00-00";
  put_digits(text + 1, month, 2);
  put_digits(text + 4, day, 2);
  out.append(text, sizeof text - 1);
}

void append_time(std::string& out, Timestamp time) {
  auto second = time.ns / ns_per_second;
  auto fraction = time.ns % ns_per_second;
  if (fraction < 0) fraction += ns_per_second, --second;
  auto day = second / seconds_per_day;
  auto rest = second % seconds_per_day;
  if (rest < 0) rest += seconds_per_day, --day;
  append_date(out, Date{static_cast<std::int32_t>(day)});
  char text[] = "T00:00:00.000000000Z";
  put_digits(text + 1, rest / 3600, 2);
  put_digits(text + 4, rest / 60 % 60, 2);
  put_digits(text + 7, rest % 60, 2);
  put_digits(text + 10, fraction, 9);
  out.append(text, sizeof text - 1);
}

void append_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : bytes) {
    out += digits[static_cast<std::uint8_t>(c) >> 4];
    out += digits[static_cast<std::uint8_t>(c) & 0xF];
  }
}

}  // namespace fillwright
