#include "deploy/what_if_command.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "actors/domain/pricing/built_in_policies.hpp"
#include "adapters/calendar/time_zones.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "deploy/backtest.hpp"
#include "deploy/file_hash.hpp"
#include "deploy/journal_place.hpp"
#include "deploy/order_again.hpp"
#include "deploy/terminal.hpp"
#include "replay/what_if/policy_table.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;

// What the journal itself says that it was traded by.
tl::expected<Settings, std::string> settings_of(const std::vector<std::string>& values) {
  std::string toml;
  for (const auto& value : values)
    if (!value.starts_with("secrets.") && !value.starts_with("calendar = ")) toml += value + '\n';
  auto loaded = read_configuration(toml, {"the journal's configuration", {}, true});
  if (!loaded.mistakes.empty()) return Failure(to_text(loaded.mistakes.front()));
  return std::move(loaded.configuration.settings);
}

// The file of a tape that the journal names: as it is named, beside the journal, or where the
// backtest noted that it lay. Empty when it is nowhere.
std::string find_tape(const std::string& journal, const TapeNamed& tape) {
  std::vector<fs::path> places = {tape.path, fs::path(journal).parent_path() / tape.path};
  std::string noted;
  if (std::ifstream file(journal + ".tape"); std::getline(file, noted)) places.emplace_back(noted);
  for (const auto& place : places) {
    std::error_code error;
    if (!fs::is_regular_file(place, error)) continue;
    if (tape.hash.empty()) return place.string();
    if (const auto hash = sha256_of_file(place); hash && *hash == tape.hash) return place.string();
  }
  return {};
}

tl::expected<std::string, std::string> choose_tape(const WhatIfOptions& options,
                                                   const RecordedOrders& recorded) {
  if (!options.tape.empty()) return options.tape;
  if (recorded.tapes.empty())
    return Failure(
        "journal " + options.journal +
        " names no tape of recorded quotes, so that nothing can be run again; --tape FILE "
        "gives one");
  for (const auto& tape : recorded.tapes)
    if (auto file = find_tape(options.journal, tape); !file.empty()) return file;
  const auto& tape = recorded.tapes.front();
  return Failure("the tape " + tape.path +
                 (tape.hash.empty() ? std::string() : " (SHA-256 " + tape.hash + ")") +
                 ", which the journal names, is not where it was; --tape FILE gives it");
}

const PricePolicy* policy_named(const Settings& settings, const std::string& name) {
  if (const auto* own = find_policy(settings.policies, name)) return own;
  return find_policy(built_in_policies(), name);
}

tl::expected<void, std::string> check_policy_name(const Settings& settings,
                                                  const std::string& name) {
  if (name.empty() || policy_named(settings, name)) return {};
  return Failure("there is no policy \"" + name + "\"; there are " +
                 joined(policy_names(settings)));
}

// What orders are run again with, made once for each configuration.
class Worlds {
 public:
  struct World {
    Settings settings;
    MarketCalendar calendar;
  };
  explicit Worlds(const RecordedOrders& recorded) : recorded_(recorded) {}

  tl::expected<const World*, std::string> of(const RecordedOrder& order) {
    const auto version = order.plan.configuration_version;
    if (const auto known = worlds_.find(version); known != worlds_.end()) return &known->second;
    const auto values = recorded_.configurations.find(version);
    if (values == recorded_.configurations.end())
      return Failure("order " + order.plan.order_id + " cites the configuration version " +
                     std::to_string(version) + ", which the journal does not have");
    auto settings = settings_of(values->second);
    if (!settings) return Failure(settings.error());
    auto calendar = load_market_calendar(settings->time_zone, false);
    if (!calendar) return Failure(calendar.error());
    return &worlds_.emplace(version, World{std::move(*settings), std::move(*calendar)})
                .first->second;
  }

 private:
  const RecordedOrders& recorded_;
  std::map<std::uint64_t, World> worlds_;
};

std::optional<Timestamp> day_end(const MarketCalendar& calendar, Timestamp at) {
  constexpr auto last_session = "us_futures";  // everything DAY ends with it
  const auto day = trading_day(calendar, last_session, at);
  if (!day) return std::nullopt;
  const auto close = close_of(calendar, last_session, *day);
  return close && *close > at ? close : std::nullopt;
}

// All that is run again, over one reading of the tape. An order is made when its first quote comes,
// and gone when it is over.
class Runs {
 public:
  // `variant` is what `add` was given.
  using Done =
      std::function<void(std::size_t order, std::size_t variant, const AgainOutcome& outcome)>;
  Runs(const RecordedOrders& recorded, Worlds& worlds, Done done)
      : recorded_(recorded), worlds_(worlds), done_(std::move(done)) {}

  // The policy outlives the runs.
  tl::expected<void, std::string> add(std::size_t order, std::size_t variant,
                                      const PricePolicy& policy) {
    const auto world = worlds_.of(recorded_.orders[order]);
    if (!world) return Failure(world.error());
    planned_.push_back({order, variant, &policy, *world});
    return {};
  }
  // Those whose instrument, or a leg of it, the tape does not have.
  const std::set<std::size_t>& without_quotes() const { return without_quotes_; }

