#include "tests/domain/pricing/pricing_support.hpp"

using namespace fillwright;

namespace {

WalkTerms discovery(std::string_view alert_price) {
  auto terms = terms_of(policy("discovery"));
  terms.alert_price = price(alert_price);
  return terms;
}

// The reference and no other input decide the one price of the offset policy.
Price offset_price(Side side, std::string_view reference, const PricePolicy& wanted) {
  auto terms = terms_of(wanted, side, stock_ticks(), AssetClass::stock);
  terms.reference = price(reference);
  const auto walked = walk_still(terms, "200", "201", 0);
  REQUIRE(walked.prices.size() == 1);
  return walked.prices.front();
}

}  // namespace

TEST_CASE("discovery walks a tick per 20 s and leaves what is far from the market", "[walk]") {
  auto unlimited = policy("discovery");
  unlimited.caps = {{CapBase::far_side, {}}};
  auto terms = terms_of(unlimited);
  terms.alert_price = price(".75");
  CHECK(walk_still(terms, "0.70", "1.00").story ==
        Story{"0 0.75", "20 0.76", "40 0.77", "60 0.78", "80 finish leave_day"});
}

TEST_CASE("discovery stops at the called price plus its slippage", "[walk]") {
  CHECK(walk_still(discovery(".75"), "0.70", "1.00").story ==
        Story{"0 0.75", "20 0.76", "40 0.77", "60 0.78", "80 finish leave_day"});
  CHECK(walk_still(discovery(".41"), "0.35", "0.60").story ==
        Story{"0 0.41", "20 0.42", "40 0.43", "60 finish leave_day"});
}

TEST_CASE("discovery converts when a step leaves at most one tick", "[walk]") {
  CHECK(walk_still(discovery(".99"), "0.98", "1.00").story ==
        Story{"0 0.99", "20 convert 1", "21 finish leave_day"});
  CHECK(walk_still(discovery(".98"), "0.97", "1.00").story ==
        Story{"0 0.98", "20 convert 1", "21 finish leave_day"});
  CHECK(walk_still(discovery(".97"), "0.96", "1.00").story ==
        Story{"0 0.97", "20 0.98", "40 convert 1", "41 finish leave_day"});
}

TEST_CASE("a conversion says which price the walk had come to", "[walk]") {
  const auto terms = discovery(".98");
  WalkState state;
  const Seen first{quote_of("0.97", "1.00", 0), at_second(0)};
  state = after(state, std::get<SendPrice>(next_price(terms, state, first)), first);
  const auto decision = next_price(terms, state, {quote_of("0.97", "1.00", 20), at_second(20)});
  CHECK(decision ==
        WalkDecision{Convert{price("1.00"), false, PriceRule::converted_limit, price("0.99")}});
}

TEST_CASE("a conversion never passes the called price plus its slippage", "[walk]") {
  // 0.95 + 5 % = 0.9975: 0.99 may be sent, the far side at 1.00 may not be taken.
  CHECK(walk_still(discovery(".95"), "0.95", "1.00").story ==
        Story{"0 0.95", "20 0.96", "40 0.97", "60 0.98", "80 finish leave_day"});
  CHECK(walk_still(discovery(".95"), "0.95", "0.98").story ==
        Story{"0 0.95", "20 0.96", "40 convert 0.98", "41 finish leave_day"});
  auto capped = discovery(".98");
  capped.hard_cap = price(".99");
  CHECK(walk_still(capped, "0.97", "1.00").story ==
        Story{"0 0.98", "20 0.99", "40 finish leave_day"});
}

TEST_CASE("futures and stocks convert to a market order only where that is allowed", "[walk]") {
  const auto& product = *find_future("MNQ");
  auto terms = terms_of(policy("discovery"), Side::buy, product.ticks, AssetClass::future);
  terms.alert_price = price("20000");
  CHECK(walk_still(terms, "20000", "20000.5", 20).story == Story{"0 20000", "20 convert 20000.5"});
  terms.is_market_allowed = true;
  CHECK(walk_still(terms, "20000", "20000.5", 20).story == Story{"0 20000", "20 market 20000.5"});
  terms.asset_class = AssetClass::option;
  CHECK(walk_still(terms, "20000", "20000.5", 20).story == Story{"0 20000", "20 convert 20000.5"});
}

TEST_CASE("discovery starts at the mid when no price was called or it is lower", "[walk]") {
  CHECK(walk_still(terms_of(policy("discovery")), "1.00", "1.20", 0).story == Story{"0 1.1"});
  CHECK(walk_still(discovery("1.15"), "1.00", "1.20", 0).story == Story{"0 1.1"});
  CHECK(walk_still(discovery("1.05"), "1.00", "1.20", 0).story == Story{"0 1.05"});
}

