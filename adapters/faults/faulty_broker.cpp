#include "adapters/faults/faulty_broker.hpp"

#include <algorithm>

namespace fillwright {
namespace {

constexpr auto answers_before_after = milliseconds(20);  // of who stands before the broker

}  // namespace

void forget_young_orders(BrokerBooks& books, Duration younger_than) {
  std::erase_if(books.orders, [&](const BrokerOrder& order) {
    return order.state == BrokerOrderState::working && books.at - order.at < younger_than;
  });
}

void tell_quantity(BrokerFill& fill, Quantity quantity) {
  fill.quantity = fill.order_quantity = quantity;
}

FaultyBroker::FaultyBroker(Broker& broker, Clock& clock, Duration longest_delay, LineScript& script)
    : broker_(broker), clock_(clock), longest_delay_(longest_delay), script_(script) {
  broker_.listen(this);
}

FaultyBroker::~FaultyBroker() { broker_.listen(nullptr); }

BrokerCapabilities FaultyBroker::capabilities() const {
  auto can = broker_.capabilities();
  can.settles_within = Duration{can.settles_within.ns + longest_delay_.ns};
  return can;
}

void FaultyBroker::listen(BrokerListener* listener) {
  listener_ = listener;
  ++connection_;
}

// Nothing that happens to a message may happen in the call that sends it: a line has two ends.
void FaultyBroker::carry(const Accident& accident, std::function<void()> hand_over) {
  for (std::uint8_t copy = 0; copy < accident.copies; ++copy)
    clock_.at(clock_.now() + Duration{accident.delay.ns + copy * accident.apart.ns},
              [alive = std::weak_ptr<bool>(alive_), hand_over] {
                if (!alive.expired()) hand_over();
              });
}

void FaultyBroker::bring(const Accident& accident, std::function<void(BrokerListener&)> hand_over) {
  carry(accident, [this, connection = connection_, hand_over = std::move(hand_over)] {
    if (listener_ && connection == connection_) hand_over(*listener_);
  });
}

void FaultyBroker::send(const BrokerRequest& request) {
  if (const auto answer = script_.answer_before(request))
    return bring({1, answers_before_after, {}},
                 [answer](BrokerListener& to) { to.on_answer(*answer); });
  auto told = request;
  const auto accident = script_.of_request(told);
  carry(accident, [this, told] { broker_.send(told); });
}

void FaultyBroker::ask_books(Timestamp since) {
  if (script_.refuses_books())
    return bring({1, answers_before_after, {}},
                 [](BrokerListener& to) { to.on_books(std::nullopt); });
  carry(script_.of_ask(), [this, since] { broker_.ask_books(since); });
}

void FaultyBroker::on_answer(const BrokerAnswer& answer) {
  auto told = answer;
  const auto accident = script_.of_answer(told);
  bring(accident, [told](BrokerListener& to) { to.on_answer(told); });
}

void FaultyBroker::on_fill(const BrokerFill& fill) {
  auto told = fill;
  const auto accident = script_.of_fill(told);
  bring(accident, [told](BrokerListener& to) { to.on_fill(told); });
}

void FaultyBroker::on_order_ended(const BrokerOrder& order) {
  auto told = order;
  const auto accident = script_.of_end(told);
  bring(accident, [told](BrokerListener& to) { to.on_order_ended(told); });
}

void FaultyBroker::on_books(std::optional<BrokerBooks> books) {
  const auto accident = books ? script_.of_books(*books) : Accident{};
  bring(accident, [told = std::move(books)](BrokerListener& to) { to.on_books(told); });
}

}  // namespace fillwright
