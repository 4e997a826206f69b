// Entries of futures, and of shares under a direction: "Long NQ @ 28660".
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

Result FreeText::open_future(const Call& call) {
  if (has_arrow() || any_role(Role::price_arrow) || any_role(Role::entry_from))
    return refuse(RefusalReason::talk, "a from and a to price: a report of a trade");
  const auto clause = clause_of(call.begin);
  auto own = symbols_in(clause.begin, clause.end);
  if (own.empty()) own = symbols_in(0, m_.size());
  if (own.size() > 1)
    return refuse(RefusalReason::ambiguous, "more than one instrument could be meant");
  std::optional<Side> side = call.side;
  for (std::size_t i = 0; i < m_.size(); ++i) {
    if (!is(i, {"long", "short", "longs", "shorts"}) || m_[i].role != Role::none) continue;
    const auto said = m_[i].text[0] == 'l' ? Side::buy : Side::sell;
    if (m_[i].sentence != m_[call.begin].sentence) continue;
    if (side && *side != said) return refuse(RefusalReason::ambiguous, "both long and short");
    side = said;
  }
  if (any_word({"hit", "hits", "reached"}))
    return refuse(RefusalReason::talk, "a report of a trade");
  if (own.empty()) return open_labelled_stock(call);
  if (!side) return refuse(RefusalReason::incomplete, "no direction; expected long or short");
  if (!m_[own.front()].is_future) {
    const auto contract = contract_in(0, m_.size());
    if (contract.strike && contract.right != Right::none && *side == Side::buy) return open(call);
    if (!contract.strike) return open_labelled_stock(call);
    return refuse(RefusalReason::ambiguous, "short of a contract: sold, or puts bought?");
  }
  if (any_word({"waiting", "wait"}))
    return refuse(RefusalReason::talk, "waits for an entry, calls none");
  Reading r;
  r.action = CallAction::open;
  r.kind = AssetClass::future;
  r.symbol = m_[own.front()].symbol;
  r.side = side;
  if (auto problem = read_future_price(call, r)) return tl::make_unexpected(*problem);
  read_extras(m_, 0, m_.size(), r);
  return std::vector<Reading>{r};
}

std::optional<AlertRefusal> FreeText::read_future_price(const Call& call, Reading& r) const {
  std::set<Price> at, bare, counts;
  bool has_here = false;
  bool has_other = false;
  for (std::size_t i = 0; i < m_.size(); ++i) {
    const auto& word = m_[i];
    if (is_of_another_call(i, call)) continue;
    if (word.role == Role::price_at || word.role == Role::price_average) at.insert(word.value);
    if (word.role == Role::price_bare && word.line == m_[call.begin].line) {
      if (is_small_count(word))
        counts.insert(word.value);
      else if (has_direction_before(i))
        bare.insert(word.value);
      else
        has_other = true;
    }
    if (word.role == Role::count || word.role == Role::level) has_other = true;
    if (word.sentence == m_[call.begin].sentence && word.role == Role::none) {
      if (is_one_of(word, {"here", "now"})) has_here = true;
    }
  }
  const auto& found = !at.empty() ? at : bare;
  if (found.size() > 1)
    return AlertRefusal{RefusalReason::ambiguous, "more than one price could be meant"};
  if (!found.empty()) {
    r.price = *found.begin();
    if (counts.size() == 1 && call.is_formal) r.quantity = as_quantity(*counts.begin());
    if (counts.empty()) read_quantity(0, m_.size(), r);
    return std::nullopt;
  }
  // Only a plain "here", or a formal order, is one at the market.
  if (has_other || (!call.is_formal && (!has_here || !counts.empty() || !is_short_call(call))))
    return AlertRefusal{RefusalReason::incomplete,
                        "no price; expected for example Long NQ @ 28660"};
  if (counts.size() == 1) r.quantity = as_quantity(*counts.begin());
  if (call.is_formal && !is_short_call(call))
    return AlertRefusal{RefusalReason::talk, "no price, and more words than an order has"};
  r.is_market = true;
  return std::nullopt;
}

bool FreeText::is_small_count(const Word& word) {
  return !word.has_dollar && word.is_whole() && word.whole() >= 1 && word.whole() <= 20;
}

bool FreeText::has_direction_before(std::size_t i) const {
  const auto before = previous_word(m_, i);
  return before < m_.size() &&
         (m_[before].is_future || is_one_of(m_[before], {"long", "short", "here"}) ||
          m_[before].role == Role::count || m_[before].kind == TokenKind::number);
}

// Nothing in the message but the order itself.
bool FreeText::is_short_call(const Call& call) const {
  for (std::size_t i = 0; i < m_.size(); ++i) {
    if (i >= call.begin && i < call.end) continue;
    const auto& word = m_[i];
    if (is_separator(word) || word.role != Role::none) continue;
    if (!is(i, {"here",  "now",     "long", "short", "alert", "going", "small",
                "risky", "lotto",   "buy",  "sell",  "scalp", "in",    "market",
                "at",    "starter", "size", "light", "i",     "im"}))
      return false;
  }
  return true;
}

// "Long: ED @ 67.25": shares, when the direction is a label
Result FreeText::open_labelled_stock(const Call& call) {
  if (!call.side || !call.is_future_direction || !has(call.end) ||
      !(m_[call.end].is_mark(':') || any_word({"shares", "equity"})))
    return refuse(RefusalReason::ambiguous, "a direction without a contract or a future");
  const auto contract = contract_in(0, m_.size());
  if (contract.symbols.size() != 1 || contract.strike || contract.right != Right::none)
    return refuse(RefusalReason::incomplete, "no symbol; expected one, like $SPY");
  Reading r;
  r.action = CallAction::open;
  r.kind = AssetClass::stock;
  r.side = call.side;
  r.symbol = contract.symbols.front();
  if (auto problem = read_open_price(r)) return tl::make_unexpected(*problem);
  if (!r.price) return refuse(RefusalReason::incomplete, "no price");
  read_extras(m_, 0, m_.size(), r);
  return std::vector<Reading>{r};
}

}  // namespace fillwright::alert
