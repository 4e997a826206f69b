#include "adapters/market/tape_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fillwright {
namespace {

constexpr std::size_t field_count = 6;
constexpr std::size_t longest_shown = 80;  // characters of a wrong text

// Plain short decimals without sign, the common case; all others go to the exact reader.
std::optional<std::int64_t> read_decimal(std::string_view text, int digits) {
  if (text.empty() || text.size() > 17 || text == ".") return parse_decimal(text, digits);
  std::int64_t units = 0;
  bool has_point = false;
  int missing = digits;  // fraction digits that were not written
  for (const char c : text) {
    if (c == '.' && !has_point) {
      has_point = true;
      continue;
    }
    if (c < '0' || c > '9') return parse_decimal(text, digits);
    units = units * 10 + (c - '0');
    if (has_point) --missing;
  }
  if (missing < 0) return parse_decimal(text, digits);
  for (; missing > 0; --missing)
    if (__builtin_mul_overflow(units, std::int64_t{10}, &units)) return std::nullopt;
  return units;
}

}  // namespace

std::string_view name_of(TapeFault fault) {
  static constexpr std::array<std::string_view, tape_fault_kinds> names{
      "half_a_line", "bad_number", "bad_symbol", "out_of_order", "crossed", "zero"};
  return names[static_cast<std::size_t>(fault)];
}

std::string to_text(const TapeProblem& problem) {
  const auto line =
      problem.line > 0 ? "line " + std::to_string(problem.line) + ": " : std::string();
  return line + std::string(name_of(problem.fault)) + ": found \"" + problem.found +
         "\", expected " + problem.expected;
}

std::string shown(std::string_view text) { return std::string(text.substr(0, longest_shown)); }

bool read_tape_line(std::string_view text, TapeLine& line, TapeProblem& problem) {
  const auto fail = [&](TapeFault fault, std::string_view found, std::string_view expected) {
    problem.fault = fault;
    problem.found = shown(found);
    problem.expected = expected;
    return false;
  };
  std::array<std::string_view, field_count> fields;
  std::size_t count = 0;
  for (std::size_t start = 0; start <= text.size(); ++count) {
    const auto comma = std::min(text.find(',', start), text.size());
    if (count < field_count) fields[count] = text.substr(start, comma - start);
    start = comma + 1;
  }
  if (count != field_count)
    return fail(TapeFault::half_a_line, text, "ts_ns,symbol,bid,ask,bid_size,ask_size");

  auto& [time, bid, ask, bid_size, ask_size] = line.quote;
  const auto* end = fields[0].data() + fields[0].size();
  const auto read = std::from_chars(fields[0].data(), end, time.ns);
  if (read.ec != std::errc() || read.ptr != end || time.ns <= 0)
    return fail(TapeFault::bad_number, fields[0], "a time in nanoseconds since 1970");
  line.symbol = fields[1];

  const auto read_field = [&](std::size_t index, auto& value, std::string_view expected) {
    const auto units =
        read_decimal(fields[index], std::remove_reference_t<decltype(value)>::digits);
    if (!units || *units < 0) return fail(TapeFault::bad_number, fields[index], expected);
    value.units = *units;
    return true;
  };
  return read_field(2, bid, "a bid price, zero or more, at most 9 decimals") &&
         read_field(3, ask, "an ask price, zero or more, at most 9 decimals") &&
         read_field(4, bid_size, "a bid size, zero or more") &&
         read_field(5, ask_size, "an ask size, zero or more");
}

std::optional<TapeFault> clean_sides(Quote& quote) {
  const bool has_no_bid = quote.bid.units == 0 || quote.bid_size.units == 0;
  const bool has_no_ask = quote.ask.units == 0 || quote.ask_size.units == 0;
  if (has_no_bid) quote.bid = {}, quote.bid_size = {};
  if (has_no_ask) quote.ask = {}, quote.ask_size = {};
  if (has_no_bid || has_no_ask) return TapeFault::zero;
  return quote.bid > quote.ask ? std::optional(TapeFault::crossed) : std::nullopt;
}

}  // namespace fillwright
