// A backtest may commit its journal now and then: what is recorded stays what it would have been,
// the bytes depend on the inputs alone, and a crash leaves a beginning that verifies.
#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>

#include "tests/integration/live_session.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;

namespace {

struct Crash {};

std::vector<AlertInput> story() {
  const auto says = [](int second, const std::string& id, const std::string& text) {
    return alert(friday_morning + seconds(second), id, "alice", text);
  };
  return {says(1, "1", "BTO SPY 660c 12/18"),  says(2, "2", "BTO AAPL 280c 12/18"),
          says(30, "3", "BTO QQQ 600p 12/18"), says(40, "4", "BTO NVDA 200c 12/18 @ 0.05"),
          says(60, "5", "trim AAPL half"),     says(70, "6", "good morning"),
          says(140, "7", "all out SPY"),       says(150, "8", "STC QQQ 600p 12/18"),
          says(160, "9", "cancel NVDA trade"), says(170, "10", "BTO AAPL 280c 12/18")};
}

struct Entry {
  std::string stream;
  Version version = 0;
  TypeId type = 0;
  std::string payload;
  Timestamp event_time;
  Seq correlation = 0;
  Seq causation = 0;
  Seq previous_of_stream = 0;
  std::string principal;
  bool operator==(const Entry&) const = default;
};

// Everything of an event but its block and when that was written.
std::vector<Entry> entries(const std::shared_ptr<MemoryDisk>& disk) {
  const auto journal = open_journal_reader(make_memory_store(disk));
  REQUIRE(journal);
  std::vector<Entry> all;
  REQUIRE((*journal)->read(1, [&](const Recorded& one) {
    CHECK(one.seq == all.size() + 1);
    all.push_back({(*journal)->stream_name(one.stream), one.version, one.type,
                   std::string(one.payload), one.event_time, one.correlation, one.causation,
                   one.previous_of_stream, (*journal)->principal_name(one.principal)});
    return true;
  }));
  return all;
}

bool is_beginning(const std::vector<Entry>& part, const std::vector<Entry>& whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

struct Ran {
  std::shared_ptr<MemoryDisk> disk;
  std::vector<Seq> notices;
  std::vector<std::string> sent;  // the broker's books: client order ids as they were accepted
  std::uint64_t persists = 0;
  std::uint64_t points = 0;
};

// The whole story; or until the `crash_at`-th point at which tests may crash.
Ran run_story(std::uint64_t events_a_commit, std::uint64_t crash_at = 0, bool is_stopped = true,
              bool commits_beside = false) {
  World world;
  world.settings.exits.plan.stop_loss = Percent::whole(2);
  world.recorded = story();
  Ran ran;
  ran.disk = world.disk;
  world.runtime.events_a_commit = events_a_commit;
  world.runtime.commits_beside = commits_beside;
  world.runtime.on_durable = [&](const EventNotice& notice) { ran.notices.push_back(notice.seq); };
  world.runtime.on_point = [&](CrashPoint point) {
    if (point == CrashPoint::persist) ++ran.persists;
    if (++ran.points == crash_at) throw Crash{};
  };
  try {
    // Of this scope alone, so that a crash takes it down.
    auto& session = world.start();
    const auto owned = std::move(world.session);
    const auto end = friday_morning + seconds(300);
    while (session.next_time() && *session.next_time() <= end) session.step();
    if (is_stopped) session.stop("the end");
  } catch (const Crash&) {
  }
  for (const auto& order : world.broker->books({}).orders)
    ran.sent.insert(ran.sent.end(), order.client_order_ids.begin(), order.client_order_ids.end());
  return ran;
}

}  // namespace

TEST_CASE("deferred commits record the same events, tell and send the same", "[deferred]") {
  const auto strict = run_story(0);
  const auto wanted = entries(strict.disk);
  REQUIRE(wanted.size() > 200);
  REQUIRE(strict.sent.size() > 5);
  const auto events_a_commit = GENERATE(as<std::uint64_t>{}, 1, 7, 100, 1'000'000);
  INFO("every " << events_a_commit << " events");
  const auto deferred = run_story(events_a_commit);
  CHECK(entries(deferred.disk) == wanted);
  CHECK(deferred.notices == strict.notices);
  CHECK(deferred.sent == strict.sent);
  CHECK(deferred.persists <= strict.persists);
  CHECK(deferred.disk->timers.size() == strict.disk->timers.size());
  for (const auto& [key, timer] : strict.disk->timers) {
    INFO(key);
    REQUIRE(deferred.disk->timers.contains(key));
    CHECK(deferred.disk->timers.at(key).due == timer.due);
    CHECK(deferred.disk->timers.at(key).generation == timer.generation);
  }
  CHECK(verify(*make_memory_store(deferred.disk)));
}

TEST_CASE("commits come after so many events, and the last one at the end", "[deferred]") {
  const auto all = entries(run_story(0).disk).size();
  CHECK(run_story(1'000'000).persists == 1);
  const auto hundreds = run_story(100).persists;
  CHECK(hundreds >= all / 200);
  CHECK(hundreds <= all / 100 + 1);
}

TEST_CASE("an engine that goes in order without a stop leaves all that happened", "[deferred]") {
  const auto strict = entries(run_story(0, 0, false).disk);
  CHECK(entries(run_story(1'000'000, 0, false).disk) == strict);
}

TEST_CASE("the same inputs make the same bytes, block for block", "[deferred]") {
  const auto first = run_story(100);
  const auto second = run_story(100);
  REQUIRE(first.disk->blocks.size() == second.disk->blocks.size());
  for (const auto& [seq, block] : first.disk->blocks) {
    INFO("block " << seq);
    REQUIRE(second.disk->blocks.contains(seq));
    CHECK(second.disk->blocks.at(seq).bytes == block.bytes);
    CHECK(second.disk->blocks.at(seq).hash == block.hash);
  }
}

TEST_CASE("a crash in the middle leaves a beginning of the same story that verifies",
          "[deferred]") {
  const auto whole = entries(run_story(0).disk);
  const auto points = run_story(50).points;
  REQUIRE(points > 20);
  std::size_t longest = 0;
  for (std::uint64_t point = 1; point <= points; ++point) {
    INFO("crashed at point " << point << " of " << points);
    const auto crashed = run_story(50, point);
    const auto left = entries(crashed.disk);
    CHECK(is_beginning(left, whole));
    CHECK(left.size() < whole.size());
    if (!left.empty()) CHECK(verify(*make_memory_store(crashed.disk)));
    longest = std::max(longest, left.size());
  }
  CHECK(longest > whole.size() / 2);
}

TEST_CASE("a journal that takes no more is committed early, and the story stays the same",
          "[deferred]") {
  JournalOptions small;
  small.log_id = 1;
  small.limits.staged_events = 40;
  World world;
  world.runtime.events_a_commit = 1'000'000;
  auto opened = open_memory_journal(world.disk, small);
  REQUIRE(opened);
  PaperSessionOptions options;
  options.settings = world.settings;
  options.settings.exits.plan.stop_loss = Percent::whole(2);
  options.journal = opened->get();
  options.broker = world.broker.get();
  options.instruments = &world.instruments;
  options.virtual_clock = &world.clock;
  options.recorded = story();
  options.runtime = world.runtime;
  auto session = PaperSession::open(std::move(options));
  REQUIRE(session);
  const auto end = friday_morning + seconds(300);
  while ((*session)->next_time() && *(*session)->next_time() <= end) (*session)->step();
  CHECK((*opened)->durable() > 100);
  (*session)->stop("the end");
  CHECK(entries(world.disk) == entries(run_story(0).disk));
}

TEST_CASE("a broker that outlives us is never sent what is not durable", "[deferred]") {
  const TemporaryFolder folder;
  World world;
  auto lasting = PaperBroker::open(world.clock, world.instruments,
                                   paper_settings_of(world.settings.paper), folder.path());
  REQUIRE(lasting);
  CHECK((*lasting)->outlives_us());
  CHECK_FALSE(world.broker->outlives_us());
  world.broker = std::move(*lasting);
  world.runtime.events_a_commit = 100;
  const auto started = world.try_to_start();
  REQUIRE_FALSE(started);
  CHECK(started.error().find("outlives a crash") != std::string::npos);
  CHECK(world.journal->staged() == 0);
}

TEST_CASE("commits beside the loop record, tell and send the same", "[deferred]") {
  const auto strict = run_story(0);
  const auto beside = run_story(0, 0, true, true);
  CHECK(entries(beside.disk) == entries(strict.disk));
  CHECK(beside.notices == strict.notices);
  CHECK(beside.sent == strict.sent);
  CHECK(verify(*make_memory_store(beside.disk)));
}

namespace {

// A disk that answers when it is told to.
class SlowDisk {
 public:
  explicit SlowDisk(MemoryDisk& disk) {
    disk.fate = [this](std::uint64_t) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return is_answering_; });
      return MemoryDisk::Fate::stored;
    };
  }
  void set_answering(bool is_answering) {
    {
      std::lock_guard lock(mutex_);
      is_answering_ = is_answering;
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_answering_ = true;
};

}  // namespace

