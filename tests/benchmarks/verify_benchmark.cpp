// Verified replay: every block's hash and link, every event's CRC, version and back-pointer, the
// scan of the store included. Budget: at least 0.6 of what SHA-256 alone makes of 16 KiB buffers on
// one thread, with both cores: the hash is the floor. Both are measured in turns.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <algorithm>

#include "actors/journal/sealer.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "replay/verify.hpp"
#include "tests/benchmarks/trading_events.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

// Orders that walk two rungs and fill; each a block of its own when `is_live`, else blocks of 64
// KiB.
std::uint64_t write_journal(const std::string& folder, bool is_live, bool is_sealed) {
  auto opened = open_rocks_store(folder);
  require(opened.has_value(), "no store");
  auto& store = **opened;
  auto journal = open_journal(std::move(*opened), {});
  require(journal.has_value(), "no journal");
  std::uint64_t count = 0;
  const auto wanted = static_cast<std::uint64_t>(sized(is_live ? 400'000 : 2'000'000, 500));
  for (std::uint64_t i = 1; count < wanted; ++i) {
    const auto events = order_events(i);
    append_order(**journal, i, events);
    count += events.size();
    if (is_live) (*journal)->commit(opening);
  }
  (*journal)->commit(opening);
  if (!is_sealed) return count;
  auto sealer = Sealer::open(**journal, store);
  require(sealer.has_value(), "no sealer");
  for (auto more = (*sealer)->step(); !more || *more; more = (*sealer)->step())
    require(more.has_value(), "sealing failed");
  return count;
}

// Bytes a second of EVP's SHA-256 over buffers of 16 KiB, one thread.
double raw_sha256_rate() {
  const std::string buffer(16 << 10, 'x');
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const auto rounds = sized(20'000, 10);
  const auto start = SteadyClock::now();
  for (std::int64_t i = 0; i < rounds; ++i)
    require(EVP_Digest(buffer.data(), buffer.size(), digest, &size, EVP_sha256(), nullptr) == 1,
            "no SHA-256");
  return static_cast<double>(buffer.size()) * static_cast<double>(rounds) /
         (micros_since(start) / 1e6);
}

void verified_replay(benchmark::State& state) {
  const bool is_live = state.range(0) != 0, is_sealed = state.range(0) == 2;
  const Folder folder;
  const auto count = write_journal(folder / "journal", is_live, is_sealed);
  std::vector<double> rates, raw_rates, ratios, processor;
  std::uint64_t blocks = 0;
  for (auto _ : state) {
    raw_rates.push_back(raw_sha256_rate());
    auto store = open_rocks_store_read_only(folder / "journal");
    require(store.has_value(), "no store");
    const auto used = process_micros();
    const auto start = SteadyClock::now();
    const auto verified = verify(**store);
    const auto seconds = micros_since(start) / 1e6;
    processor.push_back((process_micros() - used) / static_cast<double>(count));
    require(verified && verified->events == count, "not the journal as written");
    blocks = verified->blocks;
    rates.push_back(static_cast<double>(verified->bytes) / seconds);
    ratios.push_back(rates.back() / raw_rates.back());
    state.SetIterationTime(seconds);
    state.counters["M_events_per_s"] = static_cast<double>(count) / seconds / 1e6;
  }
  state.counters["events_a_block"] = static_cast<double>(count) / static_cast<double>(blocks);
  state.counters["ours_MB_per_s"] = median(rates) / 1e6;
  state.counters["sha256_MB_per_s"] = median(raw_rates) / 1e6;
  state.counters["processor_us_per_event"] = median(processor);
  state.counters["ratio"] = median(ratios);
}
BENCHMARK(verified_replay)
    ->ArgName("0_large_1_live_2_sealed")
    ->Arg(0)
    ->Arg(1)
    ->Arg(2)
    ->UseManualTime()
    ->Iterations(sized(9, 1))
    ->Unit(benchmark::kMillisecond);

}  // namespace
