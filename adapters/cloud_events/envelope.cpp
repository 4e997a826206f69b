#include "adapters/cloud_events/envelope.hpp"

#include <algorithm>
#include <charconv>

#include "events/utf8.hpp"
#include "events/value_text.hpp"

namespace fillwright {
namespace {

constexpr std::string_view structured_type = "application/cloudevents+json";
constexpr std::string_view data_type = "application/json";

constexpr bool is_printable(char c) { return c >= 0x20 && c < 0x7F; }

// Of a well-formed sequence: a control character of the second set, or a code point that Unicode
// keeps free for ever.
bool is_forbidden(std::string_view sequence) {
  if (sequence.size() == 1) return !is_printable(sequence[0]);
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(sequence[i]); };
  if (sequence.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  const auto last = byte(sequence.size() - 1);
  const auto before = byte(sequence.size() - 2);
  // U+FDD0 to U+FDEF, and the last two of each plane: xFFFE, xFFFF.
  if (sequence.size() == 3)
    return (byte(0) == 0xEF && byte(1) == 0xB7 && byte(2) >= 0x90 && byte(2) <= 0xAF) ||
           (byte(0) == 0xEF && before == 0xBF && last >= 0xBE);
  return (byte(1) & 0x0F) == 0x0F && before == 0xBF && last >= 0xBE;
}

}  // namespace

std::string_view attribute_text(std::string_view text, std::string& space) {
  if (std::ranges::all_of(text, is_printable)) return text;
  space.clear();
  for (std::size_t at = 0; at < text.size();) {
    const auto length = std::max<std::size_t>(utf8_sequence_length(text, at), 1);
    const auto sequence = text.substr(at, length);
    space += is_forbidden(sequence) ? utf8_replacement : sequence;
    at += length;
  }
  return space;
}

Envelope::Envelope(bool is_binary, OutRecord& out)
    : is_binary_(is_binary), out_(out), w_(out.value) {
  out_.key.clear();
  out_.value.clear();
  header({}, "content-type", is_binary ? data_type : structured_type);
  if (!is_binary_) w_.begin_object();
  plain("specversion", "1.0");
  if (!is_binary_) plain("datacontenttype", data_type);
}

void Envelope::header(std::string_view prefix, std::string_view name, std::string_view value) {
  if (headers_ == out_.headers.size()) out_.headers.emplace_back();
  auto& [its_name, its_value] = out_.headers[headers_++];
  its_name.assign(prefix);
  its_name += name;
  its_value.assign(value);
}

void Envelope::attribute(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  const auto text = attribute_text(value, space_);
  if (is_binary_) return header("ce_", name, text);
  w_.field(name, text);
}

void Envelope::plain(std::string_view name, std::string_view value) {
  if (is_binary_) return header("ce_", name, value);
  w_.plain_field(name, value);
}

void Envelope::attribute(std::string_view name, Timestamp time) {
  if (time.ns == 0) return;
  if (!is_binary_) return w_.field(name, time);
  header("ce_", name, {});
  append_time(out_.headers[headers_ - 1].second, time);
}

void Envelope::attribute(std::string_view name, std::uint64_t number) {
  char digits[20];
  const auto* end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  plain(name, std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

void Envelope::flag(std::string_view name, bool is_true) {
  header("ce_", name, is_true ? "true" : "false");
  if (!is_binary_) w_.field(name, is_true);
}

std::string& Envelope::data() {
  if (!is_binary_) w_.key("data");
  return out_.value;
}

void Envelope::end() {
  if (!is_binary_) w_.end_object();
  out_.headers.resize(headers_);
}

}  // namespace fillwright
