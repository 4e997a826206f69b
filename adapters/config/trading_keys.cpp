// The keys of [account], [alerts], [size], [price], [exits] and [risk].
#include "adapters/config/key_making.hpp"

namespace fillwright {
namespace {

void add_account_keys(Keys& keys) {
  keys.push_back(setting("account.id", name_of("a short name"),
                         "Our own name for the account; the broker's number is never stored.",
                         AT(settings.account)));
  keys.push_back(
      setting("account.broker", name_of("\"paper\""), "Where orders go.", AT(settings.broker)));
  keys.push_back(setting("account.mode", one_of<Mode>(),
                         "paper simulates everything; dry_run does everything but the last send; "
                         "live needs to be said twice, here and by a flag.",
                         AT(settings.mode)));
  keys.push_back(setting("account.time_zone", name_of("a name like \"America/New_York\""),
                         "Its midnight ends the account's day, for the daily loss limit.",
                         AT(settings.time_zone)));
  keys.push_back(setting("account.cancels_orders_on_stop", yes_or_no(),
                         "Whether a graceful stop cancels working orders or leaves them.",
                         AT(settings.cancels_orders_on_stop)));
}

void add_alert_keys(Keys& keys) {
  keys.push_back(setting("alerts.sources",
                         text_list("a list of sources like [\"stdin\", \"file\"]"),
                         "Watched sources; others are refused. \"file\" means every alert file.",
                         AT(settings.alerts.sources)));
  keys.push_back(setting("alerts.users",
                         allowlist(Permissions{}
                                       .with(Permission::alerts)
                                       .with(Permission::stocks)
                                       .with(Permission::options)),
                         "Who may call. Empty means nobody. An id in a plain list may alert stocks "
                         "and options only.",
                         AT(settings.alerts.users), "ALLOWED_USERS"));
  keys.push_back(setting("alerts.channels", allowlist(every_class),
                         "Where calls may come from. Empty means nowhere. An id in a plain list "
                         "lets every class pass.",
                         AT(settings.alerts.channels), "ALLOWED_CHANNELS"));
  keys.push_back(setting("alerts.own_authors", text_list("a list of ids"),
                         "Our own author ids: what we posted ourselves is never an alert.",
                         AT(settings.alerts.own_authors)));
  keys.push_back(setting("alerts.free_text", yes_or_no(),
                         "Whether free text is read; the strict grammar always is.",
                         AT(settings.alerts.channel_rule.reads_free_text)));
  keys.push_back(
      setting("alerts.default_expiry", one_of<DefaultExpiry>(),
              "Fills in an expiry that a call leaves out: same_day for the symbols below, "
              "friday of this week, or both; none refuses the call.",
              AT(settings.alerts.channel_rule.default_expiry)));
  keys.push_back(setting("alerts.may_open_short", yes_or_no(),
                         "Whether a call may open a short position.",
                         AT(settings.alerts.channel_rule.may_open_short)));
  keys.push_back(setting("alerts.same_day_symbols", text_list("a list of symbols"),
                         "Symbols with an expiry every day.",
                         AT(settings.alerts.same_day_symbols)));
  keys.push_back(setting("alerts.trim_percent", any_percent(),
                         "The part that a trim without a fraction sells, in percent.",
                         AT(settings.alerts.trim_percent)));
  keys.push_back(setting("alerts.bulk_trim_percent", any_percent(),
                         "The part that \"trim all\" sells of each position, in percent.",
                         AT(settings.alerts.bulk_trim_percent)));
  keys.push_back(setting("alerts.stale_after", duration(milliseconds(100), hour),
                         "A message older than this on receipt is refused.",
                         AT(settings.alerts.stale_after)));
  keys.push_back(setting("alerts.duplicate_window", duration({}, day),
                         "The same call by the same caller within this time counts once.",
                         AT(settings.alerts.duplicate_window)));
  keys.push_back(setting("alerts.get_ready_memory", duration({}, day),
                         "How long a get-ready can be completed by a price line.",
                         AT(settings.alerts.get_ready_memory)));
  keys.push_back(setting("alerts.longest_text", count(50, 100'000),
                         "Longer messages, in bytes, are refused.",
                         AT(settings.alerts.longest_text)));
}

void add_size_keys(Keys& keys) {
  keys.push_back(
      setting("size.sizer", one_of<Sizer>(), "How entries are sized.", AT(settings.size.sizer)));
  keys.push_back(setting("size.percent", any_percent(), "Of buying power, for one entry.",
                         AT(settings.size.percent)));
  keys.push_back(setting("size.lotto_percent", any_percent(), "The same for a \"Lotto\".",
                         AT(settings.size.lotto_percent)));
  keys.push_back(setting("size.super_lotto_percent", any_percent(),
                         "The same for a \"Super Lotto\".", AT(settings.size.super_lotto_percent)));
  keys.push_back(setting("size.small_percent", any_percent(),
                         "Of the entry's money, for a call that says small or half.",
                         AT(settings.size.small_percent)));
  keys.push_back(setting("size.contracts", decimal(Quantity::whole(1), Quantity::whole(10'000)),
                         "Of the sizer fixed_contracts.", AT(settings.size.contracts)));
  keys.push_back(setting("size.risk_percent", any_percent(),
                         "Of equity, what the sizer fixed_risk may lose up to the stop.",
                         AT(settings.size.risk_percent)));
  keys.push_back(setting("size.max_per_trade", money(), "Most money for one entry; 0: no maximum.",
                         AT(settings.size.max_per_trade)));
  keys.push_back(
      setting("size.called_quantity", one_of<CalledQuantity>(),
              "A quantity in the call is ignored, only lowers ours, or is followed within "
              "all limits.",
              AT(settings.size.called_quantity)));
}

void add_price_keys(Keys& keys) {
  keys.push_back(setting("price.entry_policy", policy_name(), "How the price of an entry walks.",
                         AT(settings.price.entry_policy)));
  keys.push_back(setting("price.exit_policy", policy_name(),
                         "The same for trims and closes that somebody calls. Targets are fixed "
                         "limits.",
                         AT(settings.price.exit_policy)));
  keys.push_back(setting("price.stop_policy", policy_name(), "The same for stops and time exits.",
                         AT(settings.price.stop_policy)));
  keys.push_back(setting("price.max_slippage", any_percent(),
                         "An entry never pays more than the called price and this many percent.",
                         AT(settings.price.max_slippage)));
  keys.push_back(setting("price.may_send_market_stocks", yes_or_no(),
                         "Whether market orders are allowed for stocks.",
                         AT(settings.price.may_send_market_stocks)));
  keys.push_back(setting("price.may_send_market_futures", yes_or_no(),
                         "Whether market orders are allowed for futures.",
                         AT(settings.price.may_send_market_futures)));
}

void add_exit_keys(Keys& keys) {
  keys.push_back(setting("exits.targets", target_list(),
                         "Take profit: sell share percent of what was filled at gain percent over "
                         "the average fill.",
                         AT(settings.exits.plan.targets)));
  keys.push_back(setting("exits.minimum_exit", contracts(),
                         "Least quantity of a target; 0: a single contract gets none.",
                         AT(settings.exits.plan.minimum_exit)));
  keys.push_back(setting("exits.stop_loss", any_percent(),
                         "Percent below the average fill; 0: none.",
                         AT(settings.exits.plan.stop_loss)));
  keys.push_back(setting("exits.trailing_stop", any_percent(),
                         "Percent below the best price since entry; 0: none.",
                         AT(settings.exits.plan.trailing_stop)));
  keys.push_back(setting("exits.trailing_starts_at", percent(100'000),
                         "The gain in percent from which it trails; 0: at once.",
                         AT(settings.exits.plan.trailing_starts_at)));
  keys.push_back(setting("exits.break_even_after_target", yes_or_no(),
                         "Whether the stop moves to the average fill once a target filled.",
                         AT(settings.exits.plan.break_even_after_target)));
  keys.push_back(setting("exits.exit_after", duration({}, {day.ns * 366}),
                         "Sell everything this long after the first fill; 0s: never.",
                         AT(settings.exits.plan.exit_after)));
  keys.push_back(setting("exits.target_tries", count(1, 20),
                         "How often a target is sent when the broker refuses it.",
                         AT(settings.exits.plan.target_tries)));
  keys.push_back(setting("exits.target_retry_after", duration(milliseconds(10), hour),
                         "The time between these tries.",
                         AT(settings.exits.plan.target_retry_after)));
  keys.push_back(setting("exits.flatten_policy", policy_name(),
                         "How flattening sells; \"ladder\" takes the place of one with market "
                         "orders where none are allowed.",
                         AT(settings.exits.flatten_policy)));
  keys.push_back(setting("exits.brackets", yes_or_no(),
                         "Whether an entry goes out with its take-profit and stop as one message, "
                         "where broker and plan allow it.",
                         AT(settings.exits.brackets)));
}

void add_risk_keys(Keys& keys) {
  keys.push_back(setting("risk.profile", one_of<RiskProfile>(),
                         "Tightens risk per trade to 1, 2 or 5 % and a position to 3, 5 or 10 %.",
                         AT(settings.risk.profile)));
  keys.push_back(setting("risk.max_per_trade", money(), "Most money in one trade; 0: no limit.",
                         AT(settings.risk.max_per_trade)));
  keys.push_back(setting("risk.max_per_trade_percent", any_percent(),
                         "The same in percent of equity; 0: no limit.",
                         AT(settings.risk.max_per_trade_percent)));
  keys.push_back(setting("risk.risk_per_trade_percent", any_percent(),
                         "Of equity, what a trade may lose up to its stop; 0: no limit.",
                         AT(settings.risk.risk_per_trade_percent)));
  keys.push_back(setting("risk.max_position_percent", any_percent(),
                         "Of equity, in one instrument; 0: no limit.",
                         AT(settings.risk.max_position_percent)));
  keys.push_back(setting("risk.max_per_symbol", money(),
                         "Most money in one underlying; 0: no limit.",
                         AT(settings.risk.max_per_symbol)));
  keys.push_back(setting("risk.max_per_symbol_percent", any_percent(),
                         "The same in percent of equity; 0: no limit.",
                         AT(settings.risk.max_per_symbol_percent)));
  keys.push_back(setting("risk.max_exposure", money(),
                         "Most money in everything open, working or unknown; 0: no limit.",
                         AT(settings.risk.max_exposure)));
  keys.push_back(setting("risk.max_exposure_percent", any_percent(),
                         "The same in percent of equity; 0: no limit.",
                         AT(settings.risk.max_exposure_percent)));
  keys.push_back(setting("risk.warn_exposure_percent", any_percent(),
                         "From here on the operator is warned; 0: never.",
                         AT(settings.risk.warn_exposure_percent)));
  keys.push_back(setting("risk.max_open_positions", count(0, 10'000),
                         "Positions open at once; 0: no entries at all.",
                         AT(settings.risk.max_open_positions)));
  keys.push_back(setting("risk.max_orders_per_minute", count(0, 100'000),
                         "Entries in any 60 seconds, exits always pass; 0: no entries at all.",
                         AT(settings.risk.max_orders_per_minute)));
  keys.push_back(setting("risk.daily_loss_percent", any_percent(),
                         "Of equity: a loss of so much on one day pauses entries; 0: never.",
                         AT(settings.risk.daily_loss_percent)));
  keys.push_back(setting("risk.losses_in_a_row", count(0, 1000),
                         "So many losing trades in a row pause entries; 0: never.",
                         AT(settings.risk.losses_in_a_row)));
  keys.push_back(setting("risk.blocks_pending", yes_or_no(),
                         "Whether an opposite or same pending order blocks an entry.",
                         AT(settings.risk.blocks_pending)));
  keys.push_back(setting("risk.sane_price_percent", percent(10'000),
                         "How far past the quote's far side an order's price may be, in percent.",
                         AT(settings.risk.sane_price_percent)));
  keys.push_back(setting("risk.sane_price_money", decimal(Price{}, Price::whole(1000)),
                         "So far past it is always sane, in money.",
                         AT(settings.risk.sane_price_money)));
}

void add_operator_keys(Keys& keys) {
  keys.push_back(setting("operator.heartbeat_within", duration({}, {day.ns * 366}),
                         "How long the operator may not be heard of; 0s: for ever.",
                         AT(settings.control.heartbeat_within)));
  keys.push_back(setting("operator.on_missing_heartbeat", one_of<MissingHeartbeat>(),
                         "What is done then, once an absence.",
                         AT(settings.control.on_missing_heartbeat)));
}

}  // namespace

void add_trading_keys(Keys& keys) {
  add_account_keys(keys);
  add_alert_keys(keys);
  add_size_keys(keys);
  add_price_keys(keys);
  add_exit_keys(keys);
  add_risk_keys(keys);
  add_operator_keys(keys);
}

}  // namespace fillwright
