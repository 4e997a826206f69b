// A journal of ten million events, asked as of random moments, and restarted.
//
// Budgets: an answer within 50 ms, the store open (one order, one position, the account's profit
// and loss, a page of 100 rows), for that is when a person does not notice; a restart within one
// second a million events of tail, of which snapshots leave little.
#include <benchmark/benchmark.h>

#include <map>
#include <random>

#include "actors/journal_scan.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/rocksdb/rocks_view_store.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "projections/orders.hpp"
#include "replay/ask/as_of.hpp"
#include "replay/ask/fold.hpp"
#include "replay/views/questions.hpp"
#include "tests/benchmarks/trading_events.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

// Made once for all, and left to the last of them to remove.
struct LongJournal {
  explicit LongJournal(std::uint64_t events) {
    auto journal = open_rocks_journal(path);
    require(journal.has_value(), "no journal");
    append_trades(**journal, events);
    count = (*journal)->durable();
  }
  Folder folder;
  std::string path = folder / "journal";
  std::uint64_t count = 0;
};

template <class Work>
double millis_of(const Work& work) {
  const auto start = SteadyClock::now();
  work();
  return micros_since(start) / 1e3;
}

// By the wall, and of this process's processors: what others take of a busy machine is not in it.
struct Times {
  std::vector<double> wall, processor;

  template <class Work>
  void take(const Work& work) {
    const auto before = process_micros();
    wall.push_back(millis_of(work));
    processor.push_back((process_micros() - before) / 1e3);
  }
  void say(benchmark::State& state, const std::string& name) {
    state.counters[name + "_p50_ms"] = quantile(wall, 0.5);
    state.counters[name + "_max_ms"] = quantile(wall, 1.0);
    state.counters[name + "_cpu_p50_ms"] = quantile(processor, 0.5);
    state.counters[name + "_cpu_max_ms"] = quantile(processor, 1.0);
  }
};

void ask_as_of(benchmark::State& state) {
  const LongJournal journal(static_cast<std::uint64_t>(sized(state.range(0), 3'000)));
  const auto step = is_brief() ? 500 : Views::usual_step;
  const auto rows = journal.folder / "rows";
  const auto reader = open_rocks_reader(journal.path).value();
  auto store = open_rocks_views(rows, ViewAccess::write).value();
  Views views(*reader, *store, step);
  require(views.open().has_value(), "views that cannot be opened");
  const auto build_ms =
      millis_of([&] { require(views.update({}).has_value(), "views that cannot be made"); });
  require(views.read_tail().has_value(), "a tail that cannot be read");
  state.counters["build_M_per_s"] = static_cast<double>(views.last()) / build_ms / 1e3;

  std::mt19937_64 chance(1);
  std::map<std::string, Times> times;
  for (auto _ : state) {
    AskOptions options;
    options.is_json = true;
    options.as_of.seq = 100 + chance() % (journal.count - 100);
    const auto order = 1 + chance() % (options.as_of.seq / 11 + 1);
    const auto id = order_stream(order).substr(6);
    AsOf moment;
    (void)reader->read_one(options.as_of.seq, [&](const Recorded& recorded) {
      moment.time = recorded.record_time;
      return false;
    });
    auto page = options;
    page.limit = 100;
    page.from = options.as_of.seq / 2;
    auto one = options;
    one.about = "w" + std::to_string((order + 1) / 2);
    const auto ask = [&](const std::string& name, const auto& question) {
      times[name].take([&] { require(question().has_value(), name + " has no answer"); });
      state.SetIterationTime(times[name].wall.back() / 1e3);
    };
    ask("moment", [&] { return seq_of(*reader, moment, {}); });
    ask("order", [&] { return explain_by(views, id, options); });
    ask("orders", [&] { return orders_by(views, page); });
    ask("refusals", [&] { return refusals_by(views, page); });
    ask("position", [&] { return positions_by(views, one); });
    ask("pnl", [&] { return pnl_by(views, options); });
  }
  for (auto& [name, all] : times) all.say(state, name);
  AskOptions last;
  last.as_of.seq = journal.count;
  const auto replay_ms = millis_of([&] {
    require(pnl_by(views, last) == ask_pnl(*reader, last), "views differ from a replay");
  });
  state.counters["replay_ms"] = replay_ms;
}
BENCHMARK(ask_as_of)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->UseManualTime()
    ->Iterations(sized(100, 2))
    ->Unit(benchmark::kMillisecond);

// From a killed process to what an engine must know: with the snapshots that a service keeps, and
// without any.
void restart(benchmark::State& state) {
  const LongJournal long_journal(static_cast<std::uint64_t>(sized(state.range(0), 3'000)));
  const auto& path = long_journal.path;
  const auto settings = free_settings();
  const MarketCalendar calendar;
  const auto start = [&](bool has_snapshots) {
    JournalOptions options;
    options.snapshots = has_snapshots ? make_snapshot_folder(views_folder(path))
                                      : make_snapshot_folder(long_journal.folder / "nothing");
    auto journal = open_rocks_journal(path, options);
    require(journal.has_value(), "a journal that cannot be opened");
    const auto scan = scan_journal(**journal, settings, calendar,
                                   has_snapshots ? options.snapshots.get() : nullptr);
    require(scan.has_value(), "a journal that cannot be read");
    return std::move(*journal);
  };
  Times afresh, kept;
  for (auto _ : state) {
    std::filesystem::remove_all(long_journal.folder / "nothing");
    afresh.take([&] { start(false); });
    {
      auto journal = start(true);
      const auto snapshots = make_snapshot_folder(views_folder(path));
      require(journal->save_snapshot(), "no snapshot was kept");
      require(save_scan(*journal, settings, calendar, *snapshots).has_value(), "no scan was kept");
    }
    kept.take([&] { start(true); });
    state.SetIterationTime(kept.wall.back() / 1e3);
  }
  afresh.say(state, "afresh");
  kept.say(state, "kept");
  state.counters["afresh_M_per_s"] =
      static_cast<double>(long_journal.count) / median(afresh.processor) / 1e3;
}
BENCHMARK(restart)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->UseManualTime()
    ->Iterations(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

// The fold of orders and positions from blocks as they are written live, an order's events each.
void fold_live_blocks(benchmark::State& state) {
  const Folder folder;
  auto journal = open_rocks_journal(folder / "journal").value();
  append_trades(*journal, static_cast<std::uint64_t>(sized(500'000, 500)), 1);
  std::vector<double> times;
  for (auto _ : state) {
    const auto start = SteadyClock::now();
    Orders orders;
    Positions positions;
    require(fold_until(*journal, {}, orders, positions).has_value(), "a damaged journal");
    times.push_back(micros_since(start));
    state.SetIterationTime(times.back() / 1e6);
  }
  state.counters["fold_M_per_s"] = static_cast<double>(journal->durable()) / median(times);
}
BENCHMARK(fold_live_blocks)
    ->UseManualTime()
    ->Iterations(sized(3, 1))
    ->Unit(benchmark::kMillisecond);

}  // namespace
