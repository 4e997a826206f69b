#include "deploy/run_command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iterator>
#include <thread>

#include "adapters/alerts/alert_file.hpp"
#include "adapters/alerts/alert_stream.hpp"
#include "adapters/alerts/recorded_alerts.hpp"
#include "adapters/log/log.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "deploy/console.hpp"
#include "deploy/demo_place.hpp"
#include "deploy/operator_line.hpp"
#include "deploy/paper_session.hpp"
#include "deploy/report.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t stop_signal = 0;
void on_signal(int number) { stop_signal = number; }

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

std::string stop_reason() { return stop_signal == SIGINT ? "SIGINT" : "SIGTERM"; }

// Everything that a run needs and that outlives its session.
struct World {
  LoadedConfiguration loaded;
  fs::path journal_folder;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Log> log;
  std::optional<VirtualClock> clock;
  fs::path tape;
  fs::path alert_file;
};

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

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

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

// The last moment that the journal knows of, or nothing when it is new.
std::optional<Timestamp> last_moment(const Journal& journal) {
  std::optional<Timestamp> last;
  const auto head = journal.head().seq;
  const auto from = head > 256 ? head - 256 : 1;
  (void)journal.read(from, [&](const Recorded& recorded) {
    if (!last || recorded.event_time > *last) last = recorded.event_time;
    return true;
  });
  return last;
}

PaperSessionOptions session_options(World& world, Console& console) {
  PaperSessionOptions session;
  session.settings = world.loaded.configuration.settings;
  session.settings.hash = world.loaded.configuration.settings.hash;
  session.configuration = world.loaded.values;
  session.journal = world.journal.get();
  session.broker_folder = world.journal_folder.string() + ".broker";
  session.tape = world.tape;
  session.is_always_open = world.loaded.configuration.process.is_always_open;
  session.runtime.on_durable = [&](const EventNotice& notice) { console.on_event(notice); };
  session.runtime.on_note = [&](const std::string& note) { console.on_note(note); };
  session.on_problem = [&](const std::string& problem) { console.on_note(problem); };
  return session;
}

// Holds virtual time back to `speed` times the wall's; zero lets it go.
class Pace {
 public:
  Pace(std::uint32_t speed, Timestamp start) : speed_(speed), start_(start) {}
  void wait_for(Timestamp time) const {
    if (speed_ == 0) return;
    const auto due = began_ + std::chrono::nanoseconds((time - start_).ns / speed_);
    while (stop_signal == 0 && std::chrono::steady_clock::now() < due)
      std::this_thread::sleep_until(
          std::min(due, std::chrono::steady_clock::now() + std::chrono::milliseconds(50)));
  }

