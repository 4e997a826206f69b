// A price policy in plain words.
#pragma once

#include <string>

#include "events/price_policy.hpp"

namespace fillwright {

// "starts at mid or alert; 1 tick every 20 s; at most 4 prices in 90 s; never past far side, alert
// price + 5 %; at the end leave day; …"
std::string policy_text(const PricePolicy& policy);

}  // namespace fillwright
