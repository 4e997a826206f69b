// A market that is always there: any stock, its options and the known futures, so that a newcomer
// can trade without an account or a tape.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/ports/market_data.hpp"

namespace fillwright {

struct SyntheticSettings {
  std::uint64_t seed = 1;
  Duration interval = seconds(1);  // between two quotes of one instrument
};

// Each watched instrument is quoted once an interval, at its own moment within it. What it quotes
// depends on seed, symbol and time alone: not on when it was started, nor on what else is watched.
// Threads: the loop's only.
class SyntheticFeed : public QuoteFeed {
 public:
  // `start`: the present. REQUIRES: a positive interval.
  explicit SyntheticFeed(Timestamp start, const SyntheticSettings& settings = {})
      : settings_(settings), now_(start) {}

  std::optional<Timestamp> next_time() const override;
  // In order of time, then of symbol.
  void deliver(Timestamp until) override;
  void listen(std::function<void(InstrumentId, const Quote&)> sink) override;
  // The latest quote before now comes with the next `deliver`. A spread is quoted by its legs,
  // which are instruments of their own and watched as such.
  bool watch(const InstrumentDefined& instrument) override;
  // Any stock; an option that has not expired; a future whose product is known and that has not
  // expired; a spread of at least one leg, whose legs are asked about as themselves.
  bool knows(const InstrumentDefined& instrument) const override;

 private:
  struct Next {
    Timestamp time;
    std::string symbol;
    auto operator<=>(const Next&) const = default;
  };

  SyntheticSettings settings_;
  Timestamp now_;
  std::set<Next> next_;
  std::unordered_map<std::string, InstrumentDefined> watched_;  // looked up only
  std::function<void(InstrumentId, const Quote&)> sink_;
};

}  // namespace fillwright
