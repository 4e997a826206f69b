#include <algorithm>

#include "tests/domain/pricing/pricing_support.hpp"

using namespace fillwright;

TEST_CASE("every built-in policy is free of mistakes and found by its name", "[policies]") {
  const auto name = GENERATE(as<std::string>{}, "discovery", "smart_directional", "smart_neutral",
                             "offset", "patient", "normal", "fast", "ladder", "market");
  CHECK(check_policy(policy(name)).empty());
  CHECK(policy(name).name == name);
}

TEST_CASE("there are nine built-in policies, and no other is found", "[policies]") {
  CHECK(built_in_policies().size() == 9);
  CHECK(find_policy(built_in_policies(), "aggressive") == nullptr);
}

TEST_CASE("a mistake in a policy is named with what was expected", "[policies]") {
  auto wrong = policy("fast");
  const auto one_mistake = [&] {
    const auto mistakes = check_policy(wrong);
    REQUIRE(mistakes.size() == 1);
    return mistakes.front();
  };
  SECTION("no name") {
    wrong.name.clear();
    CHECK(one_mistake() == "name is empty; expected a name");
  }
  SECTION("too many parts") {
    wrong.step_size = 101;
    CHECK(one_mistake() == "step_size is 101; expected 1 to 100");
  }
  SECTION("parts of no way") {
    wrong.caps = {{CapBase::alert_price, {}}};
    CHECK(one_mistake().find("caps is without one that is always there") == 0);
  }
  SECTION("no pace") {
    wrong.pace = {};
    CHECK(one_mistake() == "pace is 0; expected a time between two prices");
  }
  SECTION("paced by quotes for ever") {
    wrong.pace_kind = PricePace::quote_change;
    CHECK(one_mistake().find("max_time is 0") == 0);
  }
  SECTION("a number without a unit") {
    wrong.start_offset.value = price("0.03");
    CHECK(one_mistake() ==
          "start_offset is 0.03 without a unit; expected money, ticks, percent or bps");
  }
  SECTION("a value of a newer program") {
    wrong.end = static_cast<EndAction>(77);
    CHECK(one_mistake() == "end is the unknown value 77; expected one of the documented names");
  }
  SECTION("a negative guard") {
    wrong.guard.widest_percent = Percent::whole(-1);
    CHECK(one_mistake() == "guard.widest_percent is -1; expected zero or more");
  }
  SECTION("amounts that go nowhere") {
    wrong.step = PriceStep::amount;
    CHECK(one_mistake() == "step_amounts is empty; expected at least one amount");
  }
  SECTION("a cap on itself") {
    wrong.caps.push_back({CapBase::first_price, {}});
    CHECK(one_mistake().find("caps is first_price without an offset") == 0);
  }
}

TEST_CASE("a policy without a step has one price", "[policies]") {
  auto wrong = policy("offset");
  wrong.max_prices = 2;
  CHECK(check_policy(wrong) ==
        std::vector<std::string>{"step is none; expected a step, as max_prices is above 1"});
}
