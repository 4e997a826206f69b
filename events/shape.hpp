// What events look like, as data: made from the one field list, read by the JSON Schema and the
// event reference.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "events/describe.hpp"

namespace fillwright {

struct FieldShape;

struct EnumeratorShape {
  std::string_view name;
  std::int64_t value = 0;
};

struct Shape {
  enum class Kind : std::uint8_t {
    boolean,
    integer,
    decimal,
    time,
    span,
    date,
    instrument,
    text,
    bytes,
    enumeration,
    structure,
    optional,
    list,
  };
  Kind kind = Kind::boolean;
  std::string_view name;               // of an enumeration, structure or decimal ("Price")
  int digits = 0;                      // of a decimal's fraction
  int bits = 0;                        // of an integer
  bool is_signed = false;              // the integer
  const Shape* of = nullptr;           // what is in an optional or list
  std::span<const FieldShape> fields;  // of a structure
  std::span<const EnumeratorShape> enumerators;  // of an enumeration
};

struct FieldShape {
  std::string_view name;
  const Shape* shape = nullptr;
  // What it is when the stored bytes do not give it, as JSON.
  std::string (*default_json)() = nullptr;
};

// Null when no event type has this number. Lives as long as the program.
const Shape* shape_of(TypeId type);

}  // namespace fillwright
