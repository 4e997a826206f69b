// Random events for RapidCheck: every field of every type, from the one field list.
#pragma once

#include "events/any_event.hpp"

namespace fillwright::testing {

// To be called inside a property: draws from its generators, so that a failure is made smaller.
// REQUIRES: an event type has this number.
AnyEvent random_event(TypeId type);

}  // namespace fillwright::testing
