#include "adapters/clock/virtual_clock.hpp"

namespace fillwright {

void VirtualClock::advance_to(Timestamp time) {
  const auto end = std::max(now_, time);
  for (auto due = next_due(); due && *due <= end; due = next_due()) {
    now_ = std::max(now_, *due);
    queue_.pop()();
  }
  now_ = std::max(now_, end);
}

}  // namespace fillwright
