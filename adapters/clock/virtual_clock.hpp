// Time that moves only when it is told to, and never past work that is due: demo, backtest,
// simulation.
#pragma once

#include "actors/ports/clock.hpp"
#include "adapters/clock/due_queue.hpp"

namespace fillwright {

// Threads: the loop's only.
class VirtualClock : public Clock {
 public:
  explicit VirtualClock(Timestamp start) : now_(start) {}

  Timestamp now() const override { return now_; }
  void at(Timestamp due, std::function<void()> work) override { queue_.push(due, std::move(work)); }

  // When the next work is due; it may lie in the past.
  std::optional<Timestamp> next_due() const { return queue_.next_due(); }
  // Runs all work due at or before `time`, in order, work that this work adds included; each with
  // `now()` at its due time. Then it is `time`. Time never goes back: an earlier `time` only runs
  // what is overdue.
  void advance_to(Timestamp time);

 private:
  Timestamp now_;
  DueQueue queue_;
};

}  // namespace fillwright
