#include "actors/domain/workflow/entry_exit.hpp"

#include <algorithm>

#include "actors/domain/workflow/entry_exit_turn.hpp"
#include "events/enum_names.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace entry_exit {
namespace {

Address monitor_of(const Turn& turn) { return {ActorKind::monitor, turn.start().workflow_id}; }

}  // namespace

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
  command.held_off = workflow.held_off;
  // One seller at a time: while the broker has the stop, nobody watches for it here.
  for (const auto& exit : bracket_exits(workflow))
    if (exit.request.purpose == Purpose::stop) {
      command.plan.stop_loss = {};
      command.plan.stop_price = {};
      command.stop.reset();
    }
  turn.decision.tell(monitor_of(turn), std::move(command));
}

void finish(Turn& turn, AnyEvent event) {
  const auto* completed = std::get_if<WorkflowCompleted>(&event);
  const std::string outcome = completed ? completed->outcome : "failed";
  turn.emit(std::move(event));
  for (const auto* timer : {quote_timer, target_timer, exit_timer, retry_timer})
    turn.decision.timers.push_back({timer, std::nullopt, 0});
  watch(turn);
  tell_desk(turn);
  if (turn.workflow.closing) tell_operator(turn, outcome, "");
}

void fail(Turn& turn, RefusalReason reason, const std::string& detail) {
  const auto step = turn.workflow.adding ? "add" : turn.workflow.step;
  if (!step.empty()) turn.emit(StepFailed{step, reason, detail, turn.now()});
  if (turn.workflow.orders.empty()) finish(turn, WorkflowFailed{reason, detail, turn.now()});
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
  if (workflow.entered.units > 0)
    return finish(turn,
                  WorkflowCompleted{workflow.held().units < 0 ? "oversold" : "flat", turn.now()});
  const auto last =
      std::find_if(workflow.orders.rbegin(), workflow.orders.rend(),
                   [](const WorkflowOrder& order) { return is_entry(order.request.purpose); });
  const auto& entry = (last == workflow.orders.rend() ? workflow.orders.back() : *last).progress;
  if (entry.outcome == "refused")
    return finish(turn, WorkflowFailed{entry.refusal, entry.detail, turn.now()});
  if (entry.outcome == "rejected")
    return finish(turn, WorkflowFailed{RefusalReason::none, entry.detail, turn.now()});
  finish(turn, WorkflowCompleted{"not_filled", turn.now()});
}

void advance(Turn& turn) {
  if (!turn.workflow.start || turn.workflow.is_over) return;
  shrink_exits(turn);
  if (!turn.workflow.demand) settle_bracket(turn);
  if (turn.workflow.demand) serve_demand(turn);
  if (!turn.workflow.demand && turn.workflow.entered.units > 0) set_targets(turn);
  finish_if_flat(turn);
}

