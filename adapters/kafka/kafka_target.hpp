// The relay's target in a real Kafka: a transactional producer of librdkafka, one at a time, and a
// reader of the cursor.
#pragma once

#include <functional>
#include <memory>
#include <tl/expected.hpp>

#include "adapters/kafka/kafka_settings.hpp"
#include "adapters/kafka/relay_target.hpp"

namespace fillwright {

// `is_stopping` is asked in every wait; after a yes a wait goes on for a few seconds at most, so
// that what is under way can end well. The transactional id is made of the log id.
std::unique_ptr<RelayTarget> make_kafka_target(KafkaSettings settings, std::uint64_t log_id,
                                               std::function<bool()> is_stopping = nullptr);

std::string transactional_id_of(std::uint64_t log_id);

}  // namespace fillwright
