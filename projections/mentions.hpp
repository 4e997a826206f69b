// What an event speaks of besides the thing whose stream it is on, as keys: what an index needs in
// order to find an order's whole story without reading the journal.
#pragma once

#include <string>
#include <vector>

#include "projections/event_meta.hpp"

namespace fillwright {

// Lists of their own.
constexpr auto planned_orders_key = "orders";  // each OrderPlanned
constexpr auto refusals_key = "refusals";      // whatever a refusal is told by
constexpr auto fills_key = "fills";            // each OrderFilled

inline std::string order_key(const std::string& order_id) { return "order/" + order_id; }
inline std::string workflow_key(const std::string& workflow_id) {
  return "workflow/" + workflow_id;
}
// What a message caused, by the seq of the message.
inline std::string caused_key(std::uint64_t seq) { return "caused/" + std::to_string(seq); }
// The definitions of an instrument.
inline std::string defined_key(InstrumentId instrument) {
  return "defined/" + std::to_string(instrument.number);
}

// The keys of one event. An order's key is the name of its stream, where its own events are.
std::vector<std::string> mentions_of(const EventMeta& meta, const AnyEvent& event);

}  // namespace fillwright
