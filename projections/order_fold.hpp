// One order and where it stands: the fold of its stream.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/names.hpp"
#include "projections/arithmetic.hpp"
#include "projections/event_meta.hpp"

namespace fillwright {

enum class OrderPhase : std::uint8_t {
  planned = 1,  // nothing is at the broker, nothing is under way
  refused = 2,
  sending = 3,
  unknown = 4,  // a message without a definite answer: it may be live
  working = 5,
  partly_filled = 6,  // and the rest is working
  replacing = 7,
  cancelling = 8,
  filled = 9,
  cancelled = 10,
  expired = 11,
  rejected = 12,
  questioned = 13,  // the broker asks before it goes on with a message
};
FILLWRIGHT_ENUM(OrderPhase, planned, refused, sending, unknown, working, partly_filled, replacing,
                cancelling, filled, cancelled, expired, rejected, questioned)
constexpr bool is_over(OrderPhase phase) {
  return phase == OrderPhase::refused ||
         (phase >= OrderPhase::filled && phase <= OrderPhase::rejected);
}

struct OrderRow {
  std::string order_id;
  std::string workflow_id;
  std::string account;
  std::string caller;
  std::string message;  // stream of the message that started the workflow
  Purpose purpose = Purpose::entry;
  InstrumentId instrument;
  Side side = Side::buy;
  Effect effect = Effect::open;
  std::string policy;
  TimeInForce time_in_force = TimeInForce::day;
  bool is_dry_run = false;
  Quantity multiplier;

  OrderPhase phase = OrderPhase::planned;
  Quantity quantity;           // wanted, as last changed
  Quantity filled;             // of the order's own units
  std::optional<Price> limit;  // of the latest rung, or the fixed one
  bool is_market = false;
  std::uint32_t rungs = 0;
  std::uint32_t attempts = 0;  // messages to the broker
  std::uint32_t fills = 0;
  std::string broker_order_id;
  // Net price of one unit of the order over all fills, rounded half away from zero to 10^-9; of a
  // spread the signed sum over its legs, positive when a buyer paid or a seller received.
  Price average;
  Money fees;
  RefusalReason refusal = RefusalReason::none;
  std::string reason;  // of its refusal, reject, cancel, or of what it waits for

  Timestamp planned_at;
  Timestamp sent_at;  // first message to the broker
  Timestamp first_fill_at;
  Timestamp last_fill_at;
  Timestamp ended_at;
  std::uint64_t first_seq = 0;
  std::uint64_t changed_seq = 0;

  Quantity remaining() const { return quantity > filled ? minus(quantity, filled) : Quantity{}; }
};

// What the phase is derived from.
struct OrderProgress {
  std::uint32_t pending = 0;  // the attempt without a definite answer yet; 0: none
  AttemptKind pending_kind = AttemptKind::submit;
  bool is_unknown = false;
  bool is_questioned = false;
  bool is_linked = false;           // pending: a new order for what the live one has left
  std::string mismatched;           // the execution id of a fill that is none of the order's
  bool is_live = false;             // something of it rests at the broker
  bool is_cancelling = false;       // a cancel is wanted or accepted, not yet confirmed
  std::optional<Price> live_limit;  // as the broker last accepted it
  Quantity live_quantity;
  Quantity pending_quantity;
  bool is_told_over = false;  // by an event, not by its fills alone
  std::optional<OrderPhase> end;
  Wide paid = 0;  // Σ side × price × quantity of the fills, in 10^-15
};

struct FoldedOrder {
  OrderRow row;
  OrderProgress progress;
};

// Who asked for a workflow, by its id.
class WorkflowCallers {
 public:
  struct Caller {
    std::string caller;
    std::string message;
  };
  void add(const WorkflowStarted& started);
  // Empty when no such workflow has begun. Valid until the next add.
  const Caller& find(const std::string& workflow_id);

 private:
  Names workflows_;
  std::vector<Caller> callers_;
};

FoldedOrder begin_order(const EventMeta& meta, const OrderPlanned& plan, WorkflowCallers& callers);
// An event of the order's own stream, behind its plan.
void fold_order(const EventMeta& meta, const AnyEvent& event, OrderRow& row,
                OrderProgress& progress);

}  // namespace fillwright
