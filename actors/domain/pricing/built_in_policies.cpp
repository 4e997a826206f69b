#include "actors/domain/pricing/built_in_policies.hpp"

#include <algorithm>

namespace fillwright {
namespace {

constexpr PriceOffset cents(std::int64_t count) {
  return {OffsetUnit::money, {count * (Price::one / 100)}};
}
constexpr PriceOffset bps(std::int64_t count) { return {OffsetUnit::bps, Price::whole(count)}; }
constexpr PriceOffset percent(std::int64_t count) {
  return {OffsetUnit::percent, Price::whole(count)};
}

// Follows a caller: near the called price first, then closer, and through at the last tick.
PricePolicy discovery() {
  PricePolicy policy;
  policy.name = "discovery";
  policy.start = PriceStart::mid_or_alert;
  policy.step = PriceStep::ticks;
  policy.step_size = 1;
  policy.pace = seconds(20);
  policy.max_prices = 4;
  policy.max_time = seconds(90);
  policy.caps = {{CapBase::far_side, {}}, {CapBase::alert_price, {percent(5)}}};
  policy.end = EndAction::leave_day;
  policy.is_converting = true;
  policy.convert_ticks = 1;
  return policy;
}

PricePolicy smart(std::string name, PriceOffset start, std::int32_t steps) {
  PricePolicy policy;
  policy.name = std::move(name);
  policy.start_offset = start;
  policy.step = PriceStep::ticks;
  policy.step_size = 1;
  policy.pace = seconds(600);
  policy.max_prices = 1 + steps;
  policy.caps = {{CapBase::mid, {cents(3)}}};
  policy.end = EndAction::cancel;
  return policy;
}

// One price beside a reference. The time limits only the wait for a quote before it.
PricePolicy offset() {
  PricePolicy policy;
  policy.name = "offset";
  policy.start = PriceStart::reference;
  policy.start_offset = bps(-15);
  policy.sell_start_offset = bps(-10);
  policy.max_time = seconds(90);
  policy.caps = {{CapBase::reference, {{OffsetUnit::percent, {Price::one / 2}}}}};
  policy.end = EndAction::leave_day;
  policy.rounding = Rounding::up;
  return policy;
}

PricePolicy thirds(std::string name, Duration pace) {
  PricePolicy policy;
  policy.name = std::move(name);
  policy.step = PriceStep::parts;
  policy.step_size = 3;
  policy.pace = pace;
  policy.max_prices = 4;
  policy.caps = {{CapBase::far_side, {}}};
  policy.end = EndAction::cancel;
  return policy;
}

PricePolicy ladder() {
  PricePolicy policy;
  policy.name = "ladder";
  policy.start = PriceStart::far_side;
  policy.step = PriceStep::amount;
  policy.step_amounts = {percent(5), cents(3)};
  policy.pace = seconds(20);
  policy.max_prices = 2;
  policy.caps = {{CapBase::first_price, {percent(5), cents(3)}}};
  policy.end = EndAction::cancel;
  return policy;
}

PricePolicy market() {
  PricePolicy policy;
  policy.name = "market";
  policy.start = PriceStart::far_side;
  policy.max_time = seconds(90);
  policy.is_market = true;
  return policy;
}

}  // namespace

const std::vector<PricePolicy>& built_in_policies() {
  static const std::vector<PricePolicy> policies = {
      discovery(),
      smart("smart_directional", cents(-3), 6),
      smart("smart_neutral", cents(-1), 4),
      offset(),
      thirds("patient", seconds(120)),
      thirds("normal", seconds(60)),
      thirds("fast", seconds(15)),
      ladder(),
      market(),
  };
  return policies;
}

const PricePolicy* find_policy(const std::vector<PricePolicy>& policies, std::string_view name) {
  const auto found = std::find_if(policies.begin(), policies.end(),
                                  [&](const PricePolicy& policy) { return policy.name == name; });
  return found == policies.end() ? nullptr : &*found;
}

}  // namespace fillwright
