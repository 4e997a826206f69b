// What a journal knows of its orders that is needed to run one again: what was planned, what was
// asked of it later from outside, and what came of it.
#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "actors/ports/journal.hpp"
#include "events/control_events.hpp"
#include "events/instruments.hpp"
#include "events/order_events.hpp"

namespace fillwright {

struct RecordedOrder {
  OrderPlanned plan;
  // The quote of the very time at which it was planned was seen by it: it was planned after it.
  bool is_after_quote = false;
  // What its workflow or a person wanted of it later, in order.
  std::vector<std::variant<CancelRequested, ChangeRequested>> later;
  std::vector<PriceStepped> walk;
  std::vector<OrderFilled> fills;
  std::string outcome;  // filled, cancelled, expired, rejected, refused; empty: it is open
  Timestamp ended_at;
};

// Why no policy applies to it, in words; empty when one does: it has walked.
std::string why_no_walk(const RecordedOrder& order);

struct RecordedOrders {
  std::vector<RecordedOrder> orders;  // as they were planned
  Instruments instruments;
  std::vector<TapeNamed> tapes;  // that the journal was recorded with, or read from
  std::map<std::uint64_t, std::vector<std::string>> configurations;  // values, by version

  RecordedOrders() = default;
  RecordedOrders(RecordedOrders&&) = default;
};

// One order, or with an empty id all that were planned at or after `since`. An error is as in
// ask.hpp; for an order that is not there it names the nearest ids.
tl::expected<RecordedOrders, std::string> read_recorded_orders(const JournalReader& journal,
                                                               const std::string& order_id,
                                                               Timestamp since = {});

}  // namespace fillwright
