#include "adapters/config/keys.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

#include "adapters/config/value_kinds.hpp"

namespace fillwright {
namespace {

constexpr auto hour = seconds(3600);
constexpr auto day = seconds(86'400);

// `access` returns the member of the object that the key stands for.
template <class Object, class T, class Access>
Key<Object> make_key(std::string name, Kind<T> kind, std::string explanation, Access access,
                     std::string also_named = {}) {
  Object defaults{};
  auto sample = kind.write(access(defaults));
  return {std::move(name),
          std::move(explanation),
          kind.expected,
          std::move(sample),
          [kind, access](Object& object, const RawValue& raw) {
            auto value = kind.read(raw);
            if (!value) return false;
            access(object) = std::move(*value);
            return true;
          },
          [kind, access](const Object& object) {
            auto copy = object;  // access wants it mutable
            return kind.write(access(copy));
          },
          std::move(also_named)};
}

// A value that an override may leave out.
template <class T, class Access>
Key<Override> optional_key(std::string name, Kind<T> kind, std::string explanation,
                           std::string sample, Access access) {
  return {std::move(name),
          std::move(explanation),
          kind.expected,
          std::move(sample),
          [kind, access](Override& object, const RawValue& raw) {
            access(object) = kind.read(raw);
            return access(object).has_value();
          },
          [kind, access](const Override& object) {
            auto copy = object;
            const auto& value = access(copy);
            return value ? kind.write(*value) : std::string();
          }};
}

// The member of Configuration or of another object.
#define AT(member) \
  [](auto& object) -> auto& { return object.member; }

template <class T, class Access>
Key<Configuration> setting(std::string name, Kind<T> kind, std::string explanation, Access access,
                           std::string also_named = {}) {
  return make_key<Configuration>(std::move(name), std::move(kind), std::move(explanation), access,
                                 std::move(also_named));
}

Kind<std::uint32_t> count(std::uint32_t least, std::uint32_t most) { return number(least, most); }
Kind<std::uint64_t> seed() {
  return number<std::uint64_t>(0, std::numeric_limits<std::int64_t>::max());
}
Kind<std::string> name_of(const char* what) { return any_text(std::string(what), 1, 128); }
Kind<std::string> policy_name() {
  return name_of("the name of a price policy, built in or of [policies]");
}
Kind<Percent> any_percent() { return percent(100); }
Kind<Quantity> contracts() { return decimal(Quantity{}, Quantity::whole(100'000)); }
Kind<Money> fee() { return money(1000); }

using Keys = std::vector<Key<Configuration>>;

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
  keys.push_back(setting("exits.exit_before_close", duration({}, day),
                         "Sell everything this long before the close of the last trading day; 0s: "
                         "never.",
                         AT(settings.exits.plan.exit_before_close)));
  keys.push_back(setting("exits.target_tries", count(1, 20),
                         "How often a target is sent when the broker refuses it.",
                         AT(settings.exits.plan.target_tries)));
  keys.push_back(setting("exits.target_retry_after", duration(milliseconds(10), hour),
                         "The time between these tries.",
                         AT(settings.exits.plan.target_retry_after)));
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
                         "Entries in any 60 seconds; exits always pass.",
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

void add_paper_keys(Keys& keys) {
  keys.push_back(setting("paper.cash", money(), "The paper account's cash at its start.",
                         AT(settings.paper.cash)));
  keys.push_back(setting("paper.latency", duration({}, seconds(60)),
                         "From our message to the simulated broker's answer.",
                         AT(settings.paper.latency)));
  keys.push_back(setting("paper.latency_jitter", duration({}, seconds(60)),
                         "Up to so much more, by chance.", AT(settings.paper.latency_jitter)));
  keys.push_back(setting("paper.reject_percent", any_percent(),
                         "Of our messages, refused by chance.", AT(settings.paper.reject_percent)));
  keys.push_back(setting("paper.lost_percent", any_percent(), "Of answers, never delivered.",
                         AT(settings.paper.lost_percent)));
  keys.push_back(setting("paper.double_percent", any_percent(),
                         "Of answers and fills, delivered twice.",
                         AT(settings.paper.double_percent)));
  keys.push_back(setting("paper.seed", seed(), "Of all chance above.", AT(settings.paper.seed)));
  keys.push_back(setting("paper.fills_at_mid", yes_or_no(),
                         "Whether options fill at the mid; otherwise at the far side.",
                         AT(settings.paper.fills_at_mid)));
  keys.push_back(
      setting("paper.fills_when_passed", yes_or_no(),
              "Whether an order fills at its own price once the near side reached it and "
              "moves back through it.",
              AT(settings.paper.fills_when_passed)));
#define FEE_KEYS(class_name)                                                \
  keys.push_back(setting("paper.fees." #class_name "_per_contract", fee(),  \
                         "Commission for each contract or share.",          \
                         AT(settings.paper.fees.class_name.per_contract))); \
  keys.push_back(setting("paper.fees." #class_name "_per_order", fee(),     \
                         "Commission for each order.",                      \
                         AT(settings.paper.fees.class_name.per_order)));    \
  keys.push_back(setting("paper.fees." #class_name "_exchange", fee(),      \
                         "The exchange's fee for each contract or share.",  \
                         AT(settings.paper.fees.class_name.exchange)));     \
  keys.push_back(setting("paper.fees." #class_name "_regulatory", fee(),    \
                         "Regulatory fees for each contract or share.",     \
                         AT(settings.paper.fees.class_name.regulatory)))
  FEE_KEYS(stock);
  FEE_KEYS(option);
  FEE_KEYS(future);
#undef FEE_KEYS
}

void add_market_keys(Keys& keys) {
  keys.push_back(setting("market.feed", one_of<FeedKind>(),
                         "synthetic makes quotes of any symbol; tape plays a file.",
                         AT(settings.market.feed)));
  keys.push_back(setting("market.tape", any_text("a path of a CSV file, or \"\""),
                         "Lines of ts_ns,symbol,bid,ask,bid_size,ask_size.",
                         AT(settings.market.tape)));
  keys.push_back(setting("market.speed", count(0, 1'000'000),
                         "Of a tape, times real time; 0: as fast as it goes.",
                         AT(settings.market.speed)));
  keys.push_back(
      setting("market.seed", seed(), "Of the synthetic market.", AT(settings.market.seed)));
  keys.push_back(setting("market.quote_every", duration(milliseconds(1), hour),
                         "The synthetic market's pace.", AT(settings.market.quote_every)));
  keys.push_back(setting("market.volatility", percent(1000), "Its volatility, percent a year.",
                         AT(settings.market.volatility)));
  keys.push_back(setting("market.starting_prices", starting_prices(),
                         "Where synthetic stocks and futures start; others start where the feed "
                         "knows them.",
                         AT(settings.market.starting_prices)));
  keys.push_back(setting("market.always_open", yes_or_no(),
                         "Trade around the clock, for trying things out on the synthetic market.",
                         AT(process.is_always_open)));
}

void add_process_keys(Keys& keys) {
  keys.push_back(setting("data.journal", name_of("a folder"), "Where all events are kept.",
                         AT(process.journal)));
  keys.push_back(setting("data.alert_file", any_text("a path of a JSON-lines file, or \"\""),
                         "Alerts are read from this file as it grows.", AT(process.alert_file)));
  keys.push_back(setting("data.standard_input", yes_or_no(),
                         "Whether alerts are read from standard input.",
                         AT(process.reads_standard_input)));
  keys.push_back(setting("log.file", any_text("a path, or \"\" for none"),
                         "JSON lines, for its owner's eyes only.", AT(process.log_file)));
  auto level = any_text("one of \"debug\", \"info\", \"warning\", \"error\"");
  level.read = [inner = level.read](const RawValue& raw) {
    auto text = inner(raw);
    if (text && *text != "debug" && *text != "info" && *text != "warning" && *text != "error")
      text.reset();
    return text;
  };
  keys.push_back(
      setting("log.level", level, "What is less important is left out.", AT(process.log_level)));
  keys.push_back(setting("log.megabytes", count(1, 10'000), "Then a new file is begun.",
                         AT(process.log_megabytes)));
  keys.push_back(
      setting("log.files", count(0, 1000), "Old files that are kept.", AT(process.log_files)));
}

Keys make_setting_keys() {
  Keys keys;
  add_account_keys(keys);
  add_alert_keys(keys);
  add_size_keys(keys);
  add_price_keys(keys);
  add_exit_keys(keys);
  add_risk_keys(keys);
  add_paper_keys(keys);
  add_market_keys(keys);
  add_process_keys(keys);
  return keys;
}

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
#undef AT

}  // namespace

const std::vector<Key<Configuration>>& setting_keys() {
  static const auto keys = make_setting_keys();
  return keys;
}
const std::vector<Key<Override>>& override_keys() {
  static const auto keys = make_override_keys();
  return keys;
}
const std::vector<Key<PricePolicy>>& policy_keys() {
  static const auto keys = make_policy_keys();
  return keys;
}

std::string environment_name(const std::string& key) {
  std::string name = "FILLWRIGHT_";
  for (const char c : key)
    name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

const std::vector<SecretKey>& secret_keys() {
  static const std::vector<SecretKey> keys = {
      {"admin_api_key", "ADMIN_API_KEY",
       "Opens the HTTP API for administration; not given means closed."},
      {"discord_bot_token", "DISCORD_BOT_TOKEN", "Of the bot that reads and posts messages."},
  };
  return keys;
}

const std::vector<SectionText>& sections() {
  static const std::vector<SectionText> all = {
      {"account", "The account that is traded."},
      {"alerts", "Who may call, where, and how calls are read."},
      {"size", "How many to buy."},
      {"price", "How an order's price walks."},
      {"exits", "How a position is left."},
      {"risk", "Limits before every order; of several on one thing the tightest wins."},
      {"paper", "The simulated broker."},
      {"paper.fees", "What the simulated broker charges."},
      {"market", "Where quotes come from."},
      {"data", "Files and folders."},
      {"log", "The program's own log."},
  };
  return all;
}

}  // namespace fillwright
