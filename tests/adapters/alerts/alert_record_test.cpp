#include "adapters/alerts/alert_record.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace fillwright;

namespace {

const Timestamp now = *parse_time("2026-11-20T14:30:05Z");
const Timestamp sent = *parse_time("2026-11-20T14:30:00Z");

AlertInput read(std::string_view text) { return read_alert_record({text, "file:a.jsonl", 7, now}); }

MessageReceived message_of(const AlertInput& input) {
  const auto* receive = std::get_if<ReceiveMessage>(&input.what);
  REQUIRE(receive != nullptr);
  return receive->message;
}

std::string refusal_of(const AlertInput& input) {
  const auto* refused = std::get_if<InputRefused>(&input.what);
  REQUIRE(refused != nullptr);
  CHECK(refused->source == "file:a.jsonl");
  CHECK(refused->line == 7);
  CHECK(refused->at == now);
  return refused->what;
}

}  // namespace

TEST_CASE("a record becomes a message with all that it gives", "[alerts]") {
  const auto input = read(
      R"({"source":"discord","channel":"calls","author":"ann","message_id":"m1","text":"BTO SPY",
          "sent_at":"2026-11-20T09:30:00-05:00","reply_to":"m0","more":[1]})");
  CHECK(input.at == sent);
  const auto message = message_of(input);
  CHECK(message.source == "discord");
  CHECK(message.channel == "calls");
  CHECK(message.author == "ann");
  CHECK(message.message_id == "m1");
  CHECK(message.text == "BTO SPY");
  CHECK(message.text_bytes == 7);
  CHECK(message.sent_at == sent);
  CHECK(message.received_at == now);
  CHECK(message.is_reply);
  CHECK_FALSE(message.is_own);
}

TEST_CASE("a record without an id is the same message whenever it is read, and no other",
          "[alerts]") {
  const std::string text =
      R"({"channel":"c","author":"a","text":"x","sent_at":"2026-11-20T14:30:00Z"})";
  const auto first = message_of(read(text));
  CHECK(first.source == "file:a.jsonl");
  CHECK_FALSE(first.is_reply);
  CHECK(first.message_id.size() == 16);
  CHECK(first.message_id ==
        message_of(read_alert_record({text, "file:a.jsonl", 9, sent})).message_id);
  CHECK(first.message_id !=
        message_of(read_alert_record({text, "file:b.jsonl", 7, now})).message_id);
  CHECK(first.message_id != message_of(read(text + " ")).message_id);
}

TEST_CASE("an edit names its message and does not make it fresh", "[alerts]") {
  const auto input = read(
      R"({"channel":"c","author":"a","message_id":"m2","edit_of":"m1","text":"y","sent_at":"2026-11-20T14:30:00Z"})");
  const auto* edit = std::get_if<ReceiveEdit>(&input.what);
  REQUIRE(edit != nullptr);
  CHECK(input.at == sent);
  CHECK(edit->edited_at == sent);
  CHECK(edit->message.message_id == "m1");
  CHECK(edit->message.text == "y");
  CHECK(edit->message.sent_at == Timestamp{});
}

TEST_CASE("a deletion needs only the message's id, channel and time", "[alerts]") {
  const auto input =
      read(R"({"channel":"c","message_id":"m1","deleted":true,"sent_at":"2026-11-20T14:30:00Z"})");
  const auto* removal = std::get_if<ReceiveDelete>(&input.what);
  REQUIRE(removal != nullptr);
  CHECK(input.at == sent);
  CHECK(removal->source == "file:a.jsonl");
  CHECK(removal->channel == "c");
  CHECK(removal->message_id == "m1");
  CHECK(refusal_of(read(R"({"channel":"c","deleted":true,"sent_at":"2026-11-20T14:30:00Z"})")) ==
        "message_id: a deletion must name its message");
}

