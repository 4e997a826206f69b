// Bad input in the running service: each message ends in a refusal that is itself an event; nothing
// crashes, and nothing is guessed.
#include "adapters/alerts/alert_record.hpp"
#include "tests/integration/live_session.hpp"

using namespace fillwright;

namespace {

MessageReceived plain(const World& world) {
  return std::get<ReceiveMessage>(
             alert(world.clock.now(), "id", "alice", "BTO SPY 660c 12/18").what)
      .message;
}

void take(World& world, const MessageReceived& message) {
  AlertInput input;
  input.at = world.clock.now();
  input.what = ReceiveMessage{message};
  world.session->take(input);
}

std::size_t refusals(const World& world) {
  return world.all<AlertRefused>().size() + world.all<InputRefused>().size();
}

// It was refused, nothing came of it, and the next good call is followed.
void check_refused(World& world, std::size_t times = 1) {
  world.run_for(seconds(2));
  CHECK(refusals(world) == times);
  CHECK(world.all<WorkflowStarted>().empty());
  CHECK(world.all<ActorCrashed>().empty());
  world.say("good", "BTO AAPL 280c 12/18");
  CHECK(world.all<WorkflowStarted>().size() == 1);
  CHECK(world.is_sound());
}

}  // namespace

TEST_CASE("texts that no caller writes are refused", "[bad_input]") {
  World world;
  world.start();
  auto message = plain(world);
  message.text =
      GENERATE(as<std::string>{}, std::string(1 << 20, 'x'),
               "BTO SPY 660c 12/18 " + std::string(1 << 20, ' '), "BTO SPY 660c 12/18 \xff\xfe",
               "BTO \xd0\x85PY 660c 12/18", "BTO SPY 660c\x01 12/18",
               std::string("BTO SPY\0 660c 12/18", 19), "BTO SPY 99999999999999999999999c 12/18",
               "BTO SPY 660c 12/18 @ 99999999999999999999", "BTO SPY 660c 12/18 @ 0",
               "BTO SPY 660c 12/18 @ -1", "BTO 99999999999999999999 SPY 660c 12/18 @ 1",
               "BTO SPY 660c 02/30", "BTO SPY 660c 13/45", "BTO SPY 660c 12/18/1999",
               "BTO SPY 660c", "BTO SPY -660c 12/18", "", " ", "\n\n\n");
  message.text_bytes = message.text.size();
  take(world, message);
  check_refused(world);
}

TEST_CASE("names of absurd length are refused, and the desk lives on", "[bad_input]") {
  World world;
  world.start();
  auto message = plain(world);
  const std::string endless(100 * 1024, 'x');
  SECTION("message id") { message.message_id = endless; }
  SECTION("channel") { message.channel = endless; }
  SECTION("author") { message.author = endless; }
  SECTION("source") { message.source = endless; }
  take(world, message);
  check_refused(world);
}

TEST_CASE("edits and deletions of messages of absurd names are refused", "[bad_input]") {
  World world;
  world.start();
  auto message = plain(world);
  message.message_id = std::string(100 * 1024, 'x');
  AlertInput input;
  input.at = world.clock.now();
  SECTION("edit") { input.what = ReceiveEdit{message, input.at}; }
  SECTION("deletion") {
    input.what = ReceiveDelete{message.source, message.channel, message.message_id};
  }
  world.session->take(input);
  check_refused(world);
}

TEST_CASE("odd names are somebody who is not allowed", "[bad_input]") {
  World world;
  world.start();
  auto message = plain(world);
  SECTION("author") {
    message.author =
        GENERATE(as<std::string>{}, "", "al/ice", "ali\nce", "\xf0\x9f\x98\x80", "alice ", "ALICE");
  }
  SECTION("channel") { message.channel = GENERATE(as<std::string>{}, "", "ma/in", "main\n"); }
  SECTION("source") { message.source = GENERATE(as<std::string>{}, "", "file/", "http"); }
  take(world, message);
  check_refused(world);
}

TEST_CASE("messages of another time are stale", "[bad_input]") {
  World world;
  world.start();
  auto message = plain(world);
  const auto now = friday_morning;
  message.sent_at = GENERATE_COPY(Timestamp{}, now + seconds(3600), now - seconds(3600),
                                  Timestamp{INT64_MAX}, Timestamp{INT64_MIN});
  take(world, message);
  check_refused(world);
}

TEST_CASE("ten thousand messages at once are all answered", "[bad_input]") {
  World world;
  auto& session = world.start();
  for (int i = 0; i < 10'000; ++i) {
    const auto input = alert(world.clock.now(), std::to_string(i), "alice", "good morning");
    session.engine().tell({ActorKind::desk, ""}, std::get<ReceiveMessage>(input.what), "alice");
  }
  session.engine().run_until_idle();
  CHECK(world.all<MessageReceived>().size() == 10'000);
  check_refused(world, 10'000);
}

TEST_CASE("lines that are no record are recorded as refused", "[bad_input]") {
  World world;
  world.start();
  const std::string line = GENERATE(as<std::string>{}, "{", "[]", "null", "\xff", "{\"text\": 1}",
                                    "{\"channel\":\"main\",\"author\":\"alice\",\"text\":\"x\"}");
  world.session->take(read_alert_record({line, "file:test", 7, world.clock.now()}));
  check_refused(world);
  CHECK(world.all<InputRefused>().front().line == 7);
}
