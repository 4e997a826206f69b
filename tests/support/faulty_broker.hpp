// A broker behind a bad line, by a script of functions: what goes to it or comes from it may be
// lost, late, doubled, changed or overtaken, or nothing passes at all. Everything that was sent is
// kept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/faults/faulty_broker.hpp"

namespace fillwright::test {

inline constexpr Accident passes{};
inline constexpr Accident lost{0, {}, {}};
inline constexpr Accident doubled{2, {}, {}};
constexpr Accident late(Duration delay) { return {1, delay, {}}; }

// Threads: one. The broker and the clock outlive it.
class ScriptedBroker final : public Broker, private LineScript {
 public:
  ScriptedBroker(Broker& broker, Clock& clock) : line_(broker, clock, {}, *this) {}
  ScriptedBroker(const ScriptedBroker&) = delete;
  ScriptedBroker& operator=(const ScriptedBroker&) = delete;

  // The script; a message that it says nothing of passes.
  std::function<Accident(BrokerRequest&)> request;
  std::function<Accident(const BrokerAnswer&)> answer;
  std::function<Accident(BrokerFill&)> fill;
  std::function<Accident(const BrokerOrder&)> end;
  std::function<Accident(BrokerBooks&)> books;
  std::function<std::optional<BrokerAnswer>(const BrokerRequest&)> before;
  bool is_reachable = true;   // false: nothing passes, either way
  bool answers_books = true;  // false: the books are asked for in vain

  std::function<void(const BrokerRequest&)> on_sent;  // as it leaves us, whatever becomes of it
  std::vector<BrokerRequest> sent;

  std::string name() const override { return line_.name(); }
  BrokerCapabilities capabilities() const override {
    auto can = line_.capabilities();
    if (change_capabilities) change_capabilities(can);
    return can;
  }
  std::function<void(BrokerCapabilities&)> change_capabilities;
  void listen(BrokerListener* listener) override {
    listener_ = listener;
    line_.listen(listener);
  }
  // Whoever is listening: for what no real broker of ours would say.
  BrokerListener* listener() const { return listener_; }
  void send(const BrokerRequest& message) override {
    sent.push_back(message);
    if (on_sent) on_sent(message);
    line_.send(message);
  }
  void ask_books(Timestamp since) override { line_.ask_books(since); }

 private:
  template <class Function, class Message>
  Accident fate(const Function& script, Message& message) const {
    if (!is_reachable) return lost;
    return script ? script(message) : passes;
  }
  Accident of_request(BrokerRequest& message) override { return fate(request, message); }
  Accident of_answer(BrokerAnswer& message) override { return fate(answer, message); }
  Accident of_fill(BrokerFill& message) override { return fate(fill, message); }
  Accident of_end(BrokerOrder& message) override { return fate(end, message); }
  Accident of_ask() override { return is_reachable && answers_books ? passes : lost; }
  Accident of_books(BrokerBooks& message) override {
    return answers_books ? fate(books, message) : lost;
  }
  std::optional<BrokerAnswer> answer_before(const BrokerRequest& message) override {
    return before && is_reachable ? before(message) : std::nullopt;
  }

  FaultyBroker line_;
  BrokerListener* listener_ = nullptr;
};

// An accident for the first message that `is_it` says yes to; all others pass.
template <class Message>
auto once(Accident accident, std::function<bool(const Message&)> is_it) {
  return [accident, is_it = std::move(is_it), is_done = false](const Message& message) mutable {
    if (is_done || !is_it(message)) return passes;
    is_done = true;
    return accident;
  };
}

}  // namespace fillwright::test
