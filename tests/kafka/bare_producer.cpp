// What the relay is measured against: a transactional producer of librdkafka with nothing in its
// way. It reads all records of the relay's topics into memory, then publishes the same keys, values
// and headers to topics of another prefix, with the relay's settings and size of transactions.
//
//   fillwright_bare_producer BROKERS FROM_PREFIX TO_PREFIX EVENTS_A_TRANSACTION
//
// Prints records, bytes (keys, values, headers), seconds and events a second.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "adapters/kafka/handle.hpp"
#include "adapters/kafka/topics.hpp"

namespace {

using namespace fillwright;

struct Copy {
  OutRecord record;
  bool is_tombstone = false;
};

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

void check(rd_kafka_error_t* error, const char* what) {
  if (error) give_up(std::string(what) + ": " + rd_kafka_error_string(error));
}

std::vector<Copy> read_topic(const KafkaSettings& settings, const std::string& name,
                             std::uint32_t partitions) {
  std::vector<Copy> copies;
  auto handle = KafkaHandle::open(RD_KAFKA_CONSUMER, settings, {{"enable.partition.eof", "true"}});
  if (!handle) give_up(handle.error().what);
  auto* topic = rd_kafka_topic_new((*handle)->get(), name.c_str(), nullptr);
  for (std::uint32_t partition = 0; partition < partitions; ++partition) {
    const auto number = static_cast<std::int32_t>(partition);
    rd_kafka_consume_start(topic, number, RD_KAFKA_OFFSET_BEGINNING);
    for (bool is_over = false; !is_over;) {
      auto* message = rd_kafka_consume(topic, number, 1000);
      if (!message) continue;
      is_over = message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        auto& copy = copies.emplace_back();
        copy.record.key.assign(static_cast<const char*>(message->key), message->key_len);
        copy.is_tombstone = message->payload == nullptr;
        if (message->payload)
          copy.record.value.assign(static_cast<const char*>(message->payload), message->len);
        rd_kafka_headers_t* headers = nullptr;
        const char* header = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        if (rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR)
          for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &header, &value, &size) ==
                                  RD_KAFKA_RESP_ERR_NO_ERROR;
               ++i)
            copy.record.headers.emplace_back(header,
                                             std::string(static_cast<const char*>(value), size));
      }
      rd_kafka_message_destroy(message);
    }
    rd_kafka_consume_stop(topic, number);
  }
  rd_kafka_topic_destroy(topic);
  return copies;
}

void produce(rd_kafka_t* client, rd_kafka_topic_t* topic, const Copy& copy) {
  const auto& record = copy.record;
  auto* headers = rd_kafka_headers_new(record.headers.size());
  for (const auto& [name, value] : record.headers)
    rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  std::array<rd_kafka_vu_t, 5> parts{};
  parts[0].vtype = RD_KAFKA_VTYPE_RKT;
  parts[0].u.rkt = topic;
  parts[1].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  parts[1].u.i = RD_KAFKA_MSG_F_COPY;
  parts[2].vtype = RD_KAFKA_VTYPE_KEY;
  parts[2].u.mem = {const_cast<char*>(record.key.data()), record.key.size()};
  parts[3].vtype = RD_KAFKA_VTYPE_VALUE;
  parts[3].u.mem = {copy.is_tombstone ? nullptr : const_cast<char*>(record.value.data()),
                    record.value.size()};
  parts[4].vtype = RD_KAFKA_VTYPE_HEADERS;
  parts[4].u.headers = headers;
  while (auto* error = rd_kafka_produceva(client, parts.data(), parts.size())) {
    if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR__QUEUE_FULL) check(error, "producing");
    rd_kafka_error_destroy(error);
    rd_kafka_poll(client, 10);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) give_up("usage: fillwright_bare_producer BROKERS FROM_PREFIX TO_PREFIX EVENTS");
  KafkaSettings settings;
  settings.brokers = argv[1];
  settings.replication = settings.min_in_sync = 1;
  const auto batch = std::strtoull(argv[4], nullptr, 10);
  settings.topic_prefix = argv[2];
  std::vector<std::vector<Copy>> topics;
  std::size_t records = 0;
  std::size_t bytes = 0;
  for (const auto& plan : planned_topics(settings))
    topics.push_back(read_topic(settings, plan.name, plan.partitions));
  for (const auto& topic : topics)
    for (const auto& copy : topic) {
      ++records;
      bytes += copy.record.key.size() + copy.record.value.size();
      for (const auto& [name, value] : copy.record.headers) bytes += name.size() + value.size();
    }
  settings.topic_prefix = argv[3];
  if (const auto made = ensure_topics(settings); !made) give_up(made.error().what);
  auto opened = KafkaHandle::open(RD_KAFKA_PRODUCER, settings,
                                  {{"transactional.id", settings.topic_prefix},
                                   {"enable.idempotence", "true"},
                                   {"transaction.timeout.ms", "30000"},
                                   {"message.timeout.ms", "30000"},
                                   {"linger.ms", "5"},
                                   {"compression.codec", "lz4"},
                                   {"message.max.bytes", "16777216"},
                                   {"partitioner", "murmur2_random"},
                                   {"queue.buffering.max.messages", "100000"},
                                   {"queue.buffering.max.kbytes", "49152"}});
  if (!opened) give_up(opened.error().what);
  auto* client = (*opened)->get();
  check(rd_kafka_init_transactions(client, 30'000), "init");
  std::vector<rd_kafka_topic_t*> names;
  for (const auto& plan : planned_topics(settings)) {
    names.push_back(rd_kafka_topic_new(client, plan.name.c_str(), nullptr));
    const rd_kafka_metadata_t* metadata = nullptr;
    rd_kafka_metadata(client, 0, names.back(), &metadata, 10'000);
    rd_kafka_metadata_destroy(metadata);
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto events = topics.front().size();
  const auto transactions = (events + batch - 1) / batch;
  for (std::size_t i = 0; i < transactions; ++i) {
    check(rd_kafka_begin_transaction(client), "begin");
    // Of each topic the share of this transaction.
    for (std::size_t t = 0; t < topics.size(); ++t)
      for (auto r = topics[t].size() * i / transactions;
           r < topics[t].size() * (i + 1) / transactions; ++r)
        produce(client, names[t], topics[t][r]);
    check(rd_kafka_commit_transaction(client, 60'000), "commit");
  }
  const std::chrono::duration<double> span = std::chrono::steady_clock::now() - begin;
  for (auto* name : names) rd_kafka_topic_destroy(name);
  std::printf("%zu records, %zu events, %zu bytes, %.3f s, %.0f events/s\n", records, events, bytes,
              span.count(), static_cast<double>(events) / span.count());
  return 0;
}
