// The position monitor of one workflow: woken by quotes that reach a level of its exit plan, it
// tells the workflow, which decides. It keeps nothing that the workflow could not tell it again.
#pragma once

#include <caf/event_based_actor.hpp>
#include <caf/stateful_actor.hpp>

#include "actors/messages.hpp"

namespace fillwright {

struct PositionMonitorState {
  static inline const char* name = "position_monitor";
  WatchPosition position;
  Price best;
};

caf::behavior position_monitor(caf::stateful_actor<PositionMonitorState>* self, Runtime* runtime,
                               Address address);

}  // namespace fillwright
