// What the broker's books state of fills that are booked with other figures; see reconciler.hpp.
#include <utility>

#include "actors/reconciler.hpp"

namespace fillwright {

void Reconciler::check_told(const BrokerFill& fill) {
  const auto& known = runtime_.ours.executions;
  const auto booked = known.find(fill.execution_id);
  if (booked == known.end() || !is_corrected(fill, booked->second)) return;
  if (is_asking_)
    is_asked_anew_ = true;
  else
    ask(ReconcileCause::evidence);
}

void Reconciler::expect(const std::string& order_id) { expected_[order_id] = runtime_.clock.now(); }

// Of figures the younger books are the broker's last word.
void Reconciler::sort_corrected(const Books& books, OfOrders& of_orders) {
  if (books->at < newest_books_at_) return;
  newest_books_at_ = books->at;
  for (const auto& fill : books->fills) {
    const auto booked = runtime_.ours.executions.find(fill.execution_id);
    if (booked == runtime_.ours.executions.end() || !is_corrected(fill, booked->second)) continue;
    const auto id = order_id_of(fill);
    const auto found = of_orders.find(id);
    (found != of_orders.end() ? found->second : over_[id]).corrected.push_back(fill);
  }
}

// True when there is any. Nothing else is proved by it: all orders are told after that.
bool Reconciler::tell_corrected(const Books& books, Timestamp evidence_at, OfOrders& of_orders) {
  bool is_any = !over_.empty();
  tell_corrected_over(books, evidence_at);
  std::map<std::string, OfOrder*> corrected;  // by name: the order of telling can be seen
  for (auto& [id, found] : of_orders)
    if (!found.corrected.empty()) corrected[id] = &found;
  for (auto& [id, found] : corrected) {
    is_any = true;
    NoteBooks note;
    if (found->order) note.order = std::shared_ptr<const BrokerOrder>(books, found->order);
    note.fills = std::exchange(found->fills, {});
    note.corrected = std::exchange(found->corrected, {});
    note.at = evidence_at;
    tell_order(id, std::move(note));
  }
  return is_any;
}

// What becomes of an order that is over depends on whether it works there: books that do not list
// it yet correct nothing of it.
void Reconciler::tell_corrected_over(const Books& books, Timestamp evidence_at) {
  for (auto& [id, found] : over_) {
    for (const auto& order : books->orders) {
      const bool is_working = found.order && found.order->state == BrokerOrderState::working;
      if (order.order_id == id && !is_working) found.order = &order;
    }
    if (!found.order) continue;
    NoteBooks note;
    note.order = std::shared_ptr<const BrokerOrder>(books, found.order);
    note.corrected = std::move(found.corrected);
    note.at = evidence_at;
    tell_order(id, std::move(note));
  }
  over_.clear();
}

}  // namespace fillwright
