#include "actors/domain/standing.hpp"

#include "events/mutation.hpp"

namespace fillwright {
namespace {

void apply(Standing& standing, const BrokerDeclared& declared) {
  standing.broker = declared.capabilities;
  standing.epoch = declared.epoch;
}

// Nothing is sent before the broker's books were compared; and it may know us again.
void apply(Standing& standing, const RunStarted&) {
  standing.is_gate_open = false;
  standing.is_authorised_later = true;
}

void apply(Standing& standing, const SessionStarted&) { standing.is_authorised_later = true; }

void apply(Standing& standing, const AuthorisationLost& lost) {
  if (lost.is_hard) standing.is_authorised_later = false;
}

void apply(Standing& standing, const GateClosed&) { standing.is_gate_open = false; }

void apply(Standing& standing, const GateOpened&) {
  standing.is_gate_open = standing.is_authorised_later = true;
}

void apply(Standing& standing, const KillSwitchChanged& kill) {
  standing.is_killed = kill.is_on && !is_mutated(Mutation::kill_ignored);
}

template <class Event>
void apply(Standing&, const Event&) {}

}  // namespace

void Standing::note(const AnyEvent& event) {
  ours.note(event);
  std::visit([this](const auto& happened) { apply(*this, happened); }, event);
}

void Standing::show(Context& context) const {
  context.is_gate_open = is_gate_open;
  context.is_killed = is_killed;
  context.is_authorised_later = is_authorised_later;
  context.broker = broker;
  context.epoch = epoch;
  context.held = &ours.held;
}

}  // namespace fillwright
