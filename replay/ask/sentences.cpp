#include "replay/ask/sentences.hpp"

#include "events/any_event.hpp"
#include "events/json.hpp"
#include "projections/arithmetic.hpp"
#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

std::string because(std::string_view why) {
  return why.empty() ? std::string() : ": " + safe_text(why);
}
std::string quoted(std::string_view text) { return '"' + safe_text(text) + '"'; }
std::string on_off(bool is_on) { return is_on ? "on" : "off"; }
std::string number(std::uint64_t value) { return std::to_string(value); }
std::string reason_text(RefusalReason reason, std::string_view detail) {
  return words_of(reason) + because(detail);
}

struct Teller {
  const Instruments& instruments;

  std::string name(InstrumentId id) const { return instrument_name(instruments, id); }

  // Instruments.
  std::string tell(const InstrumentDefined& e) const {
    return words_of(e.asset_class) + ' ' + safe_text(e.symbol) + " is instrument " +
           number(e.instrument.number) + ", multiplier " + to_text(e.multiplier);
  }

  // Messages.
  std::string tell(const MessageReceived& e) const {
    return safe_text(e.author) + " in " + safe_text(e.channel) + " (" + safe_text(e.source) +
           "): " + cut_text(quoted(e.text), 200);
  }
  std::string tell(const MessageEdited& e) const {
    return "edited to " + cut_text(quoted(e.text), 200);
  }
  std::string tell(const MessageDeleted&) const { return "the message was deleted"; }
  std::string tell(const AlertRefused& e) const {
    return "refused, " + reason_text(e.reason, e.detail);
  }
  std::string tell(const AlertRead& e) const {
    auto text = "read as " + reading_text(e.reading) + " (" + words(e.grammar) + " grammar";
    if (!e.completed_by.empty()) text += ", completed by " + words(safe_text(e.completed_by));
    text += ')';
    if (e.instrument.number) text += ": " + name(e.instrument);
    if (!e.workflow_id.empty()) text += ", for workflow " + safe_text(e.workflow_id);
    return text;
  }
  std::string tell(const GetReadyRemembered& e) const {
    return "get-ready of " + safe_text(e.caller) + " remembered until " + time_text(e.until) +
           ": " + reading_text(e.reading);
  }
  std::string tell(const CallAccepted& e) const {
    return "call of " + safe_text(e.caller) + " to " + words_of(e.action) + ' ' +
           name(e.instrument) + " goes on to workflow " + safe_text(e.workflow_id);
  }
  std::string tell(const CallerHoldingChanged& e) const {
    return safe_text(e.caller) + " holds " + to_text(e.held) + ' ' + name(e.instrument) +
           " in workflow " + safe_text(e.workflow_id) + (e.is_over ? ", which is over" : "");
  }

