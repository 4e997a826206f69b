// The one field list of an event: FILLWRIGHT_EVENT names the fields once, and equality, the binary
// codec, JSON, JSON Schema and docs/events.md all derive from it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>

// FILLWRIGHT_STRUCT(Type, field...): a plain struct that is part of events. Fields are only
// appended.
#define FILLWRIGHT_STRUCT(Type, ...) BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__))
// FILLWRIGHT_ENUM(Type, name...): an enum by its names. Values are never renumbered or reused.
#define FILLWRIGHT_ENUM(Type, ...) BOOST_DESCRIBE_ENUM(Type, __VA_ARGS__)

namespace fillwright {

// The number of an event type in the journal: unique (checked where the variant of all is made),
// for ever.
using TypeId = std::uint16_t;

}  // namespace fillwright
