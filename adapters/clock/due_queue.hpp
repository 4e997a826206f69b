// Work that is due later, in the order of due times; equal times keep the order they were given in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "events/values.hpp"

namespace fillwright {

// Threads: one.
class DueQueue {
 public:
  using Work = std::function<void()>;

  void push(Timestamp due, Work work) {
    heap_.push_back({due, ++order_, std::move(work)});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  std::optional<Timestamp> next_due() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().due);
  }
  // REQUIRES: not empty.
  Work pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    Work work = std::move(heap_.back().work);
    heap_.pop_back();
    return work;
  }

 private:
  struct Item {
    Timestamp due;
    std::uint64_t order;
    Work work;
  };
  static bool later(const Item& left, const Item& right) {
    return std::pair(left.due, left.order) > std::pair(right.due, right.order);
  }

  std::vector<Item> heap_;
  std::uint64_t order_ = 0;
};

}  // namespace fillwright
