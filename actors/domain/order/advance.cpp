// The walk of an order, and what is sent next.
#include <algorithm>

#include "actors/domain/order/turn.hpp"
#include "events/mutation.hpp"

namespace fillwright::order {
namespace {

constexpr auto retry_after = seconds(1);
constexpr auto gate_look_after = seconds(5);

WalkTerms terms_of(const OrderState& order, const InstrumentDefined& instrument) {
  WalkTerms terms;
  terms.side = order.plan->side;
  terms.asset_class = instrument.asset_class;
  terms.ticks = &instrument.ticks;
  terms.policy = order.policy.get();
  terms.alert_price = order.plan->alert_price;
  terms.reference = order.plan->reference;
  terms.hard_cap = hard_cap(order);
  terms.is_market_allowed = order.plan->is_market_allowed;
  return terms;
}

// The far side, moved against us by the larger of 5 % and 0.05: what a moving cap may come to
// before the walk ends. Exposure is reserved up to here, and the walk never passes what was
// reserved.
Price far_with_room(Side side, const Quote& quote) {
  const auto far = side == Side::buy ? quote.ask : quote.bid;
  const auto magnitude = far.units < 0 ? -far : far;
  const auto room = std::max(percent_of(magnitude, Percent::whole(5)), Price{50'000'000});
  return far + room * sign(side);
}

// The worst price that one unit can come to. Nothing while there is no quote to tell.
std::optional<Price> worst_price(const OrderState& order, const InstrumentDefined& instrument,
                                 const std::optional<Quote>& quote) {
  if (order.plan->limit) return order.plan->limit;
  if (!quote) return std::nullopt;
  const auto side = order.plan->side;
  auto moved = *quote;
  (side == Side::buy ? moved.ask : moved.bid) = far_with_room(side, *quote);
  const auto terms = terms_of(order, instrument);
  const auto cap = tightest_cap(terms, order.walk, moved).value_or(far_with_room(side, *quote));
  return round_to_tick(cap, side, side == Side::buy ? Rounding::down : Rounding::up,
                       instrument.ticks);
}

}  // namespace

void ask_risk(Turn& turn, const InstrumentDefined& instrument) {
  const auto worst = worst_price(turn.order, instrument, turn.context.quote);
  if (!worst) return;
  turn.decision.tell(turn.risk(), reserve(turn.order, turn.order.wanted, *worst));
}

namespace {

void wait_for_quote_or(Turn& turn, Timestamp look_again) {
  const auto due = std::max(look_again, turn.context.now + retry_after);
  turn.decision.timers.push_back(
      {step_timer, due, static_cast<std::uint64_t>(turn.order.walk.prices_sent)});
}

void hold(Turn& turn, HoldReason reason, Timestamp look_again) {
  const auto& quote = turn.context.quote;
  turn.emit(StepHeld{reason, quote, quote ? turn.context.now - quote->time : Duration{}, look_again,
                     turn.context.now});
}

// A quote may heal these at any moment.
bool is_of_the_quote(HoldReason reason) {
  return reason == HoldReason::quote_missing || reason == HoldReason::quote_stale ||
         reason == HoldReason::quote_ahead || reason == HoldReason::quote_crossed ||
         reason == HoldReason::quote_wide || reason == HoldReason::sign_unclear;
}

void on_hold(Turn& turn, const Hold& held) {
  if (held.reason == HoldReason::not_due) {
    turn.decision.timers.push_back(
        {step_timer, held.look_again, static_cast<std::uint64_t>(turn.order.walk.prices_sent)});
    return;
  }
  // That no quote has come yet, in the moment of its birth, tells nobody anything.
  const bool is_news =
      !turn.is_new || held.reason != HoldReason::quote_missing || turn.context.quote;
  if (turn.is_due && is_news) hold(turn, held.reason, held.look_again);
  wait_for_quote_or(turn, held.look_again);
  if (is_of_the_quote(held.reason))
    turn.decision.interests.push_back({"quote", turn.order.plan->instrument, true, {}, {}, {}, {}});
}

RefusalReason refusal_for(FinishReason why) {
  if (why == FinishReason::price_invalid) return RefusalReason::absurd_price;
  if (why == FinishReason::price_missing) return RefusalReason::incomplete;
  return RefusalReason::no_quote;
}

std::string describe(FinishReason why) {
  switch (why) {
    case FinishReason::price_missing:
      return "the price policy needs the alert's price or a reference, and none was given";
    case FinishReason::price_invalid:
      return "no valid price lies within the caps; expected a price above zero on the tick grid";
    case FinishReason::market_not_allowed:
      return "a market order is not allowed here; use a policy with limits";
    case FinishReason::ticks_invalid:
      return "the instrument has no usable table of ticks";
    case FinishReason::policy_invalid:
      return "the price policy is not valid";
    default:
      return "no usable quote came in time; expected bid and ask, not crossed, stale or too wide";
  }
}

void on_finish(Turn& turn, const Finish& finished) {
  turn.emit(WalkEnded{finished.why, finished.end, turn.context.now});
  turn.decision.timers.push_back({step_timer, std::nullopt, 0});
  if (turn.order.walk.prices_sent == 0)
    refuse(turn, refusal_for(finished.why), describe(finished.why));
}

void emit_step(Turn& turn, Price to, bool is_market, PriceRule rule, std::int32_t steps,
               Price stepped_to) {
  PriceStepped step;
  step.rung = static_cast<std::uint32_t>(turn.order.walk.prices_sent) + 1;
  step.from = turn.order.walk.current;
  step.to = to;
  step.is_market = is_market;
  step.rule = rule;
  step.quote = *turn.context.quote;
  step.quote_age = turn.context.now - turn.context.quote->time;
  step.at = turn.context.now;
  step.steps = steps;
  step.stepped_to = stepped_to;
  turn.emit(step);
  // No quote is waited for any more: the next price is due at its time.
  turn.decision.interests.push_back({"quote", turn.order.plan->instrument, false, {}, {}, {}, {}});
}

// When the walk's next price is due, or how it ends, now that one was sent.
void schedule_next(Turn& turn, const InstrumentDefined& instrument) {
  const auto next = next_price(terms_of(turn.order, instrument), turn.order.walk,
                               {turn.context.quote, turn.context.now});
  if (const auto* held = std::get_if<Hold>(&next)) {
    const auto due = std::max(held->look_again, turn.context.now + Duration{1});
    turn.decision.timers.push_back(
        {step_timer, due, static_cast<std::uint64_t>(turn.order.walk.prices_sent)});
  } else if (const auto* finished = std::get_if<Finish>(&next)) {
    on_finish(turn, *finished);
  }
}

void step(Turn& turn, const InstrumentDefined& instrument) {
  const auto next = next_price(terms_of(turn.order, instrument), turn.order.walk,
                               {turn.context.quote, turn.context.now});
  if (const auto* held = std::get_if<Hold>(&next)) return on_hold(turn, *held);
  if (const auto* finished = std::get_if<Finish>(&next)) return on_finish(turn, *finished);
  if (const auto* sent = std::get_if<SendPrice>(&next))
    emit_step(turn, sent->price, false, sent->rule, sent->steps, {});
  if (const auto* taken = std::get_if<Convert>(&next))
    emit_step(turn, taken->limit, taken->is_market, taken->rule, turn.order.walk.steps,
              taken->stepped_to);
  schedule_next(turn, instrument);
}

// A linked broker makes a new order of what the old one has left, and refuses when that is not what
// we think.
bool is_linked(const Turn& turn, AttemptKind kind) {
  return kind == AttemptKind::replace && turn.context.broker.replace == ReplaceSupport::linked;
}

void start_attempt(Turn& turn, AttemptKind kind) {
  const auto& order = turn.order;
  const auto& plan = *order.plan;
  AttemptStarted attempt;
  attempt.attempt = order.attempts + 1;
  attempt.kind = kind;
  attempt.client_order_id = plan.order_id + "." + std::to_string(attempt.attempt);
  attempt.type = order.is_market ? OrderType::market : plan.type;
  attempt.limit = order.desired.value_or(Price{});
  attempt.quantity = order.wanted - order.filled;
  if (kind != AttemptKind::submit) {
    attempt.replaces = order.live->client_order_id;
    attempt.is_linked = is_linked(turn, kind);
    if (!attempt.is_linked) attempt.quantity = order.wanted - order.live->filled_before;
  }
  if (is_mutated(Mutation::fills_not_subtracted)) attempt.quantity = order.wanted;
  if (is_mutated(Mutation::exit_exceeds_held) && plan.effect == Effect::close)
    attempt.quantity += Quantity::whole(1);
  attempt.epoch = turn.context.epoch;
  attempt.at = turn.context.now;
  turn.decision.requests.push_back(request_of(order, attempt));
  turn.emit(attempt);
}

// A cancel that was accepted is followed by the order's end; it is asked for again only when that
// does not come, and a rejected one only when its time has come.
bool may_cancel(const Turn& turn) {
  const auto& live = *turn.order.live;
  if (turn.order.cancel_rejects > 0 && !turn.is_due) return false;
  return live.cancel_accepted_at.ns == 0 ||
         turn.context.now - live.cancel_accepted_at >= turn.context.broker.settles_within;
}

// Nothing of it is live, or the rest must be taken back first.
void wind_down(Turn& turn) {
  auto& order = turn.order;
  if (live_rest(order).units > 0) {
    if (may_cancel(turn)) start_attempt(turn, AttemptKind::cancel);
    return;
  }
  if (!order.filled.is_zero() && order.filled >= order.wanted) return complete_if_filled(turn);
  end(turn, OrderCancelled{order.filled, rest_of(order), order.why, turn.context.now}, "cancelled");
}

// Whether one message makes of what is live what is wanted.
bool may_replace(const Turn& turn) {
  const auto& live = *turn.order.live;
  switch (turn.context.broker.replace) {
    case ReplaceSupport::none:
      return false;
    case ReplaceSupport::atomic:
      return true;
    case ReplaceSupport::linked:  // its quantity stays, and it must be there to the end
      return live.cancel_accepted_at.ns == 0 &&
             live.filled_before + live.quantity == turn.order.wanted;
  }
  return false;
}

// Brings what is live at the broker to what the order wants now: at most one message.
void reach_for(Turn& turn) {
  const auto& order = turn.order;
  if (!order.desired && !order.is_market) return;  // no price yet
  if (order.plan->effect == Effect::close && order.wanted > order.reserved) {
    if (const auto* instrument = turn.context.instruments->find(order.plan->instrument))
      ask_risk(turn, *instrument);
    return;
  }
  if (live_rest(order).units <= 0) return start_attempt(turn, AttemptKind::submit);
  if (is_as_wanted(order)) return;
  if (!may_replace(turn)) {
    if (is_mutated(Mutation::replaced_without_cancel))
      return start_attempt(turn, AttemptKind::submit);
    // And again at the new price, once it is gone.
    if (may_cancel(turn)) start_attempt(turn, AttemptKind::cancel);
    return;
  }
  start_attempt(turn, AttemptKind::replace);
}

// Nothing of it is or was at the broker.
bool is_unsent_entry(const OrderState& order) {
  return order.plan->effect == Effect::open && !order.live && !order.in_flight &&
         order.filled.is_zero() && order.gone_ids.empty();
}

// An entry of which nothing was sent is worth waiting only while its call is fresh, and not at all
// when no wait makes the broker know us. False: it was refused.
bool is_worth_waiting(Turn& turn) {
  const auto& order = turn.order;
  if (!is_unsent_entry(order) || turn.context.is_gate_open) return true;
  const auto& fresh_until = order.plan->fresh_until;
  if (!turn.context.is_authorised_later)
    refuse(
        turn, RefusalReason::gate_closed,
        "the broker's authorisation is lost until a person has restored it; nothing waits for it");
  else if (fresh_until && turn.context.now > *fresh_until)
    refuse(turn, RefusalReason::stale,
           "the gate was closed until the call was no longer fresh; it was fresh until " +
               to_text(*fresh_until));
  return order.status != OrderStatus::over;
}

// It is woken when the gate opens; told once, however long that takes.
void wait_for_gate(Turn& turn) {
  if (!is_worth_waiting(turn)) return;
  auto look_again = turn.context.now + gate_look_after;
  const auto& fresh_until = turn.order.plan->fresh_until;
  if (is_unsent_entry(turn.order) && fresh_until && *fresh_until >= turn.context.now)
    look_again = std::min(look_again, *fresh_until + Duration{1});
  if (!turn.order.is_held_by_gate) hold(turn, HoldReason::gate_closed, look_again);
  wait_for_quote_or(turn, look_again);
  turn.decision.waits_for_gate = true;
  turn.decision.is_query = turn.decision.events.empty();
}

}  // namespace

void advance(Turn& turn) {
  auto& order = turn.order;
  if (order.status == OrderStatus::none || order.status == OrderStatus::over) return;
  if (is_contingent(order)) return;
  if (turn.context.is_killed &&
      !order.is_cancelling) {  // what is out is taken back, no rung follows
    const std::string why = "the kill switch is on";
    if (order.status != OrderStatus::working) return refuse(turn, RefusalReason::kill_switch, why);
    turn.emit(CancelRequested{by_kill_switch, why, turn.context.now});
  }
  if (order.in_flight) {  // one message at a time, and Unknown holds everything back (R6)
    const bool is_taken_back = order.is_cancelling && open_question(order) &&
                               order.in_flight->attempt.kind != AttemptKind::cancel;
    if (is_taken_back && !turn.context.is_gate_open) return wait_for_gate(turn);
    if (is_taken_back) return reply(turn, false, "cancel");
    if (turn.is_due && order.is_walking) hold(turn, HoldReason::answer_pending, {});
    return;
  }
  const auto* instrument = turn.context.instruments->find(order.plan->instrument);
  if (!instrument)
    return refuse(turn, RefusalReason::unknown_instrument, "the instrument is not defined");
  // Fills that we know of and have not seen, or a spread's further legs, come first.
  const bool is_owed_fills =
      (order.fills && order.filled < order.fills->awaited) || !has_whole_fills(order, instrument);
  if (is_owed_fills && live_rest(order).units <= 0) return;
  if (order.is_cancelling || order.wanted <= order.filled) {
    if (order.live && !turn.context.is_gate_open) return wait_for_gate(turn);
    return wind_down(turn);
  }
  if (order.status == OrderStatus::planned) {
    if (!is_worth_waiting(turn)) return;
    const auto next = order.plan->limit ? WalkDecision{SendPrice{*order.plan->limit}}
                                        : next_price(terms_of(order, *instrument), order.walk,
                                                     {turn.context.quote, turn.context.now});
    if (const auto* held = std::get_if<Hold>(&next)) return on_hold(turn, *held);
    if (const auto* finished = std::get_if<Finish>(&next)) return on_finish(turn, *finished);
    return ask_risk(turn, *instrument);
  }
  if (!turn.context.is_gate_open && !is_mutated(Mutation::gate_ignored)) return wait_for_gate(turn);
  if (order.is_walking) step(turn, *instrument);
  if (order.status == OrderStatus::over) return;
  if (order.is_cancelling) return wind_down(turn);
  reach_for(turn);
}

}  // namespace fillwright::order