TEST_CASE("a sell mirrors a buy", "[walk]") {
  auto terms = terms_of(policy("discovery"), Side::sell);
  terms.alert_price = price("1.01");
  CHECK(walk_still(terms, "1.00", "1.02").story ==
        Story{"0 1.01", "20 convert 1", "21 finish leave_day"});
  terms.alert_price = price("1.02");  // the higher of mid and called price
  CHECK(walk_still(terms, "0.90", "1.04").story ==
        Story{"0 1.02", "20 1.01", "40 1", "60 0.99", "80 finish leave_day"});
}

TEST_CASE("the better end of a called range comes first and the other is the cap", "[walk]") {
  auto terms = discovery("4.20");
  terms.hard_cap = price("4.22");
  CHECK(walk_still(terms, "4.10", "4.50").story ==
        Story{"0 4.2", "20 4.21", "40 4.22", "60 finish leave_day"});
}

TEST_CASE("smart policies walk from below the mid to above it and cancel", "[walk]") {
  const auto directional = walk_still(terms_of(policy("smart_directional")), "1.90", "2.10", 4300);
  CHECK(directional.story == Story{"0 1.97", "600 1.98", "1200 1.99", "1800 2", "2400 2.01",
                                   "3000 2.02", "3600 2.03", "4200 finish cancel"});
  const auto neutral = walk_still(terms_of(policy("smart_neutral")), "1.90", "2.10", 4300);
  CHECK(neutral.story ==
        Story{"0 1.99", "600 2", "1200 2.01", "1800 2.02", "2400 2.03", "3000 finish cancel"});
  const auto sell = walk_still(terms_of(policy("smart_neutral"), Side::sell), "1.90", "2.10", 700);
  CHECK(sell.story == Story{"0 2.01", "600 2"});
}

TEST_CASE("the offset policy rounds a buy up and leaves it", "[walk]") {
  CHECK(offset_price(Side::buy, "250.30", policy("offset")) == price("249.93"));
  CHECK(offset_price(Side::sell, "250.00", policy("offset")) == price("250.25"));
  auto absolute = policy("offset");
  absolute.sell_start_offset = {OffsetUnit::money, price("-0.08")};
  CHECK(offset_price(Side::sell, "252.10", absolute) == price("252.18"));
}

TEST_CASE("the offset policy's guard keeps it within half a percent", "[walk]") {
  auto eager = policy("offset");
  eager.start_offset = {OffsetUnit::percent, price("2")};
  CHECK(offset_price(Side::buy, "100", eager) == price("100.5"));
  const auto decision = next_price(terms_of(eager), {}, {quote_of("99", "101", 0), at_second(0)});
  CHECK(finish_reason(decision) == FinishReason::price_missing);
}

TEST_CASE("patient, normal and fast go by thirds from the mid to the far side", "[walk]") {
  CHECK(walk_still(terms_of(policy("fast")), "0.90", "1.20").story ==
        Story{"0 1.05", "15 1.1", "30 1.15", "45 1.2", "60 finish cancel"});
  CHECK(walk_still(terms_of(policy("normal")), "0.90", "1.10", 300).story ==
        Story{"0 1", "60 1.03", "120 1.06", "180 1.1", "240 finish cancel"});
  CHECK(walk_still(terms_of(policy("patient"), Side::sell), "0.90", "1.10", 500).story ==
        Story{"0 1", "120 0.97", "240 0.94", "360 0.9", "480 finish cancel"});
}

TEST_CASE("a step of less than a tick is skipped and uses up its pace", "[walk]") {
  CHECK(walk_still(terms_of(policy("fast")), "1.00", "1.04").story ==
        Story{"0 1.02", "30 1.03", "45 1.04", "60 finish cancel"});
  const auto terms = terms_of(policy("fast"));
  WalkState state;
  const Seen first{quote_of("1.00", "1.04", 0), at_second(0)};
  state = after(state, std::get<SendPrice>(next_price(terms, state, first)), first);
  const auto skipped = next_price(terms, state, {quote_of("1.00", "1.04", 15), at_second(15)});
  CHECK(skipped == WalkDecision{Hold{HoldReason::below_tick, at_second(30)}});
}

TEST_CASE("ladder takes the far side, then one larger step", "[walk]") {
  CHECK(walk_still(terms_of(policy("ladder")), "1.00", "1.20").story ==
        Story{"0 1.2", "20 1.26", "40 finish cancel"});
  CHECK(walk_still(terms_of(policy("ladder")), "0.30", "0.40").story ==
        Story{"0 0.4", "20 0.43", "40 finish cancel"});
  CHECK(walk_still(terms_of(policy("ladder"), Side::sell), "0.30", "0.40").story ==
        Story{"0 0.3", "20 0.27", "40 finish cancel"});
}

