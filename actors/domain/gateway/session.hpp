// A broker account's session: the gate is closed from its start until the broker's books were
// compared with ours, and after an alarm until a person has accepted. Sending is the gateway's
// (actors/gateway); this decides whether it may.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "actors/domain/decider.hpp"

namespace fillwright {

struct SessionState {
  std::string account;
  std::uint64_t epoch = 0;
  bool is_gate_open = false;
  bool is_authorised = true;                 // as far as the broker has said
  bool is_authorised_later = true;           // false: no retry mends it
  Timestamp not_before;                      // no comparison opens the gate earlier
  std::vector<DifferenceFound> differences;  // that hold the gate, told and not gone
  std::vector<AlarmRaised> alarms;           // that nobody has accepted
  std::vector<ReconciliationAsked> asked;    // that have no answer yet
  std::set<std::string> external_orders;     // that were told, by the broker's id
  std::set<std::string> external_fills;
  std::uint64_t adopted = 0;  // differences, since a comparison was last recorded
};

class BrokerSession final : public Decider {
 public:
  explicit BrokerSession(std::string account, std::string broker)
      : account_(std::move(account)), broker_(std::move(broker)) {}

  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  Decision resume(const Context& context) const override;
  const SessionState& state() const { return state_; }

 private:
  std::string account_;
  std::string broker_;
  SessionState state_;
};

// "replace atomic, spreads, client ids deduplicated": for people.
std::string describe(const BrokerCapabilities& broker);

}  // namespace fillwright
