#include "actors/domain/order/turn.hpp"

#include <algorithm>

#include "events/mutation.hpp"

namespace fillwright::order {

Quantity rest_of(const OrderState& order) {
  return std::max(order.wanted - order.filled, Quantity{});
}

Quantity live_rest(const OrderState& order) {
  if (!order.live) return {};
  return order.live->filled_before + order.live->quantity - order.filled;
}

Quantity rest_in_flight(const OrderState& order) {
  if (!order.in_flight || order.in_flight->attempt.kind == AttemptKind::cancel) return {};
  return order.in_flight->filled_before + order.in_flight->attempt.quantity - order.filled;
}

namespace {

Quantity leg_filled(const OrderState& order, InstrumentId leg) {
  if (!order.fills) return {};
  const auto found = order.fills->legs.find(leg);
  return found == order.fills->legs.end() ? Quantity{} : found->second;
}

}  // namespace

bool has_whole_fills(const OrderState& order, const InstrumentDefined* instrument) {
  if (!instrument || instrument->legs.empty()) return true;
  return std::all_of(instrument->legs.begin(), instrument->legs.end(),
                     [&](const InstrumentLeg& leg) {
                       return leg_filled(order, leg.instrument) == order.filled * leg.ratio;
                     });
}

bool has_whole_fills(const Turn& turn) {
  return has_whole_fills(turn.order, turn.context.instruments->find(turn.order.plan->instrument));
}

std::optional<Price> hard_cap(const OrderState& order) {
  const auto& plan = *order.plan;
  if (is_mutated(Mutation::worst_price_ignored)) return plan.hard_cap;
  if (!order.worst_price || plan.effect == Effect::close) return plan.hard_cap;
  if (!plan.hard_cap) return order.worst_price;
  return plan.side == Side::buy ? std::min(*plan.hard_cap, *order.worst_price)
                                : std::max(*plan.hard_cap, *order.worst_price);
}

bool is_as_wanted(const OrderState& order) {
  const auto& live = *order.live;
  const auto type = order.is_market ? OrderType::market : order.plan->type;
  return live.type == type && live.filled_before + live.quantity == order.wanted &&
         (order.is_market || live.limit == order.desired);
}

namespace {

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
  if (progress.is_over) progress.detail = order.why;
  progress.at = now;
  progress.wanted = order.wanted;
  if (order.plan->limit) progress.limit = order.desired;
  if (order.fills) progress.corrections = order.fills->corrections;
  progress.is_by_person = progress.is_over && order.is_cancelled_by_person;
  return progress;
}

}  // namespace

void tell_workflow(Turn& turn, const std::string& change_refused) {
  if (turn.order.status != OrderStatus::over && !has_whole_fills(turn)) return;
  auto progress = progress_of(turn.order, turn.context.now);
  progress.change_refused = change_refused;
  turn.decision.tell({ActorKind::workflow, turn.order.plan->workflow_id},
                     NoteOrder{std::move(progress)});
}

void tell_operator(Turn& turn) {
  const auto& order = turn.order;
  turn.decision.tell(operator_address,
                     NoteOrderOver{order.plan->order_id, std::string(order.outcome), order.filled,
                                   rest_of(order), order.why});
}

void end(Turn& turn, AnyEvent event, const std::string& why) {
  turn.emit(std::move(event));
  turn.decision.timers.push_back({step_timer, std::nullopt, 0});
  turn.decision.interests.push_back({"quote", turn.order.plan->instrument, false, {}, {}, {}, {}});
  turn.decision.tell(turn.risk(), ReleaseExposure{turn.order.plan->order_id, why});
  tell_workflow(turn);
  if (turn.order.is_operator_waiting) tell_operator(turn);
}

void refuse(Turn& turn, RefusalReason reason, const std::string& detail) {
  end(turn, OrderRefused{reason, detail, turn.context.now}, "refused");
}

void complete_if_filled(Turn& turn) {
  const auto& order = turn.order;
  if (order.status == OrderStatus::over || order.filled < order.wanted ||
      live_rest(order).units > 0 || rest_in_flight(order).units > 0 || !has_whole_fills(turn))
    return;
  if (order.filled.is_zero()) return;
  end(turn, OrderCompleted{order.filled, average_price(order), order.fills->fees, turn.context.now},
      "filled");
}

BrokerRequest request_of(const OrderState& order, const AttemptStarted& attempt) {
  const auto& plan = *order.plan;
  BrokerRequest request;
  request.kind = attempt.kind;
  request.client_order_id = attempt.client_order_id;
  request.replaces = attempt.replaces;
  request.order_id = plan.order_id;
  request.instrument = plan.instrument;
  request.side = plan.side;
  request.effect = plan.effect;
  request.type = attempt.type;
  request.limit = attempt.limit;
  request.quantity = attempt.quantity;
  request.time_in_force = plan.time_in_force;
  request.children = children_of(order, attempt);
  return request;
}

ReserveExposure reserve(const OrderState& order, Quantity quantity, Price worst) {
  const auto& plan = *order.plan;
  return {plan.order_id,
          plan.workflow_id,
          plan.purpose,
          plan.instrument,
          plan.side,
          plan.effect,
          quantity,
          worst,
          plan.bracket ? plan.bracket->parent : ""};
}

}  // namespace fillwright::order
