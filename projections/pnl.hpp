// Profit and loss per exchange day, account, caller and instrument; realised from fills, unrealised
// from the newest quote that the events know (see marks.hpp).
//
// The day of a fill is the one under which it was booked (FillBooked), else the one of the order's
// reservation, else the UTC date of the fill, which is then said.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "projections/marks.hpp"
#include "projections/positions.hpp"

namespace fillwright {

Date utc_date(Timestamp time);

struct PnlRow {
  Date day;
  bool is_day_assumed = false;  // nobody named the exchange's day: the UTC date of a fill
  std::string account;
  std::string caller;
  InstrumentId instrument;
  bool is_dry_run = false;
  std::uint32_t fills = 0;
  std::uint32_t assumed = 0;  // of these fills, those whose day nobody named
  Money realised;             // before fees
  Money fees;
  Money net() const { return minus(realised, fees); }
};

struct UnrealisedRow {
  const PositionRow* position = nullptr;
  const Quote* mark = nullptr;  // nothing: no quote is known, and nothing is reckoned
  Money unrealised;             // at the mark's mid, before fees
};

struct PnlTotal {
  Money realised;
  Money fees;
  Money unrealised;
  std::uint32_t unmarked = 0;  // open positions without a mark, left out of `unrealised`
  Money net() const { return minus(realised, fees); }
};

// Threads: one writer.
struct Pnl {
  std::uint64_t last_seq = 0;
  Positions positions;
  Marks marks;

  void apply(const EventMeta& meta, const AnyEvent& event);
  // By day, account, caller, instrument number.
  std::vector<PnlRow> rows() const;
  // Of what is held, in order of first fills. Valid until the next apply.
  std::vector<UnrealisedRow> unrealised() const;
  // Without dry runs, or of dry runs only.
  PnlTotal total(bool is_dry_run = false) const;

 private:
  std::vector<FillEffect> fills_;
  // Looked up, never iterated.
  std::unordered_map<std::string, Date> booked_;    // by order and execution
  std::unordered_map<std::string, Date> reserved_;  // by order
};

}  // namespace fillwright
