// The entry: its price, its size, its exit plan.
#include <algorithm>

#include "actors/domain/position/exits.hpp"
#include "actors/domain/workflow/entry_exit_turn.hpp"
#include "actors/domain/workflow/size_entry.hpp"

namespace fillwright::entry_exit {
namespace {

// The price that one unit is reckoned at: the call's own, else the mid.
std::optional<Price> reckoning_price(const Turn& turn, const Reading& reading) {
  if (reading.price) return reading.price;
  if (reading.limit_low) return reading.limit_low;
  if (turn.context.quote && turn.context.quote->ask_size.units > 0) return mid(*turn.context.quote);
  return std::nullopt;
}

Price worst_of(const Turn& turn, const Reading& reading, Price price, Side side) {
  if (reading.limit_high) return *reading.limit_high;
  const auto magnitude = price.units < 0 ? -price : price;
  return price + percent_of(magnitude, turn.price().max_slippage) * sign(side);
}

// A spread is always bought, at its net price: a credit's price is negative, and the better end of
// a called range is then the larger credit.
Reading with_signed_price(Reading reading) {
  if (reading.price_effect != PriceEffect::credit) return reading;
  for (auto* price : {&reading.price, &reading.limit_low, &reading.limit_high, &reading.stop})
    if (*price) *price = -**price;
  for (auto& target : reading.targets) target = -target;
  std::swap(reading.limit_low, reading.limit_high);
  return reading;
}

// A stop or target on the wrong side of the entry would leave the position at once: it is of
// something else (the underlying, often), and the configured one holds instead.
Reading without_absurd_exits(Reading reading, Price entry, Side side) {
  const auto gain = [&](Price price) { return (price - entry).units * sign(side); };
  if (reading.stop && gain(*reading.stop) >= 0) reading.stop.reset();
  std::erase_if(reading.targets, [&](Price target) { return gain(target) <= 0; });
  return reading;
}

ExitPlanSet exit_plan_of(const Turn& turn, const Reading& reading) {
  auto plan = exit_plan_for(turn.settings, turn.start().caller, turn.start().channel);
  std::string source = "configuration";
  if (!reading.targets.empty() || reading.target_percent) {
    plan.targets.clear();
    // Several targets share the quantity evenly; the remainder stays for the last exit.
    const auto count = static_cast<std::int64_t>(std::max<std::size_t>(reading.targets.size(), 1));
    // A single one is of half, but of all where the broker is to hold it beside the stop.
    const auto alone = turn.settings.exits.brackets ? Percent::whole(100) : Percent::whole(50);
    const auto share = count == 1 ? alone : Percent{Percent::whole(100).units / count};
    for (const auto& target : reading.targets) plan.targets.push_back({{}, target, share});
    if (reading.target_percent) plan.targets.push_back({*reading.target_percent, {}, share});
    source = "call";
  }
  if (reading.stop) plan.stop_price = *reading.stop, source = "call";
  if (reading.stop_percent) plan.stop_loss = *reading.stop_percent, source = "call";
  if (reading.target_trail_percent)
    plan.trailing_stop = *reading.target_trail_percent, source = "call";
  return {plan, source};
}

}  // namespace

std::optional<Price> first_stop(const Turn& turn, const ExitPlan& plan, Price entry,
                                const InstrumentDefined& instrument) {
  WatchPosition position;
  position.side = turn.start().side;
  position.average = entry;
  position.plan = plan;
  position.stop = turn.workflow.stop;
  const auto stop = stop_in_force(position);
  const auto trailed = trailing_stop(position, entry, instrument.ticks);
  if (!stop) return trailed;
  if (trailed && (*trailed - stop->price).units * sign(position.side) > 0) return trailed;
  return stop->price;
}

namespace {

// A price or a quote may yet come.
void wait_for_price(Turn& turn, const InstrumentDefined& instrument) {
  if (turn.now() - turn.workflow.sizing_since > quote_patience)
    return fail(turn, RefusalReason::no_quote,
                "no price was called and no quote of " + instrument.symbol + " came within 30 s");
  turn.decision.timers.push_back({quote_timer, turn.now() + seconds(1), 0});
  turn.decision.is_query = turn.decision.events.empty();
}

void size_and_order(Turn& turn, const TakeBudget& budget, Reading reading, Purpose purpose) {
  const auto* instrument = turn.instrument();
  if (!instrument)
    return fail(turn, RefusalReason::unknown_instrument, "the instrument is not defined");
  reading = with_signed_price(reading);
  // "4.20-4.30": the better end first, the other is the cap; for a sale the better one is higher.
  if (turn.start().side == Side::sell && reading.limit_low && reading.limit_high)
    std::swap(reading.limit_low, reading.limit_high);
  const auto price = reckoning_price(turn, reading);
  if (!price) return wait_for_price(turn, *instrument);  // no mid, no order
  reading = without_absurd_exits(std::move(reading), *price, turn.start().side);
  SizeRequest request;
  request.instrument = instrument;
  request.side = turn.start().side;
  request.price = *price;
  request.worst_price = worst_of(turn, reading, *price, request.side);
  const auto exits = purpose == Purpose::entry ? exit_plan_of(turn, reading)
                                               : ExitPlanSet{turn.workflow.plan, "the entry's"};
  request.stop = first_stop(turn, exits.plan, *price, *instrument);
  request.reading = reading;
  request.spread_width = spread_width(*instrument, *turn.context.instruments);
  const bool is_bracket =
      purpose == Purpose::entry && is_for_bracket(turn, exits.plan, *instrument);
  if (is_bracket && !turn.context.quote) return wait_for_price(turn, *instrument);
  auto sized = size_entry(
      request, size_for(turn.settings, turn.start().caller, turn.start().channel), budget);
  if (!sized) return fail(turn, sized.error().reason, sized.error().detail);
  if (turn.context.quote) sized->quote = *turn.context.quote;
  turn.emit(*sized);
  turn.emit(StepCompleted{turn.workflow.step, to_text(sized->quantity), turn.now()});
  if (purpose == Purpose::entry) turn.emit(exits);
  turn.emit(
      StepStarted{"entry", to_text(sized->quantity) + " of " + instrument->symbol, turn.now()});
  OrderRequested order;
  order.purpose = purpose;
  order.quantity = sized->quantity;
  order.policy = turn.price().entry_policy;
  order.alert_price = reading.price ? reading.price : reading.limit_low;
  order.limit_high = reading.limit_high;
  // Whatever the policy: never more than the called price and the slippage, which it was sized for.
  if (!order.limit_high && order.alert_price) order.limit_high = request.worst_price;
  if (is_bracket && request_bracket(turn, order, *instrument)) return;
  request_order(turn, std::move(order));
}

}  // namespace

void ask_budget(Turn& turn) {
  turn.decision.tell({ActorKind::risk, turn.start().account},
                     AskBudget{turn.start().workflow_id, turn.start().instrument});
}

void handle(Turn& turn, const TakeBudget& budget) {
  if (!turn.workflow.start || turn.workflow.is_over) return;
  const bool is_add = turn.workflow.adding.has_value();
  if (!is_add && !turn.workflow.orders.empty()) {
    turn.decision.is_query = true;  // asked twice around a restart
    return;
  }
  if (budget.refusal != RefusalReason::none) return fail(turn, budget.refusal, budget.detail);
  if (is_add)
    size_and_order(turn, budget, *turn.workflow.adding, Purpose::add);
  else
    size_and_order(turn, budget, turn.start().reading, Purpose::entry);
}

}  // namespace fillwright::entry_exit
