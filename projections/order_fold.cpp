#include "projections/order_fold.hpp"

#include "events/enum_names.hpp"

namespace fillwright {
namespace {

// One function per event that says something of an order; the rest are ignored.
struct OrderFold {
  OrderRow& row;
  OrderProgress& progress;

  void on(const OrderRefused& event) {
    end(OrderPhase::refused, event.at);
    row.refusal = event.reason;
    row.reason = event.detail;
  }
  void on(const PriceStepped& event) {
    row.rungs = event.rung;
    row.is_market = event.is_market;
    row.limit.reset();
    if (!event.is_market) row.limit = event.to;
    row.reason.clear();
  }
  void on(const StepHeld& event) { row.reason = enum_name(event.reason); }
  void on(const WalkEnded& event) {
    if (event.end != EndAction::cancel) return;
    progress.is_cancelling = true;
    row.reason = enum_name(event.why);
  }
  void on(const AttemptStarted& event) {
    ++row.attempts;
    if (row.sent_at.ns == 0) row.sent_at = event.at;
    progress.pending = event.attempt;
    progress.pending_kind = event.kind;
    progress.is_linked = event.is_linked;
    progress.pending_quantity = row.quantity;
    progress.is_unknown = progress.is_questioned = false;
    if (event.kind == AttemptKind::cancel) return;
    row.is_market = event.type == OrderType::market;
    if (!row.is_market) row.limit = event.limit;
  }
  void on(const AttemptAccepted& event) {
    if (!answered(event.attempt)) return;
    if (!event.broker_order_id.empty()) row.broker_order_id = event.broker_order_id;
    if (progress.pending_kind == AttemptKind::cancel) {
      progress.is_cancelling = true;
      return;
    }
    progress.is_live = true;
    progress.live_limit = row.limit;
    progress.live_quantity = progress.pending_quantity;
  }
  void on(const ChildAccepted& event) {
    row.broker_order_id = event.broker_order_id;
    if (row.sent_at.ns == 0) row.sent_at = event.at;
    progress.is_live = true;
    progress.live_limit = row.limit;
    progress.live_quantity = row.quantity;
  }
  void on(const AttemptRejected& event) {
    if (!answered(event.attempt)) return;
    if (progress.pending_kind == AttemptKind::cancel) progress.is_cancelling = false;
    if (progress.pending_kind == AttemptKind::replace) {  // the old one stays
      row.limit = progress.live_limit;
      row.quantity = progress.live_quantity;
    }
    row.reason = event.text.empty() ? event.code : event.text;
  }
  void on(const AttemptUnknown& event) {
    if (event.attempt != progress.pending) return;
    progress.is_unknown = true;
    row.reason = event.why;
  }
  void on(const AttemptNeverArrived& event) { answered(event.attempt); }
  void on(const AttemptQuestioned& event) {
    if (event.attempt != progress.pending) return;
    progress.is_questioned = true;
    progress.is_unknown = false;
    row.reason = "the broker asks: " + event.text;
  }
  void on(const QuestionAnswered& event) { close_question(event.attempt); }
  void on(const QuestionExpired& event) { close_question(event.attempt); }
  void on(const FillMismatched& event) { progress.mismatched = event.execution_id; }
  void on(const OrderFilled& event) {
    if (!progress.mismatched.empty() && event.execution_id == progress.mismatched) return;
    ++row.fills;
    row.filled = plus(row.filled, event.order_quantity);
    row.fees = plus(row.fees, event.fees);
    const auto paid = static_cast<Wide>(event.price.units) * event.quantity.units;
    progress.paid = plus(progress.paid, paid * sign(event.side));
    if (row.filled.units > 0)
      row.average = {divide_rounded(progress.paid * sign(row.side), row.filled.units)};
    if (row.first_fill_at.ns == 0) row.first_fill_at = event.at;
    row.last_fill_at = event.at;
    // A fill can land after our cancel: the broker's word is final.
    if (row.filled >= row.quantity) end(OrderPhase::filled, event.at);
  }
  void on(const FillCorrected& event) {
    if (event.execution_id == progress.mismatched) return;
    row.filled = plus(row.filled, minus(event.now.order_quantity, event.before.order_quantity));
    row.fees = plus(row.fees, minus(event.now.fees, event.before.fees));
    const auto paid = [](const FillFigures& figures) {
      return static_cast<Wide>(figures.price.units) * figures.quantity.units;
    };
    progress.paid = plus(progress.paid, (paid(event.now) - paid(event.before)) * sign(event.side));
    row.average = {};
    if (row.filled.units > 0)
      row.average = {divide_rounded(progress.paid * sign(row.side), row.filled.units)};
    // It was complete by wrong figures, and this fold ends one by its fills alone.
    if (progress.end == OrderPhase::filled && !progress.is_told_over && row.filled < row.quantity) {
      progress.end.reset();
      row.ended_at = {};
    }
  }
  void on(const OrderReopened& event) {
    progress.end.reset();
    progress.is_told_over = false;
    row.ended_at = {};
    progress.is_live = true;
    row.limit = progress.live_limit = event.limit;
  }
  void on(const LivePriceDiffers& event) { row.limit = progress.live_limit = event.limit; }
  void on(const CancelRequested& event) {
    progress.is_cancelling = true;
    row.reason = event.why;
  }
  void on(const ChangeRequested& event) {
    row.quantity = event.quantity;
    if (event.limit) row.limit = event.limit;
  }
  void on(const LiveOrderGone&) {
    progress.is_live = false;
    progress.live_limit.reset();
    if (progress.is_linked) return;  // the order in its place has its answer to come
    progress.pending = 0;
    progress.is_unknown = false;
  }
  void on(const OrderCancelled& event) {
    end(OrderPhase::cancelled, event.at);
    progress.is_told_over = true;
    row.reason = event.why;
  }
  void on(const OrderExpired& event) { end(OrderPhase::expired, event.at); }
  void on(const OrderRejected& event) {
    end(OrderPhase::rejected, event.at);
    row.reason = event.text.empty() ? event.code : event.text;
  }
  void on(const OrderCompleted& event) {
    end(OrderPhase::filled, event.at);
    progress.is_told_over = true;
  }
  template <class Other>
  void on(const Other&) {}

