// Whether a reading's numbers can be meant: absurd strikes, premiums, counts and futures prices.
#pragma once

#include <optional>

#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright::alert {

// Why the reading cannot be right, or nothing. Checks dates too, when `rules.today` is given; a
// date that is merely past is no reason here.
std::optional<AlertRefusal> find_absurdity(const Reading& reading, const ParseRules& rules);

}  // namespace fillwright::alert
