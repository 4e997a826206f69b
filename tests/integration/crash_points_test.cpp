// Named scenarios, each with a crash at every persist, send and answer, judged by the broker's own
// books.
#include <iostream>

#include "replay/verify.hpp"
#include "tests/integration/crash_scenario.hpp"
#include "tests/support/four_contracts.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

std::function<void(EngineWorld&)> quote(std::string bid, std::string ask, int size = 50) {
  return [=](EngineWorld& world) {
    world.set_quote(bid, ask);
    world.quote.bid_size = world.quote.ask_size = Quantity::whole(size);
  };
}
const auto far_offer = quote("2.40", "2.60");   // the call rests, and walks up
const auto near_offer = quote("2.40", "2.45");  // the call is filled

std::size_t working(const EngineWorld& world) {
  const auto books = world.broker.books({});
  return static_cast<std::size_t>(std::count_if(
      books.orders.begin(), books.orders.end(),
      [](const BrokerOrder& order) { return order.state == BrokerOrderState::working; }));
}

// Four are held and a target works for two.
void holds_four(const EngineWorld& world) {
  CHECK(held(world) == Quantity::whole(4));
  CHECK(working(world) == 1);
}
void is_flat(const EngineWorld& world) {
  CHECK(held(world) == Quantity{});
  CHECK(working(world) == 0);
  CHECK(world.all<WorkflowCompleted>().size() == 1);
}
// The caller called it off while it filled: it is looked after as any position, or sold.
void is_held_or_flat(const EngineWorld& world) {
  if (held(world) != Quantity{}) return holds_four(world);
  CHECK(working(world) == 0);
}
template <class Event>
auto counts(std::size_t least) {
  return [least](const EngineWorld& world) { CHECK(world.all<Event>().size() >= least); };
}
auto loses_first(AttemptKind kind) {
  return once<BrokerAnswer>(lost, [kind](const BrokerAnswer& one) { return one.request == kind; });
}

