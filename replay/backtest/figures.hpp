// The figures of a report in words, one list for the text, the page and the comparison.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "replay/backtest/report.hpp"

namespace fillwright {

using Figure = std::pair<std::string, std::string>;  // name, value

// Profit, trades, drawdown.
std::vector<Figure> performance_figures(const BacktestReport& report);
// Orders, walks, fills, price improvement.
std::vector<Figure> execution_figures(const BacktestReport& report);

// "62.5 %"; "-" when there is none.
std::string percent_text(const std::optional<Percent>& percent);
// `part` of `whole` in percent, to a hundredth; "-" of nothing.
std::string share_text(std::uint64_t part, std::uint64_t whole);
// With its sign, of one unit of the instrument and contract: what `sum` is for each of `quantity`.
std::string each_text(Money sum, Quantity quantity);

// What each column of the table by rung is called, and its rows.
std::vector<std::string> rung_columns();
std::vector<std::vector<std::string>> rung_rows(const BacktestReport& report);

std::vector<std::string> fill_columns();
std::vector<std::string> fill_row(const BacktestReport& report, const ReportedFill& fill);

// "path invented within bars, seed 7" and the like, as a sentence; empty when there is nothing.
std::string notice_sentence(const std::string& notice);

}  // namespace fillwright
