// The clock of our machine, which somebody sets, forward or back; and the engine's, as it is live
// (OneWayTime), over the simulation's time, which only goes on.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "adapters/clock/due_queue.hpp"
#include "adapters/clock/one_way_time.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "deploy/simulation/accidents.hpp"
#include "deploy/simulation/random.hpp"

namespace fillwright::simulation {

// One a run of the engine: a new one begins with what the machine's clock says. What was left there
// does nothing once it is gone. Threads: the loop's only.
class OurClock final : public Clock {
 public:
  // `set_by`: by how much the machine's clock is wrong; it changes. Both outlive it.
  OurClock(VirtualClock& world, const Duration& set_by) : world_(world), set_by_(set_by) {
    (void)now();
  }

  Timestamp now() const override { return time_.read(world_.now() + set_by_, world_.now()); }
  void at(Timestamp due, std::function<void()> work) override {
    queue_.push(due, std::move(work));
    wake_for(due);
  }

 private:
  // When it is too early yet, again.
  void wake_for(Timestamp due) {
    const auto wake = world_.now() + std::max(due - now(), Duration{});
    if (awake_at_ && *awake_at_ <= wake) return;
    awake_at_ = wake;
    world_.at(wake, [this, wake, alive = std::weak_ptr<bool>(alive_)] {
      if (alive.expired()) return;
      if (awake_at_ == wake) awake_at_.reset();
      run_due();
    });
  }
  void run_due() {
    const auto end = now();
    for (auto due = queue_.next_due(); due && *due <= end; due = queue_.next_due()) queue_.pop()();
    if (const auto due = queue_.next_due()) wake_for(*due);
  }

  VirtualClock& world_;
  const Duration& set_by_;
  mutable OneWayTime time_;
  DueQueue queue_;
  std::optional<Timestamp> awake_at_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// Of a chance of its own, so that the rest of a seed's story does not change with it. Threads: the
// loop's only.
class MachineClock {
 public:
  // All outlive the clock's work, which begins now.
  MachineClock(std::uint64_t seed, VirtualClock& world, Accidents& accidents);

  // For a run of the engine, which begins.
  std::unique_ptr<Clock> start();
  // Right again, for good.
  void heal();

 private:
  void set(Duration by);

  VirtualClock& world_;
  Accidents& accidents_;
  Random random_;
  Duration set_by_;  // by how much it is wrong
  bool is_ever_set_ = false;
  bool is_healed_ = false;
};

}  // namespace fillwright::simulation
