#include "actors/domain/gateway/session.hpp"

#include <algorithm>

#include "actors/domain/gateway/comparison.hpp"
#include "events/enum_names.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

struct Turn {
  const SessionState& session;
  const Context& context;
  const std::string& account;
  const std::string& broker;
  Decision decision;
};

std::string why_alarmed(const AlarmRaised& alarm) {
  return "alarm: " + alarm.kind + (alarm.order_id.empty() ? "" : " of order " + alarm.order_id) +
         (alarm.detail.empty() ? "" : ", " + alarm.detail) + "; a person must accept it";
}

void handle(Turn& turn, const StartSession& command) {
  const auto now = turn.context.now;
  turn.decision.emit(
      SessionStarted{turn.account, turn.broker, command.epoch, describe(turn.context.broker), now});
  const auto& alarms = turn.session.alarms;
  const auto why = alarms.empty() ? "the broker's books were not compared with ours yet"
                                  : why_alarmed(alarms.front());
  turn.decision.emit(GateClosed{why, now, {}});
}

std::string why_held(const DifferenceFound& difference) {
  return difference.subject + " differs: ours " + difference.ours + ", the broker's " +
         difference.theirs;
}

bool is_of_same_thing(const DifferenceFound& one, const DifferenceFound& other) {
  return one.rule == other.rule && one.instrument == other.instrument &&
         one.broker_order_id == other.broker_order_id;
}

// What is new is told, and what is gone.
void tell_differences(Turn& turn, const TakeBooks& command) {
  const auto now = turn.context.now;
  for (const auto& told : turn.session.differences) {
    const bool is_there =
        std::any_of(command.differences.begin(), command.differences.end(),
                    [&](const auto& found) { return is_of_same_thing(found, told); });
    if (!is_there)
      turn.decision.emit(
          DifferenceSettled{told.subject, told.order_id, now, told.rule, told.instrument});
  }
  for (auto found : command.differences) {
    const auto& told = turn.session.differences;
    const bool is_told = std::any_of(told.begin(), told.end(),
                                     [&](const auto& earlier) { return is_same(found, earlier); });
    found.at = now;
    if (!is_told) turn.decision.emit(std::move(found));
  }
  for (auto adopted : command.adopted) {
    adopted.at = now;
    turn.decision.emit(std::move(adopted));
  }
}

// What a person must decide; each difference and alarm is an event of its own.
NoteOperation word_of(const Reconciled& reconciled, const SessionState& session,
                      const std::vector<DifferenceFound>& differences) {
  NoteOperation note{reconciled.request_id, OperationState::done, "compared",
                     std::to_string(reconciled.orders) + " orders at the broker, " +
                         std::to_string(reconciled.fills_new) + " fills new, " +
                         std::to_string(differences.size()) + " differences"};
  if (!session.alarms.empty())
    note.detail += ", " + std::to_string(session.alarms.size()) + " alarms";
  if (differences.empty() && session.alarms.empty()) return note;
  note.state = OperationState::failed;
  note.outcome = "differing";
  note.detail += "; put it right at the broker, or accept it: fillwright reconcile --accept";
  return note;
}

// One for the comparison itself, unless it was only for evidence, and one for each who asked before
// these books were asked for.
void record(Turn& turn, const TakeBooks& command, bool is_gate_open) {
  Reconciled reconciled;
  reconciled.cause = command.cause;
  reconciled.orders = command.orders;
  reconciled.external_orders = command.external_orders;
  reconciled.fills_new = command.fills_new;
  reconciled.differences = command.differences.size();
  reconciled.adopted = turn.session.adopted + command.adopted.size();
  reconciled.is_gate_open = is_gate_open;
  reconciled.at = turn.context.now;
  if (command.cause != ReconcileCause::evidence) turn.decision.emit(reconciled);
  reconciled.cause = ReconcileCause::asked;
  for (const auto& asked : turn.session.asked) {
    if (asked.at > command.asked_at) continue;
    reconciled.request_id = asked.request_id;
    turn.decision.emit(reconciled);
    turn.decision.tell(operator_address, word_of(reconciled, turn.session, command.differences));
  }
}

void compare(Turn& turn, const TakeBooks& command) {
  const auto& session = turn.session;
  tell_differences(turn, command);
  const bool holds = !command.differences.empty();
  const bool is_blind = is_mutated(Mutation::gate_opens_unreconciled);
  if (holds && !is_blind && session.is_gate_open)
    turn.decision.emit(GateClosed{why_held(command.differences.front()), turn.context.now, {}});
  const bool opens = !session.is_gate_open && (!holds || is_blind) && session.alarms.empty() &&
                     turn.context.now >= session.not_before;
  if (opens)
    turn.decision.emit(
        GateOpened{"the broker's orders, fills, positions and cash were compared with ours",
                   command.orders, command.fills_new, 0, turn.context.now});
  record(turn, command, opens || (session.is_gate_open && !holds));
}

