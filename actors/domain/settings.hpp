// Everything that is configuration, as plain data: what adapters/config reads and deciders obey.
// The defaults are the documented ones and the safe ones: nobody is on the allowlist, nothing is
// live. "Zero: none" marks limits that are off. See settings_lookup.hpp for what holds for a caller
// or channel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actors/ports/broker.hpp"
#include "events/price_policy.hpp"
#include "events/workflow_events.hpp"

namespace fillwright {

enum class Mode : std::uint8_t { paper = 1, dry_run = 2, sandbox = 3, live = 4 };
FILLWRIGHT_ENUM(Mode, paper, dry_run, sandbox, live)

// What a user may do, or what may be done in a channel. Stocks to spreads: which classes may be
// called.
enum class Permission : std::uint8_t {
  alerts = 0,
  stocks = 1,
  options = 2,
  futures = 3,
  spreads = 4,
  approve = 5,
  administer = 6,
};
FILLWRIGHT_ENUM(Permission, alerts, stocks, options, futures, spreads, approve, administer)

struct Permissions {
  std::uint8_t bits = 0;
  constexpr bool has(Permission permission) const {
    return (bits >> static_cast<unsigned>(permission) & 1U) != 0;
  }
  constexpr Permissions with(Permission permission) const {
    return {static_cast<std::uint8_t>(bits | 1U << static_cast<unsigned>(permission))};
  }
  bool operator==(const Permissions&) const = default;
};
constexpr Permissions every_class = Permissions{}
                                        .with(Permission::alerts)
                                        .with(Permission::stocks)
                                        .with(Permission::options)
                                        .with(Permission::futures)
                                        .with(Permission::spreads);

// One line of an allowlist: a user (as author) or a channel.
struct Allowed {
  std::string id;
  Permissions permissions;
  bool operator==(const Allowed&) const = default;
};

// Fills in an expiry that a call leaves out.
enum class DefaultExpiry : std::uint8_t {
  none = 0,                // refuse the call
  same_day = 1,            // today, for `same_day_symbols` only
  friday = 2,              // this week's Friday (the last trading day of the week)
  same_day_or_friday = 3,  // today for `same_day_symbols`, Friday for others
};
FILLWRIGHT_ENUM(DefaultExpiry, none, same_day, friday, same_day_or_friday)

// What holds in a channel.
struct ChannelRule {
  bool reads_free_text = false;  // strict grammar is always read
  DefaultExpiry default_expiry = DefaultExpiry::none;
  bool may_open_short = false;  // STO of single options, short stock and futures
  bool operator==(const ChannelRule&) const = default;
};

struct AlertSettings {
  // Watched sources: "stdin", "discord", or a whole kind: "file" watches "file:alerts.jsonl" too.
  std::vector<std::string> sources = {"file", "stdin"};
  std::vector<Allowed> users;     // empty: nobody
  std::vector<Allowed> channels;  // empty: none
  std::vector<std::string> own_authors;
  ChannelRule channel_rule;  // where no channel's own says otherwise
  std::vector<std::string> same_day_symbols = {"IWM", "QQQ", "SPY"};
  Percent trim_percent = Percent::whole(33);       // "trim", without a fraction
  Percent bulk_trim_percent = Percent::whole(50);  // "trim all"
  Duration stale_after = seconds(20);
  Duration duplicate_window = seconds(120);
  Duration get_ready_memory = seconds(4 * 3600);
  std::uint32_t longest_text = 4000;  // bytes; longer messages are refused
  bool operator==(const AlertSettings&) const = default;
};

enum class Sizer : std::uint8_t {
  percent_of_buying_power = 1,
  fixed_contracts = 2,
  fixed_risk = 3
};
FILLWRIGHT_ENUM(Sizer, percent_of_buying_power, fixed_contracts, fixed_risk)

// What a quantity in the call does to ours.
enum class CalledQuantity : std::uint8_t { ignore = 0, lower = 1, follow = 2 };
FILLWRIGHT_ENUM(CalledQuantity, ignore, lower, follow)

struct SizeSettings {
  Sizer sizer = Sizer::percent_of_buying_power;
  Percent percent = Percent::whole(10);  // of buying power
  Percent lotto_percent = Percent::whole(5);
  Percent super_lotto_percent = Percent::whole(5);
  Percent small_percent = Percent::whole(50);  // of the money above, for a "small" or "half" call
  Quantity contracts = Quantity::whole(1);     // of fixed_contracts
  Percent risk_percent = Percent::whole(1);    // of equity, of fixed_risk
  Money max_per_trade = Money::whole(10'000);  // zero: none
  CalledQuantity called_quantity = CalledQuantity::lower;
  bool operator==(const SizeSettings&) const = default;
};

struct PriceSettings {
  std::string entry_policy = "discovery";  // targets are fixed limits and have none
  std::string exit_policy = "fast";        // trims and closes that a caller or person asks for
  std::string stop_policy = "ladder";      // stops and time exits
  Percent max_slippage = Percent::whole(5);
  bool may_send_market_stocks = true;  // limit-only accounts refuse market orders
  bool may_send_market_futures = true;
  bool operator==(const PriceSettings&) const = default;
};

inline ExitPlan default_exit_plan() {
  ExitPlan plan;
  plan.targets = {{Percent::whole(100), {}, Percent::whole(50)}};
  return plan;
}
struct ExitSettings {
  // An empty stop_policy means PriceSettings::stop_policy.
  ExitPlan plan = default_exit_plan();
  // How flattening sells. One that sends market orders gives way to "ladder" where none are
  // allowed.
  std::string flatten_policy = "market";
  // Whether an entry takes its exits along to a broker that can (see entry_exit_bracket.cpp).
  bool brackets = false;
  bool operator==(const ExitSettings&) const = default;
};

enum class RiskProfile : std::uint8_t { none = 0, conservative = 1, moderate = 2, aggressive = 3 };
FILLWRIGHT_ENUM(RiskProfile, none, conservative, moderate, aggressive)

inline constexpr std::uint32_t no_limit = UINT32_MAX;  // of a count, where zero is none

// Percents are of equity. Of several limits on one thing the tightest wins, a profile's included.
struct RiskSettings {
  RiskProfile profile = RiskProfile::none;
  Money max_per_trade;                                // zero: none
  Percent max_per_trade_percent;                      // zero: none
  Percent risk_per_trade_percent;                     // what may be lost up to the stop; zero: none
  Percent max_position_percent = Percent::whole(10);  // one instrument
  Money max_per_symbol;                               // one underlying; zero: none
  Percent max_per_symbol_percent = Percent::whole(20);
  Money max_exposure;  // everything open, working or unknown; zero: none
  Percent max_exposure_percent = Percent::whole(90);
  Percent warn_exposure_percent = Percent::whole(75);
  std::uint32_t max_open_positions = 10;     // zero: no entries; `no_limit`: any number
  std::uint32_t max_orders_per_minute = 60;  // entries, exits pass; zero and `no_limit` as above
  Percent daily_loss_percent = Percent::whole(3);
  std::uint32_t losses_in_a_row = 3;  // then entries pause; zero: never
  bool blocks_pending = true;         // an opposite or same pending order blocks an entry
  Percent sane_price_percent =
      Percent::whole(50);              // of the far side: how far a price may be past it
  Price sane_price_money{50'000'000};  // so much past it is always fine: 0.05
  bool operator==(const RiskSettings&) const = default;
};

// Per contract or share, but for per_order.
struct ClassFees {
  Money per_contract;
  Money per_order;   // once, with the first fill
  Money exchange;    // and clearing
  Money regulatory;  // only where we sell
  bool operator==(const ClassFees&) const = default;
};
struct FeeTable {
  ClassFees stock;
  ClassFees option{{650'000}, {}, {20'000}, {2'790}};  // each leg of a spread, too
  ClassFees future{{1'250'000}, {}, {1'380'000}, {20'000}};
  bool operator==(const FeeTable&) const = default;
};

// What to say to a broker that asks, when its question contains this.
struct QuestionRule {
  std::string contains;  // case does not count
  bool is_yes = false;
  bool operator==(const QuestionRule&) const = default;
};
// A question that no rule answers waits for a person, and not for longer than `expires`.
struct QuestionSettings {
  std::vector<QuestionRule> answers;  // the first that fits
  Duration expires = seconds(120);
  bool operator==(const QuestionSettings&) const = default;
};

// The paper broker's account, and how it behaves.
struct PaperAccountSettings {
  Money cash = Money::whole(100'000);
  Duration latency = milliseconds(20);         // each way
  Duration latency_jitter = milliseconds(10);  // up to so much more, by the seed
  Percent reject_percent;                      // of requests, refused by chance
  std::uint32_t requests_per_second = 0;       // that it declares as its limit; 0: unlimited
  Percent question_percent;                    // of requests, asked about by chance
  ReplaceSupport replace = ReplaceSupport::atomic;
  std::uint64_t seed = 1;
  bool fills_at_mid = false;       // options only
  bool fills_when_passed = false;  // at its own price once the near side reached it and moves back
  FeeTable fees;
  bool operator==(const PaperAccountSettings&) const = default;
};

enum class FeedKind : std::uint8_t { synthetic = 1, tape = 2 };
FILLWRIGHT_ENUM(FeedKind, synthetic, tape)

struct StartingPrice {
  std::string symbol;
  Price price;
  bool operator==(const StartingPrice&) const = default;
};
struct MarketSettings {
  FeedKind feed = FeedKind::synthetic;
  std::string tape;         // CSV file of quotes
  std::uint32_t speed = 1;  // times real time; zero: as fast as it goes
  std::uint64_t seed = 1;   // of the synthetic market
  Duration quote_every = seconds(1);
  Percent volatility = Percent::whole(20);     // a year's
  std::vector<StartingPrice> starting_prices;  // of synthetic stocks and futures, by symbol
  bool operator==(const MarketSettings&) const = default;
};

// What is different for one caller (author) or in one channel. Not set: the general value.
struct Override {
  std::string id;
  std::optional<bool> reads_free_text;  // channels only, like the next two
  std::optional<DefaultExpiry> default_expiry;
  std::optional<bool> may_open_short;
  std::optional<Percent> trim_percent;
  std::optional<Sizer> sizer;
  std::optional<Percent> size_percent;
  std::optional<Percent> lotto_percent;
  std::optional<Percent> super_lotto_percent;
  std::optional<Quantity> contracts;
  std::optional<Percent> risk_percent;
  std::optional<Money> max_per_trade;
  std::optional<std::string> entry_policy;
  std::optional<std::string> exit_policy;
  std::optional<std::string> stop_policy;
  std::optional<std::vector<ProfitTarget>> targets;
  std::optional<Quantity> minimum_exit;
  std::optional<Percent> stop_loss;
  std::optional<Percent> trailing_stop;
  bool operator==(const Override&) const = default;
};

// What is done once the operator was not heard of for too long.
enum class MissingHeartbeat : std::uint8_t { pause = 1, cancel_all = 2, flatten_all = 3, kill = 4 };
FILLWRIGHT_ENUM(MissingHeartbeat, pause, cancel_all, flatten_all, kill)

struct ControlSettings {
  Duration heartbeat_within;  // zero: nobody is missed
  MissingHeartbeat on_missing_heartbeat = MissingHeartbeat::pause;
  bool operator==(const ControlSettings&) const = default;
};

// So many errors of the broker within the window close the gate; after the pause its books are
// asked.
struct BreakerSettings {
  std::uint32_t errors = 5;  // zero: never
  Duration window = seconds(60);
  Duration pause = seconds(30);
  bool operator==(const BreakerSettings&) const = default;
};

struct ReconcileSettings {
  Duration every = seconds(60);            // while orders are open or anything is held
  Money cash_tolerance = Money::whole(1);  // a difference up to here is adopted
  bool operator==(const ReconcileSettings&) const = default;
};

struct Settings {
  std::uint64_t version = 0;  // of ConfigurationChanged; decisions cite it
  std::string hash;           // SHA-256 of the resolved values, hex
  std::string account = "main";
  std::string broker = "paper";
  Mode mode = Mode::paper;
  std::string time_zone = "America/New_York";  // whose midnight ends the account's day
  AlertSettings alerts;
  SizeSettings size;
  PriceSettings price;
  std::vector<PricePolicy> policies;  // user-defined, beside the built-in ones
  ExitSettings exits;
  RiskSettings risk;
  ControlSettings control;
  BreakerSettings breaker;
  ReconcileSettings reconcile;
  QuestionSettings questions;
  PaperAccountSettings paper;
  MarketSettings market;
  std::vector<Override> callers;        // by id
  std::vector<Override> channels;       // by id
  bool cancels_orders_on_stop = false;  // a graceful stop leaves them working, or cancels them
  bool operator==(const Settings&) const = default;
};

}  // namespace fillwright
