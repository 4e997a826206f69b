// Environment variables: ours override the file; those of similar bots are honoured safely.
#include "actors/domain/settings_lookup.hpp"
#include "tests/adapters/config/support.hpp"

using namespace fillwright;

TEST_CASE("every value can be overridden by its environment variable", "[config]") {
  const auto settings =
      settings_of("[size]\npercent = 3\n[alerts]\nusers = [\"a\"]\n",
                  {{"FILLWRIGHT_SIZE_PERCENT", "4.5"},
                   {"FILLWRIGHT_ALERTS_STALE_AFTER", "5s"},
                   {"FILLWRIGHT_ALERTS_USERS", "{bob = [\"alerts\", \"stocks\"]}"},
                   {"FILLWRIGHT_ALERTS_SOURCES", "stdin, discord"},
                   {"FILLWRIGHT_EXITS_TARGETS", "[{gain = 10, share = 50}]"},
                   {"FILLWRIGHT_PAPER_FEES_OPTION_PER_CONTRACT", "0.75"}});
  CHECK(settings.size.percent == *parse<Percent>("4.5"));
  CHECK(settings.alerts.stale_after == seconds(5));
  REQUIRE(settings.alerts.users.size() == 1);
  CHECK(settings.alerts.users[0].id == "bob");
  CHECK(settings.alerts.sources == std::vector<std::string>{"discord", "stdin"});
  CHECK(settings.exits.plan.targets[0].gain == Percent::whole(10));
  CHECK(settings.paper.fees.option.per_contract == Money{750'000});
}

TEST_CASE("nonsense in our own variables is a mistake, an unknown one a note", "[config]") {
  const auto loaded =
      read_text("", {{"FILLWRIGHT_SIZE_PERCENT", "lots"}, {"FILLWRIGHT_SIZE_PERCNT", "3"}});
  CHECK(texts(loaded.mistakes) ==
        std::vector<std::string>{"environment: FILLWRIGHT_SIZE_PERCENT is \"lots\"; expected a "
                                 "number from 0 to 100"});
  CHECK(texts(loaded.notes) ==
        std::vector<std::string>{"environment: FILLWRIGHT_SIZE_PERCNT is not known and was not "
                                 "used; did you mean FILLWRIGHT_SIZE_PERCENT?"});
}

TEST_CASE("ALLOWED_USERS and ALLOWED_CHANNELS replace the file's lists", "[config]") {
  const auto settings = settings_of("[alerts]\nusers = [\"file\"]\nchannels = [\"file\"]\n",
                                    {{"ALLOWED_USERS", " 111 ,222,"}, {"ALLOWED_CHANNELS", ""}});
  REQUIRE(settings.alerts.users.size() == 2);
  CHECK(settings.alerts.users[0].id == "111");
  CHECK_FALSE(settings.alerts.users[0].permissions.has(Permission::futures));
  CHECK(settings.alerts.channels.empty());  // empty means closed
}

TEST_CASE("ids that make no sense are left out and told", "[config]") {
  const auto loaded = read_text("", {{"ALLOWED_USERS", "111,*,two words,\x01,222"}});
  CHECK(loaded.configuration.settings.alerts.users.size() == 2);
  REQUIRE(loaded.notes.size() == 1);
  CHECK_THAT(loaded.notes[0].text, Catch::Contains("3 of its entries are no ids"));
}

TEST_CASE("modes of other bots can only make ours safer", "[config]") {
  const auto [file, dry_run, sandbox, expected] =
      GENERATE(table<std::string, std::string, std::string, Mode>({
          {"live", "true", "false", Mode::dry_run},
          {"live", "0", "1", Mode::sandbox},
          {"live", "no", "off", Mode::live},
          {"live", "maybe", "false", Mode::dry_run},
          {"live", "", "false", Mode::dry_run},
          {"sandbox", "YES", "false", Mode::dry_run},
          {"paper", "false", "false", Mode::paper},
          {"paper", "true", "true", Mode::paper},
      }));
  const auto loaded =
      read_text("[account]\nmode = \"" + file + "\"\n",
                {{"TASTYTRADE_DRY_RUN", dry_run}, {"TASTYTRADE_USE_SANDBOX", sandbox}}, true);
  CHECK(loaded.configuration.settings.mode == expected);
  CHECK(loaded.notes.size() == (dry_run == "maybe" || dry_run.empty() ? 1 : 0));
}
