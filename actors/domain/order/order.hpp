// One order: one intent, one price walk, one message to the broker in flight. Its state is the fold
// of its stream; what it wants next follows from that state alone, so that a restarted order goes
// on.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/domain/decider.hpp"
#include "actors/domain/heap_optional.hpp"
#include "actors/domain/order/id_chain.hpp"
#include "actors/domain/pricing/policy_pool.hpp"
#include "actors/domain/pricing/walk.hpp"

namespace fillwright {

enum class OrderStatus : std::uint8_t {
  none,     // nothing is known of it
  planned,  // waits for a quote, or for risk
  cleared,  // risk has reserved its exposure; nothing was sent yet
  working,  // it was sent: see `in_flight` and `live`
  over,
};

// What an order of a bracket goes by.
struct OrderBracket {
  std::string parent;                // of an exit
  std::vector<OrderChild> children;  // of an entry
};

// What of OrderPlanned an order goes by; its fields are described there.
struct OrderPlan {
  std::string order_id;
  std::string workflow_id;
  std::string account;
  Purpose purpose = Purpose::entry;
  Side side = Side::buy;
  Effect effect = Effect::open;
  TimeInForce time_in_force = TimeInForce::day;
  InstrumentId instrument;
  bool is_market_allowed = false;
  Quantity quantity;
  Quantity multiplier;
  std::optional<Price> alert_price;
  std::optional<Price> hard_cap;
  std::optional<Price> limit;
  std::optional<Price> reference;
  std::optional<Timestamp> fresh_until;
  OrderType type = OrderType::limit;
  std::shared_ptr<const OrderBracket> bracket;  // absent for most
};

// What the broker asked about a message.
struct BrokerQuestion {
  std::string question_id;
  Timestamp expires_at;
  std::optional<bool> answer = {};  // ours, or no once it has expired
  Timestamp answered_at = {};
};

// The message whose answer we wait for.
struct AttemptInFlight {
  AttemptStarted attempt;
  Quantity filled_before;  // of the order when it was sent, or of the live one that it changes
  bool is_unknown =
      false;  // no definite answer came: nothing further goes out until there is evidence
  std::vector<BrokerQuestion> questions = {};  // about it, so far; the last may be open
};

// What the broker has of ours.
struct LiveOrder {
  std::string client_order_id;
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;             // of this order at the broker: filled and rest
  Quantity filled_before;        // by earlier live orders of ours; its own fills come on top
  Timestamp cancel_accepted_at;  // its end is on the way; zero: no cancel was accepted
  Timestamp accepted_at = {};
};

// Earlier live orders.
struct GoneOrders {
  std::vector<std::string> ids;  // client order ids
  std::size_t before_last = 0;   // of those, not of the latest of these orders
};

// A fill, with its figures as they are now.
struct BookedExecution {
  std::string execution_id;
  std::string client_order_id;
  InstrumentId instrument;
  Side side = Side::buy;
  FillFigures figures;
  bool is_booked = true;  // false: its instrument is not known
};

// What came of an order's fills.
struct OrderFills {
  std::vector<BookedExecution> executions;
  std::vector<std::string> mismatched;    // of those, what the order does not trade
  std::map<InstrumentId, Quantity> legs;  // of a spread, in each leg's units
  std::int64_t value_high = 0;  // Σ sign × price × quantity of the fills, 128 bits in two words
  std::uint64_t value_low = 0;
  Money fees;
  Quantity awaited;  // that the broker has told of, seen or not
  std::uint32_t corrections = 0;
};

// 100,000 orders may rest at once: what most of them lack is behind a pointer, what they have in
// common is shared.
struct OrderState {
  OrderStatus status = OrderStatus::none;
  RefusalReason refusal = RefusalReason::none;
  bool is_walking = false;
  bool is_market = false;
  bool is_cancelling = false;
  bool is_cancelled_by_person = false;
  bool is_operator_waiting = false;  // for its end
  bool is_held_by_gate = false;      // which was told
  std::uint32_t attempts = 0;
  std::uint32_t cancel_rejects = 0;
  std::shared_ptr<const OrderPlan> plan;      // absent before the first event
  std::shared_ptr<const PricePolicy> policy;  // there with the plan
  WalkState walk;
  Quantity wanted;                   // total
  std::optional<Price> desired;      // the limit that should be live; of a market order: none
  std::optional<Price> worst_price;  // that the exposure is reserved for
  Quantity reserved;                 // an exit is never sent for more than risk has counted
  HeapOptional<AttemptInFlight> in_flight;
  std::optional<LiveOrder> live;
  IdChain past_ids;                // client order ids that the live order had before its last
  HeapOptional<GoneOrders> gone;   // absent while there was one live order at most
  Quantity filled;                 // of the order's own units
  Quantity asked;                  // the most that the broker may fill, in total
  HeapOptional<OrderFills> fills;  // absent before the first
  std::string_view outcome;        // once over: filled, cancelled, expired, rejected, refused
  std::string why;                 // it is being cancelled, or is over
};

// Null when it is not known.
const BookedExecution* find_execution(const OrderState& order, std::string_view execution_id);

// What the broker waits for us to answer; nullptr: nothing. It is a definite state: nothing is live
// because of a message that is asked about.
const BrokerQuestion* open_question(const OrderState& order);

// Average of the fills per unit, from the order's own side, rounded half away from zero; a spread's
// is its net price. Zero before the first fill.
Price average_price(const OrderState& order);

// Whether it was a person, or a rule in a person's stead, that took an order back.
bool is_of_operator(std::string_view by);

class Order final : public Decider {
 public:
  // `policies` outlives it.
  explicit Order(PolicyPool& policies) : policies_(policies) {}

  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  Decision resume(const Context& context) const override;
  std::optional<InstrumentId> watched_instrument() const override;
  bool is_over() const override { return state_.status == OrderStatus::over; }

  const OrderState& state() const { return state_; }

 private:
  PolicyPool& policies_;
  OrderState state_;
};

void evolve(OrderState& order, const AnyEvent& event);

}  // namespace fillwright
