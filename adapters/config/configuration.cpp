#include "adapters/config/configuration.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "adapters/config/checks.hpp"
#include "adapters/config/environment.hpp"
#include "adapters/config/keys.hpp"
#include "adapters/config/mask.hpp"
#include "adapters/config/nearest.hpp"
#include "adapters/config/secret_files.hpp"
#include "adapters/config/toml_reader.hpp"
#include "adapters/config/value_kinds.hpp"

namespace fillwright {
namespace {

std::string shown(const RawValue& raw) {
  switch (raw.kind) {
    case RawValue::Kind::text:
      return toml_string(mask_secrets(raw.text).substr(0, 60));
    case RawValue::Kind::list:
      return "a list that is not right";
    case RawValue::Kind::table:
      return "a table that is not right";
    default:
      return raw.text.substr(0, 60);
  }
}

// Reads one document; remembers where each key was.
class Reader {
 public:
  Reader(const ConfigurationRequest& request, LoadedConfiguration& loaded)
      : request_(request), loaded_(loaded) {}

  void read(const RawValue& root) {
    for (const auto& [name, value] : root.fields) {
      if (name == "callers" || name == "channels")
        read_overrides(name, value);
      else if (name == "policies")
        read_policies(value);
      else if (name == "secrets")
        read_secrets(value);
      else
        read_setting(name, value);
    }
  }
  const Places& places() const { return places_; }

 private:
  Settings& settings() { return loaded_.configuration.settings; }

  void add(const RawValue& at, std::string text) {
    loaded_.mistakes.push_back({request_.file, at.line, std::move(text)});
  }
  void add_wrong(const RawValue& at, const std::string& name, const std::string& expected) {
    add(at, name + " is " + shown(at) + "; expected " + expected);
  }
  void add_unknown(const RawValue& at, const std::string& name,
                   const std::vector<std::string>& known) {
    const auto nearest = nearest_name(name, known);
    add(at, name + " is not known; " +
                (nearest.empty() ? "see `config example` for all keys"
                                 : "did you mean " + nearest + "?"));
  }

  void read_setting(const std::string& name, const RawValue& value) {
    const auto& keys = setting_keys();
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const auto& each) { return each.name == name; });
    if (key != keys.end()) {
      places_[name] = value.line;
      if (!key->read(loaded_.configuration, value)) add_wrong(value, name, key->expected);
      return;
    }
    const bool is_section = std::any_of(keys.begin(), keys.end(), [&](const auto& each) {
      return each.name.rfind(name + ".", 0) == 0;
    });
    if (is_section && value.kind == RawValue::Kind::table) {
      for (const auto& [field, inner] : value.fields) read_setting(name + "." + field, inner);
    } else if (is_section) {
      add_wrong(value, name, "a section [" + name + "]");
    } else {
      std::vector<std::string> known = {"callers", "channels", "policies", "secrets"};
      for (const auto& section : sections()) known.push_back(section.name);
      for (const auto& each : keys) known.push_back(each.name);
      add_unknown(value, name, known);
    }
  }

  // The fields of one [callers.NAME], [channels.NAME] or [policies.NAME].
  template <class Object>
  void read_fields(const std::string& prefix, const RawValue& table,
                   const std::vector<Key<Object>>& keys, Object& object) {
    for (const auto& [field, value] : table.fields) {
      const auto name = prefix + "." + field;
      const auto key = std::find_if(keys.begin(), keys.end(),
                                    [&](const auto& each) { return each.name == field; });
      places_[name] = value.line;
      if (key == keys.end()) {
        std::vector<std::string> known;
        for (const auto& each : keys) known.push_back(prefix + "." + each.name);
        add_unknown(value, name, known);
      } else if (!key->read(object, value)) {
        add_wrong(value, name, key->expected);
      }
    }
  }

  template <class Use>
  void for_each_table(const std::string& section, const RawValue& tables, Use use) {
    if (tables.kind != RawValue::Kind::table)
      return add_wrong(tables, section, "tables like [" + section + ".NAME]");
    for (const auto& [name, table] : tables.fields) {
      const auto full = section + "." + name;
      places_[full] = table.line;
      if (table.kind != RawValue::Kind::table)
        add_wrong(table, full, "a table [" + full + "]");
      else
        use(name, full, table);
    }
  }

  void read_overrides(const std::string& section, const RawValue& tables) {
    const bool is_channel = section == "channels";
    for_each_table(section, tables, [&](const auto& name, const auto& full, const auto& table) {
      Override own;
      own.id = name;
      read_fields(full, table, override_keys(), own);
      if (!is_channel && (own.reads_free_text || own.default_expiry || own.may_open_short))
        add(table, full +
                       " sets free_text, default_expiry or may_open_short; expected these in "
                       "[channels.NAME] only");
      (is_channel ? settings().channels : settings().callers).push_back(std::move(own));
    });
  }

  void read_policies(const RawValue& tables) {
    for_each_table("policies", tables, [&](const auto& name, const auto& full, const auto& table) {
      PricePolicy policy;
      policy.name = name;
      read_fields(full, table, policy_keys(), policy);
      settings().policies.push_back(std::move(policy));
    });
  }

