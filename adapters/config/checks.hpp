// What no single value shows: names that must exist, values that must fit each other.
#pragma once

#include <map>

#include "adapters/config/configuration.hpp"

namespace fillwright {

// Where a value came from, by key, for those that were in the file.
using Places = std::map<std::string, int>;

// Adds a mistake for each contradiction.
void check_together(const ConfigurationRequest& request, const Places& places,
                    LoadedConfiguration& loaded);

}  // namespace fillwright
