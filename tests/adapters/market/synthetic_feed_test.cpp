#include "adapters/market/synthetic_feed.hpp"

#include <catch2/catch.hpp>

#include "actors/domain/pricing/products.hpp"
#include "actors/domain/pricing/ticks.hpp"
#include "actors/net_quote.hpp"
#include "adapters/market/synthetic_market.hpp"
#include "tests/adapters/market/test_instruments.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

const auto start = parse_time("2025-11-20T15:00:00Z").value();
using Heard = std::vector<std::pair<InstrumentId, Quote>>;

Heard run(std::vector<InstrumentId> watched, Duration span, SyntheticSettings settings = {}) {
  const auto instruments = make_instruments();
  SyntheticFeed feed(start, settings);
  Heard heard;
  feed.listen([&](InstrumentId id, const Quote& quote) { heard.emplace_back(id, quote); });
  for (const auto id : watched) REQUIRE(feed.watch(*instruments.find(id)));
  feed.deliver(start + span);
  return heard;
}

Heard only(const Heard& all, InstrumentId id) {
  Heard some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [id](const auto& one) { return one.first == id; });
  return some;
}

}  // namespace

TEST_CASE("the made-up market is the same for the same seed, whatever else is watched",
          "[synthetic]") {
  const auto one = run({stock, call, future}, seconds(60));
  CHECK(one == run({future, call, stock}, seconds(60)));
  CHECK(only(one, call) == run({call}, seconds(60)));
  CHECK(only(one, stock) != run({stock}, seconds(60), {2, seconds(1)}));
}

TEST_CASE("it quotes each watched instrument once an interval, in order of time", "[synthetic]") {
  const auto heard = run({stock, call, future}, seconds(60));
  CHECK(heard.size() == 3 * 61);  // the latest before the start included
  CHECK(std::is_sorted(heard.begin(), heard.end(), [](const auto& left, const auto& right) {
    return left.second.time < right.second.time;
  }));
}

TEST_CASE("who comes later sees what the others see", "[synthetic]") {
  const auto instruments = make_instruments();
  const auto whole = run({stock}, seconds(60));
  SyntheticFeed feed(start + seconds(30));
  Heard late;
  feed.listen([&](InstrumentId id, const Quote& quote) { late.emplace_back(id, quote); });
  feed.watch(*instruments.find(stock));
  CHECK(feed.next_time().value() <= start + seconds(30));
  feed.deliver(start + seconds(60));
  CHECK(late == Heard(whole.end() - static_cast<std::ptrdiff_t>(late.size()), whole.end()));
}

TEST_CASE("its quotes are on the tick grid, have sizes, and are never crossed or locked",
          "[synthetic]") {
  const auto instruments = make_instruments();
  for (const auto& [id, quote] : run({stock, call, upper_call, future}, seconds(600))) {
    const auto& ticks = instruments.find(id)->ticks;
    REQUIRE(is_on_tick(quote.bid, ticks));
    REQUIRE(is_on_tick(quote.ask, ticks));
    REQUIRE(quote.ask > quote.bid);
    REQUIRE(has_ask(quote));
    REQUIRE(has_bid(quote) == (quote.bid.units > 0));
  }
}

TEST_CASE("prices move, and stay near their level", "[synthetic]") {
  const auto heard = run({stock}, seconds(6 * 3600), {1, seconds(60)});
  Price least = heard[0].second.bid;
  Price most = least;
  for (const auto& [id, quote] : heard) {
    least = std::min(least, quote.bid);
    most = std::max(most, quote.bid);
  }
  CHECK(most > least + dollars(0.50));
  CHECK(least > dollars(560));
  CHECK(most < dollars(760));
}

TEST_CASE("a higher strike makes a call cheaper, and an option never quotes past its expiry",
          "[synthetic]") {
  const auto instruments = make_instruments();
  auto deep = *instruments.find(call);
  deep.strike = Price::whole(500);
  const auto cheap = synthetic_quote(1, *instruments.find(upper_call), start).value();
  const auto dear = synthetic_quote(1, deep, start).value();
  CHECK(dear.bid > dollars(120));
  CHECK(cheap.ask < dear.bid);
  CHECK_FALSE(synthetic_quote(1, deep, last_moment(deep.expiry) + seconds(1)).has_value());
}

TEST_CASE("it knows any stock and living contracts, and futures by their product", "[synthetic]") {
  const SyntheticFeed feed(start);
  const auto instruments = make_instruments();
  for (const auto id : {stock, call, future, call_spread}) CHECK(feed.knows(*instruments.find(id)));
  auto unheard = *instruments.find(stock);
  unheard.symbol = unheard.root = "QWERT";
  CHECK(feed.knows(unheard));
  CHECK(synthetic_quote(1, unheard, start).has_value());
  unheard.symbol = unheard.root = "TOOLONGER";
  CHECK_FALSE(feed.knows(unheard));
  auto strange = *instruments.find(future);
  strange.symbol = "QQZ25";
  strange.root = "QQ";
  CHECK_FALSE(feed.knows(strange));
  CHECK_FALSE(SyntheticFeed(start + seconds(30 * 86'400)).knows(*instruments.find(call)));
}

TEST_CASE("every known future has a quote on its grid", "[synthetic]") {
  for (const auto& product : future_products()) {
    InstrumentDefined instrument;
    instrument.asset_class = AssetClass::future;
    instrument.root = product.root;
    instrument.symbol = std::string(product.root) + "Z25";
    instrument.ticks = product.ticks;
    INFO(product.root);
    const auto quote = synthetic_quote(1, instrument, start);
    REQUIRE(quote.has_value());
    CHECK(quote->bid.units > 0);
    CHECK(quote->ask > quote->bid);
  }
}
