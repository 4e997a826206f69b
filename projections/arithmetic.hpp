// Exact sums for projections. What a journal holds is not trusted to be small: sums and products
// stop at the ends of their range instead of overflowing, quotients round half away from zero.
#pragma once

#include <limits>

#include "events/values.hpp"

namespace fillwright {

__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 UnsignedWide;

constexpr std::int64_t saturate(Wide value) {
  constexpr Wide low = std::numeric_limits<std::int64_t>::min();
  constexpr Wide high = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(value < low ? low : value > high ? high : value);
}

template <class Tag, int Digits>
constexpr Decimal<Tag, Digits> plus(Decimal<Tag, Digits> a, Decimal<Tag, Digits> b) {
  return {saturate(Wide{a.units} + b.units)};
}
template <class Tag, int Digits>
constexpr Decimal<Tag, Digits> minus(Decimal<Tag, Digits> a, Decimal<Tag, Digits> b) {
  return {saturate(Wide{a.units} - b.units)};
}
template <class Tag, int Digits>
constexpr Decimal<Tag, Digits> times(Decimal<Tag, Digits> value, std::int64_t sign) {
  return {saturate(Wide{value.units} * sign)};
}

constexpr Wide plus(Wide a, Wide b) {
  Wide sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  constexpr auto high = static_cast<Wide>(~UnsignedWide{0} >> 1);
  return a < 0 ? -high : high;
}

// REQUIRES: divisor > 0.
constexpr std::int64_t divide_rounded(Wide total, Wide divisor) {
  const Wide half = divisor / 2;
  return saturate(plus(total, total < 0 ? -half : half) / divisor);
}

// price × quantity × multiplier, rounded half away from zero to Money's 10^-6.
inline Money value_of(Price price, Quantity quantity, Quantity multiplier) {
  if (const auto money = notional(price, quantity, multiplier)) return *money;
  const bool is_negative = ((price.units < 0) != (quantity.units < 0)) != (multiplier.units < 0);
  return {is_negative ? std::numeric_limits<std::int64_t>::min()
                      : std::numeric_limits<std::int64_t>::max()};
}

constexpr Duration since(Timestamp earlier, Timestamp later) {
  return {saturate(Wide{later.ns} - earlier.ns)};
}

// Like mid, for any numbers.
constexpr Price middle(const Quote& quote) {
  return {saturate(quote.bid.units + (Wide{quote.ask.units} - quote.bid.units) / 2)};
}

}  // namespace fillwright
