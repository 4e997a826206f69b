#include "actors/domain/workflow/price_walk_cycle.hpp"

namespace fillwright {
namespace {

constexpr auto again_timer = "again";
constexpr auto again_after = seconds(5);
constexpr auto one = Quantity::whole(1);

void apply(PriceWalkCycleState& cycle, const WorkflowStarted& event) {
  cycle.start = std::make_shared<const WorkflowStarted>(event);
}
void apply(PriceWalkCycleState& cycle, const OrderRequested& event) {
  ++cycle.orders;
  cycle.order = CycleOrder{event, {}};
}
// Of the last order only: the one before had its end confirmed before this one began.
void apply(PriceWalkCycleState& cycle, const OrderProgressed& event) {
  auto& order = *cycle.order;
  if (event.order_id != order.request.order_id) return;
  cycle.held += (event.filled - order.progress.filled) * sign(order.request.side);
  order.progress = event;
}
void apply(PriceWalkCycleState& cycle, const TradeCloseAsked& event) { cycle.closing = event; }
void apply(PriceWalkCycleState& cycle, const WorkflowCompleted&) { cycle.is_over = true; }

template <class Event>
void apply(PriceWalkCycleState&, const Event&) {}

void evolve(PriceWalkCycleState& cycle, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(cycle, happened); }, event);
}

// One command being decided: the state as it will be, and what follows.
struct Turn {
  PriceWalkCycleState cycle;
  const Context& context;
  Decision decision;

  void emit(AnyEvent&& event) {
    evolve(cycle, event);
    decision.emit(std::move(event));
  }
  const WorkflowStarted& start() const { return *cycle.start; }
  Timestamp now() const { return context.now; }
};

OrderPlanned plan_of(const Turn& turn) {
  const auto& request = turn.cycle.order->request;
  OrderPlanned plan;
  plan.order_id = request.order_id;
  plan.workflow_id = turn.start().workflow_id;
  plan.account = turn.start().account;
  plan.purpose = request.purpose;
  plan.instrument = request.instrument;
  plan.side = request.side;
  plan.effect = request.effect;
  plan.quantity = request.quantity;
  plan.policy = cycle_policy();
  if (const auto* instrument = turn.context.instruments->find(request.instrument))
    plan.multiplier = instrument->multiplier;
  plan.is_dry_run = turn.start().is_dry_run;
  plan.configuration_version = turn.start().configuration_version;
  plan.at = request.at;
  return plan;
}

void place(Turn& turn) {
  turn.decision.tell({ActorKind::order, turn.cycle.order->request.order_id},
                     PlaceOrder{plan_of(turn)});
}

void finish(Turn& turn, const std::string& outcome) {
  turn.emit(WorkflowCompleted{outcome, turn.now()});
  turn.decision.timers.push_back({again_timer, std::nullopt, 0});
  if (turn.cycle.closing)
    turn.decision.tell(operator_address, NoteTradeOver{turn.start().workflow_id, outcome,
                                                       turn.cycle.held.units <= 0, ""});
}

// The next order. REQUIRES: none works.
void begin(Turn& turn) {
  const auto held = turn.cycle.held;
  if (turn.cycle.closing && held.units <= 0) return finish(turn, "flat");
  const bool is_buy = held.units <= 0;
  OrderRequested request;
  request.order_id = turn.start().workflow_id + "-" + std::to_string(turn.cycle.orders + 1);
  request.purpose = is_buy ? Purpose::entry : Purpose::close;
  request.instrument = turn.start().instrument;
  request.side = is_buy ? Side::buy : Side::sell;
  request.effect = is_buy ? Effect::open : Effect::close;
  request.quantity = is_buy ? one : held;
  request.policy = cycle_policy().name;
  request.at = turn.now();
  turn.emit(std::move(request));
  place(turn);
}

void handle(Turn& turn, const StartWorkflow& command) {
  if (turn.cycle.start) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit(command.start);
  begin(turn);
}

void handle(Turn& turn, const NoteOrder& command) {
  const auto& news = command.progress;
  const auto& order = turn.cycle.order;
  const bool is_new = order && order->request.order_id == news.order_id &&
                      (order->progress.filled != news.filled || order->is_over() != news.is_over);
  if (!is_new) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit(news);
  if (!news.is_over || turn.cycle.is_over) return;
  if (news.is_by_person && !turn.cycle.closing) return finish(turn, "cancelled");
  if (news.outcome != "refused" && news.outcome != "rejected") return begin(turn);
  // What refused it would refuse it again at once; that the kill switch is off is told: GoOn.
  if (news.refusal != RefusalReason::kill_switch)
    turn.decision.timers.push_back({again_timer, turn.now() + again_after, 0});
}

bool may_begin(const PriceWalkCycleState& cycle) {
  return cycle.start && !cycle.is_over && (!cycle.order || cycle.order->is_over());
}

void handle(Turn& turn, const TimerDue&) {
  if (may_begin(turn.cycle)) begin(turn);
}

void handle(Turn& turn, const GoOn&) {
  if (may_begin(turn.cycle)) begin(turn);
  turn.decision.is_query = turn.decision.events.empty();
}

// What is held is sold by the walks that it has anyway; nothing is bought any more.
void handle(Turn& turn, const CloseTrade& command) {
  if (!turn.cycle.start || turn.cycle.is_over) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit(TradeCloseAsked{command.by, command.why, cycle_policy().name, turn.now()});
  if (may_begin(turn.cycle)) return begin(turn);
  const auto& request = turn.cycle.order->request;
  if (request.side == Side::buy)
    turn.decision.tell({ActorKind::order, request.order_id}, CancelOrder{"workflow", command.why});
}

template <class Command>
void handle(Turn&, const Command&) {
  assert_unreachable("a price walk cycle got a command of another kind of actor");
}

PricePolicy make_policy() {
  PricePolicy policy;
  policy.name = "price_walk_cycle";
  policy.start = PriceStart::mid;
  policy.rounding = Rounding::down;
  policy.step = PriceStep::ticks;
  policy.step_size = 1;
  policy.pace = seconds(5);
  policy.max_prices = 11;  // the first, and ten steps
  policy.end = EndAction::cancel;
  policy.guard = {{}, {}, {}};  // it walks whatever the market does
  return policy;
}

}  // namespace

const PricePolicy& cycle_policy() {
  static const auto policy = make_policy();
  return policy;
}

Decision PriceWalkCycle::decide(const AnyCommand& command, const Context& context) const {
  Turn turn{state_, context, {}};
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
  return std::move(turn.decision);
}

Decision PriceWalkCycle::resume(const Context& context) const {
  Turn turn{state_, context, {}};
  if (!state_.start || state_.is_over) return {};
  // Asked again: an order that is there tells how it stands, one that is not begins.
  if (may_begin(state_))
    begin(turn);
  else
    place(turn);
  return std::move(turn.decision);
}

void PriceWalkCycle::evolve(const std::string&, const AnyEvent& event) {
  fillwright::evolve(state_, event);
}

}  // namespace fillwright
