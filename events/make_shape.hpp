// Makes the shape of any described struct from its field list. For whoever writes structs that are
// no events as JSON; the shapes of events come from events/shape.hpp.
#pragma once

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/json_writer.hpp"
#include "events/shape.hpp"

namespace fillwright {
namespace shapes {

using Kind = Shape::Kind;

template <class T>
struct ShapeOf;
template <class T>
inline constexpr Shape shape = ShapeOf<T>::make();

constexpr Shape plain(Kind kind) {
  Shape made;
  made.kind = kind;
  return made;
}
constexpr Shape containing(Kind kind, const Shape& of) {
  auto made = plain(kind);
  made.of = &of;
  return made;
}
constexpr Shape decimal(std::string_view name, int digits) {
  auto made = plain(Kind::decimal);
  made.name = name;
  made.digits = digits;
  return made;
}

template <std::integral T>
struct ShapeOf<T> {
  static constexpr Shape make() {
    auto made = plain(Kind::integer);
    made.bits = static_cast<int>(sizeof(T)) * 8;
    made.is_signed = std::is_signed_v<T>;
    return made;
  }
};
template <>
struct ShapeOf<bool> {
  static constexpr Shape make() { return plain(Kind::boolean); }
};
template <>
struct ShapeOf<std::string> {
  static constexpr Shape make() { return plain(Kind::text); }
};
template <>
struct ShapeOf<std::string_view> {
  static constexpr Shape make() { return plain(Kind::text); }
};
template <>
struct ShapeOf<Bytes> {
  static constexpr Shape make() { return plain(Kind::bytes); }
};
template <>
struct ShapeOf<Timestamp> {
  static constexpr Shape make() { return plain(Kind::time); }
};
template <>
struct ShapeOf<Duration> {
  static constexpr Shape make() { return plain(Kind::span); }
};
template <>
struct ShapeOf<Date> {
  static constexpr Shape make() { return plain(Kind::date); }
};
template <>
struct ShapeOf<InstrumentId> {
  static constexpr Shape make() { return plain(Kind::instrument); }
};
template <>
struct ShapeOf<Price> {
  static constexpr Shape make() { return decimal("Price", Price::digits); }
};
template <>
struct ShapeOf<Money> {
  static constexpr Shape make() { return decimal("Money", Money::digits); }
};
template <>
struct ShapeOf<Quantity> {
  static constexpr Shape make() { return decimal("Quantity", Quantity::digits); }
};
template <>
struct ShapeOf<Percent> {
  static constexpr Shape make() { return decimal("Percent", Percent::digits); }
};
template <class T>
struct ShapeOf<std::optional<T>> {
  static constexpr Shape make() { return containing(Kind::optional, shape<T>); }
};
template <class T>
struct ShapeOf<std::vector<T>> {
  static constexpr Shape make() { return containing(Kind::list, shape<T>); }
};

template <DescribedEnum E>
struct ShapeOf<E> {
  static constexpr auto enumerators =
      []<template <class...> class List, class... Item>(List<Item...>) {
        return std::array{EnumeratorShape{Item::name, static_cast<std::int64_t>(Item::value)}...};
      }(boost::describe::describe_enumerators<E>{});
  static constexpr Shape make() {
    auto made = plain(Kind::enumeration);
    made.name = name_of<E>();
    made.enumerators = enumerators;
    return made;
  }
};

template <auto Member>
struct MemberType;
template <class T, class Field, Field T::*Member>
struct MemberType<Member> {
  using type = Field;
};

template <class T, auto Member>
std::string default_json() {
  std::string out;
  JsonWriter(out).value(T{}.*Member);
  return out;
}

template <DescribedStruct T>
struct ShapeOf<T> {
  static constexpr auto fields = []<template <class...> class List, class... Item>(List<Item...>) {
    return std::array{FieldShape{Item::name, &shape<typename MemberType<Item::pointer>::type>,
                                 default_json<T, Item::pointer>}...};
  }(FieldsOf<T>{});
  static constexpr Shape make() {
    auto made = plain(Kind::structure);
    made.name = name_of<T>();
    made.fields = fields;
    return made;
  }
};

}  // namespace shapes

// Lives as long as the program.
template <DescribedStruct T>
const Shape& shape_of() {
  return shapes::shape<T>;
}

}  // namespace fillwright
