// Finds what somebody who mistyped a name meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fillwright {

// The candidate most like `name`, also when only its last part (after the last dot) is; empty when
// none is near. The first of equals.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace fillwright
