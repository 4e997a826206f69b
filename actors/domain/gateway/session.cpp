#include "actors/domain/gateway/session.hpp"

namespace fillwright {
namespace {

struct Turn {
  const SessionState& session;
  const Context& context;
  const std::string& account;
  const std::string& broker;
  Decision decision;
};

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
  turn.decision.emit(GateOpened{"the broker's orders and fills were compared with ours",
                                command.books->orders.size(), command.fills_new,
                                command.differences, turn.context.now});
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
  if (std::holds_alternative<GateClosed>(event)) state_.is_gate_open = false;
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
