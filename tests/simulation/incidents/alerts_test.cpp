// Alerts that are stale, doubled or edited, or come at the same moment.
#include "tests/simulation/incidents/incident.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

PaperSettings with_cash(std::string_view cash) {
  auto paper = EngineWorld::a_short_line();
  paper.starting_cash = *parse<Money>(cash);
  return paper;
}

void begin(Trial& t) {
  t.world.settings.alerts.channels.push_back({"mirror", every_class});
  t.world.start();
  t.world.run_for(seconds(1));
}

}  // namespace

// We: older than the configured seconds, it is refused, and the refusal says how old it was.
TEST_CASE(
    "marketcalls/openalgo#1098: a stale alert of a strategy that had been stopped was "
    "executed",
    "[incident]") {
  judge(Mutation::staleness_ignored, [](Trial& t) {
    begin(t);
    t.say(call, "room", "old", t.world.clock.now() - seconds(600));
    t.world.run_for(seconds(5));
    t.expect(t.world.line.sent.empty(), "nothing was sent");
    const auto refused = t.world.all<AlertRefused>();
    t.expect(refused.size() == 1 && refused.front().reason == RefusalReason::stale,
             "it was refused as stale");
  });
}

// We: the same call on two channels is one trade.
TEST_CASE(
    "junta/tradingview-alert-connector#44: an alert that comes on two channels, lest one "
    "miss it, must trade once",
    "[incident]") {
  judge(Mutation::duplicates_followed, [](Trial& t) {
    begin(t);
    t.say(call, "room", "a", t.world.clock.now());
    t.world.run_for(seconds(3));
    t.say(call, "mirror", "b", t.world.clock.now());
    t.world.run_for(seconds(5));
    t.expect(t.world.all<WorkflowStarted>().size() == 1, "one trade began");
    t.expect(t.submits("w1-1") == 1 && t.submits("w2-1") == 0, "one order was sent");
  });
}

// We: two of the same in the same instant are decided one after the other, by one actor.
TEST_CASE("marketcalls/openalgo#932: two requests of the same moment were both executed",
          "[incident]") {
  judge(Mutation::duplicates_followed, [](Trial& t) {
    begin(t);
    for (const auto* id : {"a", "b", "c"}) {
      MessageReceived message;
      message.source = "file:test";
      message.channel = "room";
      message.message_id = id;
      message.author = "anna";
      message.text = call;
      message.text_bytes = call.size();
      message.sent_at = message.received_at = t.world.clock.now();
      t.world.engine->tell({ActorKind::desk, ""}, ReceiveMessage{message}, "test");
    }
    t.world.engine->run_until_idle();
    t.world.run_for(seconds(5));
    t.expect(t.world.all<WorkflowStarted>().size() == 1, "one trade began");
    t.expect(t.world.line.sent.size() == 1, "one message was sent");
  });
}

// We: an edit of a message that was followed changes nothing, and is recorded as that.
TEST_CASE("AdoNunes/DiscordAlertsTrader#1: edited messages were read as new ones", "[incident]") {
  judge(Mutation::edits_start_trades, [](Trial& t) {
    begin(t);
    t.say(call, "room", "a", t.world.clock.now());
    t.world.run_for(seconds(3));
    ReceiveEdit edit;
    edit.message.source = "file:test";
    edit.message.channel = "room";
    edit.message.message_id = "a";
    edit.message.author = "anna";
    edit.message.text = "BTO SPY 681c 12/18 @ 2.50";
    edit.message.text_bytes = edit.message.text.size();
    edit.message.sent_at = t.world.clock.now() - seconds(3);
    edit.message.received_at = edit.edited_at = t.world.clock.now();
    t.world.tell({ActorKind::desk, ""}, edit);
    t.world.run_for(seconds(5));
    t.expect(t.world.all<WorkflowStarted>().size() == 1, "one trade began");
    t.expect(t.world.all<MessageEdited>().size() == 1, "the edit is in the journal");
  });
}

// We: risk reserves for an order before the next one asks; what is ordered counts as spent.
TEST_CASE(
    "CryptoMF/frostybot-js#71: two trades of the same moment each passed the limit that "
    "both together broke",
    "[incident]") {
  judge(
      Mutation::exposure_not_reserved,
      [](Trial& t) {
        t.world.settings.paper.cash = *parse<Money>("1500");
        t.world.settings.size.sizer = Sizer::fixed_contracts;
        t.world.settings.size.contracts = Quantity::whole(4);
        t.world.settings.risk = {};
        t.world.settings.risk.max_position_percent = {};
        t.world.settings.risk.max_per_symbol_percent = {};
        t.world.settings.risk.max_exposure_percent = {};
        begin(t);
        t.say("BTO SPY 680c 12/18 @ 2.50", "room", "a", t.world.clock.now());
        t.say("BTO SPY 690c 12/18 @ 2.50", "room", "b", t.world.clock.now());
        t.world.run_for(seconds(2));
        Quantity ordered;
        for (const auto& order : t.world.broker.books({}).orders) ordered += order.quantity;
        t.expect(ordered.units > 0, "the first was ordered");
        t.expect(ordered <= Quantity::whole(5), "no more was ordered than the cash pays for: " +
                                                    to_text(ordered) + " at 2.62 or less");
      },
      with_cash("1500"));
}

// We: with the switch on nothing but cancels leaves, also of walks that had begun, and also after a
// restart.
TEST_CASE("hummingbot/hummingbot#2534: after the kill switch new orders were still created",
          "[incident]") {
  judge(Mutation::kill_ignored, [](Trial& t) {
    t.call_and_rest();
    OperatorAsked kill;
    kill.request_id = "kill";
    kill.action = OperatorAction::kill_on;
    kill.by = "operator";
    t.world.engine->ask(kill);
    t.world.engine->run_until_idle();
    const auto sent = t.world.line.sent.size();
    t.world.run_for(seconds(30));
    t.world.say("BTO SPY 690c 12/18 @ 2.50");
    t.world.run_for(seconds(10));
    t.world.restart();
    t.world.run_for(seconds(30));
    std::size_t new_ones = 0;
    for (auto i = sent; i < t.world.line.sent.size(); ++i)
      if (t.world.line.sent[i].kind != AttemptKind::cancel) ++new_ones;
    t.expect(new_ones == 0, "nothing but cancels left");
    t.expect(t.live(entry) == 0, "the order that worked is taken back");
    t.expect(t.live("w2-1") == 0, "the new call is not followed");
  });
}
