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
    auto place = static_cast<std::uint32_t>(works_.size());
    if (free_.empty()) {
      works_.push_back(std::move(work));
    } else {
      place = free_.back();
      free_.pop_back();
      works_[place] = std::move(work);
    }
    heap_.push_back({due, ++order_, place});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  std::optional<Timestamp> next_due() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().due);
  }
  // REQUIRES: not empty.
  Work pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const auto place = heap_.back().place;
    heap_.pop_back();
    free_.push_back(place);
    return std::exchange(works_[place], nullptr);
  }

 private:
  // Small, for a heap moves its items about.
  struct Item {
    Timestamp due;
    std::uint64_t order;
    std::uint32_t place;  // in `works_`
  };
  static bool later(const Item& left, const Item& right) {
    return left.due != right.due ? left.due > right.due : left.order > right.order;
  }

  std::vector<Item> heap_;
  std::vector<Work> works_;
  std::vector<std::uint32_t> free_;  // places in `works_`
  std::uint64_t order_ = 0;
};

}  // namespace fillwright
