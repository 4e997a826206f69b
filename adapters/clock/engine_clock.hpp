// One engine's view of a clock that outlives it: what the engine left there does nothing once its
// view is gone. A broker outlives us, and so does the clock that it shares with us.
#pragma once

#include <memory>

#include "actors/ports/clock.hpp"

namespace fillwright {

// Threads: the loop's only.
class EngineClock final : public Clock {
 public:
  explicit EngineClock(Clock& clock) : clock_(clock) {}
  Timestamp now() const override { return clock_.now(); }
  void at(Timestamp due, std::function<void()> work) override {
    clock_.at(due, [alive = std::weak_ptr<bool>(alive_), work = std::move(work)] {
      if (!alive.expired()) work();
    });
  }

 private:
  Clock& clock_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace fillwright
