// The caller's later calls: add, trim, close, cancel.
#include <algorithm>

#include "actors/domain/workflow/entry_exit_turn.hpp"

namespace fillwright::entry_exit {
namespace {

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

}  // namespace

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

}  // namespace fillwright::entry_exit
