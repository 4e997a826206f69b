#include "events/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "events/utf8.hpp"
#include "events/value_text.hpp"

namespace fillwright {
namespace {

// Of a quote, a backslash or a control character.
void append_escaped(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  constexpr std::string_view short_escapes = "\"\"\\\\\nn\rr\tt";  // character, letter, ...
  for (std::size_t i = 0; i < short_escapes.size(); i += 2) {
    if (short_escapes[i] != c) continue;
    out += '\\';
    out += short_escapes[i + 1];
    return;
  }
  const auto byte = static_cast<std::uint8_t>(c);
  out += "\\u00";
  out += hex[byte >> 4];
  out += hex[byte & 0xF];
}

// Of a character that stands for itself in a string, and is one byte.
constexpr auto is_plain = [] {
  std::array<bool, 256> table{};
  for (unsigned c = 0x20; c < 0x7F; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

// In quotes, as it is.
void append_plain(std::string& out, std::string_view text) {
  const auto at = out.size();
  out.resize(at + text.size() + 2);
  out[at] = '"';
  text.copy(out.data() + at + 1, text.size());
  out.back() = '"';
}

void append_string(std::string& out, std::string_view text) {
  std::size_t first = 0;  // that is to be looked at
  while (first < text.size() && is_plain[static_cast<std::uint8_t>(text[first])]) ++first;
  if (first == text.size()) return append_plain(out, text);
  out += '"';
  std::size_t copied = 0;  // everything before is written
  for (std::size_t at = first; at < text.size();) {
    if (is_plain[static_cast<std::uint8_t>(text[at])]) {
      ++at;
      continue;
    }
    const auto length = utf8_sequence_length(text, at);
    if (length > 1) {
      at += length;
      continue;
    }
    out += text.substr(copied, at - copied);
    if (length == 0)
      out += utf8_replacement;
    else
      append_escaped(out, text[at]);
    copied = ++at;
  }
  out += text.substr(copied);
  out += '"';
}

template <class Number>
void append_number(std::string& out, Number number) {
  char digits[32];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end);
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  separate();
  append_string(out_, name);
  out_ += ':';
  needs_comma_ = false;
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

void JsonWriter::integer(std::int64_t number) {
  separate();
  append_number(out_, number);
}

void JsonWriter::unsigned_integer(std::uint64_t number) {
  separate();
  append_number(out_, number);
}

void JsonWriter::quoted(std::string_view plain) {
  separate();
  append_plain(out_, plain);
}

void JsonWriter::number_text(std::int64_t units, int digits) {
  separate();
  out_ += '"';
  append_decimal(out_, units, digits);
  out_ += '"';
}

void JsonWriter::value(const Bytes& bytes) {
  separate();
  out_ += '"';
  append_hex(out_, bytes.raw);
  out_ += '"';
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  append_number(out_, number);
}

void JsonWriter::value(std::string_view text) {
  separate();
  append_string(out_, text);
}

void JsonWriter::value(Timestamp time) {
  if (time.ns == 0) return null();
  separate();
  out_ += '"';
  append_time(out_, time);
  out_ += '"';
}

void JsonWriter::value(Date date) {
  if (date.days == 0) return null();
  separate();
  out_ += '"';
  append_date(out_, date);
  out_ += '"';
}

void JsonWriter::value(InstrumentId instrument) {
  if (instrument.number == 0) return null();
  value(instrument.number);
}

}  // namespace fillwright
