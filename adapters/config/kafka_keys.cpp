// The keys of [kafka].
#include "adapters/config/key_making.hpp"

namespace fillwright {
namespace {

// Topic names and client ids may hold nothing else.
Kind<std::string> kafka_name(std::string expected) {
  auto kind = any_text(std::move(expected), 0, 100);
  kind.read = [inner = kind.read](const RawValue& raw) {
    auto text = inner(raw);
    const bool is_right = text && text->find_first_not_of(
                                      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789._-") == std::string::npos;
    if (!is_right) text.reset();
    return text;
  };
  return kind;
}

void add_connection_keys(Keys& keys) {
  keys.push_back(
      setting("kafka.brokers", any_text("host:port of some brokers with commas between, or \"\""),
              "Where Kafka is; empty: nothing is published.", AT(process.kafka.brokers)));
  keys.push_back(setting("kafka.client_id",
                         kafka_name("letters, digits, dots, dashes and underscores"),
                         "How the brokers' logs and quotas call us.", AT(process.kafka.client_id)));
  keys.push_back(setting("kafka.security", one_of<KafkaSecurity>(),
                         "Whether the line is encrypted (tls) and we log in (sasl).",
                         AT(process.kafka.security)));
  keys.push_back(
      setting("kafka.sasl_mechanism", one_of<SaslMechanism>(),
              "How we log in; at Kafka 4.0 or newer scram needs librdkafka 2.6.1 or newer.",
              AT(process.kafka.sasl_mechanism)));
  keys.push_back(setting("kafka.sasl_user", any_text("a name, or \"\""),
                         "Who logs in; the password is the secret kafka_sasl_password.",
                         AT(process.kafka.sasl_user)));
  keys.push_back(setting("kafka.tls_authority", any_text("a file in PEM, or \"\""),
                         "Who signed the brokers' certificates; empty: the system's authorities.",
                         AT(process.kafka.tls_authority)));
  keys.push_back(setting("kafka.tls_certificate", any_text("a file in PEM, or \"\""),
                         "Our own certificate, where brokers want one (mutual TLS).",
                         AT(process.kafka.tls_certificate)));
  keys.push_back(setting("kafka.tls_key", any_text("a file in PEM, or \"\""),
                         "Its key; where it has a password, the secret kafka_tls_key_password.",
                         AT(process.kafka.tls_key)));
}

void add_topic_keys(Keys& keys) {
  keys.push_back(setting(
      "kafka.topic_prefix", kafka_name("letters, digits, dots, dashes and underscores"),
      "Before events, orders, positions, pnl, heads and cursor.", AT(process.kafka.topic_prefix)));
  keys.push_back(setting("kafka.partitions", count(1, 10'000),
                         "Of the topic of events; a stream's events are all in one of them.",
                         AT(process.kafka.partitions)));
  keys.push_back(
      setting("kafka.state_partitions", count(1, 10'000),
              "Of each topic of states: orders, positions, pnl. Each costs a request in every "
              "transaction.",
              AT(process.kafka.state_partitions)));
  keys.push_back(setting("kafka.replication", count(1, 100),
                         "Brokers that keep each topic; a single broker takes 1.",
                         AT(process.kafka.replication)));
  keys.push_back(setting("kafka.min_in_sync", count(1, 100),
                         "Of these, how many must have a record before it counts.",
                         AT(process.kafka.min_in_sync)));
  keys.push_back(setting("kafka.retention", duration({}, seconds(100LL * 365 * 86'400)),
                         "How long Kafka keeps events; 0s: for ever.",
                         AT(process.kafka.retention)));
  keys.push_back(setting("kafka.state", yes_or_no(),
                         "Whether the states of orders, positions and P&L are published, too.",
                         AT(process.kafka.publishes_state)));
}

}  // namespace

void add_kafka_keys(Keys& keys) {
  add_connection_keys(keys);
  add_topic_keys(keys);
  keys.push_back(setting("kafka.mode", one_of<ContentMode>(),
                         "Of the CloudEvents: all in the value, or attributes in headers.",
                         AT(process.kafka.mode)));
  keys.push_back(setting("kafka.source", any_text("a URI reference, or \"\""),
                         "Of the CloudEvents; empty: fillwright/ and the account.",
                         AT(process.kafka.source)));
  keys.push_back(setting("kafka.schema_base", any_text("a URI that names end, or \"\""),
                         "Where the JSON Schemas of the events are.",
                         AT(process.kafka.schema_base)));
  keys.push_back(setting("kafka.transaction_timeout", duration(seconds(1), seconds(900)),
                         "After so long Kafka gives up a transaction of ours that is open; a few "
                         "seconds more than the longest outage that should pass unseen.",
                         AT(process.kafka.transaction_timeout)));
}

}  // namespace fillwright
