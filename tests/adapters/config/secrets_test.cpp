// Secrets come from owner-only files or the environment, and are never shown.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/config/mask.hpp"
#include "tests/adapters/config/support.hpp"

using namespace fillwright;

namespace {
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("fillwright_config_" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string write(const std::string& name, const std::string& content, mode_t mode) const {
    const auto file = (path / name).string();
    std::ofstream(file) << content;
    ::chmod(file.c_str(), mode);
    return file;
  }
};
const std::string secret = "s3cr3t-value-of-20-bytes";
}  // namespace

TEST_CASE("a secret of an owner-only file is read and masked from then on", "[config]") {
  const Folder folder;
  const auto file = folder.write("key", secret + "\nrest", 0600);
  const auto loaded = read_text("[secrets]\nadmin_api_key_file = \"" + file + "\"\n");
  CHECK(loaded.mistakes.empty());
  CHECK(loaded.secrets.at("admin_api_key") == secret);
  CHECK(mask_secrets("it is " + secret) == "it is ***");
  for (const auto& value : loaded.values) CHECK(value.find(secret) == std::string::npos);
  CHECK(std::count(loaded.values.begin(), loaded.values.end(), "secrets.admin_api_key = (given)") ==
        1);
}

TEST_CASE("a file that others can read does not keep a secret", "[config]") {
  const Folder folder;
  const auto key = folder.write("key", secret, 0640);
  const auto config =
      folder.write("c.toml", "[secrets]\nadmin_api_key = \"" + secret + "\"\n", 0644);
  for (const auto& mistakes :
       {read_text("[secrets]\nadmin_api_key_file = \"" + key + "\"\n").mistakes,
        load_configuration({config, {}, false}).mistakes}) {
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].line == 2);
    CHECK_THAT(mistakes[0].text, Catch::Contains("chmod 600"));
    CHECK(mistakes[0].text.find(secret) == std::string::npos);
  }
  ::chmod(config.c_str(), 0600);
  CHECK(load_configuration({config, {}, false}).mistakes.empty());
}

TEST_CASE("secrets of the environment win, and nonsense means not given", "[config]") {
  auto loaded = read_text("", {{"ADMIN_API_KEY", secret}, {"DISCORD_BOT_TOKEN", "x y"}});
  CHECK(loaded.secrets.at("admin_api_key") == secret);
  CHECK(loaded.secrets.count("discord_bot_token") == 0);
  REQUIRE(loaded.notes.size() == 1);
  CHECK_THAT(loaded.notes[0].text, Catch::StartsWith("DISCORD_BOT_TOKEN makes no sense"));
  CHECK(loaded.notes[0].text.find("x y") == std::string::npos);
}

TEST_CASE("files that cannot be read are named", "[config]") {
  const Folder folder;
  for (const auto& file : {(folder.path / "none.toml").string(), folder.path.string()}) {
    const auto loaded = load_configuration({file, {}, false});
    REQUIRE(loaded.mistakes.size() == 1);
    CHECK(loaded.mistakes[0].source == file);
  }
  const auto missing = read_text("[secrets]\nadmin_api_key_file = \"/nowhere/key\"\n");
  REQUIRE(missing.mistakes.size() == 1);
  CHECK_THAT(missing.mistakes[0].text, Catch::Contains("it cannot be read"));
}
