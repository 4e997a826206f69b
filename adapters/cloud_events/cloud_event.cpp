#include "adapters/cloud_events/cloud_event.hpp"

#include <charconv>

#include "adapters/cloud_events/envelope.hpp"
#include "adapters/cloud_events/event_data.hpp"
#include "events/codec.hpp"

namespace fillwright {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "order_filled" of OrderFilled.
std::string snake_case(std::string_view name) {
  std::string words;
  for (const char c : name) {
    if (is_upper(c) && !words.empty()) words += '_';
    words += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return words;
}

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

// Sixteen digits.
void put_hex(char* at, std::uint64_t number) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) *at++ = digits[number >> shift & 0xF];
}

}  // namespace

std::string cloud_event_type(std::string_view name) {
  return "com.fillwright." + snake_case(name) + ".v1";
}

std::string data_schema(std::string_view base, std::string_view file, std::string_view id) {
  return base.empty() ? std::string(id) : std::string(base) + std::string(file);
}

std::string cloud_event_source(const CloudEventSettings& settings, std::uint64_t log_id) {
  if (!settings.source.empty()) return settings.source;
  return "urn:fillwright:log:" + std::to_string(log_id);
}

std::string traceparent(std::uint64_t log_id, Seq correlation, Seq seq) {
  std::string text(55, '-');
  text[0] = text[1] = text[53] = '0';
  text[54] = '1';
  put_hex(text.data() + 3, log_id);
  put_hex(text.data() + 19, correlation);
  put_hex(text.data() + 36, seq);
  return text;
}

CloudEventWriter::CloudEventWriter(CloudEventSettings settings, std::uint64_t log_id)
    : settings_(std::move(settings)),
      log_id_(log_id),
      source_(cloud_event_source(settings_, log_id)),
      id_(std::to_string(log_id) + '-'),
      id_prefix_(id_.size()),
      filter_(settings_.author_key) {
  for (const auto type : all_types()) {
    if (type >= types_.size()) types_.resize(type + std::size_t{1});
    const std::string name(type_name(type));
    types_[type] = {cloud_event_type(name), data_schema(settings_.schema_base, name + ".json",
                                                        "urn:fillwright:event:" + name)};
  }
}

void CloudEventWriter::write(const Recorded& event, std::string_view stream,
                             std::string_view principal, OutRecord& out) {
  write(event, decoder_.decode(event.type, event.payload), stream, principal, out);
}

void CloudEventWriter::write(const Recorded& event, const AnyEvent* decoded,
                             std::string_view stream, std::string_view principal, OutRecord& out) {
  const auto& time = event.event_time.ns != 0 ? event.event_time : event.record_time;
  const bool is_known = event.type < types_.size() && !types_[event.type].type.empty();
  id_.resize(id_prefix_);
  append_number(id_, event.seq);
  filter_.set_principal(principal);

  Envelope envelope(settings_.is_binary, out);
  envelope.plain("id", id_);
  envelope.attribute("source", source_);
  if (is_known)
    envelope.plain("type", types_[event.type].type);
  else
    envelope.plain("type", "com.fillwright.unknown_" + std::to_string(event.type) + ".v1");
  if (decoded) envelope.attribute("dataschema", types_[event.type].schema);
  out.key = attribute_text(filter_.text(stream), space_);
  envelope.attribute("subject", out.key);
  envelope.attribute("time", time);
  envelope.attribute("recordtime", event.record_time);
  envelope.attribute("seq", event.seq);
  envelope.attribute("version", event.version);
  envelope.attribute("correlation", event.correlation);
  if (event.causation != 0) envelope.attribute("causation", event.causation);
  envelope.attribute("principal", filter_.text(principal));
  envelope.plain("traceparent", traceparent(log_id_, event.correlation, event.seq));
  envelope.flag("dryrun", settings_.is_dry_run || (decoded && tells_dry_run(*decoded)));
  if (decoded) {
    JsonWriter data(envelope.data());
    write_event_data(data, filter_, *decoded);
  }
  envelope.end();
}

}  // namespace fillwright
