// Gathering the report: one reading of the journal.
#include "replay/backtest/report.hpp"

#include <algorithm>
#include <unordered_map>

#include "actors/journal/checksums.hpp"
#include "events/enum_names.hpp"
#include "events/one_of.hpp"
#include "projections/instrument_table.hpp"
#include "replay/ask/fold.hpp"

namespace fillwright {
namespace {

class Gathering {
 public:
  Gathering(BacktestReport& report, const ReportLimits& limits)
      : report_(report), limits_(limits) {}

  void apply(const EventMeta& meta, const AnyEvent& event) {
    report_.performance.apply(meta, event);
    report_.quality.apply(meta, event);
    refusals_.apply(meta, event);
    table_.apply(meta, event);
    if (report_.from.ns == 0) report_.from = meta.event_time;
    report_.to = std::max(report_.to, meta.event_time);
    take(event);
    if (const auto id = stream_id(meta.stream_name, "order"); !id.empty())
      take_order(meta.stream, id, event);
  }

  void end(const Folded& folded) {
    report_.events = folded.last_seq;
    report_.instruments = std::move(table_.instruments);
    for (auto& row : refusals_.rows) {
      ++report_.refusals_by_reason[std::string(enum_name(row.reason))];
      if (report_.refusals.size() < limits_.refusals)
        report_.refusals.push_back(std::move(row));
      else
        ++report_.refusals_left_out;
    }
  }

 private:
  struct Open {
    ReportedOrder order;
    std::uint32_t rung = 0;
    bool has_filled = false;
  };

  void take(const AnyEvent& event) {
    if (const auto* run = std::get_if<RunStarted>(&event)) report_.run = *run;
    if (const auto* tape = std::get_if<TapeNamed>(&event)) report_.tapes.push_back(*tape);
    if (const auto* changed = std::get_if<ConfigurationChanged>(&event))
      report_.configuration_hash = changed->hash;
    if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
      auto& known = report_.definitions;
      if (std::find(known.begin(), known.end(), started->definition) == known.end())
        known.push_back(started->definition);
    }
  }

  void take_order(std::uint32_t stream, std::string_view id, const AnyEvent& event) {
    if (const auto* planned = std::get_if<OrderPlanned>(&event)) {
      open_[stream] = {
          {std::string(id), planned->policy.name, planned->instrument, planned->at, {}}, 0, false};
      return;
    }
    const auto found = open_.find(stream);
    if (found == open_.end()) return;
    auto& open = found->second;
    if (const auto* stepped = std::get_if<PriceStepped>(&event)) open.rung = stepped->rung;
    if (const auto* filled = std::get_if<OrderFilled>(&event)) {
      open.has_filled = true;
      if (report_.fills.size() < limits_.fills)
        report_.fills.push_back({std::string(id), open.rung, *filled});
      else
        ++report_.fills_left_out;
    }
    if (!is_one_of<OrderRefused, OrderCancelled, OrderExpired, OrderRejected, OrderCompleted>(
            event))
      return;
    const bool is_shown = open.rung > 0 && open.has_filled;
    open.order.ended_at = report_.to;
    if (is_shown && report_.walks.size() < limits_.walks)
      report_.walks.push_back(std::move(open.order));
    else if (is_shown)
      ++report_.walks_left_out;
    open_.erase(found);
  }

  BacktestReport& report_;
  const ReportLimits& limits_;
  Refusals refusals_;
  InstrumentTable table_;
  std::unordered_map<std::uint32_t, Open> open_;  // by stream number; looked up only
};

}  // namespace

tl::expected<BacktestReport, std::string> gather_report(const JournalReader& journal,
                                                        const ReportLimits& limits) {
  BacktestReport report;
  report.head_hash = to_hex(journal.head().hash);
  Gathering gathering(report, limits);
  const auto folded = visit_until(
      journal, 1, {},
      [&](const EventMeta& meta, const AnyEvent& event) { gathering.apply(meta, event); });
  if (!folded) return tl::unexpected(folded.error());
  gathering.end(*folded);
  return report;
}

}  // namespace fillwright
