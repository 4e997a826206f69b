// Every command that an actor of ours understands: a request, imperative, which may be refused or
// come to nothing. Commands are not stored; the events that follow carry all that mattered of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "actors/ports/broker.hpp"
#include "events/all_events.hpp"

namespace fillwright {

// --- anyone ---
// A durable timer of the decider fired: late perhaps, but not never.
struct TimerDue {
  std::string name;  // what follows # in the timer's key
  std::uint64_t generation = 0;
  Timestamp due;
};
// Something that the decider said would interest it happened; the context has the quote.
struct QuoteWake {
  std::string name;  // of the interest
};

// --- alert desk ---
struct ReceiveMessage {
  MessageReceived message;
};
struct ReceiveEdit {
  MessageReceived message;  // the text as it is now
  Timestamp edited_at;
};
struct ReceiveDelete {
  std::string source;
  std::string channel;
  std::string message_id;
};
struct NoteHolding {
  std::string caller;
  std::string workflow_id;
  InstrumentId instrument;
  Quantity held;
  bool is_over = false;
};
struct ChangeAllowlist {
  AllowlistChanged change;
};
// Starts a workflow that no call asks for, on this instrument; once an instrument.
struct RunDefinition {
  std::string definition;
  InstrumentDefined instrument;  // without a number
};

// --- workflow ---
struct StartWorkflow {
  WorkflowStarted start;
};
struct ApplyCall {
  std::string message;
  Reading reading;
};
// What is available for an entry, by the risk actor.
struct RemainingLimit {
  std::string name;
  Money money;
};
struct TakeBudget {
  Money buying_power;
  Money equity;
  std::vector<RemainingLimit> remaining;
  RefusalReason refusal = RefusalReason::none;  // entries are not allowed at all just now
  std::string detail;
  std::optional<Money> risk_per_trade = {};  // what may be lost up to the stop; nothing: no limit
};
struct NoteOrder {
  OrderProgressed progress;
};
// From the position monitor.
struct TriggerExit {
  std::string rule;
  Price level;
  Quote quote;
};
struct MoveStop {
  std::string rule;
  Price to;
  Price best;
  Quote quote;
};
// The price came back over a stop that was held off: it is in force again.
struct RearmStop {
  Quote quote;
};

// Takes back what is not filled of the entry and exits all that is held; answered by NoteTradeOver.
struct CloseTrade {
  std::string by;
  std::string why;
};
// What held everything back, as the kill switch, is gone.
struct GoOn {};

// --- position monitor ---
// A stop whose exit a person cancelled: it waits until the price was better than its level again.
struct HeldOffStop {
  std::string rule;
  Price level;
};
struct WatchPosition {
  InstrumentId instrument;
  Side side = Side::buy;  // of what is held
  Quantity held;          // zero: stop watching
  Price average;
  ExitPlan plan;
  std::optional<Price> stop;  // in force now
  std::string stop_rule;
  std::optional<Price> best;  // since entry
  bool has_hit_target = false;
  std::optional<HeldOffStop> held_off = {};
};

// --- order ---
struct PlaceOrder {
  OrderPlanned plan;
};
struct TakeRiskAnswer {
  RefusalReason refusal = RefusalReason::none;
  std::string detail;
  Money reserved;
  Price worst_price;
  std::string account;  // of the risk actor that answers
  std::string order_id;
  Quantity quantity;  // reserved, in total
};
// Who took an order back because the kill switch is on: no person meant this one order.
inline constexpr auto by_kill_switch = "kill switch";
struct CancelOrder {
  std::string by;
  std::string why;
};
struct ChangeOrder {
  Quantity quantity;           // in total
  std::optional<Price> limit;  // of an order without a walk
  std::string why;
};
// From a bracket's entry to its exits: how its message and it itself came out.
struct NoteParent {
  std::string client_order_id;  // the broker has the exit by this one; empty: nothing is known
  bool is_over_unfilled = false;
  std::string why;
};
// From an exit of a bracket, which may have missed it.
struct AskParent {
  std::string order_id;
};
// To the question that the broker asks about the order's message.
struct AnswerQuestion {
  std::string question_id;  // empty: the one that is open
  bool is_yes = false;
  std::string by;
  std::string request_id = {};  // not empty: answered by NoteOperation
};
struct NoteAnswer {
  BrokerAnswer answer;
};
struct NoteFill {
  BrokerFill fill;
};
struct NoteEnded {
  BrokerOrder order;
};
// What the broker's books say of this order after a restart or reconnect: nothing when it is not
// there.
struct NoteBooks {
  std::shared_ptr<const BrokerOrder> order;  // into the books, which all orders share
  std::vector<BrokerFill> fills;             // that were not known when the books came
  bool is_conclusive = false;                // absence proves that it never arrived
  Timestamp at = {};  // of the books: they prove nothing about what was sent since
};

// --- risk ---
struct OpenAccount {
  std::string account;
  std::string broker;
  Money cash;
};
struct AskBudget {
  std::string workflow_id;
  InstrumentId instrument;
};
struct ReserveExposure {
  std::string order_id;
  std::string workflow_id;
  Purpose purpose = Purpose::entry;
  InstrumentId instrument;
  Side side = Side::buy;
  Effect effect = Effect::open;
  Quantity quantity;
  Price worst_price;  // the most that one unit can cost (buy) or the least it can bring (sell)
  std::string bracket = {};  // see ExposureReserved; what works already is told, not asked
};
struct RecordFill {
  OrderFilled fill;
  std::string order_id;
  std::string workflow_id;
  Purpose purpose = Purpose::entry;
};
struct ReleaseExposure {
  std::string order_id;
  std::string why;
};
// With a request's id both are answered by NoteOperation, also where nothing changes.
struct SetKillSwitch {
  bool is_on = false;
  std::string by;
  std::string why;
  std::string request_id = {};
};
struct PauseEntries {
  bool is_paused = false;
  std::string by;
  std::string why;
  std::string request_id = {};
};

// --- gateway ---
struct StartSession {
  std::uint64_t epoch = 0;
};
// What came of a comparison of the broker's books with ours.
struct TakeBooks {
  bool is_reachable = true;  // false: the broker did not answer, and nothing below says anything
  bool is_complete = true;   // false: fills are under way; positions and cash were not compared
  std::vector<DifferenceFound> differences;  // that hold, by rule and subject; without a time
  std::vector<DifferenceFound> adopted;      // of cash
  std::uint64_t orders = 0;
  std::uint64_t external_orders = 0;
  std::uint64_t fills_new = 0;
  ReconcileCause cause = ReconcileCause::evidence;
  Timestamp asked_at;  // when the books were asked for
};
// A difference that was adopted, by an order or for a fill.
struct NoteDifference {
  DifferenceFound difference;
};
// What is not ours at the broker.
struct NoteExternal {
  std::vector<BrokerOrder> orders;
  std::vector<BrokerFill> fills;
};
// The gate is to be closed: the broker fails too often, or knows us no more.
struct NoteTrouble {
  std::string reason;
  Timestamp not_before;  // when a comparison may open it again; zero: any time
  bool is_authorisation_lost = false;
  bool is_hard = false;
};
// Something is wrong that no retry mends; of the same kind, order and detail it counts once.
struct RaiseAlarm {
  std::string kind;
  std::string order_id;
  std::string detail;
};
// A person takes the alarms and differences that were told as they are.
struct AcceptDifferences {
  std::string by;
  std::string why;
  std::string request_id = {};  // not empty: answered by NoteOperation
};
// The books are to be compared now; Reconciled with this id is the answer, and NoteOperation.
struct AskReconciliation {
  std::string request_id;
  std::string by;
};

// --- operator ---
struct AskOperation {
  OperatorAsked request;         // its time is set when it is taken
  bool is_target_known = false;  // there is or was an order or workflow of that id
};
// An order that the operator wants back is over, or cannot be reached.
struct NoteOrderOver {
  std::string order_id;
  std::string outcome;  // filled, cancelled, expired, rejected, refused, quarantined
  Quantity filled;
  Quantity remaining;
  std::string detail;
};
// A trade that the operator wants closed is, or cannot be.
struct NoteTradeOver {
  std::string workflow_id;
  std::string outcome;
  bool is_flat = true;
  std::string detail;
};
// What the account, the gateway or an order has to say to a request.
struct NoteOperation {
  std::string request_id;
  OperationState state = OperationState::done;
  std::string outcome;
  std::string detail;
};

using CommandVariant =
    std::variant<TimerDue, QuoteWake, ReceiveMessage, ReceiveEdit, ReceiveDelete, NoteHolding,
                 ChangeAllowlist, StartWorkflow, ApplyCall, TakeBudget, NoteOrder, TriggerExit,
                 MoveStop, WatchPosition, PlaceOrder, TakeRiskAnswer, CancelOrder, ChangeOrder,
                 NoteAnswer, NoteFill, NoteEnded, NoteBooks, OpenAccount, AskBudget,
                 ReserveExposure, RecordFill, ReleaseExposure, SetKillSwitch, PauseEntries,
                 StartSession, TakeBooks, RearmStop, RaiseAlarm, AcceptDifferences,
                 AskReconciliation, CloseTrade, GoOn, AskOperation, NoteOrderOver, NoteTradeOver,
                 NoteOperation, NoteDifference, NoteExternal, NoteTrouble, AnswerQuestion,
                 NoteParent, AskParent, RunDefinition>;

// Its tables of functions are compiled once (decider.cpp), as AnyEvent's are.
struct AnyCommand : CommandVariant {
  using CommandVariant::CommandVariant;
  AnyCommand();
  AnyCommand(const AnyCommand& other);
  AnyCommand(AnyCommand&& other) noexcept;
  AnyCommand& operator=(const AnyCommand& other);
  AnyCommand& operator=(AnyCommand&& other) noexcept;
  ~AnyCommand();
};

}  // namespace fillwright
