// The stored form of events: canonical bytes from the one field list (see events/struct_codec.hpp
// for the shape). A thin header: the code for all event types is made once, in codec.cpp.
//
// Threads: all of it may be called from any thread.
#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "events/describe.hpp"

namespace fillwright {

template <class E>
concept Event = requires {
  { E::type_id } -> std::convertible_to<TypeId>;
};

// The struct's name: "OrderFilled". Empty for a number that no event type has.
std::string_view type_name(TypeId type);
// Nothing when no event type has this name.
std::optional<TypeId> type_named(std::string_view name);
// Every event type, by rising number.
std::span<const TypeId> all_types();

namespace codec {
// One address per type: guards against a type outside AnyEvent that borrows another's number.
template <class E>
inline constexpr char tag = 0;
// These abort when the type with this number has another tag: such an event cannot be stored.
void encode_erased(std::string& out, TypeId type, const char* event_tag, const void* event);
bool decode_erased(TypeId type, const char* event_tag, std::string_view bytes, void* event);
}  // namespace codec

// Appends the event's bytes to `out`.
template <Event E>
void encode_into(std::string& out, const E& event) {
  codec::encode_erased(out, E::type_id, &codec::tag<E>, &event);
}

template <Event E>
std::string encode(const E& event) {
  std::string out;
  encode_into(out, event);
  return out;
}

// Overwrites all fields and reuses their memory: for loops over many events. False when the bytes
// are malformed; `event` is then half read and good for nothing but the next call.
template <Event E>
bool decode_into(E& event, std::string_view bytes) {
  return codec::decode_erased(E::type_id, &codec::tag<E>, bytes, &event);
}

// Nothing when the bytes are malformed. Fields that they do not give have their defaults; bytes
// that a newer version appended are ignored.
template <Event E>
std::optional<E> decode(std::string_view bytes) {
  std::optional<E> event(std::in_place);
  if (!decode_into(*event, bytes)) event.reset();
  return event;
}

}  // namespace fillwright
