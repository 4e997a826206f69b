#include "tests/schemas/compatibility.hpp"

#include <nlohmann/json.hpp>

#include "adapters/cloud_events/cloud_event.hpp"
#include "adapters/cloud_events/schema_files.hpp"
#include "events/codec.hpp"
#include "events/json_schema.hpp"
#include "events/shape.hpp"

namespace fillwright::schemas {
namespace {

using nlohmann::json;

void add_facts(const std::string& name, const json& schema, Facts& facts) {
  if (schema.contains("properties"))
    for (const auto& [property, its] : schema["properties"].items()) {
      auto type = its;
      type.erase("description");  // for people
      facts[name + '.' + property] = type.dump();
    }
  if (schema.contains("required"))
    for (const auto& property : schema["required"])
      facts[name + " always has " + property.get<std::string>()] = "true";
  if (schema.contains("anyOf") && schema["anyOf"][0].contains("enum"))
    for (const auto& value : schema["anyOf"][0]["enum"])
      facts[name + " may be " + value.get<std::string>()] = "true";
  if (schema.contains("$defs"))
    for (const auto& [part, its] : schema["$defs"].items()) add_facts(part, its, facts);
}

}  // namespace

Facts facts_of(const std::map<std::string, std::string>& files) {
  Facts facts;
  for (const auto& [name, text] : files) {
    if (name == "asyncapi.json") continue;  // made of the same schemas
    const auto schema = json::parse(text);
    facts["file " + name] = schema["$id"];
    add_facts(schema["title"], schema, facts);
  }
  return facts;
}

Facts numbers_of_events() {
  Facts facts;
  SchemaParts parts;
  for (const auto type : all_types()) {
    const std::string name(type_name(type));
    facts["event " + std::to_string(type)] = name;
    facts["type of " + name] = cloud_event_type(name);
    collect_parts(*shape_of(type), parts);
  }
  for (const auto& [name, shape] : parts)
    for (const auto& enumerator : shape->enumerators)
      facts[std::string(name) + '.' + std::string(enumerator.name)] =
          std::to_string(enumerator.value);
  return facts;
}

Facts current_facts() {
  auto facts = facts_of(schema_files());
  facts.merge(numbers_of_events());
  return facts;
}

std::vector<std::string> broken(const Facts& released, const Facts& now) {
  std::vector<std::string> sentences;
  for (const auto& [what, was] : released) {
    const auto found = now.find(what);
    if (found == now.end())
      sentences.push_back(what + " is gone; it was " + was);
    else if (found->second != was)
      sentences.push_back(what + " was " + was + " and is " + found->second);
  }
  return sentences;
}

std::string text_of(const Facts& facts) { return json(facts).dump(0) + '\n'; }

Facts read_facts(const std::string& text) { return json::parse(text).get<Facts>(); }

}  // namespace fillwright::schemas
