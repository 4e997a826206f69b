// One CloudEvent 1.0 written into a record, in structured or binary content mode (CloudEvents JSON
// format 1.0.2, Kafka protocol binding 1.0.2).
//
//   Envelope envelope(is_binary, out);        // clears `out`, whose memory is used again
//   envelope.attribute("id", "1-17");         // every attribute, then
//   event_json_into(envelope.data());         // one JSON value is appended
//   envelope.end();
#pragma once

#include <string>
#include <string_view>

#include "adapters/cloud_events/out_record.hpp"
#include "events/json_writer.hpp"

namespace fillwright {

class Envelope {
 public:
  // Writes specversion and datacontenttype. `out` must outlive the envelope.
  Envelope(bool is_binary, OutRecord& out);

  // What CloudEvents does not allow in a text (control characters, bytes that are not UTF-8)
  // becomes U+FFFD. An attribute without a value is left out, as they have it.
  void attribute(std::string_view name, std::string_view value);
  // The same of a text of ours: printable ASCII without quotes and backslashes.
  void plain(std::string_view name, std::string_view value);
  void attribute(std::string_view name, Timestamp time);  // zero: left out
  void attribute(std::string_view name, std::uint64_t number);
  // In binary mode a header; in structured mode both, so that a consumer need not read the value.
  void flag(std::string_view name, bool is_true);

  // Where the data, JSON, is to be appended. REQUIRES: no attribute after this.
  std::string& data();
  void end();

 private:
  void header(std::string_view prefix, std::string_view name, std::string_view value);

  const bool is_binary_;
  OutRecord& out_;
  std::size_t headers_ = 0;  // of `out_`, that are of this record
  std::string space_;
  JsonWriter w_;
};

// `text` as an attribute's value; `space` holds it when it had to be changed.
std::string_view attribute_text(std::string_view text, std::string& space);

}  // namespace fillwright
