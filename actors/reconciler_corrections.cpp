// What the broker's books state of fills that are booked with other figures; see reconciler.hpp.
#include <algorithm>
#include <utility>

#include "actors/reconciler.hpp"

namespace fillwright {

void Reconciler::check_told(const BrokerFill& fill) {
  const auto* booked = runtime_.ours.executions.find(fill.execution_id);
  if (!booked || !is_corrected(fill, *booked)) return;
  if (is_asking_)
    is_asked_anew_ = true;
  else
    ask(ReconcileCause::evidence);
}

void Reconciler::expect(const std::string& order_id) { expected_[order_id] = runtime_.clock.now(); }

// Of figures the younger books are the broker's last word.
void Reconciler::sort_corrected(Round& round) {
  if (round.books->at < newest_books_at_) return;
  newest_books_at_ = round.books->at;
  for (const auto& fill : round.books->fills) {
    const auto* booked = runtime_.ours.executions.find(fill.execution_id);
    if (!booked || !is_corrected(fill, *booked)) continue;
    const auto id = order_id_of(fill);
    const auto found = round.of_open.find(id);
    auto& of_order = found != round.of_open.end() ? found->second : round.of_over[id];
    of_order.corrected.push_back(fill);
  }
}

bool Reconciler::has_corrections(const Round& round) {
  const auto has = [](const auto& each) { return !each.second.corrected.empty(); };
  return std::any_of(round.of_over.begin(), round.of_over.end(), has) ||
         std::any_of(round.of_open.begin(), round.of_open.end(), has);
}

// Nothing else is proved by it: all orders are told after that.
void Reconciler::tell_corrected(Round& round) {
  tell_corrected_over(round);
  std::map<std::string, OfOrder*> corrected;  // by name: the order of telling can be seen
  for (auto& [id, found] : round.of_open)
    if (!found.corrected.empty()) corrected[id] = &found;
  for (auto& [id, found] : corrected) {
    NoteBooks note;
    if (found->order) note.order = std::shared_ptr<const BrokerOrder>(round.books, found->order);
    note.fills = std::exchange(found->fills, {});
    note.corrected = std::exchange(found->corrected, {});
    note.at = round.evidence_at;
    tell_order(id, std::move(note));
  }
}

std::vector<BrokerFill> Reconciler::take_late(Round& round, const std::string& order_id) {
  std::vector<BrokerFill> taken;
  for (auto& [id, fill] : round.late)
    if (id == order_id) taken.push_back(std::move(fill));
  std::erase_if(round.late, [&](const auto& late) { return late.first == order_id; });
  return taken;
}

// What becomes of an order that is over depends on whether it works there: books that do not list
// it yet correct nothing of it.
void Reconciler::tell_corrected_over(Round& round) {
  std::map<std::string, OfOrder*> over;
  for (auto& [id, found] : round.of_over) over[id] = &found;
  for (auto& [id, found] : over) {
    for (const auto& order : round.books->orders) {
      const bool is_working = found->order && found->order->state == BrokerOrderState::working;
      if (order.order_id == id && !is_working) found->order = &order;
    }
    if (!found->order) continue;
    NoteBooks note;
    note.order = std::shared_ptr<const BrokerOrder>(round.books, found->order);
    note.fills = take_late(round, id);  // one decision for all that the books have of it
    note.corrected = std::move(found->corrected);
    note.at = round.evidence_at;
    tell_order(id, std::move(note));
  }
}

}  // namespace fillwright
