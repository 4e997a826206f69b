// The broker's books against ours, by the whole engine: each rule of docs/reconciliation.md once.
#include "tests/support/four_contracts.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

std::vector<DifferenceFound> differences(const EngineWorld& world, DifferenceRule rule) {
  std::vector<DifferenceFound> found;
  for (const auto& one : world.all<DifferenceFound>())
    if (one.rule == rule) found.push_back(one);
  return found;
}

const Address session{ActorKind::gateway, "main"};

// The gate closes at the second look, and what a person accepts opens it for good.
void check_held_and_accepted(EngineWorld& world, DifferenceRule rule) {
  world.tell(session, AskReconciliation{"r1", "operator"});
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(differences(world, rule).size() == 1);
  CHECK_FALSE(world.engine->is_gate_open());
  REQUIRE(world.all<Reconciled>().back().differences == 1);
  world.restart();
  world.run_for(seconds(10));
  CHECK_FALSE(world.engine->is_gate_open());
  world.tell(session, AcceptDifferences{"operator", "seen", ""});
  world.run_for(seconds(10));
  CHECK(world.engine->is_gate_open());
  CHECK(differences(world, rule).size() == 1);
  world.restart();
  world.run_for(seconds(70));
  CHECK(world.engine->is_gate_open());
  CHECK(differences(world, rule).size() == 1);
}

BrokerRequest by_hand(const EngineWorld& world, const std::string& id, Side side,
                      std::int64_t quantity, const std::string& limit) {
  BrokerRequest request;
  request.client_order_id = id;
  request.instrument = *world.feed.watched.begin();
  request.side = side;
  request.effect = side == Side::buy ? Effect::open : Effect::close;
  request.limit = *parse<Price>(limit);
  request.quantity = Quantity::whole(quantity);
  return request;
}

}  // namespace

TEST_CASE("equal books are compared at start, on a schedule while something is ours, and told",
          "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.buy_all();
  world.run_for(seconds(150));
  INFO(world.story());
  const auto all = world.all<Reconciled>();
  REQUIRE(all.size() == 3);
  CHECK(all[0].cause == ReconcileCause::start);
  CHECK(all[1].cause == ReconcileCause::schedule);
  CHECK(all[2].cause == ReconcileCause::schedule);
  for (const auto& one : all) {
    CHECK(one.is_gate_open);
    CHECK(one.differences + one.adopted + one.external_orders == 0);
  }
  CHECK(all[2].at - all[1].at >= seconds(60));
  CHECK(world.all<DifferenceFound>().empty());
}

TEST_CASE("while nothing is ours there, nothing is compared", "[reconcile]") {
  EngineWorld world;
  world.start();
  world.run_for(seconds(300));
  CHECK(world.all<Reconciled>().size() == 1);
}

TEST_CASE("fills during our absence are found and booked", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.stop();
  world.buy_all();
  world.start();
  world.run_for(seconds(10));
  INFO(world.story());
  CHECK(world.engine->is_gate_open());
  REQUIRE(differences(world, DifferenceRule::fill_missing).size() == 1);
  CHECK(differences(world, DifferenceRule::fill_missing).front().order_id == entry);
  const auto last = world.all<Reconciled>().back();
  CHECK(last.cause == ReconcileCause::start);
  CHECK(last.fills_new == 1);
  CHECK(last.adopted >= 1);
  world.check_books();
}

TEST_CASE("an end that was never told is adopted", "[reconcile]") {
  EngineWorld world;
  world.line.end = [](const BrokerOrder&) { return lost; };
  call_and_rest(world);
  world.broker.end_of_day(world.clock.now());
  world.run_for(seconds(130));
  INFO(world.story());
  CHECK(differences(world, DifferenceRule::order_ended).size() == 1);
  CHECK(world.all<OrderExpired>("order/" + entry).size() == 1);
  CHECK(world.engine->is_gate_open());
}

TEST_CASE("a message without an answer is found, or has never arrived", "[reconcile]") {
  const bool has_arrived = GENERATE(true, false);
  EngineWorld world;
  const auto first = [](const auto& message) { return message.client_order_id == "w1-1.1"; };
  if (has_arrived)
    world.line.answer = once<BrokerAnswer>(lost, first);
  else
    world.line.request = once<BrokerRequest>(lost, first);
  call_and_rest(world);
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(differences(world, DifferenceRule::message_found).size() == (has_arrived ? 1 : 0));
  CHECK(differences(world, DifferenceRule::message_absent).size() == (has_arrived ? 0 : 1));
  CHECK(world.engine->is_gate_open());
}

TEST_CASE("the broker's clock may be ahead of ours: what is under way has not been lost for that",
          "[reconcile]") {
  EngineWorld world;
  world.line.change_capabilities = [](BrokerCapabilities& can) {
    can.settles_within = seconds(15);
  };
  world.line.request = once<BrokerRequest>(late(seconds(12)), [](const auto&) { return true; });
  world.line.books = [](BrokerBooks& books) {
    books.at = books.at + seconds(60);
    return passes;
  };
  call_and_rest(world);
  world.run_for(seconds(6));
  world.tell(session, AskReconciliation{"r1", "operator"});
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
  CHECK(world.all<AttemptNeverArrived>().empty());
  world.check_books();
}

