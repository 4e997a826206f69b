#include "deploy/world.hpp"

#include <unistd.h>

#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {

namespace fs = std::filesystem;

bool load(World& world, const RunOptions& options) {
  ConfigurationRequest request;
  request.environment = process_environment();
  request.is_live_confirmed = options.is_live_confirmed;
  request.file = options.config;
  const auto in_data = fs::path(options.data) / "fillwright.toml";
  if (request.file.empty() && !options.data.empty() && fs::exists(in_data))
    request.file = in_data.string();
  world.loaded = load_configuration(request);
  for (const auto& note : world.loaded.notes) print_error(to_text(note));
  for (const auto& mistake : world.loaded.mistakes) print_error(to_text(mistake));
  return world.loaded.mistakes.empty();
}

void choose_files(World& world, const RunOptions& options) {
  const auto& configuration = world.loaded.configuration;
  world.journal_folder = options.journal.empty() ? configuration.process.journal : options.journal;
  const fs::path data = options.data;
  world.tape = options.tape;
  if (world.tape.empty() && configuration.settings.market.feed == FeedKind::tape)
    world.tape = configuration.settings.market.tape;
  if (!options.data.empty()) {
    if (world.tape.empty() && fs::exists(data / "quotes.csv")) world.tape = data / "quotes.csv";
    if (fs::exists(data / "alerts.jsonl")) world.alert_file = data / "alerts.jsonl";
  }
  if (!configuration.process.alert_file.empty())
    world.alert_file = configuration.process.alert_file;
}

namespace {

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

}  // namespace

RunInfo run_info(const World& world, const std::string& clock) {
  RunInfo run;
  run.run_id = std::to_string(world.journal->head().epoch);
  run.program_version = FILLWRIGHT_VERSION;
  run.host = host_name();
  run.process_id = static_cast<std::uint64_t>(getpid());
  run.clock = clock;
  run.configuration = world.loaded.values;
  return run;
}

PaperSessionOptions session_options(World& world, Console& console) {
  PaperSessionOptions session;
  session.settings = world.loaded.configuration.settings;
  session.settings.hash = world.loaded.configuration.settings.hash;
  session.configuration = world.loaded.values;
  session.journal = world.journal.get();
  session.snapshots = world.snapshots.get();
  session.broker_folder = world.journal_folder.string() + ".broker";
  session.tape = world.tape;
  session.is_always_open = world.loaded.configuration.process.is_always_open;
  session.runtime.on_durable = [&](const EventNotice& notice) { console.on_event(notice); };
  session.runtime.on_note = [&](const std::string& note) { console.on_note(note); };
  session.on_problem = [&](const std::string& problem) { console.on_note(problem); };
  return session;
}

tl::expected<void, std::string> open_journal_and_log(World& world, bool is_demo) {
  world.snapshots = make_snapshot_folder(views_folder(world.journal_folder.string()));
  JournalOptions options;
  options.snapshots = world.snapshots;
  auto journal = open_rocks_journal(world.journal_folder.string(), std::move(options));
  if (!journal) return tl::unexpected(journal.error().what);
  world.journal = std::move(*journal);
  LogSettings logging;
  const auto& process = world.loaded.configuration.process;
  logging.file = fs::path(process.log_file).is_absolute() ? process.log_file
                 : is_demo                                ? world.journal_folder.string() + ".log"
                           : (world.journal_folder.parent_path() / process.log_file).string();
  logging.is_on_terminal = false;
  auto log = Log::open(logging);
  if (!log) return tl::unexpected(log.error());
  world.log = std::move(*log);
  return {};
}

}  // namespace fillwright