namespace {

void handle(Turn& turn, const StartWorkflow& command) {
  if (turn.workflow.start) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit(command.start);
  if (turn.now() - command.start.at > turn.settings.alerts.stale_after)  // after a restart only
    return finish(
        turn, WorkflowFailed{
                  RefusalReason::stale,
                  "called " + std::to_string((turn.now() - command.start.at).ns / 1'000'000'000) +
                      " s before it could be started",
                  turn.now()});
  turn.emit(StepStarted{"size", "", turn.now()});
  tell_desk(turn);
  ask_budget(turn);
}

void tell_of_cancelled_exit(Turn& turn, const WorkflowOrder& order) {
  std::string what = "cancelled by a person: " + order.progress.detail + "; not tried again";
  if (const auto& off = turn.workflow.held_off)
    what += ", " + off->rule + " waits until the price was better than " + to_text(off->level);
  turn.emit(StepFailed{std::string(enum_name(order.request.purpose)), RefusalReason::none, what,
                       turn.now()});
}

// A change of size or price that was refused is told when it is not asked for any more.
void tell_of_refused_change(Turn& turn, const WorkflowOrder& order) {
  if (order.change_refusals != turn.workflow.plan.target_tries + 1) return;
  turn.emit(StepFailed{std::string(enum_name(order.request.purpose)), RefusalReason::none,
                       "stays at " + to_text(order.request.quantity) +
                           ", its change was refused: " + order.progress.change_refused,
                       turn.now()});
}

void tell_session(Turn& turn, AnyCommand command) {
  turn.decision.tell({ActorKind::gateway, turn.start().account}, std::move(command));
}

// More was sold than was held: too late to prevent, never too late to say.
void note_oversold(Turn& turn, const WorkflowOrder& order, Quantity held_before, bool was_over,
                   bool is_corrected) {
  const auto held = turn.workflow.held();
  if (held.units >= 0 || held >= held_before) return;
  const auto& id = order.request.order_id;
  const auto why = is_corrected ? "a fill of order " + id + " was corrected"
                   : was_over   ? "order " + id + " filled after its end"
                                : "order " + id + " filled when less was held than it sold";
  turn.emit(PositionOversold{id, -held, why, turn.now()});
  tell_session(turn, RaiseAlarm{"oversold", id, to_text(-held) + " too much: " + why});
}

// It only seemed so, by a figure that was corrected since.
void note_restored(Turn& turn) {
  const auto orders = turn.workflow.oversold_by;
  if (orders.empty() || turn.workflow.held().units < 0) return;
  turn.emit(PositionRestored{orders, turn.now()});
  for (const auto& id : orders)
    tell_session(turn, SettleAlarm{"oversold", id, "a fill was corrected"});
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
  // The other exit filled, or the entry never did: its end is no failure.
  if (!order.request.parent.empty() && turn.workflow.held().units <= 0) return;
  if (is_cancelled_by_person(order) && !is_entry(order.request.purpose))
    return tell_of_cancelled_exit(turn, order);
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
      known.is_over == news.is_over && known.corrections == news.corrections &&
      news.change_refused.empty()) {
    turn.decision.is_query = true;  // told again: nothing is new
    return;
  }
  const auto index = static_cast<std::size_t>(found - orders.begin());
  const auto held_before = turn.workflow.held();
  const auto failures_before = turn.workflow.demand ? turn.workflow.demand->failures : 0;
  const bool was_over = turn.workflow.is_over;
  const bool was_order_over = known.is_over;
  const bool is_corrected = known.corrections != news.corrections;
  const bool was_closing = turn.workflow.closing.has_value();
  turn.emit(news);
  if (was_closing && !turn.workflow.closing)
    tell_operator(turn, "stopped", "a person cancelled its exit, order " + news.order_id);
  note_oversold(turn, turn.workflow.orders[index], held_before, was_order_over, is_corrected);
  note_restored(turn);
  if (!news.change_refused.empty()) tell_of_refused_change(turn, turn.workflow.orders[index]);
  note_progress_of_steps(turn, turn.workflow.orders[index], failures_before);
  if (was_over && !turn.workflow.is_over)
    turn.emit(StepStarted{"monitor", "a fill came after the end", turn.now()});
  if (held_before.units <= 0 && turn.workflow.held().units > 0) set_time_exit(turn);
  advance(turn);
  if (turn.workflow.held() != held_before && !turn.workflow.is_over) tell_desk(turn);
  if (!turn.workflow.is_over && turn.workflow.entered.units > 0) watch(turn);
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

void handle(Turn& turn, const RearmStop&) {
  const auto& off = turn.workflow.held_off;
  if (!turn.workflow.start || turn.workflow.is_over || !off) return;
  turn.emit(StepStarted{"stop", off->rule + " at " + to_text(off->level) + ": the price is back",
                        turn.now()});
  watch(turn);
}

void handle(Turn& turn, const GoOn&) {
  advance(turn);
  turn.decision.is_query = turn.decision.events.empty();
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

void take(Turn& turn, const AnyCommand& command) {
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
}

}  // namespace

}  // namespace entry_exit

Decision EntryExit::decide(const AnyCommand& command, const Context& context) const {
  entry_exit::Turn turn{state_, context, settings_, calendar_, {}};
  entry_exit::take(turn, command);
  return std::move(turn.decision);
}

Decision EntryExit::resume(const Context& context) const {
  entry_exit::Turn turn{state_, context, settings_, calendar_, {}};
  if (!state_.start || state_.is_over) return {};
  tell_desk(turn);
  if (state_.orders.empty() || state_.adding) ask_budget(turn);
  for (const auto& order : state_.orders) {
    if (order.is_over()) continue;
    // Asked again: an order that is there tells how it stands, one that is not begins.
    turn.decision.tell({ActorKind::order, order.request.order_id},
                       PlaceOrder{plan_of(turn, order.request)});
    if (order.request.limit || order.is_changed)  // a change may not have reached it
      turn.decision.tell(
          {ActorKind::order, order.request.order_id},
          ChangeOrder{order.request.quantity, order.request.limit, "asked before the restart"});
    if (order.is_cancel_requested)
      turn.decision.tell({ActorKind::order, order.request.order_id},
                         CancelOrder{"workflow", "asked before the restart"});
  }
  if (state_.entered.units > 0 && !is_mutated(Mutation::exits_not_rearmed)) watch(turn);
  advance(turn);
  return std::move(turn.decision);
}

}  // namespace fillwright
