#include "adapters/cloud_events/head_record.hpp"

#include "actors/journal/head_text.hpp"
#include "adapters/cloud_events/cloud_event.hpp"
#include "adapters/cloud_events/envelope.hpp"

namespace fillwright {

void write_head(const CloudEventSettings& settings, const SignedHead& head, OutRecord& out) {
  Envelope envelope(settings.is_binary, out);
  out.key = std::to_string(head.log_id);
  envelope.attribute("id", out.key + "-head-" + std::to_string(head.seq));
  envelope.attribute("source", cloud_event_source(settings, head.log_id));
  envelope.attribute("type", "com.fillwright.signed_head.v1");
  envelope.attribute("dataschema", data_schema(settings.schema_base, "signed_head.json",
                                               "urn:fillwright:signed_head"));
  envelope.attribute("subject", out.key);
  envelope.attribute("time", head.time);
  envelope.attribute("seq", head.seq);
  envelope.flag("dryrun", settings.is_dry_run);
  envelope.data() += head_text(head);
  envelope.end();
}

}  // namespace fillwright
