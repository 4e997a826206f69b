// The fold of an order's events. What happened, happened: nothing here refuses.
#include <algorithm>

#include "actors/domain/order/order.hpp"

namespace fillwright {
namespace {

__extension__ typedef __int128 Wide;

Wide value_of(const OrderState& order) {
  return static_cast<Wide>(order.value_high) << 64 | static_cast<Wide>(order.value_low);
}

void add_value(OrderState& order, Wide value) {
  const auto sum = value_of(order) + value;
  order.value_high = static_cast<std::int64_t>(sum >> 64);
  order.value_low = static_cast<std::uint64_t>(sum);
}

void finish(OrderState& order, std::string outcome, std::string detail, Timestamp at) {
  order.status = OrderStatus::over;
  order.outcome = std::move(outcome);
  order.detail = std::move(detail);
  order.last_at = at;
  order.is_walking = false;
  order.in_flight.reset();
  order.live.reset();
}

void apply(OrderState& order, const OrderPlanned& event) {
  order.status = OrderStatus::planned;
  order.plan = std::make_shared<const OrderPlanned>(event);
  order.wanted = event.quantity;
  order.desired = event.limit;
  order.is_walking = !event.limit;
  order.walk.started_at = event.at;
}

void apply(OrderState& order, const OrderRefused& event) {
  order.refusal = event.reason;
  finish(order, "refused", event.detail, event.at);
}

void apply(OrderState& order, const RiskPassed& event) {
  if (order.status == OrderStatus::planned) order.status = OrderStatus::cleared;
  order.worst_price = event.worst_price;
  order.reserved = order.wanted;
}

void apply(OrderState& order, const PriceStepped& event) {
  const Seen seen{event.quote, event.at};
  const bool is_conversion = event.rule == PriceRule::converted_limit ||
                             event.rule == PriceRule::converted_market ||
                             event.rule == PriceRule::end_limit ||
                             event.rule == PriceRule::end_market || event.rule == PriceRule::market;
  if (is_conversion)
    order.walk =
        after(order.walk, Convert{event.to, event.is_market, event.rule, event.stepped_to}, seen);
  else
    order.walk = after(order.walk, SendPrice{event.to, event.rule, event.steps}, seen);
  order.desired = event.to;
  order.is_market = event.is_market;
}

void apply(OrderState&, const StepHeld&) {}

void apply(OrderState& order, const WalkEnded& event) {
  order.is_walking = false;
  if (event.end == EndAction::cancel) {
    order.is_cancelling = true;
    order.cancel_why = "the walk ended";
  }
}

void apply(OrderState& order, const AttemptStarted& event) {
  order.status = OrderStatus::working;
  order.attempts = event.attempt;
  const bool is_of_live = event.kind != AttemptKind::submit && order.live;
  order.in_flight =
      AttemptInFlight{event, is_of_live ? order.live->filled_before : order.filled, false};
}

void apply(OrderState& order, const AttemptAccepted& event) {
  if (!order.in_flight || order.in_flight->attempt.attempt != event.attempt) return;
  const auto filled_before = order.in_flight->filled_before;
  const auto attempt = std::move(order.in_flight->attempt);
  order.in_flight.reset();
  if (attempt.kind == AttemptKind::cancel) {  // the end comes as its own message
    if (order.live) order.live->cancel_accepted_at = event.at;
    return;
  }
  order.cancel_rejects = 0;
  if (attempt.kind == AttemptKind::submit) order.live_ids.clear();
  order.live_ids.push_back(attempt.client_order_id);
  order.live = LiveOrder{attempt.client_order_id,
                         event.broker_order_id,
                         attempt.type,
                         attempt.limit,
                         attempt.quantity,
                         filled_before,
                         {}};
  // What is not live any more is given back; what was never sent stays reserved.
  if (attempt.kind == AttemptKind::replace)
    order.reserved =
        std::min(order.reserved, std::max(filled_before + attempt.quantity, order.wanted));
}

void apply(OrderState& order, const AttemptRejected& event) {
  if (!order.in_flight || order.in_flight->attempt.attempt != event.attempt) return;
  const auto kind = order.in_flight->attempt.kind;
  order.in_flight.reset();
  if (kind == AttemptKind::cancel) ++order.cancel_rejects;
  if (kind != AttemptKind::replace || !order.live) return;
  // The old price stays; the walk goes on from it at its next pace.
  order.desired = order.live->limit;
  order.is_market = order.live->type == OrderType::market;
  order.wanted = std::max(order.live->filled_before + order.live->quantity, order.filled);
}

void apply(OrderState& order, const AttemptUnknown& event) {
  if (order.in_flight && order.in_flight->attempt.attempt == event.attempt)
    order.in_flight->is_unknown = true;
}

void apply(OrderState& order, const AttemptNeverArrived& event) {
  if (order.in_flight && order.in_flight->attempt.attempt == event.attempt) order.in_flight.reset();
}

void apply(OrderState& order, const OrderFilled& event) {
  order.executions.push_back(event.execution_id);
  order.filled += event.order_quantity;
  if (order.gone_ids.contains(event.client_order_id)) {  // it fills none of what was sent since
    if (order.live) order.live->filled_before += event.order_quantity;
    if (order.in_flight) order.in_flight->filled_before += event.order_quantity;
  }
  if (order.plan && event.instrument != order.plan->instrument)
    order.leg_fills[event.instrument] += event.quantity;
  order.fees += event.fees;
  add_value(order, static_cast<Wide>(event.price.units) * event.quantity.units * sign(event.side));
  order.last_at = event.at;
}

void apply(OrderState& order, const CancelRequested& event) {
  order.is_cancelling = true;
  order.cancel_why = event.why;
  order.is_walking = false;
}

void apply(OrderState& order, const ChangeRequested& event) {
  order.wanted = event.quantity;
  if (event.limit) order.desired = event.limit;
}

void apply(OrderState& order, const LiveOrderGone& event) {
  if (!order.live) return;
  order.awaited = std::max(order.awaited, order.live->filled_before + event.filled);
  order.live.reset();
  if (order.in_flight && order.in_flight->attempt.kind == AttemptKind::replace) return;  // linked
  order.gone_ids.insert(order.live_ids.begin(), order.live_ids.end());
  order.live_ids.clear();
}

void apply(OrderState& order, const OrderCancelled& event) {
  finish(order, "cancelled", event.why, event.at);
}
void apply(OrderState& order, const OrderExpired& event) {
  finish(order, "expired", "the session ended", event.at);
}
void apply(OrderState& order, const OrderRejected& event) {
  finish(order, "rejected", event.code + ": " + event.text, event.at);
}
void apply(OrderState& order, const OrderCompleted& event) {
  finish(order, "filled", "", event.at);
}

// Events of other streams' kinds, and inputs that had no consequence.
template <class Event>
void apply(OrderState&, const Event&) {}

}  // namespace

Price average_price(const OrderState& order) {
  if (order.filled.is_zero() || !order.plan) return {};
  const auto value = value_of(order) * sign(order.plan->side);
  const Wide quantity = order.filled.units;
  const auto half = value < 0 ? -quantity / 2 : quantity / 2;
  return {static_cast<std::int64_t>((value + half) / quantity)};
}

void evolve(OrderState& order, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(order, happened); }, event);
}

void Order::evolve(const std::string&, const AnyEvent& event) { fillwright::evolve(state_, event); }

std::optional<InstrumentId> Order::watched_instrument() const {
  if (!state_.plan || state_.status == OrderStatus::over) return std::nullopt;
  return state_.plan->instrument;
}

}  // namespace fillwright
