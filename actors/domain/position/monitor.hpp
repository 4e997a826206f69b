// The position monitor of one workflow: woken by quotes that reach a level of its exit plan, it
// tells the workflow, which decides. It keeps nothing that the workflow could not tell it again, so
// that it has no events of its own: its state is the fold of what it was told.
#pragma once

#include <string>

#include "actors/domain/decider.hpp"

namespace fillwright {

struct PositionMonitorState {
  WatchPosition position;
  Price best;  // since entry
};

class PositionMonitor final : public Decider {
 public:
  explicit PositionMonitor(std::string workflow_id) : workflow_id_(std::move(workflow_id)) {}

  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string&, const AnyEvent&) override {}
  void keep(const AnyCommand& command, const Context& context) override;
  // Nothing, until the workflow tells it what to watch.
  Decision resume(const Context&) const override { return {}; }
  std::optional<InstrumentId> watched_instrument() const override;

 private:
  std::string workflow_id_;
  PositionMonitorState state_;
};

}  // namespace fillwright
