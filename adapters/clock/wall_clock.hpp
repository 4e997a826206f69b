// The system's clock, for live trading and live paper trading.
#pragma once

#include "actors/ports/clock.hpp"
#include "adapters/clock/due_queue.hpp"
#include "adapters/clock/one_way_time.hpp"

namespace fillwright {

// Threads: the loop's only.
class WallClock : public Clock {
 public:
  // UTC. When the system's clock is set while the process runs, this one approaches it without
  // going back, standing still or leaping: see OneWayTime. A restart takes it at once.
  Timestamp now() const override;
  void at(Timestamp due, std::function<void()> work) override { queue_.push(due, std::move(work)); }

  // How long the loop may sleep; it may lie in the past.
  std::optional<Timestamp> next_due() const { return queue_.next_due(); }
  // Runs all work due by now, in order, and what that work adds for times up to the same moment.
  // Returns how many.
  std::size_t run_due();

 private:
  mutable OneWayTime time_;
  DueQueue queue_;
};

}  // namespace fillwright
