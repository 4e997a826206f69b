#include "actors/net_quote.hpp"

#include <algorithm>
#include <limits>

namespace fillwright {
namespace {

struct NetSide {
  std::int64_t price = 0;
  std::int64_t spreads = std::numeric_limits<std::int64_t>::max();  // whole ones on offer

  // False on overflow.
  bool add(Price leg_price, Quantity size, std::int64_t signed_ratio) {
    std::int64_t part = 0;
    if (__builtin_mul_overflow(leg_price.units, signed_ratio, &part)) return false;
    if (__builtin_add_overflow(price, part, &price)) return false;
    const auto ratio = signed_ratio < 0 ? -signed_ratio : signed_ratio;
    spreads = std::min(spreads, std::max<std::int64_t>(size.units, 0) / Quantity::one / ratio);
    return true;
  }
};

}  // namespace

std::optional<Quote> net_quote(const std::vector<InstrumentLeg>& legs, const LegQuote& quote_of) {
  if (legs.empty()) return std::nullopt;
  NetSide bid;
  NetSide ask;
  Timestamp oldest{std::numeric_limits<std::int64_t>::max()};
  for (const auto& leg : legs) {
    const auto* quote = quote_of(leg.instrument);
    if (!quote || leg.ratio == 0) return std::nullopt;
    oldest = std::min(oldest, quote->time);
    const auto ratio = sign(leg.side) * static_cast<std::int64_t>(leg.ratio);
    const bool is_bought = leg.side == Side::buy;
    if (!bid.add(is_bought ? quote->bid : quote->ask, is_bought ? quote->bid_size : quote->ask_size,
                 ratio) ||
        !ask.add(is_bought ? quote->ask : quote->bid, is_bought ? quote->ask_size : quote->bid_size,
                 ratio))
      return std::nullopt;
  }
  Quote net;
  net.time = oldest;
  if (bid.spreads > 0) {
    net.bid.units = bid.price;
    net.bid_size = Quantity{bid.spreads * Quantity::one};
  }
  if (ask.spreads > 0) {
    net.ask.units = ask.price;
    net.ask_size = Quantity{ask.spreads * Quantity::one};
  }
  return net;
}

}  // namespace fillwright
