// Each limit by itself: passed at the limit, refused one past it, and what the refusal says.
#include "tests/domain/workflow/risk_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

RiskSettings no_limits() {
  RiskSettings limits;
  limits.max_position_percent = limits.max_per_symbol_percent = {};
  limits.max_exposure_percent = limits.warn_exposure_percent = limits.daily_loss_percent = {};
  limits.max_open_positions = limits.max_orders_per_minute = no_limit;
  limits.losses_in_a_row = 0;
  limits.blocks_pending = false;
  return limits;
}

struct Unlimited : GivenRisk {
  Unlimited() { settings.risk = no_limits(); }
  RiskSettings& limits() { return settings.risk; }
};

}  // namespace

TEST_CASE("each limit on money passes at the limit and refuses one more", "[risk]") {
  struct Case {
    std::string name;
    void (*prepare)(Unlimited&);
    std::int64_t most;  // contracts of 100
    std::string left;
  };
  const auto& each = GENERATE(values<Case>({
      {"max_per_trade", [](Unlimited& g) { g.limits().max_per_trade = Money::whole(1'000); }, 10,
       "1000 left"},
      {"max_per_trade_percent",
       [](Unlimited& g) { g.limits().max_per_trade_percent = Percent::whole(1); }, 10, "1000 left"},
      {"max_position_percent",
       [](Unlimited& g) {
         g.hold("w8", 4);
         g.hold("w9", 5, 2);  // another contract of the underlying
         g.limits().max_position_percent = Percent::whole(1);
       },
       6, "600 left"},
      {"max_per_symbol",
       [](Unlimited& g) {
         g.hold("w8", 4);
         g.reserve("w9-1", 5, Purpose::entry, 2);  // working, or unknown
         g.limits().max_per_symbol = Money::whole(1'000);
       },
       1, "100 left"},
      {"max_per_symbol_percent",
       [](Unlimited& g) {
         g.hold("w8", 4);
         g.reserve("w9-1", 5, Purpose::entry, 2);
         g.limits().max_per_symbol_percent = Percent::whole(1);
       },
       1, "100 left"},
      {"max_exposure",
       [](Unlimited& g) {
         g.hold("w8", 4);
         g.reserve("w9-1", 5, Purpose::entry, 2);
         g.limits().max_exposure = Money::whole(1'500);
       },
       6, "600 left"},
      {"max_exposure_percent",
       [](Unlimited& g) {
         g.hold("w8", 4);
         g.reserve("w9-1", 5, Purpose::entry, 2);
         g.limits().max_exposure_percent = Percent::whole(2);
       },
       11, "1100 left"},
  }));
  INFO(each.name);
  Unlimited given;
  each.prepare(given);
  const auto refused = given.reserve("w1-1", each.most + 1);
  const auto said = refused.only<RiskRefused>();
  CHECK(said.reason == RefusalReason::risk_limit);
  CHECK(said.limit == each.name);
  CHECK(said.value == each.left);
  CHECK(said.asked == std::to_string((each.most + 1) * 100));
  CHECK(said.quantity == units(each.most + 1));
  CHECK(refused.only_tell<TakeRiskAnswer>().detail ==
        each.name + ": " + each.left + "; asked: " + said.asked);
  const auto passed = given.reserve("w2-1", each.most).only<ExposureReserved>();
  CHECK(passed.money == Money::whole(each.most * 100));
  CHECK_FALSE(passed.checks.empty());
  // And nothing is left after it.
  CHECK(given.reserve("w3-1", 1).has<RiskRefused>() ==
        (each.name.find("per_trade") == std::string::npos));
}

TEST_CASE("of several limits the tightest wins, a profile's included", "[risk]") {
  const auto [profile, most] = GENERATE(table<RiskProfile, int>({
      {RiskProfile::none, 100},
      {RiskProfile::conservative, 30},
      {RiskProfile::moderate, 50},
      {RiskProfile::aggressive, 100},
  }));
  Unlimited given;
  given.limits().profile = profile;
  given.limits().max_position_percent = Percent::whole(20);
  given.limits().max_per_symbol = Money::whole(10'000);
  const auto refused = given.reserve("w1-1", most + 1).only<RiskRefused>();
  CHECK(refused.value == std::to_string(most * 100) + " left");
  CHECK(given.reserve("w2-1", most).has<ExposureReserved>());
}

TEST_CASE("an entry costs no more than buying power", "[risk]") {
  Unlimited given;
  given.reserve("w9-1", 400);
  const auto refused = given.reserve("w1-1", 601).only<RiskRefused>();
  CHECK(refused.reason == RefusalReason::insufficient_buying_power);
  CHECK(refused.limit == "buying_power");
  CHECK(refused.value == "60000");
  CHECK(refused.asked == "60100");
  CHECK(given.reserve("w2-1", 600).has<ExposureReserved>());
  CHECK(given.risk.state().buying_power().is_zero());
}

TEST_CASE("open positions are counted, pending ones among them", "[risk]") {
  Unlimited given;
  for (std::uint32_t number = 3; number <= 5; ++number)
    given.risk.instruments.add(an_option(number));
  given.limits().max_open_positions = 3;
  given.hold("w1", 1, 1);
  given.hold("w2", 1, 2);
  given.reserve("w3-1", 1, Purpose::entry, 3);
  const auto refused = given.reserve("w4-1", 1, Purpose::entry, 4).only<RiskRefused>();
  CHECK(refused.limit == "max_open_positions");
  CHECK(refused.value == "3");
  CHECK(refused.asked == "4");
  CHECK(given.reserve("w5-1", 1, Purpose::entry, 1).has<ExposureReserved>());  // no new one
  given.release("w3-1");
  CHECK(given.reserve("w6-1", 1, Purpose::entry, 4).has<ExposureReserved>());
}

TEST_CASE("entries of a minute are counted, exits pass", "[risk]") {
  Unlimited given;
  given.limits().max_orders_per_minute = 2;
  given.hold("w1", 2);
  given.risk.at(30);
  given.reserve("w2-1", 1);
  given.risk.at(59);
  const auto refused = given.reserve("w3-1", 1).only<RiskRefused>();
  CHECK(refused.limit == "max_orders_per_minute");
  CHECK(refused.value == "2");
  CHECK(refused.asked == "3");
  CHECK(given.reserve("w1-2", 2, Purpose::close).has<ExposureReserved>());
  given.risk.at(60);
  CHECK(given.reserve("w4-1", 1).has<ExposureReserved>());
  CHECK(given.reserve("w5-1", 1).has<RiskRefused>());
}

TEST_CASE("a limit of none lets no entry pass, and every exit", "[risk]") {
  Unlimited given;
  given.hold("w1", 2);
  const std::string name = GENERATE("max_open_positions", "max_orders_per_minute");
  (name == "max_open_positions" ? given.limits().max_open_positions
                                : given.limits().max_orders_per_minute) = 0;
  CHECK(given.reserve("w2-1", 1, Purpose::entry, 2).only<RiskRefused>().limit == name);
  CHECK(given.reserve("w1-2", 2, Purpose::close).has<ExposureReserved>());
}

TEST_CASE("a day's loss stops its entries, not its exits, and is over with the day", "[risk]") {
  Unlimited given;
  given.limits().daily_loss_percent = Percent::whole(3);
  given.hold("w1", 100);
  given.hold("w2", 1);
  given.reserve("w1-2", 100, Purpose::stop);
  given.fill("w1-2", 60, "0.50", Purpose::stop);  // 3,000
  const auto refused = given.reserve("w3-1", 1).only<RiskRefused>();
  CHECK(refused.reason == RefusalReason::risk_limit);
  CHECK(refused.limit == "daily_loss_percent");
  CHECK(refused.value == "3000");
  CHECK(refused.asked == "3000 lost today");
  CHECK(given.reserve("w2-2", 1, Purpose::stop).has<ExposureReserved>());
  const auto budget = given.risk.when(AskBudget{"w4", {1}}).only_tell<TakeBudget>();
  CHECK(budget.refusal == RefusalReason::risk_limit);
  CHECK(budget.detail.find("daily_loss_percent") == 0);
  given.risk.at(86'400);
  CHECK(given.reserve("w5-1", 1).has<ExposureReserved>());
}

TEST_CASE("a loss just under the day's limit stops nothing", "[risk]") {
  Unlimited given;
  given.limits().daily_loss_percent = Percent::whole(3);
  given.hold("w1", 100);
  given.reserve("w1-2", 100, Purpose::stop);
  given.fill("w1-2", 59, "0.50", Purpose::stop);
  given.fill("w1-2", 1, "0.51", Purpose::stop);  // 2,999
  CHECK(given.reserve("w2-1", 1).has<ExposureReserved>());
}

TEST_CASE("fees count in a day's loss", "[risk]") {
  Unlimited given;
  given.limits().daily_loss_percent = Percent::whole(3);
  given.reserve("w1-1", 1);
  OrderFilled filled;
  filled.execution_id = "fees";
  filled.instrument = {1};
  filled.quantity = filled.order_quantity = units(1);
  filled.price = price("1.00");
  filled.fees = Money::whole(3'000);
  given.risk.when(RecordFill{filled, "w1-1", "w1", Purpose::entry});
  CHECK(given.reserve("w2-1", 1).only<RiskRefused>().limit == "daily_loss_percent");
}

TEST_CASE("losses in a row end with a win, a day or a person", "[risk]") {
  Unlimited given;
  given.limits().losses_in_a_row = 3;
  given.lose("w1");
  given.lose("w2");
  SECTION("a win") {
    given.trade("w3", "1.10");
    CHECK(given.risk.state().losses_in_a_row == 0);
    given.lose("w4");
    CHECK_FALSE(given.risk.state().is_paused);
  }
  SECTION("neither won nor lost") {
    given.trade("w3", "1.00");
    CHECK(given.risk.state().losses_in_a_row == 2);
  }
  SECTION("a day") {
    given.lose("w3");
    const auto refused = given.reserve("w4-1", 1).only<RiskRefused>();
    CHECK(refused.reason == RefusalReason::paused);
    CHECK(refused.limit == "entries_paused");
    CHECK(refused.value == "3 losses in a row; exits stay allowed");
    given.risk.at(86'400);
    CHECK(given.reserve("w5-1", 1).has<ExposureReserved>());
  }
  SECTION("a person") {
    given.lose("w3");
    given.risk.when(PauseEntries{false, "operator", "go on"});
    CHECK(given.reserve("w5-1", 1).has<ExposureReserved>());
    CHECK(given.risk.state().losses_in_a_row == 0);
  }
}

TEST_CASE("the kill switch refuses entries and exits until it is off", "[risk]") {
  Unlimited given;
  given.hold("w1", 2);
  CHECK(given.risk.when(SetKillSwitch{true, "operator", "odd"}).only<KillSwitchChanged>().is_on);
  CHECK(given.risk.when(SetKillSwitch{true, "operator", "odd"}).decision.events.empty());
  for (const auto purpose : {Purpose::entry, Purpose::add, Purpose::target, Purpose::stop}) {
    const auto refused = given.reserve("w1-5", 1, purpose).only<RiskRefused>();
    CHECK(refused.reason == RefusalReason::kill_switch);
    CHECK(refused.limit == "kill_switch");
    CHECK(refused.value == "on");
  }
  CHECK(given.risk.when(AskBudget{"w4", {1}}).only_tell<TakeBudget>().refusal ==
        RefusalReason::kill_switch);
  given.risk.resume();
  CHECK(given.risk.state().is_killed);
  given.risk.when(SetKillSwitch{false, "operator", "fine again"});
  CHECK(given.reserve("w1-6", 2, Purpose::close).has<ExposureReserved>());
}

TEST_CASE("a pause refuses entries, not exits, until somebody resumes", "[risk]") {
  Unlimited given;
  given.hold("w1", 2);
  given.risk.when(PauseEntries{true, "operator", "lunch"});
  for (const auto purpose : {Purpose::entry, Purpose::add}) {
    const auto refused = given.reserve("w2-1", 1, purpose).only<RiskRefused>();
    CHECK(refused.reason == RefusalReason::paused);
    CHECK(refused.value == "lunch");
  }
  CHECK(given.reserve("w1-2", 2, Purpose::close).has<ExposureReserved>());
  CHECK(given.risk.when(AskBudget{"w4", {1}}).only_tell<TakeBudget>().refusal ==
        RefusalReason::paused);
  given.risk.at(5 * 86'400);
  CHECK(given.reserve("w3-1", 1).has<RiskRefused>());
  given.risk.when(PauseEntries{false, "operator", "back"});
  CHECK(given.reserve("w4-1", 1).has<ExposureReserved>());
  CHECK(given.risk.when(PauseEntries{false, "operator", "back"}).decision.events.empty());
}

TEST_CASE("a pending entry on the instrument blocks others' entries, on either side", "[risk]") {
  const auto side = GENERATE(Side::buy, Side::sell);
  Unlimited given;
  given.limits().blocks_pending = true;
  given.reserve("w1-1", 2);
  auto entry = GivenRisk::asked("w2-1", 1);
  entry.side = side;
  const auto refused = given.risk.when(entry).only<RiskRefused>();
  CHECK(refused.reason == RefusalReason::risk_limit);
  CHECK(refused.limit == "blocks_pending");
  CHECK(refused.value == "order w1-1 is pending on it");
  CHECK(given.reserve("w3-1", 1, Purpose::entry, 2).has<ExposureReserved>());  // another one
  given.fill("w1-1", 1, "1.00");
  CHECK(given.reserve("w1-2", 1, Purpose::close).has<ExposureReserved>());  // exits pass
  CHECK(given.reserve("w4-1", 1).has<RiskRefused>());
  given.fill("w1-1", 1, "1.00");
  CHECK(given.reserve("w5-1", 1).has<ExposureReserved>());
}

TEST_CASE("a price far past the quote is a mistake", "[risk]") {
  const auto [side, bid, ask, worst, is_fine] =
      GENERATE(table<Side, std::string, std::string, std::string, bool>({
          {Side::buy, "0.70", "1.00", "1.50", true},
          {Side::buy, "0.70", "1.00", "1.51", false},
          {Side::sell, "0.70", "1.00", "0.35", true},
          {Side::sell, "0.70", "1.00", "0.34", false},
          {Side::buy, "0.01", "0.02", "0.07", true},  // so much is always fine
          {Side::buy, "0.01", "0.02", "0.08", false},
          {Side::buy, "0.70", "1.00", "0", false},
      }));
  Unlimited given;
  given.risk.instruments.add([] {
    auto stock = an_option(1);
    stock.asset_class = AssetClass::stock;
    stock.multiplier = units(1);
    return stock;
  }());
  given.risk.quote(bid, ask);
  auto entry = GivenRisk::asked("w1-1", 1);
  entry.side = side;
  entry.worst_price = price(worst);
  const auto asked = given.risk.when(entry);
  INFO(worst);
  CHECK(asked.has<ExposureReserved>() == is_fine);
  if (is_fine) return;
  CHECK(asked.only<RiskRefused>().reason == RefusalReason::absurd_price);
  CHECK(asked.only<RiskRefused>().asked == worst);
}

TEST_CASE("no quantity, and an instrument that is not defined, are refused", "[risk]") {
  Unlimited given;
  CHECK(given.reserve("w1-1", 0).only<RiskRefused>().reason == RefusalReason::absurd_quantity);
  CHECK(given.reserve("w1-1", -1).only<RiskRefused>().limit == "quantity");
  CHECK(given.reserve("w1-1", 1, Purpose::entry, 77).only<RiskRefused>().reason ==
        RefusalReason::unknown_instrument);
}

TEST_CASE("exposure past its warning is told once, and refuses nothing", "[risk]") {
  Unlimited given;
  given.limits().warn_exposure_percent = Percent::whole(75);
  given.hold("w1", 400);
  CHECK_FALSE(given.reserve("w2-1", 349).has<ExposureWarned>());
  const auto passed = given.reserve("w3-1", 1);
  CHECK(passed.has<ExposureReserved>());
  const auto warned = passed.only<ExposureWarned>();
  CHECK(warned.limit == Money::whole(75'000));
  CHECK(warned.exposure == Money::whole(75'000));
  CHECK(warned.percent == Percent::whole(75));
  CHECK(warned.order_id == "w3-1");
  CHECK_FALSE(given.reserve("w4-1", 1).has<ExposureWarned>());  // told already
  CHECK_FALSE(given.reserve("w1-2", 400, Purpose::close).has<ExposureWarned>());
  given.fill("w1-2", 400, "1.00", Purpose::close);
  given.release("w1-2");
  CHECK_FALSE(given.reserve("w5-1", 398).has<ExposureWarned>());
  CHECK(given.reserve("w6-1", 1).has<ExposureWarned>());  // again, after it was less
}

TEST_CASE("a budget names what every limit leaves", "[risk]") {
  GivenRisk given;
  given.settings.risk.profile = RiskProfile::moderate;
  given.hold("w1", 10);
  const auto budget = given.risk.when(AskBudget{"w2", {1}}).only_tell<TakeBudget>();
  CHECK(budget.refusal == RefusalReason::none);
  CHECK(budget.buying_power == Money::whole(99'000));
  CHECK(budget.equity == Money::whole(100'000));
  CHECK(budget.risk_per_trade == Money::whole(2'000));
  REQUIRE(budget.remaining.size() == 3);
  CHECK(budget.remaining[0].name == "max_position_percent");
  CHECK(budget.remaining[0].money == Money::whole(4'000));
  CHECK(budget.remaining[1].name == "max_per_symbol_percent");
  CHECK(budget.remaining[2].name == "max_exposure_percent");
}
