#include "replay/ask/json_rows.hpp"

#include "replay/ask/plain_text.hpp"

namespace fillwright {

void write_order(JsonWriter& w, const OrderRow& row, const Instruments& instruments) {
  w.begin_object();
  w.field("order_id", row.order_id);
  w.field("workflow_id", row.workflow_id);
  w.field("account", row.account);
  w.field("caller", row.caller);
  w.field("message", row.message);
  w.field("purpose", row.purpose);
  w.field("state", row.phase);
  w.field("is_dry_run", row.is_dry_run);
  w.field("side", row.side);
  w.field("effect", row.effect);
  w.field("instrument", row.instrument);
  w.field("symbol", symbol_of(instruments, row.instrument));
  w.field("quantity", row.quantity);
  w.field("filled", row.filled);
  w.field("remaining", row.remaining());
  w.field("multiplier", row.multiplier);
  w.field("limit", row.limit);
  w.field("is_market", row.is_market);
  w.field("time_in_force", row.time_in_force);
  w.field("policy", row.policy);
  w.field("rungs", row.rungs);
  w.field("attempts", row.attempts);
  w.field("fills", row.fills);
  w.field("average", row.fills ? std::optional(row.average) : std::nullopt);
  w.field("fees", row.fees);
  w.field("refusal", row.refusal);
  w.field("reason", row.reason);
  w.field("broker_order_id", row.broker_order_id);
  w.field("planned_at", row.planned_at);
  w.field("sent_at", row.sent_at);
  w.field("first_fill_at", row.first_fill_at);
  w.field("last_fill_at", row.last_fill_at);
  w.field("ended_at", row.ended_at);
  w.field("seq", row.first_seq);
  w.field("changed_seq", row.changed_seq);
  w.end_object();
}

void write_mark(JsonWriter& w, const Quote* quote) {
  if (!quote) return w.null();
  w.begin_object();
  w.field("bid", quote->bid);
  w.field("ask", quote->ask);
  w.field("mid", middle(*quote));
  w.field("time", quote->time);
  w.end_object();
}

std::optional<Percent> percent_of_cost(const UnrealisedRow& open) {
  const auto cost =
      value_of(open.position->average(), open.position->quantity, open.position->multiplier);
  const Wide size = cost.units < 0 ? -static_cast<Wide>(cost.units) : cost.units;
  if (size == 0) return std::nullopt;
  return Percent{
      divide_rounded(static_cast<Wide>(open.unrealised.units) * 100 * Percent::one, size)};
}

void write_position(JsonWriter& w, const UnrealisedRow& open, const Instruments& instruments) {
  const auto& row = *open.position;
  const bool is_marked = open.mark && !row.quantity.is_zero();
  w.begin_object();
  w.field("account", row.account);
  w.field("instrument", row.instrument);
  w.field("symbol", symbol_of(instruments, row.instrument));
  w.field("workflow_id", row.workflow_id);
  w.field("caller", row.caller);
  w.field("is_dry_run", row.is_dry_run);
  w.field("quantity", row.quantity);
  w.field("average", row.lots.empty() ? std::nullopt : std::optional(row.average()));
  w.field("multiplier", row.multiplier);
  w.field("bought", row.bought);
  w.field("sold", row.sold);
  w.field("fills", row.fills);
  w.field("realised", row.realised);
  w.field("fees", row.fees);
  w.field("net", row.net());
  w.field("unrealised", is_marked ? std::optional(open.unrealised) : std::nullopt);
  w.field("unrealised_percent", is_marked ? percent_of_cost(open) : std::nullopt);
  w.key("mark");
  write_mark(w, is_marked ? open.mark : nullptr);
  w.field("opened_at", row.opened_at);
  w.field("changed_at", row.changed_at);
  w.key("lots");
  w.begin_array();
  for (const auto& lot : row.lots) {
    w.begin_object();
    w.field("quantity", lot.quantity);
    w.field("price", lot.price);
    w.field("order_id", lot.order_id);
    w.field("opened_at", lot.opened_at);
    w.end_object();
  }
  w.end_array();
  w.end_object();
}

void write_pnl_row(JsonWriter& w, const PnlRow& row, const Instruments& instruments) {
  w.begin_object();
  w.field("day", row.day);
  w.field("is_day_assumed", row.is_day_assumed);
  w.field("account", row.account);
  w.field("caller", row.caller);
  w.field("instrument", row.instrument);
  w.field("symbol", symbol_of(instruments, row.instrument));
  w.field("is_dry_run", row.is_dry_run);
  w.field("fills", row.fills);
  w.field("realised", row.realised);
  w.field("fees", row.fees);
  w.field("net", row.net());
  w.end_object();
}

void write_total(JsonWriter& w, const PnlTotal& total) {
  w.begin_object();
  w.field("realised", total.realised);
  w.field("fees", total.fees);
  w.field("net", total.net());
  w.field("unrealised", total.unrealised);
  w.field("open_without_mark", total.unmarked);
  w.end_object();
}

std::vector<UnrealisedRow> marked_positions(const Pnl& pnl) {
  std::vector<UnrealisedRow> all;
  for (const auto& row : pnl.positions.rows) {
    const auto* mark = pnl.marks.find(row.instrument);
    all.push_back({&row, mark, mark ? row.unrealised(middle(*mark)) : Money{}});
  }
  return all;
}

}  // namespace fillwright
