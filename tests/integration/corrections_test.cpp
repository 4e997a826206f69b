// Fills that the stream tells with wrong figures, by the whole engine: the books put them right.
#include "tests/support/four_contracts.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// The first fill of this order is told with another quantity.
void tell_wrongly(EngineWorld& world, const std::string& order, std::int64_t quantity) {
  world.line.fill = [order, quantity, is_done = false](BrokerFill& fill) mutable {
    if (fill.order_id == order && !std::exchange(is_done, true))
      tell_quantity(fill, Quantity::whole(quantity));
    return passes;
  };
}

Quantity held_by_fold(const EngineWorld& world) {
  Quantity sum;
  for (const auto& fill : world.all<OrderFilled>()) sum += fill.quantity * sign(fill.side);
  for (const auto& fill : world.all<FillCorrected>())
    sum += (fill.now.quantity - fill.before.quantity) * sign(fill.side);
  return sum;
}

void check_equal(const EngineWorld& world) {
  INFO(world.story());
  CHECK(held_by_fold(world) == held(world));
  CHECK(world.all<FillCorrected>().size() == world.all<BookingCorrected>().size());
  CHECK(world.engine->is_gate_open());
  for (const auto& fill : world.all<FillCorrected>()) CHECK(fill.excess.is_zero());
}

}  // namespace

TEST_CASE("a fill that is told too small is corrected, and its exits grow", "[corrections]") {
  EngineWorld world;
  call_and_rest(world);
  tell_wrongly(world, entry, 2);
  world.buy_all();
  world.run_for(seconds(70));
  INFO(world.story());
  REQUIRE(world.all<FillCorrected>().size() == 1);
  CHECK(world.all<FillCorrected>().front().now.quantity == Quantity::whole(4));
  CHECK(world.all<OrderCompleted>("order/" + entry).size() == 1);
  REQUIRE(world.at_broker(target).size() == 1);
  CHECK(world.at_broker(target).front().quantity == Quantity::whole(2));
  check_equal(world);
}

TEST_CASE("a fill that is told too large holds the gate until it is corrected", "[corrections]") {
  EngineWorld world;
  call_and_rest(world);
  tell_wrongly(world, entry, 7);
  world.buy_all();
  INFO(world.story());
  CHECK(world.all<AlarmRaised>().size() == 1);
  world.run_for(seconds(70));
  REQUIRE(world.all<FillCorrected>().size() == 1);
  CHECK(world.all<AlarmSettled>().size() == 1);
  CHECK(held_by_fold(world) == Quantity::whole(4));
  check_equal(world);
}

TEST_CASE("an exit that was told as done sells the rest once that is known", "[corrections]") {
  EngineWorld world;
  hold_four(world);
  tell_wrongly(world, "w1-3", 4);
  world.quote.bid_size = Quantity::whole(1);
  world.say(sell_all);
  for (int i = 0; i < 1'000 && held(world) == Quantity::whole(4); ++i)
    world.run_for(milliseconds(100));
  REQUIRE(held(world) == Quantity::whole(3));  // one was bought of us, and told as four
  world.set_quote("2.10", "2.20");
  world.run_for(seconds(300));
  INFO(world.story());
  CHECK(held(world).is_zero());
  CHECK(world.all<FillCorrected>().size() == 1);
  CHECK(world.all<OrderReopened>().size() == 1);
  CHECK(world.all<OrderCancelled>("order/w1-3").size() == 1);
  CHECK(world.all<WorkflowCompleted>().back().outcome == "flat");
  check_equal(world);
}

TEST_CASE("a correction that the account has not heard is told again at the start",
          "[corrections]") {
  EngineWorld world;
  call_and_rest(world);
  tell_wrongly(world, entry, 2);
  bool has_crashed = false;
  world.runtime.on_command = [&](const Address& to, const AnyCommand& command) {
    if (to.kind != ActorKind::risk || !std::holds_alternative<RecordCorrection>(command)) return;
    if (!std::exchange(has_crashed, true)) throw std::runtime_error("on purpose");
  };
  world.stop();
  world.start();
  world.fall_to_the_price();
  const auto until = world.clock.now() + seconds(90);
  while (!has_crashed && world.clock.now() < until) world.run_for(milliseconds(50));
  REQUIRE(has_crashed);
  CHECK(world.all<BookingCorrected>().empty());
  world.restart();  // before the account is back
  world.run_for(seconds(30));
  CHECK(world.all<BookingCorrected>().size() == 1);
  check_equal(world);
}

TEST_CASE("a repeat with other figures makes the books be asked for", "[corrections]") {
  EngineWorld world;
  hold_four(world);
  const auto asked = world.all<Reconciled>().size();
  auto fill = world.broker.books({}).fills.front();
  tell_quantity(fill, Quantity::whole(1));
  world.line.listener()->on_fill(fill);
  bool is_asked = false;
  world.line.books = [&](BrokerBooks&) {
    is_asked = true;
    return passes;
  };
  world.run_for(seconds(1));
  CHECK(is_asked);
  CHECK(world.all<FillCorrected>().empty());
  CHECK(world.all<Reconciled>().size() == asked);  // it was right, and nothing is to be told
  check_equal(world);
}
