#include "deploy/config_command.hpp"

#include "adapters/config/configuration.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {

int check_configuration(const std::string& file, bool is_live_confirmed) {
  const auto loaded = load_configuration({file, process_environment(), is_live_confirmed});
  for (const auto& note : loaded.notes) print_error("note: " + to_text(note));
  for (const auto& mistake : loaded.mistakes) print_error(to_text(mistake));
  if (!loaded.mistakes.empty()) return exit_failed;
  Output out;
  out.add((file.empty() ? "defaults and environment" : file) + ": OK\n");
  return out.end(exit_ok);
}

int print_example_configuration() {
  Output out;
  out.add(example_configuration());
  return out.end(exit_ok);
}

}  // namespace fillwright
