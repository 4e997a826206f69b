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
#include "events/correction_events.hpp"

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
  void check_step(const BrokerBooks& books);
  // At the end, when all is quiet. `open`: the orders that are open for us.
  void check_end(const BrokerBooks& books, const std::vector<std::string>& open) const;

  // Whether any order's message waits for its answer.
  bool is_in_transit() const;
  // The state of one order, or with "" those of all that are open.
  std::vector<std::string> states_of(const std::string& order) const;
  // Whether more was sold than was held, which only a person can take as it is.
  bool is_oversold() const { return !oversold_.empty(); }
  std::size_t order_count() const { return side_.size(); }
  std::size_t fill_count() const { return executions_.size(); }

 private:
  void note_attempt(const std::string& order, const AttemptStarted& attempt);
  void note_event(const std::string& stream, const AnyEvent& event);
  bool has_gone_out(const std::string& order) const;
  void note_fill(const std::string& order, const AnyEvent& event);
  void remember_truth(const BrokerBooks& books);
  bool seems_more_filled(const std::string& order) const;
  void check_figures(const BrokerFill& fill) const;
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
  std::set<std::string> oversold_;  // orders, by alarms that hold the gate
  // A fill with its figures as our journal has them now.
  struct Fill {
    std::string order;
    InstrumentId instrument;
    Side side = Side::buy;
    FillFigures figures;
  };
  bool seems_to_hold_more(InstrumentId instrument,
                          const std::map<std::string, Fill>& executions) const;
  std::map<std::string, Fill> executions_;
  // A message that was decided, with the fills as the journal had them then.
  struct Deciding {
    std::string client_order_id;
    InstrumentId instrument;
    std::map<std::string, Fill> executions;
  };
  std::vector<Deciding> deciding_;
  std::map<std::string, FillFigures> booked_;        // executions, by risk
  std::map<std::string, Quantity> truth_;            // executions, by the broker's own books
  std::map<std::string, InstrumentId> instruments_;  // by order
  // Messages that were decided while the journal held more, by figures that the stream told
  // wrongly, than there was: what they ask for too much is nobody's fault.
  std::set<std::string> misled_;
  std::set<std::string> external_orders_;  // that were seen, by the broker's id
  std::set<std::string> external_fills_;
  std::set<std::string> operations_;  // of the operator, that are not done
  bool is_killed_ = false;
};

}  // namespace fillwright::simulation
