// Fills that are lost, doubled, early or late: each is booked, and booked once.
#include "tests/simulation/incidents/incident.hpp"

using namespace fillwright;
using namespace fillwright::test;

// We: an execution's id is known for ever.
TEST_CASE("nautechsystems/nautilus_trader#3046: fills were replayed twice at the restart",
          "[incident]") {
  judge(Mutation::fill_booked_twice, [](Trial& t) {
    std::vector<BrokerFill> fills;
    t.world.line.fill = [&](const BrokerFill& fill) { return fills.push_back(fill), passes; };
    t.hold_four();
    t.world.restart();
    t.world.run_for(seconds(2));
    for (const auto& fill : fills) t.world.line.listener()->on_fill(fill);
    t.world.run_for(seconds(2));
    t.expect_equal_books();
  });
}

// We: whoever tells of a fill, stream or books, it is the same fill.
TEST_CASE(
    "hummingbot/hummingbot#1663: the stream and the poller both told of a fill, and it was "
    "two trades",
    "[incident]") {
  judge(Mutation::fill_booked_twice, [](Trial& t) {
    t.call_and_rest();
    t.world.line.fill = [](const BrokerFill&) { return late(seconds(3)); };
    t.fall_to_the_price();
    t.world.run_for(seconds(1));
    t.ask_for_comparison();
    t.world.run_for(seconds(10));
    t.expect_equal_books();
  });
}

// We: the books are compared while anything is open, so that a lost frame is found in a minute.
TEST_CASE(
    "QuantConnect/Lean.Brokerages.TradeStation#101: the stream dropped one fill while its "
    "heartbeats went on, and the exit was sent for ever",
    "[incident]") {
  judge(Mutation::books_not_compared, [](Trial& t) {
    t.hold_four();
    t.world.line.fill = [](const BrokerFill&) { return lost; };
    t.close();
    t.world.run_for(seconds(120));
    t.expect(t.held_at_broker().is_zero(), "all was sold");
    t.expect(t.held_by_us().is_zero(), "and we know it");
    std::size_t exits = 0;
    for (const auto& plan : t.world.all<OrderPlanned>())
      if (plan.purpose == Purpose::close) ++exits;
    t.expect(exits == 1, "there was one exit");
    t.expect(t.world.all<PositionOversold>().empty(), "nothing was sold twice");
  });
}

// We: once the broker can be reached again its books are compared before anything else.
TEST_CASE(
    "QuantConnect/Lean.Brokerages.InteractiveBrokers#249: fills during a disconnect were "
    "never recovered",
    "[incident]") {
  judge(Mutation::silence_ignored, [](Trial& t) {
    t.call_and_rest();
    t.world.line.is_reachable = false;
    t.fall_to_the_price();
    t.world.run_for(seconds(90));
    t.expect(t.held_by_us().is_zero(), "nobody could tell us");
    t.world.line.is_reachable = true;
    t.world.run_for(seconds(60));
    t.expect_equal_books();
    t.expect(t.live(target) == 1, "and the exit is in place");
  });
}

// We: no callback is needed; what the books say is enough.
TEST_CASE(
    "pst-group/pysystemtrade#188: fills were never seen, for a status callback is not "
    "guaranteed",
    "[incident]") {
  judge(Mutation::books_not_compared, [](Trial& t) {
    t.world.line.fill = [](const BrokerFill&) { return lost; };
    t.world.line.end = [](const BrokerOrder&) { return lost; };
    t.call_and_rest();
    t.fall_to_the_price();
    t.world.run_for(seconds(90));
    t.expect_equal_books();
    t.expect(t.world.all<OrderCompleted>().size() == 1, "the entry is complete");
  });
}

// We: a fill before the acknowledgement is the acknowledgement.
TEST_CASE(
    "nautechsystems/nautilus_trader#3949: a fill that came before the order's "
    "acknowledgement was dropped, and the order cancelled as a phantom",
    "[incident]") {
  judge(Mutation::fill_before_answer_dropped, [](Trial& t) {
    t.world.line.answer = once<BrokerAnswer>(late(seconds(4)), [](const BrokerAnswer& answer) {
      return answer.request == AttemptKind::submit;
    });
    t.call_and_rest();
    t.fall_to_the_price();
    t.world.run_for(seconds(2));
    t.expect(t.held_by_us() == Quantity::whole(4), "it is booked at once");
    t.expect(t.cancels(entry) == 0, "nothing was cancelled");
  });
}

// We: a fill with a known execution id changes nothing, whatever else it says.
TEST_CASE(
    "deepentropy/ibx#108: the last fill was told twice, the second time cumulative and at a "
    "price of zero",
    "[incident]") {
  judge(Mutation::fill_booked_twice, [](Trial& t) {
    std::vector<BrokerFill> fills;
    t.world.line.fill = [&](const BrokerFill& fill) { return fills.push_back(fill), passes; };
    t.hold_four();
    auto again = fills.back();
    again.price = {};
    again.quantity = again.order_quantity = Quantity::whole(8);
    t.world.line.listener()->on_fill(again);
    t.world.run_for(seconds(2));
    t.expect_equal_books();
    const auto done = t.world.all<OrderCompleted>();
    t.expect(done.size() == 1 && done.front().average == *parse<Price>("2.45"),
             "the average is what was paid");
  });
}

// We: a fill belongs to the order that it names, also when that is over and another has begun.
TEST_CASE("freqtrade/freqtrade#13399: an old fill was attached to a new trade at recovery",
          "[incident]") {
  judge(Mutation::late_fill_dropped, [](Trial& t) {
    std::vector<BrokerFill> fills;
    t.world.line.fill = [&](const BrokerFill& fill) { return fills.push_back(fill), passes; };
    t.hold_four();
    t.close();
    t.world.run_for(seconds(60));
    t.expect(t.world.all<WorkflowCompleted>().size() == 1, "the first trade is over");
    t.world.say("BTO SPY 680c 12/18 @ 2.41");
    t.world.run_for(seconds(2));
    auto old = fills.front();
    old.execution_id = "late";
    old.quantity = old.order_quantity = Quantity::whole(1);
    t.world.line.listener()->on_fill(old);
    t.world.run_for(seconds(1));
    bool is_there = false;
    for (const auto& fill : t.world.all<FillBooked>()) {
      if (fill.execution_id != "late") continue;
      is_there = true;
      t.expect(fill.workflow_id == "w1", "it is the first trade's");
    }
    t.expect(is_there, "it is booked");
  });
}

// We: what a list of orders lacks is not cancelled; the fill that explains it is booked.
TEST_CASE(
    "nautechsystems/nautilus_trader#3958: an order that the open orders lacked was cancelled "
    "locally; it had been filled",
    "[incident]") {
  judge(Mutation::missing_is_cancelled, [](Trial& t) {
    t.call_and_rest();
    t.world.line.fill = [](const BrokerFill&) { return late(seconds(5)); };
    t.world.line.books = [](BrokerBooks& books) {
      books.orders.clear();  // shows working ones only, and is asked in the midst of the fill
      books.fills.clear();
      books.positions.clear();
      return passes;
    };
    t.fall_to_the_price();
    t.world.run_for(milliseconds(500));
    t.ask_for_comparison();
    t.world.run_for(seconds(2));
    t.expect(t.world.all<OrderCancelled>("order/" + entry).empty(), "nothing was cancelled");
    t.world.line.books = {};
    t.world.run_for(seconds(30));
    t.expect(t.world.all<OrderCompleted>().size() == 1, "it is filled");
    t.expect_equal_books();
  });
}
