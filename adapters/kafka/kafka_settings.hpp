// Where and how the journal is published to Kafka: the section [kafka] as plain data. Nothing here
// knows librdkafka.
#pragma once

#include <cstdint>
#include <string>

#include "events/describe.hpp"
#include "events/enum_names.hpp"
#include "events/values.hpp"

namespace fillwright {

enum class KafkaSecurity : std::uint8_t {
  plaintext = 1,
  tls = 2,
  sasl_plaintext = 3,
  sasl_tls = 4
};
FILLWRIGHT_ENUM(KafkaSecurity, plaintext, tls, sasl_plaintext, sasl_tls)

enum class SaslMechanism : std::uint8_t { plain = 1, scram_sha_256 = 2, scram_sha_512 = 3 };
FILLWRIGHT_ENUM(SaslMechanism, plain, scram_sha_256, scram_sha_512)

// How a CloudEvent becomes a message: all of it in the value, or its attributes in headers.
enum class ContentMode : std::uint8_t { structured = 1, binary = 2 };
FILLWRIGHT_ENUM(ContentMode, structured, binary)

struct KafkaSettings {
  std::string brokers;  // "host:port,host:port"; empty: nothing is published
  std::string client_id = "fillwright";
  KafkaSecurity security = KafkaSecurity::plaintext;
  SaslMechanism sasl_mechanism = SaslMechanism::scram_sha_256;
  std::string sasl_user;
  std::string tls_authority;    // files in PEM; empty: the system's authorities
  std::string tls_certificate;  // our own, for mutual TLS; empty: none
  std::string tls_key;
  // Secrets; never shown.
  std::string sasl_password;
  std::string tls_key_password;

  std::string topic_prefix = "fillwright.";
  std::uint32_t partitions = 6;        // of the topic of events
  std::uint32_t state_partitions = 1;  // of each topic of states
  std::uint32_t replication = 3;
  std::uint32_t min_in_sync = 2;
  Duration retention;  // of events; zero: for ever
  bool publishes_state = true;

  ContentMode mode = ContentMode::structured;
  std::string source;       // of the CloudEvents; empty: "fillwright/" and the account
  std::string schema_base;  // before the name of a type's JSON Schema
  std::string author_key;   // a secret; not empty: author ids leave hashed with it

  Duration transaction_timeout = seconds(30);
  bool operator==(const KafkaSettings&) const = default;
};

}  // namespace fillwright
