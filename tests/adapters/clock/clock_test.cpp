#include <algorithm>
#include <catch2/catch.hpp>

#include "adapters/clock/one_way_time.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "adapters/clock/wall_clock.hpp"

using namespace fillwright;

TEST_CASE("a virtual clock runs due work in order of time, then of asking, each at its own time",
          "[clock]") {
  VirtualClock clock({100});
  std::string order;
  std::vector<std::int64_t> times;
  const auto note = [&](char name) {
    return [&, name] {
      order += name;
      times.push_back(clock.now().ns);
    };
  };
  clock.at({300}, note('c'));
  clock.at({200}, note('a'));
  clock.at({200}, note('b'));
  clock.at({401}, note('z'));
  CHECK(clock.next_due() == Timestamp{200});
  clock.advance_to({400});
  CHECK(order == "abc");
  CHECK(times == std::vector<std::int64_t>{200, 200, 300});
  CHECK(clock.now() == Timestamp{400});
  CHECK(clock.next_due() == Timestamp{401});
}

TEST_CASE("work may ask for more work, due in the same advance", "[clock]") {
  VirtualClock clock({0});
  int count = 0;
  clock.at({10}, [&] {
    clock.at({10}, [&] { ++count; });
    clock.at({15}, [&] { ++count; });
    clock.at({21}, [&] { ++count; });
  });
  clock.advance_to({20});
  CHECK(count == 2);
}

TEST_CASE("virtual time never goes back, and overdue work runs at the present", "[clock]") {
  VirtualClock clock({100});
  Timestamp ran;
  clock.at({50}, [&] { ran = clock.now(); });
  clock.advance_to({10});
  CHECK(ran == Timestamp{100});
  CHECK(clock.now() == Timestamp{100});
}

TEST_CASE("a wall clock runs what is due and keeps the rest", "[clock]") {
  WallClock clock;
  int count = 0;
  clock.at(clock.now() - seconds(1), [&] { ++count; });
  clock.at(clock.now() + seconds(3600), [&] { count += 100; });
  CHECK(clock.run_due() == 1);
  CHECK(count == 1);
  CHECK(clock.next_due().has_value());
  CHECK(clock.run_due() == 0);
}

TEST_CASE("time follows a clock that is right, whatever the other one counts from", "[clock]") {
  OneWayTime time;
  CHECK(time.read({5'000}, {700}) == Timestamp{5'000});
  CHECK(time.read({6'000}, {1'700}) == Timestamp{6'000});
  CHECK(time.read({7'010}, {2'700}) == Timestamp{7'010});  // it is set a little all the time
}

TEST_CASE("a clock that is set is approached by a tenth of the time that passes", "[clock]") {
  const std::int64_t jump = GENERATE(-3'600, -5, 5, 3'600);
  OneWayTime time;
  const Timestamp start{1'000'000'000'000};
  auto last = time.read(start, {});
  for (int second = 1; second <= 60; ++second) {
    const auto now = time.read(start + seconds(second + jump), Timestamp{} + seconds(second));
    CHECK(now - last >= milliseconds(900));
    CHECK(now - last <= milliseconds(1'100));
    last = now;
  }
  CHECK(last == start + seconds(60 + std::clamp<std::int64_t>(jump, -6, 6)));
}

TEST_CASE("time does not go back when both clocks do", "[clock]") {
  OneWayTime time;
  CHECK(time.read({9'000}, {900}) == Timestamp{9'000});
  CHECK(time.read({8'000}, {800}) == Timestamp{9'000});
  CHECK(time.read({9'050}, {950}) == Timestamp{9'050});
}
