#include "deploy/run_command.hpp"

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
#include "adapters/tape/open_tape.hpp"
#include "deploy/console.hpp"
#include "deploy/demo_place.hpp"
#include "deploy/operator_line.hpp"
#include "deploy/paper_session.hpp"
#include "deploy/report.hpp"
#include "deploy/request_taker.hpp"
#include "deploy/snapshot_keeper.hpp"
#include "deploy/terminal.hpp"
#include "deploy/world.hpp"

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

// Holds virtual time back to `speed` times the wall's; zero lets it go.
class Pace {
 public:
  Pace(std::uint32_t speed, Timestamp start) : speed_(speed), start_(start) {}
  // False when `has_news` said yes before it was time.
  template <class HasNews>
  bool wait_for(Timestamp time, HasNews has_news) const {
    if (has_news()) return false;
    if (speed_ == 0) return true;
    const auto due = began_ + std::chrono::nanoseconds((time - start_).ns / speed_);
    while (stop_signal == 0 && std::chrono::steady_clock::now() < due) {
      std::this_thread::sleep_until(
          std::min(due, std::chrono::steady_clock::now() + std::chrono::milliseconds(20)));
      if (has_news()) return false;
    }
    return true;
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
  RequestTaker requests(request_folder_of(world.journal_folder));
  const auto take_requests = [&] { return requests.take((*session)->engine()); };
  const Pace pace(options.speed.value_or(world.loaded.configuration.settings.market.speed), start);
  while (stop_signal == 0 && (*session)->has_input()) {
    const auto next = (*session)->next_time();
    if (!pace.wait_for(*next, take_requests)) continue;  // what follows may come before `next`
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

// Lines of the operator's own, typed at standard input.
class OperatorLines {
 public:
  OperatorLines(PaperSession& session, std::string run_id)
      : session_(session), run_id_(std::move(run_id)) {}

  // False when it is an alert.
  bool obey(const AlertInput& input) {
    const auto* typed = std::get_if<ReceiveMessage>(&input.what);
    if (!typed || typed->message.source != "stdin" || !is_operator_line(typed->message.text))
      return false;
    auto line = read_operator_line(typed->message.text);
    if (!line) {
      print_error(line.error());
      return true;
    }
    auto& engine = session_.engine();
    if (auto* request = std::get_if<OperatorAsked>(&*line)) {
      request->request_id = "line-" + run_id_ + "-" + std::to_string(++count_);
      engine.ask(*request);
    } else {
      engine.tell({ActorKind::desk, ""}, std::get<ChangeAllowlist>(*line), "operator");
    }
    engine.run_until_idle();
    return true;
  }

 private:
  PaperSession& session_;
  std::string run_id_;
  std::uint64_t count_ = 0;
};

// What came together is committed together. A line that the journal had before was read again from
// a file's beginning; one that comes twice is told, and refused as a duplicate.
void take(PaperSession& session, OperatorLines& lines, const std::vector<AlertInput>& alerts) {
  std::vector<bool> is_known;
  is_known.reserve(alerts.size());
  for (const auto& alert : alerts) is_known.push_back(session.is_known(alert));
  for (std::size_t i = 0; i < alerts.size(); ++i)
    if (!lines.obey(alerts[i]) && !is_known[i]) session.tell(alerts[i]);
}

int run_live(World& world, const RunOptions&, Console& console) {
  auto session_of = session_options(world, console);
  session_of.runtime.commits_beside = true;
  session_of.recording = world.journal_folder.string() + ".quotes.csv";
  session_of.run = run_info(world, "wall");
  auto session = PaperSession::open(std::move(session_of));
  if (!session) return fail(session.error());
  console.show_with((*session)->engine().instruments());
  OperatorLines lines(**session, run_info(world, "").run_id);
  RequestTaker requests(request_folder_of(world.journal_folder));
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
    requests.take((*session)->engine());
    take(**session, lines, alerts);
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
  if (const auto opened = open_journal_and_log(world, options.is_demo); !opened)
    return fail(opened.error());
  if (const auto sealing = start_sealing(world); !sealing) return fail(sealing.error());
  if (!options.is_demo) start_relay(world);
  Console console(
      {.is_quiet = options.is_quiet,
       .has_status_line = !options.is_plain && !options.is_demo && isatty(STDERR_FILENO) != 0,
       .is_story = options.is_demo || isatty(STDOUT_FILENO) != 0},
      *world.log);
  const SnapshotKeeper keeper(*world.journal, *world.snapshots, world.loaded.configuration.settings,
                              world.loaded.configuration.process.is_always_open);
  const bool is_recorded = options.is_demo || !world.tape.empty();
  const int code =
      is_recorded ? run_recorded(world, options, console) : run_live(world, options, console);
  world.relay.reset();    // publishes what the run has left, as far as a few seconds allow
  world.sealing.reset();  // seals and signs what the run has left
  if (code == 0 && options.is_demo && !options.is_quiet)
    print_report(*world.journal, options.program, world.journal_folder.string());
  return code;
}

}  // namespace fillwright
