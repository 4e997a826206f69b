// Brackets: an entry whose message brings its exits. The attempt is the entry's alone; the exits
// are orders of their own, which wait until there is evidence that the broker has them.
#include <algorithm>
#include <charconv>

#include "actors/domain/order/turn.hpp"

namespace fillwright::order {
namespace {

std::string id_of_child(const OrderChild& child, std::uint32_t attempt) {
  return child.order_id + "." + std::to_string(attempt);
}

// "w1-2.3" is of attempt 3.
std::uint32_t attempt_of(const std::string& client_order_id) {
  const auto dot = client_order_id.rfind('.');
  std::uint32_t number = 1;
  if (dot != std::string::npos)
    std::from_chars(client_order_id.data() + dot + 1,
                    client_order_id.data() + client_order_id.size(), number);
  return number;
}

void tell_child(Turn& turn, const OrderChild& child, const std::string& client_order_id) {
  const auto& order = turn.order;
  NoteParent note;
  note.client_order_id = client_order_id;
  note.is_over_unfilled = order.status == OrderStatus::over && order.filled.is_zero();
  if (note.is_over_unfilled)
    note.why =
        "its entry is " + std::string(order.outcome) + (order.why.empty() ? "" : ": " + order.why);
  turn.decision.tell({ActorKind::order, child.order_id}, std::move(note));
}

bool is_entry_of_bracket(const OrderState& order) {
  return order.plan && order.plan->bracket && !order.plan->bracket->children.empty();
}

}  // namespace

bool is_contingent(const OrderState& order) {
  return order.status == OrderStatus::planned && order.plan->bracket &&
         !order.plan->bracket->parent.empty();
}

void accept_child(Turn& turn, const std::string& client_order_id,
                  const std::string& broker_order_id, const std::string& evidence) {
  if (!is_contingent(turn.order)) return;
  turn.emit(ChildAccepted{attempt_of(client_order_id), client_order_id, broker_order_id, evidence,
                          turn.context.now});
  turn.decision.tell(turn.risk(),
                     reserve(turn.order, turn.order.reserved, *turn.order.worst_price));
}

void tell_children(Turn& turn, const OrderState& before) {
  const auto& order = turn.order;
  if (!is_entry_of_bracket(order)) return;
  const bool was_sent = before.in_flight && before.in_flight->attempt.kind == AttemptKind::submit;
  // Books list what was rejected, too: that it is there means that it arrived, not that it works.
  const bool is_rejected = order.status == OrderStatus::over && order.outcome == "rejected";
  const bool is_accepted =
      was_sent && !is_rejected &&
      std::any_of(turn.decision.events.begin(), turn.decision.events.end(),
                  [](const auto& emitted) {
                    return std::holds_alternative<AttemptAccepted>(emitted.event);
                  });
  const bool has_ended = before.status != OrderStatus::over && order.status == OrderStatus::over;
  if (!is_accepted && !has_ended) return;
  for (const auto& child : order.plan->bracket->children)
    tell_child(turn, child,
               is_accepted ? id_of_child(child, before.in_flight->attempt.attempt) : "");
}

void ask_parent(Turn& turn) {
  const auto& plan = *turn.order.plan;
  turn.decision.tell({ActorKind::order, plan.bracket->parent}, AskParent{plan.order_id});
}

std::vector<BrokerRequest> children_of(const OrderState& order, const AttemptStarted& attempt) {
  std::vector<BrokerRequest> requests;
  if (!is_entry_of_bracket(order) || attempt.kind != AttemptKind::submit) return requests;
  for (const auto& child : order.plan->bracket->children) {
    auto& request = requests.emplace_back();
    request.client_order_id = id_of_child(child, attempt.attempt);
    request.order_id = child.order_id;
    request.instrument = order.plan->instrument;
    request.side = opposite(order.plan->side);
    request.effect = Effect::close;
    request.type = child.type;
    request.limit = child.limit;
    request.quantity = child.quantity;
    request.time_in_force = TimeInForce::good_till_cancelled;
  }
  return requests;
}

void handle(Turn& turn, const NoteParent& note) {
  if (turn.order.status == OrderStatus::none || !is_contingent(turn.order)) {
    turn.decision.is_query = true;
    return;
  }
  if (!note.client_order_id.empty()) {
    accept_child(turn, note.client_order_id, "", "entry");
    tell_workflow(turn);
    return advance(turn);
  }
  if (note.is_over_unfilled)
    return end(turn, OrderCancelled{{}, rest_of(turn.order), note.why, turn.context.now},
               "cancelled");
  turn.decision.is_query = true;
}

void handle(Turn& turn, const AskParent& asked) {
  const auto& order = turn.order;
  turn.decision.is_query = true;
  if (order.status == OrderStatus::none || !is_entry_of_bracket(order)) return;
  for (const auto& child : order.plan->bracket->children)
    if (child.order_id == asked.order_id)
      tell_child(turn, child,
                 order.live ? id_of_child(child, attempt_of(order.live->client_order_id)) : "");
}

}  // namespace fillwright::order
