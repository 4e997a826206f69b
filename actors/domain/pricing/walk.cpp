#include "actors/domain/pricing/walk.hpp"

#include <algorithm>
#include <limits>

#include "actors/domain/pricing/built_in_policies.hpp"
#include "actors/domain/pricing/walk_frame.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

using pricing::CapSet;
using pricing::Frame;
using pricing::Wide;

constexpr auto shortest_look = seconds(1);

Timestamp narrow(Wide ns) {
  return {static_cast<std::int64_t>(std::clamp<Wide>(ns, std::numeric_limits<std::int64_t>::min(),
                                                     std::numeric_limits<std::int64_t>::max()))};
}

// When the walk's time is up; nothing when it has no limit.
std::optional<Wide> deadline(const WalkTerms& terms, const WalkState& state) {
  const auto& policy = *terms.policy;
  const Wide limit = policy.max_time.ns > 0 ? static_cast<Wide>(policy.max_time.ns)
                                            : static_cast<Wide>(policy.pace.ns) * policy.max_prices;
  const auto since = state.current ? state.first_at : state.started_at;
  if (limit == 0 || since.ns == 0) return std::nullopt;
  return limit + since.ns;
}

Hold hold(const WalkTerms& terms, const WalkState& state, HoldReason reason, Wide until) {
  const auto last = deadline(terms, state);
  return {reason, narrow(last ? std::min(*last, until) : until)};
}

// A wait for the market: looked at again a pace later, whoever else wakes the walk before.
Hold hold(const WalkTerms& terms, const WalkState& state, HoldReason reason, const Seen& seen) {
  const auto pace = std::max(terms.policy->pace, shortest_look);
  return hold(terms, state, reason, static_cast<Wide>(seen.now.ns) + pace.ns);
}

// A price that the policy cannot do without, or one that no exchange takes.
std::optional<FinishReason> fault_of_terms(const WalkTerms& terms) {
  const auto& policy = *terms.policy;
  if (!is_usable(*terms.ticks)) return FinishReason::ticks_invalid;
  if (!check_policy(policy).empty()) return FinishReason::policy_invalid;
  if (policy.is_market && !may_send_market(terms)) return FinishReason::market_not_allowed;
  if (policy.start == PriceStart::alert_price && !terms.alert_price)
    return FinishReason::price_missing;
  const bool has_reference_cap =
      std::any_of(policy.caps.begin(), policy.caps.end(),
                  [](const PriceCap& cap) { return cap.base == CapBase::reference; });
  if ((policy.start == PriceStart::reference || has_reference_cap) && !terms.reference)
    return FinishReason::price_missing;
  if (terms.asset_class == AssetClass::spread) return std::nullopt;
  for (const auto& price : {terms.alert_price, terms.reference, terms.hard_cap})
    if (price && price->units <= 0) return FinishReason::price_invalid;
  return std::nullopt;
}

// An order that takes the far side, if every cap but the far side's own allows it.
std::optional<Convert> take_far(const WalkTerms& terms, const Frame& frame, Wide stepped_to,
                                bool is_market, PriceRule rule) {
  const auto limit = frame.marketable();
  const auto cap = frame.cap_on_grid(CapSet::of_conversion);
  if (!limit || (cap && *limit > *cap)) return std::nullopt;
  if (const auto least = frame.least(); least && *limit < *least) return std::nullopt;
  const auto price = frame.real(*limit), from = frame.real(stepped_to);
  if (!price || !from) return std::nullopt;
  return Convert{*price, is_market && may_send_market(terms), rule, *from};
}

WalkDecision end_of_walk(const WalkTerms& terms, const WalkState& state, const Seen& seen,
                         FinishReason why) {
  const auto end = terms.policy->end;
  if (!state.current) return Finish{EndAction::cancel, why};
  if (end == EndAction::leave_day || end == EndAction::cancel) return Finish{end, why};
  if (!pricing::quote_trouble(terms, state, seen)) {
    const Frame frame(terms, state, *seen.quote);
    const bool is_market = end == EndAction::market && may_send_market(terms);
    const auto rule = is_market ? PriceRule::end_market : PriceRule::end_limit;
    const auto taken = take_far(terms, frame, frame.framed(*state.current), is_market, rule);
    if (taken && taken->limit == *state.current && !is_market)
      return Finish{EndAction::leave_day, why};  // it is at the far side already
    if (taken) return *taken;
  }
  return Finish{EndAction::cancel, why};
}

