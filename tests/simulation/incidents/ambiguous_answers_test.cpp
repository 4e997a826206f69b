// The answer did not come: it may have arrived, it may not. Nothing is sent again until that is
// known (R6).
#include "tests/simulation/incidents/incident.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

auto first_answer(AttemptKind kind) {
  return [kind](const BrokerAnswer& answer) { return answer.request == kind; };
}
auto first_request(AttemptKind kind) {
  return [kind](const BrokerRequest& request) { return request.kind == kind; };
}
// Brokers whose messages may be under way for long.
void settles_slowly(BrokerCapabilities& can) { can.settles_within = seconds(15); }

}  // namespace

// We: Unknown is a state; the books say that it works, and the walk goes on.
TEST_CASE(
    "nautechsystems/nautilus_trader#4152: a submit that timed out was marked rejected while "
    "it was live",
    "[incident]") {
  judge(Mutation::unknown_is_rejected, [](Trial& t) {
    t.world.line.answer = once<BrokerAnswer>(lost, first_answer(AttemptKind::submit));
    t.call_and_rest();
    t.world.run_for(seconds(30));
    t.expect(t.world.all<OrderRejected>().empty(), "no order is rejected");
    t.expect(t.is_open(entry) && t.live(entry) == 1, "the order works for us and for the broker");
    t.expect(t.submits(entry) == 1, "it was sent once");
  });
}

// We: no retry is scheduled at all; a late answer is taken whenever it comes.
TEST_CASE(
    "nautechsystems/nautilus_trader#4215: the acknowledgement came, and the scheduled retry "
    "fired all the same",
    "[incident]") {
  judge(Mutation::unknown_is_sent_again, [](Trial& t) {
    t.world.line.answer = once<BrokerAnswer>(late(seconds(7)), first_answer(AttemptKind::submit));
    t.call_and_rest();
    t.world.run_for(seconds(30));
    t.expect(t.submits(entry) == 1, "it was sent once");
    t.expect(t.live(entry) == 1, "one order works");
  });
}

// We: a list proves an absence only once no message can be under way any more.
TEST_CASE(
    "nautechsystems/nautilus_trader#4958: rejected locally, live at the venue, for one query "
    "did not show it",
    "[incident]") {
  judge(Mutation::absence_is_proof, [](Trial& t) {
    t.world.line.change_capabilities = settles_slowly;
    t.world.line.answer = once<BrokerAnswer>(lost, first_answer(AttemptKind::submit));
    t.world.line.books = [](BrokerBooks& books) {
      forget_young_orders(books, seconds(10));
      return passes;
    };
    t.call_and_rest();
    t.world.restart();  // asks for the books at once
    t.world.run_for(seconds(40));
    t.expect(t.live(entry) == 1, "one order works");
    t.expect(t.world.at_broker(entry).size() == 1, "the broker has seen one order");
  });
}

// We: what was found nowhere once is asked for again; it is never sent meanwhile.
TEST_CASE(
    "junta/tradingview-alert-connector#30: 'order is not found', tried again and again, each "
    "try was filled",
    "[incident]") {
  judge(Mutation::absence_is_proof, [](Trial& t) {
    t.world.line.change_capabilities = settles_slowly;
    t.world.line.answer = once<BrokerAnswer>(lost, first_answer(AttemptKind::submit));
    t.world.line.fill = [](const BrokerFill&) { return lost; };
    const auto appears_at = t.world.clock.now() + seconds(12);
    t.world.line.books = [appears_at](BrokerBooks& books) {
      if (books.at < appears_at) books = {{}, {}, {}, Money::whole(100'000), books.at};
      return passes;
    };
    t.call_and_rest();
    t.fall_to_the_price();
    t.world.run_for(seconds(1));
    t.world.restart();
    t.world.run_for(seconds(60));
    t.expect(t.held_at_broker() == Quantity::whole(4), "four were bought, once");
    t.expect_equal_books();
  });
}

// We: one message per attempt; no library of ours repeats a POST.
TEST_CASE("bennycode/trading-signals#1178: the HTTP client repeated POSTs without end",
          "[incident]") {
  judge(Mutation::unknown_is_sent_again, [](Trial& t) {
    t.world.line.answer = [](const BrokerAnswer&) { return lost; };
    t.call_and_rest();
    t.world.run_for(seconds(180));
    t.expect(t.submits(entry) == 1, "it was sent once");
    t.expect(t.world.at_broker(entry).size() == 1, "the broker has seen one order");
  });
}

// We: a message that comes after its time-out is the one that we know of.
TEST_CASE(
    "freqtrade/freqtrade#4403: between sent and known there was no state, so it was sent "
    "again",
    "[incident]") {
  judge(Mutation::unknown_is_sent_again, [](Trial& t) {
    t.world.line.change_capabilities = settles_slowly;
    t.world.line.request =
        once<BrokerRequest>(late(seconds(8)), first_request(AttemptKind::submit));
    t.call_and_rest();
    t.world.run_for(seconds(40));
    t.expect(t.world.at_broker(entry).size() == 1, "the broker has seen one order");
    t.expect(!t.world.all<AttemptUnknown>().empty(), "meanwhile it was unknown, and said so");
  });
}

// We: a fill of a message without an answer is its answer.
TEST_CASE("QuantConnect/Lean#8326: orders were filled after they had been given up as timed out",
          "[incident]") {
  judge(Mutation::unknown_is_rejected, [](Trial& t) {
    t.world.line.answer = once<BrokerAnswer>(lost, first_answer(AttemptKind::submit));
    t.call_and_rest();
    t.world.line.answers_books = false;  // it must do without
    t.world.run_for(seconds(5));
    t.fall_to_the_price();
    t.world.run_for(seconds(3));
    t.expect(t.held_by_us() == Quantity::whole(4), "the fill is ours");
    t.expect(t.world.all<OrderRejected>().empty(), "nothing was given up");
    t.expect(t.world.all<OrderCompleted>().size() == 1, "the order is complete");
  });
}

// We: the exit that may have arrived holds its full exposure; nobody sells again.
TEST_CASE(
    "yubing744/trading-gpt#94: an error was taken for 'not executed', and the order was "
    "issued again",
    "[incident]") {
  judge(Mutation::unknown_is_sent_again, [](Trial& t) {
    t.hold_four();
    t.world.line.answer = [](const BrokerAnswer& answer) {
      return order_of(answer.client_order_id) == entry ? passes : lost;
    };
    t.world.line.fill = [](const BrokerFill&) { return lost; };
    t.close();
    t.world.run_for(seconds(180));
    t.expect(t.held_at_broker().units >= 0, "no more was sold than was held");
    std::size_t rejected = 0;
    for (const auto& order : t.world.broker.books({}).orders)
      if (order.state == BrokerOrderState::rejected) ++rejected;
    t.expect(rejected == 0, "the broker had to refuse nothing");
    t.expect_equal_books();
  });
}

// We: the id is durable before the message leaves, and the broker's books are asked for it.
TEST_CASE(
    "tastyware/tastytrade#351: the response timed out while the order was accepted, and the "
    "process began anew",
    "[incident]") {
  judge(Mutation::restart_sends_again, [](Trial& t) {
    t.world.line.answer = once<BrokerAnswer>(lost, first_answer(AttemptKind::submit));
    t.call_and_rest();
    t.world.restart();
    t.world.run_for(seconds(30));
    t.expect(t.submits(entry) == 1, "it was sent once");
    t.expect(t.live(entry) == 1, "one order works");
  });
}
