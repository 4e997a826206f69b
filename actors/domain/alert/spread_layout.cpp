#include "actors/domain/alert/spread_layout.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "actors/domain/alert/vocabulary.hpp"

namespace fillwright::alert {
namespace {

using Result = tl::expected<std::vector<Reading>, AlertRefusal>;

Result refuse(RefusalReason reason, std::string detail) {
  return tl::make_unexpected(AlertRefusal{reason, std::move(detail)});
}
Percent as_percent(Price value) { return {value.units / (Price::one / Percent::one)}; }

// +1 415 C
std::optional<ReadingLeg> leg_at(const Message& m, std::size_t i) {
  if (i + 1 >= m.size() || m[i].kind != TokenKind::number || m[i].sign == 0 || m[i].has_dollar ||
      !m[i].is_whole() || m[i].whole() < 1 || m[i].whole() > 100)
    return std::nullopt;
  const auto& strike = m[i + 1];
  if (strike.role != Role::strike || strike.right == Right::none) return std::nullopt;
  return ReadingLeg{m[i].sign == '+' ? Side::buy : Side::sell,
                    static_cast<std::uint32_t>(m[i].whole()), strike.value, strike.right};
}

struct Layout {
  std::vector<ReadingLeg> legs;
  std::vector<std::string> symbols;
  std::vector<std::string> expiries;
  std::vector<Price> prices;
  std::optional<Percent> size;
  std::optional<Percent> part;
  PriceEffect effect = PriceEffect::none;
  bool is_open = false;
  bool is_close = false;
  bool is_doubtful = false;
};

Layout read_layout(const Message& m) {
  Layout l;
  bool is_limit = false;
  for (std::size_t i = 0; i < m.size(); ++i) {
    const auto& word = m[i];
    if (const auto leg = leg_at(m, i)) {
      l.legs.push_back(*leg);
      continue;
    }
    if (!word.symbol.empty() && (l.symbols.empty() || l.symbols.front() != word.symbol))
      l.symbols.push_back(word.symbol);
    if (!word.expiry.empty()) l.expiries.push_back(word.expiry);
    if (word.kind == TokenKind::newline) is_limit = false;
    if (word.is("limit")) is_limit = true;
    if (is_limit && word.kind == TokenKind::number) l.prices.push_back(word.value);
    if (word.is("debit") && is_limit) l.effect = PriceEffect::debit;
    if (word.is("credit") && is_limit) l.effect = PriceEffect::credit;
    if (word.is("to") && i + 1 < m.size()) {
      l.is_open |= m[i + 1].is("open");
      l.is_close |= m[i + 1].is("close");
    }
    if (word.kind == TokenKind::percent && i + 1 < m.size()) {
      if (m[i + 1].is("size")) l.size = as_percent(word.value);
      if (m[i + 1].is("trim") || m[i + 1].is("off")) l.part = as_percent(word.value);
    }
    for (const auto doubt : {"if", "when", "watching", "cancel", "cancelled", "not", "planning"})
      l.is_doubtful |= word.is(doubt);
  }
  return l;
}

}  // namespace

std::optional<Result> read_spread_layout(const Message& m) {
  const auto l = read_layout(m);
  if (l.legs.empty()) return std::nullopt;
  if (l.is_doubtful)
    return refuse(RefusalReason::ambiguous, "a condition or a denial with the legs");
  if (l.is_open == l.is_close)
    return refuse(RefusalReason::ambiguous, "to open or to close is not said once");
  if (l.symbols.size() != 1 || l.expiries.size() != 1)
    return refuse(l.symbols.empty() || l.expiries.empty() ? RefusalReason::incomplete
                                                          : RefusalReason::ambiguous,
                  "expected one symbol and one expiry for the legs");
  if (l.prices.size() > 2) return refuse(RefusalReason::ambiguous, "more than two limit prices");
  Reading r;
  r.symbol = l.symbols.front();
  r.expiry = l.expiries.front();
  r.price_effect = l.effect;
  if (l.prices.size() == 1) r.price = l.prices.front();
  if (l.prices.size() == 2) {
    r.limit_low = std::min(l.prices[0], l.prices[1]);
    r.limit_high = std::max(l.prices[0], l.prices[1]);
  }
  r.action = l.is_open ? CallAction::open : l.part ? CallAction::trim : CallAction::close;
  if (l.is_open) r.size_percent = l.size;
  if (!l.is_open) r.percent = l.part;
  if (l.legs.size() == 1) {
    const auto& leg = l.legs.front();
    r.kind = AssetClass::option;
    r.side = leg.side;
    r.strike = leg.strike;
    r.right = leg.right;
    if (leg.quantity > 1) r.quantity = Quantity::whole(leg.quantity);
  } else {
    r.kind = AssetClass::spread;
    r.legs = l.legs;
    if (l.effect == PriceEffect::none && !l.prices.empty())
      return refuse(RefusalReason::incomplete, "debit or credit is not said");
  }
  return std::vector<Reading>{r};
}

}  // namespace fillwright::alert
