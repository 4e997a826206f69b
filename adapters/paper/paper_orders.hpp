// The paper broker's orders, by number: 1, 2, 3 … The book asks for what works; what is over is
// kept for whoever asks for the books, packed to a fifth of its size. A bracket's entry and exits
// are a family and are packed together, once none of them works.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "adapters/paper/order_queue.hpp"
#include "events/packed.hpp"

namespace fillwright {

// Threads: one.
class PaperOrders {
 public:
  // The next number's; it stays where it is until `put_away` takes it.
  PaperOrder& add();
  std::uint64_t count() const { return states_.size(); }

  // REQUIRES: its family has not been put away, as of one that works.
  PaperOrder& at(std::uint64_t number) { return kept_.at(number); }
  const PaperOrder& at(std::uint64_t number) const { return kept_.at(number); }
  // Null unless it works.
  PaperOrder* find_working(std::uint64_t number);
  const PaperOrder* find_working(std::uint64_t number) const;
  // REQUIRES: 1 <= number <= count().
  bool is_filled(std::uint64_t number) const {
    return states_[number - 1] == BrokerOrderState::filled;
  }

  void end(PaperOrder& order, BrokerOrderState state);
  // What ended since the last call: no reference to any of it is valid then.
  void put_away();

  // All, in no order that means anything. What the instrument says is the book's own number of it.
  template <class Visit>
  void visit(const Visit& visit) const {
    over_.visit(visit);
    for (const auto& [number, order] : kept_) {
      auto shown = shown_of(order);
      visit(shown);
    }
  }
  std::vector<std::uint64_t> working() const;

  static BrokerOrder shown_of(const PaperOrder& order);

 private:
  std::map<std::uint64_t, PaperOrder> kept_;  // by number
  std::vector<BrokerOrderState> states_;      // of all, by number less one
  std::vector<std::uint64_t> ended_;          // not looked at by `put_away` yet
  Packed<BrokerOrder> over_;
};

}  // namespace fillwright
