// Quotes, as the inside sees them. Port; see adapters/market.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/instrument_events.hpp"

namespace fillwright {

// A feed of quotes: a tape, a synthetic market, a live stream. It knows instruments by their
// canonical symbols and delivers by number once told. Threads: the loop's only.
class QuoteFeed {
 public:
  virtual ~QuoteFeed() = default;
  // The time of the next quote it has, when it is a recorded or made one; nothing: none, or it
  // pushes.
  virtual std::optional<Timestamp> next_time() const = 0;
  // Delivers every quote due at or before `until`, in order, to the sink.
  virtual void deliver(Timestamp until) = 0;
  // `sink` gets each quote of a watched instrument; called from deliver.
  virtual void listen(std::function<void(InstrumentId, const Quote&)> sink) = 0;
  // From now on quotes of this instrument are wanted. False when the feed has never heard of it. A
  // recorded feed then also gives its latest quote before now, if it has passed one.
  virtual bool watch(const InstrumentDefined& instrument) = 0;
  // Whether the symbol is one that this feed can quote at all.
  virtual bool knows(const InstrumentDefined& instrument) const = 0;
  // Of a recorded feed: the canonical symbols of all that it quotes, in order.
  virtual std::vector<std::string> symbols() const { return {}; }
  // When the last quote of a recorded feed is due; nothing: it has none, or does not know.
  virtual std::optional<Timestamp> last_time() const { return std::nullopt; }
  // What a reader of results must know of where the quotes are from: "path invented within bars,
  // seed 7". Empty: nothing.
  virtual std::string notice() const { return {}; }
};

}  // namespace fillwright
