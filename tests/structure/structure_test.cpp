// That the tree is the architecture: what each folder may know, and what the pure ones never do.
#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/structure/source_tree.hpp"

using namespace fillwright;

namespace {

const std::vector<std::string> pure_folders = {"events", "actors/domain", "projections"};

bool starts_with_any(const std::string& text, const std::vector<std::string>& beginnings) {
  for (const auto& beginning : beginnings) {
    if (text.starts_with(beginning)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("comments and literals are no code", "[structure]") {
  CHECK(without_comments_and_literals("a // b\nc /* d */ e") == "a \nc   e");
  CHECK(without_comments_and_literals(R"(f("a \" // b", 'c') + 1'000)") == R"(f("", '') + 1'000)");
  CHECK(without_comments_and_literals("R\"x(rand( )\" )x\" g") == "\"\" g");
  CHECK(has_word("x = rand(1)", "rand("));
  CHECK_FALSE(has_word("x = operand(1)", "rand("));
}

TEST_CASE("every folder of the tree exists and holds code", "[structure]") {
  const std::string folder =
      GENERATE("events", "actors/domain", "actors/ports", "projections", "adapters", "tests");
  INFO(folder);
  CHECK_FALSE(code_below(folder).empty());
}

TEST_CASE("a header begins by saying what it is for", "[structure]") {
  for (const auto& file : code_below("")) {
    INFO(file.path);
    if (file.path.ends_with(".hpp")) CHECK(file.text.starts_with("// "));
  }
}

TEST_CASE("includes point inward", "[structure]") {
  struct Rule {
    std::string folder;
    std::vector<std::string> may_include;
  };
  const std::vector<Rule> rules = {
      {"events", {"events/"}},
      {"actors/ports", {"actors/ports/", "events/"}},
      {"actors/domain", {"actors/domain/", "actors/ports/", "events/"}},
      {"actors/journal", {"actors/journal/", "actors/ports/", "events/"}},
      {"actors", {"actors/", "events/"}},
      {"projections", {"projections/", "events/"}},
      {"adapters", {"adapters/", "projections/", "actors/", "events/"}},
      {"replay", {"replay/", "projections/", "actors/", "events/"}},
      {"deploy", {"deploy/", "adapters/", "replay/", "projections/", "actors/", "events/"}},
  };
  for (const auto& [folder, may_include] : rules) {
    for (const auto& file : code_below(folder)) {
      for (const auto& include : includes_of(file)) {
        INFO(file.path << " includes " << include.path);
        if (include.is_ours) CHECK(starts_with_any(include.path, may_include));
      }
    }
  }
}

TEST_CASE("libraries stay where they belong", "[structure]") {
  struct Rule {
    std::string library;
    std::vector<std::string> known_in;
  };
  const std::vector<Rule> rules = {
      {"caf/", {"actors/", "deploy/", "tests/"}}, {"rocksdb/", {"adapters/", "tests/"}},
      {"spdlog/", {"adapters/", "tests/"}},       {"librdkafka/", {"adapters/", "tests/"}},
      {"boost/asio", {"adapters/", "tests/"}},    {"boost/beast", {"adapters/", "tests/"}},
      {"zip.h", {"adapters/", "tests/"}},         {"CLI/", {"deploy/"}},
  };
  for (const auto& file : code_below("")) {
    for (const auto& include : includes_of(file)) {
      for (const auto& [library, known_in] : rules) {
        if (include.is_ours || !include.path.starts_with(library)) continue;
        INFO(file.path << " includes " << include.path);
        CHECK(starts_with_any(file.path, known_in));
      }
    }
  }
}

TEST_CASE("events, domain and projections know no library, thread, clock, file or chance",
          "[structure]") {
  const std::vector<std::string> headers = {"caf/",        "librdkafka/", "rocksdb/",
                                            "spdlog/",     "fmt/",        "boost/asio",
                                            "boost/beast", "re2/",        "openssl/",
                                            "toml",        "nlohmann",    "thread",
                                            "mutex",       "atomic",      "fstream",
                                            "iostream",    "random",      "future",
                                            "ctime",       "filesystem",  "condition_variable",
                                            "unistd.h",    "sys/",        "time.h"};
  const std::vector<std::string> words = {"system_clock",  "steady_clock", "high_resolution_clock",
                                          "random_device", "mt19937",      "rand(",
                                          "srand(",        "sleep",        "this_thread",
                                          "getenv(",       "fopen(",       "printf(",
                                          "std::time(",    "thread_local", "std::cout",
                                          "std::cerr"};
  const auto folder = GENERATE(from_range(pure_folders));
  for (const auto& file : code_below(folder)) {
    for (const auto& include : includes_of(file)) {
      INFO(file.path << " includes " << include.path);
      if (!include.is_ours) CHECK_FALSE(starts_with_any(include.path, headers));
    }
    const auto code = without_comments_and_literals(file.text);
    for (const auto& word : words) {
      INFO(file.path << " says " << word);
      CHECK_FALSE(has_word(code, word));
    }
  }
}

TEST_CASE("no floating point decides about money", "[structure]") {
  // Writing a measurement into JSON is no decision.
  const std::vector<std::string> measurements = {"events/json_writer."};
  const auto folder = GENERATE(from_range(pure_folders));
  for (const auto& file : code_below(folder)) {
    if (starts_with_any(file.path, measurements)) continue;
    const auto code = without_comments_and_literals(file.text);
    INFO(file.path);
    CHECK_FALSE(has_word(code, "double "));
    CHECK_FALSE(has_word(code, "float "));
  }
}

TEST_CASE("no file names a path of one machine", "[structure]") {
  const std::string machine_path = std::string("/work") + "/";
  const std::string neighbour = std::string("..") + "/shared";
  for (const auto& file : files_below("")) {
    INFO(file.path);
    CHECK(file.text.find(machine_path) == std::string::npos);
    if (!file.path.starts_with("tests/")) CHECK(file.text.find(neighbour) == std::string::npos);
  }
}

TEST_CASE("docs/incidents.md lists the incidents that are replayed, each with its bug",
          "[structure]") {
  const auto rows_of = [](const std::string& text, const std::string& pattern) {
    const std::regex row(pattern);
    std::set<std::string> rows;
    for (std::sregex_iterator found(text.begin(), text.end(), row), end; found != end; ++found)
      rows.insert((*found)[1].str() + " " + (*found)[2].str());
    return rows;
  };
  std::set<std::string> tested;
  for (const auto& file : code_below("tests/simulation/incidents")) {
    const auto rows =
        rows_of(file.text,
                R"re(TEST_CASE\(\s*"([\w.-]+/[\w.-]+#\d+):[^{]*\{\s*judge\(\s*Mutation::(\w+))re");
    tested.insert(rows.begin(), rows.end());
  }
  std::set<std::string> listed;
  for (const auto& file : files_below("docs"))
    if (file.path == "docs/incidents.md")
      listed = rows_of(file.text, R"re(\n\| ([\w.-]+/[\w.-]+#\d+) \|[^\n]*\| `(\w+)` \|)re");
  CHECK(tested.size() >= 25);
  CHECK(tested == listed);
}
