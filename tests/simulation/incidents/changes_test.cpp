// Cancels and replaces that cross with fills, are refused, or are believed too early.
#include "tests/simulation/incidents/incident.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

BrokerAnswer rejection(const BrokerRequest& request, const std::string& code,
                       const std::string& text) {
  BrokerAnswer answer;
  answer.kind = AnswerKind::rejected;
  answer.request = request.kind;
  answer.client_order_id = request.client_order_id;
  answer.code = code;
  answer.text = text;
  return answer;
}

// One is offered at our price, then the offer is gone again.
void fill_one(Trial& t) {
  t.world.set_quote("2.40", "2.50");
  t.world.quote.ask_size = Quantity::whole(1);
  t.world.tell_quote();
  t.world.set_quote("2.40", "2.60");
  t.world.run_for(milliseconds(100));
}

}  // namespace

// We: the walk keeps its pace, and the books tell of the fill within a minute.
TEST_CASE(
    "QuantConnect/Lean.Brokerages.TradeStation#84: a fill was lost while a change was under "
    "way, and every later change was rejected, for ever",
    "[incident]") {
  judge(Mutation::books_not_compared, [](Trial& t) {
    t.call_and_rest();
    t.world.line.fill = [](const BrokerFill&) { return lost; };
    t.fall_to_the_price();
    t.world.run_for(milliseconds(200));
    t.world.set_quote("2.40", "2.60");
    t.world.run_for(seconds(180));
    t.expect(t.replaces(entry) <= 4,
             "few changes were tried: " + std::to_string(t.replaces(entry)));
    t.expect_equal_books();
    t.expect(t.world.all<OrderCompleted>().size() == 1, "the order is complete");
  });
}

// We: a cancel that is refused is a reason to ask what became of the order.
TEST_CASE(
    "QuantConnect/Lean.Brokerages.TradeStation#91: 'not an open order' was no end, and the "
    "cancel was tried at every bar",
    "[incident]") {
  judge(Mutation::books_not_compared, [](Trial& t) {
    t.call_and_rest();
    t.world.line.end = [](const BrokerOrder&) { return lost; };
    t.world.broker.end_of_day(t.world.clock.now());
    t.close();
    t.world.run_for(seconds(40));
    t.expect(t.cancels(entry) <= 2, "the cancel was not repeated");
    t.expect(!t.is_open(entry), "the order is over");
    t.expect(t.world.all<WorkflowCompleted>().size() == 1, "and so is the trade");
  });
}

// We: the books' price is compared with the one that was accepted, and ours is asked for again.
TEST_CASE(
    "QuantConnect/Lean.Brokerages.TradeStation#106: a replace returned success and changed "
    "nothing",
    "[incident]") {
  judge(Mutation::prices_not_compared, [](Trial& t) {
    t.call_and_rest();
    const auto before = t.world.at_broker(entry).front().limit;
    t.world.line.request = [before, is_done = false](BrokerRequest& request) mutable {
      if (request.kind == AttemptKind::replace && !std::exchange(is_done, true))
        request.limit = before;
      return passes;
    };
    t.world.run_for(seconds(21));  // the next price
    t.expect(t.replaces(entry) == 1, "it was replaced");
    const auto wanted = t.world.line.sent.back().limit;
    t.expect(wanted != before, "by another price");
    t.expect(t.world.at_broker(entry).front().limit == before, "which the broker ignored");
    t.world.quote.bid_size = {};  // without a bid the walk waits, and the price stays
    t.world.run_for(seconds(80));
    bool is_told = false;
    for (const auto& found : t.world.all<DifferenceFound>())
      is_told |= found.rule == DifferenceRule::price_differs;
    t.expect(is_told, "the difference is told");
    t.expect(t.replaces(entry) == 2, "it was replaced once more");
    t.expect(t.world.at_broker(entry).front().limit == wanted, "by the price that is wanted");
    t.expect(t.world.engine->is_gate_open(), "and the gate is open");
  });
}

// We: what is sent after a partial fill is what is left.
TEST_CASE(
    "alpacahq/Alpaca-API#165: the replacement of a partly filled order asked for the whole "
    "quantity",
    "[incident]") {
  judge(
      Mutation::fills_not_subtracted,
      [](Trial& t) {
        t.call_and_rest();
        fill_one(t);
        t.world.run_for(seconds(25));  // the next price
        t.expect(t.submits(entry) == 2, "it was sent again at the next price");
        t.expect(t.world.line.sent.back().quantity == Quantity::whole(3), "three were left to buy");
        t.fall_to_the_price();
        t.world.run_for(seconds(5));
        t.expect(t.held_at_broker() == Quantity::whole(4), "four were bought");
        t.expect_equal_books();
      },
      without_replace());
}

