// What people and programs get when they ask a journal.
#include "replay/ask/ask.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "replay/ask/plain_text.hpp"
#include "tests/replay/trade_story.hpp"
#include "tests/support/feed_journal.hpp"

using namespace fillwright;
using namespace fillwright::test;
using nlohmann::json;

namespace {

AskOptions as_json(AskOptions options = {}) {
  options.is_json = true;
  return options;
}
json parsed(const Answer& answer) {
  REQUIRE(answer);
  return json::parse(*answer);
}
bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
// The first seq of a type of event.
Seq seq_of(const Teller& t, TypeId type) {
  for (const auto& entry : t.feed.entries())
    if (type_of(entry.event) == type) return entry.meta.seq;
  return 0;
}

}  // namespace

TEST_CASE("an empty journal has empty answers, not errors") {
  const auto journal = make_memory_journal();
  CHECK(ask_orders(*journal, {}) == "no orders\n");
  CHECK(ask_positions(*journal, {}) == "no positions\n");
  CHECK(ask_refusals(*journal, {}) == "no refusals\n");
  CHECK(ask_audit(*journal, {}) == "no events\n");
  CHECK(ask_events(*journal, {}) == "no events\n");
  CHECK(has(*ask_pnl(*journal, {}), "no fills"));
  for (const auto& ask : {ask_orders, ask_positions, ask_refusals, ask_audit, ask_events})
    CHECK(parsed(ask(*journal, as_json())) == json::array());
  CHECK(parsed(ask_pnl(*journal, as_json()))["rows"] == json::array());
  const auto unknown = explain_order(*journal, "w1-1", {});
  REQUIRE_FALSE(unknown);
  CHECK(has(unknown.error(), "this journal has no orders"));
}

TEST_CASE("orders are one row each, and the same in JSON") {
  const auto journal = journal_of(trade_story().feed);
  const auto text = ask_orders(*journal, {});
  REQUIRE(text);
  CHECK(has(*text, "w1-1"));
  CHECK(has(*text, "filled"));
  CHECK(has(*text, "1.205"));
  CHECK(has(*text, "SPY 680 call 2026-12-04"));
  const auto rows = parsed(ask_orders(*journal, as_json()));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["order_id"] == "w1-1");
  CHECK(rows[0]["state"] == "filled");
  CHECK(rows[0]["average"] == "1.205");
  CHECK(rows[0]["fees"] == "1.3");
  CHECK(rows[0]["caller"] == "alice");
  CHECK(rows[0]["sent_at"] == "2026-11-20T14:30:00.000000000Z");
  CHECK(rows[1]["state"] == "planned");
  CHECK(rows[1]["average"].is_null());
}

TEST_CASE("as of a seq or a time the answer is the one of then") {
  const auto t = trade_story();
  const auto journal = journal_of(t.feed);
  AskOptions options;
  options.as_of.seq = seq_of(t, OrderFilled::type_id);
  CHECK(parsed(ask_orders(*journal, as_json(options)))[0]["state"] == "partly_filled");
  options.as_of.seq -= 1;
  CHECK(parsed(ask_orders(*journal, as_json(options)))[0]["state"] == "working");
  options.as_of = *parse_as_of("2026-11-20T14:30:10Z");
  CHECK(parsed(ask_orders(*journal, as_json(options)))[0]["filled"] == "1");
  options.as_of = *parse_as_of("2026-11-20T14:29:00+00:00");
  CHECK(parsed(ask_orders(*journal, as_json(options))).empty());
  CHECK(parse_as_of("17")->seq == 17);
  REQUIRE_FALSE(parse_as_of("yesterday"));
  CHECK(has(parse_as_of("yesterday").error(), "neither a seq"));
}

TEST_CASE("positions have their mark, and P&L its totals") {
  const auto journal = journal_of(trade_story().feed);
  const auto rows = parsed(ask_positions(*journal, as_json()));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0]["quantity"] == "2");
  CHECK(rows[0]["average"] == "1.205");
  CHECK(rows[0]["mark"]["mid"] == "1.17");
  // 2 × (1.17 - 1.205) × 100, of 241 paid
  CHECK(rows[0]["unrealised"] == "-7");
  CHECK(rows[0]["unrealised_percent"] == "-2.9046");
  CHECK(rows[0]["lots"].size() == 2);
  CHECK(has(*ask_positions(*journal, {}), "-7.00"));
  const auto pnl = parsed(ask_pnl(*journal, as_json()));
  REQUIRE(pnl["rows"].size() == 1);
  CHECK(pnl["rows"][0]["day"] == "2026-11-20");
  CHECK(pnl["rows"][0]["is_day_assumed"] == false);
  CHECK(pnl["total"]["net"] == "-1.3");
  CHECK(pnl["total"]["unrealised"] == "-7");
  CHECK(has(*ask_pnl(*journal, {}), "net -1.30"));
}

