// The fold of an account's events.
#include <algorithm>

#include "actors/domain/risk/risk.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

__extension__ typedef __int128 Wide;

void start_day(RiskState& risk, Date day) {
  if (day == risk.day) return;
  risk.day = day;
  risk.realised_today = {};
  risk.equity_at_open = risk.equity();
  risk.losses_in_a_row = 0;
  if (risk.is_paused && risk.paused_on.days != 0 && risk.paused_on != day) risk.is_paused = false;
}

void apply(RiskState& risk, const AccountOpened& event) {
  risk.account = event.account;
  risk.cash = event.cash;
  risk.equity_at_open = event.cash;
}

void apply(RiskState& risk, const ExposureReserved& event) {
  start_day(risk, event.trading_day);
  const auto known = risk.reservations.find(event.order_id);
  if (known != risk.reservations.end()) {  // resized: what was filled of it is still filled
    auto& resized = known->second;
    resized.open += event.quantity - resized.event.quantity;
    resized.event = event;
    return;
  }
  auto& reservation = risk.reservations[event.order_id];
  if (!is_mutated(Mutation::exposure_not_reserved))
    risk.reserved += event.money - reservation.money;
  reservation = {event, event.quantity, event.money};
  if (!is_entry(event.purpose)) {
    risk.exits[event.workflow_id].insert(event.order_id);
    return;
  }
  risk.entries.push_back(event.at);
  while (!risk.entries.empty() && event.at - risk.entries.front() >= seconds(60))
    risk.entries.pop_front();
}

void apply(RiskState& risk, const ExposureReleased& event) {
  const auto found = risk.reservations.find(event.order_id);
  if (found == risk.reservations.end()) return;
  const auto workflow = found->second.event.workflow_id;
  risk.reserved -= found->second.money;
  risk.reservations.erase(found);
  if (const auto exits = risk.exits.find(workflow); exits != risk.exits.end()) {
    exits->second.erase(event.order_id);
    if (exits->second.empty()) risk.exits.erase(exits);
  }
  risk.losses_in_a_row = losses_after_release(risk, workflow);
  const auto stake = risk.workflows.find(workflow);
  if (stake == risk.workflows.end() || stake->second.held.units != 0) return;
  stake->second.realised = {};
  if (stake->second.margin.is_zero()) risk.workflows.erase(stake);
}

void hold(RiskState& risk, const AccountFill& fill) {
  auto& holding = risk.holdings[fill.instrument];
  take(holding, fill);
  if (holding.quantity.units == 0) risk.holdings.erase(fill.instrument);
}

void apply(RiskState& risk, const FillBooked& event) {
  start_day(risk, event.trading_day);
  const AccountFill fill{event.instrument,
                         event.side,
                         event.multiplier,
                         event.is_margined,
                         {event.quantity, event.order_quantity, event.price, event.fees}};
  if (risk.executions.add_new(event.execution_id) != 0) risk.fills.push_back(fill);
  risk.cash += event.cash_change;
  risk.realised_today += event.realised - event.fees;
  hold(risk, fill);
  auto& stake = risk.workflows[event.workflow_id];
  stake.held += is_entry(event.purpose) ? event.order_quantity : -event.order_quantity;
  stake.margin += event.margin_change;
  risk.margin += event.margin_change;
  stake.realised += event.realised;
  const auto found = risk.reservations.find(event.order_id);
  if (found == risk.reservations.end()) return;
  found->second.open -= event.order_quantity;
  found->second.money -= event.released;
  risk.reserved -= event.released;
}

void apply(RiskState& risk, const BookingCorrected& event) {
  start_day(risk, event.trading_day);
  const auto booked = risk.executions.find(event.execution_id);
  if (booked == 0) return;
  auto& fill = risk.fills[booked - 1];
  fill.figures = event.now;
  risk.cash += event.cash_change;
  risk.realised_today += event.realised - (event.now.fees - event.before.fees);
  auto& holding = risk.holdings[event.instrument];
  holding = {event.held, event.average, fill.multiplier, !fill.is_margined};
  if (event.held.units == 0) risk.holdings.erase(event.instrument);
  const auto change = event.now.order_quantity - event.before.order_quantity;
  auto& stake = risk.workflows[event.workflow_id];
  stake.held += is_entry(event.purpose) ? change : -change;
  stake.margin += event.margin_change;
  risk.margin += event.margin_change;
  stake.realised += event.realised;
  const auto found = risk.reservations.find(event.order_id);
  if (found == risk.reservations.end()) return;
  found->second.open -= change;
  found->second.money -= event.released;
  risk.reserved -= event.released;
}

void apply(RiskState& risk, const KillSwitchChanged& event) {
  risk.is_killed = event.is_on && !is_mutated(Mutation::kill_ignored);
}

void apply(RiskState& risk, const EntriesPaused& event) {
  risk.is_paused = event.is_paused;
  risk.paused_on = event.trading_day;
  risk.paused_why = event.why;
  if (!event.is_paused) risk.losses_in_a_row = 0;
}

template <class Event>
void apply(RiskState&, const Event&) {}

}  // namespace

Money take(Holding& holding, const AccountFill& fill) {
  const auto& [quantity, order_quantity, price, fees] = fill.figures;
  const auto before = holding;
  const auto change = quantity * sign(fill.side);
  const bool grows =
      holding.quantity.units == 0 || (holding.quantity.units > 0) == (change.units > 0);
  const auto after = holding.quantity + change;
  if (grows) {
    const Wide value = static_cast<Wide>(holding.average.units) * std::abs(holding.quantity.units) +
                       static_cast<Wide>(price.units) * std::abs(change.units);
    const Wide size = std::abs(after.units);
    if (size > 0) holding.average = {static_cast<std::int64_t>(value / size)};
  } else if (after.units != 0 && (after.units > 0) != (holding.quantity.units > 0)) {
    holding.average = price;  // through zero: what is left was opened now
  }
  holding.quantity = after;
  holding.multiplier = fill.multiplier;
  holding.is_paid = !fill.is_margined;
  if (grows) return {};
  const auto closed = std::min(std::abs(before.quantity.units), quantity.units);
  const auto gain = before.quantity.units > 0 ? price - before.average : before.average - price;
  return notional(gain, Quantity{closed}, fill.multiplier).value_or(Money{});
}

std::uint32_t losses_after_release(const RiskState& risk, const std::string& workflow_id) {
  const auto stake = risk.workflows.find(workflow_id);
  if (stake == risk.workflows.end() || stake->second.held.units != 0) return risk.losses_in_a_row;
  if (stake->second.realised.units < 0) return risk.losses_in_a_row + 1;
  if (stake->second.realised.units > 0) return 0;
  return risk.losses_in_a_row;
}

Money RiskState::equity() const {
  auto sum = cash;
  for (const auto& [id, holding] : holdings) {
    if (!holding.is_paid) continue;
    sum += notional(holding.average, holding.quantity, holding.multiplier).value_or(Money{});
  }
  return sum;
}

void evolve(RiskState& risk, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(risk, happened); }, event);
}

void Risk::evolve(const std::string&, const AnyEvent& event) { fillwright::evolve(state_, event); }

}  // namespace fillwright
