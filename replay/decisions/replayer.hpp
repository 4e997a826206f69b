// One decision replay at work; see decision_replay.hpp.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "actors/domain/standing.hpp"
#include "actors/journal/name_cache.hpp"
#include "replay/decisions/cast.hpp"
#include "replay/decisions/decision_replay.hpp"

namespace fillwright {

// Threads: one.
class Replayer {
 public:
  // Both outlive it.
  Replayer(const JournalReader& journal, const DecisionReplayOptions& options);

  // The next event. False once nothing more needs to be read.
  bool take(const Recorded& recorded);
  // After the last.
  tl::expected<DecisionReplay, std::string> end();

 private:
  // Why something happens, as the envelope says it.
  struct Origin {
    Seq correlation = 0;  // 0: it starts something itself
    Seq causation = 0;
    std::string principal;
    bool operator==(const Origin&) const = default;
  };
  // What one decision has told others, until they take it.
  struct Told {
    decltype(Decision::tells) tells;
    Origin origin;
    std::size_t left = 0;
  };
  // An input, and what is decided on it.
  struct Turn {
    Seq seq = 0;
    InputTaken input;
    OpenTrades seen;
    Origin origin;
    Timestamp now;
    std::uint32_t awaited = 0;  // events that belong to the input
    Address address;
    Decider* decider = nullptr;  // null: it could not be asked
    std::optional<AnyCommand> command;
    Context context;
    Decision decision;
    std::size_t next = 0;        // of its events to be compared
    bool is_lost = false;        // it differs, where nobody wants to be told
    std::set<std::string> asks;  // symbols, while it decides
    Seq first() const { return seq + input.further + 1; }
  };

  bool take_event(const Recorded& recorded, const std::string& stream);
  void take_engine_event(const AnyEvent& event);
  void begin_turn(const Recorded& recorded, InputTaken input);
  bool add_to_input(const AnyEvent& event);
  void decide();
  void compare_questions();
  // A timer that fired must be one that is set now.
  bool check_timer();
  void set_timers();
  bool find_command();
  bool find_told();
  Context make_context();
  bool compare(const Recorded& recorded, const std::string& stream);
  void fold(const AnyEvent& event);
  void finish_turn();
  DecidedEvent recorded_event(const Recorded& recorded, const std::string& stream);
  DecidedEvent decided_event() const;
  void differ(Seq seq, std::string what, std::optional<DecidedEvent> recorded,
              std::optional<DecidedEvent> decided);
  const std::string& stream_name(std::uint32_t number);
  const std::string& principal_name(std::uint32_t number);

  const JournalReader& journal_;
  const DecisionReplayOptions& options_;
  DecisionReplay result_;
  std::string error_;
  Cast cast_;
  Standing standing_;
  Instruments instruments_;
  std::optional<Turn> turn_;
  std::function<OpenTrades()> see_trades_;
  std::unordered_map<Seq, Told> told_;                // by the input's seq; looked up only
  using Timer = std::pair<Timestamp, std::uint64_t>;  // due, generation
  std::unordered_map<std::string, Timer> timers_;     // that are set, by key; looked up only
  std::unordered_set<std::string> unknown_timers_;    // of actors whose decisions are not all here
  bool is_recording_ = false;                         // this run's program recorded its inputs
  NameCache streams_;
  NameCache principals_;
};

}  // namespace fillwright
