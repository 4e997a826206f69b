// A crash at every persist, send and answer of a request of the operator; then we are back, the
// request's file is still there and is taken again, and it goes on to its end.
#include "tests/integration/operator_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct Crash {};

// Two trades that are held with their take-profits, and four entries that walk.
void trade(OperatorWorld& world) {
  world.begin();
  world.call(1, 2);
  world.run_for(seconds(1));
  world.buy_all();
  world.set_quote("2.40", "2.60");
  world.call(3, 4);
  world.run_for(milliseconds(20'030));  // a second price is on its way
}

// Asks and lets time pass, up to the `crash_at`-th point. Returns how many points were passed.
int ask_and_crash(OperatorWorld& world, OperatorAction action, int crash_at) {
  int passed = 0;
  bool is_armed = false;
  world.runtime.on_point = [&](CrashPoint) {
    if (is_armed && ++passed == crash_at) throw Crash{};
  };
  trade(world);
  is_armed = true;
  try {
    world.ask(action);
    world.run_for(seconds(12));
    is_armed = false;
  } catch (const Crash&) {
    is_armed = false;
    world.restart();
    world.ask(action);  // its file was not taken away, or it is known
  }
  world.run_for(seconds(40));
  world.runtime.on_point = {};
  return passed;
}

void check(OperatorWorld& world, OperatorAction action) {
  INFO(world.story());
  world.check_books();
  REQUIRE(world.done());
  CHECK(world.all<OperatorAsked>().size() == 1);
  CHECK(world.all<ActorCrashed>().empty());
  if (action == OperatorAction::flatten_all) {
    CHECK(world.done()->outcome == "done");
    CHECK(world.is_flat());
    CHECK(world.working().empty());
  }
  if (action == OperatorAction::cancel_all) {
    CHECK(world.done()->failed == 0);
    CHECK(world.working().empty());
  }
  if (action == OperatorAction::kill_on) {
    CHECK(world.done()->outcome == "done");
    CHECK(world.working().empty());
    REQUIRE(world.all<KillSwitchChanged>().size() == 1);
    CHECK(world.all<KillSwitchChanged>().front().is_on);
  }
}

}  // namespace

TEST_CASE("a request of the operator goes on to its end after a crash at any point", "[operator]") {
  const auto action =
      GENERATE(OperatorAction::cancel_all, OperatorAction::flatten_all, OperatorAction::kill_on);
  OperatorWorld calm;
  const auto points = ask_and_crash(calm, action, 0);
  check(calm, action);
  CHECK(points > 20);
  for (int point = 1; point <= points; ++point) {
    INFO("crashed at point " << point << " of " << points);
    OperatorWorld world;
    ask_and_crash(world, action, point);
    check(world, action);
  }
}
