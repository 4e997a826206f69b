// The operator's verbs: pause, resume, kill, cancel, flatten, reconcile, answer, heartbeat.
#pragma once

#include <cstdint>

#include "deploy/journal_place.hpp"
#include "events/control_events.hpp"

namespace fillwright {

struct OperatorOptions {
  OperatorAsked request;            // an id is made where none is given
  std::uint32_t wait_seconds = 60;  // for its end; 0: it is enough that it was asked
  bool is_json = false;
};

// Asks the running service, through the folder of requests beside the journal; does it itself where
// none runs. Prints what comes of it as it comes. Returns the exit code.
int operate(const JournalPlace& place, OperatorOptions options);

}  // namespace fillwright
