#include "actors/domain/workflow/entry_exit.hpp"

#include <algorithm>

#include "actors/domain/pricing/built_in_policies.hpp"
#include "actors/domain/pricing/ticks.hpp"
#include "actors/domain/settings_lookup.hpp"
#include "actors/domain/workflow/size_entry.hpp"
#include "events/enum_names.hpp"

namespace fillwright {
namespace {

constexpr auto quote_timer = "quote";
constexpr auto target_timer = "target";
constexpr auto exit_timer = "time_exit";
constexpr auto retry_timer = "exit_retry";
constexpr auto quote_patience = seconds(30);

// One command being decided: the state as it will be, and what follows.
struct Turn {
  EntryExitState workflow;
  const Context& context;
  const Settings& settings;
  const MarketCalendar& calendar;
  Decision decision;

  void emit(AnyEvent event) {
    evolve(workflow, event);
    decision.emit(std::move(event));
  }
  const WorkflowStarted& start() const { return *workflow.start; }
  Timestamp now() const { return context.now; }
  const InstrumentDefined* instrument() const {
    return context.instruments->find(workflow.start->instrument);
  }
  PriceSettings price() const { return price_for(settings, start().caller, start().channel); }
};

Address monitor_of(const Turn& turn) { return {ActorKind::monitor, turn.start().workflow_id}; }

void tell_desk(Turn& turn) {
  turn.decision.tell(
      {ActorKind::desk, ""},
      NoteHolding{turn.start().caller, turn.start().workflow_id, turn.start().instrument,
                  turn.workflow.held(), turn.workflow.is_over});
}

void watch(Turn& turn) {
  const auto& workflow = turn.workflow;
  WatchPosition command;
  command.instrument = turn.start().instrument;
  command.side = turn.start().side;
  command.held = workflow.demand || workflow.is_over ? Quantity{} : workflow.held();
  command.average = workflow.average;
  command.plan = workflow.plan;
  command.stop = workflow.stop;
  command.stop_rule = workflow.stop_rule;
  command.best = workflow.best;
  command.has_hit_target = workflow.has_hit_target;
  turn.decision.tell(monitor_of(turn), std::move(command));
}

void finish(Turn& turn, AnyEvent event) {
  turn.emit(std::move(event));
  for (const auto* timer : {quote_timer, target_timer, exit_timer, retry_timer})
    turn.decision.timers.push_back({timer, std::nullopt, 0});
  watch(turn);
  tell_desk(turn);
}

void fail(Turn& turn, RefusalReason reason, const std::string& detail) {
  const auto step = turn.workflow.adding ? "add" : turn.workflow.step;
  if (!step.empty()) turn.emit(StepFailed{step, reason, detail, turn.now()});
  if (turn.workflow.orders.empty()) finish(turn, WorkflowFailed{reason, detail, turn.now()});
}

const PricePolicy* policy_named(const Turn& turn, const std::string& name) {
  if (const auto* own = find_policy(turn.settings.policies, name)) return own;
  return find_policy(built_in_policies(), name);
}

bool may_send_market(const Turn& turn, const InstrumentDefined& instrument) {
  if (instrument.asset_class == AssetClass::stock) return turn.price().may_send_market_stocks;
  if (instrument.asset_class == AssetClass::future) return turn.price().may_send_market_futures;
  return false;
}

// What a policy's offsets refer to: the call's price, else the mid.
std::optional<Price> reference_of(const Turn& turn, const OrderRequested& request) {
  const auto& quote = turn.context.quote;
  if (request.alert_price) return request.alert_price;
  if (!quote || quote->bid_size.units <= 0 || quote->ask_size.units <= 0 || quote->bid > quote->ask)
    return std::nullopt;
  return mid(*quote);
}

// The order's whole intent from what was requested; but for the reference of one without a called
// price, the same after a restart as before.
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
  return plan;
}

void request_order(Turn& turn, OrderRequested request) {
  request.order_id =
      turn.start().workflow_id + "-" + std::to_string(turn.workflow.orders.size() + 1);
  request.instrument = turn.start().instrument;
  request.side = is_entry(request.purpose) ? turn.start().side : opposite(turn.start().side);
  request.effect = is_entry(request.purpose) ? Effect::open : Effect::close;
  request.at = turn.now();
  turn.emit(request);
  turn.decision.tell({ActorKind::order, request.order_id}, PlaceOrder{plan_of(turn, request)});
}

void cancel(Turn& turn, const WorkflowOrder& order, const std::string& why) {
  if (order.is_over() || order.is_cancel_requested) return;
  const auto id = order.request.order_id;
  turn.emit(OrderChangeRequested{id, true, {}, {}, why, turn.now()});
  turn.decision.tell({ActorKind::order, id}, CancelOrder{"workflow", why});
}

// --- entry ---

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

void ask_budget(Turn& turn) {
  turn.decision.tell({ActorKind::risk, turn.start().account},
                     AskBudget{turn.start().workflow_id, turn.start().instrument});
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

void set_exit_plan(Turn& turn, const Reading& reading) {
  auto plan = exit_plan_for(turn.settings, turn.start().caller, turn.start().channel);
  std::string source = "configuration";
  if (!reading.targets.empty() || reading.target_percent) {
    plan.targets.clear();
    // Several targets share the quantity evenly; the remainder stays for the last exit.
    const auto count = static_cast<std::int64_t>(std::max<std::size_t>(reading.targets.size(), 1));
    const auto share = count == 1 ? Percent::whole(50) : Percent{Percent::whole(100).units / count};
    for (const auto& target : reading.targets) plan.targets.push_back({{}, target, share});
    if (reading.target_percent) plan.targets.push_back({*reading.target_percent, {}, share});
    source = "call";
  }
  if (reading.stop) plan.stop_price = *reading.stop, source = "call";
  if (reading.stop_percent) plan.stop_loss = *reading.stop_percent, source = "call";
  if (reading.target_trail_percent)
    plan.trailing_stop = *reading.target_trail_percent, source = "call";
  turn.emit(ExitPlanSet{plan, source});
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
  if (!price) {  // no price called and no quote yet: no mid, no order
    if (turn.now() - turn.workflow.sizing_since > quote_patience)
      return fail(
          turn, RefusalReason::no_quote,
          "no price was called and no quote of " + instrument->symbol + " came within 30 s");
    turn.decision.timers.push_back({quote_timer, turn.now() + seconds(1), 0});
    turn.decision.is_query = turn.decision.events.empty();
    return;
  }
  reading = without_absurd_exits(std::move(reading), *price, turn.start().side);
  SizeRequest request;
  request.instrument = instrument;
  request.side = turn.start().side;
  request.price = *price;
  request.worst_price = worst_of(turn, reading, *price, request.side);
  request.stop = reading.stop;
  request.reading = reading;
  request.spread_width = spread_width(*instrument, *turn.context.instruments);
  auto sized = size_entry(
      request, size_for(turn.settings, turn.start().caller, turn.start().channel), budget);
  if (!sized) return fail(turn, sized.error().reason, sized.error().detail);
  if (turn.context.quote) sized->quote = *turn.context.quote;
  turn.emit(*sized);
  turn.emit(StepCompleted{turn.workflow.step, to_text(sized->quantity), turn.now()});
  if (purpose == Purpose::entry) set_exit_plan(turn, reading);
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
  request_order(turn, std::move(order));
}

// --- exits ---

// Takes back what stands in the way; true while something still does.
bool is_clearing(Turn& turn, const ExitDemand& demand) {
  const auto orders = turn.workflow.orders;  // a copy, because cancelling changes them
  bool is_waiting = false;
  Quantity claimed;  // by exits that work already
  for (const auto& order : orders)
    if (!is_entry(order.request.purpose)) claimed += order.open();
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

void serve_demand(Turn& turn) {
  const auto demand = *turn.workflow.demand;
  if (!demand.order_id.empty()) return;  // its order works
  if (demand.failures > 0) {
    const auto due = retry_time(turn, demand);
    const auto* instrument = turn.instrument();
    const bool is_expired = instrument && instrument->expiry.days != 0 &&
                            exchange_date(turn.calendar, due) > instrument->expiry;
    if (is_expired) return;  // nobody trades it any more
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
  request_order(turn, std::move(order));
}

std::optional<Price> target_price(const Turn& turn, const ProfitTarget& target,
                                  const InstrumentDefined& instrument) {
  auto price = target.price;
  if (price.is_zero()) {
    const auto average = turn.workflow.average;
    const auto magnitude = average.units < 0 ? -average : average;
    price = average + percent_of(magnitude, target.gain) * sign(turn.start().side);
  }
  const auto rounded =
      round_to_tick(price, opposite(turn.start().side), Rounding::nearest, instrument.ticks);
  if (!rounded || !is_valid_price(*rounded, instrument.asset_class, instrument.ticks))
    return std::nullopt;
  const bool is_flipped = instrument.asset_class == AssetClass::spread &&
                          (rounded->units < 0) != (turn.workflow.average.units < 0);
  if (is_flipped) return std::nullopt;
  return rounded;
}

Quantity floor_share(Quantity of, Percent share) {
  const auto part = percent_of(Money{of.units}, share).units;
  return {part / Quantity::one * Quantity::one};
}

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

// Brings the take-profits to what is held now: one order a target, resized as the entry fills.
void set_targets(Turn& turn) {
  const auto* instrument = turn.instrument();
  if (!instrument) return;
  auto left = std::max(turn.workflow.held(), Quantity{});  // what no other exit has a claim on
  for (std::size_t i = 0; i < turn.workflow.plan.targets.size(); ++i) {
    const auto& target = turn.workflow.plan.targets[i];
    const auto policy = "target_" + std::to_string(i + 1);
    const auto now = target_now(turn.workflow, policy);
    auto share = floor_share(turn.workflow.entered, target.share);
    if (share < turn.workflow.plan.minimum_exit) share = turn.workflow.plan.minimum_exit;
    const auto wanted = std::clamp(share - now.filled, Quantity{}, left);
    left -= wanted;
    const auto price = target_price(turn, target, *instrument);
    if (now.working) {
      const auto id = now.working->request.order_id;
      const auto total = now.working->progress.filled + wanted;
      if (now.working->is_cancel_requested) continue;
      if (wanted.units == 0 || !price) {
        cancel(turn, *now.working, "nothing is left for this target");
      } else if (total != now.working->request.quantity || price != now.working->request.limit) {
        turn.emit(
            OrderChangeRequested{id, false, total, price, "what is held changed", turn.now()});
        turn.decision.tell({ActorKind::order, id},
                           ChangeOrder{total, price, "what is held changed"});
      }
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

bool has_open_orders(const EntryExitState& workflow) {
  return std::any_of(workflow.orders.begin(), workflow.orders.end(),
                     [](const WorkflowOrder& order) { return !order.is_over(); });
}

void finish_if_flat(Turn& turn) {
  auto& workflow = turn.workflow;
  if (workflow.is_over || workflow.orders.empty() || has_open_orders(workflow) || workflow.adding)
    return;
  if (workflow.held().units > 0) return;
  if (workflow.entered.units > 0) return finish(turn, WorkflowCompleted{"flat", turn.now()});
  const auto& entry = workflow.orders.back().progress;
  if (entry.outcome == "refused")
    return finish(turn, WorkflowFailed{entry.refusal, entry.detail, turn.now()});
  if (entry.outcome == "rejected")
    return finish(turn, WorkflowFailed{RefusalReason::none, entry.detail, turn.now()});
  finish(turn, WorkflowCompleted{"not_filled", turn.now()});
}

void advance(Turn& turn) {
  if (!turn.workflow.start || turn.workflow.is_over) return;
  if (turn.workflow.demand) serve_demand(turn);
  if (!turn.workflow.demand && turn.workflow.entered.units > 0) set_targets(turn);
  finish_if_flat(turn);
}

// --- commands ---

void handle(Turn& turn, const StartWorkflow& command) {
  if (turn.workflow.start) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit(command.start);
  turn.emit(StepStarted{"size", "", turn.now()});
  tell_desk(turn);
  ask_budget(turn);
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

// `failures_before`: of the exit that the order is of, before this news. A person is told once.
void note_progress_of_steps(Turn& turn, const WorkflowOrder& order, std::uint32_t failures_before) {
  if (!order.is_over()) return;
  const auto& progress = order.progress;
  if (is_entry(order.request.purpose) && turn.workflow.step == "entry") {
    if (progress.filled.units > 0) {
      turn.emit(StepCompleted{
          "entry", to_text(progress.filled) + " at " + to_text(progress.average), turn.now()});
      turn.emit(StepStarted{"monitor", "", turn.now()});
    } else {
      turn.emit(StepFailed{"entry", progress.refusal, progress.outcome + ": " + progress.detail,
                           turn.now()});
    }
  }
  const bool has_exit_failed = has_failed(order) && !is_entry(order.request.purpose) &&
                               order.request.purpose != Purpose::target;
  if (has_exit_failed && failures_before == 0)
    turn.emit(StepFailed{std::string(enum_name(order.request.purpose)), progress.refusal,
                         progress.outcome + ": " + progress.detail, turn.now()});
  const bool has_given_up =
      order.request.purpose == Purpose::target && has_failed(order) &&
      std::any_of(turn.workflow.target_rejects.begin(), turn.workflow.target_rejects.end(),
                  [&](std::uint32_t rejects) { return rejects > turn.workflow.plan.target_tries; });
  if (has_given_up)
    turn.emit(StepFailed{"target", RefusalReason::none, "rejected too often: " + progress.detail,
                         turn.now()});
}

void set_time_exit(Turn& turn) {
  const auto& plan = turn.workflow.plan;
  std::optional<Timestamp> due;
  if (plan.exit_after.ns > 0) due = turn.workflow.first_fill_at + plan.exit_after;
  if (plan.exit_on.days != 0 && turn.instrument()) {
    const auto close = close_of(turn.calendar, turn.instrument()->session, plan.exit_on);
    if (close)
      due = due ? std::min(*due, *close - plan.exit_before_close) : *close - plan.exit_before_close;
  }
  if (due) turn.decision.timers.push_back({exit_timer, due, 0});
}

void handle(Turn& turn, const NoteOrder& command) {
  if (!turn.workflow.start) return;
  const auto& orders = turn.workflow.orders;
  const auto found = std::find_if(orders.begin(), orders.end(), [&](const WorkflowOrder& order) {
    return order.request.order_id == command.progress.order_id;
  });
  if (found == orders.end()) return;
  const auto& known = found->progress;
  const auto& news = command.progress;
  if (known.filled == news.filled && known.average == news.average &&
      known.is_over == news.is_over) {
    turn.decision.is_query = true;  // told again: nothing is new
    return;
  }
  const auto index = static_cast<std::size_t>(found - orders.begin());
  const auto held_before = turn.workflow.held();
  const auto failures_before = turn.workflow.demand ? turn.workflow.demand->failures : 0;
  const bool was_over = turn.workflow.is_over;
  turn.emit(news);
  note_progress_of_steps(turn, turn.workflow.orders[index], failures_before);
  if (was_over && !turn.workflow.is_over)
    turn.emit(StepStarted{"monitor", "a fill came after the end", turn.now()});
  if (held_before.units <= 0 && turn.workflow.held().units > 0) set_time_exit(turn);
  advance(turn);
  if (turn.workflow.held() != held_before && !turn.workflow.is_over) tell_desk(turn);
  if (!turn.workflow.is_over && turn.workflow.entered.units > 0) watch(turn);
}

// --- the caller's later calls ---

// "1/3", "30%", "1": what is left of `held`, in units. Nothing when it is not one of these.
std::optional<Quantity> remaining_of(const std::string& text, Quantity held) {
  if (const auto slash = text.find('/'); slash != std::string::npos) {
    const auto top = parse<Quantity>(text.substr(0, slash)),
               bottom = parse<Quantity>(text.substr(slash + 1));
    if (!top || !bottom || bottom->units <= 0 || top->units < 0 || *top > *bottom)
      return std::nullopt;
    __extension__ typedef __int128 Wide;
    return Quantity{
        static_cast<std::int64_t>(static_cast<Wide>(held.units) * top->units / bottom->units)};
  }
  if (!text.empty() && text.back() == '%') {
    const auto percent = parse<Percent>(text.substr(0, text.size() - 1));
    if (!percent || percent->units < 0 || *percent > Percent::whole(100)) return std::nullopt;
    return Quantity{percent_of(Money{held.units}, *percent).units};
  }
  return parse<Quantity>(text);
}

struct Part {
  Quantity quantity;
  std::string why;
};

Part part_called(const Turn& turn, const Reading& reading, Quantity held) {
  if (reading.quantity) return {std::min(*reading.quantity, held), "called quantity"};
  if (reading.percent)
    return {floor_share(held, *reading.percent), to_text(*reading.percent) + " % called"};
  if (!reading.remaining.empty()) {
    if (const auto left = remaining_of(reading.remaining, held); left && *left < held) {
      const auto sold = (held - *left).units / Quantity::one * Quantity::one;
      return {Quantity{sold}, "so that " + reading.remaining + " remains"};
    }
  }
  const auto percent = reading.scope == "all" ? turn.settings.alerts.bulk_trim_percent
                                              : trim_percent_for(turn.settings, turn.start().caller,
                                                                 turn.start().channel);
  return {floor_share(held, percent),
          to_text(percent) + " %, by the setting for trims without a fraction"};
}

// An add that waits for its size is not bought once all is to be sold.
void drop_add(Turn& turn) {
  if (turn.workflow.adding)
    turn.emit(StepFailed{"add", RefusalReason::none, "called off before its order", turn.now()});
}

void handle(Turn& turn, const ApplyCall& command) {
  if (!turn.workflow.start || turn.workflow.is_over) {
    turn.emit(CallApplied{
        command.message, command.reading, {}, {}, "", RefusalReason::nothing_held, turn.now()});
    return;
  }
  const auto held = turn.workflow.held();
  CallApplied applied{command.message,     command.reading, held, {}, "",
                      RefusalReason::none, turn.now()};
  const auto action = command.reading.action;
  const bool is_exit = action == CallAction::trim || action == CallAction::close ||
                       action == CallAction::close_and_reopen;
  if (action == CallAction::add) {
    if (turn.workflow.adding || turn.workflow.demand) applied.refusal = RefusalReason::ambiguous;
    applied.why = turn.workflow.demand ? "an exit is under way" : "size the add";
    turn.emit(applied);
    if (applied.refusal != RefusalReason::none) return;
    turn.emit(StepStarted{"add", "", turn.now()});
    return ask_budget(turn);
  }
  if (action == CallAction::cancel || (is_exit && held.units == 0)) {
    const bool is_sizing = turn.workflow.orders.empty();
    applied.why = "nothing is held: the resting entry is cancelled and nothing sold";
    if (action == CallAction::cancel) applied.why = "the entry is cancelled";
    if (!has_open_orders(turn.workflow) && !is_sizing && !turn.workflow.adding)
      applied.refusal = RefusalReason::nothing_held;
    turn.emit(applied);
    drop_add(turn);
    if (is_sizing) return finish(turn, WorkflowCompleted{"cancelled", turn.now()});
    const auto orders = turn.workflow.orders;
    for (const auto& order : orders)
      if (is_entry(order.request.purpose)) cancel(turn, order, "the caller called it off");
    return finish_if_flat(turn);
  }
  if (action == CallAction::trim) {
    const auto part = part_called(turn, command.reading, held);
    applied.quantity = part.quantity;
    applied.why = part.why;
    if (part.quantity.units <= 0)
      applied.why += ": less than one of " + to_text(held) + " held, so nothing is sold";
    if (turn.workflow.demand) {
      applied.quantity = {};
      applied.refusal = RefusalReason::ambiguous;
      applied.why = "another exit is under way";
    }
  } else {
    applied.quantity = held;
    applied.why = "all that is held";
    // A close goes before a trim that is under way: its order is taken back first.
    if (turn.workflow.demand && turn.workflow.demand->is_whole) {
      applied.quantity = {};
      applied.refusal = RefusalReason::ambiguous;
      applied.why = "all of it is being sold already";
    }
  }
  turn.emit(applied);
  if (action != CallAction::trim) drop_add(turn);
  advance(turn);
  watch(turn);
}

void handle(Turn& turn, const TriggerExit& command) {
  if (!turn.workflow.start || turn.workflow.is_over || turn.workflow.held().units <= 0) return;
  if (turn.workflow.demand && turn.workflow.demand->is_whole) return;  // one seller at a time
  turn.emit(ExitTriggered{command.rule, command.level, turn.workflow.average, command.quote,
                          turn.workflow.held(), turn.now()});
  drop_add(turn);
  advance(turn);
  watch(turn);
}

void handle(Turn& turn, const MoveStop& command) {
  if (!turn.workflow.start || turn.workflow.is_over || turn.workflow.held().units <= 0) return;
  const auto& stop = turn.workflow.stop;
  if (stop && (command.to - *stop).units * sign(turn.start().side) <= 0) return;  // late news
  turn.emit(StopMoved{command.rule, turn.workflow.stop.value_or(Price{}), command.to, command.best,
                      command.quote, turn.now()});
  watch(turn);
}

void handle(Turn& turn, const TimerDue& timer) {
  if (!turn.workflow.start || turn.workflow.is_over) return;
  if (timer.name == quote_timer) return ask_budget(turn);
  if (timer.name == target_timer || timer.name == retry_timer) return advance(turn);
  if (timer.name == exit_timer)
    handle(turn, TriggerExit{"time_exit", {}, turn.context.quote.value_or(Quote{})});
}

template <class Command>
void handle(Turn&, const Command&) {
  assert_unreachable("a workflow got a command of another kind of actor");
}

}  // namespace

Decision EntryExit::decide(const AnyCommand& command, const Context& context) const {
  Turn turn{state_, context, settings_, calendar_, {}};
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
  return std::move(turn.decision);
}

Decision EntryExit::resume(const Context& context) const {
  Turn turn{state_, context, settings_, calendar_, {}};
  if (!state_.start || state_.is_over) return {};
  tell_desk(turn);
  if (state_.orders.empty() || state_.adding) ask_budget(turn);
  for (const auto& order : state_.orders) {
    if (order.is_over()) continue;
    // Asked again: an order that is there tells how it stands, one that is not begins.
    turn.decision.tell({ActorKind::order, order.request.order_id},
                       PlaceOrder{plan_of(turn, order.request)});
    if (order.request.limit)  // a change may not have reached it
      turn.decision.tell(
          {ActorKind::order, order.request.order_id},
          ChangeOrder{order.request.quantity, order.request.limit, "asked before the restart"});
    if (order.is_cancel_requested)
      turn.decision.tell({ActorKind::order, order.request.order_id},
                         CancelOrder{"workflow", "asked before the restart"});
  }
  if (state_.entered.units > 0) watch(turn);
  advance(turn);
  return std::move(turn.decision);
}

}  // namespace fillwright