// The offer comes down, and further: so an entry fills whenever it was sent.
const auto cheap_offer = quote("2.20", "2.30");
const auto high_bid = quote("2.60", "2.65");  // a sale fills

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all = {
      {"an entry filled at once",
       far_offer,
       {{1, call}, {2, "", near_offer}, {12, "", cheap_offer}},
       30,
       holds_four,
       counts<OrderFilled>(1)},
      {"an entry that walks several rungs",
       far_offer,
       {{1, call}, {50, "", near_offer}, {60, "", cheap_offer}},
       80,
       holds_four,
       counts<PriceStepped>(3)},
      {"converted at the last rung",
       far_offer,
       {{1, call}, {15, "", quote("2.40", "2.52")}},
       60,
       holds_four,
       [](const EngineWorld& world) {
         const auto ends = world.all<WalkEnded>();
         REQUIRE(ends.size() == 1);
         CHECK(ends.front().why == FinishReason::converted);
       }},
      {"filled in parts, then all out",
       far_offer,
       {{1, call}, {2, "", quote("2.40", "2.45", 1)}, {8, sell_all}, {20, "", high_bid}},
       120,
       is_flat,
       counts<OrderFilled>(4)},
      {"cancel of an order that works",
       far_offer,
       {{1, call}, {5, sell_all}},
       30,
       is_flat,
       [](const EngineWorld& world) {
         CHECK(world.count_sent(AttemptKind::cancel, entry) == 1);
         CHECK(world.all<OrderFilled>().empty());
       }},
      {"a cancel that crosses a fill",
       [](EngineWorld& world) {
         far_offer(world);
         world.line.request = [](const BrokerRequest& request) {
           return request.kind == AttemptKind::cancel ? late(seconds(3)) : passes;
         };
       },
       {{1, call}, {5, sell_all}, {6, "", near_offer}},
       60,
       is_held_or_flat,
       [](const EngineWorld& world) {
         CHECK(world.all<OrderFilled>().size() == 1);
         CHECK(world.count_sent(AttemptKind::cancel, entry) == 1);
       }},
      {"a replace that comes after the fill",
       [](EngineWorld& world) {
         far_offer(world);
         world.line.request = [](const BrokerRequest& request) {
           return request.kind == AttemptKind::replace ? late(seconds(3)) : passes;
         };
       },
       {{1, call}, {22, "", near_offer}, {32, "", cheap_offer}},
       60,
       holds_four,
       [](const EngineWorld& world) { CHECK(world.count_sent(AttemptKind::replace, entry) == 1); }},
      {"a broker that cannot replace: cancel, and send again",
       far_offer,
       {{1, call}, {50, "", near_offer}, {60, "", cheap_offer}},
       80,
       holds_four,
       [](const EngineWorld& world) {
         CHECK(world.count_sent(AttemptKind::submit, entry) >= 3);
         CHECK(world.count_sent(AttemptKind::replace, entry) == 0);
       },
       without_replace()},
      {"a stop that is hit",
       [](EngineWorld& world) {
         far_offer(world);
         world.settings.exits.plan.stop_loss = Percent::whole(40);
       },
       {{1, call}, {2, "", near_offer}, {10, "", cheap_offer}, {20, "", quote("1.20", "1.25")}},
       90,
       is_flat,
       counts<ExitTriggered>(1)},
      {"a bracket whose stop is hit",
       [](EngineWorld& world) {
         far_offer(world);
         world.settings.exits.brackets = true;
         world.settings.exits.plan.targets = {{Percent::whole(50), {}, Percent::whole(100)}};
         world.settings.exits.plan.stop_loss = Percent::whole(20);
       },
       {{1, call}, {8, "", far_offer}, {20, "", quote("1.20", "1.25", 2)}},
       90,
       is_flat,
       counts<ChildAccepted>(2),
       with_stops()},
      {"a target takes half off",
       far_offer,
       {{1, call}, {2, "", near_offer}, {10, "", cheap_offer}, {20, "", quote("5.20", "5.30")}},
       40,
       [](const EngineWorld& world) { CHECK(held(world) == Quantity::whole(2)); },
       counts<OrderFilled>(2)},
      {"added to, then all out",
       far_offer,
       {{1, call},
        {2, "", near_offer},
        {10, "", cheap_offer},
        {12, "adding SPY @ 2.30"},
        {14, "", quote("2.10", "2.20")},
        {24, "", quote("2.00", "2.10")},
        {30, sell_all},
        {45, "", high_bid}},
       150,
       is_flat,
       [](const EngineWorld& world) {
         Quantity bought;
         for (const auto& fill : world.all<OrderFilled>())
           if (fill.side == Side::buy) bought += fill.quantity;
         CHECK(bought > Quantity::whole(4));
       }},
      {"an alert that comes twice, and again under another id",
       far_offer,
       {{1, call, {}, "a"},
        {2, "", near_offer},
        {4, call, {}, "a"},
        {9, call, {}, "b"},
        {12, "", cheap_offer}},
       40,
       holds_four,
       counts<MessageReceived>(2)},
      {"an alert that is edited",
       far_offer,
       {{1, call, {}, "a"},
        {5, "BTO SPY 680c 12/18 @ 2.55", {}, "a", true},
        {9, "", near_offer},
        {19, "", cheap_offer}},
       40,
       holds_four,
       counts<MessageEdited>(1)},
      {"an answer that never comes, found in the books",
       [](EngineWorld& world) {
         far_offer(world);
         world.line.answer = loses_first(AttemptKind::submit);
       },
       {{1, call}, {40, "", near_offer}, {50, "", cheap_offer}},
       80,
       holds_four,
       counts<AttemptUnknown>(1)},
      {"a cancel without an answer, found in the books",
       [](EngineWorld& world) {
         far_offer(world);
         world.line.answer = loses_first(AttemptKind::cancel);
         world.line.end = once<BrokerOrder>(lost, [](const BrokerOrder&) { return true; });
       },
       {{1, call}, {5, sell_all}},
       120,
       is_flat,
       counts<AttemptUnknown>(1)},
      {"a gate that a broker out of reach keeps closed",
       [](EngineWorld& world) {
         far_offer(world);
         world.line.is_reachable = false;
       },
       {{1, call},
        {10, "", [](EngineWorld& world) { world.line.is_reachable = true; }},
        {50, "", near_offer},
        {60, "", cheap_offer}},
       90,
       holds_four,
       [](const EngineWorld& world) {
         CHECK(world.all<GateOpened>().size() == 1);
         CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
       }},
  };
  return all;
}

void judge(const Scenario& scenario, const EngineWorld& world) {
  world.check_books();
  CHECK(world.all<ActorCrashed>().empty());
  CHECK(world.all<PositionOversold>().empty());
  CHECK(world.all<WorkflowStarted>().size() == 1);
  const auto verified = verify(*make_memory_store(world.disk));
  CHECK(verified.has_value());
  scenario.in_the_end(world);
}

}  // namespace

TEST_CASE("a crash at every persist, send and answer of a scenario", "[crash]") {
  const auto& scenario = GENERATE(from_range(scenarios()));
  INFO(scenario.name);
  EngineWorld calm(scenario.paper);
  const auto points = tell(scenario, calm, {});
  {
    INFO(calm.story());
    judge(scenario, calm);
    scenario.undisturbed(calm);
  }
  CHECK(points > 10);
  for (std::uint64_t point = 1; point <= points; ++point) {
    EngineWorld world(scenario.paper);
    tell(scenario, world, {point, 0});
    INFO("crashed at point " << point << " of " << points << "\n" << world.story());
    judge(scenario, world);
  }
  std::cout << "  " << scenario.name << ": " << points << " points\n";
}

TEST_CASE("a scenario with crash upon crash", "[crash]") {
  const auto& scenario = GENERATE(from_range(scenarios()));
  const auto apart = GENERATE(as<std::uint64_t>{}, 13, 29, 47);
  EngineWorld world(scenario.paper);
  tell(scenario, world, {apart, apart});
  INFO(scenario.name << ", crashed after every " << apart << " points\n" << world.story());
  judge(scenario, world);
}
