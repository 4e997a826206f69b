// Events as JSON objects, straight from the one field list; see JsonWriter for how each type looks.
// The code for all event types is made once, in json.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/any_event.hpp"

namespace fillwright {

// Appends {"field": value, ...} with every field, in the order of the struct.
void write_json(std::string& out, const AnyEvent& event);
std::string event_json(const AnyEvent& event);
// The same from stored bytes. Nothing when no event type has this number or they are malformed.
std::optional<std::string> payload_json(TypeId type, std::string_view payload);

}  // namespace fillwright
