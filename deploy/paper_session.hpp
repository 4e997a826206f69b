// Paper trading, put together: journal, engine, paper broker, market and sources of alerts, on a
// wall clock or on a virtual one that jumps from one thing that happens to the next.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/engine.hpp"
#include "adapters/alerts/alert_input.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "adapters/clock/wall_clock.hpp"
#include "adapters/config/configuration.hpp"
#include "adapters/market/tape_feed.hpp"
#include "adapters/paper/paper_broker.hpp"

namespace fillwright {

struct PaperSessionOptions {
  Settings settings;
  std::vector<std::string> configuration;  // resolved values, for the journal
  Journal* journal = nullptr;              // outlives the session
  SnapshotStore* snapshots = nullptr;      // of what a restart reads; outlives it; null: none
  PaperBroker* broker = nullptr;  // given: outlives it, with `instruments`; else one is opened
  Instruments* instruments = nullptr;
  VirtualClock* virtual_clock = nullptr;  // given: time is virtual
  std::filesystem::path broker_folder;    // of the broker's own book
  std::filesystem::path tape;             // recorded quotes; empty: the synthetic market
  std::unique_ptr<QuoteFeed> feed;        // given: of these quotes, and `tape` only names them
  std::string tape_hash;                  // of what the tape holds; may be empty
  std::string definition;           // not empty: this workflow runs on every instrument of the feed
  std::filesystem::path recording;  // quotes of what is traded are kept there; empty: not
  std::vector<AlertInput> recorded;  // by time; those that the journal has are passed over
  bool is_always_open = false;       // of the market calendar
  RunInfo run;
  RuntimeOptions runtime;
  std::function<void(const std::string&)> on_problem;  // of a tape or an alert file, for people
};

// A feed of recorded quotes, checked. `on_problem` hears of quotes that are kept and not right, as
// crossed ones. The error is a sentence with the path and, where one is to blame, the line.
tl::expected<std::unique_ptr<TapeFeed>, std::string> open_quotes(
    const std::filesystem::path& path,
    const std::function<void(const std::string&)>& on_problem = {});

// Threads: one, the loop's.
class PaperSession {
 public:
  static tl::expected<std::unique_ptr<PaperSession>, std::string> open(PaperSessionOptions options);
  ~PaperSession();

  // --- virtual time ---
  // When the next thing happens; nothing: nothing will, but what is put in from outside.
  std::optional<Timestamp> next_time() const;
  // Goes to that time and does what is due: timers and answers first, then alerts, then quotes,
  // which the broker matches before any actor sees them. False when there is nothing left.
  bool step();
  // Whether recorded alerts or quotes are left.
  bool has_input() const;

  // --- wall clock ---
  // Does what is due by now.
  void turn();

  // To the desk; the next turn or step does the rest.
  void tell(const AlertInput& input);
  // The same, and all that follows from it.
  void take(const AlertInput& input);
  // The journal has this message from before a restart.
  bool is_known(const AlertInput& input) const;
  Timestamp now() const;
  Engine& engine();
  PaperBroker& broker();
  QuoteFeed& feed();
  // Writes the run's end and stops sending.
  void stop(const std::string& reason);

 private:
  struct Parts;
  explicit PaperSession(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace fillwright
