// Every command that an actor of ours understands: a request, imperative, which may be refused or
// come to nothing. What comes from outside our deciders is recorded whole
// (actors/domain/command_codec), so that fields are only appended and no command is renamed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
FILLWRIGHT_STRUCT(TimerDue, name, generation, due)
// Something that the decider said would interest it happened; the context has the quote.
struct QuoteWake {
  std::string name;  // of the interest
};
FILLWRIGHT_STRUCT(QuoteWake, name)

// --- alert desk ---
struct ReceiveMessage {
  MessageReceived message;
};
FILLWRIGHT_STRUCT(ReceiveMessage, message)
struct ReceiveEdit {
  MessageReceived message;  // the text as it is now
  Timestamp edited_at;
};
FILLWRIGHT_STRUCT(ReceiveEdit, message, edited_at)
struct ReceiveDelete {
  std::string source;
  std::string channel;
  std::string message_id;
};
FILLWRIGHT_STRUCT(ReceiveDelete, source, channel, message_id)
struct NoteHolding {
  std::string caller;
  std::string workflow_id;
  InstrumentId instrument;
  Quantity held;
  bool is_over = false;
};
FILLWRIGHT_STRUCT(NoteHolding, caller, workflow_id, instrument, held, is_over)
struct ChangeAllowlist {
  AllowlistChanged change;
};
FILLWRIGHT_STRUCT(ChangeAllowlist, change)
// Starts a workflow that no call asks for, on this instrument; once an instrument.
struct RunDefinition {
  std::string definition;
  InstrumentDefined instrument;  // without a number
};
FILLWRIGHT_STRUCT(RunDefinition, definition, instrument)

// --- workflow ---
struct StartWorkflow {
  WorkflowStarted start;
};
FILLWRIGHT_STRUCT(StartWorkflow, start)
struct ApplyCall {
  std::string message;
  Reading reading;
};
FILLWRIGHT_STRUCT(ApplyCall, message, reading)
// What is available for an entry, by the risk actor.
struct RemainingLimit {
  std::string name;
  Money money;
  bool operator==(const RemainingLimit&) const = default;
};
FILLWRIGHT_STRUCT(RemainingLimit, name, money)
struct TakeBudget {
  Money buying_power;
  Money equity;
  std::vector<RemainingLimit> remaining;
  RefusalReason refusal = RefusalReason::none;  // entries are not allowed at all just now
  std::string detail;
  std::optional<Money> risk_per_trade = {};  // what may be lost up to the stop; nothing: no limit
};
FILLWRIGHT_STRUCT(TakeBudget, buying_power, equity, remaining, refusal, detail, risk_per_trade)
struct NoteOrder {
  OrderProgressed progress;
};
FILLWRIGHT_STRUCT(NoteOrder, progress)
// From the position monitor.
struct TriggerExit {
  std::string rule;
  Price level;
  Quote quote;
};
FILLWRIGHT_STRUCT(TriggerExit, rule, level, quote)
struct MoveStop {
  std::string rule;
  Price to;
  Price best;
  Quote quote;
};
FILLWRIGHT_STRUCT(MoveStop, rule, to, best, quote)
// The price came back over a stop that was held off: it is in force again.
struct RearmStop {
  Quote quote;
};
FILLWRIGHT_STRUCT(RearmStop, quote)

// Takes back what is not filled of the entry and exits all that is held; answered by NoteTradeOver.
struct CloseTrade {
  std::string by;
  std::string why;
};
FILLWRIGHT_STRUCT(CloseTrade, by, why)
// What held everything back, as the kill switch, is gone.
struct GoOn {};
FILLWRIGHT_STRUCT(GoOn)

// --- position monitor ---
// A stop whose exit a person cancelled: it waits until the price was better than its level again.
struct HeldOffStop {
  std::string rule;
  Price level;
  bool operator==(const HeldOffStop&) const = default;
};
FILLWRIGHT_STRUCT(HeldOffStop, rule, level)
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
FILLWRIGHT_STRUCT(WatchPosition, instrument, side, held, average, plan, stop, stop_rule, best,
                  has_hit_target, held_off)

// --- order ---
struct PlaceOrder {
  OrderPlanned plan;
};
FILLWRIGHT_STRUCT(PlaceOrder, plan)
struct TakeRiskAnswer {
  RefusalReason refusal = RefusalReason::none;
  std::string detail;
  Money reserved;
  Price worst_price;
  std::string account;  // of the risk actor that answers
  std::string order_id;
  Quantity quantity;  // reserved, in total
};
FILLWRIGHT_STRUCT(TakeRiskAnswer, refusal, detail, reserved, worst_price, account, order_id,
                  quantity)