  // Workflows.
  std::string tell(const WorkflowStarted& e) const {
    return "workflow " + safe_text(e.workflow_id) + " (" + safe_text(e.definition) + " v" +
           number(e.definition_version) + ") started for " + safe_text(e.caller) + " on account " +
           safe_text(e.account) + ": " + words_of(e.side) + ' ' + name(e.instrument) +
           (e.is_dry_run ? ", a dry run" : "");
  }
  std::string tell(const StepStarted& e) const {
    return "step " + words(safe_text(e.step)) + " started" + because(e.input);
  }
  std::string tell(const StepCompleted& e) const {
    return "step " + words(safe_text(e.step)) + " completed" + because(e.output);
  }
  std::string tell(const StepFailed& e) const {
    return "step " + words(safe_text(e.step)) + " failed, " + reason_text(e.reason, e.detail);
  }
  std::string tell(const SizeChosen& e) const {
    auto text = "size " + to_text(e.quantity) + " by " + words(safe_text(e.sizer));
    text += ": buying power " + money_text(e.buying_power);
    if (!e.percent.is_zero()) text += ", of which " + to_text(e.percent) + " %";
    text += ", budget " + money_text(e.budget) + ", one costs " + price_text(e.price) + " × " +
            to_text(e.multiplier);
    if (!e.limited_by.empty()) text += ", limited by " + words(safe_text(e.limited_by));
    return text + because(e.why);
  }
  std::string tell(const ExitPlanSet& e) const {
    std::string text = "exits by " + words(safe_text(e.source)) + ":";
    for (const auto& target : e.plan.targets) {
      text += " sell " + to_text(target.share) + " % at ";
      text += target.price.is_zero() ? "+" + to_text(target.gain) + " %" : price_text(target.price);
      text += ',';
    }
    if (!e.plan.stop_loss.is_zero()) text += " stop at -" + to_text(e.plan.stop_loss) + " %,";
    if (!e.plan.stop_price.is_zero()) text += " stop at " + price_text(e.plan.stop_price) + ",";
    if (!e.plan.trailing_stop.is_zero())
      text += " stop trails by " + to_text(e.plan.trailing_stop) + " %,";
    if (e.plan.break_even_after_target) text += " break-even after a target,";
    if (e.plan.exit_after.ns) text += " out after " + span_text(e.plan.exit_after) + ",";
    if (e.plan.exit_on.days) text += " out on " + to_text(e.plan.exit_on) + ",";
    if (text.back() == ':') return text + " none";
    text.pop_back();
    return text;
  }
  std::string tell(const OrderRequested& e) const {
    return "wants order " + safe_text(e.order_id) + " (" + words_of(e.purpose) +
           "): " + words_of(e.side) + ' ' + to_text(e.quantity) + ' ' + name(e.instrument) +
           (e.limit ? " at " + price_text(*e.limit) : " by policy " + safe_text(e.policy)) +
           (e.is_good_till_cancelled ? ", good till cancelled" : "");
  }
  std::string tell(const OrderChangeRequested& e) const {
    auto text = (e.is_cancel ? "wants order " + safe_text(e.order_id) + " cancelled"
                             : "wants order " + safe_text(e.order_id) + " changed to " +
                                   to_text(e.quantity));
    if (e.limit) text += " at " + price_text(*e.limit);
    return text + because(e.why);
  }
  std::string tell(const OrderProgressed& e) const {
    auto text = "order " + safe_text(e.order_id) + " has filled " + to_text(e.filled);
    if (!e.filled.is_zero()) text += " at " + price_text(e.average) + " on average";
    if (e.is_over) text += " and is over: " + words(safe_text(e.outcome));
    if (e.refusal != RefusalReason::none) text += ", " + words_of(e.refusal);
    return text + because(e.detail);
  }
  std::string tell(const CallApplied& e) const {
    auto text = "call to " + words_of(e.reading.action) + " with " + to_text(e.held) + " held";
    if (e.refusal != RefusalReason::none)
      return text + " refused, " + reason_text(e.refusal, e.why);
    return text + " comes to " + to_text(e.quantity) + because(e.why);
  }
  std::string tell(const ExitTriggered& e) const {
    return words(safe_text(e.rule)) + " at " + price_text(e.level) + " triggered (entry " +
           price_text(e.entry) + ", " + quote_text(e.quote) + "): " + to_text(e.quantity) +
           " to sell";
  }
  std::string tell(const StopMoved& e) const {
    return words(safe_text(e.rule)) + " moved from " + price_text(e.from) + " to " +
           price_text(e.to) + " (best " + price_text(e.best) + ")";
  }
  std::string tell(const WorkflowCompleted& e) const {
    return "workflow completed: " + words(safe_text(e.outcome));
  }
  std::string tell(const WorkflowFailed& e) const {
    return "workflow failed, " + reason_text(e.reason, e.detail);
  }

