// Encoding and decoding of the events that trading writes most, beside a copy of the same bytes.
// Budget: 1 us an event either way, so that the codec never shows beside the journal.
#include <benchmark/benchmark.h>

#include <cstring>

#include "events/any_event.hpp"
#include "tests/benchmarks/measuring.hpp"
#include "tests/benchmarks/trading_events.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

AnyEvent event_of(std::int64_t kind) {
  const auto events = order_events(1);
  for (const auto& event : events)
    if (type_of(event) == kind) return event;
  std::abort();
}

void encode(benchmark::State& state) {
  const auto event = event_of(state.range(0));
  std::size_t size = 0;
  for (auto _ : state) {
    const auto bytes = encode_event(event);
    size = bytes.size();
    benchmark::DoNotOptimize(bytes.data());
  }
  state.counters["bytes"] = static_cast<double>(size);
}

void decode(benchmark::State& state) {
  const auto event = event_of(state.range(0));
  const auto bytes = encode_event(event);
  for (auto _ : state) benchmark::DoNotOptimize(decode_event(type_of(event), bytes));
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

void copy_of_bytes(benchmark::State& state) {
  const auto from = encode_event(event_of(state.range(0)));
  std::string to(from.size(), ' ');
  for (auto _ : state) {
    std::memcpy(to.data(), from.data(), from.size());
    benchmark::ClobberMemory();
  }
}

// OrderPlanned, PriceStepped, AttemptStarted, AttemptAccepted, OrderFilled.
#define FOR_EACH_KIND ->Arg(500)->Arg(503)->Arg(506)->Arg(507)->Arg(511)->Repetitions(sized(3, 1))
BENCHMARK(encode) FOR_EACH_KIND;
BENCHMARK(decode) FOR_EACH_KIND;
BENCHMARK(copy_of_bytes) FOR_EACH_KIND;

}  // namespace
