#include "adapters/cloud_events/cloud_event.hpp"

#include "events/json.hpp"
#include "events/json_writer.hpp"

namespace fillwright {

CloudEventWriter::CloudEventWriter(CloudEventSettings settings, std::uint64_t log_id)
    : settings_(std::move(settings)), log_id_(std::to_string(log_id)) {}

void CloudEventWriter::write(const Recorded& event, std::string_view stream,
                             std::string_view principal, OutRecord& out) {
  out.key.assign(stream);
  out.value.clear();
  out.headers.clear();
  out.headers.emplace_back("content-type", "application/cloudevents+json; charset=UTF-8");
  out.headers.emplace_back("dryrun", settings_.is_dry_run ? "true" : "false");
  JsonWriter w(out.value);
  w.begin_object();
  w.field("specversion", "1.0");
  w.field("id", std::string(stream) + "/" + std::to_string(event.version));
  w.field("source", settings_.source);
  w.field("type", type_name(event.type));
  w.field("subject", stream);
  w.field("time", event.event_time);
  w.field("logid", log_id_);
  w.field("sequence", std::to_string(event.seq));
  w.field("principal", principal);
  w.field("dryrun", settings_.is_dry_run);
  w.key("data");
  const auto data = payload_json(event.type, event.payload);
  if (data)
    w.raw(*data);
  else
    w.null();
  w.end_object();
}

}  // namespace fillwright