void handle(Turn& turn, const TakeBooks& command) {
  if (!command.is_reachable) {
    if (turn.session.is_gate_open)
      turn.decision.emit(GateClosed{"the broker could not be reached", turn.context.now, {}});
  } else if (command.is_complete) {
    compare(turn, command);
  }
  turn.decision.is_query = turn.decision.events.empty();
}

void handle(Turn& turn, const NoteDifference& command) {
  auto difference = command.difference;
  difference.at = turn.context.now;
  turn.decision.emit(std::move(difference));
}

// Of a future the cash is booked when it is closed, by an average that we cannot know.
Money cash_change_of(const BrokerFill& fill, const Context& context) {
  const auto* instrument = context.instruments->find(fill.instrument);
  if (!instrument || instrument->asset_class == AssetClass::future) return -fill.fees;
  const auto value = notional(fill.price, fill.quantity, instrument->multiplier);
  return value.value_or(Money{}) * -sign(fill.side) - fill.fees;
}

void handle(Turn& turn, const NoteExternal& command) {
  for (const auto& order : command.orders)
    if (!turn.session.external_orders.contains(order.broker_order_id))
      turn.decision.emit(ExternalOrderSeen{order.broker_order_id, order.client_order_id,
                                           order.order_id, order.instrument, order.side,
                                           order.quantity, order.limit, turn.context.now});
  for (const auto& fill : command.fills)
    if (!turn.session.external_fills.contains(fill.execution_id))
      turn.decision.emit(ExternalFillSeen{fill.execution_id, fill.client_order_id, fill.instrument,
                                          fill.side, fill.quantity, fill.price, fill.fees,
                                          cash_change_of(fill, turn.context), fill.at});
  turn.decision.is_query = turn.decision.events.empty();
}

void handle(Turn& turn, const NoteTrouble& command) {
  const auto& session = turn.session;
  const bool is_news = command.is_authorisation_lost &&
                       (command.is_hard ? session.is_authorised_later : session.is_authorised);
  if (is_news)
    turn.decision.emit(AuthorisationLost{command.is_hard, command.reason, turn.context.now});
  if (session.is_gate_open)
    turn.decision.emit(GateClosed{command.reason, turn.context.now, command.not_before});
  turn.decision.is_query = turn.decision.events.empty();
}

void handle(Turn& turn, const RaiseAlarm& command) {
  const AlarmRaised alarm{command.kind, command.order_id, command.detail, turn.context.now};
  const bool is_known = std::any_of(
      turn.session.alarms.begin(), turn.session.alarms.end(), [&](const AlarmRaised& known) {
        return known.kind == alarm.kind && known.order_id == alarm.order_id &&
               known.detail == alarm.detail;
      });
  if (is_known) {
    turn.decision.is_query = true;
    return;
  }
  turn.decision.emit(alarm);
  if (turn.session.is_gate_open) turn.decision.emit(GateClosed{why_alarmed(alarm), alarm.at, {}});
}

void handle(Turn& turn, const SettleAlarm& command) {
  const auto& alarms = turn.session.alarms;
  const bool is_there = std::any_of(alarms.begin(), alarms.end(), [&](const AlarmRaised& alarm) {
    return alarm.kind == command.kind && alarm.order_id == command.order_id;
  });
  if (!is_there) {
    turn.decision.is_query = true;
    return;
  }
  turn.decision.emit(AlarmSettled{command.kind, command.order_id, command.why, turn.context.now});
}

void handle(Turn& turn, const AcceptDifferences& command) {
  DifferencesAccepted accepted;
  accepted.by = command.by;
  accepted.why = command.why;
  for (const auto& difference : turn.session.differences) {
    if (difference.rule == DifferenceRule::position_unexplained)
      accepted.positions.push_back({difference.instrument, difference.quantity});
    if (difference.rule == DifferenceRule::cash_unexplained) accepted.cash += difference.cash;
    if (difference.rule == DifferenceRule::order_still_working)
      accepted.broker_orders.push_back(difference.broker_order_id);
    if (difference.rule == DifferenceRule::fill_unknown_there)
      accepted.fills += static_cast<std::uint64_t>(-difference.quantity.units / Quantity::one);
  }
  accepted.alarms = turn.session.alarms.size();
  accepted.at = turn.context.now;
  turn.decision.emit(accepted);
  turn.decision.wants_books = true;
  if (command.request_id.empty()) return;
  turn.decision.tell(
      operator_address,
      NoteOperation{command.request_id, OperationState::done, "accepted",
                    std::to_string(turn.session.differences.size()) + " differences, " +
                        std::to_string(accepted.alarms) + " alarms"});
}