TEST_CASE("orders placed by hand are seen once, counted, and never touched", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.broker.send(by_hand(world, "by-hand-1", Side::buy, 3, "2.60"));  // fills at once
  world.broker.send(by_hand(world, "by-hand-2", Side::buy, 2, "1.10"));  // rests
  world.run_for(seconds(140));
  world.restart();
  world.run_for(seconds(70));
  INFO(world.story());
  CHECK(world.all<ExternalOrderSeen>().size() == 2);
  REQUIRE(world.all<ExternalFillSeen>().size() == 1);
  CHECK(world.all<ExternalFillSeen>().front().quantity == Quantity::whole(3));
  CHECK(world.all<DifferenceFound>().empty());
  CHECK(world.all<InputIgnored>("order/by-hand-1").empty());
  CHECK(world.all<GateClosed>().size() == 2);  // at the two starts
  CHECK(world.all<Reconciled>().back().external_orders == 2);
  CHECK(world.engine->is_gate_open());
  const auto orders = world.broker.books({}).orders;
  const auto resting = std::find_if(orders.begin(), orders.end(), [](const BrokerOrder& order) {
    return order.client_order_id == "by-hand-2";
  });
  REQUIRE(resting != orders.end());
  CHECK(resting->state == BrokerOrderState::working);
  CHECK(std::none_of(world.line.sent.begin(), world.line.sent.end(),
                     [](const auto& request) { return request.replaces.starts_with("by-hand"); }));
}

TEST_CASE("fills by hand while we were away are recorded once", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.stop();
  world.broker.send(by_hand(world, "by-hand-1", Side::buy, 3, "2.60"));
  world.run_for(seconds(2));
  world.start();
  world.run_for(seconds(70));
  INFO(world.story());
  CHECK(world.all<ExternalFillSeen>().size() == 1);
  CHECK(world.all<DifferenceFound>().empty());
  CHECK(world.engine->is_gate_open());
}

TEST_CASE("a position that no fill explains holds the gate until a person accepts it",
          "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.buy_all();
  world.line.books = [](BrokerBooks& books) {
    books.positions.front().quantity += Quantity::whole(1);
    return passes;
  };
  check_held_and_accepted(world, DifferenceRule::position_unexplained);
}

TEST_CASE("cash beyond the tolerance holds the gate until a person accepts it", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.line.books = [](BrokerBooks& books) {
    books.cash += *parse<Money>("1.01");
    return passes;
  };
  check_held_and_accepted(world, DifferenceRule::cash_unexplained);
}

TEST_CASE("cash within the tolerance is adopted once", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.line.books = [](BrokerBooks& books) {
    books.cash -= Money::whole(1);
    return passes;
  };
  world.run_for(seconds(200));
  world.restart();
  world.run_for(seconds(70));
  INFO(world.story());
  CHECK(differences(world, DifferenceRule::cash_within_tolerance).size() == 1);
  CHECK(world.all<GateClosed>().size() == 2);
  CHECK(world.engine->is_gate_open());
}

TEST_CASE("a fill of ours that the broker does not list holds the gate", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.buy_all();
  world.line.books = [](BrokerBooks& books) {
    books.fills.clear();
    return passes;
  };
  check_held_and_accepted(world, DifferenceRule::fill_unknown_there);
}

TEST_CASE("an order of ours that works there and is over here holds the gate", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.tell({ActorKind::order, entry}, CancelOrder{"operator", "by hand"});
  world.run_for(seconds(2));
  REQUIRE(world.all<OrderCancelled>("order/" + entry).size() == 1);
  world.line.books = [](BrokerBooks& books) {
    books.orders.front().state = BrokerOrderState::working;
    return passes;
  };
  check_held_and_accepted(world, DifferenceRule::order_still_working);
}

TEST_CASE("a difference that is there for one look only closes nothing", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.buy_all();
  int looks = 0;
  world.line.books = [&](BrokerBooks& books) {
    if (++looks == 1) books.positions.clear();
    return passes;
  };
  world.tell(session, AskReconciliation{"r1", "operator"});
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(looks >= 2);
  CHECK(world.all<DifferenceFound>().empty());
  CHECK(world.all<GateClosed>().size() == 1);
  CHECK(world.all<Reconciled>().back().request_id == "r1");
}

TEST_CASE("the gate opens by itself once a difference is gone, and nothing was sent meanwhile",
          "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  bool is_wrong = true;
  world.line.books = [&](BrokerBooks& books) {
    if (is_wrong) books.cash += Money::whole(50);
    return passes;
  };
  world.tell(session, AskReconciliation{"r1", "operator"});
  world.run_for(seconds(10));
  CHECK_FALSE(world.engine->is_gate_open());
  const auto sent = world.line.sent.size();
  world.run_for(seconds(60));
  CHECK(world.line.sent.size() == sent);
  is_wrong = false;
  world.run_for(seconds(10));
  INFO(world.story());
  CHECK(world.engine->is_gate_open());
  CHECK(world.all<DifferenceSettled>().size() == 1);
  CHECK(world.all<DifferenceFound>().size() == 1);
}

TEST_CASE("an alarm stops all sending, over a restart, until a person accepts", "[reconcile]") {
  EngineWorld world;
  call_and_rest(world);
  world.tell(session, RaiseAlarm{"overfill", entry, "5 of 4"});
  const auto sent = world.line.sent.size();
  world.run_for(seconds(20));
  world.restart();
  world.run_for(seconds(20));
  INFO(world.story());
  CHECK_FALSE(world.engine->is_gate_open());
  CHECK(world.line.sent.size() == sent);
  // Told once a closure, however long it takes.
  std::size_t held = 0;
  for (const auto& one : world.all<StepHeld>("order/" + entry))
    held += one.reason == HoldReason::gate_closed;
  CHECK(held == 1);
  world.tell(session, AcceptDifferences{"operator", "seen", ""});
  world.run_for(seconds(30));
  CHECK(world.engine->is_gate_open());
  CHECK(world.line.sent.size() > sent);
}
