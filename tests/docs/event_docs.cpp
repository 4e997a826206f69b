// fillwright_event_docs SOURCE: writes docs/events.md and docs/schemas of the project at SOURCE.
// With --check it writes nothing and fails when they are not what it would write.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "tests/docs/event_reference.hpp"

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<fs::path> schemas_at(const fs::path& source) {
  std::set<fs::path> paths;
  const auto folder = source / "docs" / "schemas";
  if (!fs::exists(folder)) return paths;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) paths.insert(fs::path("docs/schemas") / entry.path().filename());
  return paths;
}

int check(const fs::path& source, const fillwright::docs::Pages& pages) {
  std::set<fs::path> stale;
  for (const auto& [path, content] : pages)
    if (read_file(source / path) != content) stale.insert(path);
  for (const auto& path : schemas_at(source))
    if (!pages.contains(path)) stale.insert(path);
  for (const auto& path : stale) std::cerr << path.string() << " is stale\n";
  if (stale.empty()) return 0;
  std::cerr << "To write them again: ninja -C build fillwright_event_docs && "
               "build/tests/docs/fillwright_event_docs .\n";
  return 1;
}

int write(const fs::path& source, const fillwright::docs::Pages& pages) {
  for (const auto& path : schemas_at(source))
    if (!pages.contains(path)) fs::remove(source / path);
  fs::create_directories(source / "docs" / "schemas");
  for (const auto& [path, content] : pages) {
    std::ofstream file(source / path, std::ios::binary);
    if (!(file << content).flush()) {
      std::cerr << "cannot write " << (source / path).string() << '\n';
      return 1;
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string first = argc > 1 ? argv[1] : "";
  const bool is_check = first == "--check";
  if (argc != (is_check ? 3 : 2)) {
    std::cerr << "usage: fillwright_event_docs [--check] SOURCE\n";
    return 2;
  }
  const fs::path source = argv[argc - 1];
  const auto pages = fillwright::docs::make_event_reference(source);
  return is_check ? check(source, pages) : write(source, pages);
}
