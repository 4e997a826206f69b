// From what a call says to the contract that it means.
#include "actors/domain/alert/resolve_call.hpp"

#include <catch2/catch.hpp>

#include "actors/domain/calendar/us_calendar.hpp"

using namespace fillwright;

namespace {

// In New York, New Year's hours: 5 h behind.
const MarketCalendar calendar = make_us_calendar({{Timestamp{}, seconds(-5 * 3'600)}}, {}, "none");
constexpr auto noon = seconds(17 * 3'600);

Timestamp at_noon(std::string_view date) {
  return Timestamp{parse_date(date)->days * seconds(86'400).ns} + noon;
}

Reading option(std::string symbol, std::string_view strike, Right right, std::string expiry) {
  Reading reading;
  reading.action = CallAction::open;
  reading.kind = AssetClass::option;
  reading.symbol = std::move(symbol);
  reading.strike = parse<Price>(strike);
  reading.right = right;
  reading.expiry = std::move(expiry);
  return reading;
}

Reading plain(AssetClass kind, std::string symbol) {
  Reading reading;
  reading.action = CallAction::open;
  reading.kind = kind;
  reading.symbol = std::move(symbol);
  return reading;
}

auto resolve(const Reading& reading, std::string_view date = "2026-11-18",
             DefaultExpiry rule = DefaultExpiry::none) {
  ChannelRule channel;
  channel.default_expiry = rule;
  return resolve_call(reading, channel, AlertSettings{}, calendar, at_noon(date));
}

RefusalReason refusal(const Reading& reading) {
  const auto call = resolve(reading);
  REQUIRE_FALSE(call);
  CHECK_FALSE(call.error().detail.empty());
  return call.error().reason;
}

}  // namespace

TEST_CASE("an option's symbol follows from root, expiry, right and strike", "[resolve]") {
  const auto [symbol, strike, right, expiry, found] =
      GENERATE(table<std::string, std::string, Right, std::string, std::string>({
          {"SPY", "680", Right::call, "12/18", "SPY   261218C00680000"},
          {"TSLA", "282.5", Right::put, "2026-12-04", "TSLA  261204P00282500"},
          {"SPX", "6900", Right::call, "0DTE", "SPXW  261118C06900000"},
          {"NDX", "25000", Right::put, "Friday", "NDXP  261120P25000000"},
          {"SPY", "680", Right::call, "1/15", "SPY   270115C00680000"},  // the next such day
      }));
  const auto call = resolve(option(symbol, strike, right, expiry));
  REQUIRE(call);
  CHECK(call->instrument.symbol == found);
  CHECK(call->instrument.underlying == symbol);
  CHECK(call->instrument.multiplier == Quantity::whole(100));
  CHECK(call->completed_by.empty());
  CHECK(call->legs.empty());
}

TEST_CASE("a missing expiry is filled by the channel's rule, or the call refused", "[resolve]") {
  const auto [rule, symbol, date, expiry] =
      GENERATE(table<DefaultExpiry, std::string, std::string, std::string>({
          {DefaultExpiry::none, "SPY", "2026-11-18", ""},
          {DefaultExpiry::same_day, "SPY", "2026-11-18", "2026-11-18"},
          {DefaultExpiry::same_day, "TSLA", "2026-11-18", ""},
          {DefaultExpiry::friday, "SPY", "2026-11-18", "2026-11-20"},
          {DefaultExpiry::friday, "TSLA", "2026-11-20", "2026-11-20"},
          {DefaultExpiry::friday, "TSLA", "2026-03-30", "2026-04-02"},  // before Good Friday
          {DefaultExpiry::same_day_or_friday, "QQQ", "2026-11-18", "2026-11-18"},
          {DefaultExpiry::same_day_or_friday, "IWM", "2026-11-18", "2026-11-18"},
          {DefaultExpiry::same_day_or_friday, "TSLA", "2026-11-18", "2026-11-20"},
      }));
  INFO(symbol << " on " << date);
  const auto call = resolve(option(symbol, "300", Right::call, ""), date, rule);
  if (expiry.empty()) {
    REQUIRE_FALSE(call);
    CHECK(call.error().reason == RefusalReason::incomplete);
    return;
  }
  REQUIRE(call);
  CHECK(to_text(call->instrument.expiry) == expiry);
  CHECK(call->completed_by == "channel_rule");
  CHECK_FALSE(call->reading.expiry.empty());  // what was filled in is recorded
}

TEST_CASE("an expiry that was called is never moved to another day", "[resolve]") {
  // Good Friday: no option expires on it; the broker says so, and nothing else is bought.
  const auto call =
      resolve(option("TSLA", "300", Right::call, "4/3"), "2026-03-30", DefaultExpiry::friday);
  REQUIRE(call);
  CHECK(to_text(call->instrument.expiry) == "2026-04-03");
}

TEST_CASE("what leaves the contract open is refused", "[resolve]") {
  auto without_strike = option("SPY", "680", Right::call, "12/18");
  without_strike.strike.reset();
  CHECK(refusal(without_strike) == RefusalReason::incomplete);
  CHECK(refusal(option("SPY", "680", Right::none, "12/18")) == RefusalReason::incomplete);
  CHECK(refusal(option("", "680", Right::call, "12/18")) == RefusalReason::incomplete);
  CHECK(refusal(option("SPY", "0", Right::call, "12/18")) == RefusalReason::absurd_price);
  CHECK(refusal(option("SPY", "680.0001", Right::call, "12/18")) == RefusalReason::absurd_price);
  CHECK(refusal(option("SPY", "680", Right::call, "2/30")) == RefusalReason::impossible_date);
  CHECK(refusal(option("SPY", "680", Right::call, "11/17/26")) == RefusalReason::expired);
  CHECK(refusal(plain(AssetClass::none, "SPY")) == RefusalReason::incomplete);
  CHECK(refusal(plain(AssetClass::future, "ZZZ")) == RefusalReason::unknown_instrument);
  CHECK(refusal(plain(AssetClass::spread, "SPY")) == RefusalReason::incomplete);
}

TEST_CASE("a stock is itself, a future its front month", "[resolve]") {
  const auto stock = resolve(plain(AssetClass::stock, "SOFI"));
  REQUIRE(stock);
  CHECK(stock->instrument.symbol == "SOFI");
  CHECK(stock->instrument.multiplier == Quantity::whole(1));
  const auto future = resolve(plain(AssetClass::future, "NQ"));
  REQUIRE(future);
  CHECK(future->instrument.symbol == "NQZ26");
  CHECK(future->instrument.multiplier == Quantity::whole(20));
  // Within 7 days of its expiry the next one.
  CHECK(resolve(plain(AssetClass::future, "NQ"), "2026-12-14")->instrument.symbol == "NQH27");
}

TEST_CASE("a spread has its legs, in their order, without numbers", "[resolve]") {
  auto reading = plain(AssetClass::spread, "SPY");
  reading.expiry = "12/18";
  reading.legs = {{Side::sell, 1, Price::whole(650), Right::put},
                  {Side::buy, 2, Price::whole(640), Right::put}};
  const auto call = resolve(reading);
  REQUIRE(call);
  REQUIRE(call->legs.size() == 2);
  CHECK(call->legs[0].symbol == "SPY   261218P00650000");
  CHECK(call->legs[1].symbol == "SPY   261218P00640000");
  CHECK(call->instrument.asset_class == AssetClass::spread);
  REQUIRE(call->instrument.legs.size() == 2);
  CHECK(call->instrument.legs[0].side == Side::sell);
  CHECK(call->instrument.legs[1].ratio == 2);
  reading.legs[1].strike = Price{1};
  CHECK(refusal(reading) == RefusalReason::absurd_price);
}
