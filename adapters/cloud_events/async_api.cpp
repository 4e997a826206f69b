#include "adapters/cloud_events/async_api.hpp"

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "adapters/cloud_events/cloud_event.hpp"
#include "adapters/cloud_events/envelope_schemas.hpp"
#include "events/codec.hpp"
#include "events/json_schema.hpp"
#include "events/make_shape.hpp"
#include "projections/state_rows.hpp"

namespace fillwright {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schemas_place = "#/components/schemas/";

constexpr auto description =
    "The journal of Fillwright, published exactly once and in the order of its streams, and the "
    "state "
    "that follows from it. Events are CloudEvents 1.0 in structured mode, or, where so "
    "configured, in binary mode: then the attributes are headers that begin with ce_, and the "
    "value "
    "is the data alone. States are always in binary mode. Fields are only ever added: readers must "
    "ignore those that they do not know.";

Json refer(std::string_view place, std::string_view name) {
  return {{"$ref", std::string(place) + std::string(name)}};
}

// Of a document of its own, as a part of this one.
Json part_of(std::string_view schema) {
  auto part = Json::parse(schema);
  part.erase("$schema");
  part.erase("$id");
  return part;
}

// In structured mode: the CloudEvent with this type and data.
Json message(const std::string& type, std::string_view data) {
  Json own = {{"type", "object"},
              {"properties", {{"type", {{"const", type}}}, {"data", refer(schemas_place, data)}}},
              {"required", {"data"}}};
  return {{"name", type},
          {"title", data},
          {"contentType", "application/cloudevents+json"},
          {"payload", {{"allOf", Json::array({refer(schemas_place, "CloudEvent"), own})}}}};
}

// In binary mode.
Json state_message(const std::string& type, std::string_view data) {
  return {{"name", type},
          {"title", data},
          {"contentType", "application/json"},
          {"headers", refer(schemas_place, "CloudEventHeaders")},
          {"payload", refer(schemas_place, data)}};
}

// What every state's headers hold, by the names that binary mode gives the attributes.
Json headers_schema() {
  const auto attributes = Json::parse(cloud_event_schema).at("properties");
  Json properties;
  Json required = Json::array();
  for (const std::string name :
       {"specversion", "id", "source", "type", "dataschema", "subject", "time", "seq"}) {
    properties["ce_" + name] = attributes.at(name);
    required.push_back("ce_" + name);
  }
  properties["ce_dryrun"] = {{"enum", {"true", "false"}}};
  required.push_back("ce_dryrun");
  properties["content-type"] = {{"const", "application/json"}};
  required.push_back("content-type");
  return {{"title", "CloudEventHeaders"},
          {"type", "object"},
          {"properties", properties},
          {"required", required}};
}

class Document {
 public:
  Document() {
    document_ = {
        {"asyncapi", "3.0.0"},
        {"id", "urn:com:fillwright:events"},
        {"info", {{"title", "Fillwright"}, {"version", "1.0.0"}, {"description", description}}},
        {"defaultContentType", "application/cloudevents+json"},
        {"channels", Json::object()},
        {"operations", Json::object()},
        {"components", {{"messages", Json::object()}, {"schemas", Json::object()}}}};
    schemas()["CloudEvent"] = part_of(cloud_event_schema);
    schemas()["CloudEventHeaders"] = headers_schema();
    schemas()["SignedHead"] = part_of(signed_head_schema);
  }

  void add_message(const std::string& name, Json message) {
    document_["components"]["messages"][name] = std::move(message);
  }
  // With all structures that it uses.
  void add_schema(const Shape& structure) {
    SchemaParts parts;
    collect_parts(structure, parts);
    parts[structure.name] = &structure;
    for (const auto& [name, shape] : parts)
      schemas()[std::string(name)] = Json::parse(schema_part(*shape, schemas_place));
  }
  void add_channel(const std::string& name, const std::string& topic, const std::string& about,
                   const std::vector<std::string>& messages, bool is_compacted) {
    Json channel = {{"address", topic}, {"description", about}, {"messages", Json::object()}};
    for (const auto& each : messages)
      channel["messages"][each] = refer("#/components/messages/", each);
    channel["bindings"]["kafka"] = {
        {"topic", topic},
        {"topicConfiguration", {{"cleanup.policy", {is_compacted ? "compact" : "delete"}}}},
        {"bindingVersion", "0.5.0"}};
    document_["channels"][name] = std::move(channel);
    document_["operations"]["publish_" + name] = {
        {"action", "send"}, {"channel", refer("#/channels/", name)}, {"summary", about}};
  }
  std::string text() const { return document_.dump(); }

 private:
  Json& schemas() { return document_["components"]["schemas"]; }
  Json document_;
};

// Returns the message's name.
template <class State>
std::string add_state(Document& document, const std::string& type) {
  const auto& shape = shape_of<State>();
  const std::string name(shape.name);
  document.add_schema(shape);
  document.add_message(name, state_message("com.fillwright." + type + ".v1", name));
  return name;
}

}  // namespace

std::string async_api_document() {
  Document document;
  std::vector<std::string> events;
  for (const auto type : all_types()) {
    const std::string name(type_name(type));
    document.add_schema(*shape_of(type));
    document.add_message(name, message(cloud_event_type(name), name));
    events.push_back(name);
  }
  document.add_channel(
      "events", events_topic,
      "Every event of the journal, once. Key: the stream. seq is the order of all.", events, false);
  document.add_channel("orders", orders_topic,
                       "How each order stands. Key: log id/order id. Compacted.",
                       {add_state<OrderState>(document, "order_state")}, true);
  document.add_channel("positions", positions_topic,
                       "What is held. Key: log id/account/workflow/instrument. Compacted.",
                       {add_state<PositionState>(document, "position_state")}, true);
  document.add_channel("pnl", pnl_topic,
                       "Profit and loss of a day, account, caller and instrument. "
                       "Key: log id/day/account/caller/instrument. Compacted.",
                       {add_state<PnlDayState>(document, "pnl_day_state")}, true);
  document.add_message("SignedHead", message("com.fillwright.signed_head.v1", "SignedHead"));
  document.add_channel("heads", heads_topic,
                       "Signed heads: who holds the key vouches for all events up to seq. "
                       "Key: log id.",
                       {"SignedHead"}, false);
  return document.text();
}

}  // namespace fillwright
