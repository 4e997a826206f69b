// Price policies of the user's own.
#include "actors/domain/pricing/built_in_policies.hpp"
#include "tests/adapters/config/support.hpp"

using namespace fillwright;

TEST_CASE("a policy is read from its table and can be named", "[config]") {
  const auto settings = settings_of(R"(
[price]
entry_policy = "my_walk"
[policies.my_walk]
start = "mid_or_alert"
start_offset = "-15 bps"
sell_start_offset = "-2 ticks"
step = "ticks"
step_size = 2
pace = "7s500ms"
max_prices = 4
caps = [{base = "far_side"}, {base = "alert_price", offsets = ["5 %", "0.03"]}]
end = "cancel"
is_converting = true
convert_ticks = 1
stale_after = "20s"
)");
  REQUIRE(settings.policies.size() == 1);
  const auto& policy = settings.policies[0];
  CHECK(policy.name == "my_walk");
  CHECK(policy.start == PriceStart::mid_or_alert);
  CHECK(policy.start_offset == PriceOffset{OffsetUnit::bps, Price::whole(-15)});
  CHECK(policy.sell_start_offset == PriceOffset{OffsetUnit::ticks, Price::whole(-2)});
  CHECK(policy.pace == milliseconds(7500));
  REQUIRE(policy.caps.size() == 2);
  CHECK(policy.caps[1].offsets[1] == PriceOffset{OffsetUnit::money, {30'000'000}});
  CHECK(policy.guard.stale_after == seconds(20));
}

TEST_CASE("a policy that cannot work is a mistake with its line", "[config]") {
  const auto all = texts(
      read_text(
          "\n[policies.bad]\nstep = \"ticks\"\nstep_size = 0\nmax_prices = 3\npace = \"5s\"\n")
          .mistakes);
  REQUIRE_FALSE(all.empty());
  CHECK_THAT(all[0], Catch::StartsWith("test.toml:2: policies.bad is not usable: "));
}

TEST_CASE("a built-in policy cannot be replaced", "[config]") {
  const auto all = texts(read_text("[policies.discovery]\nmax_prices = 1\n").mistakes);
  REQUIRE(all.size() == 1);
  CHECK_THAT(all[0], Catch::Contains("has the name of a built-in policy"));
}

TEST_CASE("unknown fields of a policy are named with the nearest", "[config]") {
  const auto all = texts(read_text("[policies.x]\nmax_price = 1\n").mistakes);
  REQUIRE(all.size() == 1);
  CHECK(all[0] ==
        "test.toml:2: policies.x.max_price is not known; did you mean "
        "policies.x.max_prices?");
}
