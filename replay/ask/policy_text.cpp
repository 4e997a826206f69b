#include "replay/ask/policy_text.hpp"

#include "projections/arithmetic.hpp"
#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

std::string offset_text(const PriceOffset& offset) {
  const bool is_negative = offset.value.units < 0;
  auto text = std::string(is_negative ? " - " : " + ");
  text += to_text(is_negative ? times(offset.value, -1) : offset.value);
  switch (offset.unit) {
    case OffsetUnit::none:
      return {};
    case OffsetUnit::money:
      return text;
    case OffsetUnit::percent:
      return text + " %";
    default:
      return text + ' ' + words_of(offset.unit);
  }
}

std::string cap_text(const PriceCap& cap) {
  auto text = words_of(cap.base);
  for (std::size_t i = 0; i < cap.offsets.size(); ++i)
    text += (i > 0 ? " or" : "") + offset_text(cap.offsets[i]);
  return text;
}

std::string step_text(const PricePolicy& policy) {
  const auto pace =
      (policy.pace_kind == PricePace::time ? " every " : " on a newer quote, after ") +
      span_text(policy.pace);
  const auto size = std::to_string(policy.step_size);
  switch (policy.step) {
    case PriceStep::ticks:
      return size + (policy.step_size == 1 ? " tick" : " ticks") + pace;
    case PriceStep::parts:
      return "to the cap in " + size + " parts, one" + pace;
    case PriceStep::amount: {
      std::string text = "a step of";
      for (std::size_t i = 0; i < policy.step_amounts.size(); ++i)
        text += (i > 0 ? " or" : "") + offset_text(policy.step_amounts[i]);
      return text + pace;
    }
    default:
      return "no steps";
  }
}

}  // namespace

std::string policy_text(const PricePolicy& policy) {
  if (policy.is_market) return "one market order";
  auto text = "starts at " + words_of(policy.start) + offset_text(policy.start_offset);
  if (policy.sell_start_offset.unit != OffsetUnit::none)
    text += " (a sell" + offset_text(policy.sell_start_offset) + ")";
  text += "; " + step_text(policy) + "; at most " + std::to_string(policy.max_prices) +
          (policy.max_prices == 1 ? " price" : " prices");
  if (policy.max_time.ns) text += " in " + span_text(policy.max_time);
  for (std::size_t i = 0; i < policy.caps.size(); ++i)
    text += (i == 0 ? "; never past " : ", ") + cap_text(policy.caps[i]);
  text += "; at the end " + words_of(policy.end);
  if (policy.is_converting)
    text += "; takes the far side when within " + std::to_string(policy.convert_ticks) +
            (policy.convert_ticks == 1 ? " tick of it" : " ticks of it");
  return text;
}

}  // namespace fillwright
