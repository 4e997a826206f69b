// Events whose type is known only at run time, as they come from the journal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/all_events.hpp"
#include "events/codec.hpp"

namespace fillwright {

TypeId type_of(const AnyEvent& event);
std::string encode_event(const AnyEvent& event);
// Nothing when no event type has this number or the bytes are malformed.
std::optional<AnyEvent> decode_event(TypeId type, std::string_view bytes);

}  // namespace fillwright
