// The fold of an order's events. What happened, happened: nothing here refuses.
#include <algorithm>
#include <utility>

#include "actors/domain/order/order.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

__extension__ typedef __int128 Wide;

Wide value_of(const OrderState& order) {
  if (!order.fills) return 0;
  return static_cast<Wide>(order.fills->value_high) << 64 |
         static_cast<Wide>(order.fills->value_low);
}

void add_value(OrderState& order, Wide value) {
  const auto sum = value_of(order) + value;
  order.fills.there().value_high = static_cast<std::int64_t>(sum >> 64);
  order.fills.there().value_low = static_cast<std::uint64_t>(sum);
}

OrderPlan plan_of(const OrderPlanned& event) {
  OrderPlan plan;
  plan.order_id = event.order_id;
  plan.workflow_id = event.workflow_id;
  plan.account = event.account;
  plan.purpose = event.purpose;
  plan.side = event.side;
  plan.effect = event.effect;
  plan.time_in_force = event.time_in_force;
  plan.instrument = event.instrument;
  plan.is_market_allowed = event.is_market_allowed;
  plan.quantity = event.quantity;
  plan.multiplier = event.multiplier;
  plan.alert_price = event.alert_price;
  plan.hard_cap = event.hard_cap;
  plan.limit = event.limit;
  plan.reference = event.reference;
  plan.fresh_until = event.fresh_until;
  plan.type = event.type;
  if (!event.parent.empty() || !event.children.empty())
    plan.bracket = std::make_shared<const OrderBracket>(OrderBracket{event.parent, event.children});
  return plan;
}

// `outcome` is a literal: the state keeps no copy of it.
void finish(OrderState& order, std::string_view outcome, std::string why) {
  order.status = OrderStatus::over;
  order.outcome = outcome;
  order.why = std::move(why);
  order.is_walking = false;
  order.in_flight.reset();
  order.live.reset();
}

void apply(OrderState& order, const OrderPlanned& event) {
  order.status = OrderStatus::planned;
  order.plan = std::make_shared<const OrderPlan>(plan_of(event));
  order.policy = std::make_shared<const PricePolicy>(event.policy);
  order.wanted = event.quantity;
  order.desired = event.limit;
  order.is_walking = !event.limit;
  order.walk.started_at = event.at;
}

void apply(OrderState& order, const OrderRefused& event) {
  order.refusal = event.reason;
  finish(order, "refused", event.detail);
}

void apply(OrderState& order, const RiskPassed& event) {
  if (order.status == OrderStatus::planned) order.status = OrderStatus::cleared;
  order.worst_price = event.worst_price;
  order.reserved = order.wanted;
}

void apply(OrderState& order, const ApprovalReduced& event) { order.reserved = event.reserved; }

void apply(OrderState& order, const PriceStepped& event) {
  const Seen seen{event.quote, event.at};
  const bool is_conversion = event.rule == PriceRule::converted_limit ||
                             event.rule == PriceRule::converted_market ||
                             event.rule == PriceRule::end_limit ||
                             event.rule == PriceRule::end_market || event.rule == PriceRule::market;
  if (is_conversion)
    order.walk =
        after(order.walk, Convert{event.to, event.is_market, event.rule, event.stepped_to}, seen);
  else
    order.walk = after(order.walk, SendPrice{event.to, event.rule, event.steps}, seen);
  order.desired = event.to;
  order.is_market = event.is_market;
}

void apply(OrderState& order, const StepHeld& event) {
  if (event.reason == HoldReason::gate_closed) order.is_held_by_gate = true;
}

void apply(OrderState& order, const WalkEnded& event) {
  order.is_walking = false;
  if (event.end == EndAction::cancel) {
    order.is_cancelling = true;
    order.why = "the walk ended";
  }
}

