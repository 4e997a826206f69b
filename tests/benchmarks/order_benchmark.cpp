// One transition of the order automaton: a command decided and its events folded. Budget: 1 us of
// processor time, so that deciding never shows beside the journal's sync.
#include <benchmark/benchmark.h>

#include "actors/domain/instrument/contracts.hpp"
#include "actors/domain/order/order.hpp"
#include "actors/domain/pricing/products.hpp"
#include "tests/benchmarks/measuring.hpp"
#include "tests/benchmarks/trading_events.hpp"
#include "tests/benchmarks/world.hpp"

using namespace fillwright;
using namespace fillwright::bench;

namespace {

constexpr std::size_t batch = 256;

struct OneOrder {
  PolicyPool policies;
  Instruments instruments;
  Context context;
  std::vector<AnyEvent> before;  // the events up to the command

  explicit OneOrder(std::size_t events_before) {
    InstrumentDefined option;
    option.instrument = {2};
    option.asset_class = AssetClass::option;
    option.symbol = "SPY";
    option.multiplier = Quantity::whole(100);
    option.ticks = option_ticks("SPY");
    instruments.add(option);
    context.instruments = &instruments;
    context.now = opening;
    context.quote = QuietMarket::quote({900'000'000}, {1'100'000'000}, opening);
    before = order_events(1);
    before.resize(events_before);
  }
  Order order() {
    Order made(policies);
    for (const auto& event : before) made.evolve("order/w1-1", event);
    return made;
  }
};

// The states are made outside of what is measured, a batch at a time.
void transition(benchmark::State& state, OneOrder& one, const AnyCommand& command) {
  require(!one.order().decide(command, one.context).events.empty(), "nothing was decided");
  double ns = 0;
  for (auto _ : state) {
    std::vector<Order> orders(batch, one.order());
    const auto start = thread_micros();
    for (auto& order : orders) {
      const auto decision = order.decide(command, one.context);
      for (const auto& [stream, event] : decision.events) order.evolve(stream, event);
    }
    const auto took = thread_micros() - start;
    ns = took * 1e3 / batch;
    state.SetIterationTime(took / 1e6 / batch);
  }
  state.counters["ns_last"] = ns;
}

// The events of an order: plan, risk passed, price, attempt, accepted, price, attempt, accepted,
// fill, completed.
void accepted(benchmark::State& state) {
  OneOrder one(4);
  BrokerAnswer answer;
  answer.kind = AnswerKind::accepted;
  answer.client_order_id = "w1-1.1";
  answer.broker_order_id = "b1";
  transition(state, one, NoteAnswer{answer});
}
void filled(benchmark::State& state) {
  OneOrder one(5);
  BrokerFill fill;
  fill.execution_id = "x1";
  fill.client_order_id = "w1-1.1";
  fill.order_id = "w1-1";
  fill.instrument = {2};
  fill.quantity = fill.order_quantity = Quantity::whole(1);
  fill.price = Price::whole(1);
  transition(state, one, NoteFill{fill});
}
void stepped(benchmark::State& state) {
  OneOrder one(5);
  one.context.now = opening + seconds(60);
  one.context.quote->time = one.context.now;
  transition(state, one, TimerDue{"step", 1, one.context.now});
}
BENCHMARK(accepted)->UseManualTime()->Repetitions(sized(3, 1));
BENCHMARK(filled)->UseManualTime()->Repetitions(sized(3, 1));
BENCHMARK(stepped)->UseManualTime()->Repetitions(sized(3, 1));

}  // namespace
