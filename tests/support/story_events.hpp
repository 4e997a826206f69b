// Events as the tests of projections tell them, with what a test does not care about filled in.
#pragma once

#include "tests/support/event_feed.hpp"

namespace fillwright::test {

inline Price price(std::string_view text) { return *parse<Price>(text); }
inline Money money(std::string_view text) { return *parse<Money>(text); }
inline Quantity contracts(std::int64_t count) { return Quantity::whole(count); }
inline Timestamp half_past_two() { return *parse_time("2026-11-20T14:30:00Z"); }

inline InstrumentDefined option(std::uint32_t number, std::string_view strike) {
  InstrumentDefined defined;
  defined.instrument = {number};
  defined.asset_class = AssetClass::option;
  defined.symbol = "SPY   261204C00" + std::string(strike) + "000";
  defined.root = defined.underlying = "SPY";
  defined.expiry = *parse_date("2026-12-04");
  defined.strike = price(strike);
  defined.right = Right::call;
  defined.multiplier = contracts(100);
  return defined;
}

// Adds the events of orders and fills with short calls; `feed` is there for the rest.
struct Teller {
  EventFeed feed{half_past_two()};
  std::uint32_t executions = 0;

  void define() {
    feed.add("instrument/1", option(1, "680")).add("instrument/2", option(2, "685"));
  }
  void start(const std::string& workflow, const std::string& caller,
             const std::string& message = {}) {
    WorkflowStarted started;
    started.workflow_id = workflow;
    started.account = "paper";
    started.caller = caller;
    started.channel = "options";
    started.message = message;
    started.instrument = {1};
    started.at = feed.now();
    feed.add("workflow/" + workflow, started);
  }
  OrderPlanned planned(const std::string& order, const std::string& workflow, Side side,
                       std::int64_t count, Purpose purpose = Purpose::entry) const {
    OrderPlanned plan;
    plan.order_id = order;
    plan.workflow_id = workflow;
    plan.account = "paper";
    plan.purpose = purpose;
    plan.instrument = {1};
    plan.side = side;
    plan.effect = side == Side::buy ? Effect::open : Effect::close;
    plan.quantity = contracts(count);
    plan.policy.name = "discovery";
    plan.multiplier = contracts(100);
    plan.at = feed.now();
    return plan;
  }
  void plan(const std::string& order, const std::string& workflow, Side side, std::int64_t count,
            Purpose purpose = Purpose::entry) {
    feed.add("order/" + order, planned(order, workflow, side, count, purpose));
  }
  Quote quote(std::string_view bid, std::string_view ask) const {
    return {feed.now(), price(bid), price(ask), contracts(10), contracts(10)};
  }
  void step(const std::string& order, std::uint32_t rung, std::string_view to, const Quote& seen) {
    PriceStepped step;
    step.rung = rung;
    step.to = price(to);
    step.rule = rung == 1 ? PriceRule::start : PriceRule::tick_step;
    step.quote = seen;
    step.quote_age = feed.now() - seen.time;
    step.at = feed.now();
    feed.add("order/" + order, step);
  }
  void attempt(const std::string& order, std::uint32_t number, AttemptKind kind,
               std::string_view limit, std::int64_t count) {
    AttemptStarted attempt;
    attempt.attempt = number;
    attempt.kind = kind;
    attempt.client_order_id = order + "." + std::to_string(number);
    attempt.limit = price(limit);
    attempt.quantity = contracts(count);
    attempt.at = feed.now();
    feed.add("order/" + order, attempt);
  }
  void accept(const std::string& order, std::uint32_t number) {
    feed.add("order/" + order, AttemptAccepted{number, "B" + order, "answer", feed.now()});
  }
  void fill(const std::string& order, Side side, std::int64_t count, std::string_view at_price,
            std::string_view fees = "0", std::uint32_t instrument = 1,
            std::optional<std::int64_t> order_count = {}) {
    OrderFilled fill;
    fill.execution_id = "x" + std::to_string(++executions);
    fill.instrument = {instrument};
    fill.side = side;
    fill.quantity = contracts(count);
    fill.order_quantity = contracts(order_count.value_or(count));
    fill.price = price(at_price);
    fill.fees = money(fees);
    fill.at = feed.now();
    feed.add("order/" + order, fill);
  }
};

}  // namespace fillwright::test
