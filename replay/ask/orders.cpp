// `orders`: every order and where it stands.
#include "projections/orders.hpp"

#include "projections/instrument_table.hpp"
#include "replay/ask/fold.hpp"
#include "replay/ask/json_rows.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/table.hpp"

namespace fillwright {
namespace {

std::string limit_text(const OrderRow& row) {
  if (row.is_market) return "market";
  return row.limit ? price_text(*row.limit) : "-";
}

}  // namespace

Answer ask_orders(const JournalReader& journal, const AskOptions& options) {
  Orders orders;
  InstrumentTable table;
  const auto folded = fold_until(journal, options, orders, table);
  if (!folded) return tl::unexpected(folded.error());
  if (options.is_json) {
    std::string out;
    JsonWriter w(out);
    w.begin_array();
    for (const auto& row : orders.rows) write_order(w, row, table.instruments);
    w.end_array();
    return out + '\n';
  }
  if (orders.rows.empty()) return "no orders" + unknown_note(*folded) + '\n';
  Table text({"ORDER", "STATE", "SIDE", "FILLED>", "OF>", "INSTRUMENT", "LIMIT>", "AVERAGE>",
              "FEES>", "RUNGS>", "PURPOSE", "CALLER", "PLANNED", "REASON"});
  for (const auto& row : orders.rows) {
    const auto reason = row.refusal == RefusalReason::none
                            ? row.reason
                            : words_of(row.refusal) + (row.reason.empty() ? "" : ": " + row.reason);
    text.add({safe_text(row.order_id), words_of(row.phase) + (row.is_dry_run ? " (dry)" : ""),
              words_of(row.side), to_text(row.filled), to_text(row.quantity),
              instrument_name(table.instruments, row.instrument), limit_text(row),
              row.fills ? price_text(row.average) : "-", money_text(row.fees),
              std::to_string(row.rungs), words_of(row.purpose), cut_text(safe_text(row.caller), 20),
              time_text(row.planned_at), cut_text(safe_text(reason), 70)});
  }
  return text.text() + (folded->unknown ? unknown_note(*folded) + '\n' : "");
}

}  // namespace fillwright
