// The gateway of one broker account: the only sender. It keeps to the broker's rate limits, repeats
// what may be repeated (actors/domain/gateway/retry_table), turns what the broker says into
// commands for orders, counts a missing answer as unknown, and stops when the broker fails too
// often.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "actors/domain/gateway/circuit_breaker.hpp"
#include "actors/domain/gateway/send_queue.hpp"
#include "actors/domain/gateway/token_bucket.hpp"
#include "actors/ports/broker.hpp"
#include "actors/reconciler.hpp"
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
  // At once, or when the broker's limits allow; given back to its order once the gate closes.
  void send(BrokerRequest request);
  // The books are asked for anew, even when an answer is on its way.
  void reconcile_now() { reconciler_.ask_for_person(); }
  // The order is over and its actor has gone.
  void forget(const std::string& order_id) { reconciler_.forget(order_id); }
  // Lets the broker's books say what the order may have missed.
  void ask_about(const std::string& order_id);
  void on_answer(const BrokerAnswer& answer) override;
  void on_fill(const BrokerFill& fill) override;
  void on_order_ended(const BrokerOrder& order) override;
  void on_books(std::optional<BrokerBooks> books) override {
    reconciler_.on_books(std::move(books));
  }

 private:
  struct Sent {
    BrokerRequest request;
    Timestamp at;
    bool is_told_unknown = false;
  };
  using SentById = std::map<std::string, Sent>;  // by client order id

  SentById::const_iterator first_of(const std::string& order_id) const;
  std::optional<Timestamp> last_unanswered(const std::string& order_id) const;
  void forget_unanswered(const std::string& order_id);
  void withdraw(const std::string& order_id);
  std::string why_held(const BrokerRequest& request) const;
  void give_back_held();
  void give_back_if(const std::function<std::string(const BrokerRequest&)>& why);
  void pump();
  void pump_at(Timestamp due);
  void send_now(const BrokerRequest& request);
  void on_silence(const std::string& client_order_id, Timestamp sent_at);
  void take_unknown(const std::string& client_order_id, const std::string& text);
  bool is_replied(const BrokerAnswer& question) const;
  void take_definite(const BrokerAnswer& answer);
  void repeat(Sent sent, Timestamp due);
  void give_back(const BrokerRequest& request, const std::string& why);
  void close_for_authorisation(const BrokerAnswer& answer);
  void note_failure(const std::string& what);

  Runtime& runtime_;
  Broker& broker_;
  SendQueue queue_;
  TokenBuckets tokens_;
  CircuitBreaker breaker_;
  SentById unanswered_;
  std::map<std::string, BrokerRequest> resting_;   // until they are repeated
  std::map<std::string, std::uint32_t> repeated_;  // how often, by client order id
  // Questions whose reply was to leave, by client order id, until that has its definite answer.
  std::map<std::string, std::set<std::string>> replied_;
  Timestamp throttled_until_;
  std::optional<Timestamp> pump_due_;
  Reconciler reconciler_;
};

}  // namespace fillwright
