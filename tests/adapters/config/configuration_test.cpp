// Files: what is read, and how mistakes are named.
#include "adapters/config/configuration.hpp"

#include <algorithm>

#include "actors/domain/settings_lookup.hpp"
#include "adapters/paper/settings_of.hpp"
#include "tests/adapters/config/support.hpp"

using namespace fillwright;

TEST_CASE("an empty file means the defaults, and nobody is allowed", "[config]") {
  auto settings = settings_of("");
  CHECK(settings.alerts.users.empty());
  CHECK(settings.alerts.channels.empty());
  CHECK(settings.mode == Mode::paper);
  CHECK(settings.hash.size() == 64);
  settings.hash.clear();
  CHECK(settings == Settings{});
}

TEST_CASE("values of every type are read exactly", "[config]") {
  const auto settings = settings_of(R"(
[account]
mode = "dry_run"
cancels_orders_on_stop = true
[alerts]
users = {alice = ["alerts", "options", "futures"], "12345" = []}
channels = ["general", "options room"]
stale_after = "1m30s"
longest_text = 1_000
[size]
percent = 12.3456
max_per_trade = 2500.01
[risk]
sane_price_money = 0.000000001
[market]
starting_prices = {SPY = 680.12, NQ = 25000.25}
[exits]
targets = [{gain = 25, share = 50}, {gain = 75.5, share = 25}]
)");
  CHECK(settings.mode == Mode::dry_run);
  CHECK(settings.cancels_orders_on_stop);
  REQUIRE(find_allowed(settings.alerts.users, "alice"));
  CHECK(find_allowed(settings.alerts.users, "alice")->permissions.has(Permission::futures));
  CHECK_FALSE(find_allowed(settings.alerts.users, "alice")->permissions.has(Permission::approve));
  CHECK(find_allowed(settings.alerts.users, "12345")->permissions == Permissions{});
  CHECK(find_allowed(settings.alerts.channels, "options room")->permissions == every_class);
  CHECK(settings.alerts.stale_after == seconds(90));
  CHECK(settings.alerts.longest_text == 1000);
  CHECK(settings.size.percent == Percent{123'456});
  CHECK(settings.size.max_per_trade == Money{2'500'010'000});
  CHECK(settings.risk.sane_price_money == Price{1});
  CHECK(settings.market.starting_prices ==
        std::vector<StartingPrice>{{"NQ", *parse<Price>("25000.25")},
                                   {"SPY", *parse<Price>("680.12")}});
  REQUIRE(settings.exits.plan.targets.size() == 2);
  CHECK(settings.exits.plan.targets[1].gain == *parse<Percent>("75.5"));
}

TEST_CASE("users in a plain list may alert stocks and options only", "[config]") {
  const auto settings = settings_of("[alerts]\nusers = [\"bob\"]\n");
  const auto* bob = find_allowed(settings.alerts.users, "bob");
  REQUIRE(bob);
  CHECK(bob->permissions.has(Permission::options));
  CHECK_FALSE(bob->permissions.has(Permission::futures));
  CHECK_FALSE(bob->permissions.has(Permission::administer));
}

TEST_CASE("every mistake is named with its line and what was expected", "[config]") {
  const auto loaded = read_text(
      "[alerts]\n"
      "stale_after = 20\n"
      "stael_after = \"20s\"\n"
      "users = {alice = [\"fly\"]}\n"
      "[risk]\n"
      "daily_loss_percent = 300\n"
      "losses_in_a_row = -1\n"
      "stale_after = \"5s\"\n"
      "[size]\n"
      "sizer = \"all_in\"\n"
      "[priec]\n"
      "entry_policy = \"fast\"\n"
      "[price]\n"
      "entry_policy = \"discvery\"\n");
  const auto all = texts(loaded.mistakes);
  REQUIRE(all.size() == 9);
  CHECK(all[0] ==
        "test.toml:2: alerts.stale_after is 20; expected a duration from 100ms to 1h, like "
        "\"20s\", \"1h30m\" or \"500ms\"");
  CHECK(all[1] == "test.toml:3: alerts.stael_after is not known; did you mean alerts.stale_after?");
  CHECK(all[2].rfind("test.toml:4: alerts.users is a table that is not right; expected a list",
                     0) == 0);
  CHECK(all[3] == "test.toml:6: risk.daily_loss_percent is 300; expected a number from 0 to 100");
  CHECK(all[4] ==
        "test.toml:7: risk.losses_in_a_row is -1; expected a whole number from 0 to 1000");
  CHECK(all[5] == "test.toml:8: risk.stale_after is not known; did you mean alerts.stale_after?");
  CHECK(all[6] ==
        "test.toml:10: size.sizer is \"all_in\"; expected one of \"percent_of_buying_power\", "
        "\"fixed_contracts\", \"fixed_risk\"");
  CHECK(all[7] == "test.toml:11: priec is not known; did you mean price?");
  CHECK(all[8] ==
        "test.toml:14: price.entry_policy is \"discvery\"; expected a price policy, built in or of "
        "[policies]; did you mean \"discovery\"?");
}

TEST_CASE("after a syntax error the other mistakes are still named", "[config]") {
  const auto all = texts(read_text("[alerts\n[size]\npercent = = 3\n[risk]\nprofile = \"bold\"\n"
                                   "daily_loss_percent = 1e1\n")
                             .mistakes);
  REQUIRE(all.size() == 4);
  CHECK(all[0].rfind("test.toml:1: this is not TOML", 0) == 0);
  CHECK(all[1].rfind("test.toml:3: this is not TOML", 0) == 0);
  CHECK(all[2].rfind("test.toml:5: risk.profile is \"bold\"; expected one of", 0) == 0);
  CHECK(all[3].rfind("test.toml:6: risk.daily_loss_percent is 1e1; expected a number", 0) == 0);
}

TEST_CASE("a key given twice is a mistake", "[config]") {
  const auto all = texts(read_text("[size]\npercent = 3\npercent = 4\n").mistakes);
  REQUIRE_FALSE(all.empty());
  CHECK(all[0].find("this is not TOML") != std::string::npos);
}

TEST_CASE("values that contradict each other are mistakes", "[config]") {
  const auto [toml, part] = GENERATE(table<std::string, std::string>({
      {"[market]\nfeed = \"tape\"\n", "market.tape is empty"},
      {"[risk]\nwarn_exposure_percent = 95\n", "test.toml:2: risk.warn_exposure_percent is 95"},
      {"[account]\ntime_zone = \"Mars/Olympus\"\n", "test.toml:2: account.time_zone is wrong"},
      {"[account]\nmode = \"live\"\n",
       "test.toml:2: account.mode is \"live\" and was not confirmed"},
      {"[account]\nbroker = \"acme\"\n", "expected \"paper\""},
      {"[exits]\ntargets = [{gain = 10, share = 60}, {gain = 20, share = 60}]\n",
       "all shares together at most 100"},
      {"[callers.al]\nfree_text = true\n", "expected these in [channels.NAME] only"},
      {"[callers.al]\nentry_policy = \"zigzag\"\n", "test.toml:2: callers.al.entry_policy"},
      {"callers = 3\n", "expected tables like [callers.NAME]"},
      {"alerts = 3\n", "expected a section [alerts]"},
  }));
  const auto all = texts(read_text(toml).mistakes);
  REQUIRE(all.size() == 1);
  CHECK_THAT(all[0], Catch::Contains(part));
}

TEST_CASE("answers to a broker's questions are tables, the first that fits wins", "[config]") {
  const auto settings = settings_of(R"(
[broker]
question_expires = "30s"
[[broker.answers]]
contains = "market is closed"
answer = "no"
[[broker.answers]]
contains = "are you sure"
answer = "yes"
[paper]
question_percent = 5
replace = "linked"
)");
  CHECK(settings.questions.expires == seconds(30));
  CHECK(settings.questions.answers ==
        std::vector<QuestionRule>{{"market is closed", false}, {"are you sure", true}});
  CHECK(settings.paper.question_percent == Percent::whole(5));
  CHECK(settings.paper.replace == ReplaceSupport::linked);
  for (const std::string wrong : {"[[broker.answers]]\ncontains = \"x\"\nanswer = \"maybe\"\n",
                                  "[[broker.answers]]\nanswer = \"yes\"\n",
                                  "[[broker.answers]]\ncontains = \"\"\nanswer = \"yes\"\n"}) {
    const auto all = texts(read_text(wrong).mistakes);
    REQUIRE(all.size() == 1);
    CHECK_THAT(all[0], Catch::Contains("answer \"yes\" or \"no\""));
  }
}

TEST_CASE("live is live only when said twice", "[config]") {
  CHECK(read_text("[account]\nmode = \"live\"\n", {}, true).mistakes.empty());
}

TEST_CASE("callers and channels override the general values", "[config]") {
  const auto settings = settings_of(R"(
[size]
max_per_trade = 5000
[callers.alice]
trim_percent = 25
size_percent = 3
max_per_trade = 8000
targets = [{gain = 50, share = 50}]
[channels."options room"]
free_text = true
default_expiry = "same_day_or_friday"
entry_policy = "patient"
size_percent = 4
trim_percent = 10
max_per_trade = 1000
)");
  CHECK(channel_rule_for(settings, "options room").reads_free_text);
  CHECK_FALSE(channel_rule_for(settings, "elsewhere").reads_free_text);
  CHECK(trim_percent_for(settings, "alice", "options room") == Percent::whole(25));
  CHECK(trim_percent_for(settings, "bob", "options room") == Percent::whole(10));
  CHECK(trim_percent_for(settings, "bob", "x") == Percent::whole(33));
  CHECK(size_for(settings, "alice", "options room").percent == Percent::whole(3));
  CHECK(size_for(settings, "alice", "options room").max_per_trade == Money::whole(1000));
  CHECK(size_for(settings, "alice", "x").max_per_trade == Money::whole(5000));
  CHECK(price_for(settings, "alice", "options room").entry_policy == "patient");
  CHECK(exit_plan_for(settings, "alice", "").targets[0].gain == Percent::whole(50));
  CHECK(exit_plan_for(settings, "bob", "").stop_policy == "ladder");
}

TEST_CASE("a profile tightens limits and never loosens them", "[config]") {
  RiskSettings risk;
  risk.max_position_percent = Percent::whole(4);
  risk.profile = RiskProfile::moderate;
  CHECK(with_profile(risk).max_position_percent == Percent::whole(4));
  CHECK(with_profile(risk).risk_per_trade_percent == Percent::whole(2));
  risk.profile = RiskProfile::conservative;
  CHECK(with_profile(risk).max_position_percent == Percent::whole(3));
}

TEST_CASE("a watched kind of source watches each of that kind", "[config]") {
  const AlertSettings alerts;
  CHECK(is_watched(alerts, "file:alerts.jsonl"));
  CHECK(is_watched(alerts, "stdin"));
  CHECK_FALSE(is_watched(alerts, "discord"));
  CHECK_FALSE(is_watched(alerts, "files"));
}

TEST_CASE("resolved values are sorted and complete, and their hash depends on them", "[config]") {
  const auto plain = read_text("");
  CHECK(std::is_sorted(plain.values.begin(), plain.values.end()));
  CHECK(std::count(plain.values.begin(), plain.values.end(), "risk.daily_loss_percent = 3") == 1);
  const auto same = read_text("[risk]\ndaily_loss_percent = 3.0\n[log]\nfile = \"x\"\n");
  CHECK(same.configuration.settings.hash == plain.configuration.settings.hash);
  const auto other = read_text("[callers.al]\nsize_percent = 3\n");
  CHECK(other.configuration.settings.hash != plain.configuration.settings.hash);
  CHECK(std::count(other.values.begin(), other.values.end(), "callers.al.size_percent = 3") == 1);
}

TEST_CASE("the paper broker gets the configured fees, chance and pace", "[config]") {
  const auto settings = settings_of(
      "[paper]\ncash = 5000\nlatency = \"7ms\"\nreject_percent = 2\nseed = 9\n"
      "fills_at_mid = true\n[paper.fees]\nfuture_regulatory = 0.03\n");
  const auto paper = paper_settings_of(settings.paper);
  const PaperSettings usual;
  CHECK(paper.starting_cash == Money::whole(5000));
  CHECK(paper.latency == milliseconds(7));
  CHECK(paper.refusal_rate == Percent::whole(2));
  CHECK(paper.seed == 9);
  CHECK(paper.options_fill_at_mid);
  CHECK(paper.future_fees.regulatory_per_contract_sold == Money{30'000});
  CHECK(paper.future_fees.exchange_per_contract == usual.future_fees.exchange_per_contract);
  CHECK(paper.option_fees.per_contract == usual.option_fees.per_contract);
  CHECK(paper.option_fees.regulatory_per_contract_sold ==
        usual.option_fees.regulatory_per_contract_sold);
}
