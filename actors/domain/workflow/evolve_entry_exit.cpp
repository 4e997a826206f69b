// The fold of a workflow's events.
#include <algorithm>

#include "actors/domain/workflow/entry_exit.hpp"

namespace fillwright {
namespace {

__extension__ typedef __int128 Wide;

WorkflowOrder* find(EntryExitState& workflow, const std::string& order_id) {
  for (auto& order : workflow.orders)
    if (order.request.order_id == order_id) return &order;
  return nullptr;
}

// Sums what the orders were told to have come to: late and repeated news change nothing but once.
void recount(EntryExitState& workflow) {
  Wide value = 0;
  workflow.entered = {};
  workflow.exited = {};
  for (const auto& order : workflow.orders) {
    if (is_entry(order.request.purpose)) {
      workflow.entered += order.progress.filled;
      value += static_cast<Wide>(order.progress.average.units) * order.progress.filled.units;
    } else {
      workflow.exited += order.progress.filled;
    }
  }
  if (workflow.entered.units == 0) return;
  const Wide quantity = workflow.entered.units;
  const auto half = value < 0 ? -quantity / 2 : quantity / 2;
  workflow.average = {static_cast<std::int64_t>((value + half) / quantity)};
}

// What a person cancelled stays so: the demand is off, its stop waits until the price came back.
void note_cancelled_exit(EntryExitState& workflow) {
  const auto& demand = *workflow.demand;
  workflow.closing.reset();
  if (demand.purpose == Purpose::stop) workflow.held_off = HeldOffStop{demand.why, demand.level};
  workflow.demand.reset();
}

// Nothing is tried again at once: what refused it would refuse it again, as fast as we can ask.
void note_end_of_exit(EntryExitState& workflow, const WorkflowOrder& order) {
  if (is_cancelled_by_person(order) && workflow.held().units > 0)
    return note_cancelled_exit(workflow);
  auto& demand = *workflow.demand;
  if (!demand.is_whole || workflow.held().units <= 0) return workflow.demand.reset();
  demand.order_id.clear();
  if (!has_failed(order)) return;  // more came to be held meanwhile
  const auto pause =
      seconds(std::min(std::int64_t{1} << std::min(demand.failures, 6u), std::int64_t{60}));
  ++demand.failures;
  demand.retry_at = order.progress.at + pause;
}

void demand_close(EntryExitState& workflow) {
  workflow.demand = ExitDemand{
      Purpose::close, true, {}, workflow.closing->why, {}, 0, {}, {}, workflow.closing->policy};
}

// An exit that was done has sold less than was told: it is not done.
void renew_demand(EntryExitState& workflow, const WorkflowOrder& order, Quantity less) {
  const auto purpose = order.request.purpose;
  if (is_entry(purpose) || purpose == Purpose::target || !order.request.parent.empty()) return;
  if (workflow.demand || workflow.held().units <= 0) return;
  ExitDemand demand;
  demand.purpose = purpose;
  demand.is_whole = purpose != Purpose::trim;
  demand.quantity = less;
  demand.why = "a fill of its order was corrected";
  if (!order.is_over()) demand.order_id = order.request.order_id;
  workflow.demand = std::move(demand);
}

void apply(EntryExitState& workflow, const WorkflowStarted& event) { workflow.start = event; }
void apply(EntryExitState& workflow, const StepStarted& event) {
  if (event.step == "stop") return workflow.held_off.reset();
  workflow.step = event.step;
  if (event.step == "size" || event.step == "add") workflow.sizing_since = event.at;
}
void apply(EntryExitState& workflow, const StepCompleted&) { workflow.step.clear(); }
void apply(EntryExitState& workflow, const StepFailed& event) {
  if (workflow.step == event.step) workflow.step.clear();
  if (event.step == "add") workflow.adding.reset();
  if (event.step == "exit") workflow.demand.reset();
}
void apply(EntryExitState& workflow, const ExitPlanSet& event) {
  workflow.plan = event.plan;
  workflow.target_rejects.assign(event.plan.targets.size(), 0);
}
void apply(EntryExitState& workflow, const OrderRequested& event) {
  workflow.orders.emplace_back().request = event;
  if (event.purpose == Purpose::add) workflow.adding.reset();
  if (!is_entry(event.purpose) && event.purpose != Purpose::target && workflow.demand)
    workflow.demand->order_id = event.order_id;
}
void apply(EntryExitState& workflow, const OrderChangeRequested& event) {
  auto* order = find(workflow, event.order_id);
  if (!order) return;
  if (event.is_cancel) {
    order->is_cancel_requested = true;
    return;
  }
  order->is_changed = true;
  order->request.quantity = event.quantity;
  if (event.limit) order->request.limit = event.limit;
}
void apply(EntryExitState& workflow, const OrderProgressed& event) {
  auto* order = find(workflow, event.order_id);
  if (!order) return;
  const auto filled_before = order->progress.filled;
  const auto corrections_before = order->progress.corrections;
  order->progress = event;
  if (!event.change_refused.empty()) {
    order->request.quantity = event.wanted;
    if (event.limit) order->request.limit = event.limit;
    ++order->change_refusals;
    order->change_refused_at = event.at;
  }
  recount(workflow);
  if (workflow.first_fill_at.ns == 0 && workflow.entered.units > 0)
    workflow.first_fill_at = event.at;
  if (order->request.purpose == Purpose::target) {
    if (event.filled.units > 0) workflow.has_hit_target = true;
    const bool is_of_bracket = !order->request.parent.empty();  // the other one may have filled
    const bool is_news_of_end = event.corrections == corrections_before;
    if (has_failed(*order) && !is_of_bracket && is_news_of_end)
      for (std::size_t i = 0; i < workflow.target_rejects.size(); ++i)
        if (order->request.policy == "target_" + std::to_string(i + 1))
          workflow.target_rejects[i] = is_cancelled_by_person(*order)
                                           ? workflow.plan.target_tries + 1
                                           : workflow.target_rejects[i] + 1;
  }
  if (workflow.demand && workflow.demand->order_id == event.order_id && event.is_over)
    note_end_of_exit(workflow, *order);
  if (event.filled < filled_before) renew_demand(workflow, *order, filled_before - event.filled);
  if (workflow.is_over && workflow.held().units > 0) {  // a fill after the end
    workflow.is_over = false;
    if (event.filled >= filled_before) workflow.demand.reset();
    workflow.step.clear();
    if (workflow.closing) demand_close(workflow);
  }
}
void apply(EntryExitState& workflow, const CallApplied& event) {
  if (event.refusal != RefusalReason::none) return;
  if (event.reading.action == CallAction::add) workflow.adding = event.reading;
  if (event.quantity.units <= 0) return;
  if (event.reading.action == CallAction::trim)
    workflow.demand = ExitDemand{Purpose::trim, false, event.quantity, event.why, {}, 0, {}, {}};
  if (event.reading.action == CallAction::close ||
      event.reading.action == CallAction::close_and_reopen)
    workflow.demand = ExitDemand{Purpose::close, true, {}, event.why, {}, 0, {}, {}};
}
void apply(EntryExitState& workflow, const ExitTriggered& event) {
  workflow.held_off.reset();
  const auto purpose = event.rule == "time_exit" ? Purpose::time_exit : Purpose::stop;
  workflow.demand = ExitDemand{purpose, true, {}, event.rule, {}, 0, {}, event.level};
}
void apply(EntryExitState& workflow, const PositionOversold& event) {
  workflow.oversold_by.push_back(event.order_id);
}
void apply(EntryExitState& workflow, const PositionRestored&) { workflow.oversold_by.clear(); }
void apply(EntryExitState& workflow, const TradeCloseAsked& event) {
  workflow.held_off.reset();
  workflow.closing = event;
  demand_close(workflow);
}
void apply(EntryExitState& workflow, const StopMoved& event) {
  workflow.stop = event.to;
  workflow.stop_rule = event.rule;
  workflow.best = event.best;
}
void apply(EntryExitState& workflow, const WorkflowCompleted&) { workflow.is_over = true; }
void apply(EntryExitState& workflow, const WorkflowFailed&) { workflow.is_over = true; }

template <class Event>
void apply(EntryExitState&, const Event&) {}

}  // namespace

bool is_cancelled_by_person(const WorkflowOrder& order) {
  return order.progress.is_by_person && has_failed(order);
}

bool has_failed(const WorkflowOrder& order) {
  return order.is_over() && order.progress.outcome != "filled" && !order.is_cancel_requested;
}

void evolve(EntryExitState& workflow, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(workflow, happened); }, event);
}

void EntryExit::evolve(const std::string&, const AnyEvent& event) {
  fillwright::evolve(state_, event);
}

std::optional<InstrumentId> EntryExit::watched_instrument() const {
  if (!state_.start || state_.is_over) return std::nullopt;
  return state_.start->instrument;
}

}  // namespace fillwright
