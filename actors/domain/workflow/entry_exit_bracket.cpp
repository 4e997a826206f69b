// Brackets: an entry that goes out with its exits, so that the broker holds the stop also while we
// are away.
#include <algorithm>

#include "actors/domain/pricing/ticks.hpp"
#include "actors/domain/workflow/entry_exit_turn.hpp"

namespace fillwright::entry_exit {
namespace {

// A stop is a market order once it is set off.
bool may_send_stop(const Turn& turn, const InstrumentDefined& instrument) {
  if (instrument.asset_class == AssetClass::option) return turn.context.broker.can_market_options;
  return may_send_market(turn, instrument);
}

constexpr std::size_t bracket_size = 2;  // a take-profit and a stop

struct ExitPrices {
  Price target;
  Price stop;
};

// Of an entry at this price: the take-profit rounded into profit, the stop towards the entry.
std::optional<ExitPrices> exit_prices(const Turn& turn, const ExitPlan& plan, Price entry,
                                      const InstrumentDefined& instrument) {
  const auto target = target_price(turn, plan.targets.front(), entry, instrument);
  const auto wanted = first_stop(turn, plan, entry, instrument);
  if (!target || !wanted) return std::nullopt;
  const auto exit_side = opposite(turn.start().side);
  const auto rounding = exit_side == Side::sell ? Rounding::up : Rounding::down;
  const auto stop = round_to_tick(*wanted, exit_side, rounding, instrument.ticks);
  const bool is_sound = stop && is_valid_price(*stop, instrument.asset_class, instrument.ticks) &&
                        (*target - entry).units * sign(turn.start().side) > 0 &&
                        (entry - *stop).units * sign(turn.start().side) > 0;
  if (!is_sound) return std::nullopt;
  return ExitPrices{*target, *stop};
}

// The far side, within what was called: it fills at once, or rests at the cap.
std::optional<Price> marketable_limit(const Turn& turn, const OrderRequested& entry,
                                      const InstrumentDefined& instrument) {
  const auto& quote = turn.context.quote;
  const auto side = turn.start().side;
  const bool is_buy = side == Side::buy;
  if (!quote || (is_buy ? quote->ask_size : quote->bid_size).units <= 0) return std::nullopt;
  auto price = is_buy ? quote->ask : quote->bid;
  if (entry.limit_high)
    price = is_buy ? std::min(price, *entry.limit_high) : std::max(price, *entry.limit_high);
  const auto rounded = round_to_tick(price, side, Rounding::passive, instrument.ticks);
  if (!rounded || !is_valid_price(*rounded, instrument.asset_class, instrument.ticks))
    return std::nullopt;
  return rounded;
}

const WorkflowOrder* entry_of(const EntryExitState& workflow, const WorkflowOrder& exit) {
  for (const auto& order : workflow.orders)
    if (order.request.order_id == exit.request.parent) return &order;
  return nullptr;
}

}  // namespace

bool is_for_bracket(const Turn& turn, const ExitPlan& plan, const InstrumentDefined& instrument) {
  return turn.settings.exits.brackets && turn.context.broker.can_bracket &&
         instrument.legs.empty() && may_send_stop(turn, instrument) && plan.targets.size() == 1 &&
         plan.targets.front().share == Percent::whole(100) &&
         !(plan.stop_loss.is_zero() && plan.stop_price.is_zero()) && plan.trailing_stop.is_zero() &&
         !plan.break_even_after_target;
}

bool request_bracket(Turn& turn, OrderRequested entry, const InstrumentDefined& instrument) {
  const auto limit = marketable_limit(turn, entry, instrument);
  if (!limit) return false;
  const auto prices = exit_prices(turn, turn.workflow.plan, *limit, instrument);
  if (!prices) return false;
  entry.limit = limit;
  OrderRequested exit;
  exit.quantity = entry.quantity;
  exit.is_good_till_cancelled = true;
  exit.parent = note_request(turn, std::move(entry));
  const auto parent = exit.parent;
  exit.purpose = Purpose::target;
  exit.policy = "target_1";
  exit.limit = prices->target;
  const auto target = note_request(turn, exit);
  exit.purpose = Purpose::stop;
  exit.policy = "stop";
  exit.limit = prices->stop;
  const auto stop = note_request(turn, exit);
  for (const auto& id : {parent, target, stop}) place_order(turn, id);
  return true;
}

std::vector<WorkflowOrder> bracket_exits(const EntryExitState& workflow) {
  std::vector<WorkflowOrder> exits;
  for (const auto& order : workflow.orders)
    if (!order.request.parent.empty() && !order.is_over()) exits.push_back(order);
  return exits;
}

Quantity claimed_by_exits(const EntryExitState& workflow) {
  Quantity claimed;
  Quantity by_bracket;  // never more than is held: the broker sees to it
  const auto held = std::max(workflow.held(), Quantity{});
  for (const auto& order : workflow.orders) {
    if (is_entry(order.request.purpose)) continue;
    if (order.request.parent.empty())
      claimed += order.open();
    else
      by_bracket = std::max(by_bracket, std::min(order.open(), held));
  }
  return claimed + by_bracket;
}

void settle_bracket(Turn& turn) {
  const auto exits = bracket_exits(turn.workflow);
  const auto* instrument = turn.instrument();
  if (exits.empty() || !instrument || turn.context.is_killed) return;
  const auto* entry = entry_of(turn.workflow, exits.front());
  if (!entry || !entry->is_over()) return;
  const auto entered = entry->progress.filled;
  if (turn.workflow.held().units <= 0) {  // a fill of the entry may have been corrected since
    for (const auto& exit : exits)
      if (exit.request.quantity > entered) cancel(turn, exit, "less is held than it would sell");
    return;
  }
  const bool is_outgrown = turn.workflow.entered != entered;  // by an add, which it knows not of
  // One exit has ended and something is held: the other has filled, and its fill is on the way, or
  // the broker took one back. Its own end tells; nothing else sells before.
  const bool is_broken = exits.size() < bracket_size;
  const auto prices = exit_prices(turn, turn.workflow.plan, turn.workflow.average, *instrument);
  for (const auto& exit : exits) {
    if (exit.is_cancel_requested) continue;
    if (is_outgrown || is_broken || !prices) {
      cancel(turn, exit, "what is held is not what its bracket was made for");
      continue;
    }
    const auto limit = exit.request.purpose == Purpose::stop ? prices->stop : prices->target;
    if (exit.request.quantity != entered || exit.request.limit != limit)
      resize(turn, exit, entered, limit);
  }
}

}  // namespace fillwright::entry_exit
