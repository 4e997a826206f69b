// What exchanges say about products, as data: ticks, multiplier, exchange.
// A class that is not listed gets the coarser grid, whose prices are valid on the finer one too.
#pragma once

#include <string_view>
#include <vector>

#include "actors/domain/pricing/ticks.hpp"

namespace fillwright {

struct FutureProduct {
  std::string_view root;  // "ES", without month and year
  std::string_view exchange;
  Quantity multiplier;  // units of the quoted price in one contract
  TickTable ticks;
};

// By root, sorted.
const std::vector<FutureProduct>& future_products();
// `root` in capitals. Null when it is not known: nothing is guessed for a future.
const FutureProduct* find_future(std::string_view root);

// 0.01, and 0.0001 below 1.00.
const TickTable& stock_ticks();

// Ticks of a single option. SPY, QQQ, IWM: 0.01 everywhere; classes of the penny programme:
// 0.01 below 3.00 and 0.05 above; all others, SPX among them: 0.05 and 0.10.
const TickTable& option_ticks(std::string_view root);
// Ticks of the net price of a multi-leg option order: 0.05 for SPX and other index classes, else
// 0.01.
const TickTable& complex_ticks(std::string_view root);
// "CBOE" for index classes, "OPRA" for what trades on many exchanges.
std::string_view option_exchange(std::string_view root);
inline constexpr auto option_multiplier = Quantity::whole(100);

}  // namespace fillwright
