// Commands from outside, and what is owed after a restart.
#include "actors/domain/order/order.hpp"

#include <algorithm>

#include "actors/domain/order/turn.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace order {
namespace {

void handle(Turn& turn, const PlaceOrder& command) {
  if (turn.order.status != OrderStatus::none) {  // asked again after a restart: tell how it stands
    if (turn.order.status == OrderStatus::planned) advance(turn);
    tell_workflow(turn);
    turn.decision.is_query = turn.decision.events.empty();
    return;
  }
  turn.emit(command.plan);
  turn.is_due = turn.is_new = true;
  if (command.plan.quantity.units <= 0)
    return refuse(turn, RefusalReason::absurd_quantity, "a quantity above zero was expected");
  if (is_contingent(turn.order)) return ask_parent(turn);
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
  const bool has_nothing = is_resized && turn.order.reserved <= turn.order.filled &&
                           turn.order.filled.is_zero() && !turn.order.live && !turn.order.in_flight;
  if (answer.refusal != RefusalReason::none && is_resized && !has_nothing) {  // it stays as it was
    turn.emit(ChangeRequested{turn.order.reserved, {}, answer.detail, turn.context.now});
    tell_workflow(turn, answer.detail);
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
  if (timer.name == question_timer) return expire_question(turn);
  if (timer.name != step_timer) return;
  turn.is_due = true;
  advance(turn);
}

void handle(Turn& turn, const QuoteWake& wake) {
  turn.is_due = true;
  advance(turn);
  if (wake.name == "gate") turn.decision.is_query = turn.decision.events.empty();
}

void handle(Turn& turn, const CancelOrder& command) {
  if (turn.order.status == OrderStatus::none) return;
  const bool is_for_operator = is_of_operator(command.by);
  if (turn.order.status == OrderStatus::over) {
    if (!is_for_operator) return;
    tell_operator(turn);
    turn.decision.is_query = true;
    return;
  }
  if (!turn.order.is_cancelling || (is_for_operator && !turn.order.is_operator_waiting))
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

void handle(Turn& turn, const ReduceApproval& command) {
  if (turn.order.status == OrderStatus::none) return;
  reduce_approval(turn, command);
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

void handle_any(Turn& turn, const AnyCommand& command) {
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
}

}  // namespace
}  // namespace order

Decision Order::decide(const AnyCommand& command, const Context& context) const {
  order::Turn turn{state_, context, {}};
  order::handle_any(turn, command);
  order::tell_of_less(turn, state_);
  order::tell_children(turn, state_);
  return std::move(turn.decision);
}

Decision Order::resume(const Context& context) const {
  order::Turn turn{state_, context, {}};
  if (state_.status == OrderStatus::none || state_.status == OrderStatus::over) return {};
  if (state_.in_flight && is_mutated(Mutation::restart_sends_again)) {
    turn.emit(AttemptNeverArrived{state_.in_flight->attempt.attempt, "restart", context.now});
    turn.decision.timers.push_back({order::step_timer, context.now, 0});
  }
  if (state_.in_flight && !state_.in_flight->is_unknown && !open_question(state_) &&
      !is_mutated(Mutation::restart_sends_again))
    turn.emit(AttemptUnknown{state_.in_flight->attempt.attempt, "restart", context.now});
  tell_workflow(turn);
  if (order::is_contingent(state_)) {
    order::ask_parent(turn);
    return std::move(turn.decision);
  }
  const bool is_counted =
      state_.status != OrderStatus::planned && state_.plan->effect == Effect::close;
  if (is_counted)  // a smaller size may not have been told
    turn.decision.tell(turn.risk(), order::reserve(state_, state_.reserved, *state_.worst_price));
  // Timers are durable, and the broker's books bring the rest: see NoteBooks. Interests and tells
  // are not.
  const bool is_settled = !state_.is_walking && !state_.is_cancelling &&
                          order::live_rest(state_).units > 0 && order::is_as_wanted(state_);
  if (!is_settled && !state_.in_flight)
    turn.decision.timers.push_back({order::step_timer, context.now, 0});
  return std::move(turn.decision);
}

}  // namespace fillwright
