#include <algorithm>

#include "actors/domain/pricing/built_in_policies.hpp"

namespace fillwright {
namespace {

constexpr std::int32_t most_prices = 1'000;
constexpr std::int32_t most_ticks = 1'000;
constexpr std::int32_t most_parts = 100;

// Collects sentences of one shape: field, what it is, what was expected.
class Mistakes {
 public:
  void add(std::string_view field, std::string_view is, std::string_view expected) {
    found_.push_back(std::string(field) + " is " + std::string(is) + "; expected " +
                     std::string(expected));
  }
  void in_range(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most) {
    if (value < least || value > most)
      add(field, std::to_string(value), std::to_string(least) + " to " + std::to_string(most));
  }
  void not_negative(std::string_view field, std::int64_t units, int digits) {
    if (units < 0) add(field, decimal_text(units, digits), "zero or more");
  }
  // `value` is one of the enum's numbers, which have no gaps.
  template <class Enum>
  void known(std::string_view field, Enum value, Enum first, Enum last) {
    if (value < first || value > last)
      add(field, "the unknown value " + std::to_string(static_cast<int>(value)),
          "one of the documented names");
  }
  void known_unit(std::string_view field, const PriceOffset& offset) {
    known(field, offset.unit, OffsetUnit::none, OffsetUnit::bps);
    if (offset.unit == OffsetUnit::none && !offset.value.is_zero())
      add(field, to_text(offset.value) + " without a unit", "money, ticks, percent or bps");
  }
  std::vector<std::string> take() { return std::move(found_); }

 private:
  std::vector<std::string> found_;
};

void check_step(const PricePolicy& policy, Mistakes& mistakes) {
  mistakes.known("step", policy.step, PriceStep::none, PriceStep::amount);
  if (policy.step == PriceStep::none) {
    if (policy.max_prices > 1) mistakes.add("step", "none", "a step, as max_prices is above 1");
    if (policy.is_converting)
      mistakes.add("step", "none", "a step, as a conversion is considered after one");
    return;
  }
  if (policy.max_prices == 1) mistakes.add("max_prices", "1", "2 or more, as there is a step");
  if (policy.step == PriceStep::ticks)
    mistakes.in_range("step_size", policy.step_size, 1, most_ticks);
  if (policy.step == PriceStep::parts) {
    mistakes.in_range("step_size", policy.step_size, 1, most_parts);
    const auto always_there = [](const PriceCap& cap) {
      return cap.base == CapBase::far_side || cap.base == CapBase::mid ||
             cap.base == CapBase::reference;
    };
    if (std::none_of(policy.caps.begin(), policy.caps.end(), always_there))
      mistakes.add("caps", "without one that is always there",
                   "far_side, mid or reference, as the steps are parts of the way to the cap");
  }
  if (policy.step == PriceStep::amount) {
    if (policy.step_amounts.empty()) mistakes.add("step_amounts", "empty", "at least one amount");
    for (const auto& amount : policy.step_amounts) {
      mistakes.known_unit("step_amounts", amount);
      if (amount.unit == OffsetUnit::none || amount.value.units <= 0)
        mistakes.add("step_amounts", to_text(amount.value), "amounts above zero with a unit");
    }
  }
}

void check_time(const PricePolicy& policy, Mistakes& mistakes) {
  mistakes.known("pace_kind", policy.pace_kind, PricePace::time, PricePace::quote_change);
  mistakes.not_negative("pace", policy.pace.ns, 9);
  mistakes.not_negative("max_time", policy.max_time.ns, 9);
  if (policy.step == PriceStep::none) return;
  if (policy.pace_kind == PricePace::time && policy.pace.ns == 0)
    mistakes.add("pace", "0", "a time between two prices");
  if (policy.pace_kind == PricePace::quote_change && policy.max_time.ns == 0)
    mistakes.add("max_time", "0", "a limit, as quotes need not come");
}

void check_caps(const PricePolicy& policy, Mistakes& mistakes) {
  for (const auto& cap : policy.caps) {
    mistakes.known("caps", cap.base, CapBase::far_side, CapBase::first_price);
    for (const auto& offset : cap.offsets) mistakes.known_unit("caps", offset);
    if (cap.base == CapBase::first_price && cap.offsets.empty())
      mistakes.add("caps", "first_price without an offset", "one, or no step would be possible");
  }
}

}  // namespace

std::vector<std::string> check_policy(const PricePolicy& policy) {
  Mistakes mistakes;
  if (policy.name.empty()) mistakes.add("name", "empty", "a name");
  mistakes.known("start", policy.start, PriceStart::mid, PriceStart::reference);
  mistakes.known_unit("start_offset", policy.start_offset);
  mistakes.known_unit("sell_start_offset", policy.sell_start_offset);
  mistakes.in_range("max_prices", policy.max_prices, 1, most_prices);
  check_step(policy, mistakes);
  check_time(policy, mistakes);
  check_caps(policy, mistakes);
  mistakes.known("end", policy.end, EndAction::leave_day, EndAction::market);
  mistakes.in_range("convert_ticks", policy.convert_ticks, 0, most_ticks);
  mistakes.not_negative("guard.stale_after", policy.guard.stale_after.ns, 9);
  mistakes.not_negative("guard.widest_times", policy.guard.widest_times.units, Price::digits);
  mistakes.not_negative("guard.widest_percent", policy.guard.widest_percent.units, Percent::digits);
  mistakes.known("rounding", policy.rounding, Rounding::passive, Rounding::nearest);
  if (policy.is_market && policy.max_prices != 1)
    mistakes.add("max_prices", std::to_string(policy.max_prices), "1, as it is a market order");
  return mistakes.take();
}

}  // namespace fillwright
