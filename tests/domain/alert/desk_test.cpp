// Who may call: sources, users, channels, age, and each message once.
#include <set>

#include "actors/domain/instrument/contracts.hpp"
#include "tests/domain/alert/desk_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {
const std::string call = "BTO SPY 680c 12/05 @ 2.50";
const Permissions options_only = Permissions{}.with(Permission::alerts).with(Permission::options);
}  // namespace

TEST_CASE("an allowed user's call in an allowed channel starts one workflow", "[desk]") {
  GivenDesk given;
  const auto taken = given.say(call);
  CHECK(refusal(taken) == RefusalReason::none);
  const auto start = taken.only_tell<StartWorkflow>().start;
  CHECK(start.workflow_id == "w1");
  CHECK(start.caller == "anna");
  CHECK(start.channel == "room");
  CHECK(start.message == "message/file:a.jsonl:room:1");
  CHECK(start.instrument == InstrumentId{1});
  CHECK(start.side == Side::buy);
  CHECK(taken.only<MessageReceived>().text == call);
  CHECK(taken.only<AlertRead>().workflow_id == "w1");
  CHECK(taken.only<CallAccepted>().instrument == InstrumentId{1});
  CHECK(taken.only<InstrumentDefined>().symbol == "SPY   251205C00680000");
}

TEST_CASE("nobody is allowed unless the configuration says so", "[desk]") {
  GivenDesk given;
  given.settings.alerts = {};
  CHECK(refusal(given.say(call)) == RefusalReason::user_not_authorised);
}

TEST_CASE("users and channels are both asked for, each by its own name", "[desk]") {
  const auto [author, channel, reason, named] =
      GENERATE(table<std::string, std::string, RefusalReason, std::string>({
          {"eve", "room", RefusalReason::user_not_authorised, "eve"},
          {"ANNA", "room", RefusalReason::user_not_authorised, "ANNA"},
          {"anna ", "room", RefusalReason::user_not_authorised, "anna "},
          {"", "room", RefusalReason::user_not_authorised, ""},
          {"anna", "street", RefusalReason::channel_not_authorised, "street"},
          {"anna", "", RefusalReason::channel_not_authorised, ""},
          {"eve", "street", RefusalReason::user_not_authorised, "eve"},
      }));
  GivenDesk given;
  const auto refused = given.say(call, {author, channel, "file:a.jsonl", {}});
  CHECK(refusal(refused) == reason);
  CHECK(refused.only<AlertRefused>().detail.find(named) != std::string::npos);
  CHECK(refused.only<MessageReceived>().author == author);  // recorded all the same
}

TEST_CASE("permissions are apart: alerts, and each class of instrument", "[desk]") {
  const auto [text, user, channel, reason] =
      GENERATE(table<std::string, Permissions, Permissions, RefusalReason>({
          {call, options_only, options_only, RefusalReason::none},
          {call, Permissions{}.with(Permission::options), every_class,
           RefusalReason::user_not_authorised},
          {call, every_class, Permissions{}.with(Permission::options),
           RefusalReason::channel_not_authorised},
          {"BTO NQ @ 21000", options_only, every_class, RefusalReason::kind_not_permitted},
          {"BTO NQ @ 21000", every_class, options_only, RefusalReason::kind_not_permitted},
          {"BTO 100 SOFI @ 14.20", options_only, every_class, RefusalReason::kind_not_permitted},
          {"BTO 100 SOFI @ 14.20", every_class, every_class, RefusalReason::none},
      }));
  INFO(text);
  GivenDesk given;
  given.settings.alerts.users = {{"anna", user}};
  given.settings.alerts.channels = {{"room", channel}};
  CHECK(refusal(given.say(text)) == reason);
}

TEST_CASE("opening short needs the channel's leave", "[desk]") {
  GivenDesk given;
  CHECK(refusal(given.say("STO SPY 680c 12/05 @ 2.50")) == RefusalReason::kind_not_permitted);
  given.settings.channels.push_back({});
  given.settings.channels.back().id = "room";
  given.settings.channels.back().may_open_short = true;
  CHECK(given.say("STO SPY 681c 12/05 @ 2.50").only_tell<StartWorkflow>().start.side == Side::sell);
  CHECK(refusal(given.say("STO SPY 682c 12/05 @ 2.50", {"anna", "lobby", "file:a.jsonl", {}})) ==
        RefusalReason::kind_not_permitted);
}