TEST_CASE("refusals say why and what was said") {
  const auto journal = journal_of(trade_story().feed);
  const auto rows = parsed(ask_refusals(*journal, as_json()));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0]["reason"] == "talk");
  CHECK(rows[0]["author"] == "mallory");
  CHECK(rows[0]["text"] == "good morning");
  CHECK(has(*ask_refusals(*journal, {}), "there is no order in it"));
}

TEST_CASE("the audit of an id holds what belongs to it") {
  const auto journal = journal_of(trade_story().feed);
  AskOptions options;
  const auto all = parsed(ask_audit(*journal, as_json()));
  CHECK(all.size() == journal->durable());
  for (const std::string id : {"w1-1", "w1", "17", "alice", "message/stdin/17"}) {
    options.about = id;
    const auto part = parsed(ask_audit(*journal, as_json(options)));
    INFO(id);
    CHECK(part.size() > 10);
    CHECK(part.size() < all.size());
    for (const auto& event : part) CHECK(event["stream"] != "message/stdin/18");
  }
  options.about = "mallory";
  const auto lines = ask_audit(*journal, options);
  REQUIRE(lines);
  CHECK(has(*lines, "refused, talk"));
  CHECK_FALSE(has(*lines, "alice"));
  options.about = "mallorie";
  const auto unknown = ask_audit(*journal, options);
  REQUIRE_FALSE(unknown);
  CHECK(has(unknown.error(), "nearest: mallory"));
}

TEST_CASE("events can be had by stream and type, and followed from a seq") {
  const auto t = trade_story();
  const auto journal = journal_of(t.feed);
  AskOptions options;
  options.type = "OrderFilled";
  const auto fills = parsed(ask_events(*journal, as_json(options)));
  REQUIRE(fills.size() == 2);
  CHECK(fills[0]["event"]["price"] == "1.2");
  CHECK(fills[0]["stream"] == "order/w1-1");
  options = {};
  options.stream = "order/w1-2";
  CHECK(parsed(ask_events(*journal, as_json(options))).size() == 1);
  options.stream = "order";
  CHECK(parsed(ask_events(*journal, as_json(options))).size() == 12);
  options = {};
  options.type = "OrderFiled";
  CHECK_FALSE(ask_events(*journal, options));

  options = {};
  std::size_t lines = 0;
  const auto count = [&](std::string_view) { ++lines; };
  const auto seen = visit_event_lines(*journal, options, count);
  REQUIRE(seen);
  CHECK(*seen == t.feed.last_seq());
  CHECK(lines == t.feed.last_seq());
  options.from = *seen + 1;
  CHECK(visit_event_lines(*journal, options, count) == *seen);
  CHECK(lines == t.feed.last_seq());
}

TEST_CASE("explain tells the whole story of an order") {
  const auto journal = journal_of(trade_story().feed);
  const auto text = explain_order(*journal, "w1-1", {});
  REQUIRE(text);
  INFO(*text);
  for (const std::string part :
       {"alice in options (stdin, message 17)", "Received 120 ms later",
        "open: buy SPY 680 call expiring \"12/04\" at 1.30 (strict grammar)",
        "Size 2 by percent of buying power", "max_per_trade: 500, asked 260",
        "rung 1: 1.20, the first price (bid 1.10, ask 1.30, mid 1.20, 0 ns old)",
        "rung 2: 1.21, a tick further", "accepted after 12 ms", "bought 1 SPY 680 call 2026-12-04",
        // The first fill paid 0.02 above the mid of then, the second 0.04: six dollars.
        "6.00 worse than the mid, exactly the natural",
        // 1.205 against 1.20 and 1.30 when the walk began, for two.
        "1.00 worse than the mid, 19.00 better than the natural", "held 0 → 1", "2 held at 1.205",
        "order w1-2 (target)"}) {
    INFO(part);
    CHECK(has(*text, part));
  }
  CHECK_FALSE(has(*text, "\x1b"));
  CHECK_FALSE(has(*text, "mallory"));
}

TEST_CASE("an exit's story names what triggered it, though it was decided with other things") {
  auto t = trade_story();
  ExitTriggered trigger;
  trigger.rule = "stop_loss";
  trigger.level = price("0.60");
  trigger.entry = price("1.205");
  trigger.quote = t.quote("0.55", "0.65");
  trigger.quantity = contracts(2);
  t.feed.add("workflow/w1", trigger);
  OrderRequested request;
  request.order_id = "w1-3";
  request.purpose = Purpose::stop;
  request.instrument = {1};
  t.feed.add_beside("workflow/w1", request);
  t.plan("w1-3", "w1", Side::sell, 2, Purpose::stop);
  const auto journal = journal_of(t.feed);
  const auto text = explain_order(*journal, "w1-3", {});
  REQUIRE(text);
  INFO(*text);
  CHECK(has(*text, "stop loss at 0.60 triggered (entry 1.205, bid 0.55"));
  CHECK(has(*text, "alice in options"));  // who started it all
}

