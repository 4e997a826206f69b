// The configuration out of what a journal recorded of it.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "adapters/config/configuration.hpp"

namespace fillwright {

struct RecordedConfiguration {
  Configuration configuration;
  std::string calendar;  // its version, as it was
};

// `values`: of ConfigurationChanged. What is not there has its default; secrets have no values.
// Or a sentence that names the first value that this program does not know.
tl::expected<RecordedConfiguration, std::string> recorded_configuration(
    const std::vector<std::string>& values);

}  // namespace fillwright
