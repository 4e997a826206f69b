// A journal that comes in as a feed, partition by partition, is asked as the journal itself.
#include "replay/views/fed_journal.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include "replay/ask/ask.hpp"
#include "replay/views/feed_taker.hpp"
#include "tests/support/feed_journal.hpp"
#include "tests/support/memory_views.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

std::unique_ptr<Journal> some_trades(int count) {
  Teller t;
  t.define();
  for (int i = 1; i <= count; ++i) {
    const auto workflow = "w" + std::to_string(i);
    t.start(workflow, "ben");
    t.plan(workflow + "-1", workflow, Side::buy, 3);
    t.fill(workflow + "-1", Side::buy, 2, "1.30");
    t.fill(workflow + "-1", Side::buy, 1, "1.40");
  }
  return journal_of(t.feed);
}

std::vector<FedEvent> events_of(const JournalReader& journal) {
  std::vector<FedEvent> events;
  REQUIRE(journal.read(1, [&](const Recorded& recorded) {
    FedEvent event;
    event.log_id = journal.head().log_id;
    event.seq = recorded.seq;
    event.stream = journal.stream_name(recorded.stream);
    event.version = recorded.version;
    event.type = recorded.type;
    event.payload = std::string(recorded.payload);
    event.event_time = recorded.event_time;
    event.record_time = recorded.record_time;
    event.correlation = recorded.correlation;
    event.causation = recorded.causation;
    event.principal = journal.principal_name(recorded.principal);
    events.push_back(std::move(event));
    return true;
  }));
  return events;
}

// A topic of three partitions: a stream's events are all in one, in order.
struct Topic {
  static constexpr std::uint32_t count = 3;
  std::vector<FedEvent> partitions[count];

  void add(const FedEvent& event) { partitions[event.stream.back() % count].push_back(event); }
  explicit Topic(const JournalReader& journal) {
    for (const auto& event : events_of(journal)) add(event);
  }
};

// Reads it as the test wants: `which` says whose turn it is.
class TopicFeed final : public fillwright::EventFeed {
 public:
  TopicFeed(const Topic& topic, std::function<std::uint32_t(std::size_t read)> which)
      : topic_(topic), which_(std::move(which)) {}
  tl::expected<void, std::string> start(const std::vector<FeedPosition>& from) override {
    for (const auto& each : from) at_[each.partition] = each.offset;
    return {};
  }
  tl::expected<std::optional<FedRecord>, std::string> next() override {
    for (std::uint32_t i = 0; i < Topic::count; ++i) {
      const auto partition = (which_(reads_) + i) % Topic::count;
      const auto& events = topic_.partitions[partition];
      const auto at = static_cast<std::size_t>(at_[partition]);
      if (is_paused_[partition] || at >= events.size()) continue;
      ++reads_;
      ++at_[partition];
      return FedRecord{events[at], {partition, at_[partition]}};
    }
    return std::optional<FedRecord>();
  }
  bool is_at_end() const override {
    for (std::uint32_t i = 0; i < Topic::count; ++i)
      if (static_cast<std::size_t>(at_[i]) < topic_.partitions[i].size()) return false;
    return true;
  }
  void pause(std::uint32_t partition, bool is_paused) override {
    is_paused_[partition] = is_paused;
    pauses += is_paused;
  }
  int pauses = 0;

 private:
  const Topic& topic_;
  std::function<std::uint32_t(std::size_t read)> which_;
  std::size_t reads_ = 0;
  std::int64_t at_[Topic::count] = {};
  bool is_paused_[Topic::count] = {};
};

