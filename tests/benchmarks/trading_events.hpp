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
// The same, of trades that begin and end: an odd order opens its workflow's position, the next one
// closes it, but for every thousandth.
std::vector<AnyEvent> trade_events(std::uint64_t number);
// What begins the workflow of such an odd order, on the stream of that name.
WorkflowStarted trade_start(std::uint64_t number);
// "order/w7-1".
std::string order_stream(std::uint64_t number);
// Appends a journal of such trades until it holds `events` of them, and commits the whole; each
// commit takes so many orders, or what is allowed to be staged.
void append_trades(Journal& journal, std::uint64_t events,
                   std::uint64_t orders_a_commit = ~std::uint64_t{0});
// Appends them to the order's stream, and commits when much is staged.
void append_order(Journal& journal, std::uint64_t number, const std::vector<AnyEvent>& events);

}  // namespace fillwright::bench
