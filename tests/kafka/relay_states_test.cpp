// The states that are published beside the events.
#include <algorithm>

#include "actors/journal/reader_over.hpp"
#include "tests/kafka/relay_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

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
class HalfReadable final : public ReaderOver {
 public:
  HalfReadable(const JournalReader& whole, std::string stream)
      : ReaderOver(whole), stream_(std::move(stream)) {}
  tl::expected<void, JournalFault> read_stream(std::string_view stream, Version from,
                                               const RecordVisitor& visit) const override {
    if (stream != stream_) return whole().read_stream(stream, from, visit);
    int left = 2;
    (void)whole().read_stream(stream, from,
                              [&](const Recorded& each) { return --left >= 0 && visit(each); });
    return tl::unexpected(JournalFault{7, "as the test wants it"});
  }

 private:
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
