// Events whose type is known only at run time, as they come from the journal.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/all_events.hpp"
#include "events/codec.hpp"

namespace fillwright {

TypeId type_of(const AnyEvent& event);
// What woke a decider, and nothing that was decided: see events/input_events.hpp.
bool is_input(const AnyEvent& event);
std::string encode_event(const AnyEvent& event);
// Nothing when no event type has this number or the bytes are malformed.
std::optional<AnyEvent> decode_event(TypeId type, std::string_view bytes);

// The same for loops over many events: each type is read again and again into the same memory.
// Threads: one.
class EventDecoder {
 public:
  // Null as above; valid until the next event of the same type.
  const AnyEvent* decode(TypeId type, std::string_view bytes);

 private:
  std::vector<std::unique_ptr<AnyEvent>> latest_;  // by type
};

}  // namespace fillwright
