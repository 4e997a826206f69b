// Quotes off a compact tape, as a backtest hears them: 100 instruments, one quote a second each,
// spreads of 2 to 10 ticks, a mid that moves by at most 2; 100 orders are at work that no quote
// touches. Opening, with its check of the whole tape, is part of the time. Through the feed and the
// quote board alone; then through the paper broker and the engine as well, one moment of virtual
// time after the other. Beside them: the same bytes read and their checksums compared, nothing
// else. Budget: 5 M quotes a second, for a day of options has tens of millions; and the same for
// tapes of 0.1, 1 and 10 M quotes, in the same memory.
#include <benchmark/benchmark.h>

#include "actors/domain/instrument/contracts.hpp"
#include "actors/journal/checksums.hpp"
#include "actors/quote_board.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "adapters/tape/open_tape.hpp"
#include "adapters/tape/tape_reader.hpp"
#include "adapters/tape/tape_writer.hpp"
#include "events/chance.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr std::uint32_t instruments = 100;
constexpr std::int64_t cent = Price::one / 100;
constexpr double mebi = 1 << 20;

// Bids wander between 20 and 60 dollars, above any order of ours.
void write_tape(const std::string& path, const std::vector<std::string>& symbols, Timestamp begin,
                std::int64_t quotes) {
  std::uint64_t state = 11;
  const auto below = [&](std::uint64_t bound) {
    return static_cast<std::int64_t>(mix(state += golden_ratio) % bound);
  };
  std::vector<tape::Terms> terms;
  for (const auto& symbol : symbols) terms.push_back({symbol, {}, {}});
  auto writer = tape::TapeWriter::create(path, {});
  require(writer.has_value(), "no tape");
  std::vector<std::int64_t> mids(symbols.size(), 4'000);
  for (std::int64_t i = 0; i < quotes; ++i) {
    const auto place = static_cast<std::uint32_t>(i % instruments);
    auto& mid = mids[place];
    mid = std::clamp<std::int64_t>(mid + below(5) - 2, 2'000, 6'000);
    const auto half = 1 + below(5);
    const Quote quote{begin + milliseconds(10 * i),
                      {(mid - half) * cent},
                      {(mid + half) * cent},
                      Quantity::whole(1 + below(50)),
                      Quantity::whole(1 + below(50))};
    require(writer->append({place, quote}).has_value(), "a tape that takes no quote");
  }
  require(writer->finish(terms, {}).has_value(), "a tape that does not end");
}

InstrumentDefined stock(std::uint32_t number) {
  auto defined = make_stock(std::string("T") + static_cast<char>('A' + number / 26) +
                            static_cast<char>('A' + number % 26));
  defined.instrument = {number};
  return defined;
}

// Quotes a second on the wall clock, and a second of processor time: what others take of a busy
// machine is not in that.
class Stopwatch {
 public:
  Stopwatch() : before_(memory_use()), start_(SteadyClock::now()), busy_(process_micros()) {}
  void report(benchmark::State& state, std::int64_t quotes) const {
    const auto wall = micros_since(start_);
    const auto busy = process_micros() - busy_;
    state.SetIterationTime(wall / 1e6);
    state.counters["M_quotes_per_s"] = static_cast<double>(quotes) / wall;
    state.counters["M_per_processor_s"] = static_cast<double>(quotes) / busy;
    state.counters["resident_MiB"] =
        static_cast<double>(memory_use().resident - before_.resident) / mebi;
  }

 private:
  MemoryUse before_;
  SteadyClock::time_point start_;
  double busy_;
};

std::int64_t quotes_of(const benchmark::State& state) { return sized(state.range(0), 20'000); }

void tape_bytes(benchmark::State& state) {
  const Folder folder;
  std::vector<std::string> symbols;
  for (std::uint32_t i = 1; i <= instruments; ++i) symbols.push_back(stock(i).symbol);
  write_tape(folder / "tape", symbols, opening, quotes_of(state));
  for (auto _ : state) {
    const Stopwatch stopwatch;
    const auto reader = tape::TapeReader::open(folder / "tape");
    require(reader.has_value(), "no tape");
    std::string bytes;
    for (std::uint32_t i = 0; i < reader->contents().blocks.size(); ++i)
      require(reader->read_block(i, bytes).has_value(), "a bad block");
    stopwatch.report(state, quotes_of(state));
    state.counters["bytes_each"] =
        static_cast<double>(reader->size()) / static_cast<double>(quotes_of(state));
  }
}

void tape_through_board(benchmark::State& state) {
  const Folder folder;
  Instruments known;
  std::vector<std::string> symbols;
  for (std::uint32_t i = 1; i <= instruments; ++i) {
    known.add(stock(i));
    symbols.push_back(stock(i).symbol);
  }
  write_tape(folder / "tape", symbols, opening, quotes_of(state));
  for (auto _ : state) {
    QuoteBoard board(known);
    for (std::uint32_t i = 1; i <= instruments; ++i) {
      Interest interest;
      interest.name = "walk";
      interest.instrument = {i};
      interest.ask_at_most = Price::whole(10);
      interest.bid_at_least = Price::whole(70);
      board.set({ActorKind::order, std::to_string(i)}, interest);
    }
    const Stopwatch stopwatch;
    auto feed = open_tape(folder / "tape");
    require(feed.has_value(), "no tape");
    for (std::uint32_t i = 1; i <= instruments; ++i) (*feed)->watch(stock(i));
    std::int64_t heard = 0;
    std::int64_t woken = 0;
    const QuoteBoard::Wake wake = [&](const Address&, const std::string&) { ++woken; };
    (*feed)->listen([&](InstrumentId instrument, const Quote& quote) {
      ++heard;
      board.on_quote(instrument, quote, wake);
    });
    while (const auto next = (*feed)->next_time()) (*feed)->deliver(*next);
    require(heard == quotes_of(state) && woken == 0, "quotes are missing, or touched an order");
    stopwatch.report(state, heard);
  }
}

// One price, near the bottom of what could be, and there it stays.
Settings resting_settings() {
  auto settings = free_settings();
  PricePolicy rest;
  rest.name = "rest";
  rest.start = PriceStart::near_side;
  rest.max_prices = 1;
  settings.policies = {rest};
  settings.price.entry_policy = "rest";
  return settings;
}

void tape_through_engine(benchmark::State& state) {
  for (auto _ : state) {
    const Folder folder;
    const auto journal = make_memory_journal();
    VirtualClock clock(opening);
    Instruments known;
    PaperSettings paper;
    paper.starting_cash = free_settings().paper.cash;
    PaperBroker broker(clock, known, paper);
    RuntimeOptions options;
    options.events_a_commit = 10'000;
    World world(*journal, clock, broker, known, resting_settings(), Price::whole(10),
                Price::whole(11), options);
    auto& engine = world.engine();
    clock.advance_to(opening + milliseconds(500));
    engine.run_until_idle();
    for (std::uint32_t i = 0; i < instruments; ++i)
      tell_alert(engine, unpriced_alert_line(i, clock.now()), i + 1, clock.now());
    engine.run_until_idle();
    const auto begin = clock.now() + seconds(5);
    clock.advance_to(begin);
    engine.run_until_idle();
    require(engine.open_orders().size() == instruments, "orders are missing");
    std::vector<std::string> symbols;
    for (std::uint32_t i = 1; i <= instruments; ++i)
      symbols.push_back(known.find(InstrumentId{i})->symbol);
    write_tape(folder / "tape", symbols, begin, quotes_of(state));
    const auto events = journal->staged();
    const Stopwatch stopwatch;
    auto feed = open_tape(folder / "tape");
    require(feed.has_value(), "no tape");
    for (std::uint32_t i = 1; i <= instruments; ++i) (*feed)->watch(*known.find(InstrumentId{i}));
    std::int64_t heard = 0;
    (*feed)->listen([&](InstrumentId instrument, const Quote& quote) {
      ++heard;
      broker.on_quote(instrument, quote);
      engine.on_quote(instrument, quote);
    });
    while (const auto next = (*feed)->next_time()) {
      clock.advance_to(*next);
      engine.run_until_idle();
      (*feed)->deliver(*next);
      engine.run_until_idle();
    }
    require(heard == quotes_of(state), "quotes are missing");
    journal->commit(clock.now());
    std::uint64_t touched = 0;
    (void)journal->read(events + 1, [&](const Recorded& recorded) {
      touched += recorded.type != Reconciled::type_id;  // which comes by the clock
      return true;
    });
    require(touched == 0, "a quote touched an order");
    stopwatch.report(state, heard);
  }
}

#define FOR_EACH_LENGTH          \
  ->Arg(100'000)                 \
      ->Arg(1'000'000)           \
      ->Arg(10'000'000)          \
      ->UseManualTime()          \
      ->Iterations(1)            \
      ->Repetitions(sized(3, 1)) \
      ->Unit(benchmark::kMillisecond)
BENCHMARK(tape_bytes) FOR_EACH_LENGTH;
BENCHMARK(tape_through_board) FOR_EACH_LENGTH;
BENCHMARK(tape_through_engine) FOR_EACH_LENGTH;

}  // namespace
