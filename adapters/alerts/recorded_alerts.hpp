// A whole file of alert records, for a recorded hour that is run again.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "adapters/alerts/alert_input.hpp"

namespace fillwright {

struct RecordedAlerts {
  std::vector<AlertInput> inputs;  // by their own time; those of the same time as in the file
  std::vector<InputRefused> refused;
};

// Every message counts as received at its `received_at`, or when it was sent. The error is a
// sentence with the path.
tl::expected<RecordedAlerts, std::string> read_recorded_alerts(const std::filesystem::path& path,
                                                               const std::string& source);

}  // namespace fillwright
