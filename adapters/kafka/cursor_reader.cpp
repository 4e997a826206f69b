#include "adapters/kafka/cursor_reader.hpp"

#include <algorithm>
#include <chrono>

#include "adapters/kafka/handle.hpp"
#include "adapters/kafka/topics.hpp"

namespace fillwright {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int patience_ms = 5'000;
constexpr int poll_ms = 200;
constexpr std::int64_t first_look = 1'000;  // records from the end, where a cursor nearly always is

// The log's end, records of open transactions included. Asked for by a committed reader it would
// be where the oldest open transaction begins: that may be another journal's, and our newest cursor
// behind it.
struct Ends {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

tl::expected<Ends, RelayFault> ends_of(const KafkaSettings& settings, const std::string& topic) {
  auto handle =
      KafkaHandle::open(RD_KAFKA_CONSUMER, settings, {{"isolation.level", "read_uncommitted"}});
  if (!handle) return tl::unexpected(handle.error());
  Ends ends;
  const auto error = rd_kafka_query_watermark_offsets((*handle)->get(), topic.c_str(), 0, &ends.low,
                                                      &ends.high, patience_ms);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return ends;
  return tl::unexpected((*handle)->fault("reading the cursor's topic " + topic, error, {}));
}

class CommittedReader {
 public:
  CommittedReader(KafkaHandle& handle, const std::string& topic)
      : handle_(handle),
        name_(topic),
        topic_(rd_kafka_topic_new(handle.get(), topic.c_str(), nullptr)) {}
  CommittedReader(const CommittedReader&) = delete;
  CommittedReader& operator=(const CommittedReader&) = delete;
  ~CommittedReader() { rd_kafka_topic_destroy(topic_); }

  // The last value of the key among committed records from `from` to before `end`.
  tl::expected<std::optional<std::string>, RelayFault> last_value(
      const std::string& key, std::int64_t from, std::int64_t end, Clock::time_point until,
      const std::function<bool()>& is_stopping) {
    if (rd_kafka_consume_start(topic_, 0, from) != 0)
      return tl::unexpected(handle_.fault("reading " + name_, rd_kafka_last_error(), {}));
    std::optional<std::string> last;
    std::optional<RelayFault> fault;
    for (bool is_at_end = false; !is_at_end && !fault;) {
      auto* message = rd_kafka_consume(topic_, 0, poll_ms);
      rd_kafka_poll(handle_.get(), 0);
      if (message) {
        is_at_end = take(*message, key, end, last, fault);
        rd_kafka_message_destroy(message);
      }
      if (!is_at_end && !fault && Clock::now() > until)
        fault = handle_.fault("reading " + name_, RD_KAFKA_RESP_ERR__TIMED_OUT, {});
      if (is_stopping && is_stopping()) fault = RelayFault{RelayTrouble::lost, "told to stop"};
    }
    rd_kafka_consume_stop(topic_, 0);
    if (fault) return tl::unexpected(*fault);
    return last;
  }

 private:
  // True at the end.
  bool take(const rd_kafka_message_t& message, const std::string& key, std::int64_t end,
            std::optional<std::string>& last, std::optional<RelayFault>& fault) {
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return message.offset >= end;
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      // Whatever the connection does, librdkafka goes on by itself.
      const auto failed =
          handle_.fault("reading " + name_, message.err, rd_kafka_message_errstr(&message));
      if (failed.trouble == RelayTrouble::refused) fault = failed;
      return false;
    }
    const bool is_ours = message.key && message.key_len == key.size() &&
                         std::equal(key.begin(), key.end(), static_cast<const char*>(message.key));
    if (is_ours) last.emplace(static_cast<const char*>(message.payload), message.len);
    return message.offset + 1 >= end;
  }

  KafkaHandle& handle_;
  std::string name_;
  rd_kafka_topic_t* topic_;
};

}  // namespace

std::string cursor_key(std::uint64_t log_id) { return std::to_string(log_id); }

tl::expected<std::optional<Cursor>, RelayFault> read_cursor_of(
    const KafkaSettings& settings, std::uint64_t log_id, const std::function<bool()>& is_stopping) {
  const auto topic = cursor_topic_name(settings);
  const auto ends = ends_of(settings, topic);
  if (!ends) return tl::unexpected(ends.error());
  auto handle = KafkaHandle::open(RD_KAFKA_CONSUMER, settings,
                                  {{"isolation.level", "read_committed"},
                                   {"enable.partition.eof", "true"},
                                   {"fetch.wait.max.ms", "50"},
                                   {"auto.offset.reset", "earliest"}});
  if (!handle) return tl::unexpected(handle.error());
  CommittedReader reader(**handle, topic);
  const auto until = Clock::now() + std::chrono::milliseconds(patience_ms) +
                     std::chrono::milliseconds(milliseconds_of(settings.transaction_timeout));
  for (auto look = first_look; ends->high > ends->low; look *= 10) {
    const auto from = std::max(ends->low, ends->high - look);
    const auto text = reader.last_value(cursor_key(log_id), from, ends->high, until, is_stopping);
    if (!text) return tl::unexpected(text.error());
    if (*text) {
      const auto cursor = parse_cursor(**text);
      if (cursor && cursor->log_id == log_id) return cursor;
      return tl::unexpected(RelayFault{
          RelayTrouble::refused,
          "topic " + topic + " holds a cursor of this journal that this program cannot read"});
    }
    if (from == ends->low) break;
  }
  return std::nullopt;
}

}  // namespace fillwright
