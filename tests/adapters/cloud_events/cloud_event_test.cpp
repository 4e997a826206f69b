// Events as CloudEvents: what a reader gets, to the letter.
#include "adapters/cloud_events/cloud_event.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "actors/journal/head_text.hpp"
#include "adapters/cloud_events/head_record.hpp"
#include "events/json.hpp"
#include "tests/adapters/cloud_events/written.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/sample_events.hpp"

using namespace fillwright;
using namespace fillwright::test;
using nlohmann::json;

namespace {

const CloudEventSettings structured{"//desk/paper", false, "", "https://schemas.test/", false};
const CloudEventSettings binary{"//desk/paper", true, "", "https://schemas.test/", false};
const AnyEvent stopped = RunStopped{"run-1", "SIGTERM", *parse_time("2026-11-20T14:30:00Z")};

}  // namespace

TEST_CASE("in structured mode the value is the whole event", "[cloud_events]") {
  const auto record = published(stopped, structured);
  CHECK(record.key == "order/w1-1");
  CHECK(record.value ==
        R"({"specversion":"1.0","datacontenttype":"application/json","id":"77-12",)"
        R"("source":"//desk/paper","type":"com.fillwright.run_stopped.v1",)"
        R"("dataschema":"https://schemas.test/RunStopped.json","subject":"order/w1-1",)"
        R"("time":"2026-11-20T14:30:00.000000001Z","recordtime":"2026-11-20T14:30:00.500000000Z",)"
        R"("seq":"12","version":"3","correlation":"7","causation":"11",)"
        R"("principal":"policy:discovery",)"
        R"("traceparent":"00-000000000000004d0000000000000007-000000000000000c-01",)"
        R"("dryrun":false,)"
        R"("data":{"run_id":"run-1","reason":"SIGTERM","at":"2026-11-20T14:30:00.000000000Z"}})");
  CHECK(record.headers == decltype(record.headers){{"content-type", "application/cloudevents+json"},
                                                   {"ce_dryrun", "false"}});
}

TEST_CASE("in binary mode the attributes are headers and the value is the data", "[cloud_events]") {
  const auto record = published(stopped, binary);
  CHECK(record.key == "order/w1-1");
  CHECK(record.value == event_json(stopped));
  CHECK(record.headers ==
        decltype(record.headers){
            {"content-type", "application/json"},
            {"ce_specversion", "1.0"},
            {"ce_id", "77-12"},
            {"ce_source", "//desk/paper"},
            {"ce_type", "com.fillwright.run_stopped.v1"},
            {"ce_dataschema", "https://schemas.test/RunStopped.json"},
            {"ce_subject", "order/w1-1"},
            {"ce_time", "2026-11-20T14:30:00.000000001Z"},
            {"ce_recordtime", "2026-11-20T14:30:00.500000000Z"},
            {"ce_seq", "12"},
            {"ce_version", "3"},
            {"ce_correlation", "7"},
            {"ce_causation", "11"},
            {"ce_principal", "policy:discovery"},
            {"ce_traceparent", "00-000000000000004d0000000000000007-000000000000000c-01"},
            {"ce_dryrun", "false"}});
}

TEST_CASE("the data of every event is what its JSON says, value for value", "[cloud_events]") {
  const std::string hostile = GENERATE("text ", "\"}\n{\"data\":\\", "\xff\xc0\xaf\xed\xa0\x80",
                                       "\x01\x1f\x7f\u20ac\U0001F680");
  for (const auto type : all_types()) {
    INFO(type_name(type));
    const auto event = testing::filled_event(type, hostile);
    const auto ours = json::parse(event_json(event));
    CHECK(json::parse(published(event, structured).value).at("data") == ours);
    CHECK(json::parse(published(event, binary).value) == ours);
  }
}

TEST_CASE("so is the data of any event", "[cloud_events][property]") {
  const auto types = all_types();
  CHECK(rc::check([&] {
    const auto event =
        testing::random_event(types[*rc::gen::inRange<std::size_t>(0, types.size())]);
    RC_ASSERT(json::parse(published(event).value).at("data") == json::parse(event_json(event)));
  }));
}

