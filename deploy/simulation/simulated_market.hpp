// Quotes for a simulation: integers only, so that a seed gives the same on every machine. Prices
// wander by ticks; now and then a quote is crossed, lacks a side, or none comes for a while.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "actors/ports/market_data.hpp"
#include "deploy/simulation/random.hpp"

namespace fillwright::simulation {

// Of quotes, in percent.
struct MarketAccidents {
  std::uint64_t crossed = 0;
  std::uint64_t one_sided = 0;
  std::uint64_t silent = 0;  // then no quote comes for up to 90 s
  std::uint64_t stale = 0;   // its time is up to a minute ago
};

// It outlives our restarts. Threads: the loop's only.
class SimulatedMarket final : public QuoteFeed {
 public:
  SimulatedMarket(std::uint64_t seed, Timestamp start, MarketAccidents accidents)
      : seed_(seed), now_(start), accidents_(accidents) {}

  // No quote comes any more.
  void close() { is_closed_ = true; }
  // From now on quotes are sound.
  void heal() { accidents_ = {}; }

  std::optional<Timestamp> next_time() const override;
  void deliver(Timestamp until) override;
  void listen(std::function<void(InstrumentId, const Quote&)> sink) override {
    sink_ = std::move(sink);
  }
  bool watch(const InstrumentDefined& instrument) override;
  bool knows(const InstrumentDefined&) const override { return true; }

 private:
  struct Line {
    InstrumentId id;
    Random random;
    Timestamp next;
    std::int64_t bid_cents = 0;
    std::int64_t spread_cents = 0;
    std::int64_t tick_cents = 1;
  };
  Quote quote(Line& line) const;

  std::uint64_t seed_;
  Timestamp now_;
  MarketAccidents accidents_;
  bool is_closed_ = false;
  std::map<std::string, Line> lines_;  // by symbol
  std::function<void(InstrumentId, const Quote&)> sink_;
};

}  // namespace fillwright::simulation
