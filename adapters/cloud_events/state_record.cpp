#include "adapters/cloud_events/state_record.hpp"

#include "adapters/cloud_events/cloud_event.hpp"
#include "adapters/cloud_events/envelope.hpp"
#include "adapters/cloud_events/exported_json.hpp"

namespace fillwright {

StateRecordWriter::StateRecordWriter(CloudEventSettings settings, std::uint64_t log_id)
    : settings_(std::move(settings)), log_id_(log_id), filter_(settings_.author_key) {}

template <class State>
void StateRecordWriter::write(std::string_view kind, const std::string& subject, const State& state,
                              bool is_dry_run, StateMoment moment, OutRecord& out) {
  const std::string name(kind);
  std::string space;
  const std::string shown(attribute_text(filter_.text(subject), space));
  Envelope envelope(true, out);
  out.key = std::to_string(log_id_) + '/' + shown;
  envelope.attribute(
      "id", std::to_string(log_id_) + '-' + name + '-' + shown + '-' + std::to_string(moment.seq));
  envelope.attribute("source", cloud_event_source(settings_, log_id_));
  envelope.attribute("type", "com.fillwright." + name + ".v1");
  envelope.attribute("dataschema",
                     data_schema(settings_.schema_base, name + ".json", "urn:fillwright:" + name));
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
  write("order_state", row.order_id, state_of(row, instruments), row.is_dry_run, moment, out);
}

void StateRecordWriter::write_position_state(const UnrealisedRow& position,
                                             const Instruments& instruments, StateMoment moment,
                                             OutRecord& out) {
  const auto& row = *position.position;
  const auto subject = row.account + '/' + row.workflow_id + '/' +
                       std::to_string(row.instrument.number) + (row.is_dry_run ? "/dry" : "");
  write("position_state", subject, state_of(position, instruments), row.is_dry_run, moment, out);
}

void StateRecordWriter::write_pnl_day_state(const PnlRow& row, const Instruments& instruments,
                                            StateMoment moment, OutRecord& out) {
  const auto subject = to_text(row.day) + '/' + row.account + '/' +
                       std::string(filter_.person(row.caller)) + '/' +
                       std::to_string(row.instrument.number) + (row.is_dry_run ? "/dry" : "");
  write("pnl_day_state", subject, state_of(row, instruments), row.is_dry_run, moment, out);
}

void StateRecordWriter::write_pnl_state(const Pnl& pnl, std::string_view account,
                                        const Instruments& instruments, StateMoment moment,
                                        OutRecord& out) {
  write("pnl_state", std::string(account), state_of(pnl, account, instruments), false, moment, out);
}

}  // namespace fillwright
