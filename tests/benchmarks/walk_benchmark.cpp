// A hundred orders, each of its own contract, walk a tick every five seconds while their contracts
// are quoted every second: alert, desk, workflow, risk, order, paper broker and back, journal
// included. Virtual time, so that only our own work counts. The orders step all together (0), or
// one after the other (1). On disk as a backtest runs: commits are deferred, and the last one is
// part of the time; "live" is what it would be if each moment at which something is decided ended
// with a synced commit. In memory is what the work itself costs. Budgets: 100,000 rungs and 500,000
// quotes a second, journal on disk.
#include <benchmark/benchmark.h>

#include "adapters/clock/virtual_clock.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "events/any_event.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr std::uint32_t contracts = 100;

Settings walking_settings() {
  auto settings = free_settings();
  PricePolicy cycle;
  cycle.name = "cycle";
  cycle.start = PriceStart::near_side;
  cycle.step = PriceStep::ticks;
  cycle.step_size = 1;
  cycle.pace = seconds(5);
  cycle.max_prices = 1'000;
  cycle.caps = {{CapBase::far_side, {}}};
  settings.policies = {cycle};
  settings.price.entry_policy = "cycle";
  return settings;
}

constexpr std::uint64_t deferred = 10'000;  // events a commit

std::uint64_t count_rungs(const Journal& journal, Seq from) {
  std::uint64_t rungs = 0;
  (void)journal.read(from, [&](const Recorded& recorded) {
    rungs += recorded.type == PriceStepped::type_id;
    return true;
  });
  return rungs;
}

void walk(benchmark::State& state, Journal& journal, std::int64_t virtual_seconds,
          std::uint64_t events_a_commit) {
  VirtualClock clock(opening);
  Instruments instruments;
  PaperSettings paper;
  paper.starting_cash = free_settings().paper.cash;
  paper.latency = milliseconds(20);
  PaperBroker broker(clock, instruments, paper);
  RuntimeOptions options;
  options.events_a_commit = events_a_commit;
  World world(journal, clock, broker, instruments, walking_settings(), Price::whole(10),
              Price::whole(90), options);
  auto now = opening + milliseconds(500);  // the broker's books come, and the gate opens
  clock.advance_to(now);
  world.engine().run_until_idle();
  for (std::uint32_t i = 0; i < contracts; ++i) {
    tell_alert(world.engine(), unpriced_alert_line(i, now), i + 1, now);
    if (state.range(0) == 0) continue;  // all at once: they step together, and share their syncs
    world.engine().run_until_idle();
    clock.advance_to(now = now + milliseconds(50));
  }
  world.engine().run_until_idle();
  const auto before = journal.staged();
  const auto start = SteadyClock::now();
  std::uint64_t quotes = 0;
  for (std::int64_t second = 0; second < virtual_seconds; ++second) {
    for (std::uint32_t i = 1; i <= contracts; ++i) {
      const auto time = now + seconds(second) + milliseconds(10 * i);
      clock.advance_to(time);
      world.engine().run_until_idle();
      // Far apart, so that nothing fills; the sizes move.
      auto quote = QuietMarket::quote(Price::whole(10), Price::whole(90), time);
      quote.ask_size = Quantity::whole(10 + second % 7);
      broker.on_quote({i}, quote);
      world.engine().on_quote({i}, quote);
      ++quotes;
      world.engine().run_until_idle();
    }
  }
  world.engine().stop("the end");
  const auto elapsed = micros_since(start) / 1e6;
  const auto rungs = count_rungs(journal, before + 1);
  require(rungs >= static_cast<std::uint64_t>(virtual_seconds) / 5 * contracts * 9 / 10,
          "only " + std::to_string(rungs) + " rungs");
  state.SetIterationTime(elapsed);
  state.counters["rungs"] = static_cast<double>(rungs);
  state.counters["rungs_per_s"] = static_cast<double>(rungs) / elapsed;
  state.counters["quotes_per_s"] = static_cast<double>(quotes) / elapsed;
}

void walk_in_memory(benchmark::State& state) {
  for (auto _ : state) {
    const auto journal = make_memory_journal();
    walk(state, *journal, sized(2'000, 10), 0);
  }
}
BENCHMARK(walk_in_memory)
    ->Arg(0)
    ->Arg(1)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

void walk_on_disk(benchmark::State& state) {
  for (auto _ : state) {
    const Folder folder;
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    walk(state, **journal, sized(2'000, 10), deferred);
  }
}
BENCHMARK(walk_on_disk)
    ->Arg(0)
    ->Arg(1)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

void walk_live_on_disk(benchmark::State& state) {
  for (auto _ : state) {
    const Folder folder;
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    walk(state, **journal, state.range(0) == 0 ? sized(500, 10) : sized(20, 6), 0);
  }
}
BENCHMARK(walk_live_on_disk)
    ->Arg(0)
    ->Arg(1)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

}  // namespace
