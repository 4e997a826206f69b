// One command of the workflow "entry_and_exit" being decided, and what its files share: the entry,
// the exits, the caller's later calls. For those files only.
#pragma once

#include "actors/domain/settings_lookup.hpp"
#include "actors/domain/workflow/entry_exit.hpp"

namespace fillwright::entry_exit {

inline constexpr auto quote_timer = "quote";
inline constexpr auto target_timer = "target";
inline constexpr auto exit_timer = "time_exit";
inline constexpr auto retry_timer = "exit_retry";
inline constexpr auto quote_patience = seconds(30);

// One command being decided: the state as it will be, and what follows.
struct Turn {
  EntryExitState workflow;
  const Context& context;
  const Settings& settings;
  const MarketCalendar& calendar;
  Decision decision;

  void emit(AnyEvent&& event) {
    evolve(workflow, event);
    decision.emit(std::move(event));
  }
  const WorkflowStarted& start() const { return *workflow.start; }
  Timestamp now() const { return context.now; }
  const InstrumentDefined* instrument() const {
    return context.instruments->find(workflow.start->instrument);
  }
  PriceSettings price() const { return price_for(settings, start().caller, start().channel); }
};

// --- entry_exit.cpp ---
void tell_desk(Turn& turn);
void watch(Turn& turn);
void finish(Turn& turn, AnyEvent event);
void fail(Turn& turn, RefusalReason reason, const std::string& detail);
bool has_open_orders(const EntryExitState& workflow);
void finish_if_flat(Turn& turn);
// Brings exits to what is held now, whatever led to it, and ends what is flat.
void advance(Turn& turn);

// --- entry_exit_close.cpp ---
void handle(Turn& turn, const CloseTrade& command);
// How far closing came, as it ends or cannot go on. REQUIRES: somebody wants it flat.
void tell_operator(Turn& turn, const std::string& outcome, const std::string& detail);

// --- entry_exit_orders.cpp ---
// Null when there is none of that name.
const PricePolicy* policy_named(const Turn& turn, const std::string& name);
bool may_send_market(const Turn& turn, const InstrumentDefined& instrument);
// The order's whole intent from what was requested; but for the reference of one without a called
// price, the same after a restart as before.
OrderPlanned plan_of(const Turn& turn, const OrderRequested& request);
void request_order(Turn& turn, OrderRequested request);
// The same in two steps, for orders that know of each other. Returns the order's id.
std::string note_request(Turn& turn, OrderRequested request);
void place_order(Turn& turn, const std::string& order_id);
void cancel(Turn& turn, const WorkflowOrder& order, const std::string& why);

// --- entry_exit_bracket.cpp ---
// Whether the entry of this plan goes out with its exits: the configuration wants it, the broker
// can, a stop may be sent, and the plan is one take-profit of all and one fixed stop.
bool is_for_bracket(const Turn& turn, const ExitPlan& plan, const InstrumentDefined& instrument);
// Asks for the entry at a price that fills at once, within `limit_high`, and for its exits. False:
// there is no quote to tell the prices by; nothing was asked for.
bool request_bracket(Turn& turn, OrderRequested entry, const InstrumentDefined& instrument);
// The exits of a bracket that are not over.
std::vector<WorkflowOrder> bracket_exits(const EntryExitState& workflow);
// What working exits could sell, all together; a bracket's sell together what one of them would.
Quantity claimed_by_exits(const EntryExitState& workflow);
// Brings a bracket's exits to what its entry came to, once that is over.
void settle_bracket(Turn& turn);

// --- entry_exit_entry.cpp ---
void ask_budget(Turn& turn);
void handle(Turn& turn, const TakeBudget& budget);
// The stop that would be in force right after an entry at this price.
std::optional<Price> first_stop(const Turn& turn, const ExitPlan& plan, Price entry,
                                const InstrumentDefined& instrument);

// --- entry_exit_exits.cpp ---
Quantity floor_share(Quantity of, Percent share);
// Where the take-profit of an entry at `average` belongs. Nothing: nowhere.
std::optional<Price> target_price(const Turn& turn, const ProfitTarget& target, Price average,
                                  const InstrumentDefined& instrument);
// Asks a working exit to change, see there.
void resize(Turn& turn, const WorkflowOrder& order, Quantity total, std::optional<Price> limit);
void serve_demand(Turn& turn);
// Less is held than what works could sell, as after a fill of an order that was over: takes it
// back.
void shrink_exits(Turn& turn);
// Brings the take-profits to what is held now: one order a target, resized as the entry fills.
void set_targets(Turn& turn);

// --- entry_exit_calls.cpp ---
// An add that waits for its size is not bought once all is to be sold.
void drop_add(Turn& turn);
void handle(Turn& turn, const ApplyCall& command);

}  // namespace fillwright::entry_exit
