#include "replay/backtest/figures.hpp"

#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

std::string signed_or_none(const std::optional<Money>& money) {
  return money ? signed_text(*money) : "-";
}

}  // namespace

std::string percent_text(const std::optional<Percent>& percent) {
  return percent ? to_text(*percent) + " %" : "-";
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  const auto hundredths =
      divide_rounded(static_cast<Wide>(part) * 10'000, static_cast<Wide>(whole));
  return decimal_text(hundredths, 2) + " %";
}

std::string each_text(Money sum, Quantity quantity) {
  if (quantity.units <= 0) return "-";
  const auto each = divide_rounded(Wide{sum.units} * Quantity::one, quantity.units);
  // A hundredth of a cent is fine enough.
  const auto rounded = divide_rounded(each, 100) * 100;
  return signed_text({rounded});
}

std::vector<Figure> performance_figures(const BacktestReport& report) {
  const auto& p = report.performance;
  std::vector<Figure> figures = {
      {"equity at the end", money_text(p.equity())},
      {"profit or loss, fees included", signed_text(p.profit())},
      {"fees", money_text(p.fees)},
      {"trades that are over", std::to_string(p.trades)},
      {"still open", std::to_string(p.open_trades())},
      {"win rate", percent_text(p.win_rate())},
      {"average win", signed_or_none(p.average_win())},
      {"average loss",
       p.average_loss() ? signed_text(times(*p.average_loss(), -1)) : std::string("-")},
      {"profit factor", p.profit_factor() ? to_text(*p.profit_factor()) : std::string("-")},
      {"expectancy a trade", signed_or_none(p.expectancy())},
      {"best trade", p.trades == 0 ? std::string("-") : signed_text(p.best)},
      {"worst trade", p.trades == 0 ? std::string("-") : signed_text(p.worst)},
  };
  const auto& fall = p.drawdown;
  const bool has_fallen = fall.depth.units > 0;
  figures.emplace_back("maximum drawdown",
                       has_fallen ? money_text(fall.depth) + " (" + to_text(fall.percent) + " %)"
                                  : std::string("none"));
  if (has_fallen)
    figures.emplace_back("drawdown from, to", time_text(fall.from) + ", " + time_text(fall.to));
  return figures;
}

std::vector<Figure> execution_figures(const BacktestReport& report) {
  const auto& q = report.quality;
  const auto total = q.total();
  const auto average_rungs =
      q.walks == 0 ? std::string("-")
                   : decimal_text(divide_rounded(static_cast<Wide>(q.rungs_sent) * 100,
                                                 static_cast<Wide>(q.walks)),
                                  2);
  return {
      {"orders", std::to_string(q.orders)},
      {"refused", std::to_string(q.refused)},
      {"that walked", std::to_string(q.walks)},
      {"of these filled wholly", std::to_string(q.walks_filled) + " (" +
                                     share_text(q.walks_filled, q.walks_over) +
                                     " of those that are over)"},
      {"prices sent an order", average_rungs},
      {"filled by walks", to_text(total.filled) + " of " + to_text(q.wanted) + " wanted"},
      {"against natural at the first price", signed_text(total.against_natural) + " (" +
                                                 each_text(total.against_natural, total.filled) +
                                                 " each)"},
      {"against mid at the first price", signed_text(total.against_mid) + " (" +
                                             each_text(total.against_mid, total.filled) + " each)"},
  };
}

std::vector<std::string> rung_columns() {
  return {"RUNG>", "SENT>",        "FILLS>", "FILLED>", "SHARE>", "AGAINST NATURAL>",
          "EACH>", "AGAINST MID>", "EACH >"};
}

std::vector<std::vector<std::string>> rung_rows(const BacktestReport& report) {
  const auto total = report.quality.total();
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : report.quality.rungs)
    rows.push_back({std::to_string(row.rung), std::to_string(row.sent), std::to_string(row.fills),
                    to_text(row.filled),
                    share_text(static_cast<std::uint64_t>(row.filled.units),
                               static_cast<std::uint64_t>(total.filled.units)),
                    signed_text(row.against_natural), each_text(row.against_natural, row.filled),
                    signed_text(row.against_mid), each_text(row.against_mid, row.filled)});
  return rows;
}

std::vector<std::string> fill_columns() {
  return {"TIME",   "ORDER", "SIDE", "QUANTITY>", "INSTRUMENT",
          "PRICE>", "BID>",  "ASK>", "RUNG>",     "FEES>"};
}

std::vector<std::string> fill_row(const BacktestReport& report, const ReportedFill& fill) {
  const auto& event = fill.fill;
  const auto price = [&](auto side) {
    return event.quote ? price_text((*event.quote).*side) : std::string("-");
  };
  return {time_text(event.at),
          safe_text(fill.order_id),
          words_of(event.side),
          to_text(event.quantity),
          safe_text(instrument_name(report.instruments, event.instrument)),
          price_text(event.price),
          price(&Quote::bid),
          price(&Quote::ask),
          fill.rung == 0 ? "-" : std::to_string(fill.rung),
          money_text(event.fees)};
}

std::string notice_sentence(const std::string& notice) {
  if (notice.empty()) return {};
  return "Of the quotes: " + safe_text(notice) +
         ". What depends on it (every fill within a bar does) is an assumption, not a fact.";
}

}  // namespace fillwright
