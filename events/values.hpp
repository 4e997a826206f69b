// The values that every part shares: scaled integers for money, time in UTC nanoseconds, sides.
// Nothing here allocates, throws or rounds silently.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fillwright {

// A decimal number kept as an integer count of 10^-Digits. Values of different tags never mix.
template <class Tag, int Digits>
struct Decimal {
  static constexpr int digits = Digits;
  static constexpr std::int64_t one = [] {
    std::int64_t power = 1;
    for (int i = 0; i < Digits; ++i) power *= 10;
    return power;
  }();

  std::int64_t units = 0;  // value × 10^Digits

  static constexpr Decimal whole(std::int64_t value) { return {value * one}; }
  auto operator<=>(const Decimal&) const = default;
  constexpr Decimal operator+(Decimal other) const { return {units + other.units}; }
  constexpr Decimal operator-(Decimal other) const { return {units - other.units}; }
  constexpr Decimal operator-() const { return {-units}; }
  constexpr Decimal& operator+=(Decimal other) { return units += other.units, *this; }
  constexpr Decimal& operator-=(Decimal other) { return units -= other.units, *this; }
  constexpr Decimal operator*(std::int64_t factor) const { return {units * factor}; }
  constexpr bool is_zero() const { return units == 0; }
};

// The exact decimal text, without trailing zeros: "0.75", "-2.6", "100".
std::string decimal_text(std::int64_t units, int digits);
// Reads an exact decimal: optional sign, digits, optional fraction (".75" and "57." are fine).
// Nothing when it is malformed, has more fraction digits than `digits` (trailing zeros aside) or
// overflows.
std::optional<std::int64_t> parse_decimal(std::string_view text, int digits);

template <class Tag, int Digits>
std::string to_text(Decimal<Tag, Digits> value) {
  return decimal_text(value.units, Digits);
}
template <class D>
std::optional<D> parse(std::string_view text) {
  const auto units = parse_decimal(text, D::digits);
  if (!units) return std::nullopt;
  return D{*units};
}

// Of one unit of an instrument, in its currency; the instrument says how many units a contract has.
// A spread's net price is signed: a debit is positive, a credit negative.
using Price = Decimal<struct PriceTag, 9>;
// An amount in the account's currency.
using Money = Decimal<struct MoneyTag, 6>;
// Contracts or shares; fractional shares are possible.
using Quantity = Decimal<struct QuantityTag, 6>;
// Percent: 12.5 % is 12.5.
using Percent = Decimal<struct PercentTag, 4>;

// price × quantity × multiplier, rounded half away from zero to Money's 10^-6. Nothing on overflow.
std::optional<Money> notional(Price price, Quantity quantity, Quantity multiplier);
// value × percent / 100, rounded toward zero.
Money percent_of(Money value, Percent percent);
Price percent_of(Price value, Percent percent);

// Nanoseconds since 1970-01-01T00:00:00Z. Zero means "not given".
struct Timestamp {
  std::int64_t ns = 0;
  auto operator<=>(const Timestamp&) const = default;
};
// A span of time in nanoseconds.
struct Duration {
  std::int64_t ns = 0;
  auto operator<=>(const Duration&) const = default;
};
constexpr Duration seconds(std::int64_t count) { return {count * 1'000'000'000}; }
constexpr Duration milliseconds(std::int64_t count) { return {count * 1'000'000}; }
constexpr Timestamp operator+(Timestamp time, Duration span) { return {time.ns + span.ns}; }
constexpr Timestamp operator-(Timestamp time, Duration span) { return {time.ns - span.ns}; }
constexpr Duration operator-(Timestamp later, Timestamp earlier) { return {later.ns - earlier.ns}; }

// A calendar date (an expiry, an exchange's trading day). Zero means "not given".
struct Date {
  std::int32_t days = 0;  // since 1970-01-01
  auto operator<=>(const Date&) const = default;
};
// Nothing when there is no such day (30 February).
std::optional<Date> make_date(int year, unsigned month, unsigned day);
struct YearMonthDay {
  int year;
  unsigned month;
  unsigned day;
};
YearMonthDay year_month_day(Date date);
// 0 is Sunday.
unsigned weekday(Date date);

// RFC 3339 in UTC with nanoseconds: "2026-11-20T14:30:00.000000000Z".
std::string to_text(Timestamp time);
// RFC 3339 with any offset and up to nine fraction digits; a zone is required. Nothing when
// malformed.
std::optional<Timestamp> parse_time(std::string_view text);
// "2026-11-20".
std::string to_text(Date date);
std::optional<Date> parse_date(std::string_view text);

enum class Side : std::uint8_t { buy = 1, sell = 2 };
// Whether an order adds to what is held or reduces it.
enum class Effect : std::uint8_t { open = 1, close = 2 };
enum class Right : std::uint8_t { none = 0, call = 1, put = 2 };
enum class AssetClass : std::uint8_t { none = 0, stock = 1, option = 2, future = 3, spread = 4 };

constexpr Side opposite(Side side) { return side == Side::buy ? Side::sell : Side::buy; }
// +1 for a buy, -1 for a sell.
constexpr std::int64_t sign(Side side) { return side == Side::buy ? 1 : -1; }

// A small number for an instrument; InstrumentDefined says which. Zero means "none".
struct InstrumentId {
  std::uint32_t number = 0;
  auto operator<=>(const InstrumentId&) const = default;
};

// Any bytes; in JSON they are hexadecimal digits. Texts are std::string.
struct Bytes {
  std::string raw;
  bool operator==(const Bytes&) const = default;
};
std::string to_text(const Bytes& bytes);

// The best bid and offer seen. Either side is missing when its price is absent (no size).
struct Quote {
  Timestamp time;
  Price bid;
  Price ask;
  Quantity bid_size;
  Quantity ask_size;
  bool operator==(const Quote&) const = default;
};
// Exactly halfway, rounded toward the bid when half a nano remains.
constexpr Price mid(const Quote& quote) {
  return {quote.bid.units + (quote.ask.units - quote.bid.units) / 2};
}

}  // namespace fillwright
