#include "adapters/clock/wall_clock.hpp"

#include <ctime>

namespace fillwright {
namespace {

Timestamp time_of(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return Timestamp{} + seconds(time.tv_sec) + Duration{time.tv_nsec};
}

}  // namespace

// While the machine slept time went on, too.
Timestamp WallClock::now() const {
  return time_.read(time_of(CLOCK_REALTIME), time_of(CLOCK_BOOTTIME));
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
