// How an order's price walks, as data: the resolved policy is part of an order's first event, and
// the enums below name in the journal why a price was sent, or why none was.
// Signs are for a buy and mirror for a sell: positive is toward the far side (the one that fills
// us: a buy's ask), negative toward the near side (where we would rest).
#pragma once

#include <string>
#include <vector>

#include "events/described_values.hpp"

namespace fillwright {

enum class OffsetUnit : std::uint8_t { none = 0, money = 1, ticks = 2, percent = 3, bps = 4 };
// A signed distance from a price: 0.03 in money, 2 ticks, 5 percent or 15 basis points of it.
struct PriceOffset {
  OffsetUnit unit = OffsetUnit::none;
  Price value;  // the number in front of the unit: 5 % is 5
  bool operator==(const PriceOffset&) const = default;
};

enum class PriceStart : std::uint8_t {
  mid = 1,
  far_side = 2,  // "natural"
  near_side = 3,
  alert_price = 4,
  mid_or_alert = 5,  // the passive one of both: a buy's lower; the mid when no price was called
  reference = 6,     // a price given with the order
};
enum class PriceStep : std::uint8_t {
  none = 0,
  ticks = 1,   // `step_size` ticks toward the far side
  parts = 2,   // of the way from the start to the cap, as both are now, in `step_size` parts
  amount = 3,  // the largest of `step_amounts`, each of the first price
};
enum class PricePace : std::uint8_t {
  time = 1,          // a step every `pace`
  quote_change = 2,  // a step on a newer quote, but no two within `pace`
};
enum class CapBase : std::uint8_t {
  far_side = 1,     // as it is now
  mid = 2,          // as it is now
  alert_price = 3,  // no cap when no price was called
  reference = 4,
  first_price = 5,  // no cap on the first price
};
// No price goes past base + the largest of the offsets; none means the base itself.
struct PriceCap {
  CapBase base = CapBase::far_side;
  std::vector<PriceOffset> offsets;
  bool operator==(const PriceCap&) const = default;
};
enum class EndAction : std::uint8_t {
  leave_day = 1,  // the last price rests until the session ends
  cancel = 2,
  marketable_limit = 3,  // at the far side when every other cap allows it, else cancel
  market = 4,            // where allowed, else as marketable_limit
};
enum class Rounding : std::uint8_t { passive = 1, up = 2, down = 3, nearest = 4 };

// When one of these is hurt the walk waits for a better quote; zero switches a guard off. A missing
// side or a crossed quote is always waited out.
struct QuoteGuard {
  Duration stale_after = seconds(60);  // feeds send changes only, so that a quiet quote is no fault
  Price widest_times = Price::whole(3);  // of the spread at the first price, or a tick if larger
  Percent widest_percent;                // of the mid
  Duration ahead_at_most = seconds(5);   // of our clock: it is behind then, and no age is known
  bool operator==(const QuoteGuard&) const = default;
};

struct PricePolicy {
  std::string name;
  PriceStart start = PriceStart::mid;
  PriceOffset start_offset;
  PriceOffset sell_start_offset;  // in place of start_offset for sells, if it has a unit
  PriceStep step = PriceStep::none;
  std::int32_t step_size = 0;
  std::vector<PriceOffset> step_amounts;
  PricePace pace_kind = PricePace::time;
  Duration pace;
  std::int32_t max_prices = 1;  // the first included
  Duration max_time;            // from the first price; zero means max_prices × pace
  std::vector<PriceCap> caps;   // the tightest counts
  EndAction end = EndAction::leave_day;
  bool is_converting = false;      // after a step, when far is within convert_ticks of its price:
  std::int32_t convert_ticks = 0;  // marketable limit for options, market elsewhere where allowed
  QuoteGuard guard;
  Rounding rounding = Rounding::passive;
  bool is_market = false;  // one market order: futures and stocks only, where allowed
  bool operator==(const PricePolicy&) const = default;
};

// Why a price was chosen.
enum class PriceRule : std::uint8_t {
  start = 1,         // where the policy starts
  start_at_cap = 2,  // its start lay past a cap
  tick_step = 3,
  part_step = 4,  // a part of the way to the cap
  amount_step = 5,
  step_to_cap = 6,       // a step cut short by a cap
  converted_limit = 7,   // close to the far side after a step: marketable limit
  converted_market = 8,  // the same as a market order
  end_limit = 9,         // the walk's end: marketable limit
  end_market = 10,
  market = 11,   // the policy is a market order
  by_hand = 12,  // a person or a program asked for this price
};
// Why no price is sent now.
enum class HoldReason : std::uint8_t {
  quote_missing = 1,
  quote_stale = 2,
  quote_crossed = 3,
  quote_wide = 4,
  not_due = 5,
  below_tick = 6,    // the change is less than a tick, or under half a tick
  at_cap = 7,        // a further step would pass a cap that may move; prices never walk back
  sign_unclear = 8,  // a spread at even: neither debit nor credit
  gate_closed = 9,
  answer_pending = 10,  // the last message has no definite answer yet
  quote_ahead = 11,     // from the future: our clock is behind, and no age is known
};
// Why a walk is over.
enum class FinishReason : std::uint8_t {
  prices_exhausted = 1,
  time_exhausted = 2,
  cap_reached = 3,    // at a cap that cannot move
  converted = 4,      // the order that takes the far side was sent
  price_missing = 5,  // the policy needs an alert's price or a reference and none was given
  price_invalid = 6,  // at or below zero, or a cap that leaves no valid price
  market_not_allowed = 7,
  ticks_invalid = 8,  // the instrument has no usable table of ticks
  policy_invalid = 9,
};

FILLWRIGHT_ENUM(OffsetUnit, none, money, ticks, percent, bps)
FILLWRIGHT_STRUCT(PriceOffset, unit, value)
FILLWRIGHT_ENUM(PriceStart, mid, far_side, near_side, alert_price, mid_or_alert, reference)
FILLWRIGHT_ENUM(PriceStep, none, ticks, parts, amount)
FILLWRIGHT_ENUM(PricePace, time, quote_change)
FILLWRIGHT_ENUM(CapBase, far_side, mid, alert_price, reference, first_price)
FILLWRIGHT_STRUCT(PriceCap, base, offsets)
FILLWRIGHT_ENUM(EndAction, leave_day, cancel, marketable_limit, market)
FILLWRIGHT_ENUM(Rounding, passive, up, down, nearest)
FILLWRIGHT_STRUCT(QuoteGuard, stale_after, widest_times, widest_percent, ahead_at_most)
FILLWRIGHT_STRUCT(PricePolicy, name, start, start_offset, sell_start_offset, step, step_size,
                  step_amounts, pace_kind, pace, max_prices, max_time, caps, end, is_converting,
                  convert_ticks, guard, rounding, is_market)
FILLWRIGHT_ENUM(PriceRule, start, start_at_cap, tick_step, part_step, amount_step, step_to_cap,
                converted_limit, converted_market, end_limit, end_market, market, by_hand)
FILLWRIGHT_ENUM(HoldReason, quote_missing, quote_stale, quote_crossed, quote_wide, not_due,
                below_tick, at_cap, sign_unclear, gate_closed, answer_pending, quote_ahead)
FILLWRIGHT_ENUM(FinishReason, prices_exhausted, time_exhausted, cap_reached, converted,
                price_missing, price_invalid, market_not_allowed, ticks_invalid, policy_invalid)

}  // namespace fillwright
