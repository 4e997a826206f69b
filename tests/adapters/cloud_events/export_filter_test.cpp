// What must not leave: secrets, and with a key whoever calls.
#include "adapters/cloud_events/export_filter.hpp"

#include <catch2/catch.hpp>

#include "tests/adapters/cloud_events/written.hpp"

using namespace fillwright;
using namespace fillwright::test;
using nlohmann::json;

namespace {

CloudEventSettings with_key() {
  CloudEventSettings settings;
  settings.author_key = "a key of the house";
  return settings;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Whether it stands anywhere in the record.
bool tells(const OutRecord& record, std::string_view what) {
  for (const auto& [name, value] : record.headers)
    if (has(value, what)) return true;
  return has(record.key, what) || has(record.value, what);
}

json data_of(const OutRecord& record) { return json::parse(record.value).at("data"); }

}  // namespace

TEST_CASE("ids are hashed with HMAC-SHA256, cut to half", "[cloud_events]") {
  // RFC 4231, test case 2.
  CHECK(hashed_author("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c7");
  ExportFilter filter("k");
  const std::string once(filter.person("alice"));
  CHECK(once == hashed_author("k", "alice"));
  CHECK(filter.person("alice") == once);
  CHECK(filter.person("bob") != once);
  CHECK(filter.person("").empty());
  CHECK(hashed_author("another", "alice") != once);
  // Also when more callers came than are kept in mind.
  for (int i = 0; i < 10'000; ++i) (void)filter.person(std::to_string(i));
  CHECK(filter.person("alice") == once);
}

TEST_CASE("with a key no event names its caller", "[cloud_events]") {
  const auto hash = hashed_author(with_key().author_key, "alice");
  const auto in_mode = [&](bool is_binary) {
    auto settings = with_key();
    settings.is_binary = is_binary;
    return settings;
  };
  for (const bool is_binary : {false, true}) {
    const auto settings = in_mode(is_binary);
    MessageReceived message;
    message.author = "alice";
    message.text = "alice says: BTO SPY";
    CallAccepted call;
    call.caller = "alice";
    GetReadyRemembered ready;
    ready.caller = "alice";
    CallerHoldingChanged holding;
    holding.caller = "alice";
    WorkflowStarted started;
    started.caller = "alice";
    AllowlistChanged allowed;
    allowed.list = "users";
    allowed.id = "alice";
    ConfigurationChanged configured;
    configured.values = {"alerts.own_authors = [\"alice\"]", "alerts.users = [\"alice\"]",
                         "callers.alice.size = 1", "risk.limit = 3"};
    InputTaken taken;
    taken.actor = "caller/alice";
    taken.content = {
        "\x05"
        "alice"};
    InputContinued continued;
    continued.content = {"alice"};
    InputIgnored ignored;
    ignored.what = R"({"author":"alice"})";
    AlertRefused refused;
    refused.detail = "the user alice may not send alerts";
    for (const AnyEvent& event :
         {AnyEvent(message), AnyEvent(call), AnyEvent(ready), AnyEvent(holding), AnyEvent(started),
          AnyEvent(allowed), AnyEvent(configured), AnyEvent(taken), AnyEvent(continued),
          AnyEvent(ignored), AnyEvent(refused)}) {
      const auto record = published(event, settings, "caller/alice", "caller:alice");
      INFO(record.value);
      CHECK_FALSE(tells(record, "alice"));
      CHECK_FALSE(tells(record, "616c696365"));  // in the bytes of an input
      CHECK(record.key == "caller/" + hash);
    }
  }
}

TEST_CASE("only whole words are callers, and who is none keeps his name", "[cloud_events]") {
  AlertRefused refused;
  refused.detail = "al is not allowed, ask al's friend; also totals";
  const auto data = data_of(published(refused, with_key(), "message/1", "caller:al"));
  const auto hash = hashed_author(with_key().author_key, "al");
  CHECK(data.at("detail") == hash + " is not allowed, ask " + hash + "'s friend; also totals");
  CancelRequested cancelled;
  cancelled.by = "operator";
  CHECK(data_of(published(cancelled, with_key(), "order/w1-1", "operator")).at("by") == "operator");
  AllowlistChanged channel;
  channel.list = "channels";
  channel.id = "options";
  CHECK(data_of(published(channel, with_key())).at("id") == "options");
  ConfigurationChanged configured;
  configured.values = {"alerts.users = [\"al\"]", "callers.\"a.l\".size = 1", "risk.limit = 3"};
  CHECK(data_of(published(configured, with_key())).at("values") ==
        json({"alerts.users = ***", "callers.***", "risk.limit = 3"}));
}

TEST_CASE("an id that JSON escapes is found in JSON, too", "[cloud_events]") {
  InputIgnored ignored;
  ignored.what = R"({"author":"a\"l"})";
  const auto hash = hashed_author(with_key().author_key, "a\"l");
  CHECK(data_of(published(ignored, with_key(), "message/1", "caller:a\"l")).at("what") ==
        R"({"author":")" + hash + "\"}");
}

TEST_CASE("without a key everybody has his name", "[cloud_events]") {
  MessageReceived message;
  message.author = "alice";
  const auto record = published(message, {}, "caller/alice", "caller:alice");
  CHECK(record.key == "caller/alice");
  CHECK(data_of(record).at("author") == "alice");
  CHECK(json::parse(record.value).at("principal") == "caller:alice");
}

TEST_CASE("no secret leaves, wherever it stands", "[cloud_events]") {
  add_secret("hunter-two");
  MessageReceived message;
  message.author = "hunter-two";
  message.text = "my password: swordfish, and hunter-two";
  AttemptRejected rejected;
  rejected.text = "https://me:swordfish@broker.test refused";
  InputTaken taken;
  taken.content = {"\x07password=swordfish"};
  for (const bool is_binary : {false, true}) {
    CloudEventSettings settings;
    settings.is_binary = is_binary;
    for (const AnyEvent& event : {AnyEvent(message), AnyEvent(rejected), AnyEvent(taken)}) {
      const auto record = published(event, settings, "message/hunter-two", "caller:hunter-two");
      INFO(record.value);
      CHECK_FALSE(tells(record, "hunter-two"));
      CHECK_FALSE(tells(record, "swordfish"));
      CHECK_FALSE(tells(record, "73776f726466697368"));
      CHECK(record.key == "message/***");
    }
  }
  CHECK(data_of(published(message)).at("text") == "my password: ***, and ***");
  // One that becomes known later is hidden from then on.
  CloudEventWriter writer({}, log_id);
  const Stored stored(AnyEvent(RunStopped{"run-1", "later-secret", {}}));
  OutRecord out;
  writer.write(stored.recorded, "control/run", "", out);
  CHECK(tells(out, "later-secret"));
  add_secret("later-secret");
  writer.write(stored.recorded, "control/run", "", out);
  CHECK_FALSE(tells(out, "later-secret"));
}
