#include "adapters/faults/faulty_broker.hpp"

#include <algorithm>

namespace fillwright {

FaultyBroker::FaultyBroker(Broker& broker, Clock& clock, Duration longest_delay, Choose choose)
    : broker_(broker), clock_(clock), longest_delay_(longest_delay), choose_(std::move(choose)) {
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
  carry(choose_(LineMessage::request, request.client_order_id),
        [this, request] { broker_.send(request); });
}

void FaultyBroker::ask_books(Timestamp since) {
  carry(choose_(LineMessage::ask, ""), [this, since] { broker_.ask_books(since); });
}

void FaultyBroker::on_answer(const BrokerAnswer& answer) {
  bring(choose_(LineMessage::answer, answer.client_order_id),
        [answer](BrokerListener& to) { to.on_answer(answer); });
}

void FaultyBroker::on_fill(const BrokerFill& fill) {
  bring(choose_(LineMessage::fill, fill.execution_id),
        [fill](BrokerListener& to) { to.on_fill(fill); });
}

void FaultyBroker::on_order_ended(const BrokerOrder& order) {
  bring(choose_(LineMessage::end, order.broker_order_id),
        [order](BrokerListener& to) { to.on_order_ended(order); });
}

void FaultyBroker::on_books(const std::optional<BrokerBooks>& books) {
  const auto accident = choose_(LineMessage::books, "");
  auto told = books;
  if (told && accident.list_lag.ns > 0)
    std::erase_if(told->orders, [&](const BrokerOrder& order) {
      return order.state == BrokerOrderState::working && told->at - order.at < accident.list_lag;
    });
  bring(accident, [told](BrokerListener& to) { to.on_books(told); });
}

}  // namespace fillwright
