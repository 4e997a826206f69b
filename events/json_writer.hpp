// Writes JSON text straight into a string, with this project's way to write each value type.
//
// Decimals are exact strings, times RFC 3339 with nanoseconds, dates ISO 8601; a time, date or
// number of an instrument that is not given is null. Spans are exact seconds in a string, bytes
// hexadecimal digits in one. Enums are
// written by name, a value without one as its number. Text that is not UTF-8 gets U+FFFD for each
// bad byte. Described structs are objects. Commas come by themselves:
//
//   JsonWriter w(out);
//   w.begin_object();
//   w.key("price");
//   w.value(price);       // or in one step: w.field("price", price);
//   w.end_object();
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/describe.hpp"
#include "events/enum_names.hpp"
#include "events/values.hpp"

namespace fillwright {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  // Of a described field: made when this is compiled, and never in need of escaping.
  template <class Member>
  void key_of(Member) {
    constexpr auto text = key_text<Member>();
    const std::string_view with_comma(text.data(), text.size());
    out_ += needs_comma_ ? with_comma : with_comma.substr(1);
    needs_comma_ = false;
  }

  void null() { raw("null"); }
  // One whole JSON value, already written.
  void raw(std::string_view json);

  void value(std::same_as<bool> auto is_true) { raw(is_true ? "true" : "false"); }
  template <std::integral T>
  requires(!std::same_as<T, bool>) void value(T number) {
    if constexpr (std::is_signed_v<T>)
      integer(number);
    else
      unsigned_integer(number);
  }
  // The shortest text that reads back as the same; null when not finite. Never for money.
  void value(double number);
  void value(std::string_view text);
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  template <class Tag, int Digits>
  void value(Decimal<Tag, Digits> decimal) {
    number_text(decimal.units, Digits);
  }
  void value(Timestamp time);
  void value(Duration span) { number_text(span.ns, 9); }
  void value(Date date);
  void value(const Bytes& bytes);
  void value(InstrumentId instrument);
  template <DescribedEnum E>
  void value(E enumerator) {
    if (const auto name = enum_name(enumerator); !name.empty()) return quoted(name);
    value(static_cast<std::underlying_type_t<E>>(enumerator));
  }
  template <class T>
  void value(const std::optional<T>& maybe) {
    if (maybe) return value(*maybe);
    null();
  }
  template <class T>
  void value(const std::vector<T>& items) {
    begin_array();
    for (const auto& item : items) value(item);
    end_array();
  }

  // An object with the struct's fields, in their order.
  template <DescribedStruct T>
  void value(const T& content) {
    begin_object();
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto member) {
      key_of(member);
      value(content.*member.pointer);
    });
    end_object();
  }

  template <class T>
  void field(std::string_view name, const T& content) {
    key(name);
    value(content);
  }
  // A text in which nothing needs escaping: printable ASCII without quotes and backslashes.
  void plain_field(std::string_view name, std::string_view text) {
    key(name);
    quoted(text);
  }

 private:
  // ,"name":
  template <class Member>
  static constexpr auto key_text() {
    constexpr std::string_view name = Member::name;
    std::array<char, name.size() + 4> text{',', '"'};
    for (std::size_t i = 0; i < name.size(); ++i) text[i + 2] = name[i];
    text[name.size() + 2] = '"';
    text[name.size() + 3] = ':';
    return text;
  }

  void open(char bracket);
  void close(char bracket);
  void separate();
  void integer(std::int64_t number);
  void unsigned_integer(std::uint64_t number);
  void number_text(std::int64_t units, int digits);  // an exact decimal in a string
  void quoted(std::string_view plain);               // needs no escaping

  std::string& out_;
  bool needs_comma_ = false;
};

// `text` as a JSON string with its quotes.
std::string json_string(std::string_view text);

}  // namespace fillwright
