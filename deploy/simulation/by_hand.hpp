// A person at the broker's own screen, beside us: places orders that are not ours, cancels them,
// and cancels ours. We hear of it only by the broker.
#pragma once

#include <map>
#include <string>

#include "adapters/clock/virtual_clock.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "deploy/simulation/accidents.hpp"
#include "deploy/simulation/random.hpp"

namespace fillwright::simulation {

// Of a chance of its own, so that the rest of a seed's story does not change with it. It sells no
// more than it has bought, so that what we hold stays ours to sell. Threads: the loop's only.
class ByHand {
 public:
  // All outlive the clock's work, which begins now.
  ByHand(std::uint64_t seed, VirtualClock& clock, PaperBroker& broker, Accidents& accidents);

  // Takes back what still works, and does nothing any more.
  void heal();
  bool has_acted() const { return sent_ > 0; }

 private:
  void act();
  void buy(const BrokerBooks& books);
  void sell(const BrokerBooks& books);
  void cancel_one(const BrokerBooks& books, bool of_ours);
  void cancel(const BrokerOrder& order);
  void send(BrokerRequest request);

  VirtualClock& clock_;
  PaperBroker& broker_;
  Accidents& accidents_;
  Random random_;
  std::map<InstrumentId, Quantity> asked_to_sell_;  // in all, also what is under way
  int sent_ = 0;
  bool is_healed_ = false;
};

// Whether the order or message of this client order id is such a person's.
inline bool is_by_hand(const std::string& client_order_id) {
  return client_order_id.starts_with("hand-");
}

}  // namespace fillwright::simulation
