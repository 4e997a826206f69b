#include "events/json_schema.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "events/any_event.hpp"
#include "events/json.hpp"

using namespace fillwright;
using nlohmann::json;

TEST_CASE("a schema names every field of its event with its type", "[json]") {
  CHECK(json_schema(MessageEdited::type_id) ==
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema",)"
        R"("$id":"urn:fillwright:event:MessageEdited","title":"MessageEdited","type":"object",)"
        R"("properties":{"text":{"type":"string"},"text_bytes":{"type":"integer","minimum":0},)"
        R"("edited_at":{"type":["string","null"],"format":"date-time"},)"
        R"("received_at":{"type":["string","null"],"format":"date-time"}},)"
        R"("required":["text","text_bytes","edited_at","received_at"]})");
}

TEST_CASE("structs and enums inside an event are definitions of its schema", "[json]") {
  const auto schema = json::parse(json_schema(AlertRead::type_id));
  CHECK(schema["properties"]["reading"]["$ref"] == "#/$defs/Reading");
  const auto& definitions = schema["$defs"];
  CHECK(definitions["Right"]["anyOf"][0]["enum"] == json({"none", "call", "put"}));
  CHECK(definitions["Reading"]["properties"]["legs"]["items"]["$ref"] == "#/$defs/ReadingLeg");
  CHECK(definitions["Reading"]["properties"]["side"]["anyOf"][1]["type"] == "null");
}

TEST_CASE("every event type has a schema that fits the fields of its JSON", "[json]") {
  for (const auto type : all_types()) {
    INFO(type_name(type));
    const auto schema = json::parse(json_schema(type));
    const auto event = json::parse(*payload_json(type, ""));
    REQUIRE(schema["properties"].size() == event.size());
    for (const auto& [name, value] : event.items()) CHECK(schema["properties"].contains(name));
  }
  CHECK(json_schema(0).empty());
}
