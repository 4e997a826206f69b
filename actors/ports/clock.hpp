// Time, and work that is due later, as the inside asks for them. Live it is the wall clock; in
// demo, backtest and simulation it is virtual and moves only when everything due has been done
// (R8).
#pragma once

#include <functional>

#include "events/values.hpp"

namespace fillwright {

// Threads: the loop's only.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
  // Runs `work` on the loop at or after `due`; equal times run in the order they were given. Not
  // durable: what must survive a crash is a journal timer.
  virtual void at(Timestamp due, std::function<void()> work) = 0;
};

}  // namespace fillwright
