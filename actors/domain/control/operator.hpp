// The operator: what a person asks of the whole service, carried on until it is done, over any
// number of restarts; and the rule that stands in for an operator who is not heard of any more.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_set>

#include "actors/domain/decider.hpp"
#include "actors/domain/settings.hpp"

namespace fillwright {

// Who asks when no person does.
inline constexpr auto by_missing_heartbeat = "missing heartbeat";
// The target that stands for the account itself.
inline constexpr auto account_target = "account";

// How many of a request's targets came to what was asked, and how many did not.
struct Tally {
  std::uint32_t succeeded = 0;
  std::uint32_t failed = 0;
};

// A request that is not done.
struct Operation {
  OperatorAsked request;
  std::set<std::string> open;  // targets that have not come to their end
  Tally tally;
};

struct OperatorState {
  std::map<std::string, Operation> operations;  // by request id
  Duration heartbeat_within;                    // zero: nobody is missed
  OperatorAction on_missing_heartbeat = OperatorAction::pause;
  Timestamp heard_at;      // of a person, or since when one is to be heard of
  bool is_missed = false;  // since then; the action was taken
};

class Operator final : public Decider {
 public:
  // The settings outlive it.
  explicit Operator(const Settings& settings) : settings_(settings) {}

  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  // Tells everything again that has not come to its end.
  Decision resume(const Context& context) const override;

  const OperatorState& state() const { return state_; }

 private:
  const Settings& settings_;
  OperatorState state_;
  std::unordered_set<std::string> request_ids_;  // of all requests ever; looked up only
};

void evolve(OperatorState& state, const AnyEvent& event);

}  // namespace fillwright
