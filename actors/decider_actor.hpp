// The shell that runs every decider: command, decide, stage, evolve, our own actors at once, the
// rest of the world once it is durable. It decides nothing itself.
#pragma once

#include <caf/event_based_actor.hpp>
#include <caf/stateful_actor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "actors/messages.hpp"

namespace fillwright {

// What the shell tells its supervisor.
struct Supervision {
  // `message`: what it crashed on; null when it was on its way up.
  std::function<void(const Address&, const std::string& error, const Deliver* message)> on_crash;
  // A message that came to a crashed actor: it waits for the next one.
  std::function<void(const Address&, const Deliver&)> on_undelivered;
  std::function<void(const Address&)> on_over;  // it may be retired once nothing is left to do
  std::function<void(const Address&)> on_live;  // late news: it goes on
};

struct DeciderState {
  static inline const char* name = "decider";
  Address address;
  Runtime* runtime = nullptr;  // it and the supervision outlive the actor
  const Supervision* supervision = nullptr;
  std::unique_ptr<Decider> decider;  // null once it has crashed
  KnownVersions versions;
};

caf::behavior decider_actor(caf::stateful_actor<DeciderState>* self, DeciderState state);

}  // namespace fillwright
