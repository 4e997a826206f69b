#include "projections/positions.hpp"

#include <algorithm>

#include "projections/instrument_table.hpp"

namespace fillwright {
namespace {

// Closes open lots, oldest first, with a fill of the other side. Returns what it realised and takes
// what was closed off `quantity`.
Money close_lots(PositionRow& row, Quantity& quantity, Price price) {
  const bool is_long = row.quantity.units > 0;
  Money realised;
  while (quantity.units > 0 && !row.lots.empty()) {
    auto& lot = row.lots.front();
    const auto closed = std::min(lot.quantity, quantity);
    const auto gain = is_long ? minus(price, lot.price) : minus(lot.price, price);
    realised = plus(realised, value_of(gain, closed, row.multiplier));
    quantity = minus(quantity, closed);
    lot.quantity = minus(lot.quantity, closed);
    row.quantity = is_long ? minus(row.quantity, closed) : plus(row.quantity, closed);
    if (lot.quantity.is_zero()) row.lots.pop_front();
  }
  return realised;
}

Money take_fill(PositionRow& row, const OrderFilled& fill, const std::string& order_id) {
  ++row.fills;
  row.fees = plus(row.fees, fill.fees);
  row.changed_at = fill.at;
  auto left = fill.quantity;
  if (left.units <= 0) return {};  // damaged: there is no such fill
  auto& turnover = fill.side == Side::buy ? row.bought : row.sold;
  turnover = plus(turnover, left);

  Money realised;
  const bool is_closing =
      row.quantity.units != 0 && (row.quantity.units > 0) != (fill.side == Side::buy);
  if (is_closing) realised = close_lots(row, left, fill.price);
  row.realised = plus(row.realised, realised);
  if (left.is_zero()) return realised;
  if (row.quantity.is_zero()) row.opened_at = fill.at;
  row.quantity = plus(row.quantity, times(left, sign(fill.side)));
  row.lots.push_back({left, fill.price, order_id, fill.at});
  return realised;
}

}  // namespace

Price PositionRow::average() const {
  Wide paid = 0;
  Wide units = 0;
  for (const auto& lot : lots) {
    paid = plus(paid, static_cast<Wide>(lot.price.units) * lot.quantity.units);
    units += lot.quantity.units;
  }
  return units == 0 ? Price{} : Price{divide_rounded(paid, units)};
}

Money PositionRow::unrealised(Price mark) const {
  Money sum;
  for (const auto& lot : lots) {
    const auto gain = quantity.units > 0 ? minus(mark, lot.price) : minus(lot.price, mark);
    sum = plus(sum, value_of(gain, lot.quantity, multiplier));
  }
  return sum;
}

Quantity Positions::multiplier_of(const Order& order, InstrumentId instrument) const {
  if (instrument.number < multipliers_.size() && !multipliers_[instrument.number].is_zero())
    return multipliers_[instrument.number];
  return order.multiplier.is_zero() ? Quantity::whole(1) : order.multiplier;
}

std::uint32_t Positions::add_row(const Order& order, InstrumentId instrument) {
  auto& row = rows.emplace_back();
  row.account = accounts_.name(order.account);
  row.instrument = instrument;
  row.workflow_id = workflows_.name(order.workflow);
  if (order.workflow < callers_.size()) row.caller = callers_[order.workflow];
  row.is_dry_run = order.is_dry_run;
  row.multiplier = multiplier_of(order, instrument);
  next_row_.push_back(first_row_[order.workflow]);
  first_row_[order.workflow] = static_cast<std::uint32_t>(rows.size());
  return static_cast<std::uint32_t>(rows.size() - 1);
}

std::uint32_t Positions::row_of(Order& order, InstrumentId instrument) {
  if (order.filled == instrument && instrument.number != 0) return order.row;
  if (order.workflow >= first_row_.size()) first_row_.resize(order.workflow + std::size_t{1}, 0);
  const auto is_it = [&](const PositionRow& row) {
    return row.instrument == instrument && row.is_dry_run == order.is_dry_run &&
           row.account == accounts_.name(order.account);
  };
  auto link = first_row_[order.workflow];
  while (link != 0 && !is_it(rows[link - 1])) link = next_row_[link - 1];
  order.filled = instrument;
  return order.row = link != 0 ? link - 1 : add_row(order, instrument);
}

const FillEffect* Positions::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return nullptr;
  if (const auto* defined = std::get_if<InstrumentDefined>(&event)) {
    const auto number = defined->instrument.number;
    if (number > InstrumentTable::highest_number) return nullptr;
    if (number >= multipliers_.size()) multipliers_.resize(number + 1);
    multipliers_[number] = defined->multiplier;
  } else if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
    const auto number = workflows_.number_of(started->workflow_id);
    if (number >= callers_.size()) callers_.resize(number + std::size_t{1});
    callers_[number] = started->caller;
  } else if (const auto* plan = std::get_if<OrderPlanned>(&event)) {
    if (meta.stream >= order_of_stream_.size()) order_of_stream_.resize(meta.stream + 1, 0);
    if (order_of_stream_[meta.stream] != 0) return nullptr;
    Order order;
    order.order_id = plan->order_id;
    order.account = accounts_.number_of(plan->account);
    order.workflow = workflows_.number_of(plan->workflow_id);
    order.instrument = plan->instrument;
    order.multiplier = plan->multiplier;
    order.is_dry_run = plan->is_dry_run;
    orders_.push_back(std::move(order));
    order_of_stream_[meta.stream] = static_cast<std::uint32_t>(orders_.size());
  }
  const auto* fill = std::get_if<OrderFilled>(&event);
  if (!fill || meta.stream >= order_of_stream_.size() || order_of_stream_[meta.stream] == 0)
    return nullptr;
  auto& order = orders_[order_of_stream_[meta.stream] - 1];
  const auto at = row_of(order, fill->instrument.number ? fill->instrument : order.instrument);
  auto& row = rows[at];
  if (row.first_seq == 0) row.first_seq = meta.seq;
  effect_.seq = meta.seq;
  effect_.row = at;
  effect_.order_id = order.order_id;
  effect_.execution_id = fill->execution_id;
  effect_.held_before = row.quantity;
  effect_.realised = take_fill(row, *fill, order.order_id);
  effect_.held_after = row.quantity;
  effect_.fees = fill->fees;
  effect_.at = fill->at;
  return &effect_;
}

}  // namespace fillwright