TEST_CASE("market is one order, for futures and stocks, where allowed", "[walk]") {
  auto terms = terms_of(policy("market"), Side::buy, stock_ticks(), AssetClass::stock);
  const Seen seen{quote_of("10.00", "10.02", 0), at_second(0)};
  CHECK(finish_reason(next_price(terms, {}, seen)) == FinishReason::market_not_allowed);
  terms.is_market_allowed = true;
  CHECK(walk_still(terms, "10.00", "10.02").story == Story{"0 market 10.02", "1 finish leave_day"});
  terms.asset_class = AssetClass::option;
  CHECK(finish_reason(next_price(terms, {}, seen)) == FinishReason::market_not_allowed);
}

TEST_CASE("a quote that cannot be trusted is waited out", "[walk]") {
  const auto terms = discovery("1.05");
  const auto reason = [&](std::optional<Quote> quote, const WalkState& state = {}) {
    return hold_reason(next_price(terms, state, {quote, at_second(100)}));
  };
  auto one_sided = quote_of("1.00", "1.10", 100);
  one_sided.bid_size = {};
  CHECK(reason(std::nullopt) == HoldReason::quote_missing);
  CHECK(reason(one_sided) == HoldReason::quote_missing);
  CHECK(reason(quote_of("0", "1.10", 100)) == HoldReason::quote_missing);
  CHECK(reason(quote_of("1.11", "1.10", 100)) == HoldReason::quote_crossed);
  CHECK(reason(quote_of("1.00", "1.10", 39)) == HoldReason::quote_stale);
  CHECK(reason(quote_of("1.00", "1.10", 106)) == HoldReason::quote_ahead);
  CHECK(std::holds_alternative<SendPrice>(
      next_price(terms, {}, {quote_of("1.00", "1.10", 105), at_second(100)})));

  WalkState walking;
  const Seen first{quote_of("1.00", "1.10", 50), at_second(50)};
  walking = after(walking, std::get<SendPrice>(next_price(terms, walking, first)), first);
  CHECK(reason(quote_of("0.90", "1.21", 100), walking) == HoldReason::quote_wide);
  CHECK(std::holds_alternative<SendPrice>(
      next_price(terms, walking, {quote_of("0.90", "1.20", 100), at_second(100)})));

  auto narrow_only = policy("discovery");
  narrow_only.guard.widest_percent = Percent::whole(5);
  const Seen wide{quote_of("1.00", "1.10", 0), at_second(0)};
  CHECK(hold_reason(next_price(terms_of(narrow_only), {}, wide)) == HoldReason::quote_wide);
}

TEST_CASE("the time limit ends a walk whose quote never comes", "[walk]") {
  const auto nothing = [](std::int64_t) { return std::optional<Quote>{}; };
  CHECK(walk(discovery("1"), nothing).story == Story{"90 finish cancel"});
  const auto lost = [](std::int64_t second) {
    return second < 10 ? std::optional(quote_of("1.00", "1.20", second)) : std::nullopt;
  };
  CHECK(walk(discovery("1.05"), lost).story == Story{"0 1.05", "90 finish leave_day"});
}

TEST_CASE("a lost quote delays the walk and no step is made up for", "[walk]") {
  const auto gap = [](std::int64_t second) {
    return second > 10 && second < 50 ? std::nullopt
                                      : std::optional(quote_of("1.00", "1.40", second));
  };
  CHECK(walk(discovery("1.05"), gap).story ==
        Story{"0 1.05", "50 1.06", "70 1.07", "90 finish leave_day"});
}

TEST_CASE("prices never walk back when the market moves away", "[walk]") {
  const auto falling = [](std::int64_t second) {
    return second < 20 ? quote_of("1.00", "1.30", second) : quote_of("0.80", "1.10", second);
  };
  CHECK(walk(terms_of(policy("fast")), falling).story ==
        Story{"0 1.15", "15 1.2", "60 finish cancel"});
}

TEST_CASE("the far side as it is now is the cap", "[walk]") {
  // The ask falls to one tick above the price: the step stops there, and converts nothing.
  auto terms = terms_of(policy("smart_directional"));
  auto by_the_far_side = policy("smart_directional");
  by_the_far_side.caps = {{CapBase::far_side, {}}};
  by_the_far_side.step_size = 5;
  terms.policy = &by_the_far_side;
  const auto closing = [](std::int64_t second) {
    return second < 600 ? quote_of("1.90", "2.10", second) : quote_of("1.90", "1.98", second);
  };
  const auto walked = walk(terms, closing, 1300);
  CHECK(walked.story == Story{"0 1.97", "600 1.98"});
}

TEST_CASE("steps of parts follow a market that moves toward the far side", "[walk]") {
  const auto rising = [](std::int64_t second) {
    return second < 15 ? quote_of("1.00", "1.30", second) : quote_of("1.30", "1.60", second);
  };
  CHECK(walk(terms_of(policy("fast")), rising).story ==
        Story{"0 1.15", "15 1.5", "30 1.55", "45 1.6", "60 finish cancel"});
}

