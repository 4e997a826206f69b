// Tick sizes: the smallest price change an exchange accepts, which grows with the price.
// A table is a list of bands by rising `from`, the first from zero. Negative prices (a spread's
// credit) use the grid of their absolute value. Nothing here overflows; an unusable table or a
// result outside int64 is nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/instrument_events.hpp"
#include "events/price_policy.hpp"

namespace fillwright {

using TickTable = std::vector<TickBand>;

// Usable: not empty, starts at zero, bands rise, ticks are positive, and each band begins on the
// grid of the one before it.
bool is_usable(const TickTable& ticks);

// The tick of the band that `price` lies in (3.00 lies in the band from 3.00). Nothing when the
// table is empty.
std::optional<Price> tick_at(Price price, const TickTable& ticks);

bool is_on_tick(Price price, const TickTable& ticks);

// passive: never worse for us (a buy down, a sell up); up, down: by value; nearest: halves go to
// the passive side. A price on the grid stays. The result may be zero or below: see
// is_valid_price.
std::optional<Price> round_to_tick(Price price, Side side, Rounding rounding,
                                   const TickTable& ticks);

// The `count`-th price of the grid beyond `price` toward the far side (a buy up, a sell down):
// 2.99 → 3.00 → 3.05. A price off the grid first reaches the next one on it. `count` from 1 to
// 10,000.
std::optional<Price> steps_toward_far(Price price, Side side, std::int64_t count,
                                      const TickTable& ticks);

// On the grid, and above zero unless it is a spread's net price, which is anything but zero.
bool is_valid_price(Price price, AssetClass asset_class, const TickTable& ticks);

}  // namespace fillwright
