// An engine with many trades and an operator who asks for something.
#pragma once

#include "tests/support/engine_world.hpp"

namespace fillwright::test {

struct OperatorWorld : EngineWorld {
  explicit OperatorWorld(const PaperSettings& paper = a_short_line()) : EngineWorld(paper) {
    settings.risk.max_open_positions = no_limit;
    settings.risk.max_position_percent = {};
    settings.risk.max_per_symbol_percent = {};
  }

  // Contracts of their own, which rest at 2.50 below the offer of 2.60 and walk up to it.
  void call(int first, int count) {
    for (int i = first; i < first + count; ++i)
      say("BTO SPY " + std::to_string(500 + i) + "c 12/18 @ 2.50");
  }
  void ask(OperatorAction action, const std::string& id = "r1", const std::string& target = "") {
    OperatorAsked request;
    request.request_id = id;
    request.action = action;
    request.target = target;
    request.by = "operator";
    engine->ask(request);
    engine->run_until_idle();
  }
  void offer(InstrumentId instrument, std::string_view bid, std::string_view ask_price) {
    const Quote one{clock.now(), *parse<Price>(bid), *parse<Price>(ask_price), Quantity::whole(50),
                    Quantity::whole(50)};
    broker.on_quote(instrument, one);
    if (engine) engine->on_quote(instrument, one);
  }
  std::vector<std::string> working() const {
    std::vector<std::string> ids;
    for (const auto& order : broker.books({}).orders)
      if (order.state == BrokerOrderState::working) ids.push_back(order.order_id);
    return ids;
  }
  bool is_flat() const {
    for (const auto& position : broker.books({}).positions)
      if (!position.quantity.is_zero()) return false;
    return true;
  }
  std::optional<OperationDone> done(const std::string& id = "r1") const {
    std::optional<OperationDone> found;
    for (const auto& one : all<OperationDone>())
      if (one.request_id == id) {
        CHECK_FALSE(found);  // once
        found = one;
      }
    return found;
  }
  // What became of each target, by id.
  std::map<std::string, OperationStepped> steps(const std::string& id = "r1") const {
    std::map<std::string, OperationStepped> last;
    for (const auto& step : all<OperationStepped>())
      if (step.request_id == id) last[step.target] = step;
    return last;
  }
};

}  // namespace fillwright::test
