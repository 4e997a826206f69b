// The core of `fillwright alerts parse`: one JSON line with a message's text in, what it says out.
#pragma once

#include <string>
#include <string_view>

#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright {

// `json_line` is an object whose `text` is the message. The answer is parsed_json's line; a line
// that is no such object is refused as malformed_text.
std::string parse_line(std::string_view json_line, const ParseRules& rules);

}  // namespace fillwright
