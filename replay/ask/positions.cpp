// `positions` and `pnl`: what is held, and what came of it.
#include "projections/positions.hpp"

#include <algorithm>

#include "projections/instrument_table.hpp"
#include "projections/pnl.hpp"
#include "replay/ask/fold.hpp"
#include "replay/ask/json_rows.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/pnl_report.hpp"
#include "replay/ask/scope.hpp"
#include "replay/ask/table.hpp"

namespace fillwright {
namespace {

constexpr auto about_marks =
    "Unrealised is reckoned at the mid of the newest quote that an event recorded, before fees.\n";

std::string mark_text(const UnrealisedRow& open) {
  if (open.position->quantity.is_zero()) return "-";
  if (!open.mark) return "no quote";
  return price_text(middle(*open.mark)) + " at " + clock_text(open.mark->time);
}

std::string unrealised_text(const UnrealisedRow& open) {
  if (!open.mark || open.position->quantity.is_zero()) return "-";
  auto text = signed_text(open.unrealised);
  if (const auto percent = percent_of_cost(open))
    text += " (" + decimal_text(divide_rounded(percent->units, 100), 2) + " %)";
  return text;
}

std::string total_text(const PnlTotal& total) {
  auto text = "realised " + signed_text(total.realised) + ", fees " + money_text(total.fees) +
              ", net " + signed_text(total.net()) + ", unrealised " + signed_text(total.unrealised);
  if (total.unmarked)
    text += " (" + std::to_string(total.unmarked) + " open positions without a quote left out)";
  return text + '\n';
}

std::string pnl_json(const PnlReport& pnl, const Instruments& instruments) {
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.key("rows");
  w.begin_array();
  for (const auto& row : pnl.rows) w.value(state_of(row, instruments));
  w.end_array();
  w.key("open");
  w.begin_array();
  for (const auto& open : pnl.open) write_position(w, open, instruments);
  w.end_array();
  w.key("total");
  write_total(w, pnl.total);
  if (pnl.has_dry_runs) {
    w.key("dry_run_total");
    write_total(w, pnl.dry_run_total);
  }
  w.field("marks", "mid of the newest quote that an event recorded");
  w.end_object();
  return out + '\n';
}

}  // namespace

Answer ask_positions(const JournalReader& journal, const AskOptions& options) {
  Pnl pnl;
  InstrumentTable table;
  const auto folded = fold_until(journal, options, pnl, table);
  if (!folded) return tl::unexpected(folded.error());
  for (const auto& mark : options.marks) pnl.marks.take(mark);
  auto rows = marked_positions(pnl);
  if (!options.about.empty()) {
    std::vector<std::string> known;
    for (const auto& row : rows) known.push_back(row.position->workflow_id);
    std::erase_if(
        rows, [&](const UnrealisedRow& row) { return row.position->workflow_id != options.about; });
    if (rows.empty())
      return tl::unexpected(unknown_id("workflow with a position", options.about, known));
  }
  // What is held comes first.
  std::stable_partition(rows.begin(), rows.end(),
                        [](const UnrealisedRow& row) { return !row.position->quantity.is_zero(); });
  if (rows.size() > options.limit) rows.resize(options.limit);
  if (options.is_json) {
    std::string out;
    JsonWriter w(out);
    w.begin_array();
    for (const auto& row : rows) write_position(w, row, table.instruments);
    w.end_array();
    return out + '\n';
  }
  if (rows.empty()) return "no positions" + unknown_note(*folded) + '\n';
  Table text({"HELD>", "INSTRUMENT", "AVERAGE>", "MARK", "UNREALISED>", "REALISED>", "FEES>",
              "NET>", "CALLER", "WORKFLOW", "ACCOUNT", "CHANGED"});
  for (const auto& open : rows) {
    const auto& row = *open.position;
    text.add({(row.quantity.is_zero() ? "flat" : to_text(row.quantity)) +
                  (row.is_dry_run ? " (dry)" : ""),
              instrument_name(table.instruments, row.instrument),
              row.lots.empty() ? "-" : price_text(row.average()), mark_text(open),
              unrealised_text(open), signed_text(row.realised), money_text(row.fees),
              signed_text(row.net()), cut_text(safe_text(row.caller), 20),
              safe_text(row.workflow_id), safe_text(row.account), time_text(row.changed_at)});
  }
  return text.text() + about_marks + unknown_note(*folded);
}

PnlReport report_of(const Pnl& pnl) {
  PnlReport report;
  report.rows = pnl.rows();
  report.open = pnl.unrealised();
  report.total = pnl.total();
  report.dry_run_total = pnl.total(true);
  report.has_dry_runs = std::ranges::any_of(report.rows, &PnlRow::is_dry_run);
  return report;
}

std::string tell_pnl(const PnlReport& pnl, const Instruments& instruments, const Folded& folded,
                     const AskOptions& options) {
  if (options.is_json) return pnl_json(pnl, instruments);
  if (pnl.rows.empty()) return "no fills, so no profit or loss" + unknown_note(folded) + '\n';
  Table text({"DAY", "ACCOUNT", "CALLER", "INSTRUMENT", "FILLS>", "REALISED>", "FEES>", "NET>"});
  bool is_any_assumed = false;
  for (const auto& row : pnl.rows) {
    is_any_assumed = is_any_assumed || row.is_day_assumed;
    text.add({to_text(row.day) + (row.is_day_assumed ? "*" : ""),
              safe_text(row.account) + (row.is_dry_run ? " (dry)" : ""),
              cut_text(safe_text(row.caller), 20), instrument_name(instruments, row.instrument),
              std::to_string(row.fills), signed_text(row.realised), money_text(row.fees),
              signed_text(row.net())});
  }
  auto out = text.text();
  if (is_any_assumed) out += "* no exchange day was recorded: the UTC date of the fill\n";
  out += "Total: " + total_text(pnl.total);
  if (pnl.has_dry_runs) out += "Dry runs: " + total_text(pnl.dry_run_total);
  return out + about_marks + unknown_note(folded);
}

Answer ask_pnl(const JournalReader& journal, const AskOptions& options) {
  Pnl pnl;
  InstrumentTable table;
  const auto folded = fold_until(journal, options, pnl, table);
  if (!folded) return tl::unexpected(folded.error());
  return tell_pnl(report_of(pnl), table.instruments, *folded, options);
}

}  // namespace fillwright
