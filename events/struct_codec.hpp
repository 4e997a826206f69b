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
bool read_struct(const char* at, const char* end, T& value);

// Field<T> writes a value, and reads it back from [at, end): the place behind it, or null when the
// bytes are malformed.
template <class T>
struct Field;

template <std::unsigned_integral T>
struct Field<T> {
  static void write(wire::Writer& writer, T value) { writer.varint(value); }
  static const char* read(const char* at, const char* end, T& value) {
    const auto [next, number] = wire::read_varint(at, end);
    if (number > std::numeric_limits<T>::max()) return nullptr;
    value = static_cast<T>(number);
    return next;
  }
};

template <std::signed_integral T>
struct Field<T> {
  static void write(wire::Writer& writer, T value) { writer.zigzag(value); }
  static const char* read(const char* at, const char* end, T& value) {
    const auto [next, bits] = wire::read_varint(at, end);
    const auto number = wire::from_zigzag(bits);
    if (!std::in_range<T>(number)) return nullptr;
    value = static_cast<T>(number);
    return next;
  }
};

template <>
struct Field<bool> {
  static void write(wire::Writer& writer, bool value) { writer.byte(value ? 1 : 0); }
  static const char* read(const char* at, const char* end, bool& value) {
    if (at == end || (*at != 0 && *at != 1)) return nullptr;
    value = *at == 1;
    return at + 1;
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
  static const char* read(const char* at, const char* end, T& value) {
    Number number{};
    const auto* next = Field<Number>::read(at, end, number);
    value = static_cast<T>(number);
    return next;
  }
};

// A value type that is one number (or text) inside.
template <class T, auto Member>
struct NumberInside {
  using Number = std::remove_cvref_t<decltype(std::declval<T>().*Member)>;
  static void write(wire::Writer& writer, const T& value) {
    Field<Number>::write(writer, value.*Member);
  }
  static const char* read(const char* at, const char* end, T& value) {
    return Field<Number>::read(at, end, value.*Member);
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

// A number that promises as many bytes behind it: a forged one cannot ask for more memory than the
// bytes are worth.
inline wire::Varint read_size(const char* at, const char* end) {
  const auto [next, size] = wire::read_varint(at, end);
  if (!next || size > static_cast<std::uint64_t>(end - next)) return {nullptr, 0};
  return {next, size};
}

template <>
struct Field<std::string> {
  static void write(wire::Writer& writer, const std::string& value) { writer.text(value); }
  static const char* read(const char* at, const char* end, std::string& value) {
    const auto [start, size] = read_size(at, end);
    if (!start) return nullptr;
    value.assign(start, size);
    return start + size;
  }
};

template <>
struct Field<Bytes> : NumberInside<Bytes, &Bytes::raw> {};

template <class T>
struct Field<std::optional<T>> {
  static void write(wire::Writer& writer, const std::optional<T>& value) {
    writer.byte(value ? 1 : 0);
    if (value) Field<T>::write(writer, *value);
  }
  static const char* read(const char* at, const char* end, std::optional<T>& value) {
    bool is_given = false;
    const auto* next = Field<bool>::read(at, end, is_given);
    if (!is_given) return value.reset(), next;
    return Field<T>::read(next, end, value.emplace());
  }
};

template <class T>
struct Field<std::vector<T>> {
  static void write(wire::Writer& writer, const std::vector<T>& items) {
    writer.varint(items.size());
    for (const auto& item : items) Field<T>::write(writer, item);
  }
  static const char* read(const char* at, const char* end, std::vector<T>& items) {
    const auto [start, size] = read_size(at, end);  // every item takes at least a byte
    if (!start) return nullptr;
    items.resize(size);
    const auto* next = start;
    for (auto& item : items) {
      next = Field<T>::read(next, end, item);
      if (!next) return nullptr;
    }
    return next;
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
  static const char* read(const char* at, const char* end, T& value) {
    const auto [start, size] = read_size(at, end);
    if (!start || !read_struct(start, start + size, value)) return nullptr;
    return start + size;
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
bool read_struct(const char* at, const char* end, T& value) {
  bool is_canonical = true;
  const auto read_field = [&](auto pointer) {
    auto& field = value.*pointer;
    if (at == end) return field = default_of<T>.*pointer, true;
    at = Field<std::remove_cvref_t<decltype(field)>>::read(at, end, field);
    // The last field written must say something, or the same value would have two forms.
    if (at == end) is_canonical = !(field == default_of<T>.*pointer);
    return at != nullptr;
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
  std::optional<T> value(std::in_place);
  if (!codec::read_struct(bytes.data(), bytes.data() + bytes.size(), *value)) value.reset();
  return value;
}

}  // namespace fillwright
