// The gateway's own part of an order's way: from the moment at which its attempt is durable to the
// call of the broker's port. The journal is in memory, so that the sync is not in it. Budget: 50
// us of processor time, so that it does not show beside a sync.
#include <benchmark/benchmark.h>

#include "adapters/clock/virtual_clock.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "tests/benchmarks/measuring.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

void gateway_hop(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(sized(5'000, 5));
  for (auto _ : state) {
    JournalOptions journal_options;
    journal_options.log_id = 1;
    auto journal = open_memory_journal(std::make_shared<MemoryDisk>(), journal_options);
    require(journal.has_value(), "no journal");
    VirtualClock clock(opening);
    QuietBroker broker(clock);
    std::vector<double> hops;
    double durable = 0;
    RuntimeOptions options;
    options.on_durable = [&](const EventNotice& notice) {
      if (std::holds_alternative<AttemptStarted>(notice.event)) durable = thread_micros();
    };
    broker.on_send = [&](const BrokerRequest&) { hops.push_back(thread_micros() - durable); };
    Instruments instruments;
    World world(**journal, clock, broker, instruments, free_settings(), {900'000'000},
                {1'100'000'000}, options);
    require(world.engine().is_gate_open(), "the gate is closed");
    const auto start = SteadyClock::now();
    for (std::size_t i = 0; i < count; ++i) {
      tell_alert(world.engine(), alert_line(i, opening), i + 1, opening);
      world.engine().run_until_idle();
    }
    require(hops.size() == count, "not each alert led to a message to the broker");
    state.SetIterationTime(micros_since(start) / 1e6);
    state.counters["p50_us"] = quantile(hops, 0.5);
    state.counters["p99_us"] = quantile(hops, 0.99);
    state.counters["max_us"] = quantile(hops, 1);
  }
}
BENCHMARK(gateway_hop)
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

}  // namespace
