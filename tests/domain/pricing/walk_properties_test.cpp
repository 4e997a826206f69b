// Whatever the market does: never past a cap, never off tick, one price at a time, debit never
// credit, an end, and sells as buys in a mirror.
#include <rapidcheck.h>

#include <limits>

#include "tests/domain/pricing/pricing_support.hpp"

using namespace fillwright;

namespace {

struct Case {
  PricePolicy policy;
  TickTable ticks;
  WalkTerms terms;
  std::vector<Seen> seen;
};

Price cents(std::int64_t count) { return {count * (Price::one / 100)}; }

// A random quote path in cents around `level`, with missing, crossed, stale and wide quotes.
std::vector<Seen> random_market(std::int64_t level, bool is_spread) {
  std::vector<Seen> market;
  const auto count = *rc::gen::inRange<std::size_t>(20, 120);
  std::int64_t second = 0;
  for (std::size_t i = 0; i < count; ++i) {
    second += *rc::gen::inRange(1, 40);
    level += *rc::gen::inRange(-4, 5);
    if (!is_spread && level < 2) level = 2;
    const auto width = *rc::gen::inRange(-1, 12);
    auto quote =
        quote_of(cents(level), cents(level + width), at_second(second - *rc::gen::inRange(0, 70)));
    if (*rc::gen::inRange(0, 15) == 0) quote.bid_size = {};
    Seen seen{quote, at_second(second)};
    if (*rc::gen::inRange(0, 15) == 0) seen.quote.reset();
    market.push_back(seen);
  }
  return market;
}

// One of the built-in policies, at times with another rounding, end, or pace. The pointers in
// `terms` are set by `bind`.
Case random_case(bool is_spread) {
  Case made;
  made.policy = *rc::gen::elementOf(built_in_policies());
  made.policy.rounding =
      *rc::gen::element(Rounding::passive, Rounding::up, Rounding::down, Rounding::nearest);
  made.policy.end = *rc::gen::element(EndAction::leave_day, EndAction::cancel,
                                      EndAction::marketable_limit, EndAction::market);
  if (made.policy.step == PriceStep::ticks) made.policy.step_size = *rc::gen::inRange(1, 4);
  if (made.policy.step != PriceStep::none && *rc::gen::inRange(0, 4) == 0) {
    made.policy.is_converting = true;
    made.policy.convert_ticks = *rc::gen::inRange(0, 3);
  }
  made.ticks = is_spread ? complex_ticks(*rc::gen::element<std::string>("SPY", "SPX"))
                         : option_ticks(*rc::gen::element<std::string>("SPY", "AAPL", "SPX"));
  made.terms.side = *rc::gen::element(Side::buy, Side::sell);
  made.terms.asset_class =
      is_spread ? AssetClass::spread : *rc::gen::element(AssetClass::option, AssetClass::stock);
  made.terms.is_market_allowed = *rc::gen::arbitrary<bool>();
  const auto level = is_spread ? *rc::gen::inRange<std::int64_t>(-60, 60)
                               : *rc::gen::inRange<std::int64_t>(2, 420);
  const auto near_level = [&] { return cents(level + *rc::gen::inRange(is_spread ? -9 : 0, 9)); };
  if (*rc::gen::arbitrary<bool>()) made.terms.alert_price = near_level();
  if (*rc::gen::inRange(0, 8) != 0) made.terms.reference = near_level();
  if (*rc::gen::inRange(0, 4) == 0) made.terms.hard_cap = near_level();
  made.seen = random_market(level, is_spread);
  return made;
}

void bind(Case& made) {
  made.terms.policy = &made.policy;
  made.terms.ticks = &made.ticks;
}

// The terms in a mirror: a spread's buy at p is the sell at -p.
Case mirrored(Case made) {
  const auto turn = [](std::optional<Price>& price) {
    if (price) price = -*price;
  };
  made.terms.side = opposite(made.terms.side);
  turn(made.terms.alert_price);
  turn(made.terms.reference);
  turn(made.terms.hard_cap);
  // What sells do otherwise than buys is put where the mirror finds it.
  std::swap(made.policy.start_offset, made.policy.sell_start_offset);
  if (made.policy.rounding == Rounding::up)
    made.policy.rounding = Rounding::down;
  else if (made.policy.rounding == Rounding::down)
    made.policy.rounding = Rounding::up;
  for (auto& seen : made.seen) {
    if (!seen.quote) continue;
    seen.quote = Quote{seen.quote->time, -seen.quote->ask, -seen.quote->bid, seen.quote->ask_size,
                       seen.quote->bid_size};
  }
  return made;
}

WalkDecision mirrored(WalkDecision decision) {
  if (auto* sent = std::get_if<SendPrice>(&decision)) sent->price = -sent->price;
  if (auto* taken = std::get_if<Convert>(&decision)) {
    taken->limit = -taken->limit;
    taken->stepped_to = -taken->stepped_to;
  }
  return decision;
}

std::vector<WalkDecision> run(
    const Case& made,
    const std::function<void(const WalkState&, const Seen&, const WalkDecision&)>& check) {
  std::vector<WalkDecision> decisions;
  WalkState state;
  state.started_at = made.seen.front().now;
  for (const auto& seen : made.seen) {
    const auto decision = next_price(made.terms, state, seen);
    check(state, seen, decision);
    decisions.push_back(decision);
    if (const auto* sent = std::get_if<SendPrice>(&decision)) state = after(state, *sent, seen);
    if (const auto* taken = std::get_if<Convert>(&decision)) state = after(state, *taken, seen);
    if (std::holds_alternative<Finish>(decision)) break;
  }
  return decisions;
}

void no_check(const WalkState&, const Seen&, const WalkDecision&) {}

// Past `cap`, from the side of the order.
bool is_past(Price sent, Price cap, Side side) { return (sent.units - cap.units) * sign(side) > 0; }

std::optional<Price> price_of(const WalkDecision& decision) {
  if (const auto* sent = std::get_if<SendPrice>(&decision)) return sent->price;
  if (const auto* taken = std::get_if<Convert>(&decision)) return taken->limit;
  return std::nullopt;
}

}  // namespace

