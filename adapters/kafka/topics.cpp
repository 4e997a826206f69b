#include "adapters/kafka/topics.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <thread>

#include "adapters/kafka/handle.hpp"

namespace fillwright {
namespace {

constexpr int patience_ms = 5'000;
constexpr int creating_ms = 30'000;
constexpr auto look_every = std::chrono::milliseconds(200);
constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr auto largest_message = "16777216";  // an event may have a mebibyte, and is longer in JSON

// What Kafka has of a topic.
struct FoundTopic {
  bool is_there = false;
  std::uint32_t partitions = 0;
  std::uint32_t replication = 0;
  std::optional<std::map<std::string, std::string>> settings;  // nothing: we may not see them
};

using Queue = std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)>;
using Event = std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)>;
using Options = std::unique_ptr<rd_kafka_AdminOptions_t, decltype(&rd_kafka_AdminOptions_destroy)>;

class Admin {
 public:
  static tl::expected<Admin, RelayFault> open(const KafkaSettings& settings) {
    // A consumer, for it never has the broker create a topic by asking for it.
    auto handle = KafkaHandle::open(RD_KAFKA_CONSUMER, settings, {});
    if (!handle) return tl::unexpected(handle.error());
    return Admin(std::move(*handle));
  }

  tl::expected<FoundTopic, RelayFault> find(const std::string& name) {
    FoundTopic found;
    auto* topic = rd_kafka_topic_new(handle_->get(), name.c_str(), nullptr);
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto error = rd_kafka_metadata(handle_->get(), 0, topic, &metadata, patience_ms);
    rd_kafka_topic_destroy(topic);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
      return tl::unexpected(handle_->fault("asking for its topics", error, {}));
    const auto state = metadata->topic_cnt == 1 ? metadata->topics[0].err
                                                : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    if (state == RD_KAFKA_RESP_ERR_NO_ERROR) {
      found.is_there = true;
      found.partitions = static_cast<std::uint32_t>(metadata->topics[0].partition_cnt);
      if (found.partitions > 0)
        found.replication =
            static_cast<std::uint32_t>(metadata->topics[0].partitions[0].replica_cnt);
    }
    rd_kafka_metadata_destroy(metadata);
    const bool is_missing = state == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
                            state == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC;
    if (!found.is_there && !is_missing)
      return tl::unexpected(handle_->fault("topic " + name, state, {}));
    if (found.is_there) found.settings = settings_of(name);
    return found;
  }

  // What was created is known to every broker only a moment later.
  tl::expected<void, RelayFault> wait_for(const std::string& name) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(creating_ms);
    while (true) {
      const auto found = find(name);
      if (!found) return tl::unexpected(found.error());
      if (found->is_there) return {};
      if (std::chrono::steady_clock::now() > until)
        return tl::unexpected(RelayFault{
            RelayTrouble::lost, "topic " + name + " was created and is not to be seen yet"});
      std::this_thread::sleep_for(look_every);
    }
  }

  // Nothing, or why it could not be made.
  std::optional<RelayFault> create(const TopicPlan& plan) {
    std::array<char, 512> text{};
    auto* topic =
        rd_kafka_NewTopic_new(plan.name.c_str(), static_cast<int>(plan.partitions),
                              static_cast<int>(plan.replication), text.data(), text.size());
    if (!topic) return RelayFault{RelayTrouble::refused, plan.name + ": " + text.data()};
    for (const auto& [name, value] : plan.settings)
      rd_kafka_NewTopic_set_config(topic, name.c_str(), value.c_str());
    const auto options = admin_options(RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(handle_->get(), &topic, 1, options.get(), queue_.get());
    rd_kafka_NewTopic_destroy(topic);
    const auto event = answer();
    if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR)
      return handle_->fault("creating topic " + plan.name, code,
                            rd_kafka_event_error_string(event.get()));
    std::size_t count = 0;
    const auto* const* results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    if (count != 1) return RelayFault{RelayTrouble::lost, "creating " + plan.name + ": no answer"};
    const auto code = rd_kafka_topic_result_error(results[0]);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
      return std::nullopt;
    const auto* words = rd_kafka_topic_result_error_string(results[0]);
    auto fault = handle_->fault("creating topic " + plan.name, code, words ? words : "");
    if (code == RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR)
      fault.what += "; kafka.replication is " + std::to_string(plan.replication);
    return fault;
  }

 private:
  explicit Admin(std::unique_ptr<KafkaHandle> handle)
      : handle_(std::move(handle)),
        queue_(rd_kafka_queue_new(handle_->get()), &rd_kafka_queue_destroy) {}

  Options admin_options(rd_kafka_admin_op_t operation) {
    std::array<char, 128> text{};
    Options options(rd_kafka_AdminOptions_new(handle_->get(), operation),
                    &rd_kafka_AdminOptions_destroy);
    rd_kafka_AdminOptions_set_request_timeout(options.get(), creating_ms, text.data(), text.size());
    return options;
  }
  // Every request is answered, if only by its time-out.
  Event answer() { return {rd_kafka_queue_poll(queue_.get(), -1), &rd_kafka_event_destroy}; }

  std::optional<std::map<std::string, std::string>> settings_of(const std::string& name) {
    auto* asked = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str());
    const auto options = admin_options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_DescribeConfigs(handle_->get(), &asked, 1, options.get(), queue_.get());
    rd_kafka_ConfigResource_destroy(asked);
    const auto event = answer();
    const auto* result = rd_kafka_event_DescribeConfigs_result(event.get());
    if (!result || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    std::size_t count = 0;
    const auto* const* resources = rd_kafka_DescribeConfigs_result_resources(result, &count);
    if (count != 1 || rd_kafka_ConfigResource_error(resources[0]) != RD_KAFKA_RESP_ERR_NO_ERROR)
      return {};
    std::map<std::string, std::string> settings;
    const auto* const* entries = rd_kafka_ConfigResource_configs(resources[0], &count);
    for (std::size_t i = 0; i < count; ++i)
      if (const auto* value = rd_kafka_ConfigEntry_value(entries[i]))
        settings[rd_kafka_ConfigEntry_name(entries[i])] = value;
    return settings;
  }

  std::unique_ptr<KafkaHandle> handle_;
  Queue queue_;
};

