// The topic of events as a feed: read as committed, every partition from where it was left.
#pragma once

#include <functional>
#include <memory>

#include "actors/ports/event_feed.hpp"
#include "adapters/kafka/kafka_settings.hpp"

namespace fillwright {

// `is_stopping` is asked while it waits for Kafka.
std::unique_ptr<EventFeed> make_kafka_feed(KafkaSettings settings,
                                           std::function<bool()> is_stopping);

}  // namespace fillwright