void handle(Turn& turn, const AskReconciliation& command) {
  turn.decision.wants_books = true;
  const auto& asked = turn.session.asked;
  turn.decision.is_query = std::any_of(asked.begin(), asked.end(), [&](const auto& one) {
    return one.request_id == command.request_id;  // told again after a restart
  });
  if (turn.decision.is_query) return;
  turn.decision.emit(ReconciliationAsked{command.request_id, command.by, turn.context.now});
}

template <class Command>
void handle(Turn&, const Command&) {
  assert_unreachable("a gateway got a command of another kind of actor");
}

}  // namespace

Decision BrokerSession::decide(const AnyCommand& command, const Context& context) const {
  Turn turn{state_, context, account_, broker_, {}};
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
  return std::move(turn.decision);
}

namespace {

void apply(SessionState& session, const SessionStarted& event) {
  session.account = event.account;
  session.epoch = event.epoch;
  session.is_authorised = session.is_authorised_later = true;  // as far as this session knows
  // The clock may have been ahead then: what stands before a start in the journal was before it.
  for (auto& asked : session.asked) asked.at = std::min(asked.at, event.at);
}

bool is_held(const DifferenceFound& difference) {
  return difference.rule == DifferenceRule::order_still_working ||
         difference.rule == DifferenceRule::position_unexplained ||
         difference.rule == DifferenceRule::cash_unexplained ||
         difference.rule == DifferenceRule::fill_unknown_there;
}

void apply(SessionState& session, const DifferenceFound& event) {
  if (!is_held(event)) {
    ++session.adopted;
    return;
  }
  std::erase_if(session.differences,
                [&](const auto& earlier) { return is_of_same_thing(earlier, event); });
  session.differences.push_back(event);
}

void apply(SessionState& session, const DifferenceSettled& event) {
  std::erase_if(session.differences, [&](const auto& told) {
    return told.rule == event.rule && told.instrument == event.instrument &&
           told.order_id == event.order_id;
  });
}

void apply(SessionState& session, const GateClosed& event) {
  session.is_gate_open = false;
  session.not_before = event.not_before;
}

void apply(SessionState& session, const GateOpened&) {
  session.is_gate_open = true;
  session.is_authorised = session.is_authorised_later = true;
}

void apply(SessionState& session, const AuthorisationLost& event) {
  session.is_authorised = false;
  if (event.is_hard) session.is_authorised_later = false;
}

void apply(SessionState& session, const AlarmRaised& event) { session.alarms.push_back(event); }

void apply(SessionState& session, const AlarmSettled& event) {
  std::erase_if(session.alarms, [&](const AlarmRaised& alarm) {
    return alarm.kind == event.kind && alarm.order_id == event.order_id;
  });
}

void apply(SessionState& session, const DifferencesAccepted& event) {
  session.differences.clear();
  session.alarms.clear();
  session.external_orders.insert(event.broker_orders.begin(), event.broker_orders.end());
}

void apply(SessionState& session, const ReconciliationAsked& event) {
  session.asked.push_back(event);
}

void apply(SessionState& session, const Reconciled& event) {
  session.adopted = 0;
  std::erase_if(session.asked,
                [&](const auto& asked) { return asked.request_id == event.request_id; });
}

void apply(SessionState& session, const ExternalOrderSeen& event) {
  session.external_orders.insert(event.broker_order_id);
}

void apply(SessionState& session, const ExternalFillSeen& event) {
  session.external_fills.insert(event.execution_id);
}

// Events of other streams' kinds, and inputs that had no consequence.
template <class Event>
void apply(SessionState&, const Event&) {}

}  // namespace

void BrokerSession::evolve(const std::string&, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(state_, happened); }, event);
}

Decision BrokerSession::resume(const Context&) const { return {}; }

std::string describe(const BrokerCapabilities& broker) {
  std::string text = broker.replace == ReplaceSupport::atomic   ? "replace atomic"
                     : broker.replace == ReplaceSupport::linked ? "replace linked"
                                                                : "replace none";
  if (broker.can_trade_spreads) text += ", spreads";
  if (broker.can_market_options) text += ", market orders for options";
  if (broker.deduplicates_client_ids) text += ", client ids deduplicated";
  return text;
}

}  // namespace fillwright
