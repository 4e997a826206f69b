#include "deploy/schema_command.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "adapters/cloud_events/schema_files.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {

int export_schemas(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) return fail("folder " + folder + " cannot be made: " + problem.message());
  const auto files = schema_files();
  for (const auto& [name, text] : files) {
    const auto path = fs::path(folder) / name;
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!(file << text).flush())
      return fail(path.string() + " cannot be written: " + std::strerror(errno));
  }
  Output out;
  out.add(std::to_string(files.size()) + " files in " + folder + "\n");
  return out.end(exit_ok);
}

}  // namespace fillwright
