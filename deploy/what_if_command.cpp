#include "deploy/what_if_command.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "actors/domain/pricing/built_in_policies.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "deploy/backtest.hpp"
#include "deploy/file_hash.hpp"
#include "deploy/journal_place.hpp"
#include "deploy/orders_again.hpp"
#include "deploy/terminal.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/what_if/policy_table.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;

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

tl::expected<std::unique_ptr<QuoteFeed>, std::string> open_chosen_tape(
    const WhatIfOptions& options, const RecordedOrders& recorded) {
  const auto tape = choose_tape(options, recorded);
  if (!tape) return Failure(tape.error());
  auto feed = open_quotes(*tape);
  if (!feed) return Failure(safe_text(feed.error()));
  return feed;
}

void run_with_progress(OrdersAgain& runs, QuoteFeed& feed) {
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
  RecordedSettings worlds(recorded);
  const auto world = worlds.of(order);
  if (!world) return Failure(world.error());
  const auto& settings = (*world)->settings;
  if (const auto checked = check_policy_name(settings, options.policy); !checked)
    return Failure(checked.error());
  auto feed = open_chosen_tape(options, recorded);
  if (!feed) return Failure(feed.error());
  WhatIf found;
  found.recorded = &order;
  OrdersAgain runs(recorded, worlds,
                   [&](std::size_t, std::size_t variant, const AgainOutcome& outcome) {
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
    return !why_no_walk(order).empty() || order.plan.is_dry_run;
  });
  table.left_out -= recorded.orders.size();
  if (recorded.orders.empty())
    return Failure("there is no order that walked" +
                   std::string(options.since ? " since " + to_text(*options.since) : "") +
                   ", so that nothing can be run again");
  RecordedSettings worlds(recorded);
  const auto newest = worlds.of(recorded.orders.back());
  if (!newest) return Failure(newest.error());
  const auto& settings = (*newest)->settings;
  if (const auto checked = check_policy_name(settings, options.policy); !checked)
    return Failure(checked.error());
  auto feed = open_chosen_tape(options, recorded);
  if (!feed) return Failure(feed.error());

  const auto names = chosen_policies(options, settings);
  for (const auto& name : names) table.rows.push_back({name, {}, 0, 0});
  // By order; the first variant is its own policy. What is not there has no worth.
  std::vector<std::vector<std::optional<Money>>> worths(recorded.orders.size());
  for (auto& each : worths) each.resize(names.size() + 1);
  OrdersAgain runs(recorded, worlds,
                   [&](std::size_t order, std::size_t variant, const AgainOutcome& outcome) {
                     const auto& one = recorded.orders[order];
                     worths[order][variant] = worth_of(one.plan, outcome);
                     if (variant == 0)
                       table.as_recorded += is_as_recorded(one, outcome);
                     else
                       table.rows[variant - 1].filled += outcome.outcome == "filled";
                   });
  for (std::size_t i = 0; i < recorded.orders.size(); ++i)
    for (std::size_t variant = 0; variant <= names.size(); ++variant) {
      const auto& policy = variant == 0 ? recorded.orders[i].plan.policy
                                        : *policy_named(settings, names[variant - 1]);
      if (const auto added = runs.add(i, variant, policy); !added) return Failure(added.error());
    }
  run_with_progress(runs, **feed);

  table.without_quotes = runs.without_quotes().size();
  table.orders = recorded.orders.size() - table.without_quotes;
  for (std::size_t i = 0; i < recorded.orders.size(); ++i) {
    if (runs.without_quotes().contains(i)) continue;
    const auto& own = worths[i][0];
    for (std::size_t variant = 1; variant <= names.size(); ++variant) {
      const auto& other = worths[i][variant];
      if (own && other)
        table.rows[variant - 1].differences.push_back(*other - *own);
      else
        ++table.rows[variant - 1].not_compared;
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
