// The gateway of one broker account: the only sender. It turns what the broker says into commands
// for orders, counts a missing answer as unknown, and asks the broker's books for evidence.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "actors/ports/broker.hpp"
#include "actors/runtime.hpp"

namespace fillwright {

// Threads: the loop's only.
class Gateway final : public BrokerListener {
 public:
  // `open_orders` gives the ids of all orders that are not over. All outlive it.
  Gateway(Runtime& runtime, Broker& broker, std::function<std::vector<std::string>()> open_orders);
  ~Gateway() override;

  // Asks for the books; the gate opens once they were compared.
  void start(std::uint64_t epoch);
  void send(const BrokerRequest& request);
  // The books are asked for anew, even when an answer is on its way.
  void reconcile_now();
  // Lets the broker's books say what the order may have missed.
  void ask_about(const std::string& order_id);

  void on_answer(const BrokerAnswer& answer) override;
  void on_fill(const BrokerFill& fill) override;
  void on_order_ended(const BrokerOrder& order) override;
  void on_books(const std::optional<BrokerBooks>& books) override;

 private:
  void tell_order(const std::string& order_id, AnyCommand command);
  void on_silence(const std::string& client_order_id, Timestamp sent_at);
  void give_back(const BrokerRequest& request, const std::string& why);
  void ask_books();
  void compare_later();
  void ask_again_later();
  bool is_conclusive(const std::string& order_id, Timestamp books_at) const;

  Runtime& runtime_;
  Broker& broker_;
  std::function<std::vector<std::string>()> open_orders_;
  std::map<std::string, Timestamp> unanswered_;  // by client order id: when it was sent
  // Orders that wait for evidence. Not zero: when we started, before which it sent messages that
  // may be under way still.
  std::map<std::string, Timestamp> unresolved_;
  std::uint32_t failures_ = 0;  // of asking for the books, in a row
  std::uint64_t asked_ = 0;     // how often the books were asked for
  Timestamp asked_at_;          // the last time
  bool is_asking_ = false;
  bool is_asked_anew_ = false;  // while an answer is on its way
  bool is_asking_later_ = false;
  bool is_comparing_ = false;  // a later comparison is on its way
};

// "w1-1.3" is a message of order "w1-1".
std::string order_of(const std::string& client_order_id);

}  // namespace fillwright
