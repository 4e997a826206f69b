// Messages that wait for a token of the broker's rate limit: cancels first, then what reduces a
// position, and entries last; within a class the first in is the first out.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "actors/ports/broker.hpp"
#include "events/text_map.hpp"

namespace fillwright {

// Threads: one.
class SendQueue {
 public:
  void push(BrokerRequest request);
  bool is_empty() const;
  std::size_t size() const;
  bool has_of(const std::string& order_id) const { return counts_.contains(order_id); }
  // REQUIRES: not empty.
  BrokerRequest pop();
  // All of them, in the order in which they would have gone.
  std::vector<BrokerRequest> take_all();
  // Those that `is_it` says yes to, in that order.
  std::vector<BrokerRequest> take_if(const std::function<bool(const BrokerRequest&)>& is_it);

 private:
  void uncount(const std::string& order_id);

  std::array<std::deque<BrokerRequest>, 3> classes_;
  TextMap<std::size_t> counts_;  // by order, of those that have any
};

}  // namespace fillwright
