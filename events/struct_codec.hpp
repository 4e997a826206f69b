// The canonical binary form of any described struct, unrolled at compile time from its field list.
// Events go through events/codec.hpp, which instantiates this once for all of them; include this
// one only for structs that are not events (snapshots, tests).
//
// Shape: the fields in order, trailing fields that have their default left out. Integers, decimals,
// times and enums are varints (zigzag when signed), texts and nested structs length-prefixed, lists
// counted, an optional is 0 or 1 and its content. One value has one byte string: longer forms of
// the same are refused. Bytes after the last known field are a newer version's and are ignored.
#pragma once

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"
#include "events/wire.hpp"

namespace fillwright::codec {

// What a field is when the bytes do not give it.
#ifdef __clang__  // clang 14 has no constant std::string
template <class T>
inline const T default_of{};
#else
template <class T>
inline constexpr T default_of{};
#endif

template <class T>
void write_struct(std::string& out, const T& value);
template <class T>
bool read_struct(wire::Reader& reader, T& value);

// Field<T> writes a value and reads it back; false when the bytes are malformed.
template <class T>
struct Field;

template <std::unsigned_integral T>
struct Field<T> {
  static void write(wire::Writer& writer, T value) { writer.varint(value); }
  static bool read(wire::Reader& reader, T& value) {
    const auto number = reader.varint();
    if (!number || *number > std::numeric_limits<T>::max()) return false;
    value = static_cast<T>(*number);
    return true;
  }
};

template <std::signed_integral T>
struct Field<T> {
  static void write(wire::Writer& writer, T value) { writer.zigzag(value); }
  static bool read(wire::Reader& reader, T& value) {
    const auto number = reader.zigzag();
    if (!number || !std::in_range<T>(*number)) return false;
    value = static_cast<T>(*number);
    return true;
  }
};

template <>
struct Field<bool> {
  static void write(wire::Writer& writer, bool value) { writer.byte(value ? 1 : 0); }
  static bool read(wire::Reader& reader, bool& value) {
    const auto byte = reader.byte();
    if (!byte || *byte > 1) return false;
    value = *byte == 1;
    return true;
  }
};

// Values without a name are a newer version's and are kept.
template <class T>
requires std::is_enum_v<T>
struct Field<T> {
  using Number = std::underlying_type_t<T>;
  static void write(wire::Writer& writer, T value) {
    Field<Number>::write(writer, static_cast<Number>(value));
  }
  static bool read(wire::Reader& reader, T& value) {
    Number number{};
    if (!Field<Number>::read(reader, number)) return false;
    value = static_cast<T>(number);
    return true;
  }
};

// A value type that is one number inside.
template <class T, auto Member>
struct NumberInside {
  using Number = std::remove_cvref_t<decltype(std::declval<T>().*Member)>;
  static void write(wire::Writer& writer, const T& value) {
    Field<Number>::write(writer, value.*Member);
  }
  static bool read(wire::Reader& reader, T& value) {
    return Field<Number>::read(reader, value.*Member);
  }
};
template <class Tag, int Digits>
struct Field<Decimal<Tag, Digits>>
    : NumberInside<Decimal<Tag, Digits>, &Decimal<Tag, Digits>::units> {};
template <>
struct Field<Timestamp> : NumberInside<Timestamp, &Timestamp::ns> {};
template <>
struct Field<Duration> : NumberInside<Duration, &Duration::ns> {};
template <>
struct Field<Date> : NumberInside<Date, &Date::days> {};
template <>
struct Field<InstrumentId> : NumberInside<InstrumentId, &InstrumentId::number> {};

template <>
struct Field<std::string> {
  static void write(wire::Writer& writer, const std::string& value) { writer.text(value); }
  static bool read(wire::Reader& reader, std::string& value) {
    const auto text = reader.text();
    if (!text) return false;
    value.assign(*text);
    return true;
  }
};

template <class T>
struct Field<std::optional<T>> {
  static void write(wire::Writer& writer, const std::optional<T>& value) {
    writer.byte(value ? 1 : 0);
    if (value) Field<T>::write(writer, *value);
  }
  static bool read(wire::Reader& reader, std::optional<T>& value) {
    bool is_given = false;
    if (!Field<bool>::read(reader, is_given)) return false;
    if (!is_given) return value.reset(), true;
    return Field<T>::read(reader, value.emplace());
  }
};

template <class T>
struct Field<std::vector<T>> {
  static void write(wire::Writer& writer, const std::vector<T>& items) {
    writer.varint(items.size());
    for (const auto& item : items) Field<T>::write(writer, item);
  }
  static bool read(wire::Reader& reader, std::vector<T>& items) {
    const auto size = reader.varint();
    // Every item takes at least a byte, so that a forged size cannot ask for more memory than the
    // bytes are worth.
    if (!size || *size > reader.rest().size()) return false;
    items.resize(*size);
    for (auto& item : items)
      if (!Field<T>::read(reader, item)) return false;
    return true;
  }
};

template <DescribedStruct T>
struct Field<T> {
  static void write(wire::Writer& writer, const T& value) {
    auto& out = writer.buffer();
    const auto start = out.size();
    out.push_back('\0');  // the length, nearly always one byte
    write_struct(out, value);
    const auto length = out.size() - start - 1;
    if (length < 0x80) {
      out[start] = static_cast<char>(length);
      return;
    }
    std::string prefix;
    wire::Writer(prefix).varint(length);
    out.replace(start, 1, prefix);
  }
  static bool read(wire::Reader& reader, T& value) {
    const auto bytes = reader.text();
    if (!bytes) return false;
    wire::Reader inside(*bytes);
    return read_struct(inside, value);
  }
};

template <class T>
void write_struct(std::string& out, const T& value) {
  wire::Writer writer(out);
  auto end = out.size();  // behind the last field that is not at its default
  const auto write_field = [&](auto pointer) {
    const auto& field = value.*pointer;
    Field<std::remove_cvref_t<decltype(field)>>::write(writer, field);
    if (!(field == default_of<T>.*pointer)) end = out.size();
  };
  [&]<template <class...> class List, class... F>(List<F...>) {
    (write_field(F::pointer), ...);
  }(FieldsOf<T>{});
  out.resize(end);
}

// Sets every field: those that the bytes do not give get their defaults.
template <class T>
bool read_struct(wire::Reader& reader, T& value) {
  bool is_canonical = true;
  const auto read_field = [&](auto pointer) {
    auto& field = value.*pointer;
    if (reader.is_at_end()) return field = default_of<T>.*pointer, true;
    if (!Field<std::remove_cvref_t<decltype(field)>>::read(reader, field)) return false;
    // The last field written must say something, or the same value would have two forms.
    if (reader.is_at_end()) is_canonical = !(field == default_of<T>.*pointer);
    return true;
  };
  const bool is_read = [&]<template <class...> class List, class... F>(List<F...>) {
    return (read_field(F::pointer) && ...);
  }(FieldsOf<T>{});
  return is_read && is_canonical;
}

}  // namespace fillwright::codec

namespace fillwright {

template <DescribedStruct T>
std::string encode_struct(const T& value) {
  std::string out;
  codec::write_struct(out, value);
  return out;
}

// Nothing when the bytes are malformed.
template <DescribedStruct T>
std::optional<T> decode_struct(std::string_view bytes) {
  wire::Reader reader(bytes);
  std::optional<T> value(std::in_place);
  if (!codec::read_struct(reader, *value)) value.reset();
  return value;
}

}  // namespace fillwright
