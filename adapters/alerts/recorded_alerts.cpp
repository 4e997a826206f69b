#include "adapters/alerts/recorded_alerts.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "adapters/alerts/alert_file.hpp"

namespace fillwright {

namespace {

void receive_at(ReceiveMessage& receive, Timestamp at) { receive.message.received_at = at; }
void receive_at(ReceiveEdit& receive, Timestamp at) { receive.message.received_at = at; }
template <class Other>
void receive_at(Other&, Timestamp) {}

}  // namespace

tl::expected<RecordedAlerts, std::string> read_recorded_alerts(const std::filesystem::path& path,
                                                               const std::string& source) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return tl::unexpected(path.string() + ": " + error.message());

  AlertFile file(path, source);
  RecordedAlerts recorded;
  const auto take = [&](std::vector<AlertInput> inputs) {
    for (auto& input : inputs) {
      if (auto* refused = std::get_if<InputRefused>(&input.what)) {
        recorded.refused.push_back(std::move(*refused));
        continue;
      }
      std::visit([&](auto& command) { receive_at(command, input.at); }, input.what);
      recorded.inputs.push_back(std::move(input));
    }
  };
  while (file.offset() < size) {
    const auto before = file.offset();
    take(file.poll({}));
    if (file.offset() <= before) return tl::unexpected(path.string() + ": cannot be read");
  }
  take(file.finish({}));
  std::stable_sort(recorded.inputs.begin(), recorded.inputs.end(),
                   [](const AlertInput& a, const AlertInput& b) { return a.at < b.at; });
  return recorded;
}

}  // namespace fillwright
