// Who belongs to whom: messages, the workflows that they started or reached, and their orders. What
// the audit goes by.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "projections/event_meta.hpp"

namespace fillwright {

struct MessageLink {
  std::string stream;
  std::string message_id;
  std::string author;
};
struct WorkflowLink {
  std::string workflow_id;
  std::string account;
  std::string caller;
  InstrumentId instrument;
  std::vector<std::string> messages;  // streams: the one that started it, then later calls
  std::vector<std::string> orders;    // as they were requested
};
struct OrderLink {
  std::string order_id;
  std::string workflow_id;  // empty: an order of its own
  std::string account;
  InstrumentId instrument;
};

// Threads: one writer. Rows are in the order of the journal.
struct Links {
  std::uint64_t last_seq = 0;
  std::vector<MessageLink> messages;
  std::vector<WorkflowLink> workflows;
  std::vector<OrderLink> orders;

  void apply(const EventMeta& meta, const AnyEvent& event);
  const WorkflowLink* find_workflow(const std::string& workflow_id) const;
  const OrderLink* find_order(const std::string& order_id) const;

 private:
  WorkflowLink& workflow(const std::string& workflow_id);
  OrderLink& order(const std::string& order_id, const std::string& workflow_id);

  // Looked up, never iterated.
  std::unordered_map<std::string, std::size_t> workflow_rows_;
  std::unordered_map<std::string, std::size_t> order_rows_;
};

}  // namespace fillwright
