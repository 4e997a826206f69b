#include "deploy/world.hpp"

#include <unistd.h>

#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "adapters/sodium/ed25519.hpp"
#include "deploy/journal_place.hpp"
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
  run.dropped_tail = world.store->dropped_tail();
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

namespace {

// The heads that were signed of this journal, and who signs the next.
tl::expected<void, std::string> open_heads(World& world) {
  const auto& secrets = world.loaded.secrets;
  if (const auto key = secrets.find("signing_key"); key != secrets.end()) {
    auto signer = signer_of(key->second);
    if (!signer) return tl::unexpected("secrets.signing_key: " + signer.error());
    world.signer = std::move(*signer);
  }
  const auto file =
      heads_file_of(world.journal_folder.string(), world.loaded.configuration.process.heads_folder);
  auto heads = HeadsFile::open(file);
  if (!heads) return tl::unexpected(heads.error());
  // Of another key nothing can be said here; its heads must lie on the journal all the same.
  for (const auto& head : heads->heads())
    if (world.signer && head.key_id == world.signer->key_id())
      if (const auto problem = signature_problem(head, *world.signer); !problem.empty())
        return tl::unexpected(std::string("heads file ").append(file).append(": ").append(problem));
  world.heads = std::move(*heads);
  return {};
}

tl::expected<void, std::string> open_journal(World& world) {
  world.snapshots = make_snapshot_folder(views_folder(world.journal_folder.string()));
  JournalOptions options;
  options.snapshots = world.snapshots;
  if (world.heads) options.heads = world.heads->heads();
  auto store = open_rocks_store(world.journal_folder.string());
  if (!store) return tl::unexpected(store.error().what);
  world.store = store->get();
  auto journal = fillwright::open_journal(std::move(*store), std::move(options));
  if (!journal) return tl::unexpected(journal.error().what);
  world.journal = std::move(*journal);
  return {};
}

}  // namespace

tl::expected<void, std::string> open_journal_and_log(World& world, bool is_demo) {
  if (!is_demo)
    if (auto opened = open_heads(world); !opened) return opened;
  if (auto opened = open_journal(world); !opened) return opened;
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

tl::expected<void, std::string> start_sealing(World& world) {
  const auto& process = world.loaded.configuration.process;
  SealingOptions options;
  if (world.heads) options.signer = world.signer.get();
  if (world.heads) options.heads = &*world.heads;
  options.every = process.sign_every;
  options.events = process.sign_events;
  options.on_problem = [log = world.log.get()](const std::string& problem) {
    print_error(problem);
    log->write(LogLevel::error, problem);
  };
  auto sealing = Sealing::start(*world.journal, *world.store, std::move(options));
  if (!sealing) return tl::unexpected(sealing.error());
  world.sealing = std::move(*sealing);
  return {};
}

void start_relay(World& world) {
  const auto& configuration = world.loaded.configuration;
  if (configuration.process.kafka.brokers.empty()) return;
  RelayLoopOptions options;
  options.status_file = relay_status_file(world.journal_folder.string());
  options.heads_file =
      heads_file_of(world.journal_folder.string(), configuration.process.heads_folder);
  options.is_patient = true;
  options.tell = [log = world.log.get()](const std::string& sentence) {
    print_error(sentence);
    log->write(LogLevel::warning, sentence);
  };
  world.relay = std::make_unique<RelayThread>(*world.journal, configuration, options);
}

}  // namespace fillwright
