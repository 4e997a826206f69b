#include "events/json.hpp"

#include "events/json_writer.hpp"

namespace fillwright {

void write_json(std::string& out, const AnyEvent& event) {
  std::visit([&](const auto& one) { JsonWriter(out).value(one); }, event);
}

std::string event_json(const AnyEvent& event) {
  std::string out;
  write_json(out, event);
  return out;
}

std::optional<std::string> payload_json(TypeId type, std::string_view payload) {
  const auto event = decode_event(type, payload);
  if (!event) return std::nullopt;
  return event_json(*event);
}

}  // namespace fillwright
