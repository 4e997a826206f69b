#include "actors/decider_actor.hpp"

#include <exception>

namespace fillwright {

caf::behavior decider_actor(caf::stateful_actor<DeciderState>* self, Runtime* runtime,
                            const Supervision* supervision, Address address, DeciderState state) {
  self->state = std::move(state);
  // An exception ends the actor: what it had in memory is not trusted any more and is built again.
  // It stays until the supervisor lets it go, to hand back what is in its mailbox already.
  const auto guarded = [=](const Deliver* message, auto work) {
    try {
      work();
    } catch (const std::exception& error) {
      self->state.has_crashed = true;
      self->state.decider.reset();
      supervision->on_crash(address, error.what(), message);
      return;
    }
    if (self->state.decider->is_over())
      supervision->on_over(address);
    else
      supervision->on_live(address);
  };
  return {[=](const Deliver& message) {
            if (self->state.has_crashed) return supervision->on_undelivered(address, message);
            guarded(&message, [&] {
              if (runtime->options.on_command)
                runtime->options.on_command(address, message.command);
              auto& decider = *self->state.decider;
              auto decision =
                  decider.decide(message.command, runtime->context_for(decider, &message.command));
              runtime->carry_out(address, decider, std::move(decision), message.cause,
                                 &message.command, self->state.versions);
            });
          },
          [=](const Resume&) {
            if (self->state.has_crashed) return;
            guarded(nullptr, [&] {
              auto& decider = *self->state.decider;
              auto decision = decider.resume(runtime->context_for(decider));
              runtime->carry_out(address, decider, std::move(decision), {0, 0, "engine"}, nullptr,
                                 self->state.versions);
            });
          }};
}

}  // namespace fillwright
