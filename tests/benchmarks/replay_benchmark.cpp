// A journal of a million events: opened to write (everything checked), and folded into orders and
// positions on one thread. The mix is that of orders that walk two rungs and fill. The baseline
// reads the same events and folds nothing.
#include <benchmark/benchmark.h>

#include "adapters/rocksdb/rocks_block_store.hpp"
#include "projections/orders.hpp"
#include "projections/positions.hpp"
#include "replay/ask/fold.hpp"
#include "replay/verify.hpp"
#include "tests/benchmarks/trading_events.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

void open_and_replay(benchmark::State& state) {
  const Folder folder;
  std::uint64_t count = 0;
  {
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    for (std::uint64_t i = 1; count < static_cast<std::uint64_t>(sized(1'000'000, 500)); ++i) {
      const auto events = order_events(i);
      append_order(**journal, i, events);
      count += events.size();
    }
    (*journal)->commit(opening);
  }
  std::vector<double> open_times, read_times, fold_times, verify_times;
  for (auto _ : state) {
    auto start = SteadyClock::now();
    const auto journal = open_rocks_journal(folder / "journal");
    open_times.push_back(micros_since(start));
    require(journal.has_value() && (*journal)->durable() == count, "not the journal as written");

    start = SteadyClock::now();
    std::uint64_t bytes = 0;
    require((*journal)
                ->read(1,
                       [&](const Recorded& recorded) {
                         bytes += recorded.payload.size();
                         return true;
                       })
                .has_value(),
            "a damaged journal");
    read_times.push_back(micros_since(start));

    start = SteadyClock::now();
    Orders orders;
    Positions positions;
    const auto folded = fold_until(**journal, {}, orders, positions);
    fold_times.push_back(micros_since(start));
    require(folded && folded->last_seq == count && !orders.rows.empty() && !positions.rows.empty(),
            "the fold is not whole");
    state.SetIterationTime(fold_times.back() / 1e6);
    state.counters["bytes_each"] = static_cast<double>(bytes) / static_cast<double>(count);
  }
  {
    auto store = open_rocks_store(folder / "journal");
    require(store.has_value(), "no store");
    const auto start = SteadyClock::now();
    require(verify(**store).has_value(), "a damaged journal");
    verify_times.push_back(micros_since(start));
  }
  const auto millions = [&](std::vector<double>& times) {
    return static_cast<double>(count) / median(times);
  };
  state.counters["open_M_per_s"] = millions(open_times);
  state.counters["read_M_per_s"] = millions(read_times);
  state.counters["fold_M_per_s"] = millions(fold_times);
  state.counters["verify_M_per_s"] = millions(verify_times);
}
BENCHMARK(open_and_replay)->UseManualTime()->Iterations(sized(3, 1))->Unit(benchmark::kMillisecond);

}  // namespace
