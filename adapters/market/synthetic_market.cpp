#include "adapters/market/synthetic_market.hpp"

#include <algorithm>
#include <cmath>

#include "actors/domain/pricing/ticks.hpp"
#include "adapters/market/noise.hpp"
#include "adapters/market/synthetic_levels.hpp"

namespace fillwright {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr double seconds_per_year = 365.0 * 86'400;
constexpr double interest_rate = 0.04;

// Straight lines between random heights, `period` apart: from -1 to 1.
double wave(std::uint64_t hash, Timestamp time, std::int64_t period) {
  const auto step = static_cast<std::uint64_t>(time.ns / period);
  const auto part = static_cast<double>(time.ns % period) / static_cast<double>(period);
  const auto height = [hash](std::uint64_t at) { return 2 * unit_of(mix(hash + mix(at))) - 1; };
  return height(step) + (height(step + 1) - height(step)) * part;
}

// How far the series is from its level, as a logarithm: waves of 2 s, 8 s, … 36 h, each as high as
// a random walk gets in its time.
double drift(std::uint64_t seed, const SyntheticLevel& level, Timestamp time) {
  const auto hash = hash_of(seed, level.series);
  double sum = 0;
  std::uint64_t octave = 0;
  for (std::int64_t period = 2; period <= 131'072; period *= 4) {
    const auto height = level.volatility * std::sqrt(static_cast<double>(period) / (252 * 23'400.));
    sum += height * wave(mix(hash + ++octave), time, period * second);
  }
  return sum;
}

double price_of(std::uint64_t seed, const SyntheticLevel& level, Timestamp time) {
  return level.price * std::exp(drift(seed, level, time));
}

double normal(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Black and Scholes.
double option_value(double spot, double strike, double years, double volatility, Right right) {
  const auto discounted = strike * std::exp(-interest_rate * years);
  const auto deviation = volatility * std::sqrt(years);
  if (deviation <= 0) return std::max(0.0, right == Right::call ? spot - strike : strike - spot);
  const auto d1 = std::log(spot / discounted) / deviation + deviation / 2;
  const auto d2 = d1 - deviation;
  return right == Right::call ? spot * normal(d1) - discounted * normal(d2)
                              : discounted * normal(-d2) - spot * normal(-d1);
}

Price to_price(double value) { return {std::llround(std::clamp(value, 0.0, 1e9) * Price::one)}; }

// The two sides around a value, on the grid, never crossed or locked.
std::optional<Quote> around(double value, double half_spread, const TickTable& ticks) {
  auto bid = round_to_tick(to_price(value - half_spread), Side::buy, Rounding::passive, ticks);
  auto ask = round_to_tick(to_price(value + half_spread), Side::sell, Rounding::passive, ticks);
  if (!bid || !ask) return std::nullopt;
  if (*ask <= *bid) ask = steps_toward_far(*bid, Side::buy, 1, ticks);
  if (!ask) return std::nullopt;
  Quote quote;
  quote.bid = *bid;
  quote.ask = *ask;
  return quote;
}

Quantity some(std::uint64_t hash, std::int64_t least, std::int64_t most, std::int64_t lot) {
  const auto count = static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(most - least + 1));
  return Quantity::whole((least + count) * lot);
}

}  // namespace

Timestamp last_moment(Date expiry) {
  return {(static_cast<std::int64_t>(expiry.days) * 86'400 + 21 * 3'600) * second};
}

std::optional<Quote> synthetic_quote(std::uint64_t seed, const InstrumentDefined& instrument,
                                     Timestamp time) {
  if (time.ns <= 0 || instrument.ticks.empty()) return std::nullopt;
  const auto expires = last_moment(instrument.expiry);
  if (instrument.expiry.days != 0 && time > expires) return std::nullopt;

  std::optional<Quote> quote;
  std::int64_t most = 20;
  std::int64_t lot = 1;
  if (instrument.asset_class == AssetClass::option) {
    const auto level = level_of(instrument.underlying);
    const auto years = static_cast<double>((expires - time).ns) / (seconds_per_year * second);
    const auto strike = static_cast<double>(instrument.strike.units) / Price::one;
    const auto value = option_value(price_of(seed, level, time), strike, years, level.volatility,
                                    instrument.right);
    quote = around(value, value * 0.01, instrument.ticks);
    most = 150;
  } else if (instrument.asset_class == AssetClass::stock ||
             instrument.asset_class == AssetClass::future) {
    const auto value = price_of(seed, level_of(instrument.root), time);
    quote = around(value, value * 0.00002, instrument.ticks);
    if (instrument.asset_class == AssetClass::stock) lot = 100;
  }
  if (!quote) return std::nullopt;
  quote->time = time;
  const auto hash = mix(hash_of(seed, instrument.symbol) + static_cast<std::uint64_t>(time.ns));
  if (quote->bid.units > 0) quote->bid_size = some(mix(hash + 1), 1, most, lot);
  if (quote->ask.units > 0) quote->ask_size = some(mix(hash + 2), 1, most, lot);
  return quote;
}

}  // namespace fillwright