TEST_CASE("a source that is not watched is refused before anything else", "[desk]") {
  GivenDesk given;
  CHECK(refusal(given.say(call, {"eve", "street", "discord", seconds(99)})) ==
        RefusalReason::unknown_source);
  // Again: it is the source that is wrong with it, not that it came before.
  given.messages = 0;
  CHECK(refusal(given.say(call, {"eve", "street", "discord", seconds(99)})) ==
        RefusalReason::unknown_source);
}

TEST_CASE("what is wrong with a message is told in the documented order", "[desk]") {
  GivenDesk given;
  given.settings.alerts.own_authors = {"anna"};
  auto message = given.message("1", call, {"eve", "street", "discord", seconds(60)});
  message.is_reply = true;
  int number = 0;
  const auto next = [&] {
    message.message_id = std::to_string(++number);
    return refusal(given.take(ReceiveMessage{message}));
  };
  CHECK(next() == RefusalReason::unknown_source);
  message.source = "file:a.jsonl";
  CHECK(next() == RefusalReason::user_not_authorised);
  message.author = "anna";
  CHECK(next() == RefusalReason::channel_not_authorised);
  message.channel = "room";
  CHECK(next() == RefusalReason::own_message);
  given.settings.alerts.own_authors.clear();
  CHECK(next() == RefusalReason::reply);
  message.is_reply = false;
  CHECK(next() == RefusalReason::stale);
  message.sent_at = message.received_at;
  CHECK(next() == RefusalReason::none);
  CHECK(next() == RefusalReason::duplicate_call);
}

TEST_CASE("our own messages and replies order nothing", "[desk]") {
  GivenDesk given;
  auto message = given.message("1", call);
  SECTION("marked as ours") {
    message.is_own = true;
    CHECK(refusal(given.take(ReceiveMessage{message})) == RefusalReason::own_message);
  }
  SECTION("a reply") {
    message.is_reply = true;
    CHECK(refusal(given.take(ReceiveMessage{message})) == RefusalReason::reply);
  }
}

