// The fold of messages and callers.
#include <algorithm>

#include "actors/domain/alert/desk.hpp"

namespace fillwright {
namespace {

constexpr std::size_t most_recent = 4096;  // messages whose edits are still understood
constexpr auto remembers_calls_for = seconds(3 * 86'400);

void apply(DeskState& desk, const std::string& stream, const MessageReceived& event) {
  desk.messages.insert(stream);
  desk.recent[stream] = event;
  desk.recent_order.push_back(stream);
  if (desk.recent_order.size() <= most_recent) return;
  desk.recent.erase(desk.recent_order.front());
  desk.recent_order.pop_front();
}

void apply(DeskState& desk, const std::string& stream, const AlertRead&) {
  desk.read_messages.insert(stream);
}

// Refused for what is known of the call, not for how it is written: the text was read.
bool is_of_a_read_text(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::get_ready:
    case RefusalReason::duplicate_call:
    case RefusalReason::unknown_instrument:
    case RefusalReason::market_closed:
    case RefusalReason::nothing_held:
    case RefusalReason::no_context:
    case RefusalReason::kind_not_permitted:
      return true;
    default:
      return false;
  }
}

void apply(DeskState& desk, const std::string& stream, const AlertRefused& event) {
  if (is_of_a_read_text(event.reason)) desk.read_messages.insert(stream);
}

// What is deleted is not edited into a call any more, nor followed when it comes late.
void apply(DeskState& desk, const std::string& stream, const MessageDeleted&) {
  desk.messages.insert(stream);
  desk.recent.erase(stream);
}

void apply(DeskState& desk, const std::string&, const GetReadyRemembered& event) {
  desk.get_readies[event.caller] = event;
}

void apply(DeskState& desk, const std::string&, const CallAccepted& event) {
  desk.calls.push_back(event);
  while (event.at - desk.calls.front().at > remembers_calls_for) desk.calls.pop_front();
  if (event.action != CallAction::open) return;
  ++desk.workflows;
  desk.get_readies.erase(event.caller);
  desk.positions[event.caller].push_back({event.workflow_id, event.instrument, {}});
}

void apply(DeskState& desk, const std::string&, const CallerHoldingChanged& event) {
  auto& positions = desk.positions[event.caller];
  const auto found = std::find_if(
      positions.begin(), positions.end(),
      [&](const CallersPosition& position) { return position.workflow_id == event.workflow_id; });
  if (found == positions.end()) {  // a fill after the end: it is held again
    if (!event.is_over) positions.push_back({event.workflow_id, event.instrument, event.held});
    return;
  }
  found->held = event.held;
  if (event.is_over) positions.erase(found);
}

void apply(DeskState& desk, const std::string&, const AllowlistChanged& event) {
  desk.changes.push_back(event);
}

template <class Event>
void apply(DeskState&, const std::string&, const Event&) {}

}  // namespace

void evolve(DeskState& desk, const std::string& stream, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(desk, stream, happened); }, event);
}

void Desk::evolve(const std::string& stream, const AnyEvent& event) {
  fillwright::evolve(state_, stream, event);
}

}  // namespace fillwright
