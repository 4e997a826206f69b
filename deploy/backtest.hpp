// A backtest: the same actors as live over recorded quotes and alerts, with the paper broker in
// memory and virtual time. Its result is a journal.
//
// The journal's bytes are a function of the inputs: of what the tape and the alerts hold, of the
// configuration and of this program's version. Nothing of the machine, the time, folders or the
// speed goes in.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/journal.hpp"
#include "adapters/alerts/recorded_alerts.hpp"
#include "adapters/config/configuration.hpp"
#include "deploy/paper_session.hpp"

namespace fillwright {

// How many events are staged before a backtest commits (docs/decisions/6).
inline constexpr std::uint64_t backtest_events_a_commit = 10'000;

struct BacktestRequest {
  std::string tape;        // recorded quotes
  std::string alerts;      // recorded alerts (JSON lines); empty: none
  std::string policy;      // of entries, instead of the configured ones; empty: as configured
  std::string definition;  // the workflow; empty: entry_and_exit
  std::string config;      // TOML file; empty: defaults and environment
};

struct BacktestInputs {
  BacktestRequest request;
  LoadedConfiguration loaded;
  std::vector<AlertInput> alerts;  // by time; refused lines first
  std::unique_ptr<TapeFeed> feed;
  std::string tape_hash;
  std::string hash;            // of everything that decides: 32 bytes
  std::string notice;          // of where the quotes are from; mostly empty
  std::uint64_t doubtful = 0;  // quotes that are one-sided or crossed: they are kept
  std::string first_doubt;     // the first of them, in words
};

// Reads and checks all of it; writes nothing. The error is one sentence.
tl::expected<BacktestInputs, std::string> read_backtest(const BacktestRequest& request);

struct BacktestEnd {
  std::uint64_t quotes = 0;  // of what was traded
  Timestamp from;
  Timestamp to;
  bool is_whole = true;  // false: it was told to stop
};
// Runs it. `journal` is new, and was opened with `log_id_of`. `progress` hears how far
// recorded time has come; it returns false to stop.
tl::expected<BacktestEnd, std::string> run_backtest(
    BacktestInputs inputs, Journal& journal,
    const std::function<bool(Timestamp now, Timestamp from, Timestamp to)>& progress,
    const std::function<void(const std::string&)>& on_note);

// The id that makes the journal's bytes a function of the inputs.
std::uint64_t log_id_of(const BacktestInputs& inputs);

// The policies there are with this configuration, by name; and the workflows.
std::vector<std::string> policy_names(const Settings& settings);
std::vector<std::string> definition_names();
// "fast, ladder, market".
std::string joined(const std::vector<std::string>& names);

}  // namespace fillwright
