// The configuration of the verbs that speak with Kafka.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "adapters/config/configuration.hpp"

namespace fillwright {

// Of the file, or of defaults and the environment when it is empty. The error is a sentence: the
// first mistake in it, or that it names no brokers.
tl::expected<Configuration, std::string> kafka_configuration(const std::string& file);

}  // namespace fillwright
