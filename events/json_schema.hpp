// JSON Schema (draft 2020-12) of what event_json writes.
#pragma once

#include <string>

#include "events/describe.hpp"

namespace fillwright {

// Every field is required, because every field is always written; further ones are allowed, because
// newer versions append. An enum's value is its name, or a number when a newer version wrote it.
// Empty when no event type has this number.
std::string json_schema(TypeId type);

}  // namespace fillwright
