// What our own events say that the broker's account holds: the fold that its books are compared
// with.
#pragma once

#include <map>
#include <string>
#include <unordered_set>

#include "events/all_events.hpp"
#include "events/names.hpp"

namespace fillwright {

// A fill of ours, with its figures as they are now.
struct OurFill {
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Price price;
  Money fees;
  bool operator==(const OurFill&) const = default;
};

// Threads: one.
struct OurBooks {
  std::map<InstrumentId, Quantity> held;  // by fills of ours; signed, no zeros
  ByName<OurFill> executions;             // of these fills
  Money cash;                             // by the risk actor's bookings

  // Beside that: fills of orders that are not ours, and what a person or a rule took as it is.
  std::map<InstrumentId, Quantity> held_beside;         // signed, no zeros
  std::unordered_set<std::string> external_executions;  // looked up only
  std::unordered_set<std::string> external_orders;      // by the broker's id; looked up only
  Money cash_beside;
  std::uint64_t fills_not_listed = 0;  // there, which a person accepted

  // Folds one event of any stream; most say nothing about it.
  void note(const AnyEvent& event);
  // What the broker should hold. No zeros.
  std::map<InstrumentId, Quantity> expected() const;
};

}  // namespace fillwright
