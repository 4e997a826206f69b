// `fillwright run` and `fillwright demo`: the live service in paper mode, and the same on a
// recorded hour with a fast clock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace fillwright {

struct RunOptions {
  std::string config;   // TOML file; empty: fillwright.toml in the data folder, if there is one
  std::string data;     // folder with alerts.jsonl, quotes.csv, fillwright.toml; empty: none, or
                        // the demo's own
  std::string journal;  // folder; empty: as configured, or a demo's, which is replaced
  std::string tape;     // overrides quotes.csv
  std::optional<std::uint32_t> speed;  // of virtual time; zero: as fast as it goes
  bool is_demo = false;                // recorded alerts, a fast clock, a report at the end
  bool is_live_confirmed = false;
  std::string program = "fillwright";  // as it was called, for the commands that a demo names
  bool is_quiet = false;               // nothing but errors
  bool is_plain = false;               // no status line even on a terminal
};

// Returns the process's exit code. Errors go to standard error.
int run(const RunOptions& options);

}  // namespace fillwright
