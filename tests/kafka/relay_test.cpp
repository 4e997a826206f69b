// The relay over a Kafka that fails: every event once, in order, whatever becomes of a transaction.
#include "adapters/kafka/relay.hpp"

#include <catch2/catch.hpp>

#include "actors/journal/head_text.hpp"
#include "deploy/state_topics.hpp"
#include "tests/kafka/fake_kafka.hpp"
#include "tests/support/feed_journal.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// A trade: an order that fills, and one that is refused.
EventFeed a_trade(int trades = 1) {
  Teller t;
  t.define();
  for (int i = 0; i < trades; ++i) {
    const auto workflow = "w" + std::to_string(i + 1);
    t.start(workflow, "ben");
    t.plan(workflow + "-1", workflow, Side::buy, 3);
    t.fill(workflow + "-1", Side::buy, 2, "1.30");
    t.fill(workflow + "-1", Side::buy, 1, "1.40");
  }
  return t.feed;
}

struct World {
  explicit World(FakeKafka& fake, Journal& written, const std::string& owner = "first",
                 std::uint64_t most_events = 4, HeadSource heads = {})
      : journal(written),
        target(fake),
        states({}, written, true),
        relay(written, states, target, options(owner, most_events, std::move(heads))) {}

  static RelayOptions options(const std::string& owner, std::uint64_t most_events,
                              HeadSource heads) {
    RelayOptions options;
    options.cloud_events.source = "fillwright/test";
    options.owner = owner;
    options.most_events = most_events;
    options.heads = std::move(heads);
    return options;
  }

  // Steps until all is published or a failure that ends a relay; those that pass are counted.
  RelayFailure run() {
    for (int steps = 0; steps < 1000; ++steps) {
      const auto stepped = relay.step();
      if (stepped && !*stepped) return {RelayEnd::stopped, "all is published"};
      if (stepped) continue;
      ++failures;
      const auto end = stepped.error().end;
      if (end != RelayEnd::lost && end != RelayEnd::doubted) return stepped.error();
    }
    return {RelayEnd::lost, "no end"};
  }

  Journal& journal;
  FakeTarget target;
  StateTopics states;
  Relay relay;
  int failures = 0;
};

// Every event once and in the order of the journal, nothing else.
void check_all(const FakeKafka& kafka, const Journal& journal) {
  std::vector<std::string> expected;
  CloudEventWriter writer({"fillwright/test", false, {}, {}, false}, journal.head().log_id);
  (void)journal.read(1, [&](const Recorded& recorded) {
    OutRecord record;
    writer.write(recorded, journal.stream_name(recorded.stream),
                 journal.principal_name(recorded.principal), record);
    expected.push_back(record.value);
    return true;
  });
  CHECK(kafka.values(RelayTopic::events) == expected);
  REQUIRE(kafka.cursor.has_value());
  CHECK(kafka.cursor->seq == journal.durable());
  CHECK(kafka.cursor->block_hash == journal.head().hash);
}

// The last value of each key, as a consumer of a topic of states has it.
std::map<std::string, std::string> last_values(const FakeKafka& kafka, RelayTopic topic) {
  std::map<std::string, std::string> values;
  for (const auto& each : kafka.committed) {
    if (each.topic != topic) continue;
    if (each.record.value.empty())
      values.erase(each.record.key);
    else
      values[each.record.key] = each.record.value;
  }
  return values;
}

}  // namespace

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

TEST_CASE("states are never ahead of the events beside them", "[relay]") {
  const auto journal = journal_of(a_trade(20));
  FakeKafka kafka;
  kafka.fate_of_commit = [](std::uint64_t commit) {
    return commit % 3 == 2 ? Fate::lost_undone : Fate::done;
  };
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::stopped);
  check_all(kafka, *journal);
  // Where a record of a state stands, all of the events that it tells of stand before it.
  Seq events = 0;
  for (const auto& each : kafka.committed) {
    if (each.topic == RelayTopic::events) ++events;
    for (const auto& [name, value] : each.record.headers)
      if (each.topic != RelayTopic::events && name == "ce_seq") CHECK(std::stoull(value) <= events);
  }
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

TEST_CASE("the states that were published last are those of the projections", "[relay]") {
  const auto feed = a_trade(2);
  const auto journal = journal_of(feed);
  FakeKafka kafka;
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::stopped);
  const auto id = std::to_string(journal->head().log_id);
  const auto orders = last_values(kafka, RelayTopic::orders);
  REQUIRE(orders.size() == 2);
  CHECK(orders.at(id + "/w1-1").find(R"("state":"filled")") != std::string::npos);
  const auto positions = last_values(kafka, RelayTopic::positions);
  REQUIRE(positions.size() == 2);
  CHECK(positions.begin()->second.find(R"("quantity":"3")") != std::string::npos);
  const auto pnl = last_values(kafka, RelayTopic::pnl);
  REQUIRE(pnl.size() == 1);
  CHECK(pnl.begin()->second.find(R"("fills":4)") != std::string::npos);
}

