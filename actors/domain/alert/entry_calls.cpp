// The verbs of entries, adds, formal orders, cancellations and get-readies.
#include <algorithm>

#include "actors/domain/alert/call_finder.hpp"

namespace fillwright::alert {

std::optional<Call> CallFinder::match_formal(std::size_t i) const {
  if (is(i, {"bto"})) return formal(CallAction::open, Side::buy, i);
  if (is(i, {"sto"})) return formal(CallAction::open, Side::sell, i);
  if (is(i, {"stc"})) return formal(CallAction::close, Side::sell, i);
  // without a contract it is a coin
  if (is(i, {"btc"}) && has(i + 1) &&
      (m_[i + 1].role == Role::symbol || m_[i + 1].role == Role::strike ||
       m_[i + 1].role == Role::count || m_[i + 1].role == Role::expiry ||
       m_[i + 1].role == Role::fraction || m_[i + 1].role == Role::percent ||
       m_[i + 1].kind == TokenKind::newline || is(i + 1, {"half", "the", "my", "all", "rest"})))
    return formal(CallAction::close, Side::buy, i);
  if (is(i, {"sold", "sell", "selling", "bought", "buy", "buying"}) && is(i + 1, {"to"}) &&
      is(i + 2, {"open", "close"})) {
    const bool is_open = is(i + 2, {"open"});
    auto call = formal(is_open ? CallAction::open : CallAction::close,
                       m_[i].text[0] == 'b' ? Side::buy : Side::sell, i);
    call.end = i + 3;
    return call;
  }
  // "BOT +13 MSTU": a platform's own words
  if (is(i, {"bot"}) && is_upper(i) && has(i + 1) && m_[i + 1].sign == '+')
    return formal(CallAction::open, Side::buy, i);
  if (is(i, {"esell"}) && i > 0 && m_[i - 1].is_mark('!')) {
    auto call = with_side(make(CallAction::trim, i, i + 1), Side::sell);
    call.is_percent_command = true;
    return call;
  }
  if (!is(i, {"buy", "sell"}) || (!is_upper(i) && !is_clause_start(i))) return std::nullopt;
  if (!is_behind_lead(i)) return std::nullopt;
  const auto next = i + 1;
  const bool has_object =
      has(next) && (m_[next].role == Role::symbol || m_[next].role == Role::count ||
                    m_[next].kind == TokenKind::percent || m_[next].role == Role::price_bare ||
                    is(next, {"half"}));
  if (!has_object) return std::nullopt;
  return is(i, {"buy"}) ? formal(CallAction::open, Side::buy, i)
                        : formal(CallAction::close, Side::sell, i);
}

std::optional<Call> CallFinder::match_add(std::size_t i) const {
  const auto add = [&](std::size_t end) {
    auto call = make(CallAction::add, i, end);
    call.is_add_to = true;
    return call;
  };
  if (is(i, {"scaled", "scaling"}) && is(i + 1, {"in", "into"})) return add(i + 2);
  if (is(i, {"avg", "averaging", "averaged"}) && is(i + 1, {"down", "up"}) &&
      !(i > 0 && is(i - 1, {"new", "my", "shares", "contracts"})))
    return add(i + 2);
  if (is(i, {"dca", "dcaing", "dcad"}) && !(i > 0 && m_[i - 1].is_mark('('))) return add(i + 1);
  if (is(i, {"doubled", "doubling"}) && is(i + 1, {"down"})) return add(i + 2);
  if (is(i, {"bought", "buying", "grabbed", "grabbing"}) && has(i + 1) &&
      m_[i + 1].role == Role::count && is(i + 2, {"more"}))
    return with_side(add(i + 3), Side::buy);
  if (is(i, {"bought", "buying", "grabbed", "grabbing"}) && is(i + 1, {"another"}) && has(i + 2) &&
      m_[i + 2].role == Role::count)
    return with_side(add(i + 3), Side::buy);
  if (is(i, {"bought", "buying", "grabbed", "grabbing"}) && is(i + 1, {"more"})) {
    if (is(i + 2, {"short", "shorts"})) return std::nullopt;  // it sells
    return with_side(add(i + 2), Side::buy);
  }
  if (is(i, {"add"})) {
    const bool is_only = i > 0 && m_[i - 1].is_mark('(') && has(i + 1) && m_[i + 1].is_mark(')') &&
                         (!has(i + 2) || m_[i + 2].kind == TokenKind::newline);
    if (is_only) return add(i + 1);
    const bool is_noun = i > 0 && is(i - 1, {"small", "another", "last", "final", "quick", "little",
                                             "tiny", "safety"});
    if (is_noun && has(i + 1) &&
        (is(i + 1, {"here", "at"}) || m_[i + 1].is_mark('@') || m_[i + 1].role == Role::price_bare))
      return add(i + 1);
    if (i > 0 && is(i - 1, {"will", "ill", "can", "may", "might", "could"})) return add(i + 1);
    return std::nullopt;
  }
  if (!is(i, {"added", "adding"})) return std::nullopt;
  if (has(i + 1) && m_[i + 1].is_mark(':')) return std::nullopt;  // words follow
  // "AMD adding to gains": the symbol is what rises
  const auto before = previous_word(m_, i);
  if (before < m_.size() && m_[before].role == Role::symbol && same_clause(before, i) &&
      !is(i + 1, {"here", "more"}))
    return std::nullopt;
  if (is(i + 1, {"to", "more"})) return add(i + 2);
  if (has(i + 2) && m_[i + 1].role == Role::count && is(i + 2, {"more"})) return add(i + 3);
  return make(CallAction::add, i, i + 1);
}

// "I'm trying some IWM 187c": verbs of many meanings, which are calls only on a contract.
bool CallFinder::is_before_contract(std::size_t i) const {
  auto k = i + 1;
  while (is(
      k, {"some", "the", "a", "few", "these", "this", "more", "into", "in", "small", "on", "back"}))
    ++k;
  bool has_symbol = false;
  bool has_strike = false;
  for (; has(k) && same_clause(i, k); ++k) {
    has_symbol |= m_[k].role == Role::symbol;
    has_strike |= m_[k].role == Role::strike;
    const bool is_part = m_[k].role == Role::symbol || m_[k].role == Role::strike ||
                         m_[k].role == Role::right || m_[k].role == Role::expiry ||
                         m_[k].role == Role::filler || m_[k].role == Role::count || is(k, {"on"});
    if (!is_part) break;
  }
  return has_symbol && has_strike;
}

std::optional<Call> CallFinder::match_open(std::size_t i) const {
  const auto open = [&](std::size_t end) { return make(CallAction::open, i, end); };
  if (is(i, {"bought", "buying"})) {
    if (is(i + 1, {"back", "out", "up"})) return std::nullopt;
    return with_side(open(i + 1), Side::buy);
  }
  if (is(i, {"buy"}) && i >= 2 && is(i - 1, {"to"}) && is(i - 2, {"starting", "started"}))
    return with_side(open(i + 1), Side::buy);
  if (is(i, {"entered", "entering", "reentered", "reentering", "grabbed", "grabbing", "snagged",
             "snagging", "scooped", "scooping", "opened", "opening", "nabbed", "nabbing"})) {
    if (is(i, {"opening", "opened"}) &&
        is(i + 1, {"bell", "range", "print", "price", "drive", "up", "at", "above", "below",
                   "candle", "red", "green", "higher", "lower"}))
      return std::nullopt;
    return open(i + 1);
  }
  if (is(i, {"getting", "trying", "scalping", "swinging", "got", "snatched", "snatching", "hopped",
             "hopping", "jumped", "jumping", "starting"}) &&
      is_before_contract(i))
    return open(i + 1);
  if (is(i, {"picked", "picking"}) && is(i + 1, {"up"})) return open(i + 2);
  if (is(i, {"open", "entry", "enter"})) {
    if (!is_clause_start(i)) return std::nullopt;
    auto call = open(i + 1);
    call.is_label = true;
    return call;
  }
  if (is(i, {"in"})) {
    const bool is_start = is_clause_start(i) ||
                          (i > 1 && is(i - 1, {"are"}) && is(i - 2, {"we"})) ||
                          is(i - 1, {"im", "back", "jumped", "hopped", "got", "weare", "am"});
    const auto next = i + 1;
    const bool is_trade =
        has(next) &&
        (m_[next].role == Role::symbol || m_[next].role == Role::strike ||
         m_[next].role == Role::expiry || m_[next].role == Role::price_average ||
         (is(next, {"half", "quarter"}) && is(next + 1, {"size"})) ||
         is(next, {"here", "starters", "small", "light", "at"}) || m_[next].is_mark('@'));
    if (!is_start || !is_trade) return std::nullopt;
    return open(i + 1);
  }
  if (is(i, {"filled", "fill"})) {
    const auto next = i + 1;
    const bool is_price = has(next) && (m_[next].kind == TokenKind::number ||
                                        m_[next].is_mark('@') || is(next, {"at"}));
    const bool is_on = is(next, {"on"}) && has(next + 1) && m_[next + 1].role == Role::symbol;
    if (!is(i, {"filled"}) || !(is_price || is_on)) return std::nullopt;
    return open(i + 1);
  }
  if (is(i, {"long", "short", "longed", "shorted", "longing", "shorting", "longs", "shorts"})) {
    if (is(i + 1, {"leash", "term", "squeeze", "interest", "sellers", "week", "list", "story",
                   "side", "version", "answer"}))
      return std::nullopt;
    auto call = with_side(open(i + 1), m_[i].text[0] == 'l' ? Side::buy : Side::sell);
    call.is_future_direction = true;
    return call;
  }
  return std::nullopt;
}

std::optional<Call> CallFinder::match_other(std::size_t i) const {
  if (is(i, {"cancel", "cancelled", "canceled", "cancelling", "canceling"}))
    return make(CallAction::cancel, i, i + 1);
  if (is(i, {"scratch"}) && is(i + 1, {"that"})) return make(CallAction::cancel, i, i + 2);
  if (is(i, {"loading", "loaded", "prepping"})) return make(CallAction::get_ready, i, i + 1);
  return std::nullopt;
}

}  // namespace fillwright::alert
