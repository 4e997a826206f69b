#include "adapters/cloud_events/read_event.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/cloud_events/cloud_event.hpp"
#include "adapters/cloud_events/event_from_json.hpp"
#include "events/codec.hpp"

namespace fillwright {
namespace {

using nlohmann::json;

constexpr std::string_view structured_type = "application/cloudevents+json";
constexpr std::string_view unknown_type = "com.fillwright.unknown_";

// Thrown and caught in this file.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Attributes by name, whatever carried them, and the data.
struct Parts {
  std::map<std::string, std::string, std::less<>> attributes;
  json data;

  const std::string& required(std::string_view name) const {
    const auto found = attributes.find(name);
    if (found == attributes.end())
      throw Unreadable("it has no attribute \"" + std::string(name) + "\"");
    return found->second;
  }
  std::string optional(std::string_view name) const {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string() : found->second;
  }
  std::uint64_t number(std::string_view name, std::string_view text) const {
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [behind, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || behind != end || error != std::errc())
      throw Unreadable(std::string(name) + " is \"" + std::string(text) + "\"; expected a number");
    return number;
  }
  Timestamp time(std::string_view name) const {
    const auto text = optional(name);
    if (text.empty()) return {};
    const auto time = parse_time(text);
    if (!time)
      throw Unreadable(std::string(name) + " is \"" + text +
                       "\"; expected a time with a zone, as in 2026-11-20T14:30:00Z");
    return *time;
  }
};

json parsed(const std::string& text) {
  auto value = json::parse(text, nullptr, false);
  if (value.is_discarded()) throw Unreadable("its value is not JSON");
  return value;
}

Parts structured_parts(const OutRecord& record) {
  Parts parts;
  auto value = parsed(record.value);
  if (!value.is_object()) throw Unreadable("its value is not a JSON object");
  for (const auto& [name, content] : value.items())
    if (content.is_string()) parts.attributes[name] = content.get<std::string>();
  if (const auto data = value.find("data"); data != value.end()) parts.data = std::move(*data);
  return parts;
}

Parts binary_parts(const OutRecord& record) {
  constexpr std::string_view prefix = "ce_";
  Parts parts;
  for (const auto& [name, value] : record.headers)
    if (name.starts_with(prefix)) parts.attributes[name.substr(prefix.size())] = value;
  if (!record.value.empty()) parts.data = parsed(record.value);
  return parts;
}

const std::map<std::string, TypeId, std::less<>>& types() {
  static const auto all = [] {
    std::map<std::string, TypeId, std::less<>> made;
    for (const auto type : all_types()) made[cloud_event_type(type_name(type))] = type;
    return made;
  }();
  return all;
}

void read_data(const Parts& parts, FedEvent& event) {
  const auto& name = parts.required("type");
  const auto type = types().find(name);
  event.is_known = type != types().end();
  if (!event.is_known) {
    if (name.starts_with(unknown_type))
      event.type = static_cast<TypeId>(parts.number(
          "type",
          std::string_view(name).substr(
              unknown_type.size(), name.find('.', unknown_type.size()) - unknown_type.size())));
    return;
  }
  event.type = type->second;
  const auto read = event_from_json(event.type, parts.data);
  if (!read) throw Unreadable(read.error());
  event.payload = encode_event(*read);
}

}  // namespace

tl::expected<FedEvent, std::string> read_event(const OutRecord& record) {
  const auto is_structured =
      std::any_of(record.headers.begin(), record.headers.end(), [](const auto& header) {
        return header.first == "content-type" && header.second.starts_with(structured_type);
      });
  FedEvent event;
  try {
    const auto parts = is_structured ? structured_parts(record) : binary_parts(record);
    const auto& id = parts.required("id");
    event.log_id = parts.number("id", std::string_view(id).substr(0, id.find('-')));
    event.seq = parts.number("seq", parts.required("seq"));
    event.stream = parts.required("subject");
    event.version = parts.number("version", parts.required("version"));
    event.event_time = parts.time("time");
    event.record_time = parts.time("recordtime");
    event.correlation = parts.number("correlation", parts.required("correlation"));
    const auto causation = parts.optional("causation");
    if (!causation.empty()) event.causation = parts.number("causation", causation);
    event.principal = parts.optional("principal");
    read_data(parts, event);
  } catch (const std::exception& error) {
    return tl::unexpected("a record with key \"" + record.key +
                          "\" is no event of ours: " + error.what());
  }
  return event;
}

}  // namespace fillwright
