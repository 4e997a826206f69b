#include "actors/domain/position/monitor.hpp"

#include <utility>

#include "actors/domain/position/exits.hpp"

namespace fillwright {
namespace {

void arm(const PositionMonitorState& state, const InstrumentDefined& instrument,
         Decision& decision) {
  decision.interests = exit_interests(state.position, state.best, instrument.ticks);
}

void check(PositionMonitorState& state, const InstrumentDefined& instrument, const Quote& quote,
           const Address& workflow, Decision& decision) {
  auto found = check_exits(state.position, quote, instrument.ticks, state.best);
  if (auto* exit = std::get_if<TriggerExit>(&found)) {
    state.position.held = {};  // until the workflow says how it stands now
    decision.tell(workflow, std::move(*exit));
  } else if (auto* move = std::get_if<MoveStop>(&found)) {
    decision.tell(workflow, std::move(*move));
  } else if (auto* again = std::get_if<RearmStop>(&found)) {
    state.position.held_off.reset();
    decision.tell(workflow, std::move(*again));
  }
  arm(state, instrument, decision);
}

Decision take(PositionMonitorState& state, const std::string& workflow_id,
              const AnyCommand& command, const Context& context) {
  Decision decision;
  decision.is_query = true;  // what follows is the workflow's to say
  if (const auto* position = std::get_if<WatchPosition>(&command)) {
    state.position = *position;
    state.best = position->best.value_or(position->average);
  }
  const auto* instrument = context.instruments->find(state.position.instrument);
  if (!instrument) return decision;
  if (std::holds_alternative<WatchPosition>(command))
    arm(state, *instrument, decision);
  else if (std::holds_alternative<QuoteWake>(command) && context.quote)
    check(state, *instrument, *context.quote, {ActorKind::workflow, workflow_id}, decision);
  return decision;
}

}  // namespace

Decision PositionMonitor::decide(const AnyCommand& command, const Context& context) const {
  auto next = state_;
  return take(next, workflow_id_, command, context);
}

void PositionMonitor::keep(const AnyCommand& command, const Context& context) {
  (void)take(state_, workflow_id_, command, context);
}

std::optional<InstrumentId> PositionMonitor::watched_instrument() const {
  if (state_.position.instrument.number == 0) return std::nullopt;
  return state_.position.instrument;
}

}  // namespace fillwright
