// The engine: every actor of one account, over one journal, in one loop. Live, paper, demo,
// backtest and simulation differ only in the clock, the broker and the feed that are plugged in
// (R8).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actors/domain/settings.hpp"
#include "actors/ports/broker.hpp"
#include "actors/ports/market_data.hpp"
#include "actors/ports/snapshots.hpp"
#include "actors/runtime.hpp"

namespace fillwright {

struct EngineParts {
  Journal& journal;
  Clock& clock;
  Instruments& instruments;  // filled by the engine; shared with broker and feed
  Broker& broker;
  QuoteFeed& feed;
  const Settings& settings;
  const MarketCalendar& calendar;
  SnapshotStore* snapshots = nullptr;  // of what a restart must know; null: none
};

struct RunInfo {
  std::string run_id;
  std::string program_version;
  std::string host;
  std::uint64_t process_id = 0;
  std::string clock;
  std::vector<std::string> configuration;  // resolved values, secrets by name
  std::string dropped_tail;  // what opening the journal dropped of a torn write; empty: nothing
};

// Threads: the loop's only; nothing here blocks but the sync of a commit.
class Engine {
 public:
  Engine(EngineParts parts, RuntimeOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Reads the journal once, rebuilds what is live, records the run and its configuration, and
  // starts the broker's session. Nothing, or what is wrong with the journal, or that it is another
  // account's, or that commits are to be deferred and the broker outlives us: then nothing was
  // written.
  tl::expected<void, std::string> start(const RunInfo& run);

  // From outside: an alert, an operator.
  void tell(const Address& to, AnyCommand command, const std::string& principal);
  // What a person asks of the whole service; see events/control_events.hpp. It is durable once
  // `run_until_idle` is done, or `make_durable` where commits are made beside the loop.
  void ask(const OperatorAsked& request);
  // A quote, after the broker has matched it.
  void on_quote(InstrumentId instrument, const Quote& quote);

  // Runs all actors until none has a message, commits in one block what they staged (unless commits
  // are deferred), performs what waited for that, and again until nothing is left to do.
  void run_until_idle();
  // The same; and everything that was told until now is durable then, however commits are made.
  void make_durable();

  // A line of a source could not be read: recorded, because nothing is dropped silently.
  void record_refused_input(const InputRefused& refused);
  // Market data that this run reads or records, for those who ask "what if" later. `hash`: of what
  // is read; may be empty.
  void record_tape(const std::string& path, bool is_recording, const std::string& hash = "");

  // Records the end of the run; then all is durable, also where commits are deferred.
  void stop(const std::string& reason);

  const Instruments& instruments() const;
  std::vector<std::string> open_orders() const;
  // The streams of workflows that were not over at the start, and what they trade.
  std::map<std::string, InstrumentId> resumed_workflows() const;
  bool is_gate_open() const;
  // How many actors live, and how many orders among them.
  std::size_t actor_count() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fillwright
