// The rows of Pnl, kept up to date event by event: which of them an event has changed, and what
// they are now. For whoever publishes them as they change, where Pnl::rows() adds all of it up.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "events/names.hpp"
#include "projections/pnl.hpp"
#include "projections/positions.hpp"

namespace fillwright {

// In the order of Pnl::rows().
struct PnlKey {
  Date day;
  std::string account;
  std::string caller;
  InstrumentId instrument;
  bool is_dry_run = false;
  auto operator<=>(const PnlKey&) const = default;
};

// Threads: one.
class PnlSums {
 public:
  // `effect`: what Positions::apply said of the same event; its row is one of `positions`. Each
  // event once, in order; `seq` is its own.
  void apply(std::uint64_t seq, const AnyEvent& event, const FillEffect* effect,
             const Positions& positions);

  // Null when no fill counts there.
  const PnlRow* find(const PnlKey& key) const;
  // As Pnl::rows().
  std::vector<PnlRow> rows() const;
  // Of rows that have changed and are not forgotten, in order, and perhaps more than once. One that
  // is not found any more: its fills turned out to be of another day.
  std::vector<PnlKey> changes() const;
  // Those that events up to this one have made.
  void forget_changes(std::uint64_t seq);

 private:
  struct Fill {
    std::uint64_t execution = 0;  // a hash of its id
    std::uint32_t place = 0;      // of places_
    Date day;                     // where it counts now
    Date utc_day;
    bool is_assumed = true;
    bool is_counted = false;
    bool is_correction = false;
    Money realised;
    Money fees;
  };
  struct Sum {
    PnlRow row;
    std::uint32_t parts = 0;  // fills and corrections that count in it
  };
  struct Change {
    std::uint64_t seq = 0;
    PnlKey key;
  };
  struct Booking {
    std::uint64_t execution = 0;
    Date day;
  };
  struct Order {
    Date reserved;  // zero: not known
    std::vector<Fill> fills;
    std::vector<Booking> bookings;
  };
  Order& order_of(const std::string& order_id);
  std::uint32_t place_of(std::uint32_t position, const PositionRow& row);
  void count(const Fill& fill, int direction);
  // Moves the order's fills to where what is known of their days by now says.
  void settle(Order& order);

  std::map<PnlKey, Sum> sums_;
  std::vector<Change> changes_;  // by seq
  std::uint64_t seq_ = 0;        // of the event that is taken in
  Names order_ids_;
  std::deque<Order> orders_;    // by number of their ids
  std::vector<PnlKey> places_;  // without a day
  std::map<PnlKey, std::uint32_t> number_of_place_;
  std::vector<std::uint32_t> place_of_position_;  // and one, by row; 0: not looked for
};

}  // namespace fillwright
