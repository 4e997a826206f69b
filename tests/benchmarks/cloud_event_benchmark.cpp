// Events of live trading as CloudEvents, beside a bare copy of the same bytes.
// Budget: 400,000 events a second on a core, so that the relay is as fast as a bare producer
// (130,000 to 240,000 a second were seen), with most of the core left for it.
#include <benchmark/benchmark.h>

#include <cstring>

#include "adapters/cloud_events/cloud_event.hpp"
#include "tests/benchmarks/measuring.hpp"
#include "tests/benchmarks/trading_events.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr std::uint64_t log_id = 0x0123456789abcdef;
constexpr Timestamp opening{1'795'185'000'000'000'000};

// What a hundred orders leave, as the journal gives it.
class Trading {
 public:
  Trading() {
    for (std::uint64_t order = 1; order <= 100; ++order)
      for (const auto& event : trade_events(order)) {
        payloads_.push_back(encode_event(event));
        types_.push_back(type_of(event));
      }
    for (std::size_t i = 0; i < payloads_.size(); ++i) {
      Recorded event;
      event.seq = 1'000'000 + i;
      event.version = i % 12 + 1;
      event.type = types_[i];
      event.payload = payloads_[i];
      event.event_time = event.record_time = opening + milliseconds(static_cast<std::int64_t>(i));
      event.correlation = 1'000'000;
      event.causation = event.seq - 1;
      events.push_back(event);
    }
  }
  std::vector<Recorded> events;

 private:
  std::vector<std::string> payloads_;
  std::vector<TypeId> types_;
};

void write_cloud_events(benchmark::State& state) {
  const Trading trading;
  CloudEventSettings settings;
  settings.is_binary = state.range(0) == 1;
  if (state.range(1) == 1) settings.author_key = "a key";
  CloudEventWriter writer(settings, log_id);
  OutRecord out;
  std::size_t next = 0, bytes = 0;
  for (auto _ : state) {
    writer.write(trading.events[next], "order/w1-1", "policy:discovery", out);
    benchmark::DoNotOptimize(out.value.data());
    bytes += out.value.size();
    if (++next == trading.events.size()) next = 0;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
  state.counters["value_bytes"] =
      static_cast<double>(bytes) / static_cast<double>(state.iterations());
}

void copy_cloud_events(benchmark::State& state) {
  const Trading trading;
  CloudEventSettings settings;
  settings.is_binary = state.range(0) == 1;
  CloudEventWriter writer(settings, log_id);
  std::vector<OutRecord> records;
  for (const auto& event : trading.events)
    writer.write(event, "order/w1-1", "policy:discovery", records.emplace_back());
  OutRecord out;
  std::size_t next = 0;
  for (auto _ : state) {
    out = records[next];
    benchmark::DoNotOptimize(out.value.data());
    if (++next == records.size()) next = 0;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

// Structured, then binary; then structured with hashed callers.
BENCHMARK(write_cloud_events)->Args({0, 0})->Args({1, 0})->Args({0, 1})->Repetitions(sized(3, 1));
BENCHMARK(copy_cloud_events)->Arg(0)->Arg(1)->Repetitions(sized(3, 1));

}  // namespace
