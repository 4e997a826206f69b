#include "actors/decider_actor.hpp"

#include <exception>

namespace fillwright {
namespace {

// An exception ends the decider: what it had in memory is not trusted any more and is built again.
// The actor stays until the supervisor lets it go, to hand back what is in its mailbox already.
// `message`: null when it is on its way up.
template <class Work>
void guarded(DeciderState& state, const Deliver* message, const Work& work) {
  try {
    work();
  } catch (const std::exception& error) {
    state.decider.reset();
    state.supervision->on_crash(state.address, error.what(), message);
    return;
  }
  if (state.decider->is_over())
    state.supervision->on_over(state.address);
  else
    state.supervision->on_live(state.address);
}

void take(DeciderState& state, const Deliver& message) {
  auto& runtime = *state.runtime;
  if (!state.decider) return state.supervision->on_undelivered(state.address, message);
  guarded(state, &message, [&] {
    const auto* timer = std::get_if<TimerDue>(&message.command);
    if (timer && !runtime.is_due(state.address, *timer)) return;
    if (runtime.options.on_command) runtime.options.on_command(state.address, message.command);
    auto& decider = *state.decider;
    const auto context = runtime.context_for(decider, &message.command);
    auto decision = decider.decide(message.command, context);
    runtime.carry_out(state.address, decider, std::move(decision), context, message.cause,
                      &message.command, state.versions);
  });
}

void resume(DeciderState& state) {
  if (!state.decider) return;
  guarded(state, nullptr, [&] {
    auto& decider = *state.decider;
    const auto context = state.runtime->context_for(decider);
    auto decision = decider.resume(context);
    state.runtime->carry_out(state.address, decider, std::move(decision), context, {0, 0, "engine"},
                             nullptr, state.versions);
  });
}

}  // namespace

caf::behavior decider_actor(caf::stateful_actor<DeciderState>* self, DeciderState state) {
  self->state = std::move(state);
  // One pointer each: there are as many handlers as actors.
  return {[self](const Deliver& message) { take(self->state, message); },
          [self](const Resume&) { resume(self->state); }};
}

}  // namespace fillwright