TEST_CASE("what is not there is left out", "[cloud_events]") {
  Stored stored(stopped);
  stored.recorded.causation = 0;
  stored.recorded.event_time = {};
  OutRecord out;
  CloudEventWriter({}, log_id).write(stored.recorded, "control/run", "", out);
  const auto event = json::parse(out.value);
  CHECK_FALSE(event.contains("causation"));
  CHECK_FALSE(event.contains("principal"));
  CHECK(event.at("time") == event.at("recordtime"));
  CHECK(event.at("source") == "urn:fillwright:log:77");
  CHECK(event.at("dataschema") == "urn:fillwright:event:RunStopped");
}

TEST_CASE("a record is used again without a trace of what it was", "[cloud_events]") {
  const Stored stored(stopped);
  OutRecord out;
  CloudEventWriter all(binary, log_id), whole(structured, log_id);
  all.write(stored.recorded, "order/w1-1", "operator", out);
  const auto capacity = out.headers.capacity();
  whole.write(stored.recorded, "order/w1-1", "operator", out);
  CHECK(out.headers.size() == 2);
  CHECK(out.headers.capacity() == capacity);
  all.write(stored.recorded, "order/w1-1", "operator", out);
  CHECK(out.headers == published(stopped, binary, "order/w1-1", "operator").headers);
  CHECK(out.value == event_json(stopped));
}

TEST_CASE("an event of a newer version keeps its place, without data", "[cloud_events]") {
  Stored stored(stopped);
  stored.recorded.type = 65'000;
  OutRecord out;
  CloudEventWriter(structured, log_id).write(stored.recorded, "order/w1-1", "", out);
  const auto event = json::parse(out.value);
  CHECK(event.at("type") == "com.fillwright.unknown_65000.v1");
  CHECK(event.at("seq") == "12");
  CHECK_FALSE(event.contains("data"));
  CHECK_FALSE(event.contains("dataschema"));
  CloudEventWriter(binary, log_id).write(stored.recorded, "order/w1-1", "", out);
  CHECK(out.value.empty());
}

TEST_CASE("a dry run is told by the settings and by the event", "[cloud_events]") {
  OrderPlanned plan;
  CHECK(header_of(published(plan), "ce_dryrun") == "false");
  plan.is_dry_run = true;
  CHECK(header_of(published(plan), "ce_dryrun") == "true");
  CHECK(json::parse(published(plan).value).at("dryrun") == true);
  CloudEventSettings settings;
  settings.is_dry_run = true;
  CHECK(header_of(published(stopped, settings), "ce_dryrun") == "true");
}

TEST_CASE("types are named in the way of CloudEvents", "[cloud_events]") {
  CHECK(cloud_event_type("OrderFilled") == "com.fillwright.order_filled.v1");
  CHECK(traceparent(0xfedcba9876543210, 1, 0x10) ==
        "00-fedcba98765432100000000000000001-0000000000000010-01");
}

TEST_CASE("a signed head is told as it was signed", "[cloud_events]") {
  SignedHead head;
  head.log_id = log_id;
  head.seq = 500;
  head.block_hash = std::string(32, 'b');
  head.root = std::string(32, 'r');
  head.time = *parse_time("2026-11-20T14:30:00Z");
  head.key_id = std::string(8, 'k');
  head.signature = std::string(64, 's');
  OutRecord out;
  write_head(binary, head, out);
  CHECK(out.key == "77");
  CHECK(out.value == head_text(head));
  CHECK(parse_head(out.value) == head);
  CHECK(header_of(out, "ce_type") == "com.fillwright.signed_head.v1");
  CHECK(header_of(out, "ce_id") == "77-head-500");
  write_head(structured, head, out);
  const auto event = json::parse(out.value);
  CHECK(event.at("subject") == "77");
  CHECK(event.at("seq") == "500");
  CHECK(out.value.find(head_text(head)) != std::string::npos);
}
