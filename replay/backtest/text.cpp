// The report as text, and several side by side.
#include "replay/ask/plain_text.hpp"
#include "replay/ask/table.hpp"
#include "replay/backtest/figures.hpp"

namespace fillwright {
namespace {

std::string figures_text(const std::vector<Figure>& figures) {
  std::size_t width = 0;
  for (const auto& [name, value] : figures) width = std::max(width, name.size());
  std::string text;
  for (const auto& [name, value] : figures)
    text += "  " + name + std::string(width + 2 - name.size(), ' ') + value + '\n';
  return text;
}

std::string source_text(const BacktestReport& report) {
  std::string text;
  for (const auto& tape : report.tapes)
    if (!tape.is_recording)
      text += "tape     " + safe_text(tape.path) +
              (tape.hash.empty() ? "" : ", SHA-256 " + safe_text(tape.hash)) + '\n';
  std::string definitions;
  for (const auto& name : report.definitions)
    definitions += (definitions.empty() ? "" : ", ") + safe_text(name);
  if (!definitions.empty()) text += "workflow " + definitions + '\n';
  text += "time     " + time_text(report.from) + " to " + time_text(report.to) + '\n';
  text +=
      "journal  " + std::to_string(report.events) + " events, SHA-256 " + report.head_hash + '\n';
  return text;
}

}  // namespace

std::string report_text(const BacktestReport& report, const std::string& notice) {
  auto text = source_text(report);
  if (const auto sentence = notice_sentence(notice); !sentence.empty()) text += sentence + '\n';
  text += "\nPerformance\n" + figures_text(performance_figures(report));
  text += "\nExecution\n" + figures_text(execution_figures(report));
  if (!report.quality.rungs.empty()) {
    Table rungs(rung_columns());
    for (auto& row : rung_rows(report)) rungs.add(std::move(row));
    text += '\n' + rungs.text();
  }
  if (!report.refusals_by_reason.empty()) {
    text += "\nRefused\n";
    for (const auto& [reason, count] : report.refusals_by_reason)
      text += "  " + words(reason) + ": " + std::to_string(count) + '\n';
  }
  return text;
}

std::string comparison_text(const std::vector<NamedReport>& reports) {
  std::vector<std::string> columns = {""};
  for (const auto& [name, report] : reports) columns.push_back(safe_text(name) + ">");
  Table table(columns);
  const auto add = [&](const auto& figures_of) {
    if (reports.empty()) return;
    const auto names = figures_of(*reports.front().second);
    std::vector<std::vector<Figure>> all;
    for (const auto& [name, report] : reports) all.push_back(figures_of(*report));
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::vector<std::string> row = {names[i].first};
      for (const auto& figures : all) row.push_back(figures[i].second);
      table.add(std::move(row));
    }
  };
  add(performance_figures);
  add(execution_figures);
  return table.text();
}

}  // namespace fillwright
