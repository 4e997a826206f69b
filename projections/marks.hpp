// The quotes that events have recorded, by instrument. It is no market data feed: the events hold
// only the quotes that decisions saw, so that every answer that uses one says its time.
#pragma once

#include <optional>
#include <vector>

#include "projections/event_meta.hpp"

namespace fillwright {

// It has a time and both sides, and is not crossed. A spread's prices may be zero or negative, so
// that a side is missing only when its size is zero too.
bool is_whole(const Quote& quote);

// Finds the quote in an event, and whose it is: events of orders and workflows leave that to their
// streams.
class QuoteFinder {
 public:
  struct Seen {
    InstrumentId instrument;
    Quote quote;
  };
  // Nothing when there is no quote in it, or it is not whole. To be given every event, in order.
  std::optional<Seen> find(const EventMeta& meta, const AnyEvent& event);

 private:
  std::vector<InstrumentId> instrument_of_stream_;
};

// The newest quote of each instrument. Threads: one writer.
struct Marks {
  std::uint64_t last_seq = 0;

  void apply(const EventMeta& meta, const AnyEvent& event);
  // The same for a quote that is known from elsewhere.
  void take(const QuoteFinder::Seen& seen);
  // Nothing when no event had one.
  const Quote* find(InstrumentId instrument) const;

 private:
  QuoteFinder finder_;
  std::vector<Quote> newest_;  // by instrument number; zero time: none
};

// Every quote of one instrument, in the order in which they were recorded.
struct QuoteTrail {
  InstrumentId instrument;
  std::uint64_t last_seq = 0;
  std::vector<Quote> quotes{};

  void apply(const EventMeta& meta, const AnyEvent& event);

 private:
  QuoteFinder finder_{};
};

}  // namespace fillwright
