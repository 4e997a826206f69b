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
#include "adapters/heads/heads_file.hpp"
#include "adapters/log/log.hpp"
#include "deploy/console.hpp"
#include "deploy/paper_session.hpp"
#include "deploy/relay_loop.hpp"
#include "deploy/run_command.hpp"
#include "deploy/sealing.hpp"

namespace fillwright {

// REQUIRES: members are destroyed from the last to the first; each uses those before it.
struct World {
  LoadedConfiguration loaded;
  std::filesystem::path journal_folder;
  std::shared_ptr<SnapshotStore> snapshots;
  std::unique_ptr<Signer> signer;  // null: heads are not signed
  std::optional<HeadsFile> heads;  // nothing: a demo's
  BlockStore* store = nullptr;     // the journal's
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Log> log;
  std::optional<VirtualClock> clock;
  std::filesystem::path tape;
  std::filesystem::path alert_file;
  std::unique_ptr<Sealing> sealing;
  std::unique_ptr<RelayThread> relay;  // null: nothing is published
};

// Reads the configuration; false when it has mistakes, each of which was told.
bool load(World& world, const RunOptions& options);
void choose_files(World& world, const RunOptions& options);
// A demo's log lies beside its journal, whatever the configuration says, and it has no signed
// heads. Or a sentence; also when a signed head does not lie on the journal.
tl::expected<void, std::string> open_journal_and_log(World& world, bool is_demo);

// Seals and signs from now on, until `sealing` is destroyed. REQUIRES: journal and log are open.
tl::expected<void, std::string> start_sealing(World& world);

// Publishes to Kafka from now on, where it is configured, until `relay` is destroyed. REQUIRES:
// journal and log are open.
void start_relay(World& world);

// REQUIRES: the journal is open.
RunInfo run_info(const World& world, const std::string& clock);
PaperSessionOptions session_options(World& world, Console& console);

}  // namespace fillwright
