#include "actors/domain/order/order.hpp"

#include <algorithm>

namespace fillwright {
namespace {

constexpr auto step_timer = "step";
constexpr auto retry_after = seconds(1);

// One command being decided: the state as it will be, and what follows.
struct Turn {
  OrderState order;
  const Context& context;
  Decision decision;
  bool is_due = false;  // the walk was woken, so that waiting is worth an event

  void emit(AnyEvent event) {
    evolve(order, event);
    decision.emit(std::move(event));
  }
  Address risk() const { return {ActorKind::risk, order.plan->account}; }
};

OrderProgressed progress_of(const OrderState& order, Timestamp now) {
  OrderProgressed progress;
  progress.order_id = order.plan->order_id;
  progress.filled = order.filled;
  progress.average = average_price(order);
  const auto paid = notional(progress.average, order.filled, order.plan->multiplier);
  progress.paid = paid.value_or(Money{});
  progress.is_over = order.status == OrderStatus::over;
  progress.refusal = order.refusal;
  progress.outcome = order.outcome;
  progress.detail = order.detail;
  progress.at = now;
  return progress;
}

// A spread's fill comes leg by leg, the order's own quantity with the first: until the last leg is
// there, neither its average nor its end can be told.
bool has_whole_fills(const OrderState& order, const InstrumentDefined* instrument) {
  if (!instrument || instrument->legs.empty()) return true;
  return std::all_of(
      instrument->legs.begin(), instrument->legs.end(), [&](const InstrumentLeg& leg) {
        const auto found = order.leg_fills.find(leg.instrument);
        const auto filled = found == order.leg_fills.end() ? Quantity{} : found->second;
        return filled == order.filled * leg.ratio;
      });
}

bool has_whole_fills(const Turn& turn) {
  return has_whole_fills(turn.order, turn.context.instruments->find(turn.order.plan->instrument));
}

void tell_workflow(Turn& turn) {
  if (turn.order.status != OrderStatus::over && !has_whole_fills(turn)) return;
  turn.decision.tell({ActorKind::workflow, turn.order.plan->workflow_id},
                     NoteOrder{progress_of(turn.order, turn.context.now)});
}

void end(Turn& turn, AnyEvent event, const std::string& why) {
  turn.emit(std::move(event));
  turn.decision.timers.push_back({step_timer, std::nullopt, 0});
  turn.decision.interests.push_back({"quote", turn.order.plan->instrument, false, {}, {}, {}, {}});
  turn.decision.tell(turn.risk(), ReleaseExposure{turn.order.plan->order_id, why});
  tell_workflow(turn);
}

void refuse(Turn& turn, RefusalReason reason, const std::string& detail) {
  end(turn, OrderRefused{reason, detail, turn.context.now}, "refused");
}

// The tighter of what the call allows and what risk has reserved; sells that close have no floor of
// risk's.
std::optional<Price> hard_cap(const OrderState& order) {
  const auto& plan = *order.plan;
  if (!order.worst_price || plan.effect == Effect::close) return plan.hard_cap;
  if (!plan.hard_cap) return order.worst_price;
  return plan.side == Side::buy ? std::min(*plan.hard_cap, *order.worst_price)
                                : std::max(*plan.hard_cap, *order.worst_price);
}

WalkTerms terms_of(const OrderState& order, const InstrumentDefined& instrument) {
  WalkTerms terms;
  terms.side = order.plan->side;
  terms.asset_class = instrument.asset_class;
  terms.ticks = &instrument.ticks;
  terms.policy = &order.plan->policy;
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

ReserveExposure reserve(const OrderState& order, Quantity quantity, Price worst) {
  const auto& plan = *order.plan;
  return {plan.order_id, plan.workflow_id, plan.purpose, plan.instrument,
          plan.side,     plan.effect,      quantity,     worst};
}

void ask_risk(Turn& turn, const InstrumentDefined& instrument) {
  const auto worst = worst_price(turn.order, instrument, turn.context.quote);
  if (!worst) return;
  turn.decision.tell(turn.risk(), reserve(turn.order, turn.order.wanted, *worst));
}

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
         reason == HoldReason::quote_crossed || reason == HoldReason::quote_wide ||
         reason == HoldReason::sign_unclear;
}

void on_hold(Turn& turn, const Hold& held) {
  if (held.reason == HoldReason::not_due) {
    turn.decision.timers.push_back(
        {step_timer, held.look_again, static_cast<std::uint64_t>(turn.order.walk.prices_sent)});
    return;
  }
  if (turn.is_due) hold(turn, held.reason, held.look_again);
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

void start_attempt(Turn& turn, AttemptKind kind) {
  const auto& order = turn.order;
  const auto& plan = *order.plan;
  AttemptStarted attempt;
  attempt.attempt = order.attempts + 1;
  attempt.kind = kind;
  attempt.client_order_id = plan.order_id + "." + std::to_string(attempt.attempt);
  attempt.type = order.is_market ? OrderType::market : OrderType::limit;
  attempt.limit = order.desired.value_or(Price{});
  attempt.quantity = order.wanted - order.filled;
  if (kind != AttemptKind::submit) {
    attempt.replaces = order.live->client_order_id;
    attempt.quantity = order.wanted - order.live->filled_before;
  }
  attempt.epoch = turn.context.epoch;
  attempt.at = turn.context.now;
  turn.decision.requests.push_back({kind, attempt.client_order_id, attempt.replaces, plan.order_id,
                                    plan.instrument, plan.side, plan.effect, attempt.type,
                                    attempt.limit, attempt.quantity, plan.time_in_force});
  turn.emit(attempt);
}

bool is_as_wanted(const OrderState& order) {
  const auto& live = *order.live;
  const auto type = order.is_market ? OrderType::market : OrderType::limit;
  return live.type == type && live.filled_before + live.quantity == order.wanted &&
         (order.is_market || live.limit == order.desired);
}

// Of what is wanted.
Quantity rest_of(const OrderState& order) {
  return std::max(order.wanted - order.filled, Quantity{});
}

// What is still open at the broker, as far as we know.
Quantity live_rest(const OrderState& order) {
  if (!order.live) return {};
  return order.live->filled_before + order.live->quantity - order.filled;
}

// What a message that has no answer yet would leave open, if it arrived.
Quantity rest_in_flight(const OrderState& order) {
  if (!order.in_flight || order.in_flight->attempt.kind == AttemptKind::cancel) return {};
  return order.in_flight->filled_before + order.in_flight->attempt.quantity - order.filled;
}

void complete_if_filled(Turn& turn) {
  const auto& order = turn.order;
  if (order.status == OrderStatus::over || order.filled < order.wanted ||
      live_rest(order).units > 0 || rest_in_flight(order).units > 0 || !has_whole_fills(turn))
    return;
  if (order.filled.is_zero()) return;
  end(turn, OrderCompleted{order.filled, average_price(order), order.fees, turn.context.now},
      "filled");
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
  end(turn, OrderCancelled{order.filled, rest_of(order), order.cancel_why, turn.context.now},
      "cancelled");
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
  if (turn.context.broker.replace == ReplaceSupport::none) {
    // And again at the new price, once it is gone.
    if (may_cancel(turn)) start_attempt(turn, AttemptKind::cancel);
    return;
  }
  start_attempt(turn, AttemptKind::replace);
}

void wait_for_gate(Turn& turn) {
  if (turn.is_due) hold(turn, HoldReason::gate_closed, turn.context.now + retry_after);
  wait_for_quote_or(turn, turn.context.now + retry_after);
}

// What follows from the state, whatever led to it.
void advance(Turn& turn) {
  auto& order = turn.order;
  if (order.status == OrderStatus::none || order.status == OrderStatus::over) return;
  if (order.in_flight) {  // one message at a time, and Unknown holds everything back (R6)
    if (turn.is_due && order.is_walking) hold(turn, HoldReason::answer_pending, {});
    return;
  }
  const auto* instrument = turn.context.instruments->find(order.plan->instrument);
  if (!instrument)
    return refuse(turn, RefusalReason::unknown_instrument, "the instrument is not defined");
  // Fills that we know of and have not seen, or a spread's further legs, come first.
  const bool is_owed_fills = order.filled < order.awaited || !has_whole_fills(order, instrument);
  if (is_owed_fills && live_rest(order).units <= 0) return;
  if (order.is_cancelling || order.wanted <= order.filled) {
    if (order.live && !turn.context.is_gate_open) return wait_for_gate(turn);
    return wind_down(turn);
  }
  if (order.status == OrderStatus::planned) {
    const auto next = order.plan->limit ? WalkDecision{SendPrice{*order.plan->limit}}
                                        : next_price(terms_of(order, *instrument), order.walk,
                                                     {turn.context.quote, turn.context.now});
    if (const auto* held = std::get_if<Hold>(&next)) return on_hold(turn, *held);
    if (const auto* finished = std::get_if<Finish>(&next)) return on_finish(turn, *finished);
    return ask_risk(turn, *instrument);
  }
  if (!turn.context.is_gate_open) return wait_for_gate(turn);
  if (order.is_walking) step(turn, *instrument);
  if (order.status == OrderStatus::over) return;
  if (order.is_cancelling) return wind_down(turn);
  reach_for(turn);
}

void handle(Turn& turn, const PlaceOrder& command) {
  if (turn.order.status != OrderStatus::none) {  // asked again after a restart: tell how it stands
    if (turn.order.status == OrderStatus::planned) advance(turn);
    tell_workflow(turn);
    turn.decision.is_query = turn.decision.events.empty();
    return;
  }
  turn.emit(command.plan);
  turn.is_due = true;
  if (command.plan.quantity.units <= 0)
    return refuse(turn, RefusalReason::absurd_quantity, "a quantity above zero was expected");
  advance(turn);
}

void handle(Turn& turn, const TakeRiskAnswer& answer) {
  const auto status = turn.order.status;
  if (status == OrderStatus::none ||
      status == OrderStatus::over) {  // answered again after a restart
    turn.decision.tell(
        {ActorKind::risk, answer.account},
        ReleaseExposure{turn.order.plan ? turn.order.plan->order_id : answer.order_id,
                        "no order needs it"});
    turn.decision.is_query = true;
    return;
  }
  const bool is_resized = status != OrderStatus::planned &&
                          turn.order.plan->effect == Effect::close &&
                          turn.order.wanted > turn.order.reserved;
  if (status != OrderStatus::planned && !is_resized) {
    turn.decision.is_query = true;
    return;
  }
  if (answer.refusal != RefusalReason::none && is_resized) {  // it stays as it was
    turn.emit(ChangeRequested{turn.order.reserved, {}, answer.detail, turn.context.now});
    tell_workflow(turn);
    return advance(turn);
  }
  if (answer.refusal != RefusalReason::none) return refuse(turn, answer.refusal, answer.detail);
  if (turn.order.plan->effect == Effect::close && answer.quantity < turn.order.wanted) {
    // Wanted grew since it was asked for.
    if (const auto* instrument = turn.context.instruments->find(turn.order.plan->instrument))
      ask_risk(turn, *instrument);
    turn.decision.is_query = true;
    return;
  }
  turn.emit(RiskPassed{answer.reserved, answer.worst_price, turn.context.now});
  turn.is_due = true;
  advance(turn);
}

void handle(Turn& turn, const TimerDue& timer) {
  if (timer.name != step_timer) return;
  turn.is_due = true;
  advance(turn);
}

void handle(Turn& turn, const QuoteWake&) {
  turn.is_due = true;
  advance(turn);
}

void handle(Turn& turn, const CancelOrder& command) {
  if (turn.order.status == OrderStatus::none || turn.order.status == OrderStatus::over) return;
  if (!turn.order.is_cancelling)
    turn.emit(CancelRequested{command.by, command.why, turn.context.now});
  turn.is_due = true;
  advance(turn);
}

void handle(Turn& turn, const ChangeOrder& command) {
  if (turn.order.status == OrderStatus::none || turn.order.status == OrderStatus::over) return;
  const auto& plan = *turn.order.plan;
  const auto limit = plan.limit ? command.limit : std::nullopt;  // a walk has its own prices
  const auto quantity = std::max(command.quantity, Quantity{});
  const bool is_new_limit = limit && limit != turn.order.desired;
  if (quantity == turn.order.wanted && !is_new_limit) return;
  if (plan.effect == Effect::open && quantity > plan.quantity) return;  // more than was reserved
  if (const auto cap = hard_cap(turn.order);
      limit && cap && (*limit - *cap).units * sign(plan.side) > 0)
    return;
  turn.emit(ChangeRequested{quantity, limit, command.why, turn.context.now});
  turn.is_due = true;
  advance(turn);
  complete_if_filled(turn);
}

bool is_answer_to(const OrderState& order, const std::string& client_order_id) {
  return order.in_flight && order.in_flight->attempt.client_order_id == client_order_id;
}

void reject(Turn& turn, const std::string& code, const std::string& text,
            const std::string& evidence) {
  const auto attempt = turn.order.in_flight->attempt;
  turn.emit(AttemptRejected{attempt.attempt, code, text, evidence, turn.context.now});
  if (attempt.kind == AttemptKind::submit) {
    complete_if_filled(turn);  // a late fill may have left nothing to send
    if (turn.order.status != OrderStatus::over)
      end(turn, OrderRejected{code, text, turn.context.now}, "rejected");
    return;
  }
  if (attempt.kind ==
      AttemptKind::cancel) {  // filled meanwhile, or the broker is busy: ask again later
    const auto wait = seconds(std::int64_t{1} << std::min(turn.order.cancel_rejects, 6u));
    turn.decision.timers.push_back({step_timer, turn.context.now + wait, 0});
    return;
  }
  advance(turn);
}

void handle(Turn& turn, const NoteAnswer& command) {
  const auto& answer = command.answer;
  if (!is_answer_to(turn.order, answer.client_order_id)) return;  // late or doubled
  const auto number = turn.order.in_flight->attempt.attempt;
  switch (answer.kind) {
    case AnswerKind::accepted:
      turn.emit(AttemptAccepted{number, answer.broker_order_id, "answer", turn.context.now});
      if (turn.order.live && turn.order.live->cancel_accepted_at == turn.context.now)
        turn.decision.timers.push_back(
            {step_timer, turn.context.now + turn.context.broker.settles_within, 0});
      return advance(turn);
    case AnswerKind::rejected:
      return reject(turn, answer.code, answer.text, "answer");
    case AnswerKind::unknown:
      if (!turn.order.in_flight->is_unknown)
        turn.emit(AttemptUnknown{number, answer.text, turn.context.now});
      return;
  }
}

bool is_known(const OrderState& order, const std::string& execution_id) {
  return std::find(order.executions.begin(), order.executions.end(), execution_id) !=
         order.executions.end();
}

void book(Turn& turn, const BrokerFill& fill) {
  if (is_known(turn.order, fill.execution_id)) return;
  // A fill of a message that we have no answer to is the answer.
  if (is_answer_to(turn.order, fill.client_order_id) &&
      turn.order.in_flight->attempt.kind != AttemptKind::cancel)
    turn.emit(AttemptAccepted{turn.order.in_flight->attempt.attempt, "", "fill", turn.context.now});
  OrderFilled filled{
      fill.execution_id,   fill.client_order_id, fill.instrument, fill.side,          fill.quantity,
      fill.order_quantity, fill.price,           fill.fees,       turn.context.quote, fill.at};
  turn.decision.tell(turn.risk(),
                     RecordFill{filled, turn.order.plan->order_id, turn.order.plan->workflow_id,
                                turn.order.plan->purpose});
  turn.emit(std::move(filled));
}

void handle(Turn& turn, const NoteFill& command) {
  if (turn.order.status == OrderStatus::none || is_known(turn.order, command.fill.execution_id))
    return;
  turn.decision.idempotency_key =
      "fill/" + turn.order.plan->account + "/" + command.fill.execution_id;
  book(turn, command.fill);
  const bool was_over = turn.order.status == OrderStatus::over;
  complete_if_filled(turn);
  if (was_over || turn.order.status != OrderStatus::over) tell_workflow(turn);
  advance(turn);
}

std::string describe_end(const BrokerOrder& theirs) {
  const auto* what = theirs.state == BrokerOrderState::expired    ? "expired"
                     : theirs.state == BrokerOrderState::rejected ? "rejected"
                                                                  : "cancelled";
  return std::string(what) + " at the broker: " + theirs.reason;
}

// The end came before fills that it counts: nothing is sent or told until they are here.
void note_early_end(Turn& turn, const BrokerOrder& theirs, const std::string& why) {
  auto& order = turn.order;
  const bool is_between_prices =
      order.in_flight && order.in_flight->attempt.kind == AttemptKind::cancel;
  const bool was_cancelled_between = order.live && order.live->cancel_accepted_at.ns != 0;
  const bool goes_on = theirs.state == BrokerOrderState::cancelled && !order.is_cancelling &&
                       (is_between_prices || was_cancelled_between);
  if (order.in_flight) {
    const auto attempt = order.in_flight->attempt;
    if (attempt.kind == AttemptKind::replace && order.live)
      turn.emit(AttemptRejected{attempt.attempt, "ended", why, "end", turn.context.now});
    else
      turn.emit(AttemptAccepted{attempt.attempt, "", "end", turn.context.now});
  }
  if (!goes_on && !order.is_cancelling) turn.emit(CancelRequested{"broker", why, turn.context.now});
  turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
  advance(turn);
}

void note_end(Turn& turn, const BrokerOrder& theirs) {
  auto& order = turn.order;
  if (order.status == OrderStatus::over) return;
  const auto& ids = theirs.client_order_ids;
  const bool is_live =
      order.live && (order.live->client_order_id == theirs.client_order_id ||
                     std::find(ids.begin(), ids.end(), order.live->client_order_id) != ids.end());
  const bool is_ours_in_flight =
      order.in_flight &&
      (is_answer_to(order, theirs.client_order_id) ||
       std::find(ids.begin(), ids.end(), order.in_flight->attempt.client_order_id) != ids.end());
  if (!is_live && !is_ours_in_flight) return;  // of an order that we know to be gone
  const auto why = order.is_cancelling ? order.cancel_why : describe_end(theirs);
  const bool is_linked_replace = theirs.state == BrokerOrderState::cancelled && is_live &&
                                 !is_ours_in_flight && order.in_flight &&
                                 order.in_flight->attempt.kind == AttemptKind::replace &&
                                 turn.context.broker.replace == ReplaceSupport::linked;
  if (is_linked_replace) {  // the new order's answer tells how it goes on
    turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
    return;
  }
  const auto filled_before = is_live ? order.live->filled_before : order.in_flight->filled_before;
  const bool has_ended = theirs.state == BrokerOrderState::cancelled ||
                         theirs.state == BrokerOrderState::expired ||
                         theirs.state == BrokerOrderState::rejected;
  const bool is_owed_fills = filled_before + theirs.filled > order.filled || !has_whole_fills(turn);
  if (has_ended && is_owed_fills) return note_early_end(turn, theirs, why);
  const auto rest = rest_of(order);
  switch (theirs.state) {
    case BrokerOrderState::cancelled: {
      const bool is_between_prices = !order.is_cancelling && order.in_flight &&
                                     order.in_flight->attempt.kind == AttemptKind::cancel;
      if (is_between_prices) {
        turn.emit(AttemptAccepted{order.in_flight->attempt.attempt, "", "end", turn.context.now});
        turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
        return advance(turn);
      }
      const bool was_accepted_before = !order.is_cancelling && order.live && !order.in_flight &&
                                       order.live->cancel_accepted_at.ns != 0;
      if (was_accepted_before) {  // the cancel between two prices was answered already
        turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
        return advance(turn);
      }
      return end(turn, OrderCancelled{theirs.filled, rest, why, turn.context.now}, "cancelled");
    }
    case BrokerOrderState::expired:
      return end(turn, OrderExpired{theirs.filled, rest, turn.context.now}, "expired");
    case BrokerOrderState::rejected:
      return end(turn, OrderRejected{"rejected", theirs.reason, turn.context.now}, "rejected");
    case BrokerOrderState::working:
    case BrokerOrderState::filled:
      return;  // its fills say so
  }
}

void handle(Turn& turn, const NoteEnded& command) {
  if (turn.order.status == OrderStatus::none) return;
  note_end(turn, command.order);
}

// The broker's books are the evidence that an unknown message waited for. One that is not unknown
// yet may be younger than the books, or not even have left: they prove nothing about it.
void settle_in_flight(Turn& turn, const NoteBooks& books) {
  if (!turn.order.in_flight) return;
  const auto attempt = turn.order.in_flight->attempt;
  const auto now = turn.context.now;
  const auto* theirs = books.order ? &*books.order : nullptr;
  const bool is_there =
      theirs && std::find(theirs->client_order_ids.begin(), theirs->client_order_ids.end(),
                          attempt.client_order_id) != theirs->client_order_ids.end();
  const bool is_conclusive = books.is_conclusive && turn.order.in_flight->is_unknown;
  if (attempt.kind == AttemptKind::cancel) {
    const bool is_of_live =
        theirs && std::find(theirs->client_order_ids.begin(), theirs->client_order_ids.end(),
                            attempt.replaces) != theirs->client_order_ids.end();
    if (is_of_live && theirs->state == BrokerOrderState::filled) {
      // Nothing is left that it could cancel, and no end will be told besides the fills.
      turn.emit(AttemptNeverArrived{attempt.attempt, "books: filled", now});
      return;
    }
    if (theirs && theirs->state != BrokerOrderState::working) return;  // note_end tells the rest
    if (is_conclusive) turn.emit(AttemptNeverArrived{attempt.attempt, "books: still working", now});
    return;
  }
  if (is_there) {
    turn.emit(AttemptAccepted{attempt.attempt, theirs->broker_order_id, "books", now});
  } else if (is_conclusive) {
    turn.emit(AttemptNeverArrived{attempt.attempt, "books: not among all orders", now});
  }
}

void handle(Turn& turn, const NoteBooks& books) {
  if (turn.order.status == OrderStatus::none) return;
  const auto fills_before = turn.order.executions.size();
  settle_in_flight(turn, books);
  for (const auto& fill : books.fills) book(turn, fill);
  complete_if_filled(turn);
  if (books.order && turn.order.status != OrderStatus::over) note_end(turn, *books.order);
  const bool has_new_fills = turn.order.executions.size() != fills_before;
  if (has_new_fills && turn.order.status != OrderStatus::over) tell_workflow(turn);
  turn.is_due = turn.order.is_cancelling;
  advance(turn);
  turn.decision.is_query = turn.decision.events.empty();
}

template <class Command>
void handle(Turn&, const Command&) {
  assert_unreachable("an order got a command of another kind of actor");
}

// An exit that became smaller leaves room for others.
void tell_of_less(Turn& turn, const OrderState& before) {
  const auto& order = turn.order;
  const bool is_live = order.status == OrderStatus::working || order.status == OrderStatus::cleared;
  if (!is_live || order.plan->effect != Effect::close || order.reserved >= before.reserved) return;
  turn.decision.tell(turn.risk(), reserve(order, order.reserved, *order.worst_price));
}

}  // namespace

Decision Order::decide(const AnyCommand& command, const Context& context) const {
  Turn turn{state_, context, {}, false};
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
  tell_of_less(turn, state_);
  return std::move(turn.decision);
}

Decision Order::resume(const Context& context) const {
  Turn turn{state_, context, {}, false};
  if (state_.status == OrderStatus::none || state_.status == OrderStatus::over) return {};
  if (state_.in_flight && !state_.in_flight->is_unknown)
    turn.emit(AttemptUnknown{state_.in_flight->attempt.attempt, "restart", context.now});
  tell_workflow(turn);
  const bool is_counted =
      state_.status != OrderStatus::planned && state_.plan->effect == Effect::close;
  if (is_counted)  // a smaller size may not have been told
    turn.decision.tell(turn.risk(), reserve(state_, state_.reserved, *state_.worst_price));
  // Timers are durable, and the broker's books bring the rest: see NoteBooks. Interests and tells
  // are not.
  const bool is_settled = !state_.is_walking && !state_.is_cancelling &&
                          live_rest(state_).units > 0 && is_as_wanted(state_);
  if (!is_settled && !state_.in_flight)
    turn.decision.timers.push_back({step_timer, context.now, 0});
  return std::move(turn.decision);
}

}  // namespace fillwright
