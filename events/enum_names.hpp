// The names of described enums, by value and back.
#pragma once

#include <boost/mp11.hpp>
#include <optional>
#include <string_view>
#include <type_traits>

#include "events/describe.hpp"

namespace fillwright {

template <class E>
concept DescribedEnum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

// Empty for a value that has no name: one written by a newer version.
template <DescribedEnum E>
constexpr std::string_view enum_name(E value) {
  std::string_view name;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
    if (enumerator.value == value) name = enumerator.name;
  });
  return name;
}

// Nothing when no value has this name.
template <DescribedEnum E>
constexpr std::optional<E> enum_value(std::string_view name) {
  std::optional<E> value;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
    if (name == enumerator.name) value = enumerator.value;
  });
  return value;
}

}  // namespace fillwright