void apply(OrderState& order, const AttemptStarted& event) {
  order.status = OrderStatus::working;
  order.is_held_by_gate = false;
  order.attempts = event.attempt;
  const bool is_of_live = event.kind != AttemptKind::submit && !event.is_linked && order.live;
  const auto filled_before = is_of_live ? order.live->filled_before : order.filled;
  order.in_flight = AttemptInFlight{event, filled_before, false};
  if (event.kind != AttemptKind::cancel)
    order.asked = std::max(order.asked, filled_before + event.quantity);
}

// What has filled of it fills none of what was sent since.
void leave_behind(OrderState& order) {
  if (order.live) order.past_ids.push_back(std::move(order.live->client_order_id));
  order.live.reset();
  if (order.past_ids.is_empty() && !order.gone) return;
  auto& gone = order.gone.there();
  gone.before_last = gone.ids.size();
  for (auto& id : order.past_ids.all()) gone.ids.push_back(std::move(id));
  order.past_ids.clear();
}

void apply(OrderState& order, const AttemptAccepted& event) {
  if (!order.in_flight || order.in_flight->attempt.attempt != event.attempt) return;
  const auto filled_before = order.in_flight->filled_before;
  const auto attempt = std::move(order.in_flight->attempt);
  order.in_flight.reset();
  if (attempt.kind == AttemptKind::cancel) {  // the end comes as its own message
    if (order.live) order.live->cancel_accepted_at = event.at;
    return;
  }
  order.cancel_rejects = 0;
  order.asked = std::min(order.asked, filled_before + attempt.quantity);
  if (attempt.is_linked)
    leave_behind(order);
  else if (attempt.kind == AttemptKind::submit)
    order.past_ids.clear();
  else if (order.live)
    order.past_ids.push_back(std::move(order.live->client_order_id));
  order.live = LiveOrder{attempt.client_order_id, attempt.type, attempt.limit, attempt.quantity,
                         filled_before,           {},           event.at};
  // What is not live any more is given back; what was never sent stays reserved.
  if (attempt.kind == AttemptKind::replace)
    order.reserved =
        std::min(order.reserved, std::max(filled_before + attempt.quantity, order.wanted));
}

void apply(OrderState& order, const ChildAccepted& event) {
  const auto& plan = *order.plan;
  order.status = OrderStatus::working;
  order.attempts = std::max(order.attempts, event.attempt);
  order.live = LiveOrder{event.client_order_id,
                         plan.type,
                         plan.limit.value_or(Price{}),
                         plan.quantity,
                         order.filled,
                         {},
                         event.at};
  order.asked = order.filled + plan.quantity;
  order.worst_price = plan.limit.value_or(Price{});
  order.reserved = plan.quantity;
}

void apply(OrderState& order, const AttemptRejected& event) {
  if (!order.in_flight || order.in_flight->attempt.attempt != event.attempt) return;
  const auto kind = order.in_flight->attempt.kind;
  order.in_flight.reset();
  if (kind == AttemptKind::cancel) ++order.cancel_rejects;
  if (kind != AttemptKind::replace || !order.live) return;
  if (is_mutated(Mutation::reject_retried_at_once)) return;
  order.asked = std::min(order.asked, order.live->filled_before + order.live->quantity);
  // The old price stays; the walk goes on from it at its next pace.
  order.desired = order.live->limit;
  order.is_market = order.live->type == OrderType::market;
  // Not what has filled beyond it: that may be corrected yet.
  order.wanted = order.live->filled_before + order.live->quantity;
}

BrokerQuestion* question_of(OrderState& order, std::uint32_t attempt, const std::string& id) {
  if (!order.in_flight || order.in_flight->attempt.attempt != attempt) return nullptr;
  for (auto& question : order.in_flight->questions)
    if (question.question_id == id) return &question;
  return nullptr;
}

void apply(OrderState& order, const AttemptQuestioned& event) {
  if (!order.in_flight || order.in_flight->attempt.attempt != event.attempt) return;
  order.in_flight->is_unknown = false;
  order.in_flight->questions.push_back({event.question_id, event.expires_at});
}

