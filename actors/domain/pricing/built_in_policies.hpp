// The price policies everybody has; those of the configuration come beside them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/price_policy.hpp"

namespace fillwright {

// discovery, smart_directional, smart_neutral, offset, patient, normal, fast, ladder, market.
const std::vector<PricePolicy>& built_in_policies();
// Null when there is none of that name.
const PricePolicy* find_policy(const std::vector<PricePolicy>& policies, std::string_view name);

// Each mistake as a sentence: which field, what it is, what was expected. Empty when there is none.
std::vector<std::string> check_policy(const PricePolicy& policy);

}  // namespace fillwright
