// What is held, from fills alone: per account, instrument and workflow (and so per caller), first
// in first out. Dry runs are kept apart. The legs of a spread are positions of their own.
//
// Money is exact: realised = (price sold - price bought) × quantity × multiplier for each part of a
// lot that is closed, rounded half away from zero to 10^-6, which whole contracts never need.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "events/names.hpp"
#include "projections/arithmetic.hpp"
#include "projections/event_meta.hpp"

namespace fillwright {

// What is left of one fill that opened or added.
struct Lot {
  Quantity quantity;  // positive; the position says which way
  Price price;
  std::string order_id;
  Timestamp opened_at;
};

// First in, first out; a position has few, so they lie together.
class Lots {
 public:
  void push_back(Lot lot) { lots_.push_back(std::move(lot)); }
  Lot& front() { return lots_[first_]; }
  void pop_front() {
    if (++first_ * 2 < lots_.size()) return;
    lots_.erase(lots_.begin(), begin());
    first_ = 0;
  }
  bool empty() const { return first_ == lots_.size(); }
  std::size_t size() const { return lots_.size() - first_; }
  std::vector<Lot>::const_iterator begin() const {
    return lots_.begin() + static_cast<std::ptrdiff_t>(first_);
  }
  std::vector<Lot>::const_iterator end() const { return lots_.end(); }

 private:
  std::vector<Lot> lots_;
  std::size_t first_ = 0;  // what is before it is closed
};

// A fill as it counts now, for when it is corrected.
struct PastFill {
  std::uint64_t execution = 0;  // a hash of its id
  Side side = Side::buy;
  std::uint32_t order = 0;  // of Positions
  Quantity quantity;
  Price price;
  Timestamp at;
};

struct PositionRow {
  std::string account;
  InstrumentId instrument;
  std::string workflow_id;
  std::string caller;
  bool is_dry_run = false;
  Quantity multiplier;
  Quantity quantity;  // signed: negative is short
  Lots lots;          // oldest first
  Quantity bought;
  Quantity sold;
  std::uint32_t fills = 0;
  Money realised;       // before fees
  Money fees;           // of every fill so far, those of lots still open included
  Timestamp opened_at;  // when it last went from flat to held
  Timestamp changed_at;
  std::uint64_t first_seq = 0;  // of its first fill

  Money net() const { return minus(realised, fees); }
  // Of the open lots, rounded half away from zero to 10^-9; zero when flat.
  Price average() const;
  // If all of it were closed at `mark`, before fees.
  Money unrealised(Price mark) const;
};

// What one fill did to a position.
struct FillEffect {
  std::uint64_t seq = 0;
  std::uint32_t row = 0;  // of Positions::rows
  std::string order_id;
  std::string execution_id;
  Quantity held_before;
  Quantity held_after;
  Money realised;  // by this fill, before fees
  Money fees;
  Timestamp at;
  bool is_correction = false;  // of a fill that was told before: `realised` and `fees` are changes
};

// Threads: one writer.
struct Positions {
  std::uint64_t last_seq = 0;
  std::deque<PositionRow> rows;  // in order of their first fills

  // Returns what the event did, when it was a fill or its correction; valid until the next apply.
  const FillEffect* apply(const EventMeta& meta, const AnyEvent& event);

 private:
  struct Order {
    std::string order_id;
    std::uint32_t account = 0;   // of accounts_
    std::uint32_t workflow = 0;  // of workflows_
    InstrumentId instrument;
    Quantity multiplier;
    bool is_dry_run = false;
    InstrumentId filled;    // of its latest fill; 0: none yet
    std::uint32_t row = 0;  // of that
  };
  std::uint32_t row_of(Order& order, InstrumentId instrument);
  std::uint32_t add_row(const Order& order, InstrumentId instrument);
  const FillEffect* correct(const EventMeta& meta, Order& order, const FillCorrected& corrected);
  Quantity multiplier_of(const Order& order, InstrumentId instrument) const;

  FillEffect effect_;
  std::deque<Order> orders_;
  std::deque<std::vector<PastFill>> past_;      // beside rows, in the order of the journal
  std::vector<std::uint32_t> order_of_stream_;  // order + 1 by stream number; 0: none
  std::vector<Quantity> multipliers_;           // by instrument number; zero: not defined
  Names accounts_;
  Names workflows_;
  std::vector<std::string> callers_;      // by workflow
  std::vector<std::uint32_t> first_row_;  // row + 1 by workflow, which has few; 0: none
  std::vector<std::uint32_t> next_row_;   // row + 1 of the same workflow, beside rows; 0: none
};

}  // namespace fillwright