TEST_CASE("what is no record is refused with what was expected", "[alerts]") {
  const auto [text, what] = GENERATE(table<std::string, std::string>({
      {"BTO SPY 600c", "is no JSON, or not one whole value"},
      {R"({"channel":"c")", "is no JSON, or not one whole value"},
      {R"({"channel":"c"} {"channel":"d"})", "is no JSON, or not one whole value"},
      {R"({"text":"\ud800"})", "is no JSON, or not one whole value"},
      {std::string("\0", 1), "is no JSON, or not one whole value"},
      {"[]", "expected a JSON object"},
      {"null", "expected a JSON object"},
      {R"({"author":"a","text":"x","sent_at":"2026-11-20T14:30:00Z"})", "channel: missing"},
      {R"({"channel":"","author":"a","text":"x"})", "channel: missing"},
      {R"({"channel":"c","text":"x","sent_at":"2026-11-20T14:30:00Z"})", "author: missing"},
      {R"({"channel":"c","author":"a","sent_at":"2026-11-20T14:30:00Z"})", "text: missing"},
      {R"({"channel":"c","author":"a","text":"x"})", "sent_at: missing"},
      {R"({"channel":"c","author":"a","text":"x","sent_at":"2026-11-20 14:30"})",
       "sent_at: expected a time with its zone, like 2026-11-20T14:30:00Z"},
      {R"({"channel":"c","author":"a","text":"x","sent_at":"1999-12-31T23:59:59Z"})",
       "sent_at: expected a time from 2000 to 2199"},
      {R"({"channel":"c","author":"a","text":"x","sent_at":"2200-01-01T00:00:00Z"})",
       "sent_at: expected a time from 2000 to 2199"},
      {R"({"channel":"c","author":"a","text":"x","sent_at":1700000000})",
       "sent_at: expected a string"},
      {R"({"channel":5})", "channel: expected a string"},
      {R"({"channel":"c","message_id":5,"sent_at":"2026-11-20T14:30:00Z"})",
       "message_id: expected a string"},
      {R"({"channel":"c","deleted":"yes","sent_at":"2026-11-20T14:30:00Z"})",
       "deleted: expected true or false"},
      {R"({"channel":")" + std::string(257, 'c') + R"("})", "channel: longer than 256 bytes"},
  }));
  INFO(text);
  CHECK(refusal_of(read(text)) == what);
}

TEST_CASE("very deep JSON is refused", "[alerts]") {
  CHECK(refusal_of(read(std::string(100'000, '['))) == "is no JSON, or not one whole value");
  CHECK(refusal_of(read(std::string(100'000, '[') + std::string(100'000, ']'))) ==
        "expected a JSON object");
}

TEST_CASE("bytes that are not UTF-8 become U+FFFD, and the length stays as it was", "[alerts]") {
  const std::string text =
      "{\"channel\":\"c\",\"author\":\"a\",\"text\":\"B\xffTO \xc3\xa9\","
      "\"sent_at\":\"2026-11-20T14:30:00Z\"}";
  const auto message = message_of(read(text));
  CHECK(message.text == "B\xEF\xBF\xBDTO \xc3\xa9");
  CHECK(message.text_bytes == 7);
}

TEST_CASE("a typed line is the local operator's text", "[alerts]") {
  const AlertLine line{"BTO SPY 600c 12/19 \xff", "stdin", 3, now};
  const auto message = message_of(read_typed_alert(line));
  CHECK(message.source == "stdin");
  CHECK(message.channel == "stdin");
  CHECK(message.author == "stdin");
  CHECK(message.text == "BTO SPY 600c 12/19 \xEF\xBF\xBD");
  CHECK(message.text_bytes == line.text.size());
  CHECK(message.sent_at == now);
  // Typing the same again is another message.
  CHECK(message.message_id !=
        message_of(read_typed_alert({line.text, "stdin", 4, now})).message_id);
}

TEST_CASE("a typed record may leave out time, channel and author", "[alerts]") {
  const auto message = message_of(read_typed_alert({R"({"text":"BTO SPY"})", "stdin", 1, now}));
  CHECK(message.channel == "stdin");
  CHECK(message.author == "stdin");
  CHECK(message.sent_at == now);
  CHECK(std::holds_alternative<InputRefused>(read_typed_alert({"{text}", "stdin", 1, now}).what));
}
