#include "adapters/config/keys.hpp"

#include <cctype>

#include "adapters/config/key_making.hpp"

namespace fillwright {

const std::vector<Key<Configuration>>& setting_keys() {
  static const auto keys = [] {
    Keys all;
    add_trading_keys(all);
    add_process_keys(all);
    add_kafka_keys(all);
    return all;
  }();
  return keys;
}

std::string environment_name(const std::string& key) {
  std::string name = "FILLWRIGHT_";
  for (const char c : key)
    name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

const std::vector<SecretKey>& secret_keys() {
  static const std::vector<SecretKey> keys = {
      {"admin_api_key", "ADMIN_API_KEY",
       "Opens the HTTP API for administration; not given means closed."},
      {"signing_key", "SIGNING_KEY",
       "Signs the journal's heads; `fillwright keys new FILE` makes one."},
      {"kafka_sasl_password", "KAFKA_SASL_PASSWORD", "Of kafka.sasl_user."},
      {"kafka_tls_key_password", "KAFKA_TLS_KEY_PASSWORD", "Opens the file kafka.tls_key."},
      {"kafka_author_key", "KAFKA_AUTHOR_KEY",
       "With it the ids of authors leave for Kafka hashed, and not as they are."},
      {"discord_bot_token", "DISCORD_BOT_TOKEN", "Of the bot that reads and posts messages."},
  };
  return keys;
}

const std::vector<SectionText>& sections() {
  static const std::vector<SectionText> all = {
      {"account", "The account that is traded."},
      {"alerts", "Who may call, where, and how calls are read."},
      {"size", "How many to buy."},
      {"price", "How an order's price walks."},
      {"exits", "How a position is left."},
      {"risk", "Limits before every order; of several on one thing the tightest wins."},
      {"operator", "What a person does while it runs, and what is done when none is there."},
      {"broker", "What is done when the broker asks, and when it fails."},
      {"reconcile", "The comparison of the broker's books with ours."},
      {"paper", "The simulated broker."},
      {"paper.fees", "What the simulated broker charges."},
      {"market", "Where quotes come from."},
      {"data", "Files and folders."},
      {"log", "The program's own log."},
      {"kafka", "The journal, published to Kafka: see `fillwright kafka ensure` and `relay`."},
  };
  return all;
}

}  // namespace fillwright
