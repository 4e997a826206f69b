// What trading came to: trades won and lost, and the curve of the account's equity. A fold that
// keeps open trades and a bounded curve, so that a journal's length does not matter.
//
// A trade is what one workflow does from its first fill to the fill after which it holds nothing;
// its result is all that was received less all that was paid, fees included. Equity is the opening
// cash and the same over all fills, and what is held at the mid of the newest quote in the events.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "projections/arithmetic.hpp"
#include "projections/event_meta.hpp"
#include "projections/marks.hpp"

namespace fillwright {

struct EquityPoint {
  Timestamp at;
  Money equity;
};

struct Drawdown {
  Money depth;      // below the highest equity before it
  Percent percent;  // of that
  Timestamp from;   // of the peak
  Timestamp to;     // of the trough
};

struct Performance {
  std::uint64_t last_seq = 0;
  Money opening;
  Money fees;
  std::uint64_t fills = 0;
  std::uint64_t trades = 0;  // that are over
  std::uint64_t won = 0;
  std::uint64_t lost = 0;  // the others came out at nothing
  Money won_sum;
  Money lost_sum;  // positive
  Money best;      // of one trade
  Money worst;
  Drawdown drawdown;               // the deepest
  std::vector<EquityPoint> curve;  // by time; at most `most_points`
  std::uint64_t stride = 1;        // each point stands for so many changes

  static constexpr std::size_t most_points = 1024;

  void apply(const EventMeta& meta, const AnyEvent& event);

  Money equity() const;
  Money profit() const { return minus(equity(), opening); }
  Money realised() const { return minus(won_sum, lost_sum); }  // of trades that are over
  std::uint64_t open_trades() const { return trades_.size(); }
  // Of trades that are over; nothing while there are none, or none that was lost.
  std::optional<Percent> win_rate() const;
  std::optional<Money> average_win() const;
  std::optional<Money> average_loss() const;
  std::optional<Money> expectancy() const;
  std::optional<Percent> profit_factor() const;  // won ÷ lost: 1.5 is 1.5

 private:
  struct Trade {
    Money flow;  // received less paid, fees included
    std::vector<std::pair<InstrumentId, Quantity>> held;
  };
  struct Held {
    Quantity quantity;
    Quantity multiplier;
    Price mark;
    Money worth;
  };
  void take(const FillBooked& fill, Timestamp at);
  void end_trade(Money result);
  void mark(InstrumentId instrument, Price price, Timestamp at);
  void revalue(Held& held);
  void note_equity(Timestamp at);

  QuoteFinder finder_;
  std::unordered_map<std::string, Trade> trades_;  // by workflow; looked up only
  std::vector<Held> held_;                         // by instrument number
  Money flow_;
  Money worth_;  // of what is held
  Money peak_;
  Timestamp peak_at_;
  std::uint64_t changes_ = 0;
};

}  // namespace fillwright
