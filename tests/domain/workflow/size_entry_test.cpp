// How many to buy: each sizer, each word of a call about size, each limit.
#include "actors/domain/workflow/size_entry.hpp"

#include "actors/domain/pricing/products.hpp"
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// A call of an option at 2.00, worst 2.10, with 10,000 to spend and no limits beside.
struct GivenSize {
  InstrumentDefined instrument = an_option(1);
  SizeRequest request;
  SizeSettings size;
  TakeBudget budget{Money::whole(10'000), Money::whole(20'000), {}, {}, ""};

  GivenSize() {
    request.price = price("2.00");
    request.worst_price = price("2.10");
    size.max_per_trade = {};
  }
  tl::expected<SizeChosen, SizeRefusal> operator()() {
    request.instrument = &instrument;
    return size_entry(request, size, budget);
  }
  std::int64_t units() {
    const auto chosen = (*this)();
    if (!chosen) {
      CHECK(!chosen.error().detail.empty());
      return 0;
    }
    CHECK(chosen->quantity.units % Quantity::one == 0);
    CHECK_FALSE(chosen->limited_by.empty());
    return chosen->quantity.units / Quantity::one;
  }
};

}  // namespace

TEST_CASE("the quantity is the money divided by what one costs, rounded down", "[size]") {
  const auto [buying_power, at, expected] = GENERATE(table<std::int64_t, std::string, int>({
      {10'000, "2.00", 5},      // 1,000 / 200
      {10'000, "1.99", 5},      // 5.02
      {10'000, "2.01", 4},      // 4.98
      {9'999, "2.00", 4},       // 999.90 / 200
      {10'000, "10.00", 1},     // exactly one
      {10'000, "0.01", 1'000},  // one cent
  }));
  GivenSize given;
  given.budget.buying_power = Money::whole(buying_power);
  given.request.price = given.request.worst_price = price(at);
  CHECK(given.units() == expected);
}

TEST_CASE("what the sizer saw is recorded", "[size]") {
  GivenSize given;
  const auto chosen = given();
  REQUIRE(chosen);
  CHECK(chosen->sizer == "percent_of_buying_power");
  CHECK(chosen->buying_power == Money::whole(10'000));
  CHECK(chosen->percent == Percent::whole(10));
  CHECK(chosen->budget == Money::whole(1'000));
  CHECK(chosen->price == price("2.00"));
  CHECK(chosen->multiplier == Quantity::whole(100));
  CHECK(chosen->limited_by == "percent of buying power");
}

TEST_CASE("lotto, super lotto and small calls take less", "[size]") {
  const auto [label, word, percent, expected] =
      GENERATE(table<std::string, std::string, std::string, int>({
          {"", "", "", 10},
          {"alert", "", "", 10},
          {"lotto", "", "", 5},
          {"super_lotto", "", "", 5},
          {"", "half", "", 5},
          {"", "Small", "", 5},
          {"", "1/2", "", 5},
          {"", "starter", "", 5},
          {"", "full", "", 10},
          {"", "Medium", "", 10},
          {"lotto", "small", "", 2},
          {"", "", "2", 2},
          {"", "", "20", 10},  // it only ever lowers
          {"lotto", "", "2", 2},
          {"", "half", "2", 1},
      }));
  GivenSize given;
  given.request.price = given.request.worst_price = price("1.00");
  given.request.reading.label = label;
  given.request.reading.size = word;
  given.request.reading.size_percent = parse<Percent>(percent);
  CHECK(given.units() == expected);
}

TEST_CASE("one is bought although the percentage would not pay for it, if it fits", "[size]") {
  GivenSize given;
  given.request.price = price("11.00");
  given.request.worst_price = price("11.55");
  SECTION("it fits") { CHECK(given()->limited_by == "at least one"); }
  SECTION("buying power ends") {
    given.request.price = price("99.00");
    given.request.worst_price = price("100.00");
    CHECK(given.units() == 1);
    given.request.worst_price = price("100.01");
    CHECK(given().error().reason == RefusalReason::insufficient_buying_power);
  }
  SECTION("a limit") {
    given.budget.remaining = {{"max_per_symbol", parse<Money>("1155").value()}};
    CHECK(given.units() == 1);
    given.budget.remaining = {{"max_per_symbol", parse<Money>("1154.99").value()}};
    const auto refused = given();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().reason == RefusalReason::risk_limit);
    CHECK(refused.error().detail.find("max_per_symbol") != std::string::npos);
  }
  SECTION("no money at all") {
    given.budget.buying_power = {};
    CHECK(given().error().reason == RefusalReason::insufficient_buying_power);
  }
  SECTION("less than none") {
    given.budget.buying_power = Money::whole(-5);
    CHECK(given().error().reason == RefusalReason::insufficient_buying_power);
  }
}

TEST_CASE("of all limits the smallest counts, each held against the worst price", "[size]") {
  GivenSize given;  // five by the percentage
  SECTION("maximum per trade") {
    given.size.max_per_trade = Money::whole(840);
    CHECK(given.units() == 4);
    given.size.max_per_trade = parse<Money>("839.99").value();
    CHECK(given.units() == 3);
    CHECK(given()->limited_by == "maximum per trade");
  }
  SECTION("what risk has left") {
    given.budget.remaining = {{"a", Money::whole(840)}, {"b", Money::whole(630)}};
    CHECK(given.units() == 3);
    CHECK(given()->limited_by == "b");
    given.budget.remaining.push_back({"c", {}});
    CHECK(given.units() == 0);
  }
  SECTION("buying power") {
    given.size.percent = Percent::whole(100);
    CHECK(given.units() == 47);  // 10,000 / 210
    CHECK(given()->limited_by == "buying power");
  }
}

TEST_CASE("fixed contracts are as many as configured, within the limits", "[size]") {
  GivenSize given;
  given.size.sizer = Sizer::fixed_contracts;
  given.size.contracts = Quantity::whole(3);
  CHECK(given.units() == 3);
  CHECK(given()->sizer == "fixed_contracts");
  given.size.contracts = Quantity::whole(50);
  CHECK(given.units() == 47);
  given.size.contracts = Quantity::whole(3);
  given.request.reading.size_percent = Percent::whole(4);  // 400 of 10,000: "N% size" lowers it
  CHECK(given.units() == 2);
  CHECK(given()->limited_by == "called size");
  given.request.reading.size_percent = Percent::whole(1);  // one still fits
  CHECK(given.units() == 1);
}

TEST_CASE("fixed risk is a share of equity over the distance to the stop", "[size]") {
  const auto [stop, expected] = GENERATE(table<std::string, int>({
      {"1.50", 4},  // 200 / (0.50 × 100)
      {"1.51", 4},
      {"1.49", 3},
      {"1.00", 2},
      {"0.01", 1},
      {"2.50", 4},  // of a short: the distance is what counts
  }));
  GivenSize given;
  given.size.sizer = Sizer::fixed_risk;
  given.size.risk_percent = Percent::whole(1);
  given.request.stop = price(stop);
  CHECK(given.units() == expected);
  CHECK(given()->budget == Money::whole(200));
}

TEST_CASE("fixed risk without a stop, or with one at the entry, is refused", "[size]") {
  GivenSize given;
  given.size.sizer = Sizer::fixed_risk;
  CHECK(given().error().reason == RefusalReason::incomplete);
  given.request.stop = price("2.00");
  CHECK(given().error().reason == RefusalReason::incomplete);
  given.request.stop = price("1.00");
  given.budget.equity = Money::whole(9'999);  // 99.99 at risk at most, 100 a contract
  CHECK(given().error().reason == RefusalReason::risk_limit);
}

TEST_CASE("a called quantity is ignored, lowers, or is followed", "[size]") {
  const auto [rule, called, expected] = GENERATE(table<CalledQuantity, int, int>({
      {CalledQuantity::ignore, 2, 5},
      {CalledQuantity::lower, 2, 2},
      {CalledQuantity::lower, 9, 5},
      {CalledQuantity::follow, 9, 9},
      {CalledQuantity::follow, 99, 47},
  }));
  GivenSize given;
  given.size.called_quantity = rule;
  given.request.reading.quantity = Quantity::whole(called);
  CHECK(given.units() == expected);
}

TEST_CASE("a followed quantity still obeys a called share of the account", "[size]") {
  GivenSize given;
  given.size.called_quantity = CalledQuantity::follow;
  given.request.reading.quantity = Quantity::whole(9);
  given.request.reading.size_percent = Percent::whole(4);
  CHECK(given.units() == 2);
}

TEST_CASE("what one costs depends on what it is", "[size]") {
  struct Case {
    std::string what;
    AssetClass asset_class;
    Side side;
    std::string at;
    std::string width;
    int expected;  // of 1,000
  };
  const auto& each = GENERATE(values<Case>({
      {"a stock", AssetClass::stock, Side::buy, "9.99", "0", 100},
      {"a stock sold short, at 150 %", AssetClass::stock, Side::sell, "10.00", "0", 66},
      {"an option sold, at its strike of 600: not even one", AssetClass::option, Side::sell, "2.00",
       "0", 0},
      {"a debit spread, at its price", AssetClass::spread, Side::buy, "2.50", "10", 4},
      {"a credit spread, at width less credit", AssetClass::spread, Side::buy, "-2.50", "5", 4},
      {"a credit spread without a width", AssetClass::spread, Side::buy, "-2.50", "0", 0},
      {"a credit above the width", AssetClass::spread, Side::buy, "-5.50", "5", 0},
      {"a future, at a tenth of its value", AssetClass::future, Side::buy, "10.00", "0", 10},
      {"and sold", AssetClass::future, Side::sell, "10.00", "0", 10},
      {"a price of zero", AssetClass::option, Side::buy, "0", "0", 0},
  }));
  INFO(each.what);
  GivenSize given;
  given.instrument.asset_class = each.asset_class;
  if (each.asset_class == AssetClass::stock) given.instrument.multiplier = Quantity::whole(1);
  given.request.side = each.side;
  given.request.price = given.request.worst_price = price(each.at);
  given.request.spread_width = price(each.width);
  CHECK(given.units() == each.expected);
}

TEST_CASE("a size is never more than ten thousand units", "[size]") {
  GivenSize given;
  given.budget.buying_power = Money::whole(1'000'000'000);
  given.request.price = given.request.worst_price = price("0.01");
  CHECK(given.units() == 10'000);
}

TEST_CASE("the risk of a trade up to its stop is limited by a share of equity", "[size]") {
  GivenSize given;  // five by the percentage, worst price 2.10
  given.budget.risk_per_trade = Money::whole(240);
  SECTION("up to the stop") {
    given.request.stop = price("1.50");  // 60 a contract
    CHECK(given.units() == 4);
    given.budget.risk_per_trade = parse<Money>("239.99").value();
    CHECK(given.units() == 3);
    CHECK(given()->limited_by == "risk_per_trade_percent");
  }
  SECTION("without a stop all of it is at risk") {
    CHECK(given.units() == 1);
    given.budget.risk_per_trade = parse<Money>("209.99").value();
    const auto refused = given();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().reason == RefusalReason::risk_limit);
    CHECK(refused.error().detail.find("risk_per_trade_percent") != std::string::npos);
  }
  SECTION("no limit") {
    given.budget.risk_per_trade.reset();
    CHECK(given.units() == 5);
  }
}
