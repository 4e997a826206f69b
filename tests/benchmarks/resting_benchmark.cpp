// 100,000 orders that rest at the broker, rebuilt from their streams after a restart. The journal
// is on disk, the broker keeps nothing; what the journal itself holds of 100,000 streams is
// measured apart. Budget: 256 MiB for the actors, so that a small machine can hold them. And these
// orders against the broker's books.
#include <benchmark/benchmark.h>

#include <memory>

#include "actors/domain/pricing/products.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "events/any_event.hpp"
#include "tests/benchmarks/trading_events.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr double mebi = 1 << 20;

void resting_orders(benchmark::State& state) {
  const auto count = static_cast<std::uint64_t>(sized(100'000, 50));
  for (auto _ : state) {
    const Folder folder;
    {
      auto journal = open_rocks_journal(folder / "journal");
      require(journal.has_value(), "no journal");
      for (std::uint64_t i = 1; i <= count; ++i)
        append_order(**journal, i, resting_order_events(i));
      (*journal)->commit(opening);
    }
    const auto empty = memory_use();
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    const auto opened = memory_use();
    VirtualClock clock(opening);
    QuietBroker broker(clock);
    broker.is_asked_in_vain = true;  // it kept nothing, and must not say so
    const auto start = SteadyClock::now();
    Instruments instruments;
    auto world = std::make_unique<World>(**journal, clock, broker, instruments);
    const auto seconds = micros_since(start) / 1e6;
    const auto restarted = memory_use();
    require(world->engine().open_orders().size() == count, "orders are missing");
    state.SetIterationTime(seconds);
    state.counters["actors"] = static_cast<double>(world->engine().actor_count());
    // What goes with them is theirs; the store's caches, which the restart has filled, stay.
    world.reset();
    const auto gone = memory_use();
    const auto actors = static_cast<double>(restarted.heap - gone.heap);
    state.counters["heap_MiB"] = actors / mebi;
    state.counters["bytes_each"] = actors / static_cast<double>(count);
    state.counters["resident_MiB"] =
        static_cast<double>(restarted.resident - opened.resident) / mebi;
    state.counters["journal_MiB"] = static_cast<double>(opened.heap - empty.heap) / mebi;
    state.counters["caches_MiB"] = static_cast<double>(gone.heap - opened.heap) / mebi;
    state.counters["restart_s"] = seconds;
  }
}
// What the orders above trade: without it they would be refused.
void append_instruments(Journal& journal) {
  for (std::uint32_t i = 1; i <= 1000; ++i) {
    InstrumentDefined option;
    option.instrument = {i};
    option.asset_class = AssetClass::option;
    option.symbol = "SPY   261218C" + std::to_string(10'000'000 + i);
    option.root = option.underlying = "SPY";
    option.multiplier = Quantity::whole(100);
    option.ticks = option_ticks("SPY");
    NewEvent encoded;
    encoded.type = InstrumentDefined::type_id;
    encoded.payload = encode_event(option);
    encoded.event_time = opening;
    encoded.principal = "engine";
    Append append;
    append.streams.push_back({"instrument/" + option.symbol, 0, {encoded}});
    require(journal.append(append).has_value(), "an append failed");
  }
  journal.commit(opening);
}

// What the broker says of such an order.
BrokerOrder as_listed(std::uint64_t number) {
  BrokerOrder order;
  order.order_id = "w" + std::to_string(number) + "-1";
  order.client_order_id = order.order_id + ".1";
  order.client_order_ids = {order.client_order_id};
  order.broker_order_id = "b" + std::to_string(number);
  order.instrument = {1 + static_cast<std::uint32_t>(number % 1000)};
  order.limit = Price::whole(1);
  order.quantity = Quantity::whole(1);
  order.at = opening;
  return order;
}

// 100,000 live orders against the broker's books, in full: from the question to the recorded
// answer. "first": each order is told, as after a restart; "again": nothing has changed. Budget: 2
// s of processor time, so that the gate opens soon after a reconnect.
void reconcile_orders(benchmark::State& state) {
  const auto count = static_cast<std::uint64_t>(sized(100'000, 50));
  for (auto _ : state) {
    const Folder folder;
    auto journal = open_rocks_journal(folder / "journal");
    require(journal.has_value(), "no journal");
    VirtualClock clock(opening);
    QuietBroker broker(clock);
    broker.is_asked_in_vain = true;
    append_instruments(**journal);
    for (std::uint64_t i = 1; i <= count; ++i) {
      append_order(**journal, i, resting_order_events(i));
      broker.lists.orders.push_back(as_listed(i));
    }
    (*journal)->commit(opening);
    Instruments instruments;
    std::string answered;  // the last request that was
    RuntimeOptions options;
    options.on_durable = [&](const EventNotice& notice) {
      if (const auto* reconciled = std::get_if<Reconciled>(&notice.event))
        answered = reconciled->request_id;
    };
    World world(**journal, clock, broker, instruments, free_settings(), {900'000'000},
                {1'100'000'000}, options);
    clock.advance_to(opening + seconds(30));  // what was under way before the restart has settled
    world.engine().run_until_idle();
    broker.is_asked_in_vain = false;
    const auto reconcile = [&](const std::string& request) {
      const auto start = process_micros();
      world.engine().tell({ActorKind::gateway, "main"}, AskReconciliation{request, "bench"},
                          "bench");
      // A question that is asked in vain yet has its time first: virtual time, which costs nothing.
      for (int i = 0; i < 60 && answered != request; ++i) {
        world.engine().run_until_idle();
        clock.advance_to(clock.now() + seconds(i > 0));
        world.engine().run_until_idle();
      }
      require(answered == request, "it was not compared");
      return (process_micros() - start) / 1e6;
    };
    const auto first = reconcile("r1");
    require(world.engine().is_gate_open(), "the gate is closed");
    require(world.engine().open_orders().size() == count, "orders are missing");
    state.SetIterationTime(first);
    state.counters["first_s"] = first;
    state.counters["again_s"] = reconcile("r2");
  }
}
BENCHMARK(reconcile_orders)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

BENCHMARK(resting_orders)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
