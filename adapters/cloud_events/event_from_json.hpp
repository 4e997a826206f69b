// Reads back what event_json writes: the data of a CloudEvent, golden files.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>

#include "events/any_event.hpp"

namespace fillwright {

// Fields that the object lacks keep their defaults, and those that we do not know are ignored. The
// error names the type and the field that cannot be read, or says that the type is unknown.
tl::expected<AnyEvent, std::string> event_from_json(TypeId type, const nlohmann::json& object);

}  // namespace fillwright
