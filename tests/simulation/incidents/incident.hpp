// Public incidents of other systems, replayed against ours. Each test is named after the thread
// that tells of it and what happened there; its comment says what we do. It must hold, and must
// fail as soon as the bug on purpose is switched on that would let it happen here, too.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>

#include "actors/gateway.hpp"
#include "events/enum_names.hpp"
#include "events/mutation.hpp"
#include "tests/support/four_contracts.hpp"

namespace fillwright::test {

// One run of an incident: the world in which it happens, and what did not hold.
struct Trial {
  explicit Trial(const PaperSettings& paper = EngineWorld::a_short_line());

  EngineWorld world;
  std::vector<std::string> failures;

  void expect(bool holds, const std::string& what) {
    if (!holds) failures.push_back(what);
  }
  // Four contracts are called at 2.50 below the offer of 2.60: the order rests, and walks up.
  void call_and_rest() { test::call_and_rest(world); }
  // ... and are all bought at 2.45.
  void hold_four();
  void fall_to_the_price() { world.fall_to_the_price(); }
  void close() { world.say(sell_all); }
  // A message of its own, from any channel and time.
  void say(const std::string& text, const std::string& channel, const std::string& id,
           Timestamp sent_at);
  void ask_for_comparison();

  std::size_t submits(const std::string& order) const {
    return world.count_sent(AttemptKind::submit, order);
  }
  std::size_t replaces(const std::string& order) const {
    return world.count_sent(AttemptKind::replace, order);
  }
  std::size_t cancels(const std::string& order) const {
    return world.count_sent(AttemptKind::cancel, order);
  }
  bool is_open(const std::string& order) const;
  // Working at the broker now.
  std::size_t live(const std::string& order) const;
  Quantity held_at_broker() const { return held(world); }
  Quantity held_by_us() const;
  // Every fill of the broker is booked once with us, and nothing else.
  void expect_equal_books();
};

// Plays it as we are, and then with the bug. `paper` is the broker's kind.
void judge(Mutation bug, const std::function<void(Trial&)>& play,
           const PaperSettings& paper = EngineWorld::a_short_line());

}  // namespace fillwright::test
