#include "projections/execution_quality.hpp"

#include <charconv>

#include "events/one_of.hpp"

namespace fillwright {
namespace {

// "w1-1.3" is the third message of its order; 0 when it is not ours.
std::uint32_t attempt_of(std::string_view client_order_id) {
  const auto dot = client_order_id.rfind('.');
  std::uint32_t attempt = 0;
  if (dot == std::string_view::npos) return 0;
  const auto digits = client_order_id.substr(dot + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), attempt);
  return attempt;
}

}  // namespace

ExecutionQuality::Open* ExecutionQuality::find(const EventMeta& meta) {
  const auto found = open_.find(meta.stream);
  return found == open_.end() ? nullptr : &found->second;
}

// A spread's fill comes leg by leg; its net price is there with the last one.
void ExecutionQuality::fill(Open& order, const OrderFilled& event) {
  order.net = plus(order.net, Wide{event.price.units} * event.quantity.units * sign(event.side));
  const Wide quantity = event.order_quantity.units;
  if (quantity <= 0) return;
  const Price price{divide_rounded(order.net * sign(order.side), quantity)};
  order.net = 0;
  if (!order.arrival || order.rung == 0) return;
  const auto attempt = attempt_of(event.client_order_id);
  const bool is_known = attempt > 0 && attempt <= order.attempt_rungs.size();
  const auto rung = is_known ? order.attempt_rungs[attempt - 1] : order.rung;
  auto& row = rungs[std::max(rung, std::uint32_t{1}) - 1];
  const auto better_than = [&](Price base) {
    return times(value_of(minus(base, price), event.order_quantity, order.multiplier),
                 sign(order.side));
  };
  const auto& quote = *order.arrival;
  ++row.fills;
  row.filled = plus(row.filled, event.order_quantity);
  row.against_mid = plus(row.against_mid, better_than(middle(quote)));
  row.against_natural =
      plus(row.against_natural, better_than(order.side == Side::buy ? quote.ask : quote.bid));
}

void ExecutionQuality::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  if (const auto* planned = std::get_if<OrderPlanned>(&event)) {
    ++orders;
    auto& order = open_[meta.stream];
    order.side = planned->side;
    order.quantity = planned->quantity;
    order.multiplier = planned->multiplier;
    return;
  }
  auto* order = find(meta);
  if (!order) return;
  if (const auto* stepped = std::get_if<PriceStepped>(&event)) {
    if (!order->arrival) {
      order->arrival = stepped->quote;
      ++walks;
      wanted = plus(wanted, order->quantity);
    }
    ++rungs_sent;
    order->rung = stepped->rung;
    while (rungs.size() < stepped->rung)
      rungs.push_back({static_cast<std::uint32_t>(rungs.size() + 1), 0, 0, {}, {}, {}});
    if (stepped->rung > 0) ++rungs[stepped->rung - 1].sent;
  } else if (const auto* attempt = std::get_if<AttemptStarted>(&event)) {
    constexpr std::uint32_t most_attempts = 1 << 16;
    if (attempt->attempt == 0 || attempt->attempt > most_attempts) return;
    if (order->attempt_rungs.size() < attempt->attempt)
      order->attempt_rungs.resize(attempt->attempt, order->rung);
    order->attempt_rungs[attempt->attempt - 1] = order->rung;
  } else if (const auto* filled = std::get_if<OrderFilled>(&event)) {
    fill(*order, *filled);
  } else if (is_one_of<OrderRefused, OrderCancelled, OrderExpired, OrderRejected, OrderCompleted>(
                 event)) {
    if (is_one_of<OrderRefused>(event)) ++refused;
    if (order->arrival) ++walks_over;
    if (order->arrival && is_one_of<OrderCompleted>(event)) ++walks_filled;
    open_.erase(meta.stream);
  }
}

RungRow ExecutionQuality::total() const {
  RungRow total;
  for (const auto& row : rungs) {
    total.sent += row.sent;
    total.fills += row.fills;
    total.filled = plus(total.filled, row.filled);
    total.against_mid = plus(total.against_mid, row.against_mid);
    total.against_natural = plus(total.against_natural, row.against_natural);
  }
  return total;
}

}  // namespace fillwright
