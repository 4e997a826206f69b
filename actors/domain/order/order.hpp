// One order: one intent, one price walk, one message to the broker in flight. Its state is the fold
// of its stream; what it wants next follows from that state alone, so that a restarted order goes
// on.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "actors/domain/decider.hpp"
#include "actors/domain/pricing/walk.hpp"

namespace fillwright {

enum class OrderStatus : std::uint8_t {
  none,     // nothing is known of it
  planned,  // waits for a quote, or for risk
  cleared,  // risk has reserved its exposure; nothing was sent yet
  working,  // it was sent: see `in_flight` and `live`
  over,
};

// The message whose answer we wait for.
struct AttemptInFlight {
  AttemptStarted attempt;
  Quantity filled_before;  // of the order when it was sent, or of the live one that it changes
  bool is_unknown =
      false;  // no definite answer came: nothing further goes out until there is evidence
};

// What the broker has of ours.
struct LiveOrder {
  std::string client_order_id;
  std::string broker_order_id;
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;             // of this order at the broker: filled and rest
  Quantity filled_before;        // by earlier live orders of ours; its own fills come on top
  Timestamp cancel_accepted_at;  // its end is on the way; zero: no cancel was accepted
};

struct OrderState {
  OrderStatus status = OrderStatus::none;
  std::shared_ptr<const OrderPlanned> plan;  // absent before the first event
  WalkState walk;
  bool is_walking = false;
  Quantity wanted;               // total
  std::optional<Price> desired;  // the limit that should be live; of a market order: none
  bool is_market = false;
  std::optional<Price> worst_price;  // that the exposure is reserved for
  Quantity reserved;                 // an exit is never sent for more than risk has counted
  std::uint32_t attempts = 0;
  std::optional<AttemptInFlight> in_flight;
  std::optional<LiveOrder> live;
  std::vector<std::string> live_ids;  // all client order ids that the live order has had
  std::set<std::string> gone_ids;     // of earlier live orders
  bool is_cancelling = false;
  std::string cancel_why;
  std::uint32_t cancel_rejects = 0;
  Quantity filled;                             // of the order's own units
  Quantity awaited;                            // that the broker has told of, seen or not
  std::map<InstrumentId, Quantity> leg_fills;  // of a spread, in each leg's units
  std::int64_t value_high = 0;  // Σ sign × price × quantity of the fills, 128 bits in two words
  std::uint64_t value_low = 0;
  Money fees;
  std::vector<std::string> executions;
  RefusalReason refusal = RefusalReason::none;
  std::string outcome;  // once over: filled, cancelled, expired, rejected, refused
  std::string detail;
  Timestamp last_at;
};

// Average of the fills per unit, from the order's own side, rounded half away from zero; a spread's
// is its net price. Zero before the first fill.
Price average_price(const OrderState& order);

class Order final : public Decider {
 public:
  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  Decision resume(const Context& context) const override;
  std::optional<InstrumentId> watched_instrument() const override;
  bool is_over() const override { return state_.status == OrderStatus::over; }

  const OrderState& state() const { return state_; }

 private:
  OrderState state_;
};

void evolve(OrderState& order, const AnyEvent& event);

}  // namespace fillwright
