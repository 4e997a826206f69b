#include "actors/domain/gateway/our_books.hpp"

namespace fillwright {
namespace {

void add(std::map<InstrumentId, Quantity>& held, InstrumentId instrument, Quantity change) {
  auto& quantity = held[instrument];
  quantity += change;
  if (quantity.is_zero()) held.erase(instrument);
}

void apply(OurBooks& books, const OrderFilled& fill) {
  const OurFill ours{fill.instrument, fill.side, fill.quantity, fill.price, fill.fees};
  if (!books.executions.add_new(fill.execution_id, ours)) return;
  add(books.held, fill.instrument, fill.quantity * sign(fill.side));
}

void apply(OurBooks& books, const FillCorrected& corrected) {
  auto* const ours = books.executions.find(corrected.execution_id);
  if (!ours) return;
  add(books.held, ours->instrument, (corrected.now.quantity - ours->quantity) * sign(ours->side));
  ours->quantity = corrected.now.quantity;
  ours->price = corrected.now.price;
  ours->fees = corrected.now.fees;
}

void apply(OurBooks& books, const BookingCorrected& corrected) {
  books.cash += corrected.cash_change;
}

void apply(OurBooks& books, const AccountOpened& opened) { books.cash = opened.cash; }

void apply(OurBooks& books, const FillBooked& booked) { books.cash += booked.cash_change; }

void apply(OurBooks& books, const ExternalOrderSeen& order) {
  books.external_orders.insert(order.broker_order_id);
}

void apply(OurBooks& books, const ExternalFillSeen& fill) {
  if (!books.external_executions.insert(fill.execution_id).second) return;
  add(books.held_beside, fill.instrument, fill.quantity * sign(fill.side));
  books.cash_beside += fill.cash_change;
}

void apply(OurBooks& books, const DifferenceFound& difference) {
  if (difference.rule == DifferenceRule::cash_within_tolerance)
    books.cash_beside += difference.cash;
}

void apply(OurBooks& books, const DifferencesAccepted& accepted) {
  for (const auto& [instrument, quantity] : accepted.positions)
    add(books.held_beside, instrument, quantity);
  books.cash_beside += accepted.cash;
  books.fills_not_listed += accepted.fills;
  for (const auto& order : accepted.broker_orders) books.external_orders.insert(order);
}

template <class Event>
void apply(OurBooks&, const Event&) {}

}  // namespace

void OurBooks::note(const AnyEvent& event) {
  std::visit([this](const auto& happened) { apply(*this, happened); }, event);
}

std::map<InstrumentId, Quantity> OurBooks::expected() const {
  auto all = held;
  for (const auto& [instrument, quantity] : held_beside) add(all, instrument, quantity);
  return all;
}

}  // namespace fillwright
