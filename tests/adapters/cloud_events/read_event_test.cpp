// What we publish reads back as it was, and anything else is refused by name.
#include "adapters/cloud_events/read_event.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

#include "tests/adapters/cloud_events/written.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/sample_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

CloudEventSettings mode(bool is_binary) {
  CloudEventSettings settings;
  settings.source = "//desk/paper";
  settings.is_binary = is_binary;
  return settings;
}

const AnyEvent stopped = RunStopped{"run-1", "SIGTERM", *parse_time("2026-11-20T14:30:00Z")};

// ISO 8601 has dates of the years 0 to 9999; any other number of days has a text that is none.
bool has_strange_date(const std::string& value) {
  static const std::regex strange(R"re("(?!\d{4}-\d\d-\d\d")[-\d]*\d-\d\d-\d\d")re");
  return std::regex_search(value, strange);
}

std::string problem_of(const OutRecord& record) {
  const auto read = read_event(record);
  return read ? "none" : read.error();
}

}  // namespace

TEST_CASE("an event that was published reads back as it is stored", "[cloud_events]") {
  const auto is_binary = GENERATE(false, true);
  const auto read = read_event(published(stopped, mode(is_binary)));
  INFO((read ? std::string() : read.error()));
  REQUIRE(read);
  const Stored stored(stopped);
  FedEvent expected;
  expected.log_id = log_id;
  expected.seq = 12;
  expected.stream = "order/w1-1";
  expected.version = 3;
  expected.type = stored.recorded.type;
  expected.payload = stored.bytes;
  expected.event_time = stored.recorded.event_time;
  expected.record_time = stored.recorded.record_time;
  expected.correlation = 7;
  expected.causation = 11;
  expected.principal = "policy:discovery";
  CHECK(*read == expected);
}

TEST_CASE("every type of event reads back, byte for byte", "[cloud_events]") {
  const auto is_binary = GENERATE(false, true);
  for (const auto type : all_types()) {
    for (const auto& event : {testing::filled_event(type), *decode_event(type, "")}) {
      const auto read = read_event(published(event, mode(is_binary)));
      INFO(type_name(type) << ": " << (read ? std::string() : read.error()));
      REQUIRE(read);
      CHECK(read->type == type);
      CHECK(read->payload == encode_event(event));
    }
  }
}

TEST_CASE("any event in proper text reads back as what was published of it", "[cloud_events]") {
  CHECK(rc::check([] {
    const auto types = all_types();
    const auto type = types[*rc::gen::inRange<std::size_t>(0, types.size())];
    const auto first = published(testing::random_event(type), mode(false));
    const auto read = read_event(first);
    RC_LOG(read ? std::string() : read.error());
    RC_PRE(read || !has_strange_date(first.value));
    RC_ASSERT(read.has_value());
    const auto again = decode_event(read->type, read->payload);
    RC_ASSERT(again.has_value());
    RC_ASSERT(published(*again, mode(false)).value == first.value);
  }));
}

TEST_CASE("an event of a type that we do not know comes without its data", "[cloud_events]") {
  const Stored stored(stopped);
  auto recorded = stored.recorded;
  recorded.type = 64'999;
  OutRecord out;
  CloudEventWriter(mode(false), log_id).write(recorded, "control/engine", "", out);
  const auto read = read_event(out);
  REQUIRE(read);
  CHECK_FALSE(read->is_known);
  CHECK(read->type == 64'999);
  CHECK(read->payload.empty());
  CHECK(read->seq == 12);
  auto renamed = published(stopped, mode(false));
  const std::string type = "com.fillwright.run_stopped.v1";
  renamed.value.replace(renamed.value.find(type), type.size(), "com.fillwright.run_halted.v1");
  const auto other = read_event(renamed);
  REQUIRE(other);
  CHECK_FALSE(other->is_known);
}

TEST_CASE("what is no event of ours is refused with what is wrong with it", "[cloud_events]") {
  auto record = published(stopped, mode(false));
  const auto replaced = [&](const std::string& what, const std::string& by) {
    auto changed = record;
    changed.value.replace(changed.value.find(what), what.size(), by);
    return problem_of(changed);
  };
  const std::string of = "a record with key \"order/w1-1\" is no event of ours: ";
  CHECK(replaced(R"("id":"77-12")", R"("id":"x-12")") == of + "id is \"x\"; expected a number");
  CHECK(replaced(R"("seq":"12",)", "") == of + "it has no attribute \"seq\"");
  CHECK(replaced(R"("seq":"12")", R"("seq":"99999999999999999999")").find("expected a number") !=
        std::string::npos);
  CHECK(replaced("2026-11-20T14:30:00.000000001Z", "half past two")
            .find("expected a time with a zone") != std::string::npos);
  CHECK(replaced(R"("at":"2026)", R"("at":"soon)").find("RunStopped: at: ") != std::string::npos);
  CHECK(replaced("{", "[").find("its value is not JSON") != std::string::npos);
  record.value = "[]";
  CHECK(problem_of(record) == of + "its value is not a JSON object");
  CHECK(problem_of({}) == "a record with key \"\" is no event of ours: it has no attribute \"id\"");
}
