// The one field list of an event: FILLWRIGHT_STRUCT names the fields once, and the binary codec,
// JSON, JSON Schema and docs/events.md all derive from it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string_view>

// FILLWRIGHT_STRUCT(Type, field...): a plain struct that is part of events. Fields are only
// appended.
#define FILLWRIGHT_STRUCT(Type, ...)             \
  BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__)) \
  [[maybe_unused]] constexpr std::string_view described_name(const Type*) { return #Type; }
// FILLWRIGHT_ENUM(Type, name...): an enum by its names. Values are never renumbered or reused.
#define FILLWRIGHT_ENUM(Type, ...)       \
  BOOST_DESCRIBE_ENUM(Type, __VA_ARGS__) \
  [[maybe_unused]] constexpr std::string_view described_name(const Type*) { return #Type; }

namespace fillwright {

// The number of an event type in the journal: unique (checked where the variant of all is made),
// for ever.
using TypeId = std::uint16_t;

template <class T>
concept DescribedStruct = boost::describe::has_describe_members<T>::value;

// Its fields, in order: describe_members gives .pointer and .name.
template <DescribedStruct T>
using FieldsOf = boost::describe::describe_members<T, boost::describe::mod_public>;

// The type's name as written in the source: "OrderFilled".
template <class T>
constexpr std::string_view name_of() {
  return described_name(static_cast<const T*>(nullptr));
}

}  // namespace fillwright