  void read_secrets(const RawValue& table) {
    if (table.kind != RawValue::Kind::table)
      return add(table, "secrets is not a section; expected [secrets]");
    std::vector<std::string> known;
    for (const auto& key : secret_keys()) {
      known.push_back("secrets." + key.name);
      known.push_back("secrets." + key.name + "_file");
    }
    for (const auto& [name, value] : table.fields) {
      const auto full = "secrets." + name;
      if (std::find(known.begin(), known.end(), full) == known.end())
        add_unknown(value, full, known);
      else if (value.kind != RawValue::Kind::text || value.text.empty())
        add(value, full + " is not a text; expected a text in quotes");
      else if (name.size() > 5 && name.compare(name.size() - 5, 5, "_file") == 0)
        read_secret_of_file(name.substr(0, name.size() - 5), full, value);
      else
        take_secret(name, full, value);
    }
  }

  void read_secret_of_file(const std::string& name, const std::string& full,
                           const RawValue& value) {
    const auto secret = read_secret_file(value.text);
    if (!secret) return add(value, full + ": file " + shown(value) + ": " + secret.error());
    add_secret(*secret);
    loaded_.secrets[name] = *secret;
  }

  void take_secret(const std::string& name, const std::string& full, const RawValue& value) {
    add_secret(value.text);
    loaded_.secrets[name] = value.text;
    if (const auto problem = owner_only_problem(request_.file); !problem.empty())
      add(value, full + " is a secret in a file that does not keep it: " + problem);
  }

  const ConfigurationRequest& request_;
  LoadedConfiguration& loaded_;
  Places places_;
};

std::string sha256_hex(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += line + '\n';
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(all.data(), all.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    return {};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += digits[digest[i] >> 4];
    hex += digits[digest[i] & 15];
  }
  return hex;
}

template <class Object>
void add_values(const std::string& prefix, const std::vector<Key<Object>>& keys,
                const Object& object, std::vector<std::string>& values) {
  for (const auto& key : keys)
    if (const auto text = key.write(object); !text.empty())
      values.push_back(prefix + key.name + " = " + text);
}

// What decisions depend on: folders, the log and Kafka are left out, for the same decisions
// elsewhere must give the same hash.
bool is_about_decisions(const std::string& key) {
  return key.rfind("data.", 0) != 0 && key.rfind("log.", 0) != 0 && key.rfind("kafka", 0) != 0;
}
std::vector<std::string> resolved_values(const LoadedConfiguration& loaded) {
  std::vector<std::string> values;
  const auto& settings = loaded.configuration.settings;
  for (const auto& key : setting_keys())
    if (is_about_decisions(key.name))
      values.push_back(key.name + " = " + key.write(loaded.configuration));
  for (const auto& each : settings.callers)
    add_values("callers." + toml_key(each.id) + ".", override_keys(), each, values);
  for (const auto& each : settings.channels)
    add_values("channels." + toml_key(each.id) + ".", override_keys(), each, values);
  for (const auto& each : settings.policies)
    add_values("policies." + toml_key(each.name) + ".", policy_keys(), each, values);
  for (const auto& [name, value] : loaded.secrets)
    if (is_about_decisions(name)) values.push_back("secrets." + name + " = (given)");
  std::sort(values.begin(), values.end());
  return values;
}

void take_kafka_secrets(LoadedConfiguration& loaded) {
  auto& kafka = loaded.configuration.process.kafka;
  const auto take = [&](const char* name, std::string& into) {
    if (const auto found = loaded.secrets.find(name); found != loaded.secrets.end())
      into = found->second;
  };
  take("kafka_sasl_password", kafka.sasl_password);
  take("kafka_tls_key_password", kafka.tls_key_password);
  take("kafka_author_key", kafka.author_key);
}

}  // namespace

LoadedConfiguration read_configuration(std::string_view toml, const ConfigurationRequest& request) {
  LoadedConfiguration loaded;
  auto document = read_toml(toml, request.file);
  loaded.mistakes = std::move(document.mistakes);
  Reader reader(request, loaded);
  reader.read(document.root);
  apply_environment(request.environment, loaded);
  take_kafka_secrets(loaded);
  check_together(request, reader.places(), loaded);
  std::stable_sort(loaded.mistakes.begin(), loaded.mistakes.end(),
                   [](const Mistake& a, const Mistake& b) { return a.line < b.line; });
  resolve_values(loaded);
  return loaded;
}

void resolve_values(LoadedConfiguration& loaded) {
  loaded.values = resolved_values(loaded);
  loaded.configuration.settings.hash = sha256_hex(loaded.values);
}

LoadedConfiguration load_configuration(const ConfigurationRequest& request) {
  if (request.file.empty()) return read_configuration({}, request);
  const auto content = read_small_file(request.file, longest_toml);
  if (content) return read_configuration(*content, request);
  auto loaded = read_configuration({}, request);
  loaded.mistakes.insert(loaded.mistakes.begin(), {request.file, 0, content.error()});
  return loaded;
}

}  // namespace fillwright
