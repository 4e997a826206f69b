#include "actors/domain/gateway/session.hpp"

#include <algorithm>

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
std::vector<DifferenceFound> differing_positions(const BrokerBooks& books, const Context& context) {
  auto ours = *context.held;
  std::vector<DifferenceFound> differences;
  const auto differ = [&](InstrumentId id, Quantity of_ours, Quantity of_theirs) {
    const auto name = name_of(id, context);
    differences.push_back({"position",
                           to_text(of_ours) + " " + name,
                           to_text(of_theirs) + " " + name,
                           "held: the gate stays closed",
                           "",
                           {}});
  };
  for (const auto& theirs : books.positions) {
    const auto found = ours.find(theirs.instrument);
    const auto of_ours = found == ours.end() ? Quantity{} : found->second;
    if (of_ours != theirs.quantity) differ(theirs.instrument, of_ours, theirs.quantity);
    ours.erase(theirs.instrument);
  }
  for (const auto& [id, quantity] : ours) differ(id, quantity, {});
  return differences;
}

void handle(Turn& turn, const StartSession& command) {
  turn.decision.emit(SessionStarted{turn.account, turn.broker, command.epoch,
                                    describe(turn.context.broker), turn.context.now});
  turn.decision.emit(
      GateClosed{"the broker's books were not compared with ours yet", turn.context.now});
}

void handle(Turn& turn, const TakeBooks& command) {
  if (!command.books) {
    if (!turn.session.is_gate_open) {
      turn.decision.is_query = true;
      return;
    }
    turn.decision.emit(GateClosed{"the broker could not be reached", turn.context.now});
    return;
  }
  if (turn.session.is_gate_open) {
    turn.decision.is_query = true;
    return;
  }
  const auto differences = differing_positions(*command.books, turn.context);
  if (!differences.empty()) {
    // Fills under way may explain it: the gateway asks again. Until then nothing is sent.
    const auto& told = turn.session.differences;
    for (auto difference : differences) {
      if (std::find(told.begin(), told.end(), difference) != told.end()) continue;
      difference.at = turn.context.now;
      turn.decision.emit(difference);
    }
    turn.decision.is_query = turn.decision.events.empty();
    return;
  }
  turn.decision.emit(GateOpened{"the broker's orders, fills and positions were compared with ours",
                                command.books->orders.size(), command.fills_new, differences.size(),
                                turn.context.now});
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

void BrokerSession::evolve(const std::string&, const AnyEvent& event) {
  if (const auto* started = std::get_if<SessionStarted>(&event)) {
    state_.account = started->account;
    state_.epoch = started->epoch;
  }
  if (const auto* difference = std::get_if<DifferenceFound>(&event))
    state_.differences.emplace_back(*difference).at = {};
  if (std::holds_alternative<GateClosed>(event)) {
    state_.is_gate_open = false;
    state_.differences.clear();
  }
  if (std::holds_alternative<GateOpened>(event)) state_.is_gate_open = true;
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
