#include "deploy/operator_command.hpp"

#include <poll.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <random>

#include "adapters/clock/wall_clock.hpp"
#include "adapters/requests/request_folder.hpp"
#include "adapters/requests/request_json.hpp"
#include "adapters/rocksdb/journal_folder.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "deploy/operate_alone.hpp"
#include "deploy/terminal.hpp"
#include "events/any_event.hpp"

namespace fillwright {
namespace {

constexpr auto operator_stream = "control/operator";
constexpr int look_every_milliseconds = 20;

// Rises with time, so that requests are taken in their order; no two are alike.
std::string make_id() {
  auto text = to_text(WallClock().now());
  std::erase_if(text, [](char c) { return c == ':' || c == '-'; });
  std::random_device random;
  return text + "-" + std::to_string(::getpid()) + "-" + std::to_string(random() % 10'000);
}

std::string user_name() {
  const auto* entry = ::getpwuid(::geteuid());
  return entry && entry->pw_name ? entry->pw_name : std::to_string(::geteuid());
}

// The lock ends with its process, however that ended.
bool is_service_running(const std::string& folder) {
  return !lock_journal_folder(folder).has_value();
}

// What the journal says of our request, from where it was read last.
class Follower {
 public:
  Follower(const JournalReader& journal, OperationReport& report)
      : journal_(journal), report_(report) {}
  void read_on() {
    (void)journal_.read_stream(operator_stream, next_, [&](const Recorded& recorded) {
      next_ = recorded.version + 1;
      if (const auto event = decode_event(recorded.type, recorded.payload)) report_.note(*event);
      return true;
    });
  }

 private:
  const JournalReader& journal_;
  OperationReport& report_;
  Version next_ = 1;
};

class Asking {
 public:
  Asking(std::string folder, const JournalPlace& place, const OperatorOptions& options)
      : folder_(std::move(folder)),
        place_(place),
        options_(options),
        report_(options.request.request_id, options.is_json) {}

  int ask() {
    catch_stop_signals();
    if (!is_service_running(folder_)) {
      World world;
      RunOptions run;
      run.config = place_.config;
      run.journal = folder_;
      if (!load(world, run)) return exit_failed;
      choose_files(world, run);
      if (const auto opened = open_journal_and_log(world, false)) return ask_nobody(world);
      // One may have started in this moment; what else is wrong its reader says, too.
    }
    return ask_service();
  }

 private:
  void look_at_books(const JournalReader& journal) {
    if (options_.request.action == OperatorAction::reconcile && report_.is_done())
      report_.note(held_at(journal, options_.request.request_id));
  }

  int ask_nobody(World& world) {
    Follower(*world.journal, report_).read_on();
    if (!report_.is_done()) {
      if (!options_.is_json) print_error("no service runs on " + folder_ + ": doing it here");
      const auto wait = seconds(std::max<std::int64_t>(options_.wait_seconds, 1));
      const auto done = operate_alone(world, options_.request, wait, report_);
      if (!done) return fail(done.error());
    }
    look_at_books(*world.journal);
    return report_.end(
        "not over yet; it stays valid, and the next `fillwright run` goes on with it");
  }

  int ask_service() {
    auto journal = open_rocks_reader(folder_);
    if (!journal) return fail(to_text(journal.error()));
    Follower follower(**journal, report_);
    follower.read_on();
    if (!report_.is_known()) {
      const auto put = put_request(request_folder_of(folder_), options_.request);
      if (!put) return fail(put.error());
    }
    const auto patience =
        std::chrono::steady_clock::now() + std::chrono::seconds(options_.wait_seconds);
    while (!report_.is_done() && !is_stop_asked() && std::chrono::steady_clock::now() < patience) {
      poll(nullptr, 0, look_every_milliseconds);
      if (const auto fresh = (*journal)->refresh(); !fresh) return fail(to_text(fresh.error()));
      follower.read_on();
    }
    look_at_books(**journal);
    return end();
  }

  int end() const {
    const auto& id = options_.request.request_id;
    if (options_.wait_seconds == 0 && !report_.is_done()) {
      if (!options_.is_json) {
        Output out;
        out.add("asked as " + id + "\n");
        return out.end(exit_ok);
      }
      (void)report_.end("not waited for");
      return exit_ok;
    }
    std::string waiting = report_.is_known() ? "not over yet" : "not taken yet";
    waiting += " (request " + id + "); it stays valid: ";
    waiting += is_service_running(folder_)
                   ? "the service goes on with it"
                   : "no service runs any more, the next one goes on with it";
    return report_.end(waiting + "; the same command with --id " + id + " waits for it again");
  }

  std::string folder_;
  const JournalPlace& place_;
  const OperatorOptions& options_;
  OperationReport report_;
};

}  // namespace

int operate(const JournalPlace& place, OperatorOptions options) {
  const auto folder = journal_folder(place);
  if (!folder) return fail(folder.error());
  const auto is_journal = is_journal_folder(*folder);
  if (!is_journal) return fail(is_journal.error().what);
  if (!*is_journal)
    return fail("there is no journal in " + *folder + "; a service makes one: fillwright run");
  auto& request = options.request;
  if (request.request_id.empty()) request.request_id = make_id();
  if (request.why.empty()) request.why = "asked by the operator";
  request.by = "operator:" + user_name();
  if (const auto wrong = check_request(request); !wrong.empty()) return fail(wrong);
  return Asking(*folder, place, options).ask();
}

}  // namespace fillwright
