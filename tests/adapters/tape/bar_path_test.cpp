// Paths that are made up within bars: never outside them, touching all of their corners, the same
// from the same seed.
#include "adapters/tape/bar_path.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "adapters/market/tape_line.hpp"

using namespace fillwright;

namespace {

constexpr std::int64_t cent = Price::one / 100;
const TickTable cents = {{{}, {cent}}};
const TickTable nickels = {{{}, {5 * cent}}};
constexpr Timestamp start{1'700'000'040'000'000'000};

Price price(std::int64_t in_cents) { return {in_cents * cent}; }

BarSide side(std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close) {
  return {price(open), price(high), price(low), price(close), Quantity::whole(5)};
}

std::vector<Quote> path_of(const QuoteBar& bar, std::uint64_t seed = 1) {
  std::vector<Quote> quotes;
  invent_path(bar, {nickels, cents}, seed, quotes);
  return quotes;
}

// Both sides of a bar whose corners are not crossed: the ask is the bid and a spread, corner by
// corner, and its extremes may lie further out.
rc::Gen<QuoteBar> any_bar() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange<std::int64_t>(2, 5'000),
                     rc::gen::inRange<std::int64_t>(0, 40), rc::gen::inRange<std::int64_t>(0, 40),
                     rc::gen::inRange<std::int64_t>(0, 80), rc::gen::inRange<std::int64_t>(1, 30),
                     rc::gen::inRange<std::int64_t>(1, 30), rc::gen::inRange<std::int64_t>(0, 10)),
      [](const auto& drawn) {
        const auto& [open, up, down, to, spread, end_spread, beyond] = drawn;
        const auto low = std::max<std::int64_t>(open - down, 1);
        const auto high = open + up;
        const auto close = low + to % (high - low + 1);
        const auto bid = side(open, high, low, close);
        const auto ask_open = open + spread;
        const auto ask_close = close + end_spread;
        const auto ask =
            side(ask_open, std::max({ask_open, ask_close, high + 1}) + beyond,
                 std::max(std::min({ask_open, ask_close}) - beyond, low + 1), ask_close);
        return QuoteBar{start, bid, ask};
      });
}

bool touches(const std::vector<Quote>& quotes, Price bid, Price Quote::*which) {
  return std::any_of(quotes.begin(), quotes.end(),
                     [&](const Quote& quote) { return quote.*which == bid; });
}

}  // namespace

TEST_CASE("a path stays in its bar, touches its corners, and never crosses", "[tape]") {
  CHECK(rc::check([] {
    const auto bar = *any_bar();
    RC_PRE(is_possible(bar.ask));
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto quotes = path_of(bar, seed);
    RC_ASSERT(quotes.size() >= 2U);
    RC_ASSERT(quotes.size() <= most_quotes_a_bar);
    RC_ASSERT(quotes.front().time == start);
    RC_ASSERT(quotes.back().time < start + seconds(60));
    RC_ASSERT(quotes.front().bid == bar.bid.open);
    RC_ASSERT(quotes.front().ask == bar.ask.open);
    RC_ASSERT(quotes.back().bid == bar.bid.close);
    RC_ASSERT(quotes.back().ask == bar.ask.close);
    RC_ASSERT(touches(quotes, bar.bid.high, &Quote::bid));
    RC_ASSERT(touches(quotes, bar.bid.low, &Quote::bid));
    RC_ASSERT(touches(quotes, bar.ask.high, &Quote::ask));
    RC_ASSERT(touches(quotes, bar.ask.low, &Quote::ask));
    for (std::size_t i = 0; i < quotes.size(); ++i) {
      const auto& quote = quotes[i];
      if (i > 0) RC_ASSERT(quote.time > quotes[i - 1].time);
      RC_ASSERT(quote.bid >= bar.bid.low);
      RC_ASSERT(quote.bid <= bar.bid.high);
      RC_ASSERT(quote.ask >= bar.ask.low);
      RC_ASSERT(quote.ask <= bar.ask.high);
      RC_ASSERT(quote.bid < quote.ask);
      RC_ASSERT(is_on_tick(quote.bid, cents));
      RC_ASSERT(is_on_tick(quote.ask, cents));
    }
    RC_ASSERT(path_of(bar, seed) == quotes);
  }));
}

TEST_CASE("another seed tells another story", "[tape]") {
  const QuoteBar bar{start, side(100, 180, 20, 90), side(110, 190, 30, 95)};
  CHECK(path_of(bar, 1) != path_of(bar, 2));
}

TEST_CASE("prices between lie on the coarsest grid that the bar lies on", "[tape]") {
  const QuoteBar on_nickels{start, side(100, 180, 20, 90), side(110, 190, 30, 95)};
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    for (const auto& quote : path_of(on_nickels, seed)) {
      CHECK(is_on_tick(quote.bid, nickels));
      CHECK(is_on_tick(quote.ask, nickels));
    }
  // Off every grid: only what the bar itself has.
  std::vector<Quote> quotes;
  invent_path({start, side(101, 180, 20, 90), side(110, 190, 30, 95)}, {nickels}, 3, quotes);
  CHECK(quotes.size() == 4);
}

TEST_CASE("a bar that stood still is two quotes, at its start and later", "[tape]") {
  const auto quotes = path_of({start, side(100, 100, 100, 100), side(110, 110, 110, 110)});
  REQUIRE(quotes.size() == 2);
  CHECK(quotes[0].bid == quotes[1].bid);
  CHECK(quotes[1].time > start);
}

TEST_CASE("a side that is missing stays missing, and the other moves", "[tape]") {
  const auto quotes = path_of({start, {}, side(110, 190, 30, 95)});
  CHECK(quotes.size() >= 4);
  for (auto quote : quotes) {
    CHECK(quote.bid.units == 0);
    CHECK(clean_sides(quote) == TapeFault::zero);
  }
}

TEST_CASE("what the bar itself has crossed or locked stays as it is", "[tape]") {
  const auto quotes = path_of({start, side(112, 112, 100, 100), side(110, 110, 105, 105)});
  CHECK(quotes.front().bid > quotes.front().ask);
  CHECK(quotes.back().bid < quotes.back().ask);
}

TEST_CASE("a bar is possible when open and close lie between low and high", "[tape]") {
  CHECK(is_possible(side(2, 3, 1, 2)));
  CHECK(is_possible({}));
  CHECK_FALSE(is_possible(side(4, 3, 1, 2)));
  CHECK_FALSE(is_possible(side(2, 3, 1, 0)));
  CHECK_FALSE(is_possible(side(0, 3, -1, 2)));
}
