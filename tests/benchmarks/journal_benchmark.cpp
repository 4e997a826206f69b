// The journal beside plain RocksDB on the same disk, taken in turns so that both see the same load.
// Budgets: one durable event at most 1.15 times a raw synced put, through an actor at most 100 us
// more; saturated at least 1.3 times synced batches of 1,000, because a block is one value.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "adapters/clock/virtual_clock.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr std::size_t event_bytes = 250;

std::unique_ptr<Journal> open(const std::string& folder) {
  auto journal = open_rocks_journal(folder);
  require(journal.has_value(), "no journal in " + folder);
  return std::move(*journal);
}

Append one_event(std::string stream) {
  NewEvent event;
  event.type = 503;
  event.payload = std::string(event_bytes, 'p');
  event.event_time = opening;
  event.principal = "bench";
  Append append;
  append.streams.push_back({std::move(stream), 0, {std::move(event)}});
  return append;
}

// One of ours and one raw put, in turns.
template <class Ours>
void compare(benchmark::State& state, RawStore& raw, const Ours& ours) {
  const std::string value(event_bytes + 200, 'p');  // a block's own bytes come on top
  std::vector<double> our_times, raw_times;
  for (auto _ : state) {
    auto start = SteadyClock::now();
    raw.put(value);
    raw_times.push_back(micros_since(start));
    start = SteadyClock::now();
    ours();
    our_times.push_back(micros_since(start));
    state.SetIterationTime(our_times.back() / 1e6);
  }
  const auto our_median = median(our_times), raw_median = median(raw_times);
  state.counters["ours_us"] = our_median;
  state.counters["raw_us"] = raw_median;
  state.counters["ratio"] = our_median / raw_median;
  state.counters["above_raw_us"] = our_median - raw_median;
}

void one_durable_event(benchmark::State& state) {
  const Folder folder;
  RawStore raw(folder / "raw");
  const auto journal = open(folder / "journal");
  auto append = one_event("order/w1-1");
  compare(state, raw, [&] {
    require(journal->append(append).has_value() && journal->commit(opening), "an append failed");
    ++append.streams.front().expected;
  });
}
BENCHMARK(one_durable_event)
    ->UseManualTime()
    ->Iterations(sized(500, 3))
    ->Repetitions(static_cast<int>(sized(5, 1)));

void one_durable_event_through_an_actor(benchmark::State& state) {
  const Folder folder;
  RawStore raw(folder / "raw");
  const auto journal = open(folder / "journal");
  RunningClock clock;
  QuietBroker broker(clock);
  Instruments instruments;
  World world(*journal, clock, broker, instruments);
  bool is_on = false;
  const auto before = journal->durable();
  compare(state, raw, [&] {
    is_on = !is_on;
    world.engine().tell({ActorKind::risk, "main"}, SetKillSwitch{is_on, "ann", "bench"},
                        "operator");
    world.engine().run_until_idle();
  });
  require(journal->durable() == before + 2 * static_cast<Seq>(state.iterations()),
          "not one event and its input each");
}
BENCHMARK(one_durable_event_through_an_actor)
    ->UseManualTime()
    ->Iterations(sized(500, 3))
    ->Repetitions(static_cast<int>(sized(5, 1)));

// Waits until more has become durable, as whoever is told "busy" should.
class Room {
 public:
  explicit Room(Journal& journal)
      : handle_(journal.follow([this](Seq durable) {
          durable_ = durable;
          durable_.notify_one();
        })) {}
  Seq durable() const { return durable_; }
  // REQUIRES: something is staged beyond `seen`.
  void wait_for_more_than(Seq seen) { durable_.wait(seen); }

 private:
  std::atomic<Seq> durable_ = 0;
  std::shared_ptr<void> handle_;
};

// Appends on this thread, commits on another; seconds until all are durable.
double saturate(Journal& journal, std::int64_t count) {
  constexpr std::size_t streams = 1000;
  std::vector<Append> appends;
  for (std::size_t i = 0; i < streams; ++i)
    appends.push_back(one_event("order/w" + std::to_string(i) + "-1"));
  Room room(journal);
  std::atomic<bool> is_done = false;
  const auto start = SteadyClock::now();
  std::thread committer([&] {
    while (!is_done.load() || journal.durable() < journal.staged())
      if (!journal.commit(opening)) std::this_thread::yield();
  });
  for (std::int64_t i = 0; i < count;) {
    auto& append = appends[static_cast<std::size_t>(i) % streams];
    const auto durable = room.durable();
    if (journal.append(append)) {
      ++append.streams.front().expected;
      ++i;
    } else {
      room.wait_for_more_than(durable);  // busy: what is staged must be written first
    }
  }
  is_done = true;
  committer.join();
  require(journal.durable() == static_cast<Seq>(count), "events are missing");
  return micros_since(start) / 1e6;
}

double saturate_ours(std::int64_t count) {
  const Folder folder;
  const auto journal = open(folder / "journal");
  return saturate(*journal, count);
}

double saturate_raw(std::int64_t count) {
  const Folder folder;
  RawStore raw(folder / "raw");
  const std::string value(event_bytes, 'p');
  const auto start = SteadyClock::now();
  for (std::int64_t i = 0; i < count; i += 1000) raw.put(value, 1000);
  return micros_since(start) / 1e6;
}

// Each finds the disk and the page cache as the other left it, and each is first every other time:
// whoever writes more than was freed before him pays for memory that the machine never touched.
void saturated_durable_events(benchmark::State& state) {
  const auto count = sized(400'000, 3'000);
  std::vector<double> our_times, raw_times, ratios;
  for (auto _ : state) {
    const bool is_first = ratios.size() % 2 == 0;
    if (is_first) our_times.push_back(saturate_ours(count));
    raw_times.push_back(saturate_raw(count));
    if (!is_first) our_times.push_back(saturate_ours(count));
    ratios.push_back(raw_times.back() / our_times.back());
    state.SetIterationTime(our_times.back());
  }
  const auto events = static_cast<double>(count);
  state.counters["ours_per_s"] = events / median(our_times);
  state.counters["raw_per_s"] = events / median(raw_times);
  state.counters["ratio"] = median(ratios);
  state.counters["lowest_ratio"] = *std::min_element(ratios.begin(), ratios.end());
}
BENCHMARK(saturated_durable_events)
    ->UseManualTime()
    ->Iterations(sized(10, 1))
    ->Repetitions(static_cast<int>(sized(3, 1)))
    ->Unit(benchmark::kMillisecond);

}  // namespace
