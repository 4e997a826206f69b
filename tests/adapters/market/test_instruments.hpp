// A handful of instruments for the tests of market data and of the paper broker.
#pragma once

#include "actors/domain/instrument/instruments.hpp"

namespace fillwright::test {

inline constexpr InstrumentId stock{1};         // SPY
inline constexpr InstrumentId call{2};          // SPY 680 call
inline constexpr InstrumentId upper_call{3};    // SPY 685 call
inline constexpr InstrumentId call_spread{4};   // +1 680 call -1 685 call
inline constexpr InstrumentId future{5};        // ESZ25
inline constexpr InstrumentId ratio_spread{6};  // +1 680 call -2 685 call

inline Price dollars(double amount) {
  return {static_cast<std::int64_t>(amount * 10'000 + (amount < 0 ? -0.5 : 0.5)) * 100'000};
}
inline Quantity lots(std::int64_t count) { return Quantity::whole(count); }
inline Quote quote_at(std::int64_t time, double bid, double ask, std::int64_t bid_size = 10,
                      std::int64_t ask_size = 10) {
  return {{time}, dollars(bid), dollars(ask), lots(bid_size), lots(ask_size)};
}

inline InstrumentDefined make_option(InstrumentId id, const std::string& symbol, int strike) {
  InstrumentDefined option;
  option.instrument = id;
  option.asset_class = AssetClass::option;
  option.symbol = symbol;
  option.root = option.underlying = "SPY";
  option.expiry = *make_date(2025, 12, 5);
  option.strike = Price::whole(strike);
  option.right = Right::call;
  option.multiplier = Quantity::whole(100);
  option.ticks = {{{}, dollars(0.01)}};
  return option;
}

inline InstrumentDefined make_spread(InstrumentId id, std::uint32_t sold) {
  InstrumentDefined spread;
  spread.instrument = id;
  spread.asset_class = AssetClass::spread;
  spread.symbol = "+1 SPY   251205C00680000 -" + std::to_string(sold) + " SPY   251205C00685000";
  spread.root = spread.underlying = "SPY";
  spread.multiplier = Quantity::whole(100);
  spread.ticks = {{{}, dollars(0.01)}};
  spread.legs = {{call, Side::buy, 1}, {upper_call, Side::sell, sold}};
  return spread;
}

inline Instruments make_instruments() {
  Instruments instruments;
  InstrumentDefined spy;
  spy.instrument = stock;
  spy.asset_class = AssetClass::stock;
  spy.symbol = spy.root = spy.underlying = "SPY";
  spy.ticks = {{{}, dollars(0.01)}};
  instruments.add(spy);
  instruments.add(make_option(call, "SPY   251205C00680000", 680));
  instruments.add(make_option(upper_call, "SPY   251205C00685000", 685));
  instruments.add(make_spread(call_spread, 1));
  InstrumentDefined es;
  es.instrument = future;
  es.asset_class = AssetClass::future;
  es.symbol = "ESZ25";
  es.root = es.underlying = "ES";
  es.multiplier = Quantity::whole(50);
  es.ticks = {{{}, dollars(0.25)}};
  instruments.add(es);
  instruments.add(make_spread(ratio_spread, 2));
  return instruments;
}

}  // namespace fillwright::test
