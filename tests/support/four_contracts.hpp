// The trade that most tests of the engine with a broker are about: four contracts, called at 2.50
// below the offer of 2.60, bought at 2.45, with a target of two at twice the price.
#pragma once

#include "tests/support/engine_world.hpp"

namespace fillwright::test {

inline const std::string entry = "w1-1";
inline const std::string target = "w1-2";
inline const std::string call = "BTO SPY 680c 12/18 @ 2.50";
inline const std::string sell_all = "STC SPY 680c 12/18";

// Starts the engine; the entry rests, and would walk up to the offer.
inline void call_and_rest(EngineWorld& world) {
  world.begin();
  world.say(call);
  world.run_for(seconds(1));
}

inline void hold_four(EngineWorld& world) {
  call_and_rest(world);
  world.buy_all();
  REQUIRE(world.at_broker(target).size() == 1);
}

// As the broker has it.
inline Quantity held(const EngineWorld& world) {
  Quantity all;
  for (const auto& position : world.broker.books({}).positions) all += position.quantity;
  return all;
}

// A broker that cannot replace: cancel, wait, send again.
inline PaperSettings without_replace() {
  auto paper = EngineWorld::a_short_line();
  paper.replace = ReplaceSupport::none;
  return paper;
}

// A broker that takes stops of options, and with them brackets.
inline PaperSettings with_stops() {
  auto paper = EngineWorld::a_short_line();
  paper.can_market_options = true;
  return paper;
}

}  // namespace fillwright::test
