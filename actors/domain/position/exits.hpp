// When a position should be left: the exits of a plan against a quote, as pure functions. A long
// position is judged by the bid, a short one by the ask: what leaving it would bring.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "actors/domain/decider.hpp"

namespace fillwright {

struct StopLevel {
  Price price;
  std::string rule;  // stop_loss, stop_price, trailing_stop, break_even
};

// The tightest stop in force: the largest for a long position, the smallest for a short one. One
// that is held off is not.
// Nothing when the plan has none.
std::optional<StopLevel> stop_in_force(const WatchPosition& position);

// The stop that trailing asks for when the best price since entry is `best`, rounded to a tick away
// from the market; nothing while it does not trail (yet).
std::optional<Price> trailing_stop(const WatchPosition& position, Price best,
                                   const std::vector<TickBand>& ticks);

struct NoExit {};
using ExitCheck = std::variant<NoExit, TriggerExit, MoveStop, RearmStop>;

// What this quote means for the position. A missing side or a crossed quote means nothing. `best`
// is the best price so far and is raised by the quote.
ExitCheck check_exits(const WatchPosition& position, const Quote& quote,
                      const std::vector<TickBand>& ticks, Price& best);

// What should wake the monitor next: the stop, and the next best price when a stop follows it.
std::vector<Interest> exit_interests(const WatchPosition& position, Price best,
                                     const std::vector<TickBand>& ticks);

}  // namespace fillwright
