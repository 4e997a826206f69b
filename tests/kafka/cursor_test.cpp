// The cursor's text, and the topics that are planned.
#include <catch2/catch.hpp>

#include "adapters/kafka/relay_target.hpp"
#include "adapters/kafka/topics.hpp"

using namespace fillwright;

TEST_CASE("a cursor reads back as it was written, and nothing else reads as one", "[relay]") {
  const Cursor cursor{18'000'000'000'000'000'001U, 1234, std::string(32, 'h'), "host:12:34"};
  const auto text = cursor_text(cursor);
  CHECK(parse_cursor(text) == cursor);
  CHECK_FALSE(parse_cursor(""));
  CHECK_FALSE(parse_cursor("{}"));
  CHECK_FALSE(parse_cursor(text.substr(0, text.size() - 1)));
  CHECK_FALSE(parse_cursor(text + " "));
  auto other = text;
  other.replace(other.find("cursor 1"), 8, "cursor 2");
  CHECK_FALSE(parse_cursor(other));
}

TEST_CASE("topics are planned as the configuration says", "[relay]") {
  KafkaSettings settings;
  settings.topic_prefix = "desk.";
  settings.retention = fillwright::seconds(86'400);
  auto plans = planned_topics(settings);
  REQUIRE(plans.size() == 5);
  CHECK(plans[0].name == "desk.events");
  CHECK(plans[0].partitions == 6);
  CHECK(plans[0].settings.at("retention.ms") == "86400000");
  CHECK(plans[0].settings.at("cleanup.policy") == "delete");
  CHECK(plans[2].name == "desk.positions");
  CHECK(plans[2].settings.at("cleanup.policy") == "compact");
  CHECK(plans[4].name == "desk.cursor");
  CHECK(plans[4].partitions == 1);
  settings.publishes_state = false;
  settings.retention = {};
  plans = planned_topics(settings);
  REQUIRE(plans.size() == 2);
  CHECK(plans[0].settings.at("retention.ms") == "-1");
}