TEST_CASE("what is heard of an order long after it was over is told of it as it was", "[relay]") {
  Teller t;
  t.feed = a_trade(5);
  t.executions = 10;
  FillCorrected corrected;
  corrected.execution_id = "x1";
  corrected.instrument = {1};
  corrected.side = Side::buy;
  corrected.before.quantity = corrected.before.order_quantity = contracts(2);
  corrected.before.price = price("1.30");
  corrected.at = t.feed.now();
  t.feed.add("order/w1-1", corrected);  // busted
  t.fill("w2-1", Side::buy, 1, "1.50");
  t.feed.add("order/w3-1", OrderReopened{});
  const auto journal = journal_of(t.feed);
  FakeKafka at_once;
  World(at_once, *journal, "first", 1000).run();
  FakeKafka kafka;
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::stopped);
  const auto orders = last_values(kafka, RelayTopic::orders);
  CHECK(orders == last_values(at_once, RelayTopic::orders));
  const auto first = orders.at(std::to_string(journal->head().log_id) + "/w1-1");
  CHECK(first.find(R"("filled":"1")") != std::string::npos);
  CHECK(first.find(R"("caller":"ben")") != std::string::npos);
  // Another process, which has folded all of it at its start.
  append_feed(*journal, EventFeed(t.feed.now()).add("order/w4-1", OrderCancelled{}));
  World again(kafka, *journal, "again");
  CHECK(again.run().end == RelayEnd::stopped);
  FakeKafka anew;
  World(anew, *journal, "anew", 1000).run();
  CHECK(last_values(kafka, RelayTopic::orders) == last_values(anew, RelayTopic::orders));
}

namespace {

// Another journal, one stream of which cannot be read by itself.
class HalfReadable final : public JournalReader {
 public:
  HalfReadable(const JournalReader& whole, std::string stream)
      : whole_(whole), stream_(std::move(stream)) {}
  Seq durable() const override { return whole_.durable(); }
  JournalHead head() const override { return whole_.head(); }
  Version version_of(std::string_view stream) const override { return whole_.version_of(stream); }
  tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const override {
    return whole_.read(from, visit);
  }
  tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const override {
    return whole_.read_one(seq, visit);
  }
  std::optional<std::string> block_hash(Seq last) const override { return whole_.block_hash(last); }
  tl::expected<void, JournalFault> read_stream(std::string_view stream, Version from,
                                               const RecordVisitor& visit) const override {
    int left = stream == stream_ ? 2 : 1000;
    const auto read = whole_.read_stream(
        stream, from, [&](const Recorded& recorded) { return --left >= 0 && visit(recorded); });
    if (left < 0) return tl::unexpected(JournalFault{7, "as the test wants it"});
    return read;
  }
  std::uint32_t stream_count() const override { return whole_.stream_count(); }
  std::string stream_name(std::uint32_t stream) const override {
    return whole_.stream_name(stream);
  }
  std::string principal_name(std::uint32_t principal) const override {
    return whole_.principal_name(principal);
  }
  std::vector<DueTimer> timers() const override { return whole_.timers(); }
  tl::expected<Seq, JournalFault> refresh() override { return whole_.durable(); }
  bool save_snapshot() const override { return false; }

 private:
  const JournalReader& whole_;
  const std::string stream_;
};

}  // namespace

TEST_CASE("an order whose past cannot be read is not told wrongly", "[relay]") {
  Teller t;
  t.feed = a_trade(5);
  t.executions = 10;
  t.fill("w2-1", Side::buy, 1, "1.50");
  const auto journal = journal_of(t.feed);
  HalfReadable damaged(*journal, "order/w2-1");
  FakeKafka kafka;
  FakeTarget target(kafka);
  StateTopics states({}, damaged, true);
  // Met once while a commit is under way, and once when it is to be published.
  Relay relay(damaged, states, target, World::options("first", 4, {}));
  auto stepped = relay.step();
  while (stepped && *stepped) stepped = relay.step();
  REQUIRE(!stepped);
  CHECK(stepped.error().end == RelayEnd::damaged);
  CHECK(stepped.error().what == "the journal cannot be read at seq 7: as the test wants it");
  CHECK(kafka.values(RelayTopic::events).size() < journal->durable());
}

