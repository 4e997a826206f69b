// One example of each event type in which no field, however deep, has its default.
#pragma once

#include "events/any_event.hpp"

namespace fillwright::testing {

// The same at each call. REQUIRES: an event type has this number.
AnyEvent filled_event(TypeId type);

}  // namespace fillwright::testing
