#include "deploy/simulation/order_phase.hpp"

namespace fillwright::simulation {

void OrderPhase::note(const AnyEvent& event) {
  if (const auto* attempt = std::get_if<AttemptStarted>(&event)) {
    in_flight_ = attempt->kind;
    has_attempt_ = true;
    is_unknown_ = false;
  } else if (std::holds_alternative<AttemptAccepted>(event)) {
    is_live_ = is_live_ || in_flight_ != AttemptKind::cancel;
    has_attempt_ = false;
  } else if (std::holds_alternative<AttemptRejected>(event) ||
             std::holds_alternative<AttemptNeverArrived>(event)) {
    has_attempt_ = false;
  } else if (std::holds_alternative<AttemptUnknown>(event)) {
    is_unknown_ = true;
  } else if (std::holds_alternative<ChildAccepted>(event)) {
    is_live_ = true;
  } else if (std::holds_alternative<LiveOrderGone>(event)) {
    is_live_ = false;
  } else if (std::holds_alternative<OrderFilled>(event)) {
    has_fills_ = true;
  } else if (std::holds_alternative<OrderReopened>(event)) {
    end_ = {};
    is_live_ = true;
    has_attempt_ = false;
  } else if (std::holds_alternative<OrderCompleted>(event)) {
    end_ = "filled";
  } else if (std::holds_alternative<OrderCancelled>(event)) {
    end_ = "cancelled";
  } else if (std::holds_alternative<OrderExpired>(event)) {
    end_ = "expired";
  } else if (std::holds_alternative<OrderRejected>(event)) {
    end_ = "rejected";
  } else if (std::holds_alternative<OrderRefused>(event)) {
    end_ = "refused";
  }
}

std::string_view OrderPhase::name() const {
  if (is_over()) return end_;
  if (has_attempt_ && is_unknown_) return "unknown";
  if (has_attempt_ && in_flight_ == AttemptKind::replace) return "replacing";
  if (has_attempt_ && in_flight_ == AttemptKind::cancel) return "cancelling";
  if (has_attempt_) return "sending";
  if (has_fills_) return "partly_filled";
  return is_live_ ? "working" : "planned";
}

}  // namespace fillwright::simulation