TEST_CASE("no price is past a cap, off its tick, on the wrong side of zero or a step back",
          "[walk][properties]") {
  const auto is_spread = GENERATE(false, true);
  CHECK(rc::check([&] {
    auto made = random_case(is_spread);
    bind(made);
    std::optional<Price> first;
    run(made, [&](const WalkState& state, const Seen& seen, const WalkDecision& decision) {
      const auto price = price_of(decision);
      if (!price) return;
      RC_ASSERT(is_valid_price(*price, made.terms.asset_class, made.ticks));
      RC_ASSERT(seen.quote.has_value());
      auto caps_policy = made.policy;
      auto caps_terms = made.terms;
      caps_terms.policy = &caps_policy;
      if (std::holds_alternative<Convert>(decision))  // takes the far side, and nothing else
        std::erase_if(caps_policy.caps, [](const PriceCap& cap) {
          return cap.base == CapBase::far_side && cap.offsets.empty();
        });
      const auto cap = tightest_cap(caps_terms, state, *seen.quote);
      RC_ASSERT(!cap || !is_past(*price, *cap, made.terms.side));
      if (std::holds_alternative<SendPrice>(decision) && state.current)
        RC_ASSERT(is_past(*price, *state.current, made.terms.side));
      if (!first) first = price;
      RC_ASSERT((first->units > 0) == (price->units > 0));
    });
  }));
}

