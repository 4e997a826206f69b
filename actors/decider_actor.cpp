#include "actors/decider_actor.hpp"

#include <exception>

namespace fillwright {

caf::behavior decider_actor(caf::stateful_actor<DeciderState>* self, Runtime* runtime,
                            const Supervision* supervision, Address address, DeciderState state) {
  self->state = std::move(state);
  // An exception ends the actor: what it had in memory is not trusted any more and is built again.
  const auto guarded = [=](auto work) {
    try {
      work();
    } catch (const std::exception& error) {
      self->quit(caf::exit_reason::unhandled_exception);
      supervision->on_crash(address, error.what());
      return;
    }
    if (self->state.decider->is_over()) supervision->on_over(address);
  };
  return {[=](const Deliver& message) {
            guarded([&] {
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
            guarded([&] {
              auto& decider = *self->state.decider;
              auto decision = decider.resume(runtime->context_for(decider));
              runtime->carry_out(address, decider, std::move(decision), {0, 0, "engine"}, nullptr,
                                 self->state.versions);
            });
          }};
}

}  // namespace fillwright
