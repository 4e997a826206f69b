// Reads back what event_json writes, for tests and golden files.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "events/any_event.hpp"

namespace fillwright::testing {

// Fields that the object lacks keep their defaults. Throws std::runtime_error naming the field when
// a value cannot be read, and for an unknown type.
AnyEvent event_from_json(TypeId type, const nlohmann::json& object);

}  // namespace fillwright::testing
