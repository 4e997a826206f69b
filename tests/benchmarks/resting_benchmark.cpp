// 100,000 orders that rest at the broker, rebuilt from their streams after a restart. The journal
// is on disk, the broker keeps nothing; what the journal itself holds of 100,000 streams is
// measured apart. Budget: 256 MiB for the actors, so that a small machine can hold them.
#include <benchmark/benchmark.h>

#include "adapters/rocksdb/rocks_block_store.hpp"
#include "tests/benchmarks/trading_events.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr double mebi = 1 << 20;

void resting_orders(benchmark::State& state) {
  const auto count = static_cast<std::uint64_t>(sized(100'000, 50));
  for (auto _ : state) {
    const Folder folder;
    {
      auto journal = open_rocks_journal(folder / "journal");
      require(journal.has_value(), "no journal");
      for (std::uint64_t i = 1; i <= count; ++i)
        append_order(**journal, i, resting_order_events(i));
      (*journal)->commit(opening);
    }
    const auto empty = memory_use();
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    const auto opened = memory_use();
    VirtualClock clock(opening);
    QuietBroker broker(clock);
    broker.is_asked_in_vain = true;  // it kept nothing, and must not say so
    const auto start = SteadyClock::now();
    Instruments instruments;
    World world(**journal, clock, broker, instruments);
    const auto seconds = micros_since(start) / 1e6;
    const auto restarted = memory_use();
    require(world.engine().open_orders().size() == count, "orders are missing");
    state.SetIterationTime(seconds);
    const auto orders = static_cast<double>(count);
    state.counters["actors"] = static_cast<double>(world.engine().actor_count());
    state.counters["heap_MiB"] = static_cast<double>(restarted.heap - opened.heap) / mebi;
    state.counters["resident_MiB"] =
        static_cast<double>(restarted.resident - opened.resident) / mebi;
    state.counters["bytes_each"] = static_cast<double>(restarted.heap - opened.heap) / orders;
    state.counters["journal_MiB"] = static_cast<double>(opened.heap - empty.heap) / mebi;
    state.counters["restart_s"] = seconds;
  }
}
BENCHMARK(resting_orders)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
