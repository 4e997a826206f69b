#include "deploy/kafka_configuration.hpp"

namespace fillwright {

tl::expected<Configuration, std::string> kafka_configuration(const std::string& file) {
  auto loaded = load_configuration({file, process_environment(), true});
  if (!loaded.mistakes.empty())
    return tl::unexpected(to_text(loaded.mistakes.front()) +
                          " (`fillwright config check` names every mistake)");
  if (loaded.configuration.process.kafka.brokers.empty())
    return tl::unexpected(
        std::string("kafka.brokers is empty; expected host:port of some brokers, in [kafka] of "
                    "the configuration or FILLWRIGHT_KAFKA_BROKERS"));
  return std::move(loaded.configuration);
}

}  // namespace fillwright
