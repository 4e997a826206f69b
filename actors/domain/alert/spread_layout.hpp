// Calls laid out leg by leg: a title, "DATE exp", "+1 415 C / -1 420 C", "Limit 1.85-1.9 debit to
// open".
#pragma once

#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/alert/message.hpp"
#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright::alert {

// Nothing when the message has no signed legs. One leg is an option, several are a spread.
std::optional<tl::expected<std::vector<Reading>, AlertRefusal>> read_spread_layout(
    const Message& message);

}  // namespace fillwright::alert