// What risk has passed for an exit that is not at the broker is too much since a fill's figures
// were put right.
struct ReduceApproval {
  Quantity by;
  std::string why;
};
FILLWRIGHT_STRUCT(ReduceApproval, by, why)
// Who took an order back because the kill switch is on: no person meant this one order.
inline constexpr auto by_kill_switch = "kill switch";
struct CancelOrder {
  std::string by;
  std::string why;
};
FILLWRIGHT_STRUCT(CancelOrder, by, why)
struct ChangeOrder {
  Quantity quantity;           // in total
  std::optional<Price> limit;  // of an order without a walk
  std::string why;
};
FILLWRIGHT_STRUCT(ChangeOrder, quantity, limit, why)
// From a bracket's entry to its exits: how its message and it itself came out.
struct NoteParent {
  std::string client_order_id;  // the broker has the exit by this one; empty: nothing is known
  bool is_over_unfilled = false;
  std::string why;
};
FILLWRIGHT_STRUCT(NoteParent, client_order_id, is_over_unfilled, why)
// From an exit of a bracket, which may have missed it.
struct AskParent {
  std::string order_id;
};
FILLWRIGHT_STRUCT(AskParent, order_id)
// To the question that the broker asks about the order's message.
struct AnswerQuestion {
  std::string question_id;  // empty: the one that is open
  bool is_yes = false;
  std::string by;
  std::string request_id = {};  // not empty: answered by NoteOperation
};
FILLWRIGHT_STRUCT(AnswerQuestion, question_id, is_yes, by, request_id)
struct NoteAnswer {
  BrokerAnswer answer;
};
FILLWRIGHT_STRUCT(NoteAnswer, answer)
struct NoteFill {
  BrokerFill fill;
};
FILLWRIGHT_STRUCT(NoteFill, fill)
struct NoteEnded {
  BrokerOrder order;
};
FILLWRIGHT_STRUCT(NoteEnded, order)
// What the broker's books say of this order after a restart or reconnect: nothing when it is not
// there.
struct NoteBooks {
  std::shared_ptr<const BrokerOrder> order;  // into the books, which all orders share
  std::vector<BrokerFill> fills;             // that were not known when the books came
  bool is_conclusive = false;                // absence proves that it never arrived
  Timestamp at = {};  // of the books: they prove nothing about what was sent since
  std::vector<BrokerFill> corrected = {};  // that were booked with other figures
};
constexpr std::string_view described_name(const NoteBooks*) { return "NoteBooks"; }

// --- risk ---
struct OpenAccount {
  std::string account;
  std::string broker;
  Money cash;
};
FILLWRIGHT_STRUCT(OpenAccount, account, broker, cash)
struct AskBudget {
  std::string workflow_id;
  InstrumentId instrument;
};
FILLWRIGHT_STRUCT(AskBudget, workflow_id, instrument)
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
FILLWRIGHT_STRUCT(ReserveExposure, order_id, workflow_id, purpose, instrument, side, effect,
                  quantity, worst_price, bracket)
struct RecordFill {
  OrderFilled fill;
  std::string order_id;
  std::string workflow_id;
  Purpose purpose = Purpose::entry;
};
FILLWRIGHT_STRUCT(RecordFill, fill, order_id, workflow_id, purpose)
// After its RecordFill; the figures count as they are now, whatever was booked before.
struct RecordCorrection {
  FillCorrected correction;
  std::string order_id;
  std::string workflow_id;
  Purpose purpose = Purpose::entry;
};
FILLWRIGHT_STRUCT(RecordCorrection, correction, order_id, workflow_id, purpose)
struct ReleaseExposure {
  std::string order_id;
  std::string why;
};
FILLWRIGHT_STRUCT(ReleaseExposure, order_id, why)
// With a request's id both are answered by NoteOperation, also where nothing changes.
struct SetKillSwitch {
  bool is_on = false;
  std::string by;
  std::string why;
  std::string request_id = {};
};
FILLWRIGHT_STRUCT(SetKillSwitch, is_on, by, why, request_id)
struct PauseEntries {
  bool is_paused = false;
  std::string by;
  std::string why;
  std::string request_id = {};
};
FILLWRIGHT_STRUCT(PauseEntries, is_paused, by, why, request_id)

