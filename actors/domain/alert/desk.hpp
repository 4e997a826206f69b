// The alert desk: who may call, what was called before, what a call means for which position. The
// only writer of message, caller and instrument streams.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/decider.hpp"
#include "actors/domain/settings.hpp"

namespace fillwright {

// A workflow of a caller, open until it is over.
struct CallersPosition {
  std::string workflow_id;
  InstrumentId instrument;
  Quantity held;
};

struct DeskState {
  std::unordered_map<std::string, MessageReceived> recent;  // by stream; the newest, for edits
  std::deque<std::string> recent_order;
  std::unordered_set<std::string> messages;  // every stream ever, of deletions too; looked up only
  std::unordered_set<std::string> read_messages;  // those whose text was a call, followed or not
  std::deque<CallAccepted> calls;                 // of the last trading days
  std::map<std::string, GetReadyRemembered> get_readies;          // by caller
  std::map<std::string, std::vector<CallersPosition>> positions;  // by caller, oldest first
  std::vector<AllowlistChanged> changes;
  std::uint64_t workflows = 0;  // ever started
};

// What a workflow begins with when the desk has accepted an opening call that came in `channel`.
WorkflowStarted start_of_call(const CallAccepted& call, const std::string& channel,
                              const Settings& settings);

class Desk final : public Decider {
 public:
  Desk(const Settings& settings, const MarketCalendar& calendar)
      : settings_(settings), calendar_(calendar) {}
  // As it was when it was in that state.
  Desk(const Settings& settings, const MarketCalendar& calendar, DeskState state)
      : settings_(settings), calendar_(calendar), state_(std::move(state)) {}

  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  Decision resume(const Context& context) const override;

  const DeskState& state() const { return state_; }

 private:
  const Settings& settings_;
  const MarketCalendar& calendar_;
  DeskState state_;
};

void evolve(DeskState& desk, const std::string& stream, const AnyEvent& event);

// Whether the desk writes it.
bool is_of_desk(std::string_view stream);

// "message/stdin:main:42". Different messages have different names: where channel or id has a colon
// itself, all three stand with bars between, their own colons, bars and percent signs as %3A, %7C
// and %25.
std::string message_stream(const std::string& source, const std::string& channel,
                           const std::string& id);

}  // namespace fillwright
