// What real callers write, read by rules about their language.
#pragma once

#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/alert/message.hpp"
#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright::alert {

tl::expected<std::vector<Reading>, AlertRefusal> read_free_text(const Message& message,
                                                                const ParseRules& rules);

// Adds what the words around a call say of it: size, label, stop, targets. `begin` and `end` are
// places in the message.
void read_extras(const Message& message, std::size_t begin, std::size_t end, Reading& reading);

// Why no part of the message may be read as an order: paper trades, retractions, recaps.
std::optional<AlertRefusal> find_veto(const Message& message);

}  // namespace fillwright::alert
