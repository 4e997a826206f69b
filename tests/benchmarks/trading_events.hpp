// What one order leaves in the journal, for benchmarks that need a journal and no trading.
#pragma once

#include <cstdint>
#include <vector>

#include "actors/ports/journal.hpp"
#include "events/all_events.hpp"

namespace fillwright::bench {

// An order that rests: planned, reserved, priced, sent, accepted, its walk over. The mix is that of
// live trading: a plan with its whole policy, then small events. All are of one workflow, so that a
// restart brings back orders alone.
std::vector<AnyEvent> resting_order_events(std::uint64_t number);
// One that walks two rungs and fills.
std::vector<AnyEvent> order_events(std::uint64_t number);
// "order/w7-1".
std::string order_stream(std::uint64_t number);
// Appends them to the order's stream, and commits when much is staged.
void append_order(Journal& journal, std::uint64_t number, const std::vector<AnyEvent>& events);

}  // namespace fillwright::bench