  OrderPhase phase() const {
    if (progress.end) return *progress.end;
    if (progress.is_unknown) return OrderPhase::unknown;
    if (progress.is_questioned) return OrderPhase::questioned;
    if (progress.pending != 0) {
      switch (progress.pending_kind) {
        case AttemptKind::replace:
          return OrderPhase::replacing;
        case AttemptKind::cancel:
          return OrderPhase::cancelling;
        default:
          return OrderPhase::sending;
      }
    }
    if (!progress.is_live) return OrderPhase::planned;
    if (progress.is_cancelling) return OrderPhase::cancelling;
    return row.filled.units > 0 ? OrderPhase::partly_filled : OrderPhase::working;
  }

 private:
  void close_question(std::uint32_t attempt) {
    if (attempt != progress.pending) return;
    progress.is_questioned = false;
    row.reason.clear();
  }
  void end(OrderPhase phase, Timestamp at) {
    if (progress.end == OrderPhase::filled) return;
    progress.end = phase;
    row.ended_at = at;
    if (phase == OrderPhase::filled) row.reason.clear();
  }
  // False when the answer is to a message that has its answer already.
  bool answered(std::uint32_t attempt) {
    if (attempt != progress.pending) return false;
    progress.pending = 0;
    progress.is_unknown = progress.is_questioned = progress.is_linked = false;
    return true;
  }
};

}  // namespace

void WorkflowCallers::add(const WorkflowStarted& started) {
  const auto number = workflows_.number_of(started.workflow_id);
  if (number >= callers_.size()) callers_.resize(number + std::size_t{1});
  callers_[number] = {started.caller, started.message};
}

const WorkflowCallers::Caller& WorkflowCallers::find(const std::string& workflow_id) {
  static const Caller none;
  const auto number = workflows_.number_of(workflow_id);
  return number < callers_.size() ? callers_[number] : none;
}

FoldedOrder begin_order(const EventMeta& meta, const OrderPlanned& plan, WorkflowCallers& callers) {
  FoldedOrder order;
  auto& row = order.row;
  row.order_id = plan.order_id;
  row.workflow_id = plan.workflow_id;
  row.account = plan.account;
  const auto& who = callers.find(plan.workflow_id);
  row.caller = who.caller;
  row.message = who.message;
  row.purpose = plan.purpose;
  row.instrument = plan.instrument;
  row.side = plan.side;
  row.effect = plan.effect;
  row.policy = plan.policy.name;
  row.time_in_force = plan.time_in_force;
  row.is_dry_run = plan.is_dry_run;
  row.multiplier = plan.multiplier;
  row.quantity = plan.quantity;
  row.limit = plan.limit;
  row.planned_at = plan.at;
  row.first_seq = row.changed_seq = meta.seq;
  return order;
}

void fold_order(const EventMeta& meta, const AnyEvent& event, OrderRow& row,
                OrderProgress& progress) {
  OrderFold fold{row, progress};
  std::visit([&](const auto& what) { fold.on(what); }, event);
  row.phase = fold.phase();
  row.changed_seq = meta.seq;
}

}  // namespace fillwright
