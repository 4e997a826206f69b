#include "adapters/clock/wall_clock.hpp"

#include <chrono>

namespace fillwright {

Timestamp WallClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  const Timestamp read{std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch).count()};
  latest_ = std::max(latest_, read);
  return latest_;
}

std::size_t WallClock::run_due() {
  const auto end = now();  // read once, so that work which is always due cannot hold the loop
  std::size_t count = 0;
  for (auto due = next_due(); due && *due <= end; due = next_due()) {
    queue_.pop()();
    ++count;
  }
  return count;
}

}  // namespace fillwright
