// What the relay's tests share: a journal of trades, a relay over a Kafka in memory, and what must
// be there in the end.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/kafka/relay.hpp"
#include "deploy/state_topics.hpp"
#include "tests/kafka/fake_kafka.hpp"
#include "tests/support/feed_journal.hpp"
#include "tests/support/story_events.hpp"

namespace fillwright::test {

// A trade: an order that fills, and one that is refused.
inline EventFeed a_trade(int trades = 1) {
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
inline void check_all(const FakeKafka& kafka, const Journal& journal) {
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
inline std::map<std::string, std::string> last_values(const FakeKafka& kafka, RelayTopic topic) {
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

}  // namespace fillwright::test
