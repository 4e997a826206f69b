#include "adapters/kafka/kafka_feed.hpp"

#include <chrono>
#include <set>

#include "adapters/cloud_events/read_event.hpp"
#include "adapters/kafka/handle.hpp"
#include "adapters/kafka/topics.hpp"

namespace fillwright {
namespace {

using Clock = std::chrono::steady_clock;
using Message = std::unique_ptr<rd_kafka_message_t, decltype(&rd_kafka_message_destroy)>;
using Partitions = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                   decltype(&rd_kafka_topic_partition_list_destroy)>;

constexpr int patience_ms = 5'000;
constexpr int poll_ms = 100;
constexpr auto patience = std::chrono::seconds(30);  // with a Kafka that does not answer

OutRecord record_of(const rd_kafka_message_t& message) {
  OutRecord record;
  if (message.key) record.key.assign(static_cast<const char*>(message.key), message.key_len);
  if (message.payload) record.value.assign(static_cast<const char*>(message.payload), message.len);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i)
    record.headers.emplace_back(name, std::string(static_cast<const char*>(value), size));
  return record;
}

class KafkaFeed final : public EventFeed {
 public:
  KafkaFeed(KafkaSettings settings, std::function<bool()> is_stopping)
      : settings_(std::move(settings)),
        is_stopping_(std::move(is_stopping)),
        topic_(topic_name(settings_, RelayTopic::events)) {}
  KafkaFeed(const KafkaFeed&) = delete;
  KafkaFeed& operator=(const KafkaFeed&) = delete;
  ~KafkaFeed() override {
    if (consumer_) rd_kafka_consumer_close(consumer_->get());
  }

  tl::expected<void, std::string> start(const std::vector<FeedPosition>& from) override {
    auto opened = KafkaHandle::open(RD_KAFKA_CONSUMER, settings_,
                                    {{"group.id", settings_.client_id + "-project"},
                                     {"enable.auto.commit", "false"},
                                     {"isolation.level", "read_committed"},
                                     {"enable.partition.eof", "true"},
                                     {"auto.offset.reset", "error"}});
    if (!opened) return tl::unexpected(opened.error().what);
    consumer_ = std::move(*opened);
    rd_kafka_poll_set_consumer(consumer_->get());
    const auto count = partition_count();
    if (!count) return tl::unexpected(count.error());
    const Partitions list(rd_kafka_topic_partition_list_new(static_cast<int>(*count)),
                          &rd_kafka_topic_partition_list_destroy);
    for (std::uint32_t partition = 0; partition < *count; ++partition)
      rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(),
                                        static_cast<std::int32_t>(partition))
          ->offset = RD_KAFKA_OFFSET_BEGINNING;
    for (const auto& each : from)
      if (auto* found = rd_kafka_topic_partition_list_find(
              list.get(), topic_.c_str(), static_cast<std::int32_t>(each.partition)))
        found->offset = each.offset;
    partitions_ = *count;
    const auto error = rd_kafka_assign(consumer_->get(), list.get());
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    return tl::unexpected(consumer_->fault("reading topic " + topic_, error, {}).what);
  }

  tl::expected<std::optional<FedRecord>, std::string> next() override {
    const Message message(rd_kafka_consumer_poll(consumer_->get(), poll_ms),
                          &rd_kafka_message_destroy);
    if (!message) return std::optional<FedRecord>();
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      at_end_.insert(message->partition);
      answered();
      return std::optional<FedRecord>();
    }
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) return missed(*message);
    answered();
    at_end_.erase(message->partition);
    auto event = read_event(record_of(*message));
    if (!event)
      return tl::unexpected("topic " + topic_ + ", partition " +
                            std::to_string(message->partition) + ", offset " +
                            std::to_string(message->offset) + ": " + event.error());
    return FedRecord{std::move(*event),
                     {static_cast<std::uint32_t>(message->partition), message->offset + 1}};
  }

  bool is_at_end() const override { return at_end_.size() == partitions_; }

  void pause(std::uint32_t partition, bool is_paused) override {
    const Partitions list(rd_kafka_topic_partition_list_new(1),
                          &rd_kafka_topic_partition_list_destroy);
    rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(),
                                      static_cast<std::int32_t>(partition));
    if (is_paused)
      rd_kafka_pause_partitions(consumer_->get(), list.get());
    else
      rd_kafka_resume_partitions(consumer_->get(), list.get());
  }

 private:
  void answered() { lost_since_.reset(); }

  // Whatever the connection does, librdkafka goes on by itself; we wait for it only so long.
  tl::expected<std::optional<FedRecord>, std::string> missed(const rd_kafka_message_t& message) {
    const auto fault =
        consumer_->fault("reading topic " + topic_, message.err, rd_kafka_message_errstr(&message));
    if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
        message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)
      return tl::unexpected("topic " + topic_ +
                            " does not hold the records any more that come next: it was made anew, "
                            "or they were older than its retention");
    if (fault.trouble == RelayTrouble::refused) return tl::unexpected(fault.what);
    if (!lost_since_) lost_since_ = Clock::now();
    if (Clock::now() - *lost_since_ > patience) return tl::unexpected(fault.what);
    return std::optional<FedRecord>();
  }

  tl::expected<std::uint32_t, std::string> partition_count() {
    auto* topic = rd_kafka_topic_new(consumer_->get(), topic_.c_str(), nullptr);
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto until = Clock::now() + std::chrono::milliseconds(patience_ms);
    auto error = RD_KAFKA_RESP_ERR_NO_ERROR;
    do {
      error = rd_kafka_metadata(consumer_->get(), 0, topic, &metadata, patience_ms / 10);
    } while (error == RD_KAFKA_RESP_ERR__TRANSPORT && Clock::now() < until && !is_stopping_());
    rd_kafka_topic_destroy(topic);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
      return tl::unexpected(consumer_->fault("asking for topic " + topic_, error, {}).what);
    const auto count = metadata->topic_cnt == 1 ? metadata->topics[0].partition_cnt : 0;
    rd_kafka_metadata_destroy(metadata);
    if (count > 0) return static_cast<std::uint32_t>(count);
    return tl::unexpected("Kafka at " + settings_.brokers + " has no topic " + topic_ +
                          ", or we may not see it");
  }

  const KafkaSettings settings_;
  const std::function<bool()> is_stopping_;
  const std::string topic_;
  std::unique_ptr<KafkaHandle> consumer_;
  std::size_t partitions_ = 0;
  std::set<std::int32_t> at_end_;
  std::optional<Clock::time_point> lost_since_;
};

}  // namespace

std::unique_ptr<EventFeed> make_kafka_feed(KafkaSettings settings,
                                           std::function<bool()> is_stopping) {
  return std::make_unique<KafkaFeed>(std::move(settings), std::move(is_stopping));
}

}  // namespace fillwright
