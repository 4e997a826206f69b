// The workflow "entry_and_exit": one call of a caller, from its size to flat again. It asks for
// orders and never sends any; what it wants next follows from its state, so that a restart goes on
// where it was.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/decider.hpp"
#include "actors/domain/settings.hpp"

namespace fillwright {

// One of the workflow's orders, as far as it has been told.
struct WorkflowOrder {
  OrderRequested request;
  OrderProgressed progress;
  bool is_cancel_requested = false;
  bool is_changed = false;            // since it was asked for
  std::uint32_t change_refusals = 0;  // of its size or price
  Timestamp change_refused_at;
  bool is_over() const { return progress.is_over; }
  Quantity open() const { return is_over() ? Quantity{} : request.quantity - progress.filled; }
};

// An exit that was decided and is not done: all of it, or a part. One of all of it stays until
// nothing is held, and is tried again after a pause when its order fails.
struct ExitDemand {
  Purpose purpose = Purpose::close;
  bool is_whole = true;
  Quantity quantity;  // of a part
  std::string why;
  std::string order_id;        // while its order works
  std::uint32_t failures = 0;  // of its orders
  Timestamp retry_at;          // no order before that
  Price level;                 // of a stop
  std::string policy = {};     // of its orders; empty: the configured one for its purpose
};

struct EntryExitState {
  std::optional<WorkflowStarted> start;
  ExitPlan plan;
  std::optional<Reading> adding;      // an add waits for its size
  Timestamp sizing_since;             // of the entry, or of the add
  std::string step;                   // in progress: size, entry, monitor, exit
  std::vector<WorkflowOrder> orders;  // in the order in which they were asked for
  Quantity entered;                   // filled by entries and adds
  Quantity exited;
  Price average;  // of the entries' fills
  std::optional<ExitDemand> demand;
  std::optional<Price> stop;  // moved by trailing or break-even
  std::string stop_rule;
  std::optional<HeldOffStop> held_off;
  std::optional<Price> best;
  std::vector<std::uint32_t> target_rejects;  // a count a target
  bool has_hit_target = false;
  std::vector<std::string> oversold_by;    // orders whose fills sold more than was held
  std::optional<TradeCloseAsked> closing;  // somebody wants it flat, and stays so
  Timestamp first_fill_at;
  bool is_over = false;

  Quantity held() const { return entered - exited; }
};

class EntryExit final : public Decider {
 public:
  // The settings and the calendar outlive it.
  EntryExit(const Settings& settings, const MarketCalendar& calendar)
      : settings_(settings), calendar_(calendar) {}

  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  Decision resume(const Context& context) const override;
  std::optional<InstrumentId> watched_instrument() const override;
  bool is_over() const override { return state_.is_over; }

  const EntryExitState& state() const { return state_; }

 private:
  const Settings& settings_;
  const MarketCalendar& calendar_;
  EntryExitState state_;
};

// It ended without being filled, and not because we asked: rejected, refused, cancelled by others.
bool has_failed(const WorkflowOrder& order);
// And a person did: it is not tried again.
bool is_cancelled_by_person(const WorkflowOrder& order);

void evolve(EntryExitState& workflow, const AnyEvent& event);

}  // namespace fillwright
