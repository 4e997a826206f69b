#include "projections/state_rows.hpp"

namespace fillwright {
namespace {

PnlTotal total_of(const Pnl& pnl, std::string_view account, bool is_dry_run) {
  PnlTotal total;
  for (const auto& row : pnl.positions.rows) {
    if (row.account != account || row.is_dry_run != is_dry_run) continue;
    total.realised = plus(total.realised, row.realised);
    total.fees = plus(total.fees, row.fees);
    if (row.quantity.is_zero()) continue;
    if (const auto* mark = pnl.marks.find(row.instrument))
      total.unrealised = plus(total.unrealised, row.unrealised(middle(*mark)));
    else
      ++total.unmarked;
  }
  return total;
}

}  // namespace

std::string_view symbol_of(const Instruments& instruments, InstrumentId id) {
  const auto* found = instruments.find(id);
  return found ? std::string_view(found->symbol) : std::string_view();
}

std::optional<Percent> percent_of_cost(const UnrealisedRow& open) {
  const auto cost =
      value_of(open.position->average(), open.position->quantity, open.position->multiplier);
  const Wide size = cost.units < 0 ? -static_cast<Wide>(cost.units) : cost.units;
  if (size == 0) return std::nullopt;
  return Percent{
      divide_rounded(static_cast<Wide>(open.unrealised.units) * 100 * Percent::one, size)};
}

std::vector<UnrealisedRow> marked_positions(const Pnl& pnl) {
  std::vector<UnrealisedRow> all;
  for (const auto& row : pnl.positions.rows) {
    const auto* mark = pnl.marks.find(row.instrument);
    all.push_back({&row, mark, mark ? row.unrealised(middle(*mark)) : Money{}});
  }
  return all;
}

OrderState state_of(const OrderRow& row, const Instruments& instruments) {
  OrderState state;
  state.order_id = row.order_id;
  state.workflow_id = row.workflow_id;
  state.account = row.account;
  state.caller = row.caller;
  state.message = row.message;
  state.purpose = row.purpose;
  state.state = row.phase;
  state.is_dry_run = row.is_dry_run;
  state.side = row.side;
  state.effect = row.effect;
  state.instrument = row.instrument;
  state.symbol = symbol_of(instruments, row.instrument);
  state.quantity = row.quantity;
  state.filled = row.filled;
  state.remaining = row.remaining();
  state.multiplier = row.multiplier;
  state.limit = row.limit;
  state.is_market = row.is_market;
  state.time_in_force = row.time_in_force;
  state.policy = row.policy;
  state.rungs = row.rungs;
  state.attempts = row.attempts;
  state.fills = row.fills;
  if (row.fills) state.average = row.average;
  state.fees = row.fees;
  state.refusal = row.refusal;
  state.reason = row.reason;
  state.broker_order_id = row.broker_order_id;
  state.planned_at = row.planned_at;
  state.sent_at = row.sent_at;
  state.first_fill_at = row.first_fill_at;
  state.last_fill_at = row.last_fill_at;
  state.ended_at = row.ended_at;
  state.seq = row.first_seq;
  state.changed_seq = row.changed_seq;
  return state;
}

MarkState state_of(const Quote& mark) { return {mark.bid, mark.ask, middle(mark), mark.time}; }

PositionState state_of(const UnrealisedRow& open, const Instruments& instruments) {
  const auto& row = *open.position;
  PositionState state;
  state.account = row.account;
  state.instrument = row.instrument;
  state.symbol = symbol_of(instruments, row.instrument);
  state.workflow_id = row.workflow_id;
  state.caller = row.caller;
  state.is_dry_run = row.is_dry_run;
  state.quantity = row.quantity;
  if (!row.lots.empty()) state.average = row.average();
  state.multiplier = row.multiplier;
  state.bought = row.bought;
  state.sold = row.sold;
  state.fills = row.fills;
  state.realised = row.realised;
  state.fees = row.fees;
  state.net = row.net();
  if (open.mark && !row.quantity.is_zero()) {
    state.unrealised = open.unrealised;
    state.unrealised_percent = percent_of_cost(open);
    state.mark = state_of(*open.mark);
  }
  state.opened_at = row.opened_at;
  state.changed_at = row.changed_at;
  for (const auto& lot : row.lots)
    state.lots.push_back({lot.quantity, lot.price, lot.order_id, lot.opened_at});
  return state;
}

PnlDayState state_of(const PnlRow& row, const Instruments& instruments) {
  PnlDayState state;
  state.day = row.day;
  state.is_day_assumed = row.is_day_assumed;
  state.account = row.account;
  state.caller = row.caller;
  state.instrument = row.instrument;
  state.symbol = symbol_of(instruments, row.instrument);
  state.is_dry_run = row.is_dry_run;
  state.fills = row.fills;
  state.realised = row.realised;
  state.fees = row.fees;
  state.net = row.net();
  return state;
}

PnlTotalState state_of(const PnlTotal& total) {
  return {total.realised, total.fees, total.net(), total.unrealised, total.unmarked};
}

PnlState state_of(const Pnl& pnl, std::string_view account, const Instruments& instruments) {
  PnlState state;
  state.account = account;
  for (const auto& row : pnl.rows())
    if (row.account == account) state.rows.push_back(state_of(row, instruments));
  for (const auto& open : pnl.unrealised())
    if (open.position->account == account) state.open.push_back(state_of(open, instruments));
  state.total = state_of(total_of(pnl, account, false));
  state.dry_run_total = state_of(total_of(pnl, account, true));
  state.seq = pnl.last_seq;
  return state;
}

}  // namespace fillwright
