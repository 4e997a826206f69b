// The one message between actors: a command and why. In-process only: it is never serialised.
#pragma once

#include <caf/allowed_unsafe_message_type.hpp>

#include "actors/runtime.hpp"

namespace fillwright {

struct Deliver {
  AnyCommand command;
  Cause cause;
  bool is_again = false;  // the actor crashed on it once
};
// After a restart: do what is still owed.
struct Resume {};

}  // namespace fillwright

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(fillwright::Deliver)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(fillwright::Resume)
