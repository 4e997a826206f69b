// The signed heads that are published beside the events.
#include "actors/journal/head_text.hpp"
#include "tests/kafka/relay_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

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