TEST_CASE("the loop waits for no commit that nothing waits for", "[deferred]") {
  World world;
  SlowDisk disk(*world.disk);
  std::vector<Seq> told;
  world.runtime.commits_beside = true;
  world.runtime.on_durable = [&](const EventNotice& notice) { told.push_back(notice.seq); };
  auto& session = world.start();
  session.engine().make_durable();
  const auto before = world.journal->staged();
  REQUIRE(world.journal->durable() == before);
  REQUIRE(told.size() == before);

  disk.set_answering(false);
  session.take(alert(friday_morning, "1", "alice", "good morning"));  // of which nothing leaves
  const auto staged = world.journal->staged();
  REQUIRE(staged > before);
  CHECK(world.journal->durable() == before);
  CHECK(told.size() == before);

  disk.set_answering(true);
  session.engine().make_durable();
  CHECK(world.journal->durable() == staged);
  CHECK(told.size() == staged);
}

TEST_CASE("what nobody waits for is committed two milliseconds later", "[deferred]") {
  World world;
  world.runtime.commits_beside = true;
  auto& session = world.start();
  session.engine().make_durable();
  const auto before = world.journal->durable();
  session.take(alert(friday_morning, "1", "alice", "good morning"));
  const auto staged = world.journal->staged();
  REQUIRE(staged > before);
  std::promise<void> committed;
  const auto follows = world.journal->follow([&](Seq durable) {
    if (durable == staged) committed.set_value();
  });
  world.run_for(milliseconds(1));
  CHECK(world.journal->durable() == before);  // nor is it begun
  world.run_for(milliseconds(1));
  committed.get_future().wait();
  CHECK(world.journal->durable() == staged);
}

TEST_CASE("an order leaves when it is durable, also where commits are made beside the loop",
          "[deferred]") {
  World world;
  std::size_t sent = 0;
  Seq attempt = 0;
  world.runtime.commits_beside = true;
  world.runtime.on_durable = [&](const EventNotice& notice) {
    if (std::holds_alternative<AttemptStarted>(notice.event)) attempt = notice.seq;
  };
  world.runtime.on_point = [&](CrashPoint point) {
    if (point != CrashPoint::send) return;
    ++sent;
    CHECK(attempt > 0);
    CHECK(world.journal->durable() >= attempt);
  };
  world.recorded = story();
  auto& session = world.start();
  while (session.next_time() && *session.next_time() <= friday_morning + seconds(50))
    session.step();
  CHECK(sent > 3);
}
