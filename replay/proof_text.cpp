// Proofs as JSON.
#include <nlohmann/json.hpp>

#include "actors/journal/head_text.hpp"
#include "events/json_writer.hpp"
#include "replay/proof.hpp"

namespace fillwright {
namespace {

constexpr std::string_view format = "fillwright proof 1";
constexpr std::string_view head_line = "\n\"head\":";

tl::unexpected<std::string> wrong(std::string what) { return tl::unexpected(std::move(what)); }

// The text under this name; empty when there is none.
std::string text_in(const nlohmann::json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_string()) return {};
  return found->get<std::string>();
}

bool read_event(const nlohmann::json& json, ProvenEvent& event) {
  auto leaf = from_hex(text_in(json, "leaf"));
  if (!leaf || !json.contains("path") || !json["path"].is_array()) return false;
  event.leaf = std::move(*leaf);
  for (const auto& each : json["path"]) {
    const auto hash = each.is_string() ? from_hex(each.get<std::string>()) : std::nullopt;
    if (!hash || hash->size() != Digest().size()) return false;
    event.path.push_back(to_digest(*hash));
  }
  return true;
}

}  // namespace

std::string proof_text(const OrderProof& proof) {
  std::string text = "{\"format\":" + json_string(format) +
                     ",\"order\":" + json_string(proof.order) + "," + std::string(head_line) +
                     head_text(proof.head) + ",\n\"events\":[";
  bool is_first = true;
  for (const auto& event : proof.events) {
    text += is_first ? "\n" : ",\n";
    is_first = false;
    JsonWriter w(text);
    w.begin_object();
    w.field("leaf", to_hex(event.leaf));
    w.key("path");
    w.begin_array();
    for (const auto& hash : event.path) w.value(to_hex(view(hash)));
    w.end_array();
    w.end_object();
  }
  return text + "\n]}\n";
}

tl::expected<OrderProof, std::string> parse_proof(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return wrong("it is not one whole object of JSON");
  if (text_in(json, "format") != format)
    return wrong("it is not a proof of the format \"" + std::string(format) + "\"");
  OrderProof proof;
  proof.order = text_in(json, "order");
  const auto begin = text.find(head_line);
  const auto end = begin == std::string::npos ? begin : text.find(",\n", begin);
  if (end == std::string::npos) return wrong("it has no signed head in a line of its own");
  const auto from = begin + head_line.size();
  const auto head = parse_head(std::string_view(text).substr(from, end - from));
  if (!head) return wrong("its head is malformed");
  proof.head = *head;
  if (!json.contains("events") || !json["events"].is_array()) return wrong("it has no events");
  for (const auto& each : json["events"])
    if (!read_event(each, proof.events.emplace_back()))
      return wrong("event " + std::to_string(proof.events.size()) + " is malformed");
  // One proof, one text: nothing that is not proven can stand beside what is.
  if (proof_text(proof) != text)
    return wrong("it says more than a proof, or says it in another way");
  return proof;
}

}  // namespace fillwright
