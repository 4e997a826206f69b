// Lines in the file are JSON with ids and without secrets, whatever bytes are logged.
#include "adapters/log/log.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "events/values.hpp"

using namespace fillwright;

namespace {
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("fillwright_log_" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};
LogSettings settings_for(const std::filesystem::path& file) {
  LogSettings settings;
  settings.file = file.string();
  settings.is_on_terminal = false;
  return settings;
}
std::vector<nlohmann::json> lines_of(const std::filesystem::path& file) {
  std::vector<nlohmann::json> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}
}  // namespace

TEST_CASE("a line has time, level, message, ids and fields", "[log]") {
  const Folder folder;
  {
    auto log = Log::open(settings_for(folder.path / "a.log"));
    REQUIRE(log);
    (*log)->write(LogLevel::warning, "order \"stepped\"\n{}", {"7", "order/w1-1", 42},
                  {{"price", "1.25"}});
    (*log)->write(LogLevel::debug, "not at this level");
    (*log)->write(LogLevel::info, "plain");
  }
  const auto lines = lines_of(folder.path / "a.log");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0]["level"] == "warning");
  CHECK(lines[0]["message"] == "order \"stepped\"\n{}");
  CHECK(lines[0]["correlation"] == "7");
  CHECK(lines[0]["stream"] == "order/w1-1");
  CHECK(lines[0]["seq"] == 42);
  CHECK(lines[0]["price"] == "1.25");
  CHECK(parse_time(lines[0]["time"].get<std::string>()));
  CHECK_FALSE(lines[1].contains("seq"));
}

TEST_CASE("secrets and bad bytes do not reach the file", "[log]") {
  const Folder folder;
  {
    auto log = Log::open(settings_for(folder.path / "b.log"));
    REQUIRE(log);
    (*log)->write(LogLevel::info, "password=hunter2 \xff\xfe", {},
                  {{"header", "Bearer 0123456789abcdefgh"}});
  }
  const auto lines = lines_of(folder.path / "b.log");
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].dump().find("hunter2") == std::string::npos);
  CHECK(lines[0]["header"] == "Bearer ***");
}

TEST_CASE("the file is its owner's alone, and rotates when full", "[log]") {
  const Folder folder;
  auto settings = settings_for(folder.path / "c.log");
  settings.max_bytes = 2000;
  settings.max_files = 2;
  {
    auto log = Log::open(settings);
    REQUIRE(log);
    for (int i = 0; i < 60; ++i) (*log)->write(LogLevel::info, std::string(80, 'x'));
  }
  struct stat status {};
  REQUIRE(::stat(settings.file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto count = std::distance(std::filesystem::directory_iterator(folder.path), {});
  CHECK(count == 3);
  for (const auto& file : std::filesystem::directory_iterator(folder.path))
    CHECK(std::filesystem::file_size(file) <= 2000);
}

TEST_CASE("lines of several threads stay whole", "[log]") {
  const Folder folder;
  {
    auto log = Log::open(settings_for(folder.path / "d.log"));
    REQUIRE(log);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int j = 0; j < 250; ++j) (*log)->write(LogLevel::info, "line", {"1", "s/1", 5});
      });
    for (auto& thread : threads) thread.join();
  }
  CHECK(lines_of(folder.path / "d.log").size() == 1000);
}

TEST_CASE("a file that cannot be written is a sentence", "[log]") {
  const auto log = Log::open(settings_for("/proc/nowhere/x.log"));
  REQUIRE_FALSE(log);
  CHECK(log.error().find("/proc/nowhere/x.log") != std::string::npos);
}
