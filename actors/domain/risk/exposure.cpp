#include "actors/domain/risk/exposure.hpp"

#include <algorithm>

namespace fillwright {

std::optional<Money> money_at_stake(const InstrumentDefined& instrument, Side side, Price price,
                                    Price spread_width) {
  const auto one = Quantity::whole(1);
  const auto value = [&](Price of) { return notional(of, one, instrument.multiplier); };
  const auto share = [&](Price of, Percent percent) -> std::optional<Money> {
    const auto whole = value(of);
    if (!whole || whole->units <= 0) return std::nullopt;
    return percent_of(*whole, percent);
  };
  switch (instrument.asset_class) {
    case AssetClass::stock:
      return side == Side::buy ? share(price, Percent::whole(100))
                               : share(price, short_stock_margin);
    case AssetClass::option:
      return side == Side::buy ? share(price, Percent::whole(100))
                               : share(instrument.strike, Percent::whole(100));
    case AssetClass::future:
      return share(price, future_margin);
    case AssetClass::spread: {
      const bool is_debit = (price.units > 0) == (side == Side::buy);
      if (is_debit) return share(price.units < 0 ? -price : price, Percent::whole(100));
      const auto credit = price.units < 0 ? -price : price;
      return share(spread_width - credit, Percent::whole(100));
    }
    case AssetClass::none:
      break;
  }
  return std::nullopt;
}

Price widest_strikes(const std::vector<LegStrike>& legs) {
  Price widest;
  for (const auto& a : legs)
    for (const auto& b : legs)
      if (a.right == b.right) widest = std::max(widest, a.strike - b.strike);
  return widest;
}

}  // namespace fillwright