TEST_CASE("a walk ends within its prices and its time", "[walk][properties]") {
  const auto is_spread = GENERATE(false, true);
  CHECK(rc::check([&] {
    auto made = random_case(is_spread);
    bind(made);
    // One price for the end's own conversion is allowed beyond max_prices.
    std::int32_t sent = 0;
    const auto limit = made.policy.max_time.ns > 0 ? made.policy.max_time.ns
                                                   : made.policy.pace.ns * made.policy.max_prices;
    auto last = made.seen.back();
    for (int i = 0; i < 3; ++i) {  // long after: time up twice over, and after a conversion
      last.now = last.now + Duration{limit + 1};
      made.seen.push_back(last);
    }
    const auto decisions =
        run(made, [&](const WalkState& state, const Seen& seen, const WalkDecision& decision) {
          sent += price_of(decision).has_value();
          const auto since = state.current ? state.first_at : state.started_at;
          if ((seen.now - since).ns >= limit && !state.is_converted)
            RC_ASSERT(!std::holds_alternative<SendPrice>(decision) &&
                      !std::holds_alternative<Hold>(decision));
        });
    RC_ASSERT(std::holds_alternative<Finish>(decisions.back()));
    RC_ASSERT(sent <= made.policy.max_prices + 1);
  }));
}

TEST_CASE("two prices are at least a pace apart", "[walk][properties]") {
  CHECK(rc::check([] {
    auto made = random_case(false);
    bind(made);
    run(made, [&](const WalkState& state, const Seen& seen, const WalkDecision& decision) {
      const auto* taken = std::get_if<Convert>(&decision);
      const bool is_end =
          taken && (taken->rule == PriceRule::end_limit || taken->rule == PriceRule::end_market);
      if (price_of(decision) && state.current && !is_end)
        RC_ASSERT((seen.now - state.last_at).ns >= made.policy.pace.ns);
    });
  }));
}

TEST_CASE("a sell is a buy in a mirror", "[walk][properties]") {
  CHECK(rc::check([] {
    auto made = random_case(true);
    // Both sides get an offset of their own, so that the mirror can swap them.
    if (made.policy.sell_start_offset.unit == OffsetUnit::none)
      made.policy.sell_start_offset = made.policy.start_offset;
    if (made.policy.start_offset.unit == OffsetUnit::none)
      made.policy.start_offset = made.policy.sell_start_offset =
          PriceOffset{OffsetUnit::money, Price{}};
    auto mirror = mirrored(made);
    bind(made);
    bind(mirror);
    const auto decisions = run(made, no_check);
    const auto others = run(mirror, no_check);
    RC_ASSERT(decisions.size() == others.size());
    for (std::size_t i = 0; i < decisions.size(); ++i)
      RC_ASSERT(mirrored(others[i]) == decisions[i]);
  }));
}

TEST_CASE("a walk that asks twice at one moment sends once", "[walk][properties]") {
  CHECK(rc::check([] {
    auto made = random_case(false);
    bind(made);
    run(made, [&](const WalkState& state, const Seen& seen, const WalkDecision& decision) {
      const auto* sent = std::get_if<SendPrice>(&decision);
      if (!sent || made.policy.max_prices == 1) return;
      RC_ASSERT(
          std::holds_alternative<Hold>(next_price(made.terms, after(state, *sent, seen), seen)));
    });
  }));
}

TEST_CASE("absurd numbers neither crash nor overflow", "[walk][properties]") {
  CHECK(rc::check([] {
    auto made = random_case(*rc::gen::arbitrary<bool>());
    const auto any_price = [] {
      constexpr auto highest = std::numeric_limits<std::int64_t>::max();
      constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
      return Price{*rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                                   rc::gen::element(lowest, lowest + 1, highest, highest - 1))};
    };
    for (auto& seen : made.seen) {
      if (!seen.quote) continue;
      if (*rc::gen::arbitrary<bool>()) seen.quote->bid = any_price();
      if (*rc::gen::arbitrary<bool>()) seen.quote->ask = any_price();
    }
    made.policy.start_offset = {*rc::gen::element(OffsetUnit::money, OffsetUnit::ticks,
                                                  OffsetUnit::percent, OffsetUnit::bps),
                                any_price()};
    if (*rc::gen::arbitrary<bool>()) made.terms.alert_price = any_price();
    if (*rc::gen::arbitrary<bool>()) made.terms.hard_cap = any_price();
    bind(made);
    run(made, [&](const WalkState&, const Seen&, const WalkDecision& decision) {
      if (const auto price = price_of(decision))
        RC_ASSERT(is_valid_price(*price, made.terms.asset_class, made.ticks));
    });
  }));
}
