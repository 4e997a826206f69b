#include <catch2/catch.hpp>
#include <string>

#include "actors/domain/alert/parse_alert.hpp"

using namespace fillwright;

namespace {

const ParseRules rules{.is_free_text = false, .today = *make_date(2026, 11, 20)};

Reading read(const std::string& text) {
  INFO(text);
  const auto readings = parse_alert(text, rules);
  if (!readings) FAIL(readings.error().detail);
  REQUIRE(readings->size() == 1);
  return readings->front();
}
RefusalReason refusal(const std::string& text) {
  INFO(text);
  const auto readings = parse_alert(text, rules);
  REQUIRE(!readings);
  CHECK(!readings.error().detail.empty());
  return readings.error().reason;
}
Price price(const char* text) { return *parse<Price>(text); }

}  // namespace

TEST_CASE("the strict grammar reads verb, contract and price in any case", "[alert]") {
  struct Row {
    const char* text;
    CallAction action;
    Side side;
    const char* symbol;
    const char* strike;
    Right right;
    const char* expiry;
    const char* price;
  };
  const auto row = GENERATE(values<Row>({
      {"BTO TSLA 340c 12/04 @ 2.15", CallAction::open, Side::buy, "TSLA", "340", Right::call,
       "12/04", "2.15"},
      {"bto tsla 340C 12/04 2.15", CallAction::open, Side::buy, "TSLA", "340", Right::call, "12/04",
       "2.15"},
      {"Alert: STC TSLA 340 p 12/04/26 @.75", CallAction::close, Side::sell, "TSLA", "340",
       Right::put, "12/04/26", "0.75"},
      {"Lotto: BTO META 702.5c 0DTE @ 1.9", CallAction::open, Side::buy, "META", "702.5",
       Right::call, "0DTE", "1.9"},
      {"Super Lotto: BTO META 700c 2026-12-04 @ $1.9", CallAction::open, Side::buy, "META", "700",
       Right::call, "2026-12-04", "1.9"},
      {"STO NFLX 1100p 12/18/2026 @ 12.5", CallAction::open, Side::sell, "NFLX", "1100", Right::put,
       "12/18/2026", "12.5"},
      {"BTC NFLX 1100p 12/18 @ 6", CallAction::close, Side::buy, "NFLX", "1100", Right::put,
       "12/18", "6"},
      {"BUY $SPY 600c 12/18 @ 6", CallAction::open, Side::buy, "SPY", "600", Right::call, "12/18",
       "6"},
      {"SELL SPY 600c 12/18 @ 6", CallAction::close, Side::sell, "SPY", "600", Right::call, "12/18",
       "6"},
  }));
  const auto r = read(row.text);
  CHECK(r.action == row.action);
  CHECK(r.kind == AssetClass::option);
  CHECK(r.side == row.side);
  CHECK(r.symbol == row.symbol);
  CHECK(r.strike == price(row.strike));
  CHECK(r.right == row.right);
  CHECK(r.expiry == row.expiry);
  CHECK(r.price == price(row.price));
}

TEST_CASE("the strict grammar takes a quantity before and targets behind", "[alert]") {
  const auto r = read("BTO 10 AMD 150.5C 12/11 @ 0.96 PT: 125%TS30% SL: 75%");
  CHECK(r.quantity == Quantity::whole(10));
  CHECK(r.price == price("0.96"));
  CHECK(r.target_percent == Percent::whole(125));
  CHECK(r.target_trail_percent == Percent::whole(30));
  CHECK(r.stop_percent == Percent::whole(75));
  CHECK(!read("BTO AMD 150C 12/11").price);
  CHECK(read("STC AMD 150C 12/11 @ 2.2 half position").percent == Percent::whole(50));
  CHECK(read("STC AMD 150C 12/11 @ 2.2 half position").action == CallAction::trim);
  CHECK(read("Super Lotto: BTO AMD 150C 12/11").label == "super_lotto");
}

TEST_CASE("without free text everything beside the strict grammar is refused", "[alert]") {
  const auto [text, reason] = GENERATE(table<const char*, RefusalReason>({
      {"good morning", RefusalReason::talk},
      {"Bought SPY 600c 12/18 at 2", RefusalReason::talk},
      {"looks good, BTO SPY 600c 12/18 @ 2", RefusalReason::talk},
      {"BTO", RefusalReason::incomplete},
      {"BTO SPY 12/18 @ 2", RefusalReason::incomplete},
      {"BTO SPY 600c @ 2", RefusalReason::incomplete},
      {"BTO SPY 600 12/18 @ 2", RefusalReason::incomplete},
      {"BTO SOFI @ 14.2", RefusalReason::incomplete},
      {"BTO SPY 600c 2/30 @ 2", RefusalReason::impossible_date},
      {"BTO SPY 600c 13/01 @ 2", RefusalReason::impossible_date},
      {"BTO SPY 0c 12/18 @ 2", RefusalReason::absurd_price},
      {"BTO SPY 600c 12/18 @ 0", RefusalReason::absurd_price},
      {"BTO SPY 600c 12/18 @ 601", RefusalReason::absurd_price},
      {"BTO 0 SPY 600c 12/18 @ 2", RefusalReason::absurd_quantity},
      {"BTO 10001 SPY 600c 12/18 @ 2", RefusalReason::absurd_quantity},
      {"BTO SPY 600c 12/18 @ 2 if it holds", RefusalReason::ambiguous},
      {"BTO SPY 600c 12/18 @ 2 - cancel that", RefusalReason::ambiguous},
  }));
  CHECK(refusal(text) == reason);
}

TEST_CASE("a channel may fill a missing expiry of an opening call", "[alert]") {
  ParseRules filled{.is_free_text = true, .today = *make_date(2026, 11, 20)};
  CHECK(parse_alert("Bought SPY 600c at 2", filled)->front().expiry.empty());
  filled.is_index_zero_dte = true;
  CHECK(parse_alert("Bought SPY 600c at 2", filled)->front().expiry == "0DTE");
  CHECK(parse_alert("Bought AMD 150c at 2", filled)->front().expiry.empty());
  filled.is_weekly_default = true;
  CHECK(parse_alert("Bought AMD 150c at 2", filled)->front().expiry == "this week");
  CHECK(parse_alert("Bought AMD 150c 12/18 at 2", filled)->front().expiry == "12/18");
  CHECK(parse_alert("Closed AMD at 2", filled)->front().expiry.empty());
}
