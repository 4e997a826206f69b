// Stands between an engine and its line, sees what passes, and judges what only both directions
// together show: that nothing leaves before the broker wants to hear from us again.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>

#include "actors/ports/broker.hpp"
#include "actors/ports/clock.hpp"
#include "deploy/simulation/judge.hpp"

namespace fillwright::simulation {

// One a run of the engine: what it was told is forgotten with it. Threads: the loop's only.
class Witness final : public Broker, private BrokerListener {
 public:
  // False: the power is gone, and the message with it. May throw Violation.
  using MayLeave = std::function<bool(const BrokerRequest&)>;

  // `our_clock`: the engine's. All outlive it.
  Witness(Broker& line, const Clock& our_clock, bool throttles_unprocessed, MayLeave may_leave)
      : line_(line),
        our_clock_(our_clock),
        throttles_unprocessed_(throttles_unprocessed),
        may_leave_(std::move(may_leave)) {}
  ~Witness() override { line_.listen(nullptr); }

  std::string name() const override { return line_.name(); }
  BrokerCapabilities capabilities() const override {
    auto can = line_.capabilities();
    can.throttles_unprocessed = throttles_unprocessed_;
    return can;
  }
  void listen(BrokerListener* listener) override {
    listener_ = listener;
    line_.listen(listener ? this : nullptr);
  }
  void send(const BrokerRequest& request) override {
    if (!may_leave_(request)) return;
    if (our_clock_.now() < wait_until_)
      throw Violation{request.client_order_id + " was sent before the broker's wait was over"};
    line_.send(request);
  }
  void ask_books(Timestamp since) override { line_.ask_books(since); }

 private:
  void on_answer(const BrokerAnswer& answer) override {
    if (answer.kind == AnswerKind::throttled)
      wait_until_ = std::max(wait_until_, our_clock_.now() + answer.retry_after);
    listener_->on_answer(answer);
  }
  void on_fill(const BrokerFill& fill) override { listener_->on_fill(fill); }
  void on_order_ended(const BrokerOrder& order) override { listener_->on_order_ended(order); }
  void on_books(std::optional<BrokerBooks> books) override {
    listener_->on_books(std::move(books));
  }

  Broker& line_;
  const Clock& our_clock_;
  bool throttles_unprocessed_;
  MayLeave may_leave_;
  BrokerListener* listener_ = nullptr;
  Timestamp wait_until_;
};

}  // namespace fillwright::simulation