WalkDecision first_price(const WalkTerms& terms, const WalkState& state, const Seen& seen) {
  const Frame frame(terms, state, *seen.quote);
  if (terms.policy->is_market) {
    const auto taken = take_far(terms, frame, frame.far(), true, PriceRule::market);
    if (!taken) return Finish{EndAction::cancel, FinishReason::cap_reached};
    return *taken;
  }
  if (!frame.is_sign_clear()) return hold(terms, state, HoldReason::sign_unclear, seen);

  const auto start = frame.start();
  auto price = start ? frame.round(*start, terms.policy->rounding) : std::nullopt;
  if (!price) return Finish{EndAction::cancel, FinishReason::price_invalid};
  const auto least = frame.least();
  if (least) price = std::max(*price, *least);

  auto rule = PriceRule::start;
  if (const auto cap = frame.cap_on_grid(CapSet::all); cap && *price > *cap) {
    price = *cap;
    rule = PriceRule::start_at_cap;
  }
  if (least && *price < *least) {  // no price is both valid and within the caps
    const auto fixed = frame.cap_on_grid(CapSet::fixed);
    if (fixed && *fixed < *least) return Finish{EndAction::cancel, FinishReason::price_invalid};
    return hold(terms, state, HoldReason::at_cap, seen);
  }
  const auto real = frame.real(*price);
  if (!real) return Finish{EndAction::cancel, FinishReason::price_invalid};
  return SendPrice{*real, rule, 0};
}

// The number of steps after which nothing is left to step to.
std::int32_t last_step(const PricePolicy& policy) {
  return policy.step == PriceStep::parts ? policy.step_size : policy.max_prices - 1;
}

// Where the walk would be after `steps` steps with this quote, rounded, before caps.
std::optional<Wide> target(const WalkTerms& terms, const WalkState& state, const Frame& frame,
                           std::int32_t steps) {
  const auto& policy = *terms.policy;
  if (policy.step == PriceStep::ticks && is_mutated(Mutation::step_doubled))
    return frame.step(frame.framed(*state.current), 2 * policy.step_size);
  if (policy.step == PriceStep::ticks)
    return frame.step(frame.framed(*state.current), policy.step_size);
  if (policy.step == PriceStep::amount) {
    const auto first = frame.framed(state.first_price);
    return frame.round(first + frame.largest(policy.step_amounts, first) * steps, policy.rounding);
  }
  const auto start = frame.start(), cap = frame.cap(CapSet::all);
  if (!start || !cap) return std::nullopt;
  return frame.round(*start + (*cap - *start) * steps / policy.step_size, policy.rounding);
}

PriceRule rule_of(PriceStep step) {
  if (step == PriceStep::ticks) return PriceRule::tick_step;
  return step == PriceStep::parts ? PriceRule::part_step : PriceRule::amount_step;
}

WalkDecision step_is_blocked(const WalkTerms& terms, const WalkState& state, const Frame& frame,
                             const Seen& seen, Wide current) {
  const auto fixed = frame.cap_on_grid(CapSet::fixed);
  if (fixed && *fixed <= current && terms.policy->end == EndAction::leave_day)
    return Finish{EndAction::leave_day, FinishReason::cap_reached};
  return hold(terms, state, HoldReason::at_cap, seen);
}

