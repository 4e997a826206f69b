#include "adapters/kafka/handle.hpp"

#include <algorithm>
#include <array>

namespace fillwright {
namespace {

const char* protocol_of(KafkaSecurity security) {
  switch (security) {
    case KafkaSecurity::tls:
      return "ssl";
    case KafkaSecurity::sasl_plaintext:
      return "sasl_plaintext";
    case KafkaSecurity::sasl_tls:
      return "sasl_ssl";
    default:
      return "plaintext";
  }
}

const char* mechanism_of(SaslMechanism mechanism) {
  switch (mechanism) {
    case SaslMechanism::scram_sha_256:
      return "SCRAM-SHA-256";
    case SaslMechanism::scram_sha_512:
      return "SCRAM-SHA-512";
    default:
      return "PLAIN";
  }
}

KafkaOptions options_of(const KafkaSettings& settings) {
  KafkaOptions options = {
      {"bootstrap.servers", settings.brokers},
      {"client.id", settings.client_id},
      {"security.protocol", protocol_of(settings.security)},
      {"reconnect.backoff.max.ms", "1000"},
      {"log.connection.close", "false"},
  };
  const auto set = [&](const char* name, const std::string& value) {
    if (!value.empty()) options[name] = value;
  };
  const bool has_tls =
      settings.security == KafkaSecurity::tls || settings.security == KafkaSecurity::sasl_tls;
  const bool has_sasl = settings.security == KafkaSecurity::sasl_plaintext ||
                        settings.security == KafkaSecurity::sasl_tls;
  if (has_tls) {
    set("ssl.ca.location", settings.tls_authority);
    set("ssl.certificate.location", settings.tls_certificate);
    set("ssl.key.location", settings.tls_key);
    set("ssl.key.password", settings.tls_key_password);
  }
  if (has_sasl) {
    set("sasl.mechanism", mechanism_of(settings.sasl_mechanism));
    set("sasl.username", settings.sasl_user);
    set("sasl.password", settings.sasl_password);
  }
  return options;
}

// Before 2.6.1 librdkafka's SCRAM repeats the client's nonce in its last message
// (confluentinc/librdkafka#4895), which brokers refuse since 4.0 as if the password were wrong.
constexpr int first_right_scram = 0x020601ff;

std::string login_hint_of(const KafkaSettings& settings) {
  const bool has_sasl = settings.security == KafkaSecurity::sasl_plaintext ||
                        settings.security == KafkaSecurity::sasl_tls;
  if (!has_sasl || settings.sasl_mechanism == SaslMechanism::plain) return {};
  if (rd_kafka_version() >= first_right_scram) return {};
  return std::string("; the password may be right: librdkafka ") + rd_kafka_version_str() +
         " cannot log in by SCRAM at Kafka 4.0 or newer; use kafka.sasl_mechanism = \"plain\" with "
         "security = \"sasl_tls\", or librdkafka 2.6.1 or newer";
}

bool is_failed_login(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
         code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED;
}

// Kafka's word that holds until somebody changes a right, a topic or a setting.
bool is_lasting(rd_kafka_resp_err_t code) {
  constexpr std::array lasting = {
      RD_KAFKA_RESP_ERR__AUTHENTICATION,
      RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
      RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM,
      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
      RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
      RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
      RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
      RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT,
      RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
      RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE,
      RD_KAFKA_RESP_ERR__INVALID_ARG,
  };
  return std::find(lasting.begin(), lasting.end(), code) != lasting.end();
}

}  // namespace

void KafkaHandle::on_error(rd_kafka_t*, int code, const char* text, void* opaque) {
  auto& self = *static_cast<KafkaHandle*>(opaque);
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || error == RD_KAFKA_RESP_ERR__FATAL) return;
  std::lock_guard lock(self.mutex_);
  self.trouble_ = text + (is_failed_login(error) ? self.login_hint_ : std::string());
  self.is_refused_ = is_lasting(error);
}

tl::expected<std::unique_ptr<KafkaHandle>, RelayFault> KafkaHandle::open(
    rd_kafka_type_t type, const KafkaSettings& settings, const KafkaOptions& more) {
  std::unique_ptr<KafkaHandle> handle(new KafkaHandle);
  handle->brokers_ = settings.brokers;
  handle->login_hint_ = login_hint_of(settings);
  std::array<char, 512> text{};
  auto* conf = rd_kafka_conf_new();
  auto options = options_of(settings);
  for (const auto& [name, value] : more) options[name] = value;
  for (const auto& [name, value] : options) {
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text.data(), text.size()) ==
        RD_KAFKA_CONF_OK)
      continue;
    rd_kafka_conf_destroy(conf);
    return tl::unexpected(RelayFault{RelayTrouble::refused, std::string("kafka: ") + text.data()});
  }
  rd_kafka_conf_set_opaque(conf, handle.get());
  rd_kafka_conf_set_error_cb(conf, &KafkaHandle::on_error);
  rd_kafka_conf_set_log_cb(conf, &KafkaHandle::on_log);
  handle->client_ = rd_kafka_new(type, conf, text.data(), text.size());
  if (!handle->client_) {
    rd_kafka_conf_destroy(conf);
    return tl::unexpected(RelayFault{RelayTrouble::refused, std::string("kafka: ") + text.data()});
  }
  return handle;
}

KafkaHandle::~KafkaHandle() {
  if (!client_) return;
  if (rd_kafka_type(client_) == RD_KAFKA_PRODUCER)
    rd_kafka_purge(client_, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                RD_KAFKA_PURGE_F_NON_BLOCKING);
  rd_kafka_destroy_flags(client_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

std::string KafkaHandle::trouble() {
  rd_kafka_poll(client_, 0);  // serves on_error
  std::lock_guard lock(mutex_);
  return trouble_;
}

RelayFault KafkaHandle::fault(const std::string& what, rd_kafka_resp_err_t code,
                              const std::string& text) {
  RelayFault fault;
  fault.what =
      "Kafka at " + brokers_ + ": " + what + ": " + (text.empty() ? rd_kafka_err2str(code) : text);
  const auto behind = trouble();
  std::lock_guard lock(mutex_);
  const bool has_timed_out = code == RD_KAFKA_RESP_ERR__TIMED_OUT ||
                             code == RD_KAFKA_RESP_ERR__TRANSPORT ||
                             code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN;
  if (has_timed_out && !behind.empty()) fault.what += " (" + behind + ")";
  if (is_lasting(code) || (has_timed_out && is_refused_)) fault.trouble = RelayTrouble::refused;
  if (code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
      code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH)
    fault.trouble = RelayTrouble::fenced;
  return fault;
}

RelayFault KafkaHandle::fault(const std::string& what, const rd_kafka_error_t* error) {
  return fault(what, rd_kafka_error_code(error), rd_kafka_error_string(error));
}

}  // namespace fillwright
