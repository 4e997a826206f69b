// A call's workflow under test, with its orders' news as short words.
#pragma once

#include "actors/domain/workflow/entry_exit.hpp"
#include "tests/domain/order/order_support.hpp"

namespace fillwright::test {

struct GivenWorkflow {
  Settings settings;
  MarketCalendar calendar;
  Given<EntryExit> workflow{[this] { return std::make_unique<EntryExit>(settings, calendar); }};

  GivenWorkflow() {
    workflow.instruments.add(an_option(1));
    workflow.quote("0.95", "1.05");
  }
  static Reading a_call() {
    Reading reading;
    reading.action = CallAction::open;
    reading.side = Side::buy;
    reading.price = price("1.00");
    return reading;
  }
  Outcome start(const Reading& reading = a_call(), Side side = Side::buy) {
    WorkflowStarted started;
    started.workflow_id = "w1";
    started.account = "main";
    started.caller = "anna";
    started.instrument = {1};
    started.side = side;
    started.reading = reading;
    started.at = workflow.context.now;
    return workflow.when(StartWorkflow{started});
  }
  Outcome budget(std::int64_t buying_power = 10'000) {
    return workflow.when(
        TakeBudget{Money::whole(buying_power), Money::whole(buying_power), {}, {}, ""});
  }
  Outcome progress(std::string order, std::int64_t filled, std::string outcome = "",
                   std::string_view average = "1.00") {
    OrderProgressed news;
    news.order_id = std::move(order);
    news.filled = units(filled);
    if (filled > 0) news.average = price(average);
    news.is_over = !outcome.empty();
    news.outcome = std::move(outcome);
    news.at = workflow.context.now;
    return workflow.when(NoteOrder{news});
  }
  Outcome call(CallAction action) {
    Reading reading;
    reading.action = action;
    return workflow.when(ApplyCall{"message/2", reading});
  }
  void hold_nine() {  // and a target of four works
    start();
    budget();
    progress("w1-1", 9, "filled");
  }
  // What all exits that still work could sell.
  Quantity working_exits() const {
    Quantity sum;
    for (const auto& order : workflow.state().orders)
      if (!is_entry(order.request.purpose)) sum += order.open();
    return sum;
  }
};

}  // namespace fillwright::test
