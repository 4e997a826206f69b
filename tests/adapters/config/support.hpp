// Short words for the tests of the configuration.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "adapters/config/configuration.hpp"

namespace fillwright {

inline LoadedConfiguration read_text(std::string_view toml, Environment environment = {},
                                     bool is_live_confirmed = false) {
  return read_configuration(toml, {"test.toml", std::move(environment), is_live_confirmed});
}
inline std::vector<std::string> texts(const std::vector<Mistake>& mistakes) {
  std::vector<std::string> all;
  for (const auto& mistake : mistakes) all.push_back(to_text(mistake));
  return all;
}
// The settings of a text without mistakes.
inline Settings settings_of(std::string_view toml, Environment environment = {}) {
  const auto loaded = read_text(toml, std::move(environment));
  CHECK(texts(loaded.mistakes) == std::vector<std::string>{});
  return loaded.configuration.settings;
}

}  // namespace fillwright