std::vector<std::string> differences_of(const TopicPlan& plan, const FoundTopic& found) {
  std::vector<std::string> differences;
  const auto differ = [&](const std::string& what, const std::string& is, const std::string& want) {
    differences.push_back("topic " + plan.name + " has " + what + " " + is + "; expected " + want);
  };
  if (found.partitions != plan.partitions)
    differ("partitions:", std::to_string(found.partitions), std::to_string(plan.partitions));
  if (found.replication != plan.replication)
    differ("replicas:", std::to_string(found.replication), std::to_string(plan.replication));
  if (!found.settings) return differences;
  for (const auto& [name, value] : plan.settings) {
    const auto is = found.settings->find(name);
    if (is != found.settings->end() && is->second != value) differ(name + " =", is->second, value);
  }
  return differences;
}

}  // namespace

std::string topic_name(const KafkaSettings& settings, RelayTopic topic) {
  switch (topic) {
    case RelayTopic::orders:
      return settings.topic_prefix + "orders";
    case RelayTopic::positions:
      return settings.topic_prefix + "positions";
    case RelayTopic::pnl:
      return settings.topic_prefix + "pnl";
    case RelayTopic::heads:
      return settings.topic_prefix + "heads";
    default:
      return settings.topic_prefix + "events";
  }
}

std::string cursor_topic_name(const KafkaSettings& settings) {
  return settings.topic_prefix + "cursor";
}

std::vector<TopicPlan> planned_topics(const KafkaSettings& settings) {
  const auto min_in_sync = std::to_string(settings.min_in_sync);
  const auto retention =
      settings.retention.ns == 0 ? "-1" : std::to_string(settings.retention.ns / ns_per_ms);
  std::map<std::string, std::string> kept = {{"cleanup.policy", "delete"},
                                             {"retention.ms", retention},
                                             {"retention.bytes", "-1"},
                                             {"max.message.bytes", largest_message},
                                             {"min.insync.replicas", min_in_sync}};
  std::vector<TopicPlan> plans;
  plans.push_back(
      {topic_name(settings, RelayTopic::events), settings.partitions, settings.replication, kept});
  kept["retention.ms"] = "-1";  // few, and each vouches for all events before it
  plans.push_back({topic_name(settings, RelayTopic::heads), 1, settings.replication, kept});
  const std::map<std::string, std::string> compacted = {{"cleanup.policy", "compact"},
                                                        {"max.message.bytes", largest_message},
                                                        {"min.insync.replicas", min_in_sync}};
  if (settings.publishes_state)
    for (const auto topic : {RelayTopic::orders, RelayTopic::positions, RelayTopic::pnl})
      plans.push_back({topic_name(settings, topic), settings.state_partitions, settings.replication,
                       compacted});
  // Small segments, so that it is compacted while it is written some forty times a second.
  auto cursor = compacted;
  cursor["segment.bytes"] = "4194304";
  plans.push_back({cursor_topic_name(settings), 1, settings.replication, cursor});
  return plans;
}

tl::expected<void, RelayFault> check_topics(const KafkaSettings& settings) {
  auto admin = Admin::open(settings);
  if (!admin) return tl::unexpected(admin.error());
  for (const auto& plan : planned_topics(settings)) {
    const auto found = admin->find(plan.name);
    if (!found) return tl::unexpected(found.error());
    const auto refuse = [&](const std::string& what) {
      return tl::unexpected(
          RelayFault{RelayTrouble::refused, "Kafka at " + settings.brokers + ": " + what});
    };
    if (!found->is_there)
      return refuse("there is no topic " + plan.name +
                    ", or we may not see it; `fillwright kafka ensure` creates it");
    if (plan.name == cursor_topic_name(settings) && found->partitions != 1)
      return refuse("topic " + plan.name + " has " + std::to_string(found->partitions) +
                    " partitions; expected 1");
    const auto& wanted = plan.settings.at("cleanup.policy");
    if (!found->settings || !found->settings->contains("cleanup.policy")) continue;
    const auto& policy = found->settings->at("cleanup.policy");
    if (policy != wanted)
      return refuse("topic " + plan.name + " has cleanup.policy = " + policy + "; expected " +
                    wanted);
  }
  return {};
}

tl::expected<std::vector<TopicOutcome>, RelayFault> ensure_topics(const KafkaSettings& settings) {
  auto admin = Admin::open(settings);
  if (!admin) return tl::unexpected(admin.error());
  std::vector<TopicOutcome> outcomes;
  for (const auto& plan : planned_topics(settings)) {
    const auto found = admin->find(plan.name);
    if (!found) return tl::unexpected(found.error());
    TopicOutcome outcome{plan.name, !found->is_there, {}};
    if (found->is_there)
      outcome.differences = differences_of(plan, *found);
    else if (const auto failed = admin->create(plan))
      return tl::unexpected(*failed);
    else if (const auto seen = admin->wait_for(plan.name); !seen)
      return tl::unexpected(seen.error());
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace fillwright