TEST_CASE("a message is stale after 20 s by its own time, and not before", "[desk]") {
  const auto [age, reason] = GENERATE(table<Duration, RefusalReason>({
      {seconds(0), RefusalReason::none},
      {seconds(20), RefusalReason::none},
      {Duration{20'000'000'001}, RefusalReason::stale},
      {seconds(86'400), RefusalReason::stale},
      {seconds(-20), RefusalReason::none},
      {Duration{-20'000'000'001}, RefusalReason::stale},
  }));
  GivenDesk given;
  CHECK(refusal(given.say(call, {"anna", "room", "file:a.jsonl", age})) == reason);
}

TEST_CASE("a market that is closed, and an instrument that nobody knows, are refused", "[desk]") {
  GivenDesk given;
  SECTION("closed") {
    given.desk.at(-1);
    CHECK(refusal(given.say(call)) == RefusalReason::market_closed);
  }
  SECTION("unknown") {
    given.desk.context.exists = [](const InstrumentDefined&) { return false; };
    CHECK(refusal(given.say(call)) == RefusalReason::unknown_instrument);
  }
  SECTION("unknown and closed: the instrument comes first") {
    given.desk.at(-1);
    given.desk.context.exists = [](const InstrumentDefined&) { return false; };
    CHECK(refusal(given.say(call)) == RefusalReason::unknown_instrument);
  }
}

TEST_CASE("a message that came before is refused, and recorded once", "[desk]") {
  GivenDesk given;
  given.say(call);
  given.messages = 0;
  const auto again = given.say(call);
  CHECK(refusal(again) == RefusalReason::duplicate_message);
  CHECK_FALSE(again.has<MessageReceived>());
  // The same number elsewhere is another message.
  given.messages = 0;
  CHECK(refusal(given.say("BTO SPY 681c 12/05 @ 2.50", {"anna", "lobby", "file:a.jsonl", {}})) ==
        RefusalReason::none);
  given.messages = 0;
  CHECK(refusal(given.say("BTO SPY 682c 12/05 @ 2.50", {"anna", "room", "stdin", {}})) ==
        RefusalReason::none);
}

TEST_CASE("different messages have streams of different names", "[desk]") {
  CHECK(message_stream("stdin", "main", "42") == "message/stdin:main:42");
  CHECK(message_stream("file:a.jsonl", "main", "4%2|") == "message/file:a.jsonl:main:4%2|");
  CHECK(message_stream("file:a", "x:y", "1|2%") == "message/file%3Aa|x%3Ay|1%7C2%25");
  // Every cut of one text into three.
  const std::string text = ":a:|%3A:b|:%7C";
  std::set<std::string> names;
  std::size_t count = 0;
  for (std::size_t i = 0; i <= text.size(); ++i)
    for (auto j = i; j <= text.size(); ++j, ++count)
      names.insert(message_stream(text.substr(0, i), text.substr(i, j - i), text.substr(j)));
  CHECK(names.size() == count);
}

TEST_CASE("messages whose names only look alike are two", "[desk]") {
  GivenDesk given;
  given.settings.alerts.sources = {"file"};
  given.settings.alerts.channels = {{"a:b", every_class}, {"b", every_class}};
  CHECK(refusal(given.take(ReceiveMessage{
            given.message("1", call, {"anna", "b", "file:a", {}})})) == RefusalReason::none);
  const auto other =
      given.take(ReceiveMessage{given.message("1", call, {"anna", "a:b", "file", {}})});
  CHECK(refusal(other) == RefusalReason::duplicate_call);  // not duplicate_message
}

TEST_CASE("the allowlist changes at run time, and the last change wins", "[desk]") {
  GivenDesk given;
  int strike = 600;
  const auto from = [&](const std::string& author, const std::string& channel = "room") {
    return refusal(given.say("BTO SPY " + std::to_string(++strike) + "c 12/05 @ 2.50",
                             {author, channel, "file:a.jsonl", {}}));
  };
  const auto added = given.allow("users", "eve", true);
  CHECK(added.only<AllowlistChanged>().by == "operator");
  CHECK(added.only<AllowlistChanged>().at == at_second(0));
  CHECK(added.decision.events.front().stream == "control/desk");
  CHECK(from("eve") == RefusalReason::none);
  given.allow("users", "eve", false);
  CHECK(from("eve") == RefusalReason::user_not_authorised);
  given.allow("users", "anna", false);  // who is configured
  CHECK(from("anna") == RefusalReason::user_not_authorised);
  given.allow("users", "anna", true, {"alerts", "stocks"});
  CHECK(from("anna") == RefusalReason::kind_not_permitted);
  given.allow("users", "anna", true, {"alerts", "options"});
  CHECK(from("anna") == RefusalReason::none);
  given.allow("users", "anna", true, {"options"});
  CHECK(from("anna") == RefusalReason::user_not_authorised);
  given.allow("users", "anna", true);
  given.allow("channels", "street", true);
  CHECK(from("anna", "street") == RefusalReason::none);
  given.allow("channels", "room", false);
  CHECK(from("anna") == RefusalReason::channel_not_authorised);
  given.allow("users", "room", true);  // lists do not mix
  CHECK(from("anna") == RefusalReason::channel_not_authorised);
}

TEST_CASE("a text that is too long, or talk, is refused with its reason", "[desk]") {
  GivenDesk given;
  CHECK(refusal(given.say("good morning")) == RefusalReason::talk);
  given.settings.alerts.longest_text = 12;  // in the middle of a letter
  const auto cut = given.say("BTO SPY 680\xC3\xA4 12/05 @ 2.50");
  CHECK(refusal(cut) == RefusalReason::malformed_text);
  CHECK(cut.only<MessageReceived>().text == "BTO SPY 680");
  CHECK(cut.only<MessageReceived>().text_bytes == 26);
}

TEST_CASE("in a channel of strict grammar, what people chat is not followed", "[desk]") {
  GivenDesk given;
  given.settings.alerts.channel_rule.reads_free_text = false;
  CHECK(refusal(given.say("Bought SPY 680c 12/05 for 2.40")) != RefusalReason::none);
  CHECK(given.say(call).only<AlertRead>().grammar == "strict");
}

TEST_CASE("a definition runs on an instrument that nobody called, once", "[desk]") {
  GivenDesk given;
  const RunDefinition command{"price_walk_cycle", make_stock("SPY")};
  const auto first = given.take(command);
  const auto defined = first.only<InstrumentDefined>();
  CHECK(defined.symbol == "SPY");
  const auto start = first.only_tell<StartWorkflow>().start;
  CHECK(start.definition == "price_walk_cycle");
  CHECK(start.instrument == defined.instrument);
  CHECK(start.workflow_id == "i" + std::to_string(defined.instrument.number));
  CHECK(first.decision.tells.front().to == Address{ActorKind::workflow, start.workflow_id});
  const auto again = given.take(command);
  CHECK(again.decision.events.empty());
  CHECK(again.decision.is_query);
  CHECK(again.only_tell<StartWorkflow>().start.workflow_id == start.workflow_id);
}
