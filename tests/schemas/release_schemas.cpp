// fillwright_release_schemas SOURCE: writes what this version publishes as the last release's, of
// the project at SOURCE. To be run when a version is released, never to make a test pass.
#include <fstream>
#include <iostream>

#include "tests/schemas/compatibility.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fillwright_release_schemas SOURCE\n";
    return 2;
  }
  const auto path = std::string(argv[1]) + "/docs/schemas/v1/released.json";
  std::ofstream file(path, std::ios::binary);
  file << fillwright::schemas::text_of(fillwright::schemas::current_facts());
  if (file.flush()) return 0;
  std::cerr << "cannot write " << path << '\n';
  return 1;
}
