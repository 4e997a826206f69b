// Stream kind `workflow`: one run of a workflow definition for one call and account, step by step.
#pragma once

#include <string>
#include <vector>

#include "events/alert_events.hpp"
#include "events/described_values.hpp"

namespace fillwright {

// Why an order is wanted: entries take risk, exits reduce it and pass where entries are refused.
enum class Purpose : std::uint8_t {
  entry = 1,
  add = 2,
  target = 3,  // take profit
  trim = 4,    // the caller sells a part
  close = 5,   // the caller sells the rest
  stop = 6,    // stop loss, trailing stop or break-even
  time_exit = 7,
  flatten = 8,
};
FILLWRIGHT_ENUM(Purpose, entry, add, target, trim, close, stop, time_exit, flatten)
constexpr bool is_entry(Purpose purpose) {
  return purpose == Purpose::entry || purpose == Purpose::add;
}

// One take-profit: sell `share` of what was filled at entry + `gain`.
struct ProfitTarget {
  Percent gain;   // of the average fill: 100 doubles it
  Price price;    // instead of a gain, when not zero
  Percent share;  // of the filled quantity
  bool operator==(const ProfitTarget&) const = default;
};
FILLWRIGHT_STRUCT(ProfitTarget, gain, price, share)

// How a position is left. All of it is configuration; zero means "not used".
struct ExitPlan {
  std::vector<ProfitTarget> targets;
  Quantity minimum_exit;       // one contract: no target unless this is set
  Percent stop_loss;           // below the average fill
  Price stop_price;            // of the instrument itself, when the call gave one
  Percent trailing_stop;       // below the best price since entry
  Percent trailing_starts_at;  // gain from which it trails; zero: at once
  bool break_even_after_target = false;
  Duration exit_after;  // since the first fill
  Date exit_on;         // a trading day, at its `exit_before_close`
  Duration exit_before_close;
  std::string stop_policy;  // price policy of stop and time exits
  std::uint32_t target_tries = 3;
  Duration target_retry_after = seconds(1);
  bool operator==(const ExitPlan&) const = default;
};
FILLWRIGHT_STRUCT(ExitPlan, targets, minimum_exit, stop_loss, stop_price, trailing_stop,
                  trailing_starts_at, break_even_after_target, exit_after, exit_on,
                  exit_before_close, stop_policy, target_tries, target_retry_after)

struct WorkflowStarted {
  static constexpr TypeId type_id = 400;
  std::string workflow_id;
  std::string definition;  // the decider registered by this name
  std::uint32_t definition_version = 1;
  std::string account;
  std::string caller;
  std::string channel;
  std::string message;  // stream of the message that called
  InstrumentId instrument;
  Side side = Side::buy;  // of the entry
  Reading reading;
  std::uint64_t configuration_version = 0;
  Timestamp at;
  bool is_dry_run = false;
  bool operator==(const WorkflowStarted&) const = default;
};
FILLWRIGHT_STRUCT(WorkflowStarted, workflow_id, definition, definition_version, account, caller,
                  channel, message, instrument, side, reading, configuration_version, at,
                  is_dry_run)

struct StepStarted {
  static constexpr TypeId type_id = 401;
  std::string step;
  std::string input;
  Timestamp at;
  bool operator==(const StepStarted&) const = default;
};
FILLWRIGHT_STRUCT(StepStarted, step, input, at)

struct StepCompleted {
  static constexpr TypeId type_id = 402;
  std::string step;
  std::string output;
  Timestamp at;
  bool operator==(const StepCompleted&) const = default;
};
FILLWRIGHT_STRUCT(StepCompleted, step, output, at)

struct StepFailed {
  static constexpr TypeId type_id = 403;
  std::string step;
  RefusalReason reason = RefusalReason::none;
  std::string detail;
  Timestamp at;
  bool operator==(const StepFailed&) const = default;
};
FILLWRIGHT_STRUCT(StepFailed, step, reason, detail, at)

// How many, and why: everything that the sizer saw.
struct SizeChosen {
  static constexpr TypeId type_id = 404;
  std::string sizer;  // "percent_of_buying_power", "fixed_contracts", "called_quantity" …
  Money buying_power;
  Percent percent;  // of buying power
  Money budget;     // after the maximum per trade and size words
  Price price;      // that one unit was reckoned at
  Quantity multiplier;
  Quantity quantity;
  std::string limited_by;  // the tightest of the limits
  std::string why;         // for people
  Quote quote;
  bool operator==(const SizeChosen&) const = default;
};
FILLWRIGHT_STRUCT(SizeChosen, sizer, buying_power, percent, budget, price, multiplier, quantity,
                  limited_by, why, quote)

struct ExitPlanSet {
  static constexpr TypeId type_id = 405;
  ExitPlan plan;
  std::string source;  // configuration, call
  bool operator==(const ExitPlanSet&) const = default;
};
FILLWRIGHT_STRUCT(ExitPlanSet, plan, source)

struct OrderRequested {
  static constexpr TypeId type_id = 406;
  std::string order_id;
  Purpose purpose = Purpose::entry;
  InstrumentId instrument;
  Side side = Side::buy;
  Effect effect = Effect::open;
  Quantity quantity;
  std::string policy;
  std::optional<Price> alert_price;
  std::optional<Price> limit_high;  // the other end of a called range
  std::optional<Price> limit;       // a fixed limit (targets); no walk
  bool is_good_till_cancelled = false;
  Timestamp at;
  std::string parent;  // an exit that goes out with this entry's message
  bool operator==(const OrderRequested&) const = default;
};
FILLWRIGHT_STRUCT(OrderRequested, order_id, purpose, instrument, side, effect, quantity, policy,
                  alert_price, limit_high, limit, is_good_till_cancelled, at, parent)

// The workflow asked its order to cancel or to change its quantity.
struct OrderChangeRequested {
  static constexpr TypeId type_id = 407;
  std::string order_id;
  bool is_cancel = false;
  Quantity quantity;  // the new total when not a cancel
  std::optional<Price> limit;
  std::string why;
  Timestamp at;
  bool operator==(const OrderChangeRequested&) const = default;
};
FILLWRIGHT_STRUCT(OrderChangeRequested, order_id, is_cancel, quantity, limit, why, at)

// What one of the workflow's orders came to so far, as told by the order.
struct OrderProgressed {
  static constexpr TypeId type_id = 408;
  std::string order_id;
  Quantity filled;  // in total
  Money paid;       // Σ price × quantity × multiplier of its fills, positive
  Price average;
  bool is_over = false;  // no more fills are expected
  RefusalReason refusal = RefusalReason::none;
  std::string outcome;  // filled, cancelled, rejected, refused, expired; empty while it works
  std::string detail;
  Timestamp at;
  Quantity wanted;             // that it is for in total now
  std::optional<Price> limit;  // of an order without a walk, now
  std::string change_refused;  // why its size or price was not changed as asked: it stays as it is
  bool is_by_person = false;   // a person cancelled it
  std::uint32_t corrections = 0;  // of its fills' figures so far
  bool operator==(const OrderProgressed&) const = default;
};
FILLWRIGHT_STRUCT(OrderProgressed, order_id, filled, paid, average, is_over, refusal, outcome,
                  detail, at, wanted, limit, change_refused, is_by_person, corrections)

// The caller's later call (add, trim, close, cancel) reached the workflow.
struct CallApplied {
  static constexpr TypeId type_id = 409;
  std::string message;
  Reading reading;
  Quantity held;
  Quantity quantity;  // that it comes to; zero when nothing follows
  std::string why;
  RefusalReason refusal = RefusalReason::none;
  Timestamp at;
  bool operator==(const CallApplied&) const = default;
};
FILLWRIGHT_STRUCT(CallApplied, message, reading, held, quantity, why, refusal, at)

// A management rule fired, with the values that it saw.
struct ExitTriggered {
  static constexpr TypeId type_id = 410;
  std::string rule;  // stop_loss, stop_price, trailing_stop, break_even, time_exit
  Price level;
  Price entry;  // average fill
  Quote quote;
  Quantity quantity;
  Timestamp at;
  bool operator==(const ExitTriggered&) const = default;
};
FILLWRIGHT_STRUCT(ExitTriggered, rule, level, entry, quote, quantity, at)

// The trailing stop or break-even moved the stop, never away from profit.
struct StopMoved {
  static constexpr TypeId type_id = 411;
  std::string rule;
  Price from;
  Price to;
  Price best;  // the best price since entry
  Quote quote;
  Timestamp at;
  bool operator==(const StopMoved&) const = default;
};
FILLWRIGHT_STRUCT(StopMoved, rule, from, to, best, quote, at)

// Its exits sold more than was held: an order filled after its end, or two crossed. What is too
// much is open the other way; nothing is done about it but by a person.
struct PositionOversold {
  static constexpr TypeId type_id = 414;
  std::string order_id;  // whose fill it was
  Quantity quantity;     // sold too much, in all
  std::string why;
  Timestamp at;
  bool operator==(const PositionOversold&) const = default;
};
FILLWRIGHT_STRUCT(PositionOversold, order_id, quantity, why, at)

// A correction of a fill has shown that no more was sold than was held.
struct PositionRestored {
  static constexpr TypeId type_id = 416;
  std::vector<std::string> orders;  // whose fills had seemed too much
  Timestamp at;
  bool operator==(const PositionRestored&) const = default;
};
FILLWRIGHT_STRUCT(PositionRestored, orders, at)

// A person, or a rule in a person's stead, wants it flat: the entry is taken back, all that is held
// is sold, and what comes to be held yet as well.
struct TradeCloseAsked {
  static constexpr TypeId type_id = 415;
  std::string by;
  std::string why;
  std::string policy;  // how the price of the exit walks
  Timestamp at;
  bool operator==(const TradeCloseAsked&) const = default;
};
FILLWRIGHT_STRUCT(TradeCloseAsked, by, why, policy, at)

struct WorkflowCompleted {
  static constexpr TypeId type_id = 412;
  std::string outcome;  // flat, not_filled, cancelled, oversold
  Timestamp at;
  bool operator==(const WorkflowCompleted&) const = default;
};
FILLWRIGHT_STRUCT(WorkflowCompleted, outcome, at)

struct WorkflowFailed {
  static constexpr TypeId type_id = 413;
  RefusalReason reason = RefusalReason::none;
  std::string detail;
  Timestamp at;
  bool operator==(const WorkflowFailed&) const = default;
};
FILLWRIGHT_STRUCT(WorkflowFailed, reason, detail, at)

}  // namespace fillwright
