// What `run` needs and what outlives its session: configuration, files, journal, log. Also for
// whoever does a part of it, as a verb that finds no service running.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "adapters/clock/virtual_clock.hpp"
#include "adapters/config/configuration.hpp"
#include "adapters/log/log.hpp"
#include "deploy/console.hpp"
#include "deploy/paper_session.hpp"
#include "deploy/run_command.hpp"

namespace fillwright {

struct World {
  LoadedConfiguration loaded;
  std::filesystem::path journal_folder;
  std::shared_ptr<SnapshotStore> snapshots;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Log> log;
  std::optional<VirtualClock> clock;
  std::filesystem::path tape;
  std::filesystem::path alert_file;
};

// Reads the configuration; false when it has mistakes, each of which was told.
bool load(World& world, const RunOptions& options);
void choose_files(World& world, const RunOptions& options);
// A demo's log lies beside its journal, whatever the configuration says. Or a sentence.
tl::expected<void, std::string> open_journal_and_log(World& world, bool is_demo);

// REQUIRES: the journal is open.
RunInfo run_info(const World& world, const std::string& clock);
PaperSessionOptions session_options(World& world, Console& console);

}  // namespace fillwright