WalkDecision next_step(const WalkTerms& terms, const WalkState& state, const Seen& seen) {
  const auto& policy = *terms.policy;
  const Frame frame(terms, state, *seen.quote);
  const auto current = frame.framed(*state.current);
  const auto cap = frame.cap_on_grid(CapSet::all);
  if (cap && *cap <= current) return step_is_blocked(terms, state, frame, seen, current);

  // The next step that makes a change; those before it are skipped, each at the cost of its pace.
  auto steps = state.steps;
  std::optional<Wide> price;
  auto rule = rule_of(policy.step);
  while (steps < last_step(policy) && (!price || *price <= current)) {
    price = target(terms, state, frame, ++steps);
    if (!price) return Finish{EndAction::cancel, FinishReason::price_invalid};
  }
  if (!price || *price <= current) return hold(terms, state, HoldReason::below_tick, seen);
  if (cap && *price > *cap) {
    price = *cap;
    rule = PriceRule::step_to_cap;
  }
  const auto due = state.last_at.ns + static_cast<Wide>(policy.pace.ns) * (steps - state.steps);
  if (due > seen.now.ns) return hold(terms, state, HoldReason::below_tick, due);
  if ((*price - current) * 2 < frame.tick(current))
    return hold(terms, state, HoldReason::below_tick, seen);

  if (policy.is_converting) {
    const auto reach = policy.convert_ticks > 0 ? frame.step(*price, policy.convert_ticks) : price;
    const bool is_market = may_send_market(terms);
    const auto conversion = is_market ? PriceRule::converted_market : PriceRule::converted_limit;
    if (reach && *reach >= frame.far())
      if (const auto taken = take_far(terms, frame, *price, is_market, conversion)) return *taken;
  }
  const auto real = frame.real(*price);
  if (!real) return Finish{EndAction::cancel, FinishReason::price_invalid};
  return SendPrice{*real, rule, steps};
}

WalkState after_price(WalkState state, Price price, const Seen& seen) {
  if (!state.current) {
    state.first_price = price;
    state.first_at = seen.now;
    if (seen.quote) {
      const auto spread = static_cast<Wide>(seen.quote->ask.units) - seen.quote->bid.units;
      state.first_spread = {narrow(spread).ns};
    }
  }
  ++state.prices_sent;
  state.current = price;
  state.last_at = seen.now;
  return state;
}

}  // namespace

WalkDecision next_price(const WalkTerms& terms, const WalkState& state, const Seen& seen) {
  const auto& policy = *terms.policy;
  if (const auto fault = fault_of_terms(terms)) return Finish{EndAction::cancel, *fault};
  if (state.is_converted) {
    const auto end = policy.end == EndAction::cancel ? EndAction::cancel : EndAction::leave_day;
    const auto due = static_cast<Wide>(state.last_at.ns) + policy.pace.ns;
    if (end == EndAction::cancel && due > seen.now.ns)
      return hold(terms, state, HoldReason::not_due, due);
    return Finish{end, FinishReason::converted};
  }
  if (const auto last = deadline(terms, state); last && *last <= seen.now.ns)
    return end_of_walk(terms, state, seen, FinishReason::time_exhausted);
  if (state.current) {
    const auto due = static_cast<Wide>(state.last_at.ns) + policy.pace.ns;
    if (due > seen.now.ns) return hold(terms, state, HoldReason::not_due, due);
    if (state.prices_sent >= policy.max_prices || state.steps >= last_step(policy))
      return end_of_walk(terms, state, seen, FinishReason::prices_exhausted);
  }
  if (const auto trouble = pricing::quote_trouble(terms, state, seen))
    return hold(terms, state, *trouble, seen);
  if (!state.current) return first_price(terms, state, seen);
  if (policy.pace_kind == PricePace::quote_change && seen.quote->time <= state.last_at)
    return hold(terms, state, HoldReason::not_due, seen);
  return next_step(terms, state, seen);
}

WalkState after(WalkState state, const SendPrice& sent, const Seen& seen) {
  state.steps = sent.steps;
  return after_price(std::move(state), sent.price, seen);
}

WalkState after(WalkState state, const Convert& sent, const Seen& seen) {
  state.is_converted = true;
  return after_price(std::move(state), sent.limit, seen);
}

bool may_send_market(const WalkTerms& terms) {
  return terms.is_market_allowed &&
         (terms.asset_class == AssetClass::future || terms.asset_class == AssetClass::stock);
}

std::optional<Price> tightest_cap(const WalkTerms& terms, const WalkState& state,
                                  const Quote& quote) {
  const Frame frame(terms, state, quote);
  const auto cap = frame.cap(CapSet::all);
  return cap ? frame.real(*cap) : std::nullopt;
}

}  // namespace fillwright