  void run(QuoteFeed& feed, const std::function<void(Timestamp)>& progress) {
    watch(feed);
    std::stable_sort(planned_.begin(), planned_.end(), [this](const Planned& a, const Planned& b) {
      return plan(a).at < plan(b).at;
    });
    feed.listen([this](InstrumentId instrument, const Quote& quote) { take(instrument, quote); });
    while (const auto next = feed.next_time()) {
      if (next_ == planned_.size() && live_.empty()) break;
      feed.deliver(*next);
      progress(*next);
    }
    while (next_ < planned_.size()) begin(planned_[next_++]);
    for (auto& live : live_) {
      live.again->end_quotes();
      done_(live.order, live.variant, live.again->outcome());
    }
    live_.clear();
  }

 private:
  struct Planned {
    std::size_t order;
    std::size_t variant;
    const PricePolicy* policy;
    const Worlds::World* world;
  };
  struct Live {
    std::size_t order;
    std::size_t variant;
    std::unique_ptr<OrderAgain> again;
    std::vector<InstrumentId> instruments;
  };
  const OrderPlanned& plan(const Planned& one) const { return recorded_.orders[one.order].plan; }

  std::vector<InstrumentId> instruments_of(InstrumentId id) const {
    const auto* defined = recorded_.instruments.find(id);
    if (!defined) return {};
    if (defined->legs.empty()) return {id};
    std::vector<InstrumentId> legs;
    for (const auto& leg : defined->legs) legs.push_back(leg.instrument);
    return legs;
  }

  void watch(QuoteFeed& feed) {
    std::erase_if(planned_, [&](const Planned& one) {
      const auto* defined = recorded_.instruments.find(plan(one).instrument);
      if (defined && feed.watch(*defined)) return false;
      without_quotes_.insert(one.order);
      return true;
    });
  }

  // With the latest quotes that the tape had before it.
  void begin(const Planned& one) {
    const auto& recorded = recorded_.orders[one.order];
    Live live;
    live.order = one.order;
    live.variant = one.variant;
    live.instruments = instruments_of(recorded.plan.instrument);
    live.again = std::make_unique<OrderAgain>(recorded, *one.policy, one.world->settings,
                                              recorded_.instruments,
                                              day_end(one.world->calendar, recorded.plan.at));
    std::vector<std::pair<InstrumentId, Quote>> before;
    for (const auto instrument : live.instruments)
      if (const auto found = latest_.find(instrument); found != latest_.end())
        before.emplace_back(instrument, found->second);
    std::stable_sort(before.begin(), before.end(),
                     [](const auto& a, const auto& b) { return a.second.time < b.second.time; });
    for (const auto& [instrument, quote] : before) live.again->on_quote(instrument, quote);
    live_.push_back(std::move(live));
  }

  void take(InstrumentId instrument, const Quote& quote) {
    while (next_ < planned_.size() && plan(planned_[next_]).at <= quote.time)
      begin(planned_[next_++]);
    latest_[instrument] = quote;
    for (auto& live : live_)
      if (std::find(live.instruments.begin(), live.instruments.end(), instrument) !=
          live.instruments.end())
        live.again->on_quote(instrument, quote);
    std::erase_if(live_, [this](const Live& live) {
      if (!live.again->is_over()) return false;
      done_(live.order, live.variant, live.again->outcome());
      return true;
    });
  }

  const RecordedOrders& recorded_;
  Worlds& worlds_;
  Done done_;
  std::vector<Planned> planned_;  // by time
  std::size_t next_ = 0;          // of them, not begun
  std::vector<Live> live_;
  std::map<InstrumentId, Quote> latest_;
  std::set<std::size_t> without_quotes_;
};

tl::expected<std::unique_ptr<QuoteFeed>, std::string> open_chosen_tape(
    const WhatIfOptions& options, const RecordedOrders& recorded) {
  const auto tape = choose_tape(options, recorded);
  if (!tape) return Failure(tape.error());
  return open_tape(*tape);
}

void run_with_progress(Runs& runs, QuoteFeed& feed) {
  ProgressBar bar;
  const auto from = feed.next_time().value_or(Timestamp{});
  const auto last = feed.last_time();
  runs.run(feed, [&](Timestamp now) {
    if (last)
      bar.show(static_cast<std::uint64_t>((now - from).ns),
               static_cast<std::uint64_t>((*last - from).ns));
  });
}