  // Orders.
  std::string tell(const OrderPlanned& e) const {
    auto text = "planned (" + words_of(e.purpose) + "): " + words_of(e.side) + ' ' +
                to_text(e.quantity) + ' ' + name(e.instrument) + " on account " +
                safe_text(e.account);
    text += e.limit ? " at " + price_text(*e.limit) : " by policy " + safe_text(e.policy.name);
    if (e.alert_price) text += ", called at " + price_text(*e.alert_price);
    if (e.hard_cap) text += ", never past " + price_text(*e.hard_cap);
    return text + (e.is_dry_run ? ", a dry run" : "");
  }
  std::string tell(const OrderRefused& e) const {
    return "refused, " + reason_text(e.reason, e.detail);
  }
  std::string tell(const RiskPassed& e) const {
    return "risk passed: " + money_text(e.reserved) + " held back, worst price " +
           price_text(e.worst_price);
  }
  std::string tell(const PriceStepped& e) const {
    auto text = "rung " + number(e.rung) + ": ";
    if (e.from) text += price_text(*e.from) + " → ";
    text += e.is_market ? "market" : price_text(e.to);
    return text + ", " + words_of(e.rule) + " (" + quote_text(e.quote) + ", " +
           span_text(e.quote_age) + " old)";
  }
  std::string tell(const StepHeld& e) const {
    return "waits, " + words_of(e.reason) +
           (e.quote ? " (" + quote_text(*e.quote) + ", " + span_text(e.quote_age) + " old)" : "") +
           "; looks again at " + clock_text(e.look_again);
  }
  std::string tell(const WalkEnded& e) const {
    return "the walk ended, " + words_of(e.why) + ": " + words_of(e.end);
  }
  std::string tell(const AttemptStarted& e) const {
    auto text = words_of(e.kind) + ' ' + safe_text(e.client_order_id);
    if (!e.replaces.empty()) text += " for " + safe_text(e.replaces);
    if (e.kind == AttemptKind::cancel) return text;
    return text + ": " + to_text(e.quantity) +
           (e.type == OrderType::market ? " at the market" : " at " + price_text(e.limit));
  }
  std::string tell(const AttemptAccepted& e) const {
    return "message " + number(e.attempt) + " accepted as " + safe_text(e.broker_order_id) +
           " (by " + safe_text(e.evidence) + ")";
  }
  std::string tell(const AttemptRejected& e) const {
    return "message " + number(e.attempt) + " rejected: " + safe_text(e.code) + ' ' +
           safe_text(e.text);
  }
  std::string tell(const AttemptUnknown& e) const {
    return "message " + number(e.attempt) + " has no definite answer, " + words(safe_text(e.why));
  }
  std::string tell(const AttemptNeverArrived& e) const {
    return "message " + number(e.attempt) + " never arrived (by " + safe_text(e.evidence) + ")";
  }
  std::string tell(const OrderFilled& e) const {
    return (e.side == Side::buy ? "bought " : "sold ") + to_text(e.quantity) + ' ' +
           name(e.instrument) + " at " + price_text(e.price) + ", fees " + money_text(e.fees) +
           " (execution " + safe_text(e.execution_id) +
           (e.quote ? "; " + quote_text(*e.quote) : "") + ")";
  }
  std::string tell(const CancelRequested& e) const {
    return safe_text(e.by) + " wants it cancelled" + because(e.why);
  }
  std::string tell(const ChangeRequested& e) const {
    return "to be changed to " + to_text(e.quantity) +
           (e.limit ? " at " + price_text(*e.limit) : "") + because(e.why);
  }
  std::string tell(const OrderCancelled& e) const {
    return "cancelled with " + to_text(e.filled) + " filled and " + to_text(e.remaining) + " left" +
           because(e.why);
  }
  std::string tell(const OrderExpired& e) const {
    return "expired with " + to_text(e.filled) + " filled and " + to_text(e.remaining) + " left";
  }
  std::string tell(const OrderRejected& e) const {
    return "rejected by the broker: " + safe_text(e.code) + ' ' + safe_text(e.text);
  }
  std::string tell(const OrderCompleted& e) const {
    return "complete: " + to_text(e.filled) + " at " + price_text(e.average) + ", fees " +
           money_text(e.fees);
  }
  std::string tell(const LiveOrderGone& e) const {
    return safe_text(e.client_order_id) + " is no longer live; the order goes on";
  }

  // Accounts and gateways.
  std::string tell(const AccountOpened& e) const {
    return "account " + safe_text(e.account) + " at " + safe_text(e.broker) + " opened with " +
           money_text(e.cash) + ' ' + safe_text(e.currency);
  }
  std::string tell(const ExposureReserved& e) const {
    return money_text(e.money) + " held back for order " + safe_text(e.order_id) + " (" +
           words_of(e.side) + ' ' + to_text(e.quantity) + ' ' + name(e.instrument) +
           ", worst price " + price_text(e.worst_price) + ", buying power " +
           money_text(e.buying_power) + ")";
  }
  std::string tell(const ExposureReleased& e) const {
    return money_text(e.money) + " of order " + safe_text(e.order_id) + " released" +
           because(e.why);
  }
  std::string tell(const RiskRefused& e) const {
    return "order " + safe_text(e.order_id) + " refused, " + words_of(e.reason) + ": " +
           safe_text(e.limit) + " is " + safe_text(e.value) + ", asked " + safe_text(e.asked);
  }
  std::string tell(const FillBooked& e) const {
    return "booked execution " + safe_text(e.execution_id) + " of order " + safe_text(e.order_id) +
           ": cash " + signed_text(e.cash_change) + ", realised " + signed_text(e.realised) +
           ", fees " + money_text(e.fees);
  }
  std::string tell(const KillSwitchChanged& e) const {
    return "kill switch " + on_off(e.is_on) + " by " + safe_text(e.by) + because(e.why);
  }
  std::string tell(const EntriesPaused& e) const {
    return (e.is_paused ? "entries paused by " : "entries resumed by ") + safe_text(e.by) +
           because(e.why);
  }
  std::string tell(const SessionStarted& e) const {
    return "session with " + safe_text(e.broker) + " started for account " + safe_text(e.account);
  }
  std::string tell(const GateClosed& e) const { return "gate closed" + because(e.reason); }
  std::string tell(const GateOpened& e) const {
    return "gate open" + because(e.reason) + " (" + number(e.orders_at_broker) +
           " orders at the broker, " + number(e.fills_found) + " fills found, " +
           number(e.differences) + " differences)";
  }
  std::string tell(const DifferenceFound& e) const {
    return safe_text(e.subject) + " differs: ours " + safe_text(e.ours) + ", the broker's " +
           safe_text(e.theirs) + "; " + safe_text(e.done);
  }