TEST_CASE("the story of a bracket's order names the others") {
  Teller t;
  t.define();
  auto entry_plan = t.planned("w1-1", "w1", Side::buy, 2);
  entry_plan.limit = price("1.30");
  entry_plan.children = {{"w1-2", OrderType::limit, price("2.60"), contracts(2)},
                         {"w1-3", OrderType::stop, price("0.90"), contracts(2)}};
  t.feed.add("order/w1-1", entry_plan);
  auto stop_plan = t.planned("w1-3", "w1", Side::sell, 2, Purpose::stop);
  stop_plan.parent = "w1-1";
  stop_plan.type = OrderType::stop;
  stop_plan.limit = price("0.90");
  t.feed.add("order/w1-3", stop_plan);
  t.feed.add("order/w1-3", ChildAccepted{1, "w1-3.1", "", "entry", t.feed.now()});
  const auto journal = journal_of(t.feed);
  const auto entry = explain_order(*journal, "w1-1", {});
  REQUIRE(entry);
  CHECK(has(*entry, "Its exits go out with its message: w1-2 (at 2.60), w1-3 (a stop at 0.90)."));
  const auto stop = explain_order(*journal, "w1-3", {});
  REQUIRE(stop);
  CHECK(has(*stop, "The price: a stop at 0.90"));
  CHECK(has(*stop, "It goes out with the message of its entry, w1-1."));
  CHECK(has(*stop, "It is working"));
}

TEST_CASE("explain as JSON is one object with exact numbers") {
  const auto journal = journal_of(trade_story().feed);
  const auto story = parsed(explain_order(*journal, "w1-1", as_json()));
  REQUIRE(story.is_object());
  CHECK(story["order"]["state"] == "filled");
  CHECK(story["message"]["event"]["author"] == "alice");
  CHECK(story["size"]["quantity"] == "2");
  CHECK(story["walk"].size() == 2);
  CHECK(story["attempts"][0]["answers"][0]["latency_seconds"] == "0.012");
  CHECK(story["fills"][1]["held_after"] == "2");
  CHECK(story["fills"][0]["price"]["better_than_mid"] == "-2");
  CHECK(story["price_since_start"]["better_than_natural"] == "19");
  CHECK(story["followed"][0]["order_id"] == "w1-2");
}

TEST_CASE("an order that is not there is named with the nearest ids") {
  const auto journal = journal_of(trade_story().feed);
  const auto answer = explain_order(*journal, "w1-3", {});
  REQUIRE_FALSE(answer);
  CHECK(answer.error() == "there is no order \"w1-3\"; nearest: w1-1, w1-2");
}

TEST_CASE("asking twice gives the same bytes") {
  const auto journal = journal_of(trade_story().feed);
  for (const auto& ask : {ask_orders, ask_positions, ask_pnl, ask_refusals, ask_audit, ask_events})
    CHECK(ask(*journal, as_json()) == ask(*journal, as_json()));
}

TEST_CASE("text from outside cannot steer a terminal") {
  CHECK(safe_text("a\x1b[2Jb") == "a\\u001b[2Jb");
  CHECK(safe_text("two\nlines \"quoted\" \\") == "two\\nlines \"quoted\" \\");
  CHECK(safe_text("\xC2\x9B!") == "\\u009b!");
  CHECK(safe_text("\xE2\x80\xAE!") == "\\u202e!");
  CHECK(safe_text("naïve – 買い") == "naïve – 買い");
  CHECK(safe_text("\xff") == "\xEF\xBF\xBD");
  CHECK(cut_text("買い増し", 3) == "買い…");
  CHECK(width_of("買い…") == 3);
}

TEST_CASE("values read well") {
  CHECK(price_text(price("1.3")) == "1.30");
  CHECK(price_text(price("0.0000005")) == "0.0000005");
  CHECK(signed_text(money("12.5")) == "+12.50");
  CHECK(signed_text(money("-3")) == "-3.00");
  CHECK(span_text(milliseconds(1500)) == "1.5 s");
  CHECK(span_text({12'345'000}) == "12.345 ms");
  CHECK(span_text({250'000}) == "250 µs");
  CHECK(time_text(half_past_two()) == "2026-11-20 14:30:00.000Z");
  CHECK(time_text({}) == "-");
}
