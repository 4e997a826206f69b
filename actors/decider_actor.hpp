// The shell that runs every decider: command, decide, stage, evolve, our own actors at once, the
// rest of the world once it is durable. It decides nothing itself.
#pragma once

#include <caf/event_based_actor.hpp>
#include <caf/stateful_actor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "actors/messages.hpp"

namespace fillwright {

struct DeciderState {
  static inline const char* name = "decider";
  std::unique_ptr<Decider> decider;
  std::map<std::string, Version> versions;  // of the streams it writes
  bool has_crashed = false;                 // what it has in memory is not trusted any more
};

// What the shell tells its supervisor.
struct Supervision {
  // `message`: what it crashed on; null when it was on its way up.
  std::function<void(const Address&, const std::string& error, const Deliver* message)> on_crash;
  // A message that came to a crashed actor: it waits for the next one.
  std::function<void(const Address&, const Deliver&)> on_undelivered;
  std::function<void(const Address&)> on_over;  // it may be retired once nothing is left to do
  std::function<void(const Address&)> on_live;  // late news: it goes on
};

caf::behavior decider_actor(caf::stateful_actor<DeciderState>* self, Runtime* runtime,
                            const Supervision* supervision, Address address, DeciderState state);

}  // namespace fillwright
