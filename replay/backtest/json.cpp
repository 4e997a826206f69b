// The report as JSON: one object; several are an array of them, each with its policy's name.
#include "events/json_writer.hpp"
#include "replay/backtest/report.hpp"

namespace fillwright {
namespace {

void write_source(JsonWriter& w, const BacktestReport& report, const std::string& notice) {
  w.key("tapes");
  w.begin_array();
  for (const auto& tape : report.tapes) {
    w.begin_object();
    w.field("path", tape.path);
    w.field("sha256", tape.hash);
    w.field("is_recording", tape.is_recording);
    w.end_object();
  }
  w.end_array();
  w.field("notice", notice);
  w.field("workflows", report.definitions);
  w.field("program_version", report.run.program_version);
  w.field("configuration_sha256", report.configuration_hash);
  w.field("from", report.from);
  w.field("to", report.to);
  w.field("events", report.events);
  w.field("journal_sha256", report.head_hash);
}

void write_performance(JsonWriter& w, const Performance& p) {
  w.key("performance");
  w.begin_object();
  w.field("opening", p.opening);
  w.field("equity", p.equity());
  w.field("profit", p.profit());
  w.field("fees", p.fees);
  w.field("fills", p.fills);
  w.field("trades", p.trades);
  w.field("open_trades", p.open_trades());
  w.field("won", p.won);
  w.field("lost", p.lost);
  w.field("win_rate_percent", p.win_rate());
  w.field("average_win", p.average_win());
  w.field("average_loss", p.average_loss());
  w.field("profit_factor", p.profit_factor());
  w.field("expectancy", p.expectancy());
  w.key("maximum_drawdown");
  w.begin_object();
  w.field("money", p.drawdown.depth);
  w.field("percent", p.drawdown.percent);
  w.field("from", p.drawdown.from);
  w.field("to", p.drawdown.to);
  w.end_object();
  w.key("equity_curve");
  w.begin_array();
  for (const auto& point : p.curve) {
    w.begin_object();
    w.field("at", point.at);
    w.field("equity", point.equity);
    w.end_object();
  }
  w.end_array();
  w.end_object();
}

void write_rung(JsonWriter& w, const RungRow& row) {
  if (row.rung != 0) w.field("rung", row.rung);
  w.field("sent", row.sent);
  w.field("fills", row.fills);
  w.field("filled", row.filled);
  w.field("against_natural", row.against_natural);
  w.field("against_mid", row.against_mid);
}

void write_execution(JsonWriter& w, const ExecutionQuality& q) {
  w.key("execution");
  w.begin_object();
  w.field("orders", q.orders);
  w.field("refused", q.refused);
  w.field("walks", q.walks);
  w.field("walks_over", q.walks_over);
  w.field("walks_filled", q.walks_filled);
  w.field("wanted", q.wanted);
  w.field("rungs_sent", q.rungs_sent);
  w.key("total");
  w.begin_object();
  write_rung(w, q.total());
  w.end_object();
  w.key("rungs");
  w.begin_array();
  for (const auto& row : q.rungs) {
    w.begin_object();
    write_rung(w, row);
    w.end_object();
  }
  w.end_array();
  w.end_object();
}

void write_lists(JsonWriter& w, const BacktestReport& report) {
  w.key("fills");
  w.begin_array();
  for (const auto& fill : report.fills) {
    w.begin_object();
    w.field("order_id", fill.order_id);
    w.field("rung", fill.rung);
    w.field("fill", fill.fill);
    w.end_object();
  }
  w.end_array();
  w.field("fills_left_out", report.fills_left_out);
  w.key("refusals");
  w.begin_array();
  for (const auto& row : report.refusals) {
    w.begin_object();
    w.field("seq", row.seq);
    w.field("at", row.at);
    w.field("reason", row.reason);
    w.field("where", row.where);
    w.field("detail", row.detail);
    w.field("author", row.author);
    w.field("text", row.text);
    w.end_object();
  }
  w.end_array();
  w.field("refusals_left_out", report.refusals_left_out);
}

void write_report(JsonWriter& w, const BacktestReport& report, const std::string& notice) {
  write_source(w, report, notice);
  write_performance(w, report.performance);
  write_execution(w, report.quality);
  write_lists(w, report);
}

}  // namespace

std::string report_json(const BacktestReport& report, const std::string& notice) {
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  write_report(w, report, notice);
  w.end_object();
  return out + '\n';
}

std::string comparison_json(const std::vector<NamedReport>& reports, const std::string& notice) {
  std::string out;
  JsonWriter w(out);
  w.begin_array();
  for (const auto& [name, report] : reports) {
    w.begin_object();
    w.field("policy", name);
    write_report(w, *report, notice);
    w.end_object();
  }
  w.end_array();
  return out + '\n';
}

}  // namespace fillwright
