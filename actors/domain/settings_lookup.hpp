// What the settings say for one caller or channel. The caller's own value wins over the channel's,
// and that over the general one; the tightest of all maximums per trade counts.
#pragma once

#include <algorithm>
#include <string_view>

#include "actors/domain/settings.hpp"

namespace fillwright {

// Null when there is none of that id.
inline const Override* find_override(const std::vector<Override>& overrides, std::string_view id) {
  const auto found = std::find_if(overrides.begin(), overrides.end(),
                                  [&](const Override& each) { return each.id == id; });
  return found == overrides.end() ? nullptr : &*found;
}

inline const Allowed* find_allowed(const std::vector<Allowed>& list, std::string_view id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Allowed& each) { return each.id == id; });
  return found == list.end() ? nullptr : &*found;
}

// "file" watches "file:alerts.jsonl"; "file:a.jsonl" watches that one only.
inline bool is_watched(const AlertSettings& alerts, std::string_view source) {
  const auto kind = source.substr(0, source.find(':'));
  return std::any_of(alerts.sources.begin(), alerts.sources.end(),
                     [&](const std::string& each) { return each == source || each == kind; });
}

// Calls `use` with the channel's override, then with the caller's: the later wins.
template <class Use>
void for_each_override(const Settings& settings, std::string_view caller, std::string_view channel,
                       Use use) {
  if (const auto* of_channel = find_override(settings.channels, channel)) use(*of_channel);
  if (const auto* of_caller = find_override(settings.callers, caller)) use(*of_caller);
}

template <class T>
void take(T& value, const std::optional<T>& given) {
  if (given) value = *given;
}

inline ChannelRule channel_rule_for(const Settings& settings, std::string_view channel) {
  auto rule = settings.alerts.channel_rule;
  if (const auto* own = find_override(settings.channels, channel)) {
    take(rule.reads_free_text, own->reads_free_text);
    take(rule.default_expiry, own->default_expiry);
    take(rule.may_open_short, own->may_open_short);
  }
  return rule;
}

inline Percent trim_percent_for(const Settings& settings, std::string_view caller,
                                std::string_view channel) {
  auto percent = settings.alerts.trim_percent;
  for_each_override(settings, caller, channel,
                    [&](const Override& own) { take(percent, own.trim_percent); });
  return percent;
}

inline SizeSettings size_for(const Settings& settings, std::string_view caller,
                             std::string_view channel) {
  auto size = settings.size;
  for_each_override(settings, caller, channel, [&](const Override& own) {
    take(size.sizer, own.sizer);
    take(size.percent, own.size_percent);
    take(size.lotto_percent, own.lotto_percent);
    take(size.super_lotto_percent, own.super_lotto_percent);
    take(size.contracts, own.contracts);
    take(size.risk_percent, own.risk_percent);
    const bool is_limited = !size.max_per_trade.is_zero();
    if (own.max_per_trade && !own.max_per_trade->is_zero())
      size.max_per_trade =
          is_limited ? std::min(size.max_per_trade, *own.max_per_trade) : *own.max_per_trade;
  });
  return size;
}

inline PriceSettings price_for(const Settings& settings, std::string_view caller,
                               std::string_view channel) {
  auto price = settings.price;
  for_each_override(settings, caller, channel, [&](const Override& own) {
    take(price.entry_policy, own.entry_policy);
    take(price.exit_policy, own.exit_policy);
    take(price.stop_policy, own.stop_policy);
  });
  return price;
}

// With the stop policy filled in.
inline ExitPlan exit_plan_for(const Settings& settings, std::string_view caller,
                              std::string_view channel) {
  auto plan = settings.exits.plan;
  for_each_override(settings, caller, channel, [&](const Override& own) {
    take(plan.targets, own.targets);
    take(plan.minimum_exit, own.minimum_exit);
    take(plan.stop_loss, own.stop_loss);
    take(plan.trailing_stop, own.trailing_stop);
    take(plan.stop_policy, own.stop_policy);
  });
  if (plan.stop_policy.empty()) plan.stop_policy = price_for(settings, caller, channel).stop_policy;
  return plan;
}

// The limits with the profile's taken in, where they are tighter.
inline RiskSettings with_profile(RiskSettings risk) {
  struct Preset {
    std::int64_t risk_percent, position_percent;
  };
  const auto preset = risk.profile == RiskProfile::conservative ? Preset{1, 3}
                      : risk.profile == RiskProfile::moderate   ? Preset{2, 5}
                      : risk.profile == RiskProfile::aggressive ? Preset{5, 10}
                                                                : Preset{0, 0};
  if (risk.profile == RiskProfile::none) return risk;
  const auto tighten = [](Percent& value, std::int64_t to) {
    value = value.is_zero() ? Percent::whole(to) : std::min(value, Percent::whole(to));
  };
  tighten(risk.risk_per_trade_percent, preset.risk_percent);
  tighten(risk.max_position_percent, preset.position_percent);
  return risk;
}

}  // namespace fillwright
