// The line to a broker, with accidents: messages are lost, doubled and late, each way, and the
// broker's list lacks what it took a moment ago. Decorates any broker; who asks it sees only what a
// real line could do.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "actors/ports/broker.hpp"
#include "actors/ports/clock.hpp"

namespace fillwright {

enum class LineMessage : std::uint8_t { request, answer, fill, end, ask, books };

// What becomes of one message.
struct Accident {
  std::uint8_t copies = 1;  // zero: it is lost
  Duration delay;           // of the first copy, on top of the line's own
  Duration apart;           // from one copy to the next
  Duration list_lag;        // of books: orders younger than this are missing in it
};

// Threads: the loop's only. All that it is given outlives it.
class FaultyBroker final : public Broker, private BrokerListener {
 public:
  // `id`: the message's client order id, execution id or broker order id.
  using Choose = std::function<Accident(LineMessage message, const std::string& id)>;

  // `longest_delay`: of a request, by `choose`; it is counted into what the broker declares.
  FaultyBroker(Broker& broker, Clock& clock, Duration longest_delay, Choose choose);
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
  void on_books(const std::optional<BrokerBooks>& books) override;

  void carry(const Accident& accident, std::function<void()> hand_over);
  void bring(const Accident& accident, std::function<void(BrokerListener&)> hand_over);

  Broker& broker_;
  Clock& clock_;
  Duration longest_delay_;
  Choose choose_;
  BrokerListener* listener_ = nullptr;
  std::uint64_t connection_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace fillwright
