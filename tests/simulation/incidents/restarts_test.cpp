// Restarts and lost connections: as if nothing had happened.
#include "tests/simulation/incidents/incident.hpp"

using namespace fillwright;
using namespace fillwright::test;

// We: a position's exits are armed again before anything else is done.
TEST_CASE(
    "hummingbot/hummingbot-api#243: running executors were gone after a restart, and the "
    "position was left without its stop",
    "[incident]") {
  judge(Mutation::exits_not_rearmed, [](Trial& t) {
    t.world.settings.exits.plan.stop_loss = Percent::whole(40);
    t.hold_four();
    t.world.restart();
    t.world.run_for(seconds(5));
    t.world.set_quote("1.30", "1.35");
    t.world.run_for(seconds(30));
    t.expect(t.world.all<ExitTriggered>().size() == 1, "the stop was hit, once");
    t.expect(t.held_at_broker().is_zero(), "all was sold");
  });
}

// We: what was under way is Unknown until the books say what became of it.
TEST_CASE("nautechsystems/nautilus_trader#3176: orders were sent again at a restart",
          "[incident]") {
  judge(Mutation::restart_sends_again, [](Trial& t) {
    t.world.start();
    t.world.run_for(seconds(1));
    t.world.say("BTO SPY 680c 12/18 @ 2.50");
    t.world.run_for(milliseconds(25));  // it has arrived, its answer has not
    t.expect(t.live(entry) == 1, "the broker has it");
    t.world.restart();
    t.world.run_for(seconds(20));
    t.expect(t.submits(entry) == 1, "it was sent once");
    t.expect(t.live(entry) == 1, "one order works");
  });
}

// We: a list that lacks a working order once proves nothing.
TEST_CASE("nautechsystems/nautilus_trader#5000: a working order was dropped at reconciliation",
          "[incident]") {
  judge(Mutation::missing_is_cancelled, [](Trial& t) {
    t.call_and_rest();
    t.world.line.books = [](BrokerBooks& books) {
      books.orders.clear();
      return passes;
    };
    t.ask_for_comparison();
    t.world.run_for(seconds(1));
    t.world.line.books = {};
    t.world.run_for(seconds(40));
    t.expect(t.is_open(entry) && t.live(entry) == 1, "it works, for us and for the broker");
    t.expect(t.replaces(entry) >= 1, "and walks on");
  });
}

// We: no order and no fill is invented to make positions agree: the gate stays closed.
TEST_CASE(
    "nautechsystems/nautilus_trader#4736: a warm restart flattened a real position with a "
    "synthetic fill",
    "[incident]") {
  judge(Mutation::gate_opens_unreconciled, [](Trial& t) {
    t.hold_four();
    const auto sent = t.world.line.sent.size();
    const auto fills = t.world.all<OrderFilled>().size();
    t.world.line.books = [](BrokerBooks& books) {
      books.positions.clear();  // not loaded yet over there
      return passes;
    };
    t.world.restart();
    t.world.run_for(seconds(20));
    t.expect(!t.world.engine->is_gate_open(), "the gate is closed while positions differ");
    t.expect(!t.world.all<DifferenceFound>().empty(), "and it is said why");
    t.expect(t.world.line.sent.size() == sent, "nothing was sent");
    t.expect(t.world.all<OrderFilled>().size() == fills, "no fill was invented");
    t.world.line.books = {};
    t.world.run_for(seconds(20));
    t.expect(t.world.engine->is_gate_open(), "it opens by itself once they agree");
    t.expect(t.held_by_us() == Quantity::whole(4), "four are held");
  });
}

// We: what was decided is durable; what was not sent is sent after the restart, once.
TEST_CASE("marketcalls/openalgo#949: orders waited in memory, and a restart lost them",
          "[incident]") {
  judge(Mutation::orders_not_resumed, [](Trial& t) {
    t.world.start();
    t.world.run_for(seconds(1));
    t.world.line.request = [](const BrokerRequest&) { return lost; };  // the crash came first
    t.world.say("BTO SPY 680c 12/18 @ 2.50");
    t.world.line.request = {};
    t.world.restart();
    t.world.run_for(seconds(30));
    t.expect(t.live(entry) == 1, "the order works");
    t.expect(t.world.at_broker(entry).size() == 1, "the broker has seen one order");
  });
}

// We: silence is an answer: after its time the gate closes, and says so.
TEST_CASE("deepentropy/ibx#113: a disconnect was not signalled, and positions stood unprotected",
          "[incident]") {
  judge(Mutation::silence_ignored, [](Trial& t) {
    t.hold_four();
    t.world.line.is_reachable = false;
    t.world.run_for(seconds(90));
    t.expect(!t.world.engine->is_gate_open(), "the gate is closed");
    const auto closed = t.world.all<GateClosed>();
    t.expect(!closed.empty() && closed.back().reason.find("reached") != std::string::npos,
             "because the broker could not be reached");
    t.world.line.is_reachable = true;
    t.world.run_for(seconds(40));
    t.expect(t.world.engine->is_gate_open(), "and opens by itself");
  });
}

// We: nothing is sent into a dead line twice; then the walk goes on where it was.
TEST_CASE("pst-group/pysystemtrade#888: the connection was lost in the middle of an algorithm",
          "[incident]") {
  judge(Mutation::unknown_is_sent_again, [](Trial& t) {
    t.call_and_rest();
    t.world.run_for(seconds(15));
    t.world.line.is_reachable = false;
    t.world.run_for(seconds(40));
    t.expect(t.replaces(entry) <= 1, "one change went into the dead line");
    t.world.line.is_reachable = true;
    t.world.run_for(seconds(60));
    t.expect(t.replaces(entry) >= 2, "the walk went on");
    t.expect(t.live(entry) == 1, "one order works");
  });
}
