// Flat, because a person wants it, or a rule in a person's stead.
#include "actors/domain/workflow/entry_exit_turn.hpp"

namespace fillwright::entry_exit {
namespace {

// The most urgent that is allowed.
std::string flatten_policy(const Turn& turn) {
  const auto& wanted = turn.settings.exits.flatten_policy;
  const auto* policy = policy_named(turn, wanted);
  const auto* instrument = turn.instrument();
  const bool is_allowed = instrument && may_send_market(turn, *instrument);
  if (!policy || (policy->is_market && !is_allowed)) return "ladder";
  return wanted;
}

}  // namespace

void tell_operator(Turn& turn, const std::string& outcome, const std::string& detail) {
  const auto held = turn.workflow.held();
  const auto holding = held.is_zero() ? "" : to_text(held) + " held";
  turn.decision.tell(
      operator_address,
      NoteTradeOver{turn.start().workflow_id, outcome, held.is_zero(),
                    holding + (holding.empty() || detail.empty() ? "" : ": ") + detail});
}

void handle(Turn& turn, const CloseTrade& command) {
  if (!turn.workflow.start) return;
  if (turn.workflow.is_over) {
    tell_operator(turn, turn.workflow.held().is_zero() ? "flat" : "oversold", "over already");
    turn.decision.is_query = true;
    return;
  }
  if (turn.workflow.closing && turn.workflow.demand) {  // told again after a restart, or twice
    turn.decision.is_query = true;
    return;
  }
  turn.emit(TradeCloseAsked{command.by, command.why, flatten_policy(turn), turn.now()});
  drop_add(turn);
  if (turn.workflow.orders.empty()) return finish(turn, WorkflowCompleted{"cancelled", turn.now()});
  advance(turn);
  if (!turn.workflow.is_over) watch(turn);
}

}  // namespace fillwright::entry_exit
