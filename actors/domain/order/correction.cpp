// What the broker's books put right: the figures of a fill, and the price of what works there.
#include <algorithm>
#include <utility>

#include "actors/domain/order/turn.hpp"
#include "events/mutation.hpp"

namespace fillwright::order {
namespace {

Quantity excess_of(const OrderState& order) {
  return std::max(order.filled - order.asked, Quantity{});
}

Quantity excess_after(OrderState order, const AnyEvent& event) {
  evolve(order, event);
  return excess_of(order);
}

// An alarm of ours was right as far as anybody knew, and is not any more.
void settle_excess(Turn& turn, Quantity before, const std::string& execution_id) {
  const auto& plan = *turn.order.plan;
  if (before.is_zero() || !excess_of(turn.order).is_zero()) return;
  turn.decision.tell({ActorKind::gateway, plan.account},
                     SettleAlarm{"overfill", plan.order_id, execution_id + " was corrected"});
}

bool is_about(const BrokerOrder& theirs, const std::string& client_order_id) {
  const auto& ids = theirs.client_order_ids;
  return theirs.client_order_id == client_order_id ||
         std::find(ids.begin(), ids.end(), client_order_id) != ids.end();
}

// Of what works there, as far as it is booked: of the rest we have not heard yet.
Quantity filled_of(const OrderState& order, const BrokerOrder& theirs) {
  Quantity filled;
  if (!order.fills) return filled;
  for (const auto& execution : order.fills->executions) {
    if (is_about(theirs, execution.client_order_id)) filled += execution.figures.order_quantity;
  }
  return filled;
}

// What works at the broker of an order that a wrong figure had completed: as the books list it. A
// list that is behind does not know that message yet: it works until there is evidence of its end,
// for the figure was the only one.
std::optional<BrokerOrder> what_works(const Turn& turn, const NoteBooks& books) {
  if (books.order && books.order->state == BrokerOrderState::working) return *books.order;
  const auto& order = turn.order;
  if (!order.fills || order.fills->executions.empty()) return std::nullopt;
  const auto& last = order.fills->executions.back().client_order_id;
  const auto& events = turn.decision.events;
  const bool is_corrected = std::any_of(events.begin(), events.end(), [&](const auto& emitted) {
    const auto* corrected = std::get_if<FillCorrected>(&emitted.event);
    return corrected && corrected->client_order_id == last;
  });
  if (!is_corrected || (books.order && is_about(*books.order, last))) return std::nullopt;
  BrokerOrder ours;
  ours.client_order_id = last;
  ours.type = order.is_market ? OrderType::market : OrderType::limit;
  ours.limit = order.desired.value_or(Price{});
  ours.quantity = filled_of(order, ours) + order.wanted - order.filled;
  return ours;
}

}  // namespace

void raise_alarm(Turn& turn, const char* kind, std::string detail) {
  const auto& plan = *turn.order.plan;
  turn.decision.tell({ActorKind::gateway, plan.account},
                     RaiseAlarm{kind, plan.order_id, std::move(detail)});
}

void note_excess(Turn& turn, const std::string& execution_id) {
  const auto& order = turn.order;
  if (excess_of(order).is_zero()) return;
  turn.emit(FillExceeded{execution_id, order.filled, order.asked, turn.context.now});
  raise_alarm(
      turn, "overfill",
      execution_id + ": " + to_text(order.filled) + " filled, " + to_text(order.asked) + " asked");
}

void correct(Turn& turn, const BrokerFill& fill) {
  if (is_mutated(Mutation::correction_ignored)) return;
  const auto* known = find_execution(turn.order, fill.execution_id);
  if (!known || !known->is_booked || fill.quantity.units < 0) return;
  // Another instrument or side under the same id is no correction: positions tell of it.
  if (known->instrument != fill.instrument || known->side != fill.side) return;
  const auto& foreign = turn.order.fills->mismatched;
  const bool is_foreign =
      std::find(foreign.begin(), foreign.end(), fill.execution_id) != foreign.end();
  FillFigures now{fill.quantity, fill.order_quantity, fill.price, fill.fees};
  if (is_foreign) now.order_quantity = {};
  if (now == known->figures) return;
  FillCorrected corrected{fill.execution_id,
                          known->client_order_id,
                          fill.instrument,
                          fill.side,
                          now,
                          known->figures,
                          "books",
                          {},
                          turn.context.now};
  const auto excess_before = excess_of(turn.order);
  corrected.excess = excess_after(turn.order, corrected);
  const auto& plan = *turn.order.plan;
  turn.decision.tell(turn.risk(),
                     RecordCorrection{corrected, plan.order_id, plan.workflow_id, plan.purpose});
  turn.emit(std::move(corrected));
  if (excess_of(turn.order) > excess_before) note_excess(turn, fill.execution_id);
  settle_excess(turn, excess_before, fill.execution_id);
}

void reduce_approval(Turn& turn, const ReduceApproval& command) {
  const auto& order = turn.order;
  const bool is_passed =
      order.status == OrderStatus::cleared || order.status == OrderStatus::working;
  if (!is_passed || order.plan->effect != Effect::close || is_contingent(order)) return;
  if (order.in_flight || live_rest(order).units > 0 || order.is_cancelling) return;
  const auto reserved = std::max(order.filled, order.reserved - command.by);
  if (reserved >= order.reserved) return;
  turn.emit(ApprovalReduced{reserved, command.why, turn.context.now});
  // Not in this turn: risk must hear of the smaller size before it is asked for the larger.
  turn.decision.timers.push_back({step_timer, turn.context.now, 0});
}

void reopen(Turn& turn, const NoteBooks& books) {
  const auto& order = turn.order;
  const bool is_too_early =
      order.status == OrderStatus::over && order.outcome == "filled" && order.filled < order.wanted;
  if (!is_too_early) return;
  const auto works = what_works(turn, books);
  if (!works) return;
  turn.emit(OrderReopened{works->client_order_id, works->type, works->limit, works->quantity,
                          filled_of(order, *works), turn.context.now});
  turn.emit(
      CancelRequested{"broker", "a fill that had completed it was corrected", turn.context.now});
  // What may fill of it yet counts again, so that no other exit sells the same.
  if (order.plan->effect == Effect::close && order.worst_price)
    turn.decision.tell(turn.risk(), reserve(order, rest_of(order), *order.worst_price));
}

void compare_price(Turn& turn, const NoteBooks& books) {
  if (is_mutated(Mutation::prices_not_compared)) return;
  const auto& order = turn.order;
  if (!books.order || !order.live || order.in_flight) return;
  const auto& theirs = *books.order;
  const auto& live = *order.live;
  const bool is_it = theirs.state == BrokerOrderState::working &&
                     theirs.client_order_id == live.client_order_id && theirs.type == live.type;
  if (!is_it || live.type == OrderType::market || theirs.limit == live.limit) return;
  // The books may lag by as long as a message may be under way.
  if (books.at - live.accepted_at <= turn.context.broker.settles_within) return;
  turn.emit(LivePriceDiffers{live.client_order_id, theirs.limit, live.limit, turn.context.now});
}

}  // namespace fillwright::order
