// The line to a broker, with accidents: messages are lost, doubled, late or changed, each way, and
// the broker's list lacks what it took a moment ago. Decorates any broker; who asks it sees only
// what a real line could do. What happens to which message is a script's affair: by hand in a test,
// by a seed in the simulation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "actors/ports/broker.hpp"
#include "actors/ports/clock.hpp"

namespace fillwright {

// What becomes of one message.
struct Accident {
  std::uint8_t copies = 1;  // zero: it is lost
  Duration delay;           // of the first copy, on top of the line's own
  Duration apart;           // from one copy to the next
};

// Asked for each message as it passes, which it may change. Nothing happens unless it says so.
class LineScript {
 public:
  virtual ~LineScript() = default;
  virtual Accident of_request(BrokerRequest&) { return {}; }
  // Whoever stands before the broker (a proxy, a rate limiter, a session check) answers in its
  // place, after 20 ms; the request goes no further.
  virtual std::optional<BrokerAnswer> answer_before(const BrokerRequest&) { return std::nullopt; }
  virtual Accident of_answer(BrokerAnswer&) { return {}; }
  virtual Accident of_fill(BrokerFill&) { return {}; }
  virtual Accident of_end(BrokerOrder&) { return {}; }
  virtual Accident of_ask() { return {}; }  // for the books
  // Whoever stands before the broker may also answer, after 20 ms, that there are no books.
  virtual bool refuses_books() { return false; }
  virtual Accident of_books(BrokerBooks&) { return {}; }
};

// The list lacks working orders that are younger than this: some brokers' do for a while.
void forget_young_orders(BrokerBooks& books, Duration younger_than);

// A fill of a single instrument is told with another quantity than it has.
void tell_quantity(BrokerFill& fill, Quantity quantity);

// Threads: the loop's only. All that it is given outlives it.
class FaultyBroker final : public Broker, private BrokerListener {
 public:
  // `longest_delay`: of a request, by the script; it is counted into what the broker declares.
  FaultyBroker(Broker& broker, Clock& clock, Duration longest_delay, LineScript& script);
  ~FaultyBroker() override;

  std::string name() const override { return broker_.name(); }
  BrokerCapabilities capabilities() const override;
  // What is under way to an earlier listener is lost, as with its connection.
  void listen(BrokerListener* listener) override;
  void send(const BrokerRequest& request) override;
  void ask_books(Timestamp since) override;

 private:
  void on_answer(const BrokerAnswer& answer) override;
  void on_fill(const BrokerFill& fill) override;
  void on_order_ended(const BrokerOrder& order) override;
  void on_books(std::optional<BrokerBooks> books) override;

  void carry(const Accident& accident, std::function<void()> hand_over);
  void bring(const Accident& accident, std::function<void(BrokerListener&)> hand_over);

  Broker& broker_;
  Clock& clock_;
  Duration longest_delay_;
  LineScript& script_;
  BrokerListener* listener_ = nullptr;
  std::uint64_t connection_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace fillwright