void apply(OrderState& order, const QuestionAnswered& event) {
  if (auto* question = question_of(order, event.attempt, event.question_id))
    question->answer = event.is_yes, question->answered_at = event.at;
}

void apply(OrderState& order, const QuestionExpired& event) {
  if (auto* question = question_of(order, event.attempt, event.question_id))
    question->answer = false;
}

void apply(OrderState& order, const AttemptUnknown& event) {
  if (order.in_flight && order.in_flight->attempt.attempt == event.attempt)
    order.in_flight->is_unknown = true;
}

void apply(OrderState& order, const AttemptNeverArrived& event) {
  if (order.in_flight && order.in_flight->attempt.attempt == event.attempt) order.in_flight.reset();
}

bool is_of_gone(const OrderState& order, const std::string& client_order_id) {
  if (!order.gone) return false;
  const auto& ids = order.gone->ids;
  return std::find(ids.begin(), ids.end(), client_order_id) != ids.end();
}

void apply(OrderState& order, const FillMismatched& event) {
  auto& fills = order.fills.there();
  fills.executions.push_back({event.execution_id,
                              "",
                              event.instrument,
                              event.side,
                              {event.quantity, {}, event.price, {}},
                              false});
  fills.mismatched.push_back(event.execution_id);
}

bool is_mismatched(const OrderState& order, const std::string& execution_id) {
  const auto& foreign = order.fills->mismatched;
  return std::find(foreign.begin(), foreign.end(), execution_id) != foreign.end();
}

BookedExecution* execution_of(OrderState& order, std::string_view execution_id) {
  return const_cast<BookedExecution*>(find_execution(order, execution_id));
}

// Of what was sent since, the fills of an earlier live order fill nothing.
void count_filled(OrderState& order, const std::string& client_order_id, Quantity change) {
  order.filled += change;
  const bool is_gone = is_of_gone(order, client_order_id);
  if (is_gone && order.live) order.live->filled_before += change;
  if (order.in_flight && (is_gone || order.in_flight->attempt.is_linked))
    order.in_flight->filled_before += change;
}

void apply(OrderState& order, const OrderFilled& event) {
  auto& fills = order.fills.there();
  const FillFigures figures{event.quantity, event.order_quantity, event.price, event.fees};
  if (is_mismatched(order, event.execution_id)) {
    auto& foreign = *execution_of(order, event.execution_id);
    foreign.figures = figures;
    foreign.is_booked = true;
    return;
  }
  fills.executions.push_back(
      {event.execution_id, event.client_order_id, event.instrument, event.side, figures});
  count_filled(order, event.client_order_id, event.order_quantity);
  if (order.plan && event.instrument != order.plan->instrument)
    fills.legs[event.instrument] += event.quantity;
  fills.fees += event.fees;
  add_value(order, static_cast<Wide>(event.price.units) * event.quantity.units * sign(event.side));
}

// Whether something was sent after this one, or its latest, was gone.
bool is_before_latest(const OrderState& order, const std::string& client_order_id) {
  if (!order.gone) return false;
  const auto& ids = order.gone->ids;
  const auto found = std::find(ids.begin(), ids.end(), client_order_id);
  if (found == ids.end()) return false;
  if (order.live || order.in_flight) return true;
  return static_cast<std::size_t>(found - ids.begin()) < order.gone->before_last;
}

void apply(OrderState& order, const FillCorrected& event) {
  auto* booked = order.fills ? execution_of(order, event.execution_id) : nullptr;
  if (!booked) return;
  const auto before = std::exchange(booked->figures, event.now);
  auto& fills = *order.fills;
  ++fills.corrections;
  if (is_mismatched(order, event.execution_id)) return;
  const auto change = event.now.order_quantity - before.order_quantity;
  const bool is_earlier = is_before_latest(order, event.client_order_id);
  if (is_earlier) {
    order.asked += change;
    if (!fills.awaited.is_zero()) fills.awaited += change;
  }
  count_filled(order, event.client_order_id, change);
  // What of the earlier messages came late, while the wrong figure stood for it, was asked for,
  // too.
  if (is_earlier) {
    const auto live = order.live ? order.live->filled_before + order.live->quantity : Quantity{};
    const auto most = std::max(order.filled, live);
    order.asked = std::max(order.asked, std::min(order.wanted, most));
  }
  if (order.plan && event.instrument != order.plan->instrument)
    fills.legs[event.instrument] += event.now.quantity - before.quantity;
  fills.fees += event.now.fees - before.fees;
  const auto value = [](const FillFigures& figures) {
    return static_cast<Wide>(figures.price.units) * figures.quantity.units;
  };
  add_value(order, (value(event.now) - value(before)) * sign(event.side));
}

