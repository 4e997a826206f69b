// Where a made-up market stands: levels and volatilities of well-known symbols, so that a newcomer
// finds prices that look right. Anything else gets a plausible level from its name.
#pragma once

#include <string>
#include <string_view>

namespace fillwright {

struct SyntheticLevel {
  std::string series;  // symbols of one series move together: SPY, SPX, ES
  double price = 0;
  double volatility = 0;  // a year's, 0.2 is 20 %
};

// Of a stock, an index or a future's root.
SyntheticLevel level_of(std::string_view symbol);

}  // namespace fillwright
