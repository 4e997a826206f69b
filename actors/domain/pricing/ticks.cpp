#include "actors/domain/pricing/ticks.hpp"

#include <limits>

#include "events/mutation.hpp"

namespace fillwright {
namespace {

// Prices reach int64's ends, so that sums and negations are made in 128 bits.
__extension__ typedef __int128 Wide;

constexpr std::int64_t most_steps = 10'000;

std::optional<Price> narrow(Wide units) {
  if (units > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  if (units < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return Price{static_cast<std::int64_t>(units)};
}

// The last band that starts at or below `magnitude`. `ticks` is usable, `magnitude` >= 0.
std::size_t band_of(Wide magnitude, const TickTable& ticks) {
  std::size_t band = 0;
  while (band + 1 < ticks.size() && ticks[band + 1].from.units <= magnitude) ++band;
  return band;
}

Wide floor_of_magnitude(Wide magnitude, const TickTable& ticks) {
  const auto& band = ticks[band_of(magnitude, ticks)];
  return magnitude - (magnitude - band.from.units) % band.tick.units;
}

Wide ceiling_of_magnitude(Wide magnitude, const TickTable& ticks) {
  const auto below = floor_of_magnitude(magnitude, ticks);
  if (below == magnitude) return magnitude;
  return below + ticks[band_of(magnitude, ticks)].tick.units;  // at most the next band's start
}

Wide floor_on_grid(Wide value, const TickTable& ticks) {
  return value >= 0 ? floor_of_magnitude(value, ticks) : -ceiling_of_magnitude(-value, ticks);
}

Wide ceiling_on_grid(Wide value, const TickTable& ticks) { return -floor_on_grid(-value, ticks); }

}  // namespace

bool is_usable(const TickTable& ticks) {
  if (ticks.empty() || ticks.front().from.units != 0) return false;
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    if (ticks[i].tick.units <= 0) return false;
    if (i == 0) continue;
    if (ticks[i].from <= ticks[i - 1].from) return false;
    const auto width = ticks[i].from.units - ticks[i - 1].from.units;  // both are >= 0
    if (width % ticks[i - 1].tick.units != 0) return false;
  }
  return true;
}

std::optional<Price> tick_at(Price price, const TickTable& ticks) {
  if (ticks.empty()) return std::nullopt;
  const Wide value = price.units;
  return ticks[band_of(value < 0 ? -value : value, ticks)].tick;
}

bool is_on_tick(Price price, const TickTable& ticks) {
  return is_usable(ticks) && floor_on_grid(price.units, ticks) == price.units;
}

std::optional<Price> round_to_tick(Price price, Side side, Rounding rounding,
                                   const TickTable& ticks) {
  if (!is_usable(ticks)) return std::nullopt;
  const auto below = floor_on_grid(price.units, ticks);
  const auto above = ceiling_on_grid(price.units, ticks);
  const auto passive = side == Side::buy ? below : above;
  switch (rounding) {
    case Rounding::passive:
      return narrow(passive);
    case Rounding::up:
      return narrow(above);
    case Rounding::down:
      return narrow(below);
    case Rounding::nearest: {
      const auto to_below = price.units - below;
      const auto to_above = above - price.units;
      if (to_below == to_above && is_mutated(Mutation::tie_rounded_away))
        return narrow(side == Side::buy ? above : below);
      if (to_below == to_above) return narrow(passive);
      return narrow(to_below < to_above ? below : above);
    }
  }
  return std::nullopt;  // a value of a newer program
}

std::optional<Price> steps_toward_far(Price price, Side side, std::int64_t count,
                                      const TickTable& ticks) {
  if (!is_usable(ticks) || count < 1 || count > most_steps) return std::nullopt;
  Wide value = price.units * static_cast<Wide>(sign(side));
  // The grid is the same on both sides of zero, so a sell walks up in negated prices.
  for (; count > 0; --count) value = ceiling_on_grid(value + 1, ticks);
  return narrow(value * sign(side));
}

bool is_valid_price(Price price, AssetClass asset_class, const TickTable& ticks) {
  if (asset_class == AssetClass::spread ? price.units == 0 : price.units <= 0) return false;
  return is_on_tick(price, ticks);
}

}  // namespace fillwright
