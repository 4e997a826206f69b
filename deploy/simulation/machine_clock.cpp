#include "deploy/simulation/machine_clock.hpp"

#include "adapters/clock/engine_clock.hpp"

namespace fillwright::simulation {

MachineClock::MachineClock(std::uint64_t seed, VirtualClock& world, Accidents& accidents)
    : world_(world), accidents_(accidents), random_(seed, "machine clock") {
  is_ever_set_ = random_.has_luck(15);
  if (!is_ever_set_) return;
  for (auto more = random_.between(1, 4); more > 0; --more) {
    const auto longest = random_.has_luck(50) ? 5'000 : 90'000;
    const auto by = milliseconds(random_.between(-longest, longest));
    world_.at(world_.now() + milliseconds(random_.between(0, 90'000)), [this, by] { set(by); });
  }
}

std::unique_ptr<Clock> MachineClock::start() {
  if (is_ever_set_) return std::make_unique<OurClock>(world_, set_by_);
  return std::make_unique<EngineClock>(world_);
}

void MachineClock::set(Duration by) {
  if (is_healed_) return;
  accidents_.tell("clock set", "the machine's clock is set: " + std::to_string(by.ns / 1'000'000) +
                                   " ms past the right time");
  set_by_ = by;
}

void MachineClock::heal() {
  is_healed_ = true;
  set_by_ = {};
}

}  // namespace fillwright::simulation
