// What a source of alert messages hands on: a command for the alert desk, or a line that is none.
#pragma once

#include <variant>

#include "actors/domain/commands.hpp"
#include "events/control_events.hpp"

namespace fillwright {

struct AlertInput {
  Timestamp at;  // the record's received_at, or sent_at; of a refused line, when it was read
  std::variant<ReceiveMessage, ReceiveEdit, ReceiveDelete, InputRefused> what;
};

}  // namespace fillwright
