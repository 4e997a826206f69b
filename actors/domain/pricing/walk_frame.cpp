#include "actors/domain/pricing/walk_frame.hpp"

#include <algorithm>
#include <limits>

namespace fillwright::pricing {
namespace {

// The sign that a spread's price keeps: that of the price it has, else of what was called, else of
// the market.
int sign_of_price(const WalkTerms& terms, const WalkState& state, const Quote& quote) {
  if (terms.asset_class != AssetClass::spread) return 1;
  for (const auto& price : {state.current, terms.alert_price, terms.reference, terms.hard_cap})
    if (price && !price->is_zero()) return price->units > 0 ? 1 : -1;
  const auto sum = static_cast<Wide>(quote.bid.units) + quote.ask.units;
  return sum == 0 ? 0 : sum > 0 ? 1 : -1;
}

bool is_missing(Price price, Quantity size, AssetClass asset_class) {
  return size.units <= 0 || (asset_class != AssetClass::spread && price.units <= 0);
}

}  // namespace

Frame::Frame(const WalkTerms& terms, const WalkState& state, const Quote& quote)
    : terms_(terms),
      state_(state),
      sign_(sign(terms.side)),
      near_(sign_ * (terms.side == Side::buy ? quote.bid : quote.ask).units),
      far_(sign_ * (terms.side == Side::buy ? quote.ask : quote.bid).units),
      zero_side_(static_cast<int>(sign_) * sign_of_price(terms, state, quote)) {}

std::optional<Price> Frame::real(Wide value) const {
  const auto units = sign_ * value;
  if (units > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  if (units < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return Price{static_cast<std::int64_t>(units)};
}

Wide Frame::distance(const PriceOffset& offset, Wide base) const {
  const Wide value = offset.value.units;
  const auto magnitude = base < 0 ? -base : base;
  switch (offset.unit) {
    case OffsetUnit::none:
      return 0;
    case OffsetUnit::money:
      return value;
    case OffsetUnit::ticks:
      return value * tick(base) / Price::one;
    case OffsetUnit::percent:
      return value * magnitude / (static_cast<Wide>(Price::one) * 100);
    case OffsetUnit::bps:
      return value * magnitude / (static_cast<Wide>(Price::one) * 10'000);
  }
  return 0;
}

Wide Frame::largest(const std::vector<PriceOffset>& offsets, Wide base) const {
  if (offsets.empty()) return 0;
  auto most = distance(offsets.front(), base);
  for (const auto& offset : offsets) most = std::max(most, distance(offset, base));
  return most;
}

std::optional<Wide> Frame::start() const {
  const auto& policy = *terms_.policy;
  const auto given = [&](const std::optional<Price>& price) -> std::optional<Wide> {
    if (!price) return std::nullopt;
    return framed(*price);
  };
  std::optional<Wide> base;
  switch (policy.start) {
    case PriceStart::mid:
      base = mid();
      break;
    case PriceStart::far_side:
      base = far();
      break;
    case PriceStart::near_side:
      base = near();
      break;
    case PriceStart::alert_price:
      base = given(terms_.alert_price);
      break;
    case PriceStart::mid_or_alert:
      base = std::min(mid(), given(terms_.alert_price).value_or(mid()));
      break;
    case PriceStart::reference:
      base = given(terms_.reference);
      break;
  }
  if (!base) return std::nullopt;
  const bool is_own =
      terms_.side == Side::sell && policy.sell_start_offset.unit != OffsetUnit::none;
  return *base + distance(is_own ? policy.sell_start_offset : policy.start_offset, *base);
}

std::optional<Wide> Frame::cap(CapSet set) const {
  std::optional<Wide> tightest;
  const auto tighten = [&](Wide limit) {
    if (!tightest || limit < *tightest) tightest = limit;
  };
  for (const auto& cap : terms_.policy->caps) {
    const bool is_moving = cap.base == CapBase::far_side || cap.base == CapBase::mid;
    if (set == CapSet::fixed && is_moving) continue;
    if (set == CapSet::of_conversion && cap.base == CapBase::far_side && cap.offsets.empty())
      continue;
    std::optional<Wide> base;
    if (cap.base == CapBase::far_side) base = far();
    if (cap.base == CapBase::mid) base = mid();
    if (cap.base == CapBase::alert_price && terms_.alert_price) base = framed(*terms_.alert_price);
    if (cap.base == CapBase::reference && terms_.reference) base = framed(*terms_.reference);
    if (cap.base == CapBase::first_price && state_.current) base = framed(state_.first_price);
    if (base) tighten(*base + largest(cap.offsets, *base));
  }
  if (terms_.hard_cap) tighten(framed(*terms_.hard_cap));
  return tightest;
}

std::optional<Wide> Frame::cap_on_grid(CapSet set) const {
  auto limit = cap(set);
  if (limit) limit = round(*limit, Rounding::passive);
  if (zero_side_ >= 0) return limit;
  const Wide last = -static_cast<Wide>(terms_.ticks->front().tick.units);  // one tick before zero
  return limit ? std::min(*limit, last) : last;
}

std::optional<Wide> Frame::least() const {
  if (zero_side_ <= 0) return std::nullopt;
  return terms_.ticks->front().tick.units;
}

std::optional<Wide> Frame::round(Wide value, Rounding rounding) const {
  const auto price = real(value);
  if (!price) return std::nullopt;
  const auto rounded = round_to_tick(*price, terms_.side, rounding, *terms_.ticks);
  if (!rounded) return std::nullopt;
  return framed(*rounded);
}

std::optional<Wide> Frame::marketable() const {
  return round(far_, terms_.side == Side::buy ? Rounding::up : Rounding::down);
}

std::optional<Wide> Frame::step(Wide value, std::int64_t ticks) const {
  const auto price = real(value);
  if (!price) return std::nullopt;
  const auto next = steps_toward_far(*price, terms_.side, ticks, *terms_.ticks);
  if (!next) return std::nullopt;
  return framed(*next);
}

Wide Frame::tick(Wide value) const {
  const auto price = real(value);
  return tick_at(price.value_or(Price{}), *terms_.ticks).value_or(Price{1}).units;
}

std::optional<HoldReason> quote_trouble(const WalkTerms& terms, const WalkState& state,
                                        const Seen& seen) {
  if (!seen.quote) return HoldReason::quote_missing;
  const auto& quote = *seen.quote;
  const auto& guard = terms.policy->guard;
  if (is_missing(quote.bid, quote.bid_size, terms.asset_class) ||
      is_missing(quote.ask, quote.ask_size, terms.asset_class))
    return HoldReason::quote_missing;
  if (quote.bid > quote.ask) return HoldReason::quote_crossed;
  const auto age = static_cast<Wide>(seen.now.ns) - quote.time.ns;
  if (guard.ahead_at_most.ns > 0 && -age > guard.ahead_at_most.ns) return HoldReason::quote_ahead;
  if (guard.stale_after.ns > 0 && age > guard.stale_after.ns) return HoldReason::quote_stale;

  const auto spread = static_cast<Wide>(quote.ask.units) - quote.bid.units;
  const auto middle = quote.bid.units + spread / 2;
  if (guard.widest_times.units > 0 && state.current) {
    const auto tick = tick_at(*state.current, *terms.ticks).value_or(Price{});
    const auto usual = std::max(state.first_spread, tick);
    if (spread * Price::one > static_cast<Wide>(usual.units) * guard.widest_times.units)
      return HoldReason::quote_wide;
  }
  if (guard.widest_percent.units > 0 &&
      spread * 100 * Percent::one > (middle < 0 ? -middle : middle) * guard.widest_percent.units)
    return HoldReason::quote_wide;
  return std::nullopt;
}

}  // namespace fillwright::pricing
