// Asking for orders and taking them back.
#include "actors/domain/pricing/built_in_policies.hpp"
#include "actors/domain/workflow/entry_exit_turn.hpp"

namespace fillwright::entry_exit {
const PricePolicy* policy_named(const Turn& turn, const std::string& name) {
  if (const auto* own = find_policy(turn.settings.policies, name)) return own;
  return find_policy(built_in_policies(), name);
}

bool may_send_market(const Turn& turn, const InstrumentDefined& instrument) {
  if (instrument.asset_class == AssetClass::stock) return turn.price().may_send_market_stocks;
  if (instrument.asset_class == AssetClass::future) return turn.price().may_send_market_futures;
  return false;
}

namespace {

// What a policy's offsets refer to: the call's price, else the mid.
std::optional<Price> reference_of(const Turn& turn, const OrderRequested& request) {
  const auto& quote = turn.context.quote;
  if (request.alert_price) return request.alert_price;
  if (!quote || quote->bid_size.units <= 0 || quote->ask_size.units <= 0 || quote->bid > quote->ask)
    return std::nullopt;
  return mid(*quote);
}

}  // namespace

OrderPlanned plan_of(const Turn& turn, const OrderRequested& request) {
  OrderPlanned plan;
  plan.order_id = request.order_id;
  plan.workflow_id = turn.start().workflow_id;
  plan.account = turn.start().account;
  plan.purpose = request.purpose;
  plan.instrument = request.instrument;
  plan.side = request.side;
  plan.effect = request.effect;
  plan.quantity = request.quantity;
  if (const auto* policy = policy_named(turn, request.policy)) plan.policy = *policy;
  if (request.limit) plan.policy.name = request.policy;
  plan.alert_price = request.alert_price;
  plan.hard_cap = request.limit_high;
  plan.limit = request.limit;
  plan.reference = reference_of(turn, request);
  plan.time_in_force =
      request.is_good_till_cancelled ? TimeInForce::good_till_cancelled : TimeInForce::day;
  if (const auto* instrument = turn.instrument()) {
    plan.multiplier = instrument->multiplier;
    plan.is_market_allowed = may_send_market(turn, *instrument);
  }
  plan.is_dry_run = turn.start().is_dry_run;
  plan.configuration_version = turn.start().configuration_version;
  plan.at = request.at;
  if (is_entry(request.purpose))
    plan.fresh_until = turn.start().at + turn.settings.alerts.stale_after;
  plan.parent = request.parent;
  const auto type_of = [](const OrderRequested& exit) {
    return exit.purpose == Purpose::stop && !exit.parent.empty() ? OrderType::stop
                                                                 : OrderType::limit;
  };
  plan.type = type_of(request);
  for (const auto& other : turn.workflow.orders)
    if (other.request.parent == request.order_id && other.request.limit)
      plan.children.push_back({other.request.order_id, type_of(other.request), *other.request.limit,
                               other.request.quantity});
  return plan;
}

std::string note_request(Turn& turn, OrderRequested request) {
  request.order_id =
      turn.start().workflow_id + "-" + std::to_string(turn.workflow.orders.size() + 1);
  request.instrument = turn.start().instrument;
  request.side = is_entry(request.purpose) ? turn.start().side : opposite(turn.start().side);
  request.effect = is_entry(request.purpose) ? Effect::open : Effect::close;
  request.at = turn.now();
  turn.emit(request);
  return request.order_id;
}

void place_order(Turn& turn, const std::string& order_id) {
  for (const auto& order : turn.workflow.orders)
    if (order.request.order_id == order_id)
      turn.decision.tell({ActorKind::order, order_id}, PlaceOrder{plan_of(turn, order.request)});
}

void request_order(Turn& turn, OrderRequested request) {
  place_order(turn, note_request(turn, std::move(request)));
}

void cancel(Turn& turn, const WorkflowOrder& order, const std::string& why) {
  if (order.is_over() || order.is_cancel_requested) return;
  const auto id = order.request.order_id;
  turn.emit(OrderChangeRequested{id, true, {}, {}, why, turn.now()});
  turn.decision.tell({ActorKind::order, id}, CancelOrder{"workflow", why});
}

}  // namespace fillwright::entry_exit
