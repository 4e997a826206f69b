#include "adapters/lean/lean_bars.hpp"

#include <algorithm>
#include <array>

namespace fillwright::lean {
namespace {

constexpr std::size_t field_count = 11;
constexpr std::int64_t day_milliseconds = 86'400'000;

using Fields = std::array<std::string_view, field_count>;

// Splits; false when there are more fields or fewer.
bool split(std::string_view text, Fields& fields) {
  std::size_t count = 0;
  for (std::size_t begin = 0; begin <= text.size(); ++count) {
    const auto comma = std::min(text.find(',', begin), text.size());
    if (count < field_count) fields[count] = text.substr(begin, comma - begin);
    begin = comma + 1;
  }
  return count == field_count;
}

bool read_price(std::string_view text, int digits, Price& price) {
  const auto units = parse_decimal(text, digits);
  if (!units || *units < 0 || *units >= Price::whole(10'000'000).units) return false;
  price.units = *units;
  return true;
}

// The five fields from `first` on.
bool read_side(const Fields& fields, std::size_t first, int digits, BarSide& side) {
  side = {};
  const bool is_missing = std::all_of(fields.begin() + static_cast<std::ptrdiff_t>(first),
                                      fields.begin() + static_cast<std::ptrdiff_t>(first) + 4,
                                      [](auto field) { return field.empty(); });
  if (is_missing) return true;
  const auto size = parse_decimal(fields[first + 4], Quantity::digits);
  if (!size || *size < 0) return false;
  side.size.units = *size;
  return read_price(fields[first], digits, side.open) &&
         read_price(fields[first + 1], digits, side.high) &&
         read_price(fields[first + 2], digits, side.low) &&
         read_price(fields[first + 3], digits, side.close) && is_possible(side);
}

}  // namespace

bool read_bar(std::string_view text, int price_digits, BarLine& bar, TapeProblem& problem) {
  const auto fail = [&](TapeFault fault, std::string_view found, std::string_view expected) {
    problem = {fault, problem.line, shown(found), std::string(expected)};
    return false;
  };
  Fields fields;
  if (!split(text, fields))
    return fail(TapeFault::half_a_line, text,
                "a time, open, high, low, close and size of the bid, and of the ask");
  const auto time = parse_decimal(fields[0], 0);
  if (!time || *time < 0 || *time >= day_milliseconds)
    return fail(TapeFault::bad_number, fields[0], "milliseconds since midnight");
  bar.since_midnight = milliseconds(*time);
  if (!read_side(fields, 1, price_digits, bar.bid))
    return fail(TapeFault::bad_number, text, "a bid's open and close between its low and its high");
  if (!read_side(fields, 6, price_digits, bar.ask))
    return fail(TapeFault::bad_number, text,
                "an ask's open and close between its low and its high");
  return true;
}

}  // namespace fillwright::lean