 private:
  std::uint32_t speed_;
  Timestamp start_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

// A graceful stop leaves orders working, or takes them back. `go_on` lets a little time pass; false
// when nothing more will happen.
template <class GoOn>
void take_orders_back(PaperSession& session, const Settings& settings, GoOn go_on) {
  if (!settings.cancels_orders_on_stop) return;
  auto& engine = session.engine();
  for (const auto& order : engine.open_orders())
    engine.tell({ActorKind::order, order}, CancelOrder{"service", "the service stops"}, "service");
  engine.run_until_idle();
  const auto patience = session.now() + seconds(5);
  while (!engine.open_orders().empty() && session.now() < patience && go_on()) {
  }
}

// Recorded time: from the first alert or quote on, or from where the journal ends.
int run_recorded(World& world, const RunOptions& options, Console& console) {
  PaperSessionOptions session_of = session_options(world, console);
  Timestamp start;
  if (!world.alert_file.empty()) {
    auto recorded =
        read_recorded_alerts(world.alert_file, "file:" + world.alert_file.filename().string());
    if (!recorded) return fail(recorded.error());
    session_of.recorded = std::move(recorded->inputs);
    if (!session_of.recorded.empty()) start = session_of.recorded.front().at;
    // Lines that are no record have no time of their own: they are refused at the beginning.
    std::vector<AlertInput> refused;
    for (auto& line : recorded->refused) refused.push_back({{}, std::move(line)});
    session_of.recorded.insert(session_of.recorded.begin(),
                               std::make_move_iterator(refused.begin()),
                               std::make_move_iterator(refused.end()));
  }
  if (!world.tape.empty()) {
    const auto first = first_quote_time(world.tape);
    if (!first) return fail(first.error());
    if (start.ns == 0 || *first < start) start = *first;
  }
  if (start.ns == 0)
    return fail("there is neither an alert nor a quote in " + options.data +
                "; expected alerts.jsonl and quotes.csv");
  const auto tape_start = start;
  if (const auto last = last_moment(*world.journal); last && *last > start) start = *last;
  world.clock.emplace(start);
  session_of.virtual_clock = &*world.clock;
  session_of.run = run_info(world, "virtual from " + to_text(tape_start));
  auto session = PaperSession::open(std::move(session_of));
  if (!session) return fail(session.error());
  console.show_with((*session)->engine().instruments());
  const Pace pace(options.speed.value_or(world.loaded.configuration.settings.market.speed), start);
  while (stop_signal == 0 && (*session)->has_input()) {
    const auto next = (*session)->next_time();
    pace.wait_for(*next);
    console.on_time(*next);
    (*session)->step();
  }
  // What is under way settles: answers and fills that left the broker already.
  const auto settle = (*session)->now() + seconds(5);
  while (stop_signal == 0 && (*session)->next_time() && *(*session)->next_time() <= settle)
    (*session)->step();
  take_orders_back(**session, world.loaded.configuration.settings,
                   [&] { return (*session)->step(); });
  (*session)->stop(stop_signal == 0 ? "end_of_input" : stop_reason());
  console.finish();
  return 0;
}

// A line of the operator's own, typed at standard input; false when it is an alert.
bool obey(PaperSession& session, const World& world, const AlertInput& input) {
  const auto* typed = std::get_if<ReceiveMessage>(&input.what);
  if (!typed || typed->message.source != "stdin" || !is_operator_line(typed->message.text))
    return false;
  const auto tells =
      read_operator_line(typed->message.text, world.loaded.configuration.settings.account,
                         session.engine().open_orders());
  if (!tells) {
    print_error(tells.error());
    return true;
  }
  for (const auto& [to, command] : *tells) session.engine().tell(to, command, "operator");
  session.engine().run_until_idle();
  return true;
}

// What came together is committed together. A line that the journal had before was read again from
// a file's beginning; one that comes twice is told, and refused as a duplicate.
void take(PaperSession& session, const World& world, const std::vector<AlertInput>& alerts) {
  std::vector<bool> is_known;
  for (const auto& alert : alerts) is_known.push_back(session.is_known(alert));
  for (std::size_t i = 0; i < alerts.size(); ++i)
    if (!obey(session, world, alerts[i]) && !is_known[i]) session.tell(alerts[i]);
}

int run_live(World& world, const RunOptions&, Console& console) {
  auto session_of = session_options(world, console);
  session_of.recording = world.journal_folder.string() + ".quotes.csv";
  session_of.run = run_info(world, "wall");
  auto session = PaperSession::open(std::move(session_of));
  if (!session) return fail(session.error());
  console.show_with((*session)->engine().instruments());
  std::optional<AlertFile> file;
  if (!world.alert_file.empty())
    file.emplace(world.alert_file, "file:" + world.alert_file.filename().string());
  std::optional<AlertStream> input;
  if (world.loaded.configuration.process.reads_standard_input) input.emplace(STDIN_FILENO);
  const bool ends_with_input = !file && input && isatty(STDIN_FILENO) == 0;
  while (stop_signal == 0) {
    std::vector<AlertInput> alerts;
    if (input && !input->is_over()) alerts = input->poll((*session)->now());
    if (file) {
      auto more = file->poll((*session)->now());
      alerts.insert(alerts.end(), more.begin(), more.end());
    }
    take(**session, world, alerts);
    (*session)->turn();
    console.on_time((*session)->now());
    const bool is_over =
        ends_with_input && input->is_over() && (*session)->engine().open_orders().empty();
    if (is_over && alerts.empty()) break;
    pollfd ready{input && !input->is_over() ? STDIN_FILENO : -1, POLLIN, 0};
    poll(&ready, 1, alerts.empty() ? 10 : 0);
  }
  take_orders_back(**session, world.loaded.configuration.settings, [&] {
    (*session)->turn();
    poll(nullptr, 0, 5);
    return true;
  });
  (*session)->stop(stop_signal == 0 ? "end_of_input" : stop_reason());
  console.finish();
  return 0;
}

}  // namespace

int run(const RunOptions& given) {
  catch_signals();
  World world;
  auto options = given;
  if (options.is_demo && options.data.empty()) {
    const auto data = find_demo_data();
    if (!data) return fail(data.error());
    options.data = data->string();
  }
  if (!options.data.empty() && !fs::is_directory(options.data))
    return fail("there is no folder " + options.data +
                "; expected one with alerts.jsonl and quotes.csv");
  if (!load(world, options)) return 1;
  choose_files(world, options);
  if (options.is_demo && options.journal.empty()) {
    world.journal_folder = demo_journal;
    if (const auto removed = remove_demo_journal(demo_journal); !removed)
      return fail(removed.error());
  }
  auto journal = open_rocks_journal(world.journal_folder.string());
  if (!journal) return fail(journal.error().what);
  world.journal = std::move(*journal);
  LogSettings logging;
  const auto& process = world.loaded.configuration.process;
  logging.file = fs::path(process.log_file).is_absolute() ? process.log_file
                 : options.is_demo
                     ? world.journal_folder.string() + ".log"
                     : (world.journal_folder.parent_path() / process.log_file).string();
  logging.is_on_terminal = false;
  auto log = Log::open(logging);
  if (!log) return fail(log.error());
  world.log = std::move(*log);
  Console console(
      {.is_quiet = options.is_quiet,
       .has_status_line = !options.is_plain && !options.is_demo && isatty(STDERR_FILENO) != 0,
       .is_story = options.is_demo || isatty(STDOUT_FILENO) != 0},
      *world.log);
  const bool is_recorded = options.is_demo || !world.tape.empty();
  const int code =
      is_recorded ? run_recorded(world, options, console) : run_live(world, options, console);
  if (code == 0 && options.is_demo && !options.is_quiet)
    print_report(*world.journal, options.program, world.journal_folder.string());
  return code;
}

}  // namespace fillwright
