// A changed event that would break a reader of what is published must not pass.
#include "tests/schemas/compatibility.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "adapters/cloud_events/schema_files.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;
using namespace fillwright::schemas;
using nlohmann::json;

namespace {

// What is broken when this file is changed so.
template <class Change>
std::vector<std::string> broken_by(const std::string& file, const Change& change) {
  auto files = schema_files();
  const auto released = facts_of(files);
  auto schema = json::parse(files.at(file));
  change(schema);
  files[file] = schema.dump();
  return broken(released, facts_of(files));
}

using Sentences = std::vector<std::string>;

}  // namespace

TEST_CASE("readers of the last release can read what is published now", "[schemas]") {
  const auto path = test::source_folder() + "/docs/schemas/v1/released.json";
  const auto released = read_facts(read_file(path));
  REQUIRE(released.size() > 1000);
  const auto sentences = broken(released, current_facts());
  for (const auto& sentence : sentences) UNSCOPED_INFO(sentence);
  UNSCOPED_INFO(
      "A field or value that is published stays; what means something else is another "
      "event (docs/event_format.md).");
  CHECK(sentences.empty());
}

TEST_CASE("more fields, values and events break nobody", "[schemas]") {
  CHECK(broken_by("OrderFilled.json", [](json& schema) {
          schema["properties"]["venue"] = {{"type", "string"}};
          schema["required"].push_back("venue");
          schema["$defs"]["Side"]["anyOf"][0]["enum"].push_back("sell_short");
        }).empty());
  auto files = schema_files();
  const auto released = facts_of(files);
  auto another = json::parse(files.at("OrderFilled.json"));
  another["title"] = another["$id"] = "OrderSettled";
  files["OrderSettled.json"] = another.dump();
  CHECK(broken(released, facts_of(files)).empty());
  auto numbers = numbers_of_events();
  numbers["event 60000"] = "OrderSettled";
  CHECK(broken(numbers_of_events(), numbers).empty());
}

TEST_CASE("a field that is gone, renamed or of another type is told", "[schemas]") {
  CHECK(broken_by("OrderFilled.json", [](json& schema) { schema["properties"].erase("fees"); }) ==
        Sentences{R"(OrderFilled.fees is gone; it was )"
                  R"({"pattern":"^-?[0-9]+(\\.[0-9]{1,6})?$","type":"string"})"});
  CHECK(broken_by("RunStopped.json", [](json& schema) {
          schema["properties"]["why"] = schema["properties"]["reason"];
          schema["properties"].erase("reason");
        }) == Sentences{R"(RunStopped.reason is gone; it was {"type":"string"})"});
  CHECK(broken_by("RunStopped.json", [](json& schema) {
          schema["properties"]["reason"]["type"] = "integer";
        }) == Sentences{R"(RunStopped.reason was {"type":"string"} and is {"type":"integer"})"});
  CHECK(broken_by("RunStopped.json", [](json& schema) { schema["required"].erase(1); }) ==
        Sentences{"RunStopped always has reason is gone; it was true"});
  // Deep inside, and in what is no event.
  CHECK(broken_by("order_state.json", [](json& schema) {
          schema["properties"].erase("filled");
        }).size() == 1);
  CHECK(broken_by("cloud_event.json", [](json& schema) {
          schema["properties"].erase("causation");
        }).size() == 1);
}

TEST_CASE("a value of an enumeration that is renamed is told", "[schemas]") {
  auto files = schema_files();
  const auto released = facts_of(files);
  for (auto& [name, text] : files) {
    auto schema = json::parse(text);
    if (!schema.contains("$defs") || !schema["$defs"].contains("Side")) continue;
    schema["$defs"]["Side"]["anyOf"][0]["enum"] = {"buy", "sold"};
    text = schema.dump();
  }
  CHECK(broken(released, facts_of(files)) == Sentences{"Side may be sell is gone; it was true"});
}

TEST_CASE("a type's number that is reused, and one that is gone, are told", "[schemas]") {
  const auto released = numbers_of_events();
  auto now = released;
  now["event 511"] = "OrderSettled";
  CHECK(broken(released, now) == Sentences{"event 511 was OrderFilled and is OrderSettled"});
  now = released;
  now.erase("event 511");
  CHECK(broken(released, now) == Sentences{"event 511 is gone; it was OrderFilled"});
  now = released;
  now["Side.buy"] = "3";
  CHECK(broken(released, now) == Sentences{"Side.buy was 1 and is 3"});
  auto files = schema_files();
  files.erase("OrderFilled.json");
  CHECK_FALSE(broken(current_facts(), facts_of(files)).empty());
}

TEST_CASE("what is written down of a release reads back the same", "[schemas]") {
  CHECK(read_facts(text_of(current_facts())) == current_facts());
}
