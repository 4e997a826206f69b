// What is told of orders, positions, profit and loss, as rows with one field list each: the command
// line's JSON, the records that are published and their schemas all derive from it. Fields are only
// added.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/instruments.hpp"
#include "projections/orders.hpp"
#include "projections/pnl.hpp"

namespace fillwright {

// Texts are those of the row that it was made of, and valid as long.
struct OrderState {
  std::string_view order_id;
  std::string_view workflow_id;
  std::string_view account;
  std::string_view caller;
  std::string_view message;
  Purpose purpose = Purpose::entry;
  OrderPhase state = OrderPhase::planned;
  bool is_dry_run = false;
  Side side = Side::buy;
  Effect effect = Effect::open;
  InstrumentId instrument;
  std::string_view symbol;
  Quantity quantity;
  Quantity filled;
  Quantity remaining;
  Quantity multiplier;
  std::optional<Price> limit;
  bool is_market = false;
  TimeInForce time_in_force = TimeInForce::day;
  std::string_view policy;
  std::uint32_t rungs = 0;
  std::uint32_t attempts = 0;
  std::uint32_t fills = 0;
  std::optional<Price> average;
  Money fees;
  RefusalReason refusal = RefusalReason::none;
  std::string_view reason;
  std::string_view broker_order_id;
  Timestamp planned_at;
  Timestamp sent_at;
  Timestamp first_fill_at;
  Timestamp last_fill_at;
  Timestamp ended_at;
  std::uint64_t seq = 0;
  std::uint64_t changed_seq = 0;
};
FILLWRIGHT_STRUCT(OrderState, order_id, workflow_id, account, caller, message, purpose, state,
                  is_dry_run, side, effect, instrument, symbol, quantity, filled, remaining,
                  multiplier, limit, is_market, time_in_force, policy, rungs, attempts, fills,
                  average, fees, refusal, reason, broker_order_id, planned_at, sent_at,
                  first_fill_at, last_fill_at, ended_at, seq, changed_seq)

// The newest quote that an event recorded.
struct MarkState {
  Price bid;
  Price ask;
  Price mid;
  Timestamp time;
};
FILLWRIGHT_STRUCT(MarkState, bid, ask, mid, time)

struct LotState {
  Quantity quantity;
  Price price;
  std::string_view order_id;
  Timestamp opened_at;
};
FILLWRIGHT_STRUCT(LotState, quantity, price, order_id, opened_at)

struct PositionState {
  std::string_view account;
  InstrumentId instrument;
  std::string_view symbol;
  std::string_view workflow_id;
  std::string_view caller;
  bool is_dry_run = false;
  Quantity quantity;
  std::optional<Price> average;
  Quantity multiplier;
  Quantity bought;
  Quantity sold;
  std::uint32_t fills = 0;
  Money realised;
  Money fees;
  Money net;
  std::optional<Money> unrealised;
  std::optional<Percent> unrealised_percent;
  std::optional<MarkState> mark;  // nothing when it is flat or no quote is known
  Timestamp opened_at;
  Timestamp changed_at;
  std::vector<LotState> lots;
};
FILLWRIGHT_STRUCT(PositionState, account, instrument, symbol, workflow_id, caller, is_dry_run,
                  quantity, average, multiplier, bought, sold, fills, realised, fees, net,
                  unrealised, unrealised_percent, mark, opened_at, changed_at, lots)

// Owns who it is of: such rows are made when they are asked for.
struct PnlDayState {
  Date day;
  bool is_day_assumed = false;
  std::string account;
  std::string caller;
  InstrumentId instrument;
  std::string_view symbol;
  bool is_dry_run = false;
  std::uint32_t fills = 0;
  Money realised;
  Money fees;
  Money net;
};
FILLWRIGHT_STRUCT(PnlDayState, day, is_day_assumed, account, caller, instrument, symbol, is_dry_run,
                  fills, realised, fees, net)

struct PnlTotalState {
  Money realised;
  Money fees;
  Money net;
  Money unrealised;
  std::uint32_t open_without_mark = 0;
};
FILLWRIGHT_STRUCT(PnlTotalState, realised, fees, net, unrealised, open_without_mark)

// Of one account.
struct PnlState {
  std::string account;
  std::vector<PnlDayState> rows;
  std::vector<PositionState> open;
  PnlTotalState total;  // without dry runs
  PnlTotalState dry_run_total;
  std::uint64_t seq = 0;  // of the last event that is in it
};
FILLWRIGHT_STRUCT(PnlState, account, rows, open, total, dry_run_total, seq)

// The canonical symbol; empty when it is not defined.
std::string_view symbol_of(const Instruments& instruments, InstrumentId id);
// Of what was paid or received for the open lots; nothing when there are none.
std::optional<Percent> percent_of_cost(const UnrealisedRow& open);
// What is held or was, with its mark, in order of first fills. Valid as long as `pnl` is unchanged.
std::vector<UnrealisedRow> marked_positions(const Pnl& pnl);

OrderState state_of(const OrderRow& row, const Instruments& instruments);
MarkState state_of(const Quote& mark);
PositionState state_of(const UnrealisedRow& open, const Instruments& instruments);
PnlDayState state_of(const PnlRow& row, const Instruments& instruments);
PnlTotalState state_of(const PnlTotal& total);
// Valid as long as `pnl` and `instruments` are unchanged. Costs a pass over all fills.
PnlState state_of(const Pnl& pnl, std::string_view account, const Instruments& instruments);

}  // namespace fillwright
