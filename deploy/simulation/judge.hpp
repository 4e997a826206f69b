// The judge of a story: what the journal made durable, what left for the broker and what the
// broker's own books say must agree, after each step and at the end. Which invariant it is, by its
// number in the design's list, stands beside each in judge.cpp.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "actors/ports/broker.hpp"
#include "actors/ports/journal.hpp"
#include "deploy/simulation/order_phase.hpp"

namespace fillwright::simulation {

// An invariant does not hold.
struct Violation {
  std::string what;
};

// Everything here throws Violation. Threads: the loop's only.
class Judge {
 public:
  // After a restart: what was durable must be there, and what is there is all that is known.
  void remember(const Journal& journal);
  // An event that became durable.
  void note(Seq seq, const std::string& stream, const AnyEvent& event);
  // A message that leaves.
  void check_send(const BrokerRequest& request, std::uint64_t epoch, bool is_gate_open) const;
  void check_step(const BrokerBooks& books) const;
  // At the end, when all is quiet. `open`: the orders that are open for us.
  void check_end(const BrokerBooks& books, const std::vector<std::string>& open) const;

  // Whether any order's message waits for its answer.
  bool is_in_transit() const;
  // The state of one order, or with "" those of all that are open.
  std::vector<std::string> states_of(const std::string& order) const;
  std::size_t order_count() const { return side_.size(); }
  std::size_t fill_count() const { return executions_.size(); }

 private:
  void note_attempt(const std::string& order, const AttemptStarted& attempt);
  void note_event(const std::string& stream, const AnyEvent& event);
  bool has_gone_out(const std::string& order) const;
  void check_external(const BrokerBooks& books) const;

  Seq durable_ = 0;
  std::map<std::string, std::vector<std::string>> children_;  // of an entry, by order
  std::map<std::string, std::uint64_t> attempts_;             // client order id to epoch
  std::map<std::string, bool> replies_;                       // question id to yes or no
  std::map<std::string, Price> worst_price_;                  // by order, like the next
  std::map<std::string, Side> side_;
  std::map<std::string, Quantity> wanted_;  // the most that it ever wanted
  std::map<std::string, OrderPhase> phases_;
  std::set<std::string> workflows_;
  std::set<std::string> executions_;
  std::set<std::string> booked_;           // executions, by risk
  std::set<std::string> external_orders_;  // that were seen, by the broker's id
  std::set<std::string> external_fills_;
  std::set<std::string> operations_;  // of the operator, that are not done
  bool is_killed_ = false;
};

}  // namespace fillwright::simulation
