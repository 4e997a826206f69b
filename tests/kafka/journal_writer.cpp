// Writes trades into a journal at a pace, as a service would that trades a lot: what
// deploy/test-kafka publishes.
//
//   fillwright_journal_writer JOURNAL EVENTS PER_SECOND
//
// A block every five milliseconds, or without a pace (0) a block every thousand events. The events'
// times are of the moment at which they are written. Goes on where a journal ends; ends early, in
// order, on SIGTERM.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "adapters/clock/wall_clock.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "events/any_event.hpp"
#include "tests/benchmarks/trading_events.hpp"

namespace {

using namespace fillwright;

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int) { stop_asked = 1; }

NewEvent encoded(const AnyEvent& event) {
  NewEvent made;
  made.type = type_of(event);
  made.payload = encode_event(event);
  made.event_time = WallClock().now();
  made.principal = "caller:ann";
  return made;
}

bool append_trade(Journal& journal, std::uint64_t number) {
  Append append;
  if (number % 2 == 1) {
    const auto start = bench::trade_start(number);
    append.streams.push_back({"workflow/" + start.workflow_id, any_version, {encoded(start)}});
  }
  append.streams.push_back({bench::order_stream(number), any_version, {}});
  for (const auto& event : bench::trade_events(number))
    append.streams.back().events.push_back(encoded(event));
  return journal.append(append).has_value();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: fillwright_journal_writer JOURNAL EVENTS PER_SECOND\n", stderr);
    return 2;
  }
  std::signal(SIGTERM, ask_to_stop);
  const auto events = std::strtoull(argv[2], nullptr, 10);
  const auto per_second = std::strtoull(argv[3], nullptr, 10);
  auto opened = open_rocks_journal(argv[1]);
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().what.c_str());
    return 1;
  }
  auto& journal = **opened;
  const auto before = journal.durable();
  const auto begin = std::chrono::steady_clock::now();
  for (auto number = before + 1; journal.durable() - before < events && stop_asked == 0;) {
    const auto passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin);
    const auto due = per_second == 0
                         ? journal.durable() - before + 1000
                         : static_cast<Seq>(passed.count() * static_cast<double>(per_second));
    for (; journal.staged() - before < std::min<Seq>(due, events); ++number)
      if (!append_trade(journal, number)) return 1;
    journal.commit(WallClock().now());
    if (per_second != 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::printf("%llu\n", static_cast<unsigned long long>(journal.durable()));
  return 0;
}
