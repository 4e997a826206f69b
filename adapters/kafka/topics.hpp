// The topics that the journal is published to: how they are to be, whether they are so, and making
// those that are missing.
#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "adapters/kafka/kafka_settings.hpp"
#include "adapters/kafka/relay_target.hpp"

namespace fillwright {

struct TopicPlan {
  std::string name;
  std::uint32_t partitions = 1;
  std::uint32_t replication = 1;
  std::map<std::string, std::string> settings;  // Kafka's names
};

std::string topic_name(const KafkaSettings& settings, RelayTopic topic);
std::string cursor_topic_name(const KafkaSettings& settings);
// All that are published to, the cursor's last.
std::vector<TopicPlan> planned_topics(const KafkaSettings& settings);

// What must be right before the first transaction: every topic is there, the cursor has one
// partition, states and cursors are compacted. What we may not look at is taken as right.
tl::expected<void, RelayFault> check_topics(const KafkaSettings& settings);

struct TopicOutcome {
  std::string name;
  bool is_created = false;               // false: it was there
  std::vector<std::string> differences;  // sentences: what of it is not as planned
};
// Creates what is missing, and compares the rest. It never changes a topic that is there:
// partitions cannot grow without breaking the order within keys, and a setting may be somebody's
// intent.
tl::expected<std::vector<TopicOutcome>, RelayFault> ensure_topics(const KafkaSettings& settings);

}  // namespace fillwright
