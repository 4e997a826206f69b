// Too many errors in a short time: it is better to stop, and to look at the books, than to go on.
#pragma once

#include <deque>

#include "actors/domain/settings.hpp"

namespace fillwright {

// Threads: one.
class CircuitBreaker {
 public:
  explicit CircuitBreaker(const BreakerSettings& settings) : settings_(settings) {}

  // One more error. True when it was one too many; counting starts anew then.
  bool note_error(Timestamp now);
  Duration pause() const { return settings_.pause; }

 private:
  BreakerSettings settings_;
  std::deque<Timestamp> errors_;  // within the window
};

}  // namespace fillwright
