// One client of librdkafka, set up from our settings. For the files of this folder only.
#pragma once

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tl/expected.hpp>

#include "adapters/kafka/kafka_settings.hpp"
#include "adapters/kafka/relay_target.hpp"

namespace fillwright {

using KafkaOptions = std::map<std::string, std::string>;  // librdkafka's names

using RdError = std::unique_ptr<rd_kafka_error_t, decltype(&rd_kafka_error_destroy)>;
inline RdError owned(rd_kafka_error_t* error) { return {error, &rd_kafka_error_destroy}; }
inline int milliseconds_of(Duration span) { return static_cast<int>(span.ns / 1'000'000); }

// Threads: one, besides librdkafka's own.
class KafkaHandle {
 public:
  // `options` come on top of what the settings say. The error is a sentence: a value that
  // librdkafka does not take, a file that it cannot read.
  static tl::expected<std::unique_ptr<KafkaHandle>, RelayFault> open(rd_kafka_type_t type,
                                                                     const KafkaSettings& settings,
                                                                     const KafkaOptions& options);
  KafkaHandle(const KafkaHandle&) = delete;
  KafkaHandle& operator=(const KafkaHandle&) = delete;
  // Messages that are still on their way are thrown away.
  ~KafkaHandle();

  rd_kafka_t* get() const { return client_; }
  // What librdkafka said last of its connections ("Connection refused"); empty: nothing.
  std::string trouble();
  // `what` and why, as a sentence; "refused" when trying again will not help.
  RelayFault fault(const std::string& what, rd_kafka_resp_err_t code, const std::string& text);
  RelayFault fault(const std::string& what, const rd_kafka_error_t* error);

 private:
  KafkaHandle() = default;
  static void on_error(rd_kafka_t* client, int code, const char* text, void* self);
  static void on_log(const rd_kafka_t*, int, const char*, const char*) {}

  std::string brokers_;
  std::string login_hint_;  // what else a failed login may mean; empty: nothing
  rd_kafka_t* client_ = nullptr;
  std::mutex mutex_;  // guards what follows
  std::string trouble_;
  bool is_refused_ = false;
};

}  // namespace fillwright
