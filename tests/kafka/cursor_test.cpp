// The cursor's text, and the topics that are planned.
#include <catch2/catch.hpp>

#include "adapters/kafka/relay_target.hpp"
#include "adapters/kafka/topics.hpp"

using namespace fillwright;

TEST_CASE("a cursor reads back as it was written, and nothing else reads as one", "[relay]") {
  const Cursor cursor{18'000'000'000'000'000'001U, 1234, std::string(32, 'h'), 1200, "host:12:34"};
  const auto text = cursor_text(cursor);
  CHECK(parse_cursor(text) == cursor);
  CHECK_FALSE(parse_cursor(""));
  CHECK_FALSE(parse_cursor("{}"));
  CHECK_FALSE(parse_cursor(text.substr(0, text.size() - 1)));
  CHECK_FALSE(parse_cursor(text + " "));
  auto other = text;
  other.replace(other.find("cursor 2"), 8, "cursor 3");
  CHECK_FALSE(parse_cursor(other));
}

TEST_CASE("a cursor of before heads were published says that none is", "[relay]") {
  const std::string hash(64, '6');
  const auto text = R"({"format":"fillwright cursor 1","log_id":"7","seq":12,"block_hash":")" +
                    hash + R"(","owner":"host:1:2"})";
  const Cursor expected{7, 12, std::string(32, 'f'), 0, "host:1:2"};
  CHECK(parse_cursor(text) == expected);
}

TEST_CASE("topics are planned as the configuration says", "[relay]") {
  KafkaSettings settings;
  settings.topic_prefix = "desk.";
  settings.retention = fillwright::seconds(86'400);
  auto plans = planned_topics(settings);
  REQUIRE(plans.size() == 6);
  CHECK(plans[0].name == "desk.events");
  CHECK(plans[0].partitions == 6);
  CHECK(plans[0].settings.at("retention.ms") == "86400000");
  CHECK(plans[0].settings.at("cleanup.policy") == "delete");
  CHECK(plans[1].name == "desk.heads");
  CHECK(plans[1].partitions == 1);
  CHECK(plans[1].settings.at("retention.ms") == "-1");
  CHECK(plans[3].name == "desk.positions");
  CHECK(plans[3].settings.at("cleanup.policy") == "compact");
  CHECK(plans[5].name == "desk.cursor");
  CHECK(plans[5].partitions == 1);
  settings.publishes_state = false;
  settings.retention = {};
  plans = planned_topics(settings);
  REQUIRE(plans.size() == 3);
  CHECK(plans[0].settings.at("retention.ms") == "-1");
}
