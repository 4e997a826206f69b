// Working orders of one side of one instrument, best price first, then first come: so that a quote
// looks only at orders that it reaches.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "actors/ports/broker.hpp"

namespace fillwright {

struct PaperOrder {
  std::uint64_t number = 0;      // "B-000012" is 12
  std::uint64_t priority = 0;    // rises with every accepted submit and replace
  std::uint32_t instrument = 0;  // the book's own number
  std::vector<std::string> client_order_ids;
  std::string replaces;  // the last client order id of the order in whose place it is
  std::string order_id;
  Side side = Side::buy;
  Effect effect = Effect::open;
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;
  Quantity filled;
  TimeInForce time_in_force = TimeInForce::day;
  BrokerOrderState state = BrokerOrderState::working;
  std::string reason;
  Timestamp arrived;  // of the last accepted submit or replace: later quotes match
  Timestamp at;       // of the last change
  Money reserved;     // cash that it may still cost
  Quantity touched;   // displayed at its price by the near side, see PaperSettings

  std::uint64_t parent = 0;             // number of the entry that it came with; zero: none
  std::vector<std::uint64_t> children;  // numbers
  bool is_triggered = false;            // of a stop

  bool is_waiting_stop() const { return type == OrderType::stop && !is_triggered; }
  // Whether any price will do for it.
  bool is_at_market() const { return type != OrderType::limit; }
  Quantity remaining() const { return quantity - filled; }
  bool is_working() const { return state == BrokerOrderState::working; }
};

class OrderQueue {
 public:
  struct Entry {
    std::int64_t rank;  // lower is better; a market order has the lowest
    std::uint64_t priority;
    PaperOrder* order;
    bool operator<(const Entry& other) const {
      return rank != other.rank ? rank < other.rank : priority < other.priority;
    }
  };

  // Orders of the side with a limit at least as good (for the market) as this price have at most
  // this rank.
  static std::int64_t rank_of(Side side, Price price) {
    return side == Side::buy ? -price.units : price.units;
  }
  static Entry entry_of(PaperOrder& order) {
    const auto rank = order.is_at_market() ? std::numeric_limits<std::int64_t>::min()
                                           : rank_of(order.side, order.limit);
    return {rank, order.priority, &order};
  }
  void insert(PaperOrder& order) { entries_.insert(entry_of(order)); }
  void erase(PaperOrder& order) { entries_.erase(entry_of(order)); }
  bool is_empty() const { return entries_.empty(); }
  bool is_reached(std::int64_t rank) const {
    return !entries_.empty() && entries_.begin()->rank <= rank;
  }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

 private:
  std::set<Entry> entries_;
};

}  // namespace fillwright
