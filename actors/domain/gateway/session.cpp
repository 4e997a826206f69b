#include "actors/domain/gateway/session.hpp"

#include <algorithm>

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

std::string name_of(InstrumentId id, const Context& context) {
  const auto* instrument = context.instruments->find(id);
  return instrument ? instrument->symbol : "an instrument that we do not know";
}

// What the broker says we hold against what our fills say; the time is left out, so that the same
// differences are equal.
std::vector<DifferenceFound> differing_positions(const BrokerBooks& books,
                                                 const SessionState& session,
                                                 const Context& context) {
  auto ours = *context.held;
  for (const auto& [id, quantity] : session.accepted_positions) ours[id] += quantity;
  std::vector<DifferenceFound> differences;
  const auto differ = [&](InstrumentId id, Quantity of_ours, Quantity of_theirs) {
    const auto name = name_of(id, context);
    DifferenceFound difference;
    difference.subject = "position";
    difference.ours = to_text(of_ours) + " " + name;
    difference.theirs = to_text(of_theirs) + " " + name;
    difference.done = "held: the gate stays closed";
    difference.rule = DifferenceRule::position_unexplained;
    difference.instrument = id;
    difference.quantity = of_theirs - of_ours;
    differences.push_back(std::move(difference));
  };
  for (const auto& theirs : books.positions) {
    const auto found = ours.find(theirs.instrument);
    const auto of_ours = found == ours.end() ? Quantity{} : found->second;
    if (of_ours != theirs.quantity) differ(theirs.instrument, of_ours, theirs.quantity);
    ours.erase(theirs.instrument);
  }
  for (const auto& [id, quantity] : ours)
    if (!quantity.is_zero()) differ(id, quantity, {});
  return differences;
}

std::string why_alarmed(const AlarmRaised& alarm) {
  return "alarm: " + alarm.kind + (alarm.order_id.empty() ? "" : " of order " + alarm.order_id) +
         (alarm.detail.empty() ? "" : ", " + alarm.detail) + "; a person must accept it";
}

void handle(Turn& turn, const StartSession& command) {
  turn.decision.emit(SessionStarted{turn.account, turn.broker, command.epoch,
                                    describe(turn.context.broker), turn.context.now});
  const auto& alarms = turn.session.alarms;
  turn.decision.emit(GateClosed{alarms.empty()
                                    ? "the broker's books were not compared with ours yet"
                                    : why_alarmed(alarms.front()),
                                turn.context.now});
}

// What a person must know, and decide.
NoteOperation word_of(const Reconciled& reconciled, const SessionState& session,
                      const std::vector<DifferenceFound>& differences) {
  NoteOperation note{reconciled.request_id, OperationState::done, "compared",
                     std::to_string(reconciled.orders) + " orders at the broker, " +
                         std::to_string(reconciled.fills_new) + " fills new, " +
                         std::to_string(differences.size()) + " differences"};
  for (const auto& difference : differences)
    note.detail += "; " + difference.subject + ": ours " + difference.ours + ", the broker's " +
                   difference.theirs + " (" + std::string(enum_name(difference.rule)) + ")";
  for (const auto& alarm : session.alarms) note.detail += "; " + why_alarmed(alarm);
  if (differences.empty() && session.alarms.empty()) return note;
  note.state = OperationState::failed;
  note.outcome = "differing";
  note.detail += "; put it right at the broker, or accept it: fillwright reconcile --accept";
  return note;
}

// Those who asked before these books were asked for have their answer.
void answer(Turn& turn, const TakeBooks& command, const std::vector<DifferenceFound>& differences,
            bool is_gate_open) {
  Reconciled reconciled;
  reconciled.orders = command.books->orders.size();
  reconciled.fills_new = command.fills_new;
  reconciled.differences = differences.size();
  reconciled.is_gate_open = is_gate_open;
  reconciled.at = turn.context.now;
  reconciled.cause = ReconcileCause::asked;
  for (const auto& asked : turn.session.asked) {
    if (asked.at > command.asked_at) continue;
    reconciled.request_id = asked.request_id;
    turn.decision.emit(reconciled);
    turn.decision.tell(operator_address, word_of(reconciled, turn.session, differences));
  }
}

void compare(Turn& turn, const TakeBooks& command) {
  const auto differences = differing_positions(*command.books, turn.session, turn.context);
  // Fills under way may explain it: the gateway asks again. Until then nothing is sent.
  const auto& told = turn.session.differences;
  if (!turn.session.is_gate_open) {
    for (auto difference : differences) {
      if (std::find(told.begin(), told.end(), difference) != told.end()) continue;
      difference.at = turn.context.now;
      turn.decision.emit(difference);
    }
  }
  const bool opens = !turn.session.is_gate_open &&
                     (differences.empty() || is_mutated(Mutation::gate_opens_unreconciled)) &&
                     turn.session.alarms.empty();
  if (opens)
    turn.decision.emit(GateOpened{
        "the broker's orders, fills and positions were compared with ours",
        command.books->orders.size(), command.fills_new, differences.size(), turn.context.now});
  answer(turn, command, differences, opens || turn.session.is_gate_open);
}

void handle(Turn& turn, const TakeBooks& command) {
  if (command.books)
    compare(turn, command);
  else if (turn.session.is_gate_open)
    turn.decision.emit(GateClosed{"the broker could not be reached", turn.context.now});
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
  if (turn.session.is_gate_open) turn.decision.emit(GateClosed{why_alarmed(alarm), alarm.at});
}

void handle(Turn& turn, const AcceptDifferences& command) {
  DifferencesAccepted accepted;
  accepted.by = command.by;
  accepted.why = command.why;
  for (const auto& difference : turn.session.differences)
    if (difference.rule == DifferenceRule::position_unexplained)
      accepted.positions.push_back({difference.instrument, difference.quantity});
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
}

void apply(SessionState& session, const DifferenceFound& event) {
  std::erase_if(session.differences, [&](const auto& earlier) {
    return earlier.rule == event.rule && earlier.instrument == event.instrument;
  });
  session.differences.emplace_back(event).at = {};
}

void apply(SessionState& session, const GateClosed&) {
  session.is_gate_open = false;
  session.differences.clear();
}

void apply(SessionState& session, const GateOpened&) { session.is_gate_open = true; }

void apply(SessionState& session, const AlarmRaised& event) { session.alarms.push_back(event); }

void apply(SessionState& session, const DifferencesAccepted& event) {
  for (const auto& [instrument, quantity] : event.positions)
    session.accepted_positions[instrument] += quantity;
  session.differences.clear();
  session.alarms.clear();
}

void apply(SessionState& session, const ReconciliationAsked& event) {
  session.asked.push_back(event);
}

void apply(SessionState& session, const Reconciled& event) {
  std::erase_if(session.asked,
                [&](const auto& asked) { return asked.request_id == event.request_id; });
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
