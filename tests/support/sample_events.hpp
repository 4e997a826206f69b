// One example of each event type in which no field, however deep, has its default.
#pragma once

#include <string_view>

#include "events/any_event.hpp"

namespace fillwright::testing {

// The same at each call; each of its texts is `text` and a number. REQUIRES: an event type has this
// number.
AnyEvent filled_event(TypeId type, std::string_view text = "text ");

}  // namespace fillwright::testing
