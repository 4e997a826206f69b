// An account under test: two options of one underlying, 100,000 in cash, every unit at 1.00 × 100.
#pragma once

#include "actors/domain/risk/risk.hpp"
#include "tests/domain/order/order_support.hpp"

namespace fillwright::test {

struct GivenRisk {
  Settings settings;
  MarketCalendar calendar;
  Given<Risk> risk{[this] { return std::make_unique<Risk>(settings, calendar); }};
  int executions = 0;

  GivenRisk() {
    risk.instruments.add(an_option(1));
    risk.instruments.add(an_option(2));
    risk.quote("0.70", "1.00");
    risk.when(OpenAccount{"main", "paper", Money::whole(100'000)});
  }
  // The workflow's name is the order's up to its dash.
  static ReserveExposure asked(const std::string& order, std::int64_t quantity,
                               Purpose purpose = Purpose::entry, std::uint32_t instrument = 1) {
    const bool is_in = is_entry(purpose);
    return {order,
            order.substr(0, order.find('-')),
            purpose,
            {instrument},
            is_in ? Side::buy : Side::sell,
            is_in ? Effect::open : Effect::close,
            units(quantity),
            price("1.00")};
  }
  Outcome reserve(const std::string& order, std::int64_t quantity, Purpose purpose = Purpose::entry,
                  std::uint32_t instrument = 1) {
    return risk.when(asked(order, quantity, purpose, instrument));
  }
  Outcome fill(const std::string& order, std::int64_t quantity, std::string_view at,
               Purpose purpose = Purpose::entry, std::uint32_t instrument = 1) {
    OrderFilled filled;
    filled.execution_id = "e" + std::to_string(++executions);
    filled.instrument = {instrument};
    filled.side = is_entry(purpose) ? Side::buy : Side::sell;
    filled.quantity = filled.order_quantity = units(quantity);
    filled.price = price(at);
    return risk.when(RecordFill{filled, order, order.substr(0, order.find('-')), purpose});
  }
  void release(const std::string& order) { risk.when(ReleaseExposure{order, "over"}); }
  void hold(const std::string& workflow, std::int64_t quantity, std::uint32_t instrument = 1) {
    reserve(workflow + "-1", quantity, Purpose::entry, instrument);
    fill(workflow + "-1", quantity, "1.00", Purpose::entry, instrument);
    release(workflow + "-1");
  }
  // A trade that makes or loses this much on each of two contracts, sold one by one.
  void trade(const std::string& workflow, std::string_view sold_at) {
    hold(workflow, 2);
    reserve(workflow + "-2", 2, Purpose::stop);
    fill(workflow + "-2", 1, sold_at, Purpose::stop);
    fill(workflow + "-2", 1, sold_at, Purpose::stop);
    release(workflow + "-2");
  }
  void lose(const std::string& workflow) { trade(workflow, "0.90"); }
};

}  // namespace fillwright::test
