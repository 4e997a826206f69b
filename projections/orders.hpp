// Every order and where it stands: the fold of the order streams, with the caller from the
// workflow that wanted it.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/order_fold.hpp"

namespace fillwright {

// Threads: one.
struct Orders {
  std::uint64_t last_seq = 0;
  // In the order in which they were planned; they grow without being moved.
  std::deque<OrderRow> rows;

  void apply(const EventMeta& meta, const AnyEvent& event);
  // Nothing when there is no such order. Valid until the next apply.
  const OrderRow* find(const std::string& order_id) const;

 private:
  std::deque<OrderProgress> progress_;    // beside rows
  std::vector<std::uint32_t> by_stream_;  // row + 1 by stream number; 0: none
  // Looked up, never iterated. Folds are many and questions few: `find` itself adds what is new.
  mutable std::unordered_map<std::string, std::uint32_t> by_id_;
  mutable std::size_t indexed_ = 0;  // of rows
  WorkflowCallers callers_;
};

}  // namespace fillwright
