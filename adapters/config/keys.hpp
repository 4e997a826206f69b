// The one list of keys: parsing, checking, the example and the resolved values all come from it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/config/configuration.hpp"

namespace fillwright {

template <class Object>
struct Key {
  std::string name;  // "alerts.stale_after"; of an override or policy "trim_percent"
  std::string explanation;
  std::string expected;                                // type and range
  std::string sample;                                  // TOML of a value; of a setting its default
  std::function<bool(Object&, const RawValue&)> read;  // false: not what is expected
  std::function<std::string(const Object&)> write;     // TOML; empty: not set
  std::string also_named = {};                         // a further environment variable
};

// In the order of the example file.
const std::vector<Key<Configuration>>& setting_keys();
// Of [callers.NAME] and [channels.NAME].
const std::vector<Key<Override>>& override_keys();
// Of [policies.NAME].
const std::vector<Key<PricePolicy>>& policy_keys();

// "FILLWRIGHT_ALERTS_STALE_AFTER".
std::string environment_name(const std::string& key);

struct SecretKey {
  std::string name;
  std::string environment;
  std::string explanation;
};
const std::vector<SecretKey>& secret_keys();

struct SectionText {
  std::string name;
  std::string explanation;
};
const std::vector<SectionText>& sections();

}  // namespace fillwright
