// One command of the alert desk being decided, and what its files share. For those files only.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "actors/domain/alert/desk.hpp"
#include "actors/domain/settings_lookup.hpp"

namespace fillwright::alert_desk {

// One command being decided. The state is not copied: it holds every message there ever was, and
// what one message emits never changes how the rest of it is read, but for the count of workflows.
struct Turn {
  const DeskState& desk;
  const Context& context;
  const Settings& settings;
  const MarketCalendar& calendar;
  Decision decision;
  std::string message;  // the stream of the message at hand
  MessageReceived received;
  std::uint32_t new_instruments = 0;
  std::uint64_t new_workflows = 0;

  void emit(const std::string& stream, AnyEvent&& event) {
    decision.emit(stream, std::move(event));
  }
  Timestamp now() const { return context.now; }
  const std::string& caller() const { return received.author; }
  std::string caller_stream() const { return "caller/" + received.author; }
};

using Refused = std::pair<RefusalReason, std::string>;

// --- desk_checks.cpp ---
void refuse(Turn& turn, RefusalReason reason, std::string detail, Reading reading = {});
// The permissions of a user or channel: the last change at run time wins over the configuration.
std::optional<Permissions> permissions_of(const Turn& turn, const std::string& list,
                                          const std::string& id);
// The checks before a word of it is read, in the documented order. Nothing: it may be read.
std::optional<Refused> refusal_of_message(const Turn& turn);
// Of a message whose id was seen before.
Refused refusal_of_repeat(const Turn& turn);
bool is_duplicate(const Turn& turn, const CallAccepted& call);
CallAccepted accepted(const Turn& turn, const Reading& reading, const std::string& workflow_id,
                      const InstrumentDefined& instrument);
void accept(Turn& turn, const CallAccepted& call, const std::string& completed_by,
            bool is_free_text);

// --- desk_openings.cpp ---
void open(Turn& turn, Reading reading, bool is_free_text);
void handle(Turn& turn, const RunDefinition& command);

// --- desk_holdings.cpp ---
// Adds, trims, closes and cancels: each for the position that it means.
void manage(Turn& turn, const Reading& reading, bool is_free_text);
void handle(Turn& turn, const NoteHolding& command);

}  // namespace fillwright::alert_desk
