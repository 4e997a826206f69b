#include "deploy/simulate_command.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "adapters/calendar/time_zones.hpp"
#include "deploy/simulation/simulation.hpp"
#include "deploy/terminal.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

using simulation::Outcome;

struct Totals {
  std::uint64_t runs = 0;
  std::uint64_t events = 0;
  std::uint64_t orders = 0;
  std::uint64_t fills = 0;
  std::uint64_t crashes = 0;
  std::map<std::string, std::uint64_t> accidents;
  simulation::AccidentTable table;

  void add(const Outcome& outcome) {
    ++runs;
    events += outcome.events;
    orders += outcome.orders;
    fills += outcome.fills;
    crashes += outcome.crashes;
    for (const auto& [kind, count] : outcome.counts) accidents[kind] += count;
    for (const auto& [kind, states] : outcome.table)
      for (const auto& [state, count] : states) table[kind][state] += count;
  }
};

// In the order of an order's life; "none" is before the first.
constexpr std::array order_states = {
    "none",       "planned", "sending",   "unknown", "working",  "replacing", "partly_filled",
    "cancelling", "filled",  "cancelled", "expired", "rejected", "refused"};

// Accidents by kind, and the states of the orders that they happened to.
std::string table_text(const Totals& totals) {
  std::string text = fmt::format("\n{:<16}", "accident");
  for (const auto* state : order_states) text += fmt::format(" {:>13}", state);
  text += '\n';
  for (const auto& [kind, states] : totals.table) {
    text += fmt::format("{:<16}", kind);
    for (const auto* state : order_states) {
      const auto found = states.find(state);
      text += fmt::format(" {:>13}", found == states.end() ? 0 : found->second);
    }
    text += '\n';
  }
  return text;
}

std::string failure_text(const Outcome& outcome) {
  std::string text =
      fmt::format("seed {}: {}\n\nWhat went wrong around it:\n", outcome.seed, outcome.violation);
  for (const auto& accident : outcome.accidents) text += "  " + accident + "\n";
  text += "\nThe journal's last events:\n";
  for (const auto& event : outcome.last_events) text += "  " + event + "\n";
  text += fmt::format("\nAgain: fillwright simulate --seed {} --runs 1\n", outcome.seed);
  return text;
}

std::string totals_text(const Totals& totals, const std::string& hash, double seconds) {
  auto text =
      fmt::format("{} stories: {} events, {} orders, {} fills, {} crashes; every invariant held\n",
                  totals.runs, totals.events, totals.orders, totals.fills, totals.crashes);
  for (const auto& [kind, count] : totals.accidents)
    text += fmt::format("  {:<16} {}\n", kind, count);
  if (totals.runs > 1) text += table_text(totals) + '\n';
  text += fmt::format("{:.0f} stories a second\n", static_cast<double>(totals.runs) / seconds);
  if (totals.runs == 1) text += "journal " + hash + "\n";
  return text;
}

void write_json(Output& out, const Outcome& outcome, const Totals& totals) {
  std::string text;
  JsonWriter w(text);
  w.begin_object();
  w.field("is_ok", outcome.violation.empty());
  w.field("runs", totals.runs);
  w.field("last_seed", std::to_string(outcome.seed));  // more than a double holds
  w.field("journal_hash", outcome.journal_hash);
  w.field("violation", outcome.violation);
  w.field("events", totals.events);
  w.field("orders", totals.orders);
  w.field("fills", totals.fills);
  w.field("crashes", totals.crashes);
  w.key("accidents");
  w.begin_object();
  for (const auto& [kind, count] : totals.accidents) w.field(kind, count);
  w.end_object();
  w.key("accidents_by_order_state");
  w.begin_object();
  for (const auto& [kind, states] : totals.table) {
    w.key(kind);
    w.begin_object();
    for (const auto& [state, count] : states) w.field(state, count);
    w.end_object();
  }
  w.end_object();
  w.end_object();
  out.add(text + "\n");
}

}  // namespace

int simulate(const SimulateOptions& options) {
  const auto calendar = load_market_calendar("America/New_York", true);
  if (!calendar) return fail(calendar.error());
  const auto start = std::chrono::steady_clock::now();
  ProgressBar progress;
  Output out;
  Totals totals;
  Outcome outcome;
  for (std::uint64_t i = 0; i < options.runs; ++i) {
    outcome = simulation::simulate(options.seed + i, *calendar);
    totals.add(outcome);
    progress.show(i, options.runs);
    if (!outcome.violation.empty()) break;
  }
  progress.clear();
  if (options.is_json) {
    write_json(out, outcome, totals);
  } else if (!outcome.violation.empty()) {
    out.add(failure_text(outcome));
  } else {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    out.add(totals_text(totals, outcome.journal_hash, seconds.count()));
  }
  return out.end(outcome.violation.empty() ? exit_ok : exit_failed);
}

}  // namespace fillwright
