// From the bytes of an alert to the order that leaves, durable before it does: read, told to the
// desk, sized, reserved, planned, priced, synced once, sent. Arrivals keep their schedule whatever
// we do (open loop), and each latency counts from when the alert was due, so that no queue hides.
// Budgets: p50 within raw sync + 0.4 ms, p99 within 3 ms, at 1,000 alerts a second.
#include <benchmark/benchmark.h>

#include <fstream>

#include "actors/domain/alert/parse_alert.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "tests/benchmarks/world.hpp"
#include "tests/support/places.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

void alert_to_order(benchmark::State& state) {
  const auto per_second = state.range(0);
  const auto count = static_cast<std::size_t>(state.range(1));
  for (auto _ : state) {
    const Folder folder;
    std::vector<double> raw_times;
    {
      RawStore raw(folder / "raw");
      for (auto i = sized(1'000, 2); i > 0; --i) {
        const auto start = SteadyClock::now();
        raw.put(std::string(3'000, 'p'));  // about what one alert leaves in the journal
        raw_times.push_back(micros_since(start));
      }
    }
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    RunningClock clock;
    QuietBroker broker(clock);
    Instruments instruments;
    RuntimeOptions as_run;
    as_run.commits_beside = true;
    World world(**journal, clock, broker, instruments, free_settings(), Price{900'000'000},
                Price{1'100'000'000}, as_run);
    std::vector<double> sent_us;
    sent_us.reserve(count);
    SteadyClock::time_point began;
    broker.on_send = [&](const BrokerRequest& request) {
      if (request.kind == AttemptKind::submit) sent_us.push_back(micros_since(began));
    };
    const auto first_at = clock.now();
    const auto apart = std::chrono::nanoseconds(1'000'000'000 / per_second);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < count; ++i)
      lines.push_back(
          alert_line(i, first_at + Duration{static_cast<std::int64_t>(i) * apart.count()}));
    const auto events_before = (*journal)->staged();
    began = SteadyClock::now();
    for (std::size_t next = 0; next < count;) {
      clock.run_due();
      const auto due = static_cast<std::size_t>((SteadyClock::now() - began) / apart) + 1;
      for (; next < std::min(count, due); ++next)
        tell_alert(world.engine(), lines[next], next + 1, clock.now());
      world.engine().run_until_idle();
    }
    require(sent_us.size() == count, std::to_string(sent_us.size()) + " of " +
                                         std::to_string(count) + " alerts led to an order");
    std::vector<double> latencies;  // orders leave in the order of their alerts
    for (std::size_t i = 0; i < count; ++i)
      latencies.push_back(sent_us[i] -
                          static_cast<double>(i) * static_cast<double>(apart.count()) / 1e3);
    state.SetIterationTime(sent_us.back() / 1e6);
    const auto raw = median(raw_times);
    const auto p50 = quantile(latencies, 0.5);
    state.counters["raw_sync_us"] = raw;
    state.counters["raw_p99_us"] = quantile(raw_times, 0.99);  // of one at a time
    state.counters["p50_us"] = p50;
    state.counters["above_raw_us"] = p50 - raw;
    state.counters["p99_us"] = quantile(latencies, 0.99);
    state.counters["max_us"] = quantile(latencies, 1);
    state.counters["events_each"] =
        static_cast<double>((*journal)->staged() - events_before) / static_cast<double>(count);
  }
}
BENCHMARK(alert_to_order)
    ->Args({100, sized(300, 3)})
    ->Args({1000, sized(5'000, 5)})
    ->UseManualTime()
    ->Iterations(1)
    ->Repetitions(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

// The words of callers alone. The file has one message a line.
void parse_alert_texts(benchmark::State& state) {
  std::vector<std::string> texts;
  std::ifstream file(fillwright::test::source_folder() + "/tests/data/alerts/own_alerts.jsonl");
  for (std::string line; std::getline(file, line);) {
    const auto from = line.find("\"text\": \"");
    const auto to = line.find("\", \"", from);
    if (from != line.npos && to != line.npos) texts.push_back(line.substr(from + 9, to - from - 9));
  }
  require(!texts.empty(), "no alert texts");
  ParseRules rules;
  rules.is_free_text = true;
  rules.today = *parse_date("2026-11-20");
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_alert(texts[next], rules));
    if (++next == texts.size()) next = 0;
  }
  state.counters["texts_per_s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(parse_alert_texts)->Repetitions(sized(5, 1));

}  // namespace