TEST_CASE("a dry run is told apart by header and by value", "[relay]") {
  Teller t;
  t.define();
  t.start("w1", "ben");
  auto plan = t.planned("w1-1", "w1", Side::buy, 1);
  plan.is_dry_run = true;
  t.feed.add("order/w1-1", plan);
  const auto journal = journal_of(t.feed);
  FakeKafka kafka;
  World world(kafka, *journal);
  CHECK(world.run().end == RelayEnd::stopped);
  for (const auto& each : kafka.committed) {
    const bool is_of_order = each.topic == RelayTopic::orders || each.record.key == "order/w1-1";
    INFO(each.record.value);
    const std::pair<std::string, std::string> header{"ce_dryrun", is_of_order ? "true" : "false"};
    CHECK(std::count(each.record.headers.begin(), each.record.headers.end(), header) == 1);
    const auto is_told = each.record.value.find(R"(dryrun":true)") != std::string::npos ||
                         each.record.value.find(R"(is_dry_run":true)") != std::string::npos;
    CHECK(is_told == is_of_order);
  }
}

namespace {

// The heads of a journal as somebody signs them while it is published.
struct SignedHeads {
  std::vector<SignedHead> all;
  std::string problem;
  void sign(const Journal& journal, Seq seq) {
    SignedHead head;
    head.log_id = journal.head().log_id;
    head.seq = seq;
    head.block_hash = head.root = std::string(32, 'h');
    head.key_id = std::string(8, 'k');
    head.signature = std::string(64, 's');
    all.push_back(head);
  }
  HeadSource source() {
    return [this]() -> tl::expected<const std::vector<SignedHead>*, std::string> {
      if (!problem.empty()) return tl::unexpected(problem);
      return &all;
    };
  }
};

// Seqs of the published heads; each stands behind the events that it vouches for.
std::vector<Seq> published_heads(const FakeKafka& kafka) {
  std::vector<Seq> seqs;
  Seq events = 0;
  for (const auto& each : kafka.committed) {
    if (each.topic == RelayTopic::events) ++events;
    if (each.topic != RelayTopic::heads) continue;
    const auto begin = each.record.value.find(R"("data":)") + 7;
    const auto head = parse_head(
        std::string_view(each.record.value).substr(begin, each.record.value.size() - begin - 1));
    REQUIRE(head);
    CHECK(head->seq <= events);
    seqs.push_back(head->seq);
  }
  return seqs;
}

}  // namespace

TEST_CASE("signed heads are published once each, behind the events that they vouch for",
          "[relay]") {
  const auto journal = journal_of(a_trade(3));
  SignedHeads heads;
  heads.sign(*journal, 5);
  heads.sign(*journal, journal->durable());
  const std::vector<Seq> expected{5, journal->durable()};
  FakeKafka kafka;
  SECTION("in calm") {
    World world(kafka, *journal, "first", 4, heads.source());
    CHECK(world.run().end == RelayEnd::stopped);
    CHECK(world.relay.counters().heads == 2);
  }
  SECTION("whichever commit has no answer") {
    const auto fate = GENERATE(Fate::lost_undone, Fate::lost_done, Fate::timed_out);
    const auto failing = GENERATE(range(1, 12));
    kafka.fate_of_commit = [=](std::uint64_t commit) {
      return commit == static_cast<std::uint64_t>(failing) ? fate : Fate::done;
    };
    World world(kafka, *journal, "first", 4, heads.source());
    CHECK(world.run().end == RelayEnd::stopped);
  }
  SECTION("by another process that goes on") {
    World first(kafka, *journal, "first", 4, heads.source());
    REQUIRE(first.relay.step().value());
    World second(kafka, *journal, "second", 4, heads.source());
    CHECK(second.run().end == RelayEnd::stopped);
  }
  SECTION("also when they are signed long after their events") {
    const auto late = std::exchange(heads.all, {});
    World world(kafka, *journal, "first", 4, heads.source());
    CHECK(world.run().end == RelayEnd::stopped);
    CHECK(published_heads(kafka).empty());
    heads.all = late;
    CHECK(world.run().end == RelayEnd::stopped);
    CHECK(world.relay.step() == false);
  }
  check_all(kafka, *journal);
  CHECK(published_heads(kafka) == expected);
  CHECK(kafka.cursor->head_seq == journal->durable());
}

TEST_CASE("heads that cannot be read or are of another journal stop the relay", "[relay]") {
  const auto journal = journal_of(a_trade());
  SignedHeads heads;
  std::string expected;
  SECTION("cannot be read") {
    expected = heads.problem = "heads file h, line 2 is not a signed head";
  }
  SECTION("of another journal") {
    heads.sign(*journal, 3);
    ++heads.all.front().log_id;
    expected = "the signed heads beside this journal are of another journal";
  }
  FakeKafka kafka;
  World world(kafka, *journal, "first", 4, heads.source());
  const auto failure = world.run();
  CHECK(failure.end == RelayEnd::damaged);
  CHECK(failure.what == expected);
  CHECK(published_heads(kafka).empty());
}
