// The example explains every key and reads back as the defaults.
#include <sstream>

#include "adapters/config/keys.hpp"
#include "tests/adapters/config/support.hpp"

using namespace fillwright;

TEST_CASE("the example reads back as the defaults", "[config]") {
  const auto loaded = read_text(example_configuration());
  CHECK(texts(loaded.mistakes) == std::vector<std::string>{});
  auto configuration = loaded.configuration;
  CHECK(configuration.settings.hash == read_text("").configuration.settings.hash);
  configuration.settings.hash.clear();
  CHECK(configuration == Configuration{});
}

TEST_CASE("the example names every key once, and no line is too wide", "[config]") {
  const auto example = example_configuration();
  for (const auto& key : setting_keys())
    CHECK_THAT(example, Catch::Contains("\n" + key.name.substr(key.name.rfind('.') + 1) + " = "));
  std::istringstream lines(example);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    const bool is_comment = line.rfind("# ", 0) == 0;
    CHECK((!is_comment || line.size() <= 98));
  }
}

TEST_CASE("the examples of tables can be used as they are", "[config]") {
  std::istringstream lines(example_configuration());
  std::string used;
  for (std::string line; std::getline(lines, line);) {
    if (line == "#[secrets]") break;  // names files that are not there
    const bool is_sample = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    used += (is_sample ? line.substr(1) : line) + "\n";
  }
  const auto settings = settings_of(used);
  REQUIRE(settings.callers.size() == 1);
  CHECK(settings.callers[0].targets->size() == 2);
  REQUIRE(settings.channels.size() == 1);
  CHECK(settings.channels[0].id == "options room");
  REQUIRE(settings.policies.size() == 1);
  CHECK(settings.policies[0].name == "my_walk");
}

TEST_CASE("every key has a name, an explanation and a variable of its own", "[config]") {
  std::vector<std::string> variables;
  for (const auto& key : setting_keys()) {
    CHECK_FALSE(key.explanation.empty());
    CHECK_FALSE(key.expected.empty());
    variables.push_back(environment_name(key.name));
  }
  std::sort(variables.begin(), variables.end());
  CHECK(std::unique(variables.begin(), variables.end()) == variables.end());
  CHECK(environment_name("alerts.stale_after") == "FILLWRIGHT_ALERTS_STALE_AFTER");
}
