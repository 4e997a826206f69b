#include "actors/position_monitor.hpp"

#include "actors/domain/position/exits.hpp"

namespace fillwright {
namespace {

void arm(PositionMonitorState& state, Runtime& runtime, const Address& address) {
  const auto* instrument = runtime.instruments.find(state.position.instrument);
  if (!instrument) return;
  for (const auto& interest : exit_interests(state.position, state.best, instrument->ticks))
    runtime.board.set(address, interest);
}

void watch(PositionMonitorState& state, Runtime& runtime, const Address& address,
           const WatchPosition& position) {
  state.position = position;
  state.best = position.best.value_or(position.average);
  arm(state, runtime, address);
}

void check(PositionMonitorState& state, Runtime& runtime, const Address& address,
           const Cause& cause) {
  const auto* instrument = runtime.instruments.find(state.position.instrument);
  const auto quote = runtime.board.latest(state.position.instrument);
  if (!instrument || !quote) return;
  const Address workflow{ActorKind::workflow, address.id};
  const auto found = check_exits(state.position, *quote, instrument->ticks, state.best);
  if (const auto* exit = std::get_if<TriggerExit>(&found)) {
    state.position.held = {};  // until the workflow says how it stands now
    runtime.deliver(workflow, *exit, cause);
  } else if (const auto* move = std::get_if<MoveStop>(&found)) {
    runtime.deliver(workflow, *move, cause);
  } else if (const auto* again = std::get_if<RearmStop>(&found)) {
    state.position.held_off.reset();
    runtime.deliver(workflow, *again, cause);
  }
  arm(state, runtime, address);
}

}  // namespace

caf::behavior position_monitor(caf::stateful_actor<PositionMonitorState>* self, Runtime* runtime,
                               Address address) {
  return {[=](const Deliver& message) {
    if (const auto* position = std::get_if<WatchPosition>(&message.command))
      watch(self->state, *runtime, address, *position);
    else if (std::holds_alternative<QuoteWake>(message.command))
      check(self->state, *runtime, address, message.cause);
  }};
}

}  // namespace fillwright
