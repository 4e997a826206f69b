// What a call means: once however often it is posted, edited or completed, and for whose position.
#include "tests/domain/alert/desk_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {
const std::string call = "BTO SPY 680c 12/05 @ 2.50";
const std::string unpriced = "BTO SPY 680c 12/05";
const Said by_bob{"bob", "room", "file:a.jsonl", {}};
}  // namespace

TEST_CASE("a call posted twice within 120 s counts once, over all sources and channels", "[desk]") {
  const auto [said, after, reason] = GENERATE(table<Said, int, RefusalReason>({
      {{"anna", "room", "file:a.jsonl", {}}, 1, RefusalReason::duplicate_call},
      {{"anna", "lobby", "stdin", {}}, 120, RefusalReason::duplicate_call},
      {{"anna", "room", "file:a.jsonl", {}}, 121, RefusalReason::none},
      {{"bob", "room", "file:a.jsonl", {}}, 1, RefusalReason::none},
  }));
  GivenDesk given;
  CHECK(refusal(given.say(unpriced)) == RefusalReason::none);
  given.desk.at(after);
  CHECK(refusal(given.say(unpriced, said)) == reason);
}

TEST_CASE("an open of the same contract at the same posted price counts once a day", "[desk]") {
  const auto [text, day, reason] = GENERATE(table<std::string, int, RefusalReason>({
      {call, 0, RefusalReason::duplicate_call},
      {"BTO SPY 680c 12/05 @ 2.5", 0, RefusalReason::duplicate_call},
      {"BTO 5 SPY 680c 12/05 @ 2.50", 0, RefusalReason::duplicate_call},  // whatever the size
      {"BTO SPY 680c 12/05 @ 2.51", 0, RefusalReason::none},
      {"BTO SPY 681c 12/05 @ 2.50", 0, RefusalReason::none},
      {"BTO SPY 680p 12/05 @ 2.50", 0, RefusalReason::none},
      {call, 3, RefusalReason::none},  // Monday
  }));
  INFO(text);
  GivenDesk given;
  given.say(call);
  given.desk.at(3'600 + day * 86'400);
  CHECK(refusal(given.say(text)) == reason);
}

TEST_CASE("two calls of one message are two", "[desk]") {
  GivenDesk given;
  const auto both = given.say("BTO SPY 680c 12/05 @ 2.50\nBTO QQQ 600p 12/05 @ 3.10");
  const auto starts = both.tells<StartWorkflow>();
  REQUIRE(starts.size() == 2);
  CHECK(starts[0].start.workflow_id == "w1");
  CHECK(starts[1].start.workflow_id == "w2");
  CHECK(starts[0].start.instrument != starts[1].start.instrument);
}

TEST_CASE("an edit that is the first text to parse is followed while the message is fresh",
          "[desk]") {
  const auto [first, after, reason] = GENERATE(table<std::string, int, RefusalReason>({
      {"good morning", 20, RefusalReason::none},
      {"good morning", 21, RefusalReason::edit_ignored},
      {"BTO SPY 680 12/05 @ 2.50", 5, RefusalReason::none},  // neither call nor put
      {"BTO SPY 680c 2/30 @ 2.50", 5, RefusalReason::none},  // no such day
  }));
  INFO(first);
  GivenDesk given;
  CHECK(refusal(given.say(first)) != RefusalReason::none);
  given.desk.at(after);
  const auto edited = given.edit(call);
  CHECK(edited.only<MessageEdited>().text == call);
  CHECK(refusal(edited) == reason);
  if (reason != RefusalReason::none) return;
  CHECK(edited.only_tell<StartWorkflow>().start.message == "message/file:a.jsonl:room:1");
  CHECK(refusal(given.edit("BTO SPY 681c 12/05 @ 2.50")) == RefusalReason::edit_ignored);
}

