// The keys of [callers.NAME], [channels.NAME] and [policies.NAME].
#include "adapters/config/key_making.hpp"

namespace fillwright {
namespace {

std::vector<Key<Override>> make_override_keys() {
  return {
      optional_key("free_text", yes_or_no(), "Channels only.", "true", AT(reads_free_text)),
      optional_key("default_expiry", one_of<DefaultExpiry>(), "Channels only.",
                   "\"same_day_or_friday\"", AT(default_expiry)),
      optional_key("may_open_short", yes_or_no(), "Channels only.", "false", AT(may_open_short)),
      optional_key("trim_percent", any_percent(), "See alerts.trim_percent.", "25",
                   AT(trim_percent)),
      optional_key("sizer", one_of<Sizer>(), "See size.sizer.", "\"fixed_contracts\"", AT(sizer)),
      optional_key("size_percent", any_percent(), "See size.percent.", "5", AT(size_percent)),
      optional_key("lotto_percent", any_percent(), "See size.lotto_percent.", "2",
                   AT(lotto_percent)),
      optional_key("super_lotto_percent", any_percent(), "See size.super_lotto_percent.", "1",
                   AT(super_lotto_percent)),
      optional_key("contracts", decimal(Quantity::whole(1), Quantity::whole(10'000)),
                   "See size.contracts.", "2", AT(contracts)),
      optional_key("risk_percent", any_percent(), "See size.risk_percent.", "0.5",
                   AT(risk_percent)),
      optional_key("max_per_trade", money(), "The tightest of all maximums counts.", "2000",
                   AT(max_per_trade)),
      optional_key("entry_policy", policy_name(), "See price.entry_policy.", "\"patient\"",
                   AT(entry_policy)),
      optional_key("exit_policy", policy_name(), "See price.exit_policy.", "\"fast\"",
                   AT(exit_policy)),
      optional_key("stop_policy", policy_name(), "See price.stop_policy.", "\"ladder\"",
                   AT(stop_policy)),
      optional_key("targets", target_list(), "See exits.targets.",
                   "[{gain = 25, share = 50}, {gain = 50, share = 25}]", AT(targets)),
      optional_key("minimum_exit", contracts(), "See exits.minimum_exit.", "1", AT(minimum_exit)),
      optional_key("stop_loss", any_percent(), "See exits.stop_loss.", "40", AT(stop_loss)),
      optional_key("trailing_stop", any_percent(), "See exits.trailing_stop.", "20",
                   AT(trailing_stop)),
  };
}

template <class T, class Access>
Key<PricePolicy> of_policy(std::string name, Kind<T> kind, std::string explanation, Access access,
                           std::string sample = {}) {
  auto key =
      make_key<PricePolicy>(std::move(name), std::move(kind), std::move(explanation), access);
  if (!sample.empty()) key.sample = std::move(sample);
  return key;
}

std::vector<Key<PricePolicy>> make_policy_keys() {
  return {
      of_policy("start", one_of<PriceStart>(), "Where the walk starts.", AT(start)),
      of_policy("start_offset", offset(),
                "Added to it; for a buy positive is toward the ask; mirrored for a sell.",
                AT(start_offset), "\"-0.01\""),
      of_policy("sell_start_offset", offset(), "In its place for sells.", AT(sell_start_offset)),
      of_policy("step", one_of<PriceStep>(),
                "ticks: step_size ticks; parts: of the way to the cap in step_size parts; amount: "
                "the largest of step_amounts.",
                AT(step), "\"ticks\""),
      of_policy("step_size", number<std::int32_t>(0, 10'000), "See step.", AT(step_size), "1"),
      of_policy("step_amounts", offset_list(), "See step.", AT(step_amounts)),
      of_policy("pace_kind", one_of<PricePace>(),
                "A step every pace, or on a newer quote but no two within pace.", AT(pace_kind)),
      of_policy("pace", duration({}, day), "See pace_kind.", AT(pace), "\"10s\""),
      of_policy("max_prices", number<std::int32_t>(1, 1000), "Prices sent, the first included.",
                AT(max_prices), "5"),
      of_policy("max_time", duration({}, {day.ns * 30}),
                "From the first price; 0s: max_prices times pace.", AT(max_time)),
      of_policy("caps", cap_list(), "No price goes past any of them.", AT(caps),
                "[{base = \"far_side\"}, {base = \"alert_price\", offsets = [\"5 %\"]}]"),
      of_policy("end", one_of<EndAction>(), "What happens after the last price.", AT(end),
                "\"cancel\""),
      of_policy("is_converting", yes_or_no(),
                "After a step, take the far side when it is within convert_ticks.",
                AT(is_converting)),
      of_policy("convert_ticks", number<std::int32_t>(0, 1000), "See is_converting.",
                AT(convert_ticks)),
      of_policy("stale_after", duration({}, day), "Wait while the quote is older; 0s: never.",
                AT(guard.stale_after)),
      of_policy("ahead_at_most", duration({}, day),
                "Wait while the quote's time is further ahead of our clock; 0s: never.",
                AT(guard.ahead_at_most)),
      of_policy("widest_times", decimal(Price{}, Price::whole(1000)),
                "Wait while the spread is wider than so many times the first; 0: never.",
                AT(guard.widest_times)),
      of_policy("widest_percent", percent(1000),
                "Wait while the spread is wider than so much of the mid; 0: never.",
                AT(guard.widest_percent)),
      of_policy("rounding", one_of<Rounding>(), "To the instrument's ticks.", AT(rounding)),
      of_policy("is_market", yes_or_no(), "One market order: futures and stocks only.",
                AT(is_market)),
  };
}

}  // namespace

const std::vector<Key<Override>>& override_keys() {
  static const auto keys = make_override_keys();
  return keys;
}
const std::vector<Key<PricePolicy>>& policy_keys() {
  static const auto keys = make_policy_keys();
  return keys;
}

}  // namespace fillwright
