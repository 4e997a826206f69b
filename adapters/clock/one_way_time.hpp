// The time of day out of two clocks of the system: one that can be set, and one that only goes on.
#pragma once

#include <algorithm>
#include <optional>

#include "events/values.hpp"

namespace fillwright {

// It begins with what the first clock says and goes at the pace of the second. When the first is
// set, forward or back, it is approached by a tenth of the time that passes: time never goes back,
// never stands still, and no wait is over more than a tenth too early or too late. Threads: one.
class OneWayTime {
 public:
  // What both clocks say now; `steady` counts from anywhere.
  Timestamp read(Timestamp of_day, Timestamp steady) {
    if (!last_) last_ = {of_day, steady};
    const auto passed = std::max(steady - last_->steady, Duration{});
    const auto straight = last_->time + passed;
    const Duration most{passed.ns / 10};
    last_ = {straight + std::clamp(of_day - straight, Duration{-most.ns}, most),
             last_->steady + passed};
    return last_->time;
  }

 private:
  struct Read {
    Timestamp time;
    Timestamp steady;
  };
  std::optional<Read> last_;
};

}  // namespace fillwright
