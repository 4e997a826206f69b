// A broker behind a bad line, by a script: what goes to it or comes from it may be lost, late,
// doubled or overtaken, or nothing passes at all. Everything that was sent is kept.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/ports/broker.hpp"
#include "actors/ports/clock.hpp"

namespace fillwright::test {

// What becomes of one message.
struct Fate {
  int copies = 1;
  Duration delay;
};
inline constexpr Fate passes{};
inline constexpr Fate lost{0, {}};
inline constexpr Fate doubled{2, {}};
constexpr Fate late(Duration delay) { return {1, delay}; }

// Threads: one. The broker and the clock outlive it.
class FaultyBroker final : public Broker, private BrokerListener {
 public:
  FaultyBroker(Broker& broker, Clock& clock) : broker_(broker), clock_(clock) {
    broker_.listen(this);
  }
  ~FaultyBroker() override { broker_.listen(nullptr); }
  FaultyBroker(const FaultyBroker&) = delete;
  FaultyBroker& operator=(const FaultyBroker&) = delete;

  // The script; a message that it says nothing of passes.
  std::function<Fate(const BrokerRequest&)> of_request;
  std::function<Fate(const BrokerAnswer&)> of_answer;
  std::function<Fate(const BrokerFill&)> of_fill;
  std::function<Fate(const BrokerOrder&)> of_end;
  bool is_reachable = true;   // false: nothing passes, either way
  bool answers_books = true;  // false: the books are asked for in vain

  std::function<void(const BrokerRequest&)> on_sent;  // as it leaves us, whatever becomes of it
  std::vector<BrokerRequest> sent;

  std::string name() const override { return broker_.name(); }
  BrokerCapabilities capabilities() const override { return broker_.capabilities(); }
  void listen(BrokerListener* listener) override { listener_ = listener; }
  void send(const BrokerRequest& request) override {
    sent.push_back(request);
    if (on_sent) on_sent(request);
    pass(request, of_request, [this](const BrokerRequest& one) { broker_.send(one); });
  }
  void ask_books(Timestamp since) override {
    if (is_reachable && answers_books) broker_.ask_books(since);
  }

 private:
  void on_answer(const BrokerAnswer& answer) override {
    pass(answer, of_answer, [this](const BrokerAnswer& one) {
      if (listener_) listener_->on_answer(one);
    });
  }
  void on_fill(const BrokerFill& fill) override {
    pass(fill, of_fill, [this](const BrokerFill& one) {
      if (listener_) listener_->on_fill(one);
    });
  }
  void on_order_ended(const BrokerOrder& order) override {
    pass(order, of_end, [this](const BrokerOrder& one) {
      if (listener_) listener_->on_order_ended(one);
    });
  }
  void on_books(const std::optional<BrokerBooks>& books) override {
    if (listener_ && is_reachable && answers_books) listener_->on_books(books);
  }

  template <class Message, class Deliver>
  void pass(const Message& message, const std::function<Fate(const Message&)>& script,
            Deliver deliver) {
    if (!is_reachable) return;
    const auto fate = script ? script(message) : passes;
    for (int copy = 0; copy < fate.copies; ++copy) {
      if (fate.delay.ns <= 0) {
        deliver(message);
        continue;
      }
      clock_.at(clock_.now() + fate.delay, [alive = std::weak_ptr<bool>(alive_), message, deliver] {
        if (!alive.expired()) deliver(message);
      });
    }
  }

  Broker& broker_;
  Clock& clock_;
  BrokerListener* listener_ = nullptr;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// A fate for the first message that `is_it` says yes to; all others pass.
template <class Message>
std::function<Fate(const Message&)> once(Fate fate, std::function<bool(const Message&)> is_it) {
  return [fate, is_it = std::move(is_it), is_done = false](const Message& message) mutable {
    if (is_done || !is_it(message)) return passes;
    is_done = true;
    return fate;
  };
}

}  // namespace fillwright::test
