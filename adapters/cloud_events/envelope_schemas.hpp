// JSON Schemas of what has no field list: the CloudEvent around the data, and the signed head,
// whose text is what is signed.
#pragma once

#include <string_view>

namespace fillwright {

inline constexpr std::string_view cloud_event_schema = R"({
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "$id": "urn:fillwright:cloud_event",
 "title": "CloudEvent",
 "description": "A CloudEvent 1.0 as we publish it in structured mode. In binary mode the same attributes are headers that begin with ce_, and the value is the data alone.",
 "type": "object",
 "properties": {
  "specversion": {"const": "1.0"},
  "id": {"type": "string", "minLength": 1, "description": "log id and seq: the same whenever the event is sent again"},
  "source": {"type": "string", "minLength": 1, "format": "uri-reference"},
  "type": {"type": "string", "pattern": "^com\\.fillwright\\.[a-z0-9_]+\\.v[0-9]+$"},
  "datacontenttype": {"const": "application/json"},
  "dataschema": {"type": "string", "format": "uri"},
  "subject": {"type": "string", "minLength": 1, "description": "the stream: order/w1-1"},
  "time": {"type": "string", "format": "date-time", "description": "when it happened"},
  "recordtime": {"type": "string", "format": "date-time", "description": "when it was written to the journal"},
  "seq": {"type": "string", "pattern": "^[1-9][0-9]*$", "description": "place in the journal: the order of everything"},
  "version": {"type": "string", "pattern": "^[1-9][0-9]*$", "description": "place in its stream"},
  "correlation": {"type": "string", "pattern": "^[1-9][0-9]*$", "description": "seq of what started it all"},
  "causation": {"type": "string", "pattern": "^[1-9][0-9]*$", "description": "seq of the direct cause; absent: none"},
  "principal": {"type": "string", "minLength": 1, "description": "who caused it: operator, caller:ID, policy:NAME"},
  "traceparent": {"type": "string", "pattern": "^00-[0-9a-f]{32}-[0-9a-f]{16}-01$", "description": "W3C Trace Context, of the correlation"},
  "dryrun": {"type": "boolean", "description": "nothing of it went to a broker"},
  "data": {"type": "object"}
 },
 "required": ["specversion", "id", "source", "type", "datacontenttype", "subject", "time", "seq", "dryrun"]
})";

inline constexpr std::string_view signed_head_schema = R"({
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "$id": "urn:fillwright:signed_head",
 "title": "SignedHead",
 "description": "Signed that the journal once ended at this event, with these hashes.",
 "type": "object",
 "properties": {
  "format": {"const": "fillwright head 1"},
  "log_id": {"type": "string", "pattern": "^[0-9]+$"},
  "seq": {"type": "integer", "minimum": 1},
  "block_hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
  "merkle_root": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
  "time": {"type": ["string", "null"], "format": "date-time"},
  "key": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
  "signature": {"type": "string", "pattern": "^[0-9a-f]{128}$"}
 },
 "required": ["format", "log_id", "seq", "block_hash", "merkle_root", "time", "key", "signature"]
})";

}  // namespace fillwright
