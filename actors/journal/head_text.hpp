// A signed head as a line of JSON (docs/event_format.md). There is one way to write a head: a line
// that says the same in another way is none, so that nothing that was not signed can hide in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/journal/signed_head.hpp"

namespace fillwright {

// Without a line's end.
std::string head_text(const SignedHead& head);
std::optional<SignedHead> parse_head(std::string_view text);

}  // namespace fillwright
