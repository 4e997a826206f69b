// Everything that did not become an order, or an order that was not sent: why, and what was said.
// One refusal told on several streams (risk, order, workflow) is one row.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "projections/event_meta.hpp"

namespace fillwright {

struct RefusalRow {
  std::uint64_t seq = 0;
  Timestamp at;  // when it was refused
  RefusalReason reason = RefusalReason::none;
  std::string where;   // message, call, order, workflow, input
  std::string detail;  // what was wrong and what was expected; of a limit its name, value and asked
  std::string source;
  std::string channel;
  std::string author;
  std::string text;     // as it was then, edits included
  std::string message;  // stream of the message, where one led to it
  std::string workflow_id;
  std::string order_id;
};

// Threads: one writer.
struct Refusals {
  std::uint64_t last_seq = 0;
  std::vector<RefusalRow> rows;  // in the order of the journal

  void apply(const EventMeta& meta, const AnyEvent& event);

 private:
  friend struct RefusalFold;
  struct Message {
    std::string source;
    std::string channel;
    std::string author;
    std::string text;
  };
  RefusalRow& add(const EventMeta& meta, const std::string& message);

  // Looked up, never iterated.
  std::unordered_map<std::string, Message> messages_;             // by stream name
  std::unordered_map<std::string, std::string> message_of_;       // by workflow
  std::unordered_map<std::string, std::string> workflow_of_;      // by order
  std::unordered_map<std::string, std::size_t> row_of_order_;     // row + 1
  std::unordered_map<std::string, std::size_t> row_of_workflow_;  // its latest, + 1
};

}  // namespace fillwright
