// One event with what the journal says of it, as text or JSON; shared by `events` and `audit`.
#pragma once

#include <string>
#include <string_view>

#include "events/json_writer.hpp"
#include "projections/event_meta.hpp"
#include "replay/ask/ask.hpp"

namespace fillwright {

// Whether an event of this stream and type is asked for.
bool is_wanted(std::string_view stream, TypeId type, const AskOptions& options);

// {seq, stream, version, type, event_time, record_time, correlation, causation, principal,
// [text,] event}
void write_event(JsonWriter& w, const EventMeta& meta, const AnyEvent& event,
                 const std::string& told);
// "    12  2026-11-20 14:30:00.000Z  order/w1-1 v3  …"
std::string event_line(const EventMeta& meta, std::string_view what);

}  // namespace fillwright
