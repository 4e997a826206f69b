// What a request of the operator came to, as it is told at the terminal: a line for each order,
// workflow or account as it ends, and a summary; or all of it as one JSON object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/held_differences.hpp"
#include "events/all_events.hpp"

namespace fillwright {

class OperationReport {
 public:
  OperationReport(std::string request_id, bool is_json)
      : request_id_(std::move(request_id)), is_json_(is_json) {}

  // Prints what is new of our request, unless all of it is to be JSON at the end. Events of other
  // requests and a second telling are passed over.
  void note(const AnyEvent& event);
  bool is_known() const { return asked_.has_value(); }
  bool is_done() const { return done_.has_value(); }

  // What a comparison of the books found: told with the summary.
  void note(HeldDifferences held) { held_ = std::move(held); }
  // The summary. `waiting`: what to say when it is not done. Returns the exit code.
  int end(std::string_view waiting) const;

 private:
  struct Target {
    std::string id;
    OperationState state = OperationState::asked;
    std::string outcome;
    std::string detail;
  };
  void note_step(const OperationStepped& step);
  std::string summary() const;
  std::string json(std::string_view waiting) const;

  std::string request_id_;
  bool is_json_;
  std::optional<OperatorAsked> asked_;
  std::optional<OperationDone> done_;
  std::optional<HeldDifferences> held_;
  std::vector<Target> targets_;  // in the order in which they were asked
};

}  // namespace fillwright
