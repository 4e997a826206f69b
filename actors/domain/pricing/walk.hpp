// The price walk of one order as a pure function of its terms, how far it came, and what is seen
// now. It proposes at most one price at a time; sending, waiting and recording belong to the order.
#pragma once

#include <optional>
#include <variant>

#include "actors/domain/pricing/ticks.hpp"
#include "events/price_policy.hpp"

namespace fillwright {

// What does not change during a walk. The pointers outlive the call and are never null.
struct WalkTerms {
  Side side = Side::buy;
  AssetClass asset_class = AssetClass::none;
  const TickTable* ticks = nullptr;  // a spread's: of its net price
  const PricePolicy* policy = nullptr;
  std::optional<Price> alert_price;
  std::optional<Price> reference;
  std::optional<Price> hard_cap;   // of a called range 4.20-4.30: 4.30 (alert_price is then 4.20)
  bool is_market_allowed = false;  // by configuration and account; never for options and spreads
};

// How far a walk came. Before the first price only `started_at` is set.
struct WalkState {
  Timestamp started_at;  // when the first price was first asked for
  std::int32_t prices_sent = 0;
  std::int32_t steps = 0;  // taken since the first price, skipped ones included
  std::optional<Price> current;
  Price first_price;
  Timestamp first_at;
  Timestamp last_at;
  Price first_spread;
  bool is_converted = false;
  bool operator==(const WalkState&) const = default;
};

struct Seen {
  std::optional<Quote> quote;
  Timestamp now;
};

// Send (or replace the working order by) a limit order at `price`.
struct SendPrice {
  Price price;
  PriceRule rule = PriceRule::start;
  std::int32_t steps = 0;  // the walk's `steps` once it is sent
  bool operator==(const SendPrice&) const = default;
};
// Take the far side: a limit order at `limit`, or a market order (`limit` is then what is expected
// of it). `stepped_to` is the price that the walk had come to.
struct Convert {
  Price limit;
  bool is_market = false;
  PriceRule rule = PriceRule::converted_limit;
  Price stepped_to;
  bool operator==(const Convert&) const = default;
};
// Send nothing; ask again at `look_again` or, for reasons of the quote, on a new quote.
struct Hold {
  HoldReason reason = HoldReason::not_due;
  Timestamp look_again;
  bool operator==(const Hold&) const = default;
};
// The walk is over. `end` is leave_day or cancel: ends that send an order come as Convert first.
struct Finish {
  EndAction end = EndAction::leave_day;
  FinishReason why = FinishReason::prices_exhausted;
  bool operator==(const Finish&) const = default;
};
using WalkDecision = std::variant<SendPrice, Convert, Hold, Finish>;

// Rules, in the order in which they are applied (buy's words, mirrored for a sell):
// - The time is up (max_time): the end, whatever the quote. Not due yet: hold. Prices or steps are
//   used up and the last had its pace: the end.
// - A missing, crossed, stale or widened quote: hold, never guess.
// - The first price is the policy's start, rounded, within every cap and on the right side of zero.
// - A step goes toward the far side or is not taken: when the market moves away, or a cap comes
//   down to the current price, the price stays. A step of less than a tick is skipped and uses up
//   its pace.
// - No price passes any cap. Only a conversion may round up to reach a far side that is off the
//   grid, and it too respects every cap but the far side's own.
// - A spread that starts as a debit stays one, and so does a credit; neither becomes zero.
WalkDecision next_price(const WalkTerms& terms, const WalkState& state, const Seen& seen);

// The state after a price or conversion was sent at `seen.now` (for `evolve`: the event holds the
// same values).
WalkState after(WalkState state, const SendPrice& sent, const Seen& seen);
WalkState after(WalkState state, const Convert& sent, const Seen& seen);

// Whether these terms permit a market order at all.
bool may_send_market(const WalkTerms& terms);

// The tightest of all caps with this quote, before rounding; nothing when there is none.
std::optional<Price> tightest_cap(const WalkTerms& terms, const WalkState& state,
                                  const Quote& quote);

}  // namespace fillwright