  // The process.
  std::string tell(const RunStarted& e) const {
    return "run " + safe_text(e.run_id) + " of version " + safe_text(e.program_version) +
           " started in mode " + safe_text(e.mode) + ", clock " + safe_text(e.clock);
  }
  std::string tell(const RunStopped& e) const {
    return "run " + safe_text(e.run_id) + " stopped" + because(words(e.reason));
  }
  std::string tell(const ConfigurationChanged& e) const {
    return "configuration version " + number(e.version) + ": " + number(e.values.size()) +
           " values";
  }
  std::string tell(const AllowlistChanged& e) const {
    return safe_text(e.id) + (e.is_allowed ? " allowed in " : " taken off ") + safe_text(e.list) +
           " by " + safe_text(e.by);
  }
  std::string tell(const ActorCrashed& e) const {
    return safe_text(e.actor) + " crashed (" + number(e.times) + "): " + safe_text(e.error);
  }
  std::string tell(const ActorQuarantined& e) const {
    return safe_text(e.actor) + " quarantined: " + safe_text(e.error);
  }
  std::string tell(const InputIgnored& e) const {
    return safe_text(e.input) + " had no consequence" + because(cut_text(e.what, 100));
  }
  std::string tell(const TapeNamed& e) const {
    return (e.is_recording ? "records the tape " : "reads the tape ") + safe_text(e.path);
  }
  std::string tell(const InputRefused& e) const {
    return "line " + number(e.line) + " of " + safe_text(e.source) + " left out" + because(e.what);
  }

  // A type that is newer than this page.
  template <class Other>
  std::string tell(const Other& event) const {
    return std::string(type_name(Other::type_id)) + ' ' + safe_text(event_json(AnyEvent(event)));
  }
};

}  // namespace

std::string quote_text(const Quote& quote) {
  if (quote.time.ns == 0 && quote.bid.is_zero() && quote.ask.is_zero()) return "no quote";
  return "bid " + price_text(quote.bid) + ", ask " + price_text(quote.ask) + ", mid " +
         price_text(middle(quote));
}

std::string reading_text(const Reading& r) {
  auto text = words_of(r.action) + ":";
  if (r.side) text += ' ' + words_of(*r.side);
  if (r.quantity) text += ' ' + to_text(*r.quantity);
  if (r.percent) text += ' ' + to_text(*r.percent) + " %";
  if (!r.symbol.empty()) text += ' ' + safe_text(r.symbol);
  if (r.strike) text += ' ' + to_text(*r.strike);
  if (r.right != Right::none) text += ' ' + words_of(r.right);
  for (const auto& leg : r.legs)
    text += ' ' + words_of(leg.side) + ' ' + number(leg.quantity) + "×" + to_text(leg.strike) +
            ' ' + words_of(leg.right);
  if (!r.expiry.empty()) text += " expiring " + quoted(r.expiry);
  if (r.price) text += " at " + price_text(*r.price);
  if (r.limit_low && r.limit_high)
    text += " at " + price_text(*r.limit_low) + " to " + price_text(*r.limit_high);
  if (r.is_market) text += " at the market";
  if (r.price_effect != PriceEffect::none) text += ' ' + words_of(r.price_effect);
  if (r.stop) text += ", stop " + price_text(*r.stop);
  if (r.stop_percent) text += ", stop " + to_text(*r.stop_percent) + " %";
  for (const auto& target : r.targets) text += ", target " + price_text(target);
  if (r.target_percent) text += ", target " + to_text(*r.target_percent) + " %";
  if (r.size_percent) text += ", size " + to_text(*r.size_percent) + " %";
  if (!r.size.empty()) text += ", size " + quoted(r.size);
  if (!r.label.empty()) text += ", " + words(safe_text(r.label));
  if (r.needs_context) text += ", names no contract";
  return text.back() == ':' ? text.substr(0, text.size() - 1) : text;
}

std::string sentence(const AnyEvent& event, const Instruments& instruments) {
  const Teller teller{instruments};
  return std::visit([&](const auto& what) { return teller.tell(what); }, event);
}

}  // namespace fillwright
