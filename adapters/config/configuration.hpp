// What the program runs by, read from a TOML file and the environment.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/domain/settings.hpp"
#include "adapters/config/raw_value.hpp"
#include "adapters/kafka/kafka_settings.hpp"

namespace fillwright {

// What concerns the process, not the deciders.
struct ProcessSettings {
  std::string journal = "journal";  // folder
  std::string alert_file;           // JSON lines that grows; empty: none
  bool reads_standard_input = true;
  bool is_always_open = false;  // of the market calendar
  std::string log_file = "fillwright.log";
  std::string log_level = "info";
  std::uint32_t log_megabytes = 20;
  std::uint32_t log_files = 5;
  // Of the journal's signed heads; see the secret signing_key.
  std::string heads_folder;  // empty: beside the journal
  Duration sign_every = seconds(60);
  std::uint32_t sign_events = 10'000;
  KafkaSettings kafka;
  bool operator==(const ProcessSettings&) const = default;
};

struct Configuration {
  Settings settings;
  ProcessSettings process;
  bool operator==(const Configuration&) const = default;
};

// By name ("admin_api_key", "discord_bot_token"). Every value is known to mask_secrets, too.
using Secrets = std::map<std::string, std::string>;

struct LoadedConfiguration {
  Configuration configuration;    // to be used only when there are no mistakes
  Secrets secrets;                // those that were given
  std::vector<Mistake> mistakes;  // by source and line
  std::vector<Mistake> notes;     // nonsense that was taken as the safe value; tell the operator
  // "risk.daily_loss_percent = 3", in order of name; secrets as "secrets.admin_api_key = (given)".
  // Of these the settings' hash is made. For ConfigurationChanged.
  std::vector<std::string> values;
};

using Environment = std::map<std::string, std::string>;
Environment process_environment();

struct ConfigurationRequest {
  std::string file;  // empty: defaults and environment only
  Environment environment;
  bool is_live_confirmed = false;  // mode live needs it said twice: file and flag
};

// Reads the file. Settings::version stays 0: it is counted in the journal. Nothing throws.
LoadedConfiguration load_configuration(const ConfigurationRequest& request);
// The same for a text that is there already; `request.file` names it in mistakes.
LoadedConfiguration read_configuration(std::string_view toml, const ConfigurationRequest& request);

// Makes `values` and the settings' hash anew, after the program itself has changed a setting.
void resolve_values(LoadedConfiguration& loaded);

// Every value explained, as TOML that reads back as the defaults. Lines that begin with # and no
// space are examples of what has no default.
std::string example_configuration();

}  // namespace fillwright
