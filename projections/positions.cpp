#include "projections/positions.hpp"

#include <algorithm>
#include <functional>

#include "projections/instrument_table.hpp"

namespace fillwright {
namespace {

std::uint64_t hash_of(const std::string& execution_id) {
  return std::hash<std::string>{}(execution_id);
}

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

Money take_quantity(PositionRow& row, Side side, Quantity left, Price price, Timestamp at,
                    const std::string& order_id) {
  if (left.units <= 0) return {};  // busted, or damaged: there is no such fill
  auto& turnover = side == Side::buy ? row.bought : row.sold;
  turnover = plus(turnover, left);

  Money realised;
  const bool is_closing =
      row.quantity.units != 0 && (row.quantity.units > 0) != (side == Side::buy);
  if (is_closing) realised = close_lots(row, left, price);
  row.realised = plus(row.realised, realised);
  if (left.is_zero()) return realised;
  if (row.quantity.is_zero()) row.opened_at = at;
  row.quantity = plus(row.quantity, times(left, sign(side)));
  row.lots.push_back({left, price, order_id, at});
  return realised;
}

Money take_fill(PositionRow& row, const OrderFilled& fill, const std::string& order_id) {
  ++row.fills;
  row.fees = plus(row.fees, fill.fees);
  row.changed_at = fill.at;
  return take_quantity(row, fill.side, fill.quantity, fill.price, fill.at, order_id);
}

}  // namespace

namespace {

// A first-in-first-out fold has no inverse: from the first fill on, with the figures of now.
void refold(PositionRow& row, const std::vector<PastFill>& past,
            const std::function<const std::string&(std::uint32_t)>& order_id) {
  const auto opened_at = row.opened_at;
  const auto changed_at = row.changed_at;
  row.quantity = row.bought = row.sold = {};
  row.realised = {};
  row.lots = {};
  for (const auto& fill : past)
    take_quantity(row, fill.side, fill.quantity, fill.price, fill.at, order_id(fill.order));
  if (row.quantity.is_zero()) row.opened_at = opened_at;
  row.changed_at = changed_at;
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
  if (meta.stream >= order_of_stream_.size() || order_of_stream_[meta.stream] == 0) return nullptr;
  auto& order = orders_[order_of_stream_[meta.stream] - 1];
  if (const auto* corrected = std::get_if<FillCorrected>(&event))
    return correct(meta, order, *corrected);
  const auto* fill = std::get_if<OrderFilled>(&event);
  if (!fill) return nullptr;
  const auto at = row_of(order, fill->instrument.number ? fill->instrument : order.instrument);
  auto& row = rows[at];
  if (row.first_seq == 0) row.first_seq = meta.seq;
  const auto number = order_of_stream_[meta.stream] - 1;
  past_.resize(rows.size());
  past_[at].push_back(
      {hash_of(fill->execution_id), fill->side, number, fill->quantity, fill->price, fill->at});
  effect_.is_correction = false;
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

const FillEffect* Positions::correct(const EventMeta& meta, Order& order,
                                     const FillCorrected& corrected) {
  const auto at =
      row_of(order, corrected.instrument.number ? corrected.instrument : order.instrument);
  auto& row = rows[at];
  past_.resize(rows.size());
  const auto execution = hash_of(corrected.execution_id);
  const auto found = std::find_if(past_[at].begin(), past_[at].end(), [&](const PastFill& fill) {
    return fill.execution == execution && &orders_[fill.order] == &order;
  });
  if (found == past_[at].end()) return nullptr;  // damaged: there is no such fill
  found->quantity = corrected.now.quantity;
  found->price = corrected.now.price;
  const auto held_before = row.quantity;
  const auto realised_before = row.realised;
  refold(row, past_[at],
         [this](std::uint32_t number) -> const std::string& { return orders_[number].order_id; });
  const auto fees = minus(corrected.now.fees, corrected.before.fees);
  row.fees = plus(row.fees, fees);
  row.changed_at = corrected.at;
  effect_ = {meta.seq,
             at,
             order.order_id,
             corrected.execution_id,
             held_before,
             row.quantity,
             minus(row.realised, realised_before),
             fees,
             corrected.at,
             true};
  return &effect_;
}

}  // namespace fillwright