TEST_CASE("any other edit is recorded and told, and changes nothing", "[desk]") {
  GivenDesk given;
  SECTION("after it was followed") {
    given.say(call);
    const auto edited = given.edit("BTO SPY 690c 12/05 @ 2.50");
    CHECK(refusal(edited) == RefusalReason::edit_ignored);
    CHECK(edited.only<MessageEdited>().text == "BTO SPY 690c 12/05 @ 2.50");
  }
  SECTION("after an exit was followed") {
    given.say(call);
    given.holds("w1", 2);
    given.say("STC SPY 680c 12/05 @ 3.00");
    CHECK(refusal(given.edit("BTO SPY 690c 12/05 @ 2.50")) == RefusalReason::edit_ignored);
  }
  SECTION("after it was read and refused") {
    given.desk.context.exists = [](const InstrumentDefined& instrument) {
      return instrument.strike != Price::whole(6'800);
    };
    CHECK(refusal(given.say("BTO SPY 6800c 12/05 @ 2.50")) == RefusalReason::unknown_instrument);
    CHECK(refusal(given.edit(call)) == RefusalReason::edit_ignored);
  }
  SECTION("after a get-ready, which was read") {
    CHECK(refusal(given.say("Loading SPY 680c 12/05")) == RefusalReason::get_ready);
    CHECK(refusal(given.edit(call)) == RefusalReason::edit_ignored);
  }
  SECTION("of a message that never came") {
    given.messages = 7;
    CHECK(refusal(given.edit(call)) == RefusalReason::edit_ignored);
  }
  SECTION("by somebody who may not call") {
    given.say("good morning", {"eve", "room", "file:a.jsonl", {}});
    CHECK(refusal(given.edit(call, {"eve", "room", "file:a.jsonl", {}})) ==
          RefusalReason::user_not_authorised);
  }
  SECTION("into no call") {
    given.say("good morning");
    CHECK(refusal(given.edit("good evening")) == RefusalReason::talk);
  }
  SECTION("whose author is not the one of the message") {
    given.say("good morning", {"eve", "room", "file:a.jsonl", {}});
    CHECK(refusal(given.edit(call)) == RefusalReason::user_not_authorised);
  }
}

TEST_CASE("a deletion is recorded; nothing follows of it, nor of the message any more", "[desk]") {
  GivenDesk given;
  SECTION("after it was followed, the workflow goes on") {
    given.say(call);
    const auto removed = given.remove("1");
    CHECK(removed.only<MessageDeleted>().received_at == at_second(0));
    CHECK(removed.decision.tells.empty());
    CHECK(refusal(given.edit("BTO SPY 681c 12/05 @ 2.50")) == RefusalReason::edit_ignored);
  }
  SECTION("before an edit that would be a call") {
    given.say("good morning");
    given.remove("1");
    CHECK(refusal(given.edit(call)) == RefusalReason::edit_ignored);
  }
  SECTION("before the message itself") {
    given.remove("1");
    CHECK(refusal(given.say(call)) == RefusalReason::duplicate_message);
  }
}

TEST_CASE("a get-ready buys nothing and is completed by its caller's price", "[desk]") {
  GivenDesk given;
  const auto ready = given.say("Loading SPY 680c 12/05");
  CHECK(refusal(ready) == RefusalReason::get_ready);
  CHECK(ready.only<GetReadyRemembered>().until == at_second(4 * 3'600));
  SECTION("completed") {
    given.desk.at(4 * 3'600);
    const auto filled = given.say("filled 3.95");
    CHECK(filled.only<AlertRead>().completed_by == "get_ready");
    const auto start = filled.only_tell<StartWorkflow>().start;
    CHECK(start.reading.symbol == "SPY");
    CHECK(start.reading.price == price("3.95"));
    CHECK(start.reading.action == CallAction::open);
    CHECK(given.desk.instruments.find(start.instrument)->symbol == "SPY   251205C00680000");
    given.desk.at(4 * 3'600 + 300);
    CHECK(refusal(given.say("filled 3.99")) == RefusalReason::no_context);  // used up
  }
  SECTION("too late") {
    given.desk.at(4 * 3'600 + 1);
    CHECK(refusal(given.say("filled 3.95")) == RefusalReason::no_context);
  }
  SECTION("by another caller") {
    CHECK(refusal(given.say("filled 3.95", by_bob)) == RefusalReason::no_context);
  }
  SECTION("with another symbol") {
    CHECK(refusal(given.say("filled QQQ 3.95")) != RefusalReason::none);
  }
  SECTION("the newest counts") {
    given.say("Loading QQQ 600p 12/05");
    const auto start = given.say("filled 3.95").only_tell<StartWorkflow>().start;
    CHECK(start.reading.symbol == "QQQ");
  }
  SECTION("a whole call uses it up") {
    given.say("BTO QQQ 600p 12/05 @ 3.10");
    CHECK(refusal(given.say("filled 3.95")) == RefusalReason::no_context);
  }
}

TEST_CASE("an exit goes to its caller's position, never to another's", "[desk]") {
  GivenDesk given;
  CHECK(refusal(given.say("STC SPY 680c 12/05 @ 3.00")) == RefusalReason::nothing_held);
  given.say(call);
  CHECK(refusal(given.say("STC SPY 680c 12/05 @ 3.00", by_bob)) == RefusalReason::nothing_held);
  CHECK(refusal(given.say("STC SPY 690c 12/05 @ 3.00")) == RefusalReason::nothing_held);
  const auto sold = given.say("STC SPY 680c 12/05 @ 3.00");
  CHECK(sold.decision.tells.front().to == Address{ActorKind::workflow, "w1"});
  CHECK(sold.only_tell<ApplyCall>().reading.action == CallAction::close);
  given.holds("w1", 0, true);
  given.desk.at(600);
  CHECK(refusal(given.say("STC SPY 680c 12/05 @ 3.00")) == RefusalReason::nothing_held);
}

TEST_CASE("a nameless exit goes to the caller's newest position", "[desk]") {
  GivenDesk given;
  given.say(call);
  given.say("BTO QQQ 600p 12/05 @ 3.10");
  given.say("BTO IWM 240p 12/05 @ 0.88", by_bob);
  const auto trimmed = given.say("trim half here");
  CHECK(trimmed.only<AlertRead>().workflow_id == "w2");
  CHECK(trimmed.only<AlertRead>().completed_by == "held_position");
  CHECK(trimmed.only_tell<ApplyCall>().reading.percent == Percent::whole(50));
  given.holds("w2", 0, true);
  given.desk.at(300);
  CHECK(given.say("trim half here").only<AlertRead>().workflow_id == "w1");
}

TEST_CASE("an exit posted twice counts once; later it is another one", "[desk]") {
  GivenDesk given;
  given.say(call);
  given.say("trim half SPY");
  CHECK(refusal(given.say("trim half SPY")) == RefusalReason::duplicate_call);
  given.desk.at(121);
  CHECK(refusal(given.say("trim half SPY")) == RefusalReason::none);
}

TEST_CASE("what closes while the market is closed is refused", "[desk]") {
  GivenDesk given;
  given.say(call);
  given.desk.at(10 * 3'600);
  CHECK(refusal(given.say("STC SPY 680c 12/05 @ 3.00")) == RefusalReason::market_closed);
}

TEST_CASE("all out closes everything of the caller", "[desk]") {
  GivenDesk given;
  given.say(call);
  given.say("BTO QQQ 600p 12/05 @ 3.10");
  given.say("BTO IWM 240p 12/05 @ 0.88", by_bob);
  CHECK(given.say("all out of everything").tells<ApplyCall>().size() == 2);
}

TEST_CASE("a position that is filled after its end can be closed again", "[desk]") {
  GivenDesk given;
  given.say(call);
  given.holds("w1", 0, true);
  CHECK(given.desk.state().positions.at("anna").empty());
  given.holds("w1", 3);
  CHECK(given.holds("w1", 3).decision.is_query);  // no news
  CHECK(given.say("STC SPY 680c 12/05 @ 3.00").only<AlertRead>().workflow_id == "w1");
}

TEST_CASE("a spread defines its legs and is one call", "[desk]") {
  GivenDesk given;
  const auto taken = given.say(
      "SPY bull call debit spread\n12/05 exp\n+1 680 C / -1 690 C\nLimit 2.50 debit to open");
  REQUIRE(taken.tells<StartWorkflow>().size() == 1);
  const auto defined = taken.events<InstrumentDefined>();
  REQUIRE(defined.size() == 3);
  CHECK(defined[2].asset_class == AssetClass::spread);
  CHECK(defined[2].legs[0].instrument == defined[0].instrument);
  CHECK(defined[2].legs[1].instrument == defined[1].instrument);
  CHECK(taken.only_tell<StartWorkflow>().start.instrument == defined[2].instrument);
  CHECK(taken.only_tell<StartWorkflow>().start.side == Side::buy);
}
