// Orders as Orders folds them, each as long as it is wanted: what is over and told can be let go,
// and is folded again from its own stream when something more is heard of it. For whoever follows
// a journal of any length.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "projections/order_fold.hpp"

namespace fillwright {

// Threads: one.
class OpenOrders {
 public:
  // Each event once, in order. Null when it is of no order. REQUIRES: the order was not let go.
  const OrderRow* apply(const EventMeta& meta, const AnyEvent& event);
  // REQUIRES: of an order that is here. Valid until that is let go.
  const OrderRow& row(std::uint32_t stream) const { return orders_.find(stream)->second.row; }
  std::size_t size() const { return orders_.size(); }

  // Lets the order of this stream go, whatever there is of it.
  void release(std::uint32_t stream);
  bool is_released(std::uint32_t stream) const {
    return stream < is_released_.size() && is_released_[stream];
  }
  // As if it had never been: all events of its stream are to be applied again.
  void take_back(std::uint32_t stream);

 private:
  std::unordered_map<std::uint32_t, FoldedOrder> orders_;  // by stream; never iterated
  std::vector<bool> is_released_;                          // by stream
  WorkflowCallers callers_;
};

}  // namespace fillwright
