#include "adapters/kafka/kafka_target.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <future>
#include <vector>

#include "adapters/kafka/cursor_reader.hpp"
#include "adapters/kafka/handle.hpp"
#include "adapters/kafka/topics.hpp"

namespace fillwright {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int slice_ms = 500;  // of a wait, between two looks whether to stop
constexpr auto last_patience = std::chrono::seconds(3);  // once told to stop
constexpr int metadata_ms = 5'000;

using Topic = std::unique_ptr<rd_kafka_topic_t, decltype(&rd_kafka_topic_destroy)>;

class KafkaTarget final : public RelayTarget {
 public:
  KafkaTarget(KafkaSettings settings, std::uint64_t log_id, std::function<bool()> is_stopping)
      : settings_(std::move(settings)),
        log_id_(log_id),
        cursor_key_(cursor_key(log_id)),
        is_stopping_(std::move(is_stopping)) {}
  ~KafkaTarget() override { drop(); }

  Result take_over() override {
    drop();
    if (auto checked = check_topics(settings_); !checked) return checked;
    auto opened = KafkaHandle::open(
        RD_KAFKA_PRODUCER, settings_,
        {{"transactional.id", transactional_id_of(log_id_)},
         {"enable.idempotence", "true"},
         {"transaction.timeout.ms", std::to_string(milliseconds_of(settings_.transaction_timeout))},
         {"message.timeout.ms", std::to_string(milliseconds_of(settings_.transaction_timeout))},
         {"linger.ms", "5"},
         {"compression.codec", "lz4"},
         {"message.max.bytes", "16777216"},
         {"partitioner",
          "murmur2_random"},  // a key's partition is the same as of Kafka's own clients
         // What waits here is bounded: then `put` waits.
         {"queue.buffering.max.messages", "100000"},
         {"queue.buffering.max.kbytes", "49152"}});
    if (!opened) return tl::unexpected(opened.error());
    producer_ = std::move(*opened);
    if (auto warmed = open_topics(); !warmed) return warmed;
    return call("taking over", [this](int ms) { return rd_kafka_init_transactions(client(), ms); });
  }

  tl::expected<std::optional<Cursor>, RelayFault> read_cursor() override {
    return read_cursor_of(settings_, log_id_, is_stopping_);
  }

  Result begin() override {
    const auto error = owned(rd_kafka_begin_transaction(client()));
    if (!error) return {};
    return tl::unexpected(producer_->fault("beginning a transaction", error.get()));
  }

  Result put(RelayTopic topic, const OutRecord& record) override {
    auto* headers = rd_kafka_headers_new(record.headers.size());
    for (const auto& [name, value] : record.headers)
      rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
    auto done = produce(*topics_[static_cast<std::size_t>(topic)], record.key, record.value,
                        RD_KAFKA_PARTITION_UA, headers);
    if (!done) rd_kafka_headers_destroy(headers);
    return done;
  }

  Result commit(const Cursor& cursor, const Meanwhile& meanwhile) override {
    if (auto put = produce(*topics_.back(), cursor_key_, cursor_text(cursor), 0, nullptr); !put)
      return put;
    const auto decide = [this] {
      return call("committing a transaction",
                  [this](int ms) { return rd_kafka_commit_transaction(client(), ms); });
    };
    if (!meanwhile) return decide();
    // Where no thread is to be had, `get` below is what commits.
    auto decided = std::async(std::launch::async | std::launch::deferred, decide);
    meanwhile(
        [&] { return decided.wait_for(std::chrono::seconds(0)) != std::future_status::timeout; });
    return decided.get();
  }

  void drop() override {
    topics_.clear();
    producer_.reset();
  }

 private:
  rd_kafka_t* client() const { return producer_->get(); }
  bool is_stopping() const { return is_stopping_ && is_stopping_(); }