void apply(OrderState& order, const OrderReopened& event) {
  order.status = OrderStatus::working;
  order.outcome = {};
  order.live = LiveOrder{event.client_order_id,       event.type, event.limit, event.quantity,
                         order.filled - event.filled, {},         event.at};
}

void apply(OrderState& order, const LivePriceDiffers& event) {
  if (order.live && order.live->client_order_id == event.client_order_id)
    order.live->limit = event.limit;
}

void apply(OrderState& order, const CancelRequested& event) {
  order.is_cancelling = true;
  order.is_operator_waiting |= is_of_operator(event.by);
  order.is_cancelled_by_person |= is_of_operator(event.by) && event.by != by_kill_switch;
  order.why = event.why;
  order.is_walking = false;
}

void apply(OrderState& order, const ChangeRequested& event) {
  order.wanted = event.quantity;
  if (event.limit) order.desired = event.limit;
}

void apply(OrderState& order, const LiveOrderGone& event) {
  if (!order.live) return;
  const auto told = order.live->filled_before + event.filled;
  if (told > order.filled)
    order.fills.there().awaited = std::max(order.fills.there().awaited, told);
  leave_behind(order);
}

void apply(OrderState& order, const OrderCancelled& event) {
  finish(order, "cancelled", event.why);
}
void apply(OrderState& order, const OrderExpired&) {
  finish(order, "expired", "the session ended");
}
void apply(OrderState& order, const OrderRejected& event) {
  finish(order, "rejected", event.code + ": " + event.text);
}
void apply(OrderState& order, const OrderCompleted&) { finish(order, "filled", ""); }

// Events of other streams' kinds, and inputs that had no consequence.
template <class Event>
void apply(OrderState&, const Event&) {}

}  // namespace

const BookedExecution* find_execution(const OrderState& order, std::string_view execution_id) {
  if (!order.fills) return nullptr;
  const auto& known = order.fills->executions;
  const auto found = std::find_if(known.begin(), known.end(), [&](const BookedExecution& one) {
    return one.execution_id == execution_id;
  });
  return found == known.end() ? nullptr : &*found;
}

const BrokerQuestion* open_question(const OrderState& order) {
  if (!order.in_flight || order.in_flight->questions.empty()) return nullptr;
  const auto& last = order.in_flight->questions.back();
  return last.answer ? nullptr : &last;
}

Price average_price(const OrderState& order) {
  if (order.filled.is_zero() || !order.plan) return {};
  const auto value = value_of(order) * sign(order.plan->side);
  const Wide quantity = order.filled.units;
  const auto half = value < 0 ? -quantity / 2 : quantity / 2;
  return {static_cast<std::int64_t>((value + half) / quantity)};
}

bool is_of_operator(std::string_view by) {
  return by != "workflow" && by != "broker" && by != "service";
}

void evolve(OrderState& order, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(order, happened); }, event);
}

void Order::evolve(const std::string&, const AnyEvent& event) {
  fillwright::evolve(state_, event);
  if (std::holds_alternative<OrderPlanned>(event)) state_.policy = policies_.shared(*state_.policy);
}

std::optional<InstrumentId> Order::watched_instrument() const {
  if (!state_.plan || state_.status == OrderStatus::over) return std::nullopt;
  return state_.plan->instrument;
}

}  // namespace fillwright
