// A short story on the engine behind a line, told with a crash at any of its points: every persist,
// send and answer. What is not ours goes on: the market, the broker, the line, and the source,
// which tells after each restart everything again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/support/engine_world.hpp"

namespace fillwright::test {

struct Act {
  std::int64_t second = 0;                   // of the story
  std::string text{};                        // what the caller says; empty: nothing
  std::function<void(EngineWorld&)> also{};  // what else happens then, to quotes and line
  std::string id{};                          // of the message; empty: one of its own
  bool is_edit = false;                      // of the message `id`
};

struct Scenario {
  std::string name;
  std::function<void(EngineWorld&)> prepare;  // settings and the line
  std::vector<Act> acts;                      // by time
  std::int64_t seconds = 120;                 // its length
  // What is true at the end, wherever it was crashed; and what happens when it never was, so that
  // the story is what its name says.
  std::function<void(const EngineWorld&)> in_the_end;
  std::function<void(const EngineWorld&)> undisturbed;
  PaperSettings paper = EngineWorld::a_short_line();
};

// When to crash: at the `first`-th point, and then again after every `then` of them. 0: never.
struct Crashes {
  std::uint64_t first = 0;
  std::uint64_t then = 0;
};

// Tells the scenario to its end. Returns how many points were passed.
std::uint64_t tell(const Scenario& scenario, EngineWorld& world, Crashes crashes);

}  // namespace fillwright::test