  // The first transaction would otherwise wait a second until the topics' leaders are known.
  Result open_topics() {
    std::vector<std::string> names;
    for (const auto topic : {RelayTopic::events, RelayTopic::orders, RelayTopic::positions,
                             RelayTopic::pnl, RelayTopic::heads})
      names.push_back(topic_name(settings_, topic));
    names.push_back(cursor_topic_name(settings_));
    const auto plans = planned_topics(settings_);
    for (const auto& name : names) {
      topics_.emplace_back(rd_kafka_topic_new(client(), name.c_str(), nullptr),
                           &rd_kafka_topic_destroy);
      const bool is_used = std::any_of(plans.begin(), plans.end(),
                                       [&](const TopicPlan& plan) { return plan.name == name; });
      if (!is_used) continue;
      const rd_kafka_metadata_t* metadata = nullptr;
      const auto error =
          rd_kafka_metadata(client(), 0, topics_.back().get(), &metadata, metadata_ms);
      if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return tl::unexpected(producer_->fault("asking for topic " + name, error, {}));
      rd_kafka_metadata_destroy(metadata);
    }
    return {};
  }

  Result produce(rd_kafka_topic_t& topic, const std::string& key, const std::string& value,
                 std::int32_t partition, rd_kafka_headers_t* headers) {
    std::array<rd_kafka_vu_t, 6> parts{};
    parts[0].vtype = RD_KAFKA_VTYPE_RKT;
    parts[0].u.rkt = &topic;
    parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[1].u.i32 = partition;
    parts[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[2].u.i = RD_KAFKA_MSG_F_COPY;
    parts[3].vtype = RD_KAFKA_VTYPE_KEY;
    parts[3].u.mem = {const_cast<char*>(key.data()), key.size()};
    parts[4].vtype = RD_KAFKA_VTYPE_VALUE;
    // An empty value is none at all: what compaction takes as "no longer there".
    parts[4].u.mem = {value.empty() ? nullptr : const_cast<char*>(value.data()), value.size()};
    parts[5].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[5].u.headers = headers;
    const std::size_t count = headers ? 6 : 5;
    const auto until = Clock::now() + std::chrono::milliseconds(timeout_ms());
    while (true) {
      const auto error = owned(rd_kafka_produceva(client(), parts.data(), count));
      if (!error) return {};
      if (rd_kafka_error_code(error.get()) != RD_KAFKA_RESP_ERR__QUEUE_FULL)
        return tl::unexpected(producer_->fault("publishing a record", error.get()));
      if (Clock::now() > until || is_stopping())
        return tl::unexpected(
            producer_->fault("publishing a record", RD_KAFKA_RESP_ERR__TIMED_OUT, {}));
      rd_kafka_poll(client(), 10);
    }
  }

  int timeout_ms() const { return milliseconds_of(settings_.transaction_timeout); }

  // Waits in slices: a call that ran out of time goes on when it is called again. What is not
  // decided when our patience is over stays undecided, and the producer is thrown away.
  template <class Call>
  Result call(const char* what, const Call& call_for) {
    auto until = Clock::now() + std::chrono::milliseconds(timeout_ms() + slice_ms);
    bool was_stopping = false;
    while (true) {
      const auto error = owned(call_for(slice_ms));
      if (!error) return {};
      const bool goes_on = rd_kafka_error_code(error.get()) == RD_KAFKA_RESP_ERR__TIMED_OUT ||
                           rd_kafka_error_is_retriable(error.get()) != 0;
      if (!goes_on || Clock::now() > until)
        return tl::unexpected(producer_->fault(what, error.get()));
      if (is_stopping() && !was_stopping) {
        was_stopping = true;
        until = std::min(until, Clock::now() + last_patience);
      }
    }
  }

  const KafkaSettings settings_;
  const std::uint64_t log_id_;
  const std::string cursor_key_;
  const std::function<bool()> is_stopping_;
  std::unique_ptr<KafkaHandle> producer_;
  std::vector<Topic> topics_;  // by RelayTopic, then the cursor's; they go before the producer
};

}  // namespace

std::unique_ptr<RelayTarget> make_kafka_target(KafkaSettings settings, std::uint64_t log_id,
                                               std::function<bool()> is_stopping) {
  return std::make_unique<KafkaTarget>(std::move(settings), log_id, std::move(is_stopping));
}

std::string transactional_id_of(std::uint64_t log_id) {
  return "fillwright-relay-" + std::to_string(log_id);
}

}  // namespace fillwright
