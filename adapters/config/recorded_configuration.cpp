#include "adapters/config/recorded_configuration.hpp"

#include <string_view>

namespace fillwright {
namespace {

constexpr std::string_view calendar_key = "calendar = ";

}  // namespace

tl::expected<RecordedConfiguration, std::string> recorded_configuration(
    const std::vector<std::string>& values) {
  RecordedConfiguration recorded;
  std::string toml;
  for (const auto& value : values) {
    if (value.starts_with(calendar_key))
      recorded.calendar = value.substr(calendar_key.size());
    else if (!value.starts_with("secrets."))
      toml += value + '\n';
  }
  ConfigurationRequest request;
  request.file = "the recorded configuration";
  request.is_live_confirmed = true;
  auto loaded = read_configuration(toml, request);
  if (!loaded.mistakes.empty()) return tl::unexpected(to_text(loaded.mistakes.front()));
  recorded.configuration = std::move(loaded.configuration);
  return recorded;
}

}  // namespace fillwright
