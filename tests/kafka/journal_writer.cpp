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

#include "actors/domain/pricing/built_in_policies.hpp"
#include "adapters/clock/wall_clock.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "events/any_event.hpp"
#include "tests/support/story_events.hpp"

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

// An order that walks two rungs and fills: of an odd number it opens its workflow's position, of an
// even one it closes it.
test::EventFeed trade(std::uint64_t number) {
  const bool is_entry = number % 2 == 1;
  const auto workflow = "w" + std::to_string((number + 1) / 2);
  const auto order = workflow + (is_entry ? "-1" : "-2");
  const auto side = is_entry ? Side::buy : Side::sell;
  test::Teller t;
  t.feed = test::EventFeed(WallClock().now());
  if (number == 1) t.define();
  if (is_entry) t.start(workflow, number % 4 == 1 ? "ann" : "ben");
  auto plan = t.planned(order, workflow, side, 2, is_entry ? Purpose::entry : Purpose::close);
  plan.policy = built_in_policies().front();
  t.feed.add("order/" + order, plan);
  const auto quote = t.quote("1.20", "1.40");
  t.step(order, 1, "1.30", quote);
  t.attempt(order, 1, AttemptKind::submit, "1.30", 2);
  t.accept(order, 1);
  t.step(order, 2, is_entry ? "1.31" : "1.29", quote);
  t.attempt(order, 2, AttemptKind::replace, is_entry ? "1.31" : "1.29", 2);
  t.accept(order, 2);
  t.executions = static_cast<std::uint32_t>(number);
  t.fill(order, side, 2, is_entry ? "1.31" : "1.29", "1.35");
  FillBooked booked;
  booked.order_id = order;
  booked.execution_id = "x" + std::to_string(number + 1);
  booked.trading_day = *make_date(2026, 11, 20 + static_cast<unsigned>(number / 10'000 % 5));
  t.feed.add("account/paper", booked);
  t.feed.add("order/" + order, OrderCompleted{});
  return t.feed;
}

bool append_trade(Journal& journal, std::uint64_t number) {
  Append append;
  const auto story = trade(number);
  for (const auto& entry : story.entries()) {
    if (append.streams.empty() || append.streams.back().stream != entry.stream)
      append.streams.push_back({entry.stream, any_version, {}});
    append.streams.back().events.push_back(encoded(entry.event));
  }
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
  // Numbers of trades rise over restarts, too; a trade has more than one event.
  for (std::uint64_t number = before + 1 + before % 2;
       journal.durable() - before < events && stop_asked == 0;) {
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
