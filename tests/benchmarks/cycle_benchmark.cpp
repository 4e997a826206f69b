// A backtest of price_walk_cycle as `fillwright backtest` runs it: a hundred instruments, one order
// each at a time, a tick every 5 s, quotes from a tape on disk, every event in a journal on disk
// that is verified afterwards. The argument is how many thousand quotes each instrument has; the
// time a quote must not grow with it. Baseline: the same tape read, watched and delivered to
// nobody. Budget: 500,000 quotes a second, for that is more than others reach who record nothing.
#include <benchmark/benchmark.h>

#include <cstdio>

#include "adapters/rocksdb/rocks_block_store.hpp"
#include "deploy/backtest.hpp"
#include "events/any_event.hpp"
#include "events/chance.hpp"
#include "replay/verify.hpp"
#include "tests/benchmarks/measuring.hpp"
#include "tests/benchmarks/world.hpp"
#include "tests/support/places.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr std::uint64_t instruments = 100;

// Once a second, 10 ms after one another; spreads of 2 to 10 ticks, mids that move by -2 to +2.
void write_tape(const std::string& path, std::uint64_t quotes_each) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  require(file != nullptr, "no tape");
  std::vector<std::int64_t> mids(instruments, 10'000);
  std::uint64_t state = 1;
  const auto draw = [&](std::uint64_t below) {
    return static_cast<std::int64_t>(mix(state += golden_ratio) % below);
  };
  for (std::uint64_t second = 0; second < quotes_each; ++second)
    for (std::uint64_t i = 0; i < instruments; ++i) {
      mids[i] = std::max<std::int64_t>(mids[i] + draw(5) - 2, 2'000);
      const auto spread = 2 + draw(9);
      const auto bid = mids[i] - spread / 2, ask = bid + spread;
      const auto time = opening + seconds(static_cast<std::int64_t>(second)) +
                        milliseconds(static_cast<std::int64_t>(10 * i));
      std::fprintf(file, "%lld,A%c%c,%lld.%02lld,%lld.%02lld,%lld,%lld\n",
                   static_cast<long long>(time.ns), static_cast<char>('A' + i / 26),
                   static_cast<char>('A' + i % 26), static_cast<long long>(bid / 100),
                   static_cast<long long>(bid % 100), static_cast<long long>(ask / 100),
                   static_cast<long long>(ask % 100), static_cast<long long>(1 + draw(20)),
                   static_cast<long long>(1 + draw(20)));
    }
  require(std::fclose(file) == 0, "the tape cannot be written");
}

std::uint64_t quotes_each(const benchmark::State& state) {
  return static_cast<std::uint64_t>(sized(state.range(0) * 1'000, 60));
}

void price_walk_cycle(benchmark::State& state) {
  for (auto _ : state) {
    const Folder folder;
    write_tape(folder / "quotes.csv", quotes_each(state));
    const auto start = SteadyClock::now();
    const auto processor = process_micros();
    auto inputs = read_backtest({folder / "quotes.csv", "", "", "price_walk_cycle",
                                 test::source_folder() + "/data/price_walk_cycle/fillwright.toml"});
    require(inputs.has_value(), inputs ? "" : inputs.error());
    JournalOptions options;
    options.log_id = log_id_of(*inputs);
    auto journal = open_rocks_journal(folder / "journal", options);
    require(journal.has_value(), "no journal");
    const auto ended = run_backtest(
        std::move(*inputs), **journal, [](Timestamp, Timestamp, Timestamp) { return true; },
        [](const std::string& note) { require(false, note); });
    require(ended.has_value(), ended ? "" : ended.error());
    journal->reset();
    const auto elapsed = micros_since(start) / 1e6;
    const auto used = (process_micros() - processor) / 1e6;

    const auto store = open_rocks_store_read_only(folder / "journal");
    require(store.has_value() && verify(**store).has_value(), "the journal does not verify");
    const auto reader = open_rocks_reader(folder / "journal");
    std::uint64_t rungs = 0, fills = 0;
    (void)(*reader)->read(1, [&](const Recorded& recorded) {
      rungs += recorded.type == PriceStepped::type_id;
      fills += recorded.type == OrderFilled::type_id;
      return true;
    });
    const auto quotes = static_cast<double>(quotes_each(state) * instruments);
    state.SetIterationTime(elapsed);
    state.counters["quotes_per_s"] = quotes / elapsed;
    state.counters["quotes_per_cpu_s"] = quotes / used;
    state.counters["rungs_per_s"] = static_cast<double>(rungs) / elapsed;
    state.counters["events"] = static_cast<double>((*reader)->durable());
    state.counters["fills"] = static_cast<double>(fills);
    state.counters["resident_MiB"] = static_cast<double>(memory_use().resident) / (1 << 20);
  }
}
BENCHMARK(price_walk_cycle)
    ->Arg(1)
    ->Arg(10)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

void read_the_tape_alone(benchmark::State& state) {
  const Folder folder;
  write_tape(folder / "quotes.csv", quotes_each(state));
  std::uint64_t quotes = 0;
  for (auto _ : state) {
    auto feed = open_quotes(folder / "quotes.csv");
    require(feed.has_value(), "no tape");
    (*feed)->listen([&](InstrumentId, const Quote&) { ++quotes; });
    std::uint32_t number = 0;
    for (const auto& symbol : (*feed)->symbols()) {
      InstrumentDefined instrument;
      instrument.instrument = {++number};
      instrument.asset_class = AssetClass::stock;
      instrument.symbol = symbol;
      (*feed)->watch(instrument);
    }
    while (const auto next = (*feed)->next_time()) (*feed)->deliver(*next);
  }
  state.counters["quotes_per_s"] =
      benchmark::Counter(static_cast<double>(quotes), benchmark::Counter::kIsRate);
}
BENCHMARK(read_the_tape_alone)->Arg(10)->Unit(benchmark::kMillisecond);

}  // namespace
