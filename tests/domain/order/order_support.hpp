// An order under test, with a broker's answers as short words.
#pragma once

#include "actors/domain/instrument/contracts.hpp"
#include "actors/domain/order/order.hpp"
#include "actors/domain/pricing/built_in_policies.hpp"
#include "actors/domain/pricing/products.hpp"
#include "tests/support/given.hpp"

namespace fillwright::test {

inline Quantity units(std::int64_t count) { return Quantity::whole(count); }

inline InstrumentDefined an_option(std::uint32_t number = 1) {
  InstrumentDefined option;
  option.instrument = {number};
  option.asset_class = AssetClass::option;
  option.symbol = "QQQ   251128C00600000" + std::to_string(number);
  option.root = option.underlying = "QQQ";
  option.strike = Price::whole(600);
  option.right = Right::call;
  option.multiplier = units(100);
  option.ticks = option_ticks("QQQ");
  option.session = "us_index_option";
  return option;
}

class GivenOrder : public Given<Order> {
 public:
  GivenOrder()
      : Given([policies = std::make_shared<PolicyPool>()] {
          return std::make_unique<Order>(*policies);
        }) {
    instruments.add(an_option(1));
    instruments.add(an_option(2));
    InstrumentDefined spread = an_option(3);
    spread.asset_class = AssetClass::spread;
    spread.legs = {{{1}, Side::buy, 1}, {{2}, Side::sell, 1}};
    spread.ticks = complex_ticks("QQQ");
    instruments.add(spread);
    quote("0.70", "1.00");
  }

  GivenOrder& at(std::int64_t second) {
    Given::at(second);
    return *this;
  }
  GivenOrder& quote(std::string_view bid, std::string_view ask) {
    Given::quote(bid, ask);
    return *this;
  }

  static OrderPlanned plan(std::int64_t quantity = 5, Side side = Side::buy) {
    OrderPlanned plan;
    plan.order_id = "w1-1";
    plan.workflow_id = "w1";
    plan.account = "main";
    plan.instrument = {1};
    plan.side = side;
    plan.quantity = units(quantity);
    plan.policy = *find_policy(built_in_policies(), "discovery");
    plan.alert_price = price("0.75");
    plan.multiplier = units(100);
    plan.at = at_second(0);
    return plan;
  }
  static OrderPlanned target(std::int64_t quantity = 5) {
    auto order = plan(quantity, Side::sell);
    order.purpose = Purpose::target;
    order.effect = Effect::close;
    order.limit = price("1.50");
    order.alert_price.reset();
    order.time_in_force = TimeInForce::good_till_cancelled;
    return order;
  }

  Outcome place(const OrderPlanned& order = plan()) { return when(PlaceOrder{order}); }
  Outcome clear(std::string_view worst = "0.78") {
    return when(TakeRiskAnswer{RefusalReason::none, "", money("100"), price(worst), "main", "w1-1",
                               state().wanted});
  }
  // Placed, cleared and sent.
  Outcome send(const OrderPlanned& order = plan(), std::string_view worst = "0.78") {
    place(order);
    return clear(worst);
  }
  // ... and accepted.
  GivenOrder& work(const OrderPlanned& order = plan(), std::string_view worst = "0.78") {
    send(order, worst);
    accept();
    return *this;
  }
  std::string sent_id() const { return "w1-1." + std::to_string(state().attempts); }
  Outcome answer(AnswerKind kind, const std::string& id = "") {
    BrokerAnswer reply;
    reply.kind = kind;
    reply.client_order_id = id.empty() ? sent_id() : id;
    reply.broker_order_id = "b1";
    reply.code = kind == AnswerKind::rejected ? "no" : "";
    reply.text = kind == AnswerKind::unknown ? "time_out" : "";
    return when(NoteAnswer{reply});
  }
  Outcome accept(const std::string& id = "") { return answer(AnswerKind::accepted, id); }
  Outcome reject(const std::string& id = "") { return answer(AnswerKind::rejected, id); }
  Outcome lose() { return answer(AnswerKind::unknown); }
  Outcome step_due() { return when(TimerDue{"step", 0, context.now}); }

  BrokerFill a_fill(std::int64_t quantity, std::string execution, const std::string& id = "",
                    std::string_view at = "0.75") const {
    BrokerFill fill;
    fill.execution_id = std::move(execution);
    fill.client_order_id =
        id.empty() ? (state().live ? state().live->client_order_id : sent_id()) : id;
    fill.order_id = "w1-1";
    fill.instrument = {1};
    fill.side = state().plan->side;
    fill.quantity = fill.order_quantity = units(quantity);
    fill.price = price(at);
    fill.at = context.now;
    return fill;
  }
  Outcome fill(std::int64_t quantity, std::string execution, const std::string& id = "") {
    return when(NoteFill{a_fill(quantity, std::move(execution), id)});
  }
  BrokerOrder theirs(BrokerOrderState state_there, std::vector<std::string> ids,
                     std::int64_t filled = 0) const {
    BrokerOrder order;
    order.client_order_id = ids.back();
    order.client_order_ids = std::move(ids);
    order.broker_order_id = "b1";
    order.order_id = "w1-1";
    order.filled = units(filled);
    order.state = state_there;
    return order;
  }
  Outcome ended(BrokerOrderState how, std::int64_t filled = 0, std::string id = "") {
    if (id.empty()) id = state().live ? state().live->client_order_id : sent_id();
    return when(NoteEnded{theirs(how, {id}, filled)});
  }
  Outcome cancelled(std::int64_t filled = 0) { return ended(BrokerOrderState::cancelled, filled); }
  Outcome cancel() { return when(CancelOrder{"workflow", "why not"}); }
  Outcome change(std::int64_t quantity, std::optional<Price> limit = {}) {
    return when(ChangeOrder{units(quantity), limit, "changed"});
  }
  Outcome books(std::optional<BrokerOrder> order, bool is_conclusive = true,
                std::vector<BrokerFill> fills = {}) {
    auto shared = order ? std::make_shared<const BrokerOrder>(std::move(*order)) : nullptr;
    return when(
        NoteBooks{std::move(shared), std::move(fills), is_conclusive, context.now + Duration{1}});
  }
};

}  // namespace fillwright::test
