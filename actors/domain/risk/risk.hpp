// The risk of one account: the only writer of its stream. A reservation is the approval: two orders
// cannot both pass the same check, because what the first reserved is gone when the second asks.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/decider.hpp"
#include "actors/domain/settings.hpp"
#include "events/names.hpp"

namespace fillwright {

struct Reservation {
  ExposureReserved event;
  Quantity open;  // of the order's units, not filled yet
  Money money;    // still held back
};

struct Holding {
  Quantity quantity;  // signed
  Price average;
  Quantity multiplier = Quantity::whole(1);
  bool is_paid = true;  // a future is not: its value is not in cash
};

// A fill in the account, with its figures as they are now.
struct AccountFill {
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity multiplier;
  bool is_margined = false;
  FillFigures figures;
};

// What one workflow holds, in its order's units, and what is held back for it.
struct WorkflowStake {
  Quantity held;
  Money margin;
  Money realised;  // before fees; a trade's result once nothing is held
};

struct RiskState {
  std::string account;
  Money cash;
  std::map<std::string, Reservation> reservations;     // by order
  Money reserved;                                      // for all of them
  std::map<std::string, std::set<std::string>> exits;  // of these, by workflow
  std::map<InstrumentId, Holding> holdings;
  std::map<std::string, WorkflowStake> workflows;
  Money margin;                   // of all workflows
  std::deque<AccountFill> fills;  // as they were booked
  Names executions;               // by number, as in `fills`
  std::deque<Timestamp> entries;  // of the last minute
  Date day;
  Money realised_today;               // fees included
  Money equity_at_open;               // of the day
  std::uint32_t losses_in_a_row = 0;  // trades, entry to flat, that lost; of the day
  bool is_killed = false;
  bool is_paused = false;
  Date paused_on;  // by a daily rule: over with the day; none: until a person resumes
  std::string paused_why;

  Money buying_power() const { return cash - reserved - margin; }
  // Cash and what is held, at its average price.
  Money equity() const;
};

class Risk final : public Decider {
 public:
  Risk(const Settings& settings, const MarketCalendar& calendar)
      : settings_(settings), calendar_(calendar) {}

  Decision decide(const AnyCommand& command, const Context& context) const override;
  void evolve(const std::string& stream, const AnyEvent& event) override;
  // Releases what is held back for orders that never came to be, by telling them to answer.
  Decision resume(const Context& context) const override;

  const RiskState& state() const { return state_; }

 private:
  const Settings& settings_;
  const MarketCalendar& calendar_;
  RiskState state_;
};

void evolve(RiskState& risk, const AnyEvent& event);

// Takes a fill into what is held, at average prices, and returns what it realised, before fees.
Money take(Holding& holding, const AccountFill& fill);

// Losses in a row once an order of this workflow is released: a trade is won or lost when nothing
// of it is held any more, however many fills that took.
std::uint32_t losses_after_release(const RiskState& risk, const std::string& workflow_id);

}  // namespace fillwright
