// How well walks have filled: what each rung brought, against the market as it was when the walk
// began. A fold that keeps open orders only, so that a journal's length does not matter.
//
// The measure of an order is the quote of its first rung: its mid, and its natural price, which is
// the far side that taking the market at once would have paid. Positive is better for us.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "projections/arithmetic.hpp"
#include "projections/event_meta.hpp"

namespace fillwright {

// What one rung came to over all orders.
struct RungRow {
  std::uint32_t rung = 0;   // 1 is the first
  std::uint64_t sent = 0;   // orders that came so far
  std::uint64_t fills = 0;  // while it was the latest
  Quantity filled;          // of the orders' own units
  Money against_mid;
  Money against_natural;
};

struct ExecutionQuality {
  std::uint64_t last_seq = 0;
  std::vector<RungRow> rungs;  // by rung, from 1; fills of orders without a walk are left out
  std::uint64_t walks = 0;     // orders that sent a first price
  std::uint64_t walks_over = 0;
  std::uint64_t walks_filled = 0;  // wholly
  std::uint64_t refused = 0;       // orders of any kind
  std::uint64_t orders = 0;        // of any kind
  Quantity wanted;                 // by walks, as they began
  std::uint64_t rungs_sent = 0;

  void apply(const EventMeta& meta, const AnyEvent& event);
  // Over all rungs; its `rung` is zero.
  RungRow total() const;

 private:
  struct Open {
    Side side = Side::buy;
    Quantity quantity;
    Quantity multiplier;
    std::optional<Quote> arrival;              // of the first rung
    std::uint32_t rung = 0;                    // the latest
    std::vector<std::uint32_t> attempt_rungs;  // by attempt, from 1
    Wide net = 0;  // of a fill whose last leg has not come: Σ side × price × quantity
  };
  void fill(Open& order, const OrderFilled& event);
  Open* find(const EventMeta& meta);

  std::unordered_map<std::uint32_t, Open> open_;  // by the journal's stream number; looked up only
};

}  // namespace fillwright
