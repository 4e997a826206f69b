// What a backtest came to, gathered in one reading of its journal: text for people, JSON, or one
// HTML page that needs nothing else. Works on every journal, of a live run too.
//
// Memory does not grow with the journal: of long lists the report keeps a beginning and counts the
// rest, and says so. Errors are as in ask.hpp. Threads: any.
#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "actors/ports/journal.hpp"
#include "events/instruments.hpp"
#include "projections/execution_quality.hpp"
#include "projections/performance.hpp"
#include "projections/refusals.hpp"

namespace fillwright {

struct ReportedFill {
  std::string order_id;
  std::uint32_t rung = 0;  // of its walk; 0: it has none
  OrderFilled fill;
};

// Of an order, as far as the report tells of it.
struct ReportedOrder {
  std::string order_id;
  std::string policy;
  InstrumentId instrument;
  Timestamp planned_at;
  Timestamp ended_at;  // zero: it is open
};

struct BacktestReport {
  RunStarted run;
  std::vector<TapeNamed> tapes;  // of all that it reads or records
  std::string configuration_hash;
  std::vector<std::string> definitions;  // workflows that were run
  std::uint64_t events = 0;
  std::string head_hash;  // of the journal, hexadecimal
  Timestamp from;
  Timestamp to;

  Performance performance;
  ExecutionQuality quality;
  std::vector<ReportedFill> fills;  // the first
  std::uint64_t fills_left_out = 0;
  std::vector<ReportedOrder> walks;  // orders that stepped and filled, the first
  std::uint64_t walks_left_out = 0;
  std::vector<RefusalRow> refusals;  // the first
  std::uint64_t refusals_left_out = 0;
  std::map<std::string, std::uint64_t> refusals_by_reason;
  Instruments instruments;

  BacktestReport() = default;
  BacktestReport(BacktestReport&&) = default;
  BacktestReport& operator=(BacktestReport&&) = default;
};

struct ReportLimits {
  std::size_t fills = 1'000;
  std::size_t walks = 40;
  std::size_t refusals = 500;
};

tl::expected<BacktestReport, std::string> gather_report(const JournalReader& journal,
                                                        const ReportLimits& limits = {});

// What the page says besides, and shows.
struct ReportPage {
  std::string title;
  std::string notice;  // of where the quotes are from; empty: nothing
  // By order: a picture of its walk, as walk_svg makes it.
  std::vector<std::pair<std::string, std::string>> walks;
};

std::string report_text(const BacktestReport& report, const std::string& notice);
std::string report_json(const BacktestReport& report, const std::string& notice);
// One file: no script, nothing fetched; light and dark, wide and narrow.
std::string report_html(const BacktestReport& report, const ReportPage& page);

// Several side by side: what differs between them, a column each.
using NamedReport = std::pair<std::string, const BacktestReport*>;
std::string comparison_text(const std::vector<NamedReport>& reports);
std::string comparison_json(const std::vector<NamedReport>& reports, const std::string& notice);

}  // namespace fillwright
