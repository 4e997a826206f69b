// Commands as they are recorded, and as people read them: from the one field list of each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/domain/commands.hpp"

namespace fillwright {

// "NoteAnswer".
std::string name_of(const AnyCommand& command);
// Canonical bytes, as those of events: trailing fields at their defaults are left out.
std::string encode_command(const AnyCommand& command);
// Nothing when no command has this name or the bytes are malformed.
std::optional<AnyCommand> decode_command(std::string_view name, std::string_view bytes);
// {"answer": {…}}: every field, written as in events.
std::string command_json(const AnyCommand& command);

}  // namespace fillwright
