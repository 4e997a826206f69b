#include "adapters/cloud_events/state_record.hpp"

#include "adapters/cloud_events/cloud_event.hpp"
#include "adapters/cloud_events/envelope.hpp"
#include "adapters/cloud_events/exported_json.hpp"

namespace fillwright {

StateRecordWriter::StateRecordWriter(const CloudEventSettings& settings, std::uint64_t log_id)
    : schema_base_(settings.schema_base),
      log_(std::to_string(log_id)),
      source_(cloud_event_source(settings, log_id)),
      filter_(settings.author_key) {}

StateRecordWriter::Kind StateRecordWriter::kind(std::string_view name) const {
  const std::string text(name);
  return {text, "com.fillwright." + text + ".v1",
          data_schema(schema_base_, text + ".json", "urn:fillwright:" + text)};
}

template <class State>
void StateRecordWriter::write(const Kind& kind, std::string_view subject, const State& state,
                              bool is_dry_run, StateMoment moment, OutRecord& out) {
  std::string space;
  const std::string shown(attribute_text(filter_.text(subject), space));
  Envelope envelope(true, out);
  out.key.append(log_).append(1, '/').append(shown);
  envelope.attribute("id", log_ + '-' + kind.name + '-' + shown + '-' + std::to_string(moment.seq));
  envelope.attribute("source", source_);
  envelope.plain("type", kind.type);
  envelope.attribute("dataschema", kind.schema);
  envelope.attribute("subject", shown);
  envelope.attribute("time", moment.time);
  envelope.attribute("seq", moment.seq);
  envelope.flag("dryrun", is_dry_run);
  JsonWriter data(envelope.data());
  ExportWriter(data, filter_).value(state);
  envelope.end();
}

void StateRecordWriter::write_order_state(const OrderRow& row, const Instruments& instruments,
                                          StateMoment moment, OutRecord& out) {
  write(order_state_, row.order_id, state_of(row, instruments), row.is_dry_run, moment, out);
}

void StateRecordWriter::write_position_state(const UnrealisedRow& position,
                                             const Instruments& instruments, StateMoment moment,
                                             OutRecord& out) {
  const auto& row = *position.position;
  const auto subject = row.account + '/' + row.workflow_id + '/' +
                       std::to_string(row.instrument.number) + (row.is_dry_run ? "/dry" : "");
  write(position_state_, subject, state_of(position, instruments), row.is_dry_run, moment, out);
}

void StateRecordWriter::write_pnl_day_state(const PnlRow& row, const Instruments& instruments,
                                            StateMoment moment, OutRecord& out) {
  const auto subject = to_text(row.day) + '/' + row.account + '/' +
                       std::string(filter_.person(row.caller)) + '/' +
                       std::to_string(row.instrument.number) + (row.is_dry_run ? "/dry" : "");
  write(pnl_day_state_, subject, state_of(row, instruments), row.is_dry_run, moment, out);
}

void StateRecordWriter::write_pnl_state(const Pnl& pnl, std::string_view account,
                                        const Instruments& instruments, StateMoment moment,
                                        OutRecord& out) {
  write(pnl_state_, account, state_of(pnl, account, instruments), false, moment, out);
}

}  // namespace fillwright
