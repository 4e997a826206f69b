// Exits: what is demanded by a stop, a time or a person, and take-profits. Together they never sell
// more than is held.
#include <algorithm>

#include "actors/domain/pricing/ticks.hpp"
#include "actors/domain/workflow/entry_exit_turn.hpp"

namespace fillwright::entry_exit {
namespace {

// Takes back what stands in the way; true while something still does.
bool is_clearing(Turn& turn, const ExitDemand& demand) {
  const auto orders = turn.workflow.orders;  // a copy, because cancelling changes them
  bool is_waiting = false;
  const auto claimed = claimed_by_exits(turn.workflow);
  if (!demand.is_whole && turn.workflow.held() - claimed >= demand.quantity) return false;
  for (const auto& order : orders) {
    if (order.is_over() || order.request.order_id == demand.order_id) continue;
    if (is_entry(order.request.purpose) && !demand.is_whole) continue;
    cancel(turn, order, "an exit goes first: " + demand.why);
    is_waiting = true;
  }
  return is_waiting;
}

// When an exit that failed is tried again: after its pause, and not while the market is closed.
Timestamp retry_time(const Turn& turn, const ExitDemand& demand) {
  const auto* instrument = turn.instrument();
  const auto due = std::max(demand.retry_at, turn.now());
  if (!instrument || is_open(turn.calendar, instrument->session, due)) return due;
  return next_open(turn.calendar, instrument->session, due).value_or(due);
}

}  // namespace

std::optional<Price> target_price(const Turn& turn, const ProfitTarget& target, Price average,
                                  const InstrumentDefined& instrument) {
  auto price = target.price;
  if (price.is_zero()) {
    const auto magnitude = average.units < 0 ? -average : average;
    price = average + percent_of(magnitude, target.gain) * sign(turn.start().side);
  }
  const auto rounded =
      round_to_tick(price, opposite(turn.start().side), Rounding::nearest, instrument.ticks);
  if (!rounded || !is_valid_price(*rounded, instrument.asset_class, instrument.ticks))
    return std::nullopt;
  const bool is_flipped =
      instrument.asset_class == AssetClass::spread && (rounded->units < 0) != (average.units < 0);
  if (is_flipped) return std::nullopt;
  return rounded;
}

// Asks a working exit to change. When a smaller size was refused it is taken back as a whole, for
// it must not sell what is not held; a larger one is asked for again after a pause, so many times.
void resize(Turn& turn, const WorkflowOrder& order, Quantity total, std::optional<Price> limit) {
  const auto& plan = turn.workflow.plan;
  const auto id = order.request.order_id;
  const bool is_less = total < order.request.quantity;
  if (total <= order.progress.filled) return cancel(turn, order, "less is held than it would sell");
  if (is_less && order.change_refusals > 0)
    return cancel(turn, order, "a change of its size was refused before");
  if (order.change_refusals > plan.target_tries) return;  // told as failed
  if (const auto due = order.change_refused_at + plan.target_retry_after;
      order.change_refusals > 0 && turn.now() < due) {
    turn.decision.timers.push_back({target_timer, due, 0});
    return;
  }
  const std::string why = "what is held changed";
  turn.emit(OrderChangeRequested{id, false, total, limit, why, turn.now()});
  turn.decision.tell({ActorKind::order, id}, ChangeOrder{total, limit, why});
}

namespace {

struct TargetNow {
  Quantity filled;  // by all its orders
  const WorkflowOrder* working = nullptr;
  Timestamp last_at;  // of the news of its latest order
};

TargetNow target_now(const EntryExitState& workflow, const std::string& policy) {
  TargetNow now;
  for (const auto& order : workflow.orders) {
    if (order.request.policy != policy) continue;
    now.filled += order.progress.filled;
    now.last_at = order.progress.at;
    if (!order.is_over()) now.working = &order;
  }
  return now;
}

}  // namespace

void shrink_exits(Turn& turn) {
  const auto orders = turn.workflow.orders;  // a copy, because changing them changes it
  auto too_much = claimed_by_exits(turn.workflow) - std::max(turn.workflow.held(), Quantity{});
  const auto take_back = [&](const WorkflowOrder& order) {
    const auto open = order.open();
    const bool is_of_bracket = !order.request.parent.empty();  // the broker sees to it
    if (too_much.units <= 0 || open.units <= 0 || order.is_cancel_requested || is_of_bracket)
      return;
    const auto less = std::min(open, too_much);
    too_much -= less;
    resize(turn, order, order.request.quantity - less, order.request.limit);
  };
  for (const auto& order : orders)  // the exit that is under way goes before take-profits
    if (order.request.purpose == Purpose::target) take_back(order);
  for (const auto& order : orders)
    if (!is_entry(order.request.purpose) && order.request.purpose != Purpose::target)
      take_back(order);
}

void serve_demand(Turn& turn) {
  const auto demand = *turn.workflow.demand;
  if (!demand.order_id.empty()) return;  // its order works
  if (turn.context.is_killed) return;    // whoever lets go of the switch tells us to go on
  if (demand.failures > 0) {
    const auto due = retry_time(turn, demand);
    const auto* instrument = turn.instrument();
    const bool is_expired = instrument && instrument->expiry.days != 0 &&
                            exchange_date(turn.calendar, due) > instrument->expiry;
    if (is_expired) {  // nobody trades it any more
      if (turn.workflow.closing) tell_operator(turn, "expired", "nobody trades it any more");
      return;
    }
    if (due > turn.now()) {
      turn.decision.timers.push_back({retry_timer, due, 0});
      return;
    }
  }
  if (is_clearing(turn, demand)) return;
  const auto held = turn.workflow.held();
  const auto quantity = demand.is_whole ? held : std::min(demand.quantity, held);
  if (quantity.units <= 0) {
    turn.emit(
        StepFailed{"exit", RefusalReason::nothing_held, "other exits sold it first", turn.now()});
    return;
  }
  const bool is_called = demand.purpose == Purpose::trim || demand.purpose == Purpose::close;
  OrderRequested order;
  order.purpose = demand.purpose;
  order.quantity = quantity;
  order.policy = is_called ? turn.price().exit_policy : turn.workflow.plan.stop_policy;
  if (order.policy.empty()) order.policy = turn.price().stop_policy;
  if (!demand.policy.empty()) order.policy = demand.policy;
  request_order(turn, std::move(order));
}

Quantity floor_share(Quantity of, Percent share) {
  const auto part = percent_of(Money{of.units}, share).units;
  return {part / Quantity::one * Quantity::one};
}

void set_targets(Turn& turn) {
  const auto* instrument = turn.instrument();
  if (!instrument || turn.context.is_killed) return;
  if (!bracket_exits(turn.workflow).empty()) return;       // they sell until all of them are over
  auto left = std::max(turn.workflow.held(), Quantity{});  // what no other exit has a claim on
  for (std::size_t i = 0; i < turn.workflow.plan.targets.size(); ++i) {
    const auto& target = turn.workflow.plan.targets[i];
    const auto policy = "target_" + std::to_string(i + 1);
    const auto now = target_now(turn.workflow, policy);
    auto share = floor_share(turn.workflow.entered, target.share);
    if (share < turn.workflow.plan.minimum_exit) share = turn.workflow.plan.minimum_exit;
    const auto wanted = std::clamp(share - now.filled, Quantity{}, left);
    left -= wanted;
    const auto price = target_price(turn, target, turn.workflow.average, *instrument);
    if (now.working) {
      const auto total = now.working->progress.filled + wanted;
      if (now.working->is_cancel_requested) continue;
      if (wanted.units == 0 || !price)
        cancel(turn, *now.working, "nothing is left for this target");
      else if (total != now.working->request.quantity || price != now.working->request.limit)
        resize(turn, *now.working, total, price);
      continue;
    }
    if (wanted.units <= 0 || !price) continue;
    const auto rejects = turn.workflow.target_rejects[i];
    if (rejects > turn.workflow.plan.target_tries) continue;  // told as failed: see note_rejects
    if (rejects > 0) {
      const auto last = now.last_at;
      if (turn.now() - last < turn.workflow.plan.target_retry_after) {
        turn.decision.timers.push_back(
            {target_timer, last + turn.workflow.plan.target_retry_after, 0});
        continue;
      }
    }
    OrderRequested order;
    order.purpose = Purpose::target;
    order.quantity = wanted;
    order.policy = policy;
    order.limit = price;
    order.is_good_till_cancelled = true;
    request_order(turn, std::move(order));
  }
}

}  // namespace fillwright::entry_exit
