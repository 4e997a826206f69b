// The journal's events as CloudEvents 1.0, for readers who know nothing of us: docs/analytics.md.
// Written straight from the events' field lists; the schemas of the same lists say what they look
// like (docs/schemas/).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/ports/journal.hpp"
#include "adapters/cloud_events/export_filter.hpp"
#include "adapters/cloud_events/out_record.hpp"
#include "events/any_event.hpp"

namespace fillwright {

// Threads: one.
class CloudEventWriter {
 public:
  // `log_id` is the journal's: with the seq it names an event anywhere.
  CloudEventWriter(CloudEventSettings settings, std::uint64_t log_id);

  // One journal event as one record, the same whenever it is written with the same settings; `out`
  // is reused: cleared, its capacity kept. Key and subject are the stream.
  //
  // The data is what event_json has, but for what ExportFilter hides. An event of a type that this
  // version does not know, or that cannot be read, goes out without data, so that no seq is
  // missing.
  void write(const Recorded& event, std::string_view stream, std::string_view principal,
             OutRecord& out);
  // The same, where it has been decoded; null: it cannot be.
  void write(const Recorded& event, const AnyEvent* decoded, std::string_view stream,
             std::string_view principal, OutRecord& out);

 private:
  struct TypeTexts {
    std::string type;  // com.fillwright.order_filled.v1
    std::string schema;
  };

  const CloudEventSettings settings_;
  const std::uint64_t log_id_;
  std::string source_;
  std::string id_;                // begins with the log id and a dash
  std::size_t id_prefix_ = 0;     // of id_
  std::vector<TypeTexts> types_;  // by type number
  EventDecoder decoder_;
  ExportFilter filter_;
  std::string space_;
};

// "com.fillwright.order_filled.v1" of OrderFilled: our names in the way of CloudEvents. The version
// stays: fields are only added, and what means something else is another event.
std::string cloud_event_type(std::string_view name);
// `base` and the schema's file, or, without a base, the schema's $id.
std::string data_schema(std::string_view base, std::string_view file, std::string_view id);
// Of the settings, or what stands for the journal itself.
std::string cloud_event_source(const CloudEventSettings& settings, std::uint64_t log_id);
// W3C Trace Context, level 1: all that followed from one cause is one trace. The trace is named by
// log id and correlation, the parent by the event's seq.
std::string traceparent(std::uint64_t log_id, Seq correlation, Seq seq);

}  // namespace fillwright
