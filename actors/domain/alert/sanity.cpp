#include "actors/domain/alert/sanity.hpp"

#include <string>
#include <string_view>

#include "actors/domain/alert/resolve_expiry.hpp"

namespace fillwright::alert {
namespace {

constexpr Price largest_strike = Price::whole(100'000);
constexpr Price largest_price = Price::whole(1'000'000);
constexpr Quantity largest_quantity = Quantity::whole(10'000);

struct Band {
  std::string_view root;
  std::int64_t low;   // thousandths
  std::int64_t high;  // thousandths
};
// Wide enough for years of movement; a slip of a digit falls outside.
constexpr Band bands[] = {{"NQ", 4'000'000, 100'000'000},
                          {"MNQ", 4'000'000, 100'000'000},
                          {"ES", 1'000'000, 30'000'000},
                          {"MES", 1'000'000, 30'000'000},
                          {"YM", 10'000'000, 200'000'000},
                          {"MYM", 10'000'000, 200'000'000},
                          {"RTY", 500'000, 15'000'000},
                          {"M2K", 500'000, 15'000'000},
                          {"CL", 5'000, 400'000},
                          {"MCL", 5'000, 400'000},
                          {"GC", 500'000, 20'000'000},
                          {"MGC", 500'000, 20'000'000},
                          {"SI", 4'000, 500'000},
                          {"SIL", 4'000, 500'000},
                          {"NG", 500, 50'000}};

AlertRefusal absurd(std::string detail) { return {RefusalReason::absurd_price, std::move(detail)}; }

std::optional<AlertRefusal> check_future(const Reading& r, Price price) {
  for (const auto& band : bands) {
    if (r.symbol != band.root) continue;
    const Price low{band.low * (Price::one / 1000)};
    const Price high{band.high * (Price::one / 1000)};
    if (price < low || price > high)
      return absurd(to_text(price) + " for " + r.symbol + "; expected " + to_text(low) + " to " +
                    to_text(high));
  }
  return std::nullopt;
}

std::optional<AlertRefusal> check_price(const Reading& r, Price price) {
  if (price.units <= 0 || price > largest_price) return absurd("a price of " + to_text(price));
  if (r.kind == AssetClass::future) return check_future(r, price);
  if (r.kind != AssetClass::option || !r.strike) return std::nullopt;
  const bool is_open = r.action == CallAction::open || r.action == CallAction::add;
  // An option worth half its strike is a slip of the decimal point, or a share price; what was
  // bought may have grown.
  const auto highest = is_open ? Price{r.strike->units / 2} : *r.strike;
  if (price > highest)
    return absurd("a premium of " + to_text(price) + " for a strike of " + to_text(*r.strike));
  return std::nullopt;
}

// A stop or target on the wrong side of a price says that one of them is wrong.
std::optional<AlertRefusal> check_sides(const Reading& r) {
  if (r.kind != AssetClass::future || !r.price || !r.side || r.action != CallAction::open)
    return std::nullopt;
  const auto along = [&](Price p) { return sign(*r.side) * (p.units - r.price->units); };
  if (r.stop && along(*r.stop) >= 0)
    return AlertRefusal{
        RefusalReason::ambiguous,
        "the stop " + to_text(*r.stop) + " is on the wrong side of " + to_text(*r.price)};
  for (const auto target : r.targets)
    if (along(target) <= 0)
      return AlertRefusal{
          RefusalReason::ambiguous,
          "the target " + to_text(target) + " is on the wrong side of " + to_text(*r.price)};
  return std::nullopt;
}

std::optional<AlertRefusal> check_expiry(const Reading& r, const ParseRules& rules) {
  if (r.expiry.empty() || rules.today.days == 0) return std::nullopt;
  const auto date = resolve_expiry(r.expiry, r.symbol, rules.today);
  if (date || date.error().reason == RefusalReason::expired) return std::nullopt;
  return date.error();
}

}  // namespace

std::optional<AlertRefusal> find_absurdity(const Reading& r, const ParseRules& rules) {
  const auto check_strike = [](Price strike) -> std::optional<AlertRefusal> {
    if (strike.units > 0 && strike <= largest_strike) return std::nullopt;
    return absurd("a strike of " + to_text(strike) + "; expected more than 0");
  };
  if (r.strike)
    if (auto refusal = check_strike(*r.strike)) return refusal;
  for (const auto& leg : r.legs)
    if (auto refusal = check_strike(leg.strike)) return refusal;
  if (r.quantity && (r.quantity->units < Quantity::one || *r.quantity > largest_quantity))
    return AlertRefusal{RefusalReason::absurd_quantity,
                        "a quantity of " + to_text(*r.quantity) + "; expected 1 to 10000"};
  if (r.percent && (r.percent->units <= 0 || *r.percent > Percent::whole(100)))
    return AlertRefusal{RefusalReason::absurd_quantity,
                        to_text(*r.percent) + " percent; expected more than 0, at most 100"};
  for (const auto& price : {r.price, r.limit_low, r.limit_high})
    if (price)
      if (auto refusal = check_price(r, *price)) return refusal;
  if (auto refusal = check_sides(r)) return refusal;
  return check_expiry(r, rules);
}

}  // namespace fillwright::alert
