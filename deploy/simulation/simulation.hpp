// Trades a made-up story while everything that can go wrong does: the real actors, journal,
// recovery and paper broker; a line, a disk, a power supply and a market that fail by a seed, which
// also decides which actor is next. After each step the broker's books testify against ours.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"
#include "deploy/simulation/order_phase.hpp"

namespace fillwright::simulation {

struct Outcome {
  std::uint64_t seed = 0;
  std::string violation;                        // empty: every invariant held
  std::vector<std::string> accidents;           // in order, with their times, for people
  std::vector<std::string> last_events;         // of a violation: the journal's last ones
  std::map<std::string, std::uint64_t> counts;  // of accidents, by kind
  AccidentTable table;                          // ... and by the state of the orders concerned
  std::uint64_t events = 0;
  std::uint64_t orders = 0;
  std::uint64_t fills = 0;
  std::uint64_t crashes = 0;
  std::string journal_hash;  // hex: the same seed gives the same on every machine
};

// One story from one seed. Threads: any, each its own.
Outcome simulate(std::uint64_t seed, const MarketCalendar& calendar);

}  // namespace fillwright::simulation
