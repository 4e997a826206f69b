#include "deploy/simulation/by_hand.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace fillwright::simulation {
namespace {

// The orders that work, of the person or of us.
std::vector<BrokerOrder> working(const BrokerBooks& books, bool of_ours) {
  std::vector<BrokerOrder> found;
  for (const auto& order : books.orders)
    if (order.state == BrokerOrderState::working && order.order_id.empty() != of_ours)
      found.push_back(order);
  return found;
}

}  // namespace

ByHand::ByHand(std::uint64_t seed, VirtualClock& clock, PaperBroker& broker, Accidents& accidents)
    : clock_(clock), broker_(broker), accidents_(accidents), random_(seed, "by hand") {
  if (!random_.has_luck(20)) return;
  for (auto more = random_.between(1, 5); more > 0; --more)
    clock_.at(clock_.now() + milliseconds(random_.between(2'000, 90'000)), [this] { act(); });
}

void ByHand::act() {
  if (is_healed_) return;
  const auto books = broker_.books({});
  switch (random_.below(5)) {
    case 0:
    case 1:
      return buy(books);
    case 2:
      return sell(books);
    case 3:
      return cancel_one(books, false);
    default:
      return cancel_one(books, true);
  }
}

// Beside an order of ours: at its price, far below, or above the market.
void ByHand::buy(const BrokerBooks& books) {
  std::vector<BrokerOrder> ours;
  for (const auto& order : books.orders)
    if (!order.order_id.empty() && order.instrument.number != 0) ours.push_back(order);
  if (ours.empty()) return;
  const auto& beside = ours[random_.below(ours.size())];
  BrokerRequest request;
  request.instrument = beside.instrument;
  request.limit = beside.limit;
  if (random_.has_luck(50)) request.limit += Price::whole(1);
  if (request.limit > Price::whole(2) && random_.has_luck(20)) request.limit -= Price::whole(1);
  request.quantity = Quantity::whole(random_.between(1, 4));
  send(request);
}

void ByHand::sell(const BrokerBooks& books) {
  std::map<InstrumentId, Quantity> bought;
  for (const auto& fill : books.fills)
    if (is_by_hand(fill.client_order_id) && fill.side == Side::buy)
      bought[fill.instrument] += fill.quantity;
  for (const auto& [instrument, all] : bought) {
    auto& asked = asked_to_sell_[instrument];
    const auto quantity = all - asked;
    if (quantity.units <= 0) continue;
    asked += quantity;
    BrokerRequest request;
    request.instrument = instrument;
    request.side = Side::sell;
    request.effect = Effect::close;
    request.limit = Price::whole(random_.between(1, 3));
    request.quantity = quantity;
    return send(request);
  }
}

void ByHand::cancel_one(const BrokerBooks& books, bool of_ours) {
  const auto orders = working(books, of_ours);
  if (!orders.empty()) cancel(orders[random_.below(orders.size())]);
}

void ByHand::cancel(const BrokerOrder& order) {
  BrokerRequest request;
  request.kind = AttemptKind::cancel;
  request.replaces = order.client_order_id;
  request.instrument = order.instrument;
  request.side = order.side;
  request.quantity = order.quantity;
  if (!order.order_id.empty())
    accidents_.tell("cancel by hand", "by hand: " + order.client_order_id + " is cancelled",
                    order.order_id);
  send(request);
}

void ByHand::send(BrokerRequest request) {
  request.client_order_id = "hand-" + std::to_string(++sent_);
  if (request.kind == AttemptKind::submit)
    accidents_.tell("order by hand",
                    "by hand: " + std::string(request.side == Side::buy ? "buy " : "sell ") +
                        to_text(request.quantity) + " at " + to_text(request.limit));
  broker_.send(request);
}

void ByHand::heal() {
  is_healed_ = true;
  for (const auto& order : working(broker_.books({}), false)) cancel(order);
}

}  // namespace fillwright::simulation
