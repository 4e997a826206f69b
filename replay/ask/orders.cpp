// `orders`: every order and where it stands.
#include "projections/orders.hpp"

#include "projections/instrument_table.hpp"
#include "replay/ask/fold.hpp"
#include "replay/ask/json_rows.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/scope.hpp"
#include "replay/ask/table.hpp"

namespace fillwright {
namespace {

std::string limit_text(const OrderRow& row) {
  if (row.is_market) return "market";
  return row.limit ? price_text(*row.limit) : "-";
}

// The rows asked for, or the error that there is nothing of that name.
tl::expected<std::deque<OrderRow>, std::string> wanted(std::deque<OrderRow> rows,
                                                       const AskOptions& options) {
  const auto is_other = [&](const OrderRow& row) {
    return row.order_id != options.about && row.workflow_id != options.about;
  };
  if (!options.about.empty()) {
    std::vector<std::string> known;
    for (const auto& row : rows) known.push_back(row.order_id);
    std::erase_if(rows, is_other);
    if (rows.empty()) return tl::unexpected(unknown_id("order or workflow", options.about, known));
  }
  std::erase_if(rows, [&](const OrderRow& row) { return row.first_seq < options.from; });
  if (rows.size() > options.limit) rows.resize(options.limit);
  return rows;
}

}  // namespace

Answer ask_orders(const JournalReader& journal, const AskOptions& options) {
  Orders orders;
  InstrumentTable table;
  const auto folded = fold_until(journal, options, orders, table);
  if (!folded) return tl::unexpected(folded.error());
  const auto rows = wanted(std::move(orders.rows), options);
  if (!rows) return tl::unexpected(rows.error());
  if (options.is_json) {
    std::string out;
    JsonWriter w(out);
    w.begin_array();
    for (const auto& row : *rows) write_order(w, row, table.instruments);
    w.end_array();
    return out + '\n';
  }
  if (rows->empty()) return "no orders" + unknown_note(*folded) + '\n';
  Table text({"ORDER", "STATE", "SIDE", "FILLED>", "OF>", "INSTRUMENT", "LIMIT>", "AVERAGE>",
              "FEES>", "RUNGS>", "PURPOSE", "CALLER", "PLANNED", "REASON"});
  for (const auto& row : *rows) {
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