// In turn, one partition after the other, and by chance.
std::uint32_t in_turn(std::size_t read) { return static_cast<std::uint32_t>(read % 3); }
std::uint32_t last_first(std::size_t) { return 2; }
std::uint32_t by_chance(std::size_t read) {
  return static_cast<std::uint32_t>((read * 2'654'435'761U) >> 7) % 3;
}

// Takes until nothing comes any more.
std::string take(fillwright::EventFeed& feed, FedJournal& journal,
                 const FeedTakerOptions& options = {}) {
  FeedTaker taker(feed, journal, options);
  for (int steps = 0; steps < 1'000; ++steps) {
    const auto step = taker.step();
    if (!step) return step.error();
    if (*step == 0 && feed.is_at_end()) {
      const auto missing = taker.missing();
      return missing ? "missing " + std::to_string(*missing) : "all";
    }
  }
  return "no end";
}

void check_same(const JournalReader& fed, const JournalReader& journal) {
  const auto came = events_of(fed);
  const auto expected = events_of(journal);
  CHECK(came.size() == expected.size());
  CHECK(came == expected);
  AskOptions options;
  options.is_json = true;
  for (const auto& ask : {ask_orders, ask_positions, ask_pnl, ask_refusals, ask_events})
    CHECK(ask(fed, options).value() == ask(journal, options).value());
  CHECK(explain_order(fed, "w1-1", options).value() ==
        explain_order(journal, "w1-1", options).value());
}

}  // namespace

TEST_CASE("whatever order partitions come in, questions have the journal's answers", "[fed]") {
  const auto journal = some_trades(12);
  const Topic topic(*journal);
  const auto which = GENERATE(&in_turn, &last_first, &by_chance);
  TopicFeed feed(topic, which);
  FedJournal fed(std::make_shared<MemoryViews>());
  REQUIRE(fed.open());
  REQUIRE(feed.start(fed.positions()));
  CHECK(take(feed, fed) == "all");
  check_same(fed, *journal);
  CHECK(fed.head().log_id == journal->head().log_id);
  CHECK(fed.version_of("order/w1-1") == journal->version_of("order/w1-1"));
  CHECK(fed.version_of("order/none") == 0);
  CHECK_FALSE(fed.read_one(fed.durable() + 1, [](const Recorded&) { return true; }));
}

TEST_CASE("after any end it goes on where it was, and every event is there once", "[fed]") {
  const auto journal = some_trades(4);
  const Topic topic(*journal);
  // It ends after so many steps, and begins again from what is stored; one write holds two events.
  for (int ends_after = 1; ends_after < 12; ++ends_after) {
    const auto store = std::make_shared<MemoryViews>();
    for (int runs = 0; runs < 40; ++runs) {
      FedJournal fed(store);
      REQUIRE(fed.open());
      TopicFeed feed(topic, by_chance);
      REQUIRE(feed.start(fed.positions()));
      FeedTakerOptions options;
      options.most_events = 2;
      FeedTaker taker(feed, fed, options);
      for (int steps = 0; steps < ends_after; ++steps) REQUIRE(taker.step());
    }
    FedJournal fed(store);
    REQUIRE(fed.open());
    check_same(fed, *journal);
  }
}

TEST_CASE("a partition that is far ahead waits for the others", "[fed]") {
  const auto journal = some_trades(30);
  const Topic topic(*journal);
  TopicFeed feed(topic, last_first);
  FedJournal fed(std::make_shared<MemoryViews>());
  REQUIRE(fed.open());
  FeedTakerOptions options;
  options.most_waiting = 4;
  CHECK(take(feed, fed, options) == "all");
  CHECK(feed.pauses > 0);
  check_same(fed, *journal);
}

TEST_CASE("records that come twice, or again from the beginning, change nothing", "[fed]") {
  const auto journal = some_trades(3);
  Topic topic(*journal);
  for (auto& partition : topic.partitions) {
    const auto events = partition;
    partition.insert(partition.end(), events.begin(), events.end());
  }
  const auto store = std::make_shared<MemoryViews>();
  FedJournal fed(store);
  REQUIRE(fed.open());
  TopicFeed feed(topic, in_turn);
  CHECK(take(feed, fed) == "all");
  check_same(fed, *journal);
  TopicFeed again(topic, in_turn);
  CHECK(take(again, fed) == "all");
  check_same(fed, *journal);
}

TEST_CASE("an event that is missing is named, and nothing behind it is taken in", "[fed]") {
  const auto journal = some_trades(3);
  Topic topic(*journal);
  for (auto& partition : topic.partitions)
    std::erase_if(partition, [](const FedEvent& event) { return event.seq == 5; });
  FedJournal fed(std::make_shared<MemoryViews>());
  REQUIRE(fed.open());
  TopicFeed feed(topic, in_turn);
  CHECK(take(feed, fed) == "missing 5");
  CHECK(fed.durable() == 4);
}

TEST_CASE("of two journals in one topic one must be named", "[fed]") {
  const auto journal = some_trades(2);
  const auto other = some_trades(1);
  Topic topic(*journal);
  for (const auto& event : events_of(*other)) topic.add(event);
  FedJournal fed(std::make_shared<MemoryViews>());
  REQUIRE(fed.open());
  SECTION("not named") {
    TopicFeed feed(topic, in_turn);
    CHECK(take(feed, fed).find("say which with --log-id") != std::string::npos);
  }
  SECTION("named") {
    FeedTakerOptions options;
    options.log_id = other->head().log_id;
    TopicFeed feed(topic, in_turn);
    CHECK(take(feed, fed, options) == "all");
    check_same(fed, *other);
  }
}

TEST_CASE("what does not fit behind what is there is not taken in", "[fed]") {
  const auto journal = some_trades(2);
  auto events = events_of(*journal);
  FedJournal fed(std::make_shared<MemoryViews>());
  REQUIRE(fed.open());
  REQUIRE(fed.put({events[0], events[1]}, {{0, 7}}));
  CHECK(fed.put({events[3]}, {}).error().find("came where seq 3 was expected") !=
        std::string::npos);
  ++events[2].log_id;
  CHECK(fed.put({events[2]}, {}).error().find("came where one of journal") != std::string::npos);
  CHECK(fed.durable() == 2);
  CHECK(fed.positions() == std::vector<FeedPosition>{{0, 7}});
}

TEST_CASE("rows that were spoilt are named and nothing of them is told", "[fed]") {
  const auto journal = some_trades(2);
  const auto store = std::make_shared<MemoryViews>();
  {
    FedJournal fed(store);
    REQUIRE(fed.open());
    REQUIRE(fed.put(events_of(*journal), {}));
  }
  FedJournal fed(store);
  SECTION("an event is gone") {
    REQUIRE(fed.open());
    store->rows.erase(std::next(store->rows.lower_bound("e"), 3));
    const auto read = fed.read(1, [](const Recorded&) { return true; });
    REQUIRE_FALSE(read);
    CHECK(read.error().seq == 4);
  }
  SECTION("an event is cut off") {
    REQUIRE(fed.open());
    std::next(store->rows.lower_bound("e"), 3)->second.resize(3);
    const auto read = fed.read(1, [](const Recorded&) { return true; });
    REQUIRE_FALSE(read);
    CHECK(read.error().seq == 4);
  }
  SECTION("the place is foreign") {
    store->rows["place"] = "x";
    CHECK_FALSE(fed.open());
  }
}
