// The relay over a Kafka that fails: every event once, in order, whatever becomes of a transaction.
#include "tests/kafka/relay_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("everything is published, a few blocks a transaction, and then there is nothing to do",
          "[relay]") {
  const auto journal = journal_of(a_trade(3));
  FakeKafka kafka;
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::stopped);
  check_all(kafka, *journal);
  CHECK(kafka.committed.size() > journal->durable());
  CHECK(world.relay.counters().events == journal->durable());
  CHECK(world.relay.counters().aborts == 0);
  CHECK(kafka.commits > journal->durable() / 5);
  CHECK(world.relay.step() == false);
}

TEST_CASE("a journal without events is claimed, and what it gets later is published", "[relay]") {
  const auto journal = make_memory_journal();
  FakeKafka kafka;
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::stopped);
  REQUIRE(kafka.cursor.has_value());
  CHECK(kafka.cursor->seq == 0);
  CHECK(kafka.cursor->owner == "first");
  append_feed(*journal, a_trade());
  CHECK(world.run().end == RelayEnd::stopped);
  check_all(kafka, *journal);
}

TEST_CASE("whichever commit has no answer, done or undone, every event is there once", "[relay]") {
  const auto journal = journal_of(a_trade(3));
  const auto fate = GENERATE(Fate::lost_undone, Fate::lost_done, Fate::timed_out);
  FakeKafka calm;
  World(calm, *journal).run();
  for (std::uint64_t failing = 1; failing <= calm.commits; ++failing) {
    FakeKafka kafka;
    kafka.fate_of_commit = [&](std::uint64_t commit) {
      return commit == failing ? fate : Fate::done;
    };
    World world(kafka, *journal);
    CHECK(world.run().end == RelayEnd::stopped);
    CHECK(world.failures == 1);
    check_all(kafka, *journal);
    for (const auto topic : {RelayTopic::orders, RelayTopic::positions, RelayTopic::pnl})
      CHECK(last_values(kafka, topic) == last_values(calm, topic));
  }
}

TEST_CASE("however long a commit takes, what was made meanwhile is published once", "[relay]") {
  const auto journal = journal_of(a_trade(60));
  FakeKafka calm;
  World(calm, *journal).run();
  FakeKafka kafka;
  kafka.patience = GENERATE(0U, 1U, 1000U);
  const auto fate = GENERATE(Fate::done, Fate::lost_undone, Fate::lost_done);
  kafka.fate_of_commit = [&](std::uint64_t commit) { return commit == 2 ? fate : Fate::done; };
  World world(kafka, *journal, "first", GENERATE(1U, 100U, 200U));
  CHECK(world.run().end == RelayEnd::stopped);
  check_all(kafka, *journal);
  for (const auto topic : {RelayTopic::orders, RelayTopic::positions, RelayTopic::pnl})
    CHECK(last_values(kafka, topic) == last_values(calm, topic));
}

TEST_CASE("a crash between the records and the commit leaves nothing behind", "[relay]") {
  const auto journal = journal_of(a_trade(2));
  FakeKafka kafka;
  for (int crash = 1; crash <= 20; ++crash) {
    // A new process each time: it knows nothing but what Kafka tells it.
    kafka.puts = 0;
    kafka.fate_of_put = [&](std::uint64_t put) {
      return put == static_cast<std::uint64_t>(crash) ? Fate::lost_undone : Fate::done;
    };
    World world(kafka, *journal, "process " + std::to_string(crash));
    (void)world.relay.step();
  }
  kafka.fate_of_put = [](std::uint64_t) { return Fate::done; };
  World last(kafka, *journal, "last");
  CHECK(last.run().end == RelayEnd::stopped);
  check_all(kafka, *journal);
}

TEST_CASE("of two relays the one that took over last goes on, the other says so and stops",
          "[relay]") {
  const auto journal = journal_of(a_trade(3));
  FakeKafka kafka;
  World first(kafka, *journal, "first");
  REQUIRE(first.relay.step().value());
  World second(kafka, *journal, "second");
  REQUIRE(second.relay.step().value());

  const auto doubted = first.relay.step();
  REQUIRE(!doubted);
  CHECK(doubted.error().end == RelayEnd::doubted);
  const auto fenced = first.relay.step();
  REQUIRE(!fenced);
  CHECK(fenced.error().end == RelayEnd::fenced);
  CHECK(fenced.error().what.find("another relay (second) has taken over this journal") == 0);
  CHECK(second.run().end == RelayEnd::stopped);
  CHECK(second.failures == 0);
  check_all(kafka, *journal);
}

TEST_CASE("two relays that start at once end with one", "[relay]") {
  const auto journal = journal_of(a_trade(2));
  FakeKafka kafka;
  World first(kafka, *journal, "first");
  World second(kafka, *journal, "second");
  bool has_come = false;
  // The second takes over, reads and signs just before the first would sign.
  kafka.before_commit = [&] {
    if (std::exchange(has_come, true)) return;
    REQUIRE(second.relay.step().value());
  };
  CHECK(first.run().end == RelayEnd::fenced);
  CHECK(second.run().end == RelayEnd::stopped);
  check_all(kafka, *journal);
}

TEST_CASE("while Kafka is away nothing is lost, and it goes on by itself", "[relay]") {
  const auto journal = journal_of(a_trade());
  FakeKafka kafka;
  World world(kafka, *journal);
  REQUIRE(world.relay.step().value());
  kafka.is_away = true;
  for (int i = 0; i < 3; ++i) CHECK(world.relay.step().error().end == RelayEnd::lost);
  append_feed(*journal, a_trade());
  kafka.is_away = false;
  CHECK(world.run().end == RelayEnd::stopped);
  check_all(kafka, *journal);
}

TEST_CASE("what Kafka refuses is said and not tried again", "[relay]") {
  const auto journal = journal_of(a_trade());
  FakeKafka kafka;
  kafka.fate_of_put = [](std::uint64_t put) { return put == 3 ? Fate::refused : Fate::done; };
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::refused);
  CHECK(kafka.committed.empty());
}

TEST_CASE("nothing is published of a journal that is not the one before", "[relay]") {
  const auto journal = journal_of(a_trade(2));
  FakeKafka kafka;
  World(kafka, *journal).run();
  const auto committed = kafka.committed.size();
  std::string expected;
  SECTION("the cursor is ahead: an older copy") {
    kafka.cursor->seq += 7;
    expected = "this is an older copy of it; nothing was published";
  }
  SECTION("the block has another hash: another history") {
    kafka.cursor->block_hash = std::string(32, 'x');
    expected = "the block that ends there has another hash; nothing was published";
  }
  append_feed(*journal, a_trade(0));
  World again(kafka, *journal, "again");
  const auto failure = again.run();
  CHECK(failure.end == RelayEnd::diverged);
  CHECK(failure.what.find(expected) != std::string::npos);
  CHECK(kafka.committed.size() == committed);
}

TEST_CASE("a cursor that goes back is a topic that has lost records", "[relay]") {
  const auto journal = journal_of(a_trade());
  FakeKafka kafka;
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::stopped);
  const auto committed = kafka.committed.size();
  append_feed(*journal, a_trade());
  kafka.cursor.reset();
  kafka.fate_of_put = [](std::uint64_t) { return Fate::lost_undone; };
  CHECK(world.relay.step().error().end == RelayEnd::lost);
  const auto failure = world.run();
  CHECK(failure.end == RelayEnd::diverged);
  CHECK(failure.what.find("has lost records") != std::string::npos);
  CHECK(kafka.committed.size() == committed);
}
