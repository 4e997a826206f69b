// Stream kind `instrument`: what can be traded, broker-neutral. Brokers' symbols are mapped in
// adapters.
#pragma once

#include <string>
#include <vector>

#include "events/described_values.hpp"

namespace fillwright {

// The tick of prices from `from` up, until the next band.
struct TickBand {
  Price from;
  Price tick;
  bool operator==(const TickBand&) const = default;
};
FILLWRIGHT_STRUCT(TickBand, from, tick)

struct InstrumentLeg {
  InstrumentId instrument;
  Side side = Side::buy;    // when the spread is bought
  std::uint32_t ratio = 1;  // units of this leg in one spread
  bool operator==(const InstrumentLeg&) const = default;
};
FILLWRIGHT_STRUCT(InstrumentLeg, instrument, side, ratio)

// An instrument got its number. The symbol is its canonical text: "SPY" (stock), the OCC symbol
// "SPY   251205C00680000" (option, root padded to six), "ESZ25" (future), "+1 <leg> -1 <leg>"
// (spread).
struct InstrumentDefined {
  static constexpr TypeId type_id = 100;
  InstrumentId instrument;
  AssetClass asset_class = AssetClass::none;
  std::string symbol;
  std::string root;        // "SPXW", "ES"; a stock's own ticker
  std::string underlying;  // "SPX": what quotes and limits per symbol go by
  Date expiry;
  Price strike;
  Right right = Right::none;
  std::string exchange;
  std::string currency = "USD";
  Quantity multiplier = Quantity::whole(1);
  std::vector<TickBand> ticks;      // by rising `from`; the first starts at zero
  std::string session;              // names the row of the table of market hours
  std::vector<InstrumentLeg> legs;  // of a spread
  Date valid_from;
  bool operator==(const InstrumentDefined&) const = default;
};
FILLWRIGHT_STRUCT(InstrumentDefined, instrument, asset_class, symbol, root, underlying, expiry,
                  strike, right, exchange, currency, multiplier, ticks, session, legs, valid_from)

}  // namespace fillwright
