// The relay without a Kafka: what it does itself for each event, and what it holds of a journal
// behind which it is. Whole, beside a bare producer: deploy/test-kafka measure.
#include <benchmark/benchmark.h>

#include "adapters/kafka/relay.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "deploy/state_topics.hpp"
#include "tests/benchmarks/measuring.hpp"
#include "tests/benchmarks/trading_events.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr double mebi = 1 << 20;

// Takes everything, keeps nothing but the cursor.
class NoTarget final : public RelayTarget {
 public:
  Result take_over() override { return {}; }
  tl::expected<std::optional<Cursor>, RelayFault> read_cursor() override { return cursor_; }
  Result begin() override { return {}; }
  Result put(RelayTopic topic, const OutRecord& record) override {
    (topic == RelayTopic::events ? events : states) += 1;
    bytes += record.key.size() + record.value.size();
    return {};
  }
  Result commit(const Cursor& cursor, const Meanwhile& /*meanwhile*/) override {
    cursor_ = cursor;
    return {};
  }
  void drop() override {}

  std::uint64_t events = 0;
  std::uint64_t states = 0;
  std::uint64_t bytes = 0;

 private:
  std::optional<Cursor> cursor_;
};

// Range: whether states are published.
void relay_to_nobody(benchmark::State& state) {
  const auto count = static_cast<std::uint64_t>(sized(1'000'000, 2'000));
  const bool has_states = state.range(0) == 1;
  const Folder folder;
  {
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    append_trades(**journal, count, 100);
  }
  auto journal = open_rocks_journal(folder / "journal");
  require(journal.has_value(), "no journal");
  for (auto _ : state) {
    const auto before = memory_use();
    NoTarget target;
    StateTopics states({}, **journal, has_states);
    Relay relay(**journal, states, target, {{}, "benchmark", 20'000, 32 << 20, {}, {}});
    const auto begin = thread_micros();
    while (true) {
      const auto stepped = relay.step();
      require(stepped.has_value(), "a step failed");
      if (!*stepped) break;
    }
    const auto spent = thread_micros() - begin;
    require(target.events == (*journal)->durable(), "events are missing");
    const auto after = memory_use();
    state.SetIterationTime(spent / 1e6);
    state.counters["events/s"] = static_cast<double>(target.events) / spent * 1e6;
    state.counters["states"] = static_cast<double>(target.states);
    state.counters["heap_MiB"] = static_cast<double>(after.heap - before.heap) / mebi;
    state.counters["bytes_a_record"] =
        static_cast<double>(target.bytes) / static_cast<double>(target.events + target.states);
  }
}
BENCHMARK(relay_to_nobody)
    ->Arg(0)
    ->Arg(1)
    ->UseManualTime()
    ->Iterations(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

}  // namespace
