// Decision replay: feeds every recorded input of a journal to the same deciders again, and compares
// what they decide with what is recorded: streams, types, bytes, causes. What differs first is
// named. It shows that a journal follows from its inputs, and what a new build would do otherwise.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/settings.hpp"
#include "actors/ports/journal.hpp"
#include "events/any_event.hpp"

namespace fillwright {

// What a run went by.
struct RunRules {
  Settings settings;
  MarketCalendar calendar;
  std::vector<std::string> notes;  // where it is not quite what it was, in sentences
};

struct DecisionReplayOptions {
  // Of the recorded configuration; or a sentence why it cannot be made again.
  std::function<tl::expected<RunRules, std::string>(const ConfigurationChanged&)> rules_of;
  Seq from = 1;                          // what differs before is not told
  std::function<void(Seq)> on_progress;  // now and then: how far it is
};

// An event as one side has it.
struct DecidedEvent {
  std::string stream;
  TypeId type = 0;
  std::string payload;
  Seq correlation = 0;
  Seq causation = 0;
  std::string principal;
  Timestamp time;
  bool operator==(const DecidedEvent&) const = default;
};

struct Difference {
  Seq seq = 0;
  Seq input_seq = 0;                     // of the input that led to it
  std::string input;                     // its command, by name
  std::string actor;                     // whom it woke
  std::string input_json;                // the command
  std::optional<DecidedEvent> recorded;  // absent: nothing more is
  std::optional<DecidedEvent> decided;   // absent: nothing more is
  std::string what;                      // a sentence
};

struct DecisionReplay {
  Seq last = 0;                  // that was read
  std::uint64_t inputs = 0;      // that were fed
  std::uint64_t compared = 0;    // events that deciders had decided, all but those below
  std::uint64_t unrecorded = 0;  // that were decided by a program that did not record its inputs
  std::map<std::string, std::uint64_t> engine_events;  // no decisions: by type
  std::vector<std::string> notes;
  std::optional<Difference> difference;  // the first; nothing after it was compared
};

// The error: the journal cannot be read, or its configuration cannot be made again.
tl::expected<DecisionReplay, std::string> replay_decisions(const JournalReader& journal,
                                                           const DecisionReplayOptions& options);

}  // namespace fillwright