TEST_CASE("a spread's debit never becomes a credit, nor a credit a debit", "[walk]") {
  auto smart = policy("smart_directional");
  const auto& ticks = complex_ticks("SPY");
  SECTION("a small debit is bought for at least a tick") {
    const auto terms = terms_of(smart, Side::buy, ticks, AssetClass::spread);
    CHECK(walk_still(terms, "0.01", "0.03", 700).story == Story{"0 0.01", "600 0.02"});
  }
  SECTION("a credit is never given away whole") {
    const auto terms = terms_of(smart, Side::buy, ticks, AssetClass::spread);
    CHECK(walk_still(terms, "-0.04", "-0.01", 5000).story ==
          Story{"0 -0.06", "600 -0.05", "1200 -0.04", "1800 -0.03", "2400 -0.02", "3000 -0.01",
                "4200 finish cancel"});
  }
  SECTION("a sold debit spread stays above zero") {
    const auto terms = terms_of(smart, Side::sell, ticks, AssetClass::spread);
    CHECK(walk_still(terms, "0.01", "0.03", 5000).story ==
          Story{"0 0.05", "600 0.04", "1200 0.03", "1800 0.02", "2400 0.01", "4200 finish cancel"});
  }
  SECTION("a spread at even is waited out") {
    const auto terms = terms_of(smart, Side::buy, ticks, AssetClass::spread);
    CHECK(hold_reason(next_price(terms, {}, {quote_of("-0.05", "0.05", 0), at_second(0)})) ==
          HoldReason::sign_unclear);
  }
}

TEST_CASE("a walk crosses the breakpoint on the grid of each side", "[walk]") {
  auto terms = terms_of(policy("discovery"), Side::buy, option_ticks("AAPL"));
  terms.alert_price = price("2.98");
  CHECK(walk_still(terms, "2.90", "3.20").story ==
        Story{"0 2.98", "20 2.99", "40 3", "60 3.05", "80 finish leave_day"});
}

TEST_CASE("an end of a marketable limit respects the fixed caps", "[walk]") {
  auto pushing = policy("fast");
  pushing.start = PriceStart::near_side;
  pushing.step = PriceStep::ticks;
  pushing.step_size = 1;
  pushing.max_prices = 2;
  pushing.end = EndAction::marketable_limit;
  auto terms = terms_of(pushing);
  CHECK(walk_still(terms, "1.00", "1.10").story ==
        Story{"0 1", "15 1.01", "30 convert 1.1", "31 finish leave_day"});
  terms.hard_cap = price("1.05");
  CHECK(walk_still(terms, "1.00", "1.10").story == Story{"0 1", "15 1.01", "30 finish cancel"});
}

TEST_CASE("a walk paced by quotes steps on newer ones only", "[walk]") {
  auto by_quote = policy("discovery");
  by_quote.pace_kind = PricePace::quote_change;
  by_quote.pace = seconds(2);
  const auto sparse = [](std::int64_t second) {
    return quote_of("1.00", "1.40", second - second % 30);
  };
  CHECK(walk(terms_of(by_quote), sparse).story ==
        Story{"0 1.2", "30 1.21", "60 1.22", "90 finish leave_day"});
}

TEST_CASE("terms that allow no price are refused with their reason", "[walk]") {
  const Seen seen{quote_of("1.00", "1.10", 0), at_second(0)};
  auto terms = discovery("1.05");
  SECTION("a called price of zero") {
    terms.alert_price = price("0");
    CHECK(finish_reason(next_price(terms, {}, seen)) == FinishReason::price_invalid);
  }
  SECTION("a cap below the first tick") {
    terms.hard_cap = price("0.005");
    CHECK(finish_reason(next_price(terms, {}, seen)) == FinishReason::price_invalid);
  }
  SECTION("no ticks") {
    const TickTable none;
    terms.ticks = &none;
    CHECK(finish_reason(next_price(terms, {}, seen)) == FinishReason::ticks_invalid);
  }
  SECTION("a policy with a mistake") {
    auto wrong = policy("discovery");
    wrong.step_size = 0;
    terms.policy = &wrong;
    CHECK(finish_reason(next_price(terms, {}, seen)) == FinishReason::policy_invalid);
  }
}

TEST_CASE("the tightest cap is the least of those that apply", "[walk]") {
  const auto quote = quote_of("1.00", "1.20", 0);
  auto terms = discovery("1.05");
  CHECK(tightest_cap(terms, {}, quote) == price("1.1025"));
  terms.alert_price.reset();
  CHECK(tightest_cap(terms, {}, quote) == price("1.20"));
  terms.hard_cap = price("1.07");
  CHECK(tightest_cap(terms, {}, quote) == price("1.07"));
}
