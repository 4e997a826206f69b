// The workflow "price_walk_cycle", to measure with: one instrument, one order of one unit at a
// time, for ever. It buys, then sells what it bought, and so on; each order starts at the mid
// rounded down to a tick and goes a tick toward the other side every 5 s, ten times at most. One
// that has not filled 5 s after that is cancelled, and the next begins on the same side.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "actors/domain/decider.hpp"

namespace fillwright {

// How each of its orders walks.
const PricePolicy& cycle_policy();

struct CycleOrder {
  OrderRequested request;
  OrderProgressed progress;
  bool is_over() const { return progress.is_over; }
};

struct PriceWalkCycleState {
  std::shared_ptr<const WorkflowStarted> start;  // absent before the first event
  std::uint64_t orders = 0;                      // asked for, ever
  std::optional<CycleOrder> order;               // the last one asked for
  Quantity held;
  std::optional<TradeCloseAsked> closing;  // somebody wants it flat: it ends once it is
  bool is_over = false;
};

class PriceWalkCycle final : public Decider {
 public:
  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  Decision resume(const Context& context) const override;
  bool is_over() const override { return state_.is_over; }

  const PriceWalkCycleState& state() const { return state_; }

 private:
  PriceWalkCycleState state_;
};

}  // namespace fillwright