tl::expected<std::string, std::string> answer_one(const WhatIfOptions& options,
                                                  const RecordedOrders& recorded) {
  const auto& order = recorded.orders.front();
  const auto& id = order.plan.order_id;
  if (const auto why = why_no_walk(order); !why.empty())
    return Failure("no policy applies to order " + id + ": " + why);
  Worlds worlds(recorded);
  const auto world = worlds.of(order);
  if (!world) return Failure(world.error());
  const auto& settings = (*world)->settings;
  if (const auto checked = check_policy_name(settings, options.policy); !checked)
    return Failure(checked.error());
  auto feed = open_chosen_tape(options, recorded);
  if (!feed) return Failure(feed.error());
  WhatIf found;
  found.recorded = &order;
  Runs runs(recorded, worlds, [&](std::size_t, std::size_t variant, const AgainOutcome& outcome) {
    (variant == 0 ? found.own : found.other) = outcome;
  });
  const PricePolicy* variants[] = {&order.plan.policy, policy_named(settings, options.policy)};
  for (std::size_t i = 0; i < std::size(variants); ++i)
    if (const auto added = runs.add(0, i, *variants[i]); !added) return Failure(added.error());
  run_with_progress(runs, **feed);
  if (!runs.without_quotes().empty())
    return Failure("the tape has no quotes of " +
                   recorded.instruments.find(order.plan.instrument)->symbol + ", which order " +
                   id + " is for");
  const auto notice = (*feed)->notice();
  return options.is_json ? what_if_json(found, recorded.instruments, notice)
                         : what_if_text(found, recorded.instruments, notice);
}

// Every policy there is with the newest configuration, or the one that is asked for.
std::vector<std::string> chosen_policies(const WhatIfOptions& options, const Settings& settings) {
  if (!options.policy.empty()) return {options.policy};
  return policy_names(settings);
}

tl::expected<std::string, std::string> answer_all(const WhatIfOptions& options,
                                                  RecordedOrders recorded) {
  PolicyTable table;
  table.left_out = recorded.orders.size();
  std::erase_if(recorded.orders, [](const RecordedOrder& order) {
    return !why_no_walk(order).empty() || order.plan.is_dry_run || order.walk.empty();
  });
  table.left_out -= recorded.orders.size();
  if (recorded.orders.empty())
    return Failure("there is no order that walked" +
                   std::string(options.since ? " since " + to_text(*options.since) : "") +
                   ", so that nothing can be run again");
  Worlds worlds(recorded);
  const auto newest = worlds.of(recorded.orders.back());
  if (!newest) return Failure(newest.error());
  const auto& settings = (*newest)->settings;
  if (const auto checked = check_policy_name(settings, options.policy); !checked)
    return Failure(checked.error());
  auto feed = open_chosen_tape(options, recorded);
  if (!feed) return Failure(feed.error());

  const auto names = chosen_policies(options, settings);
  // By order; the first variant is its own policy.
  std::vector<std::vector<AgainOutcome>> outcomes(recorded.orders.size());
  for (auto& each : outcomes) each.resize(names.size() + 1);
  Runs runs(recorded, worlds,
            [&](std::size_t order, std::size_t variant, const AgainOutcome& outcome) {
              outcomes[order][variant] = outcome;
            });
  for (std::size_t i = 0; i < recorded.orders.size(); ++i)
    for (std::size_t variant = 0; variant <= names.size(); ++variant) {
      const auto& policy = variant == 0 ? recorded.orders[i].plan.policy
                                        : *policy_named(settings, names[variant - 1]);
      if (const auto added = runs.add(i, variant, policy); !added) return Failure(added.error());
    }
  run_with_progress(runs, **feed);

  for (const auto& name : names) table.rows.push_back({name, {}, 0, 0});
  table.without_quotes = runs.without_quotes().size();
  for (std::size_t i = 0; i < recorded.orders.size(); ++i) {
    if (runs.without_quotes().contains(i)) continue;
    ++table.orders;
    table.as_recorded += is_as_recorded(recorded.orders[i], outcomes[i][0]);
    for (std::size_t variant = 1; variant <= names.size(); ++variant) {
      auto& row = table.rows[variant - 1];
      const WhatIf one{&recorded.orders[i], outcomes[i][0], outcomes[i][variant]};
      row.filled += one.other.outcome == "filled";
      if (const auto money = difference(one))
        row.differences.push_back(*money);
      else
        ++row.not_compared;
    }
  }
  const auto notice = (*feed)->notice();
  return options.is_json ? policy_table_json(table, notice) : policy_table_text(table, notice);
}

}  // namespace

int what_if(const WhatIfOptions& options) {
  if (options.is_all == !options.order.empty()) return fail("expected either --order ID or --all");
  if (!options.is_all && options.policy.empty())
    return fail("--order needs --policy NAME: the policy to run it with");
  const auto journal = open_rocks_reader(options.journal);
  if (!journal) return fail(to_text(journal.error()));
  auto recorded =
      read_recorded_orders(**journal, options.order, options.since.value_or(Timestamp{}));
  if (!recorded) return fail(recorded.error());
  const auto answer =
      options.is_all ? answer_all(options, std::move(*recorded)) : answer_one(options, *recorded);
  if (!answer) return fail(answer.error());
  Output out;
  out.add(*answer);
  return out.end(exit_ok);
}

}  // namespace fillwright
