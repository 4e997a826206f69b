// The newest quote of each instrument that any event has recorded. It is no market data feed: the
// events hold only the quotes that decisions saw, so that every answer that uses a mark says its
// time.
#pragma once

#include <unordered_map>
#include <vector>

#include "projections/event_meta.hpp"

namespace fillwright {

// Threads: one writer.
struct Marks {
  std::uint64_t last_seq = 0;

  void apply(const EventMeta& meta, const AnyEvent& event);
  // Nothing when no event had a quote with both sides, uncrossed.
  const Quote* find(InstrumentId instrument) const;

 private:
  void note(InstrumentId instrument, const Quote& quote);

  std::vector<Quote> newest_;                       // by instrument number; zero time: none
  std::vector<InstrumentId> instrument_of_stream_;  // of order and workflow streams
};

// Both sides are there and not crossed.
constexpr bool is_usable(const Quote& quote) {
  return quote.ask.units > 0 && quote.bid.units > 0 && quote.bid <= quote.ask;
}

}  // namespace fillwright
