// Stream kind `order`: one intent to trade one instrument (or one spread at a net price), its walk,
// each message to the broker and each answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/price_policy.hpp"
#include "events/workflow_events.hpp"

namespace fillwright {

// One message to the broker.
enum class AttemptKind : std::uint8_t { submit = 1, replace = 2, cancel = 3 };
FILLWRIGHT_ENUM(AttemptKind, submit, replace, cancel)

// stop: a market order from the moment on at which the market has come to its price, which stands
// where a limit stands (a stop that sells waits for a bid at or below it).
enum class OrderType : std::uint8_t { limit = 1, market = 2, stop = 3 };
FILLWRIGHT_ENUM(OrderType, limit, market, stop)

enum class TimeInForce : std::uint8_t { day = 1, good_till_cancelled = 2 };
FILLWRIGHT_ENUM(TimeInForce, day, good_till_cancelled)

// An exit that goes out with its entry; an order of ours in its own right.
struct OrderChild {
  std::string order_id;
  OrderType type = OrderType::limit;
  Price limit;  // of a stop: the price that it waits for
  Quantity quantity;
  bool operator==(const OrderChild&) const = default;
};
FILLWRIGHT_STRUCT(OrderChild, order_id, type, limit, quantity)

// The whole intent, with the policy resolved to its numbers.
struct OrderPlanned {
  static constexpr TypeId type_id = 500;
  std::string order_id;
  std::string workflow_id;
  std::string account;
  Purpose purpose = Purpose::entry;
  InstrumentId instrument;
  Side side = Side::buy;
  Effect effect = Effect::open;
  Quantity quantity;
  PricePolicy policy;
  std::optional<Price> alert_price;
  std::optional<Price> hard_cap;   // a called range's other end, or the largest loss allowed
  std::optional<Price> limit;      // fixed: no walk
  std::optional<Price> reference;  // what a policy's offsets may refer to
  TimeInForce time_in_force = TimeInForce::day;
  Quantity multiplier;
  bool is_market_allowed = false;  // by configuration and account
  bool is_dry_run = false;
  std::uint64_t configuration_version = 0;
  Timestamp at;
  // Of an entry: past it, and with the gate closed, it is refused unless something was sent.
  std::optional<Timestamp> fresh_until;
  // Of an exit that goes out with the message of its entry: the entry's order id.
  std::string parent;
  OrderType type = OrderType::limit;  // stop: `limit` is the price that it waits for
  std::vector<OrderChild> children;   // of a bracket's entry: its exits, in the order they go out
  bool operator==(const OrderPlanned&) const = default;
};
FILLWRIGHT_STRUCT(OrderPlanned, order_id, workflow_id, account, purpose, instrument, side, effect,
                  quantity, policy, alert_price, hard_cap, limit, reference, time_in_force,
                  multiplier, is_market_allowed, is_dry_run, configuration_version, at, fresh_until,
                  parent, type, children)

// The broker has this exit of a bracket since it took the entry's message, which was of attempt
// `attempt` of the entry.
struct ChildAccepted {
  static constexpr TypeId type_id = 524;
  std::uint32_t attempt = 0;
  std::string client_order_id;
  std::string broker_order_id;  // empty: not told yet
  std::string evidence;         // entry (its own was accepted), fill, end, books
  Timestamp at;
  bool operator==(const ChildAccepted&) const = default;
};
FILLWRIGHT_STRUCT(ChildAccepted, attempt, client_order_id, broker_order_id, evidence, at)

// Refused before anything was sent. It is over.
struct OrderRefused {
  static constexpr TypeId type_id = 501;
  RefusalReason reason = RefusalReason::none;
  std::string detail;
  Timestamp at;
  bool operator==(const OrderRefused&) const = default;
};
FILLWRIGHT_STRUCT(OrderRefused, reason, detail, at)

// The risk actor reserved the exposure (ExposureReserved on the account's stream): it may be sent.
struct RiskPassed {
  static constexpr TypeId type_id = 502;
  Money reserved;
  Price worst_price;
  Timestamp at;
  bool operator==(const RiskPassed&) const = default;
};
FILLWRIGHT_STRUCT(RiskPassed, reserved, worst_price, at)

// A rung: the price of the walk changed, from what it was (nothing: the first) to what it is.
struct PriceStepped {
  static constexpr TypeId type_id = 503;
  std::uint32_t rung = 0;  // 1 is the first
  std::optional<Price> from;
  Price to;  // zero and `is_market` for a market order
  bool is_market = false;
  PriceRule rule{};
  Quote quote;
  Duration quote_age;
  Timestamp at;
  std::int32_t steps = 0;  // of the walk so far, skipped ones included
  Price stepped_to;        // of a conversion: the price that the walk had come to
  bool operator==(const PriceStepped&) const = default;
};
FILLWRIGHT_STRUCT(PriceStepped, rung, from, to, is_market, rule, quote, quote_age, at, steps,
                  stepped_to)

// The walk was due and waited: never guessed.
struct StepHeld {
  static constexpr TypeId type_id = 504;
  HoldReason reason{};
  std::optional<Quote> quote;
  Duration quote_age;
  Timestamp look_again;
  Timestamp at;
  bool operator==(const StepHeld&) const = default;
};
FILLWRIGHT_STRUCT(StepHeld, reason, quote, quote_age, look_again, at)

// The walk has ended; what happens to the order now is `end`.
struct WalkEnded {
  static constexpr TypeId type_id = 505;
  FinishReason why{};
  EndAction end{};
  Timestamp at;
  bool operator==(const WalkEnded&) const = default;
};
FILLWRIGHT_STRUCT(WalkEnded, why, end, at)

// Durable before the message leaves: the marker that makes a missing answer Unknown after a
// restart.
struct AttemptStarted {
  static constexpr TypeId type_id = 506;
  std::uint32_t attempt = 0;  // 1, 2, 3 … of this order
  AttemptKind kind = AttemptKind::submit;
  std::string client_order_id;  // of this message, derived from order and attempt
  std::string replaces;         // client order id of the live order that it changes or cancels
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;  // of the whole order at the broker: filled and rest
  std::uint64_t epoch = 0;
  Timestamp at;
  bool is_linked = false;  // a replace that makes a new order there: `quantity` is of that alone
  bool operator==(const AttemptStarted&) const = default;
};
FILLWRIGHT_STRUCT(AttemptStarted, attempt, kind, client_order_id, replaces, type, limit, quantity,
                  epoch, at, is_linked)

struct AttemptAccepted {
  static constexpr TypeId type_id = 507;
  std::uint32_t attempt = 0;
  std::string broker_order_id;
  std::string evidence;  // answer, query: how we know
  Timestamp at;
  bool operator==(const AttemptAccepted&) const = default;
};
FILLWRIGHT_STRUCT(AttemptAccepted, attempt, broker_order_id, evidence, at)

struct AttemptRejected {
  static constexpr TypeId type_id = 508;
  std::uint32_t attempt = 0;
  std::string code;  // the broker's
  std::string text;  // the broker's words, kept
  std::string evidence;
  Timestamp at;
  bool operator==(const AttemptRejected&) const = default;
};
FILLWRIGHT_STRUCT(AttemptRejected, attempt, code, text, evidence, at)

// No definite answer: it holds its full exposure until there is evidence.
struct AttemptUnknown {
  static constexpr TypeId type_id = 509;
  std::uint32_t attempt = 0;
  std::string why;  // time_out, restart, malformed_answer …
  Timestamp at;
  bool operator==(const AttemptUnknown&) const = default;
};
FILLWRIGHT_STRUCT(AttemptUnknown, attempt, why, at)

// Evidence that the message never reached the broker.
struct AttemptNeverArrived {
  static constexpr TypeId type_id = 510;
  std::uint32_t attempt = 0;
  std::string evidence;
  Timestamp at;
  bool operator==(const AttemptNeverArrived&) const = default;
};
FILLWRIGHT_STRUCT(AttemptNeverArrived, attempt, evidence, at)

// The broker wants a yes before it goes on with the message: until then nothing of it is live.
struct AttemptQuestioned {
  static constexpr TypeId type_id = 521;
  std::uint32_t attempt = 0;
  std::string question_id;
  std::string text;      // the broker's words
  Timestamp expires_at;  // without an answer until then it counts as rejected
  Timestamp at;
  bool operator==(const AttemptQuestioned&) const = default;
};
FILLWRIGHT_STRUCT(AttemptQuestioned, attempt, question_id, text, expires_at, at)

// Durable before the reply leaves; what the broker then says of the message is its answer.
struct QuestionAnswered {
  static constexpr TypeId type_id = 522;
  std::uint32_t attempt = 0;
  std::string question_id;
  bool is_yes = false;
  std::string by;  // configuration, cancel (it is not wanted any more), else a person: operator
  Timestamp at;
  bool operator==(const QuestionAnswered&) const = default;
};
FILLWRIGHT_STRUCT(QuestionAnswered, attempt, question_id, is_yes, by, at)

// Nobody answered in time.
struct QuestionExpired {
  static constexpr TypeId type_id = 523;
  std::uint32_t attempt = 0;
  std::string question_id;
  Timestamp at;
  bool operator==(const QuestionExpired&) const = default;
};
FILLWRIGHT_STRUCT(QuestionExpired, attempt, question_id, at)

// The broker filled a part. Accepted in every state; the execution id makes a repeat recognisable.
struct OrderFilled {
  static constexpr TypeId type_id = 511;
  std::string execution_id;
  std::string client_order_id;
  InstrumentId instrument;  // a leg's, when the order is a spread's
  Side side = Side::buy;
  Quantity quantity;        // in this fill; of the leg, when a leg's
  Quantity order_quantity;  // of the order's own units
  Price price;
  Money fees;
  std::optional<Quote> quote;  // the last one we had seen
  Timestamp at;                // the broker's time
  bool operator==(const OrderFilled&) const = default;
};
FILLWRIGHT_STRUCT(OrderFilled, execution_id, client_order_id, instrument, side, quantity,
                  order_quantity, price, fees, quote, at)

// With the fill of this execution id more is filled than the broker was ever asked for.
struct FillExceeded {
  static constexpr TypeId type_id = 519;
  std::string execution_id;
  Quantity filled;  // in total
  Quantity asked;   // the most that was asked for, in total
  Timestamp at;
  bool operator==(const FillExceeded&) const = default;
};
FILLWRIGHT_STRUCT(FillExceeded, execution_id, filled, asked, at)

// The fill of this execution id is of an instrument or a side that the order does not trade: it
// changes what is held (OrderFilled follows, where the instrument is known), but fills nothing of
// the order.
struct FillMismatched {
  static constexpr TypeId type_id = 520;
  std::string execution_id;
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Price price;
  std::string why;
  Timestamp at;
  bool operator==(const FillMismatched&) const = default;
};
FILLWRIGHT_STRUCT(FillMismatched, execution_id, instrument, side, quantity, price, why, at)

struct CancelRequested {
  static constexpr TypeId type_id = 512;
  std::string by;  // workflow, broker, service (it stops), else a person: operator
  std::string why;
  Timestamp at;
  bool operator==(const CancelRequested&) const = default;
};
FILLWRIGHT_STRUCT(CancelRequested, by, why, at)

// The quantity in total, or the price of an order without a walk, is to change.
struct ChangeRequested {
  static constexpr TypeId type_id = 513;
  Quantity quantity;  // the new total
  std::optional<Price> limit;
  std::string why;
  Timestamp at;
  bool operator==(const ChangeRequested&) const = default;
};
FILLWRIGHT_STRUCT(ChangeRequested, quantity, limit, why, at)

// The broker confirmed that nothing of it is live any more.
struct OrderCancelled {
  static constexpr TypeId type_id = 514;
  Quantity filled;
  Quantity remaining;
  std::string why;
  Timestamp at;
  bool operator==(const OrderCancelled&) const = default;
};
FILLWRIGHT_STRUCT(OrderCancelled, filled, remaining, why, at)

struct OrderExpired {
  static constexpr TypeId type_id = 515;
  Quantity filled;
  Quantity remaining;
  Timestamp at;
  bool operator==(const OrderExpired&) const = default;
};
FILLWRIGHT_STRUCT(OrderExpired, filled, remaining, at)

// The broker rejected the order itself; it is over with whatever was filled.
struct OrderRejected {
  static constexpr TypeId type_id = 516;
  std::string code;
  std::string text;
  Timestamp at;
  bool operator==(const OrderRejected&) const = default;
};
FILLWRIGHT_STRUCT(OrderRejected, code, text, at)

// The order at the broker is gone (its cancel confirmed, to be sent again at another price); ours
// goes on.
struct LiveOrderGone {
  static constexpr TypeId type_id = 518;
  std::string client_order_id;
  Quantity filled;
  Timestamp at;
  bool operator==(const LiveOrderGone&) const = default;
};
FILLWRIGHT_STRUCT(LiveOrderGone, client_order_id, filled, at)

// All of it is filled.
struct OrderCompleted {
  static constexpr TypeId type_id = 517;
  Quantity filled;
  Price average;
  Money fees;
  Timestamp at;
  bool operator==(const OrderCompleted&) const = default;
};
FILLWRIGHT_STRUCT(OrderCompleted, filled, average, fees, at)

}  // namespace fillwright