// We: cancel, wait for its confirmation, and only then the rest.
TEST_CASE(
    "brndnmtthws/thetagang#703: the replacement was sent before the cancel was confirmed and "
    "the remainder known",
    "[incident]") {
  judge(
      Mutation::replaced_without_cancel,
      [](Trial& t) {
        t.call_and_rest();
        t.world.line.end = [](const BrokerOrder&) { return late(seconds(3)); };
        std::size_t most = 0;
        t.world.line.on_sent = [&](const BrokerRequest&) { most = std::max(most, t.live(entry)); };
        t.world.run_for(seconds(70));
        most = std::max(most, t.live(entry));
        t.expect(t.submits(entry) >= 2, "it went on");
        t.expect(most <= 1, "never were two live");
      },
      without_replace());
}

// We: an accepted cancel is no end; the end is, with every fill that it counts.
TEST_CASE("freqtrade/freqtrade#3647: an order was taken for cancelled that had been filled",
          "[incident]") {
  judge(Mutation::cancel_not_awaited, [](Trial& t) {
    t.call_and_rest();
    t.world.line.fill = [](const BrokerFill&) { return late(seconds(4)); };
    t.world.line.end = [](const BrokerOrder&) { return late(seconds(2)); };
    fill_one(t);
    t.close();
    t.world.run_for(seconds(1));
    t.expect(t.world.all<OrderCancelled>().empty(), "nothing is over before its end is told");
    t.expect(t.world.all<WorkflowCompleted>().empty(), "the trade is not over");
    t.world.run_for(seconds(60));
    t.expect(t.held_at_broker() == Quantity::whole(1), "one had been bought");
    t.expect_equal_books();
  });
}

// We: an end that counts fills which are not here yet lets nothing go out before they are.
TEST_CASE(
    "pst-group/pysystemtrade#1580: orders that the broker had cancelled were filled after "
    "all, and more was bought than wanted",
    "[incident]") {
  judge(
      Mutation::fills_not_subtracted,
      [](Trial& t) {
        t.call_and_rest();
        t.world.line.fill = [](const BrokerFill&) { return late(seconds(30)); };
        fill_one(t);
        t.world.run_for(seconds(24));
        t.fall_to_the_price();
        t.world.run_for(seconds(60));
        t.expect(t.held_at_broker() == Quantity::whole(4), "four were bought, no more");
        t.expect_equal_books();
      },
      without_replace());
}

// We: a rejected price waits for the walk's next step; nothing loops.
TEST_CASE(
    "pst-group/pysystemtrade#949: 'can't modify limit price' was logged 1.8 million times in "
    "a night",
    "[incident]") {
  judge(Mutation::reject_retried_at_once, [](Trial& t) {
    t.world.line.before = [](const BrokerRequest& request) -> std::optional<BrokerAnswer> {
      if (request.kind != AttemptKind::replace) return std::nullopt;
      return rejection(request, "status", "can't modify the price of an order in this state");
    };
    t.call_and_rest();
    t.world.run_for(seconds(90));
    t.expect(t.replaces(entry) <= 8, std::to_string(t.replaces(entry)) + " changes were tried");
    t.expect(t.live(entry) == 1, "the order still works");
  });
}

// We: the broker's words are in the event, and everybody who asks reads them.
TEST_CASE("brndnmtthws/thetagang#709: why the broker had rejected an order was thrown away",
          "[incident]") {
  judge(Mutation::reject_text_dropped, [](Trial& t) {
    t.world.line.before = [](const BrokerRequest& request) -> std::optional<BrokerAnswer> {
      return rejection(request, "201", "the margin requirement is not met");
    };
    t.call_and_rest();
    t.world.run_for(seconds(5));
    const auto rejected = t.world.all<OrderRejected>();
    t.expect(rejected.size() == 1, "it is rejected, once");
    t.expect(
        !rejected.empty() && rejected.front().text.find("margin requirement") != std::string::npos,
        "with the broker's reason");
    const auto over = t.world.all<AttemptRejected>();
    t.expect(!over.empty() && over.front().text.find("margin requirement") != std::string::npos,
             "which the attempt keeps, too");
  });
}