// --- gateway ---
struct StartSession {
  std::uint64_t epoch = 0;
};
FILLWRIGHT_STRUCT(StartSession, epoch)
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
FILLWRIGHT_STRUCT(TakeBooks, is_reachable, is_complete, differences, adopted, orders,
                  external_orders, fills_new, cause, asked_at)
// A difference that was adopted, by an order or for a fill.
struct NoteDifference {
  DifferenceFound difference;
};
FILLWRIGHT_STRUCT(NoteDifference, difference)
// What is not ours at the broker.
struct NoteExternal {
  std::vector<BrokerOrder> orders;
  std::vector<BrokerFill> fills;
};
FILLWRIGHT_STRUCT(NoteExternal, orders, fills)
// The gate is to be closed: the broker fails too often, or knows us no more.
struct NoteTrouble {
  std::string reason;
  Timestamp not_before;  // when a comparison may open it again; zero: any time
  bool is_authorisation_lost = false;
  bool is_hard = false;
};
FILLWRIGHT_STRUCT(NoteTrouble, reason, not_before, is_authorisation_lost, is_hard)
// Something is wrong that no retry mends; of the same kind, order and detail it counts once.
struct RaiseAlarm {
  std::string kind;
  std::string order_id;
  std::string detail;
};
FILLWRIGHT_STRUCT(RaiseAlarm, kind, order_id, detail)
// What an alarm of this kind was raised for is not so; nothing when there is none.
struct SettleAlarm {
  std::string kind;
  std::string order_id;
  std::string why;
};
FILLWRIGHT_STRUCT(SettleAlarm, kind, order_id, why)
// A person takes the alarms and differences that were told as they are.
struct AcceptDifferences {
  std::string by;
  std::string why;
  std::string request_id = {};  // not empty: answered by NoteOperation
};
FILLWRIGHT_STRUCT(AcceptDifferences, by, why, request_id)
// The books are to be compared now; Reconciled with this id is the answer, and NoteOperation.
struct AskReconciliation {
  std::string request_id;
  std::string by;
};
FILLWRIGHT_STRUCT(AskReconciliation, request_id, by)

// --- operator ---
struct AskOperation {
  OperatorAsked request;         // its time is set when it is taken
  bool is_target_known = false;  // there is or was an order or workflow of that id
};
FILLWRIGHT_STRUCT(AskOperation, request, is_target_known)
// An order that the operator wants back is over, or cannot be reached.
struct NoteOrderOver {
  std::string order_id;
  std::string outcome;  // filled, cancelled, expired, rejected, refused, quarantined
  Quantity filled;
  Quantity remaining;
  std::string detail;
};
FILLWRIGHT_STRUCT(NoteOrderOver, order_id, outcome, filled, remaining, detail)
// A trade that the operator wants closed is, or cannot be.
struct NoteTradeOver {
  std::string workflow_id;
  std::string outcome;
  bool is_flat = true;
  std::string detail;
};
FILLWRIGHT_STRUCT(NoteTradeOver, workflow_id, outcome, is_flat, detail)
// What the account, the gateway or an order has to say to a request.
struct NoteOperation {
  std::string request_id;
  OperationState state = OperationState::done;
  std::string outcome;
  std::string detail;
};
FILLWRIGHT_STRUCT(NoteOperation, request_id, state, outcome, detail)

using CommandVariant = std::variant<
    TimerDue, QuoteWake, ReceiveMessage, ReceiveEdit, ReceiveDelete, NoteHolding, ChangeAllowlist,
    StartWorkflow, ApplyCall, TakeBudget, NoteOrder, TriggerExit, MoveStop, WatchPosition,
    PlaceOrder, TakeRiskAnswer, CancelOrder, ChangeOrder, NoteAnswer, NoteFill, NoteEnded,
    NoteBooks, OpenAccount, AskBudget, ReserveExposure, RecordFill, ReleaseExposure, SetKillSwitch,
    PauseEntries, StartSession, TakeBooks, RearmStop, RaiseAlarm, AcceptDifferences,
    AskReconciliation, CloseTrade, GoOn, AskOperation, NoteOrderOver, NoteTradeOver, NoteOperation,
    NoteDifference, NoteExternal, NoteTrouble, AnswerQuestion, NoteParent, AskParent,
    RecordCorrection, SettleAlarm, RunDefinition, ReduceApproval>;

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
