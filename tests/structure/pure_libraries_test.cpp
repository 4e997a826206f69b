// What the libraries of the pure folders need of others once they are linked, as the linker sees
// it.
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>

namespace {

// The demangled symbols that nm lists for the pure libraries, of the kind that `option` selects.
std::set<std::string> symbols(const std::string& option) {
  const auto command = "nm -C -j " + option + PURE_LIBRARIES;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer;
  while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), count);
  }
  REQUIRE(pclose(pipe) == 0);
  std::set<std::string> names;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) names.insert(line);
  return names;
}

}  // namespace

TEST_CASE("the pure libraries need no code of ours or of others, no thread, clock, file or chance",
          "[structure]") {
  const auto defined = symbols("--defined-only");
  const auto needed = symbols("--undefined-only");
  REQUIRE(defined.size() > 100);
  REQUIRE(needed.count("operator new(unsigned long)") == 1);
  const std::set<std::string> forbidden_functions = {
      "time",      "clock_gettime", "gettimeofday", "nanosleep",  "usleep", "fopen",
      "open",      "read",          "write",        "socket",     "rand",   "random",
      "getrandom", "getenv",        "localtime",    "localtime_r"};
  for (const auto& name : needed) {
    if (defined.count(name) == 1) continue;
    INFO(name);
    CHECK(forbidden_functions.count(name) == 0);
    for (const std::string part :
         {"fillwright::", "caf::", "rocksdb::", "spdlog::", "fmt::", "re2::", "date::", "nlohmann",
          "pthread_", "std::thread", "condition_variable", "_clock::now", "basic_ifstream",
          "basic_ofstream", "basic_fstream", "random_device"}) {
      CHECK(name.find(part) == std::string::npos);
    }
  }
}
