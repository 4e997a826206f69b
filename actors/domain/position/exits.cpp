#include "actors/domain/position/exits.hpp"

#include "actors/domain/pricing/ticks.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

bool is_long(const WatchPosition& position) { return position.side == Side::buy; }
Price magnitude(Price price) { return price.units < 0 ? -price : price; }

// Toward profit from `price`, by a percentage of it.
Price improved(const WatchPosition& position, Price price, Percent percent) {
  return price + percent_of(magnitude(price), percent) * sign(position.side);
}

bool is_better(const WatchPosition& position, Price a, Price b) {
  return is_long(position) ? a > b : a < b;
}

std::optional<Price> exit_price(const WatchPosition& position, const Quote& quote) {
  if (quote.bid_size.units <= 0 || quote.ask_size.units <= 0 || quote.bid > quote.ask)
    return std::nullopt;
  return is_long(position) ? quote.bid : quote.ask;
}

}  // namespace

std::optional<StopLevel> stop_in_force(const WatchPosition& position) {
  std::optional<StopLevel> tightest;
  const auto consider = [&](Price price, const std::string& rule) {
    const auto& off = position.held_off;
    if (off && off->rule == rule && !is_better(position, price, off->level)) return;
    if (!tightest || is_better(position, price, tightest->price)) tightest = StopLevel{price, rule};
  };
  const auto& plan = position.plan;
  if (plan.stop_loss.units > 0)
    consider(improved(position, position.average, -plan.stop_loss), "stop_loss");
  if (!plan.stop_price.is_zero()) consider(plan.stop_price, "stop_price");
  if (position.stop) consider(*position.stop, position.stop_rule);
  if (plan.break_even_after_target && position.has_hit_target)
    consider(position.average, "break_even");
  return tightest;
}

std::optional<Price> trailing_stop(const WatchPosition& position, Price best,
                                   const std::vector<TickBand>& ticks) {
  const auto& plan = position.plan;
  if (plan.trailing_stop.units <= 0) return std::nullopt;
  const auto starts = improved(position, position.average, plan.trailing_starts_at);
  if (is_better(position, starts, best)) return std::nullopt;
  const auto stop = improved(position, best, -plan.trailing_stop);
  return round_to_tick(stop, position.side, is_long(position) ? Rounding::down : Rounding::up,
                       ticks);
}

namespace {
// With the stop that trails behind the best price so far, recorded or not.
std::optional<StopLevel> stop_now(const WatchPosition& position, Price best,
                                  const std::vector<TickBand>& ticks) {
  auto stop = stop_in_force(position);
  const auto trailed = trailing_stop(position, best, ticks);
  if (trailed && (!stop || is_better(position, *trailed, stop->price)))
    stop = StopLevel{*trailed, "trailing_stop"};
  return stop;
}
}  // namespace

ExitCheck check_exits(const WatchPosition& position, const Quote& quote,
                      const std::vector<TickBand>& ticks, Price& best) {
  const auto price = exit_price(position, quote);
  if (!price || position.held.units <= 0) return NoExit{};
  const auto is_hit = [&](const StopLevel& stop) {
    if (is_mutated(Mutation::stop_not_touched)) return is_better(position, stop.price, *price);
    return !is_better(position, *price, stop.price);
  };
  if (const auto hit = stop_now(position, best, ticks); hit && is_hit(*hit))
    return TriggerExit{hit->rule, hit->price, quote};
  if (position.held_off && is_better(position, *price, position.held_off->level))
    return RearmStop{quote};
  const auto stop = stop_in_force(position);
  if (is_better(position, *price, best)) best = *price;
  const auto trailed = trailing_stop(position, best, ticks);
  if (trailed && (!stop || is_better(position, *trailed, stop->price)))
    return MoveStop{"trailing_stop", *trailed, best, quote};
  return NoExit{};
}

std::vector<Interest> exit_interests(const WatchPosition& position, Price best,
                                     const std::vector<TickBand>& ticks) {
  Interest stopped{"stop", position.instrument, false, {}, {}, {}, {}};
  Interest risen{"best", position.instrument, false, {}, {}, {}, {}};
  if (position.held.units > 0) {
    if (const auto stop = stop_now(position, best, ticks))
      (is_long(position) ? stopped.bid_at_most : stopped.ask_at_least) = stop->price;
    if (position.plan.trailing_stop.units > 0) {
      const auto next = steps_toward_far(best, position.side, 1, ticks).value_or(best);
      (is_long(position) ? risen.bid_at_least : risen.ask_at_most) = next;
    }
  }
  Interest recovered{"recovered", position.instrument, false, {}, {}, {}, {}};
  if (position.held.units > 0 && position.held_off) {
    const auto level = position.held_off->level;
    const auto next = steps_toward_far(level, position.side, 1, ticks).value_or(level);
    (is_long(position) ? recovered.bid_at_least : recovered.ask_at_most) = next;
  }
  return {stopped, risen, recovered};
}

}  // namespace fillwright
