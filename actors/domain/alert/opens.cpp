// Entries and adds of options and shares: the contract, its price, its size.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

void FreeText::collect(std::size_t i, Contract& c) const {
  const auto& word = m_[i];
  if (!word.symbol.empty() &&
      std::find(c.symbols.begin(), c.symbols.end(), word.symbol) == c.symbols.end())
    c.symbols.push_back(word.symbol);
  c.is_future |= word.is_future;
  if (word.role == Role::strike) {
    if (c.strike && *c.strike != word.value) c.is_doubtful = true;
    c.strike = word.value;
  }
  if ((word.role == Role::strike || word.role == Role::right) && word.right != Right::none) {
    if (c.right != Right::none && c.right != word.right) c.is_doubtful = true;
    c.right = word.right;
  }
  if (!word.expiry.empty()) collect_expiry(word, c);
}

// A day wins over "weekly" and "0DTE"; two different days are two readings.
void FreeText::collect_expiry(const Word& word, Contract& c) {
  const auto is_day = [](std::string_view text) {
    return !text.empty() && text.find_first_of("0123456789") != std::string_view::npos &&
           text.find_first_of("Dd") == std::string_view::npos;
  };
  if (c.expiry.empty() || (!is_day(c.expiry) && is_day(word.expiry)))
    c.expiry = word.expiry;
  else if (c.expiry != word.expiry && (is_day(word.expiry) || !is_day(c.expiry)))
    c.is_doubtful = true;
}

Contract FreeText::contract_in(std::size_t begin, std::size_t end) const {
  Contract c;
  for (auto i = begin; i < std::min(end, m_.size()); ++i) collect(i, c);
  return c;
}

Result FreeText::open(const Call& call) {
  // The contract may stand before the call ("SPY 500c in at 2"), on it, or on the lines after it.
  auto contract = contract_in(0, m_.size());
  if (contract.symbols.size() > 1 || contract.is_doubtful) contract = nearest_contract(call);
  const bool names_nothing = contract.symbols.empty() && !contract.strike &&
                             contract.right == Right::none && contract.expiry.empty();
  if (names_nothing && !call.is_formal) return open_nameless(call);
  if (contract.symbols.empty())
    return refuse(RefusalReason::incomplete, "no symbol; expected one, like $SPY");
  if (contract.symbols.size() > 1 || contract.is_doubtful || m_.has_doubtful_date)
    return refuse(RefusalReason::ambiguous, "more than one contract could be meant");
  if (has_arrow() || any_role(Role::price_arrow) || any_role(Role::entry_from))
    return refuse(RefusalReason::talk, "a from and a to price: a report of a trade");

  Reading r;
  r.action = CallAction::open;
  r.side = call.side.value_or(Side::buy);
  r.symbol = contract.symbols.front();
  if (contract.strike && contract.right != Right::none) {
    r.kind = AssetClass::option;
    r.strike = contract.strike;
    r.right = contract.right;
    r.expiry = contract.expiry;
  } else if (contract.strike || contract.right != Right::none || !contract.expiry.empty()) {
    return refuse(RefusalReason::incomplete,
                  "strike, right or expiry is missing; expected for example SPY 500C 12/05");
  } else if (any_word({"shares", "equity", "share", "commons"}) || call.is_formal ||
             has_word(clause_of(call.begin), {"stock"})) {
    r.kind = AssetClass::stock;
  } else {
    return refuse(RefusalReason::incomplete, "no contract; expected for example SPY 500C 12/05");
  }
  if (auto loose = find_loose_number(call.begin, &call)) return tl::make_unexpected(*loose);
  if (auto problem = read_open_price(r, &call)) return tl::make_unexpected(*problem);
  if (r.kind == AssetClass::stock && !r.price && !any_word({"shares", "equity", "share", "stock"}))
    return refuse(RefusalReason::incomplete, "neither a contract nor a price");
  if (call.is_label && !r.price && is_entry_to_come(call))
    return refuse(RefusalReason::incomplete, "the entry is not said");
  if (call.is_label && !r.price && r.expiry.empty())
    return refuse(RefusalReason::incomplete, "no price and no expiry");
  if (call.is_label && any_word({"current", "currently", "exit", "peak", "high", "now"}))
    return refuse(RefusalReason::talk, "a report of a trade");
  if (is_talk_about(call)) return refuse(RefusalReason::talk, "speaks of a trade, calls none");
  read_quantity(0, m_.size(), r);
  read_extras(m_, 0, m_.size(), r);
  return std::vector<Reading>{r};
}

// "Entry: waiting"
bool FreeText::is_entry_to_come(const Call& call) const {
  if (!has(call.end) || !m_[call.end].is_mark(':')) return false;
  const auto next = next_word(m_, call.end);
  return has(next) && m_[next].line == m_[call.begin].line && m_[next].role == Role::none &&
         !is(next, {"here", "now", "market", "mkt", "at", "in"});
}

// The contract in the call's own clause, or else in its line.
Contract FreeText::nearest_contract(const Call& call) const {
  const auto clause = clause_of(call.begin);
  auto c = contract_in(clause.begin, end_of_object(m_, call));
  if (!c.symbols.empty() && c.strike) return c;
  std::size_t begin = call.begin;
  while (begin > 0 && m_[begin - 1].line == m_[call.begin].line) --begin;
  std::size_t end = call.begin;
  while (end < m_.size() && m_[end].line == m_[call.begin].line) ++end;
  return contract_in(begin, end);
}

Result FreeText::open_nameless(const Call& call) {
  if (!has_trade_object(m_, call)) return refuse(RefusalReason::talk, "no trade follows the verb");
  Reading r;
  r.action = CallAction::open;
  r.needs_context = true;
  if (auto problem = read_open_price(r)) return tl::make_unexpected(*problem);
  const auto clause = clause_of(call.begin);
  std::size_t known = 0;
  std::size_t unknown = 0;
  for (auto i = call.end; i < clause.end; ++i) {
    if (is_separator(m_[i]) || m_[i].role != Role::none ||
        is(i, {"here", "now", "starters", "starter", "small", "light", "at", "size", "lotto",
               "position", "half", "in", "avg", "out", "these", "this"}))
      ++known;
    else
      ++unknown;
  }
  const bool is_these = is(call.begin, {"took", "taking"}) && is(call.end, {"these", "this"});
  const bool is_entry = call.side == Side::buy || is_these || m_[call.begin].text == "in" ||
                        m_[call.begin].text == "filled" || m_[call.begin].text.ends_with("entered");
  if (unknown > 0 || known == 0 || !is_entry || !m_.has_ping)
    if (!(r.price && unknown == 0 && is_entry))
      return refuse(RefusalReason::talk, "names no contract and reads like talk");
  read_extras(m_, 0, m_.size(), r);
  return std::vector<Reading>{r};
}

bool FreeText::has_arrow() const {
  return std::any_of(m_.words.begin(), m_.words.end(), [](const Word& word) {
    return word.is_mark('>') && word.end - word.begin == 2;
  });
}

bool FreeText::any_role(Role role) const {
  return std::any_of(m_.words.begin(), m_.words.end(),
                     [&](const Word& word) { return word.role == role; });
}

// A number in the call's sentence that is no part of the contract, no price and no size may be
// any of them: "bought at 97, 123, and 138".
std::optional<AlertRefusal> FreeText::find_loose_number(std::size_t at, const Call* call) const {
  for (std::size_t i = 0; i < m_.size(); ++i) {
    if (m_[i].sentence != m_[at].sentence || m_[i].role != Role::price_bare) continue;
    if (is_bare_price(i) || (call && is_of_another_call(i, *call)) || is_in_plan(i)) continue;
    return AlertRefusal{RefusalReason::ambiguous,
                        "what the number " + to_text(m_[i].value) + " means is not said"};
  }
  return std::nullopt;
}

bool FreeText::has_word(Range range, List list) const {
  for (auto i = range.begin; i < range.end; ++i)
    if (m_[i].role == Role::none && is(i, list)) return true;
  return false;
}

// A bare number is the contract's price only when nothing but the contract stands before it.
bool FreeText::is_bare_price(std::size_t i) const {
  if (m_[i].role != Role::price_bare) return false;
  const auto before = previous_word(m_, i);
  if (before >= m_.size()) return false;
  const auto& word = m_[before];
  // "111 puts - 5": a price, or how many?
  const bool is_dashed = i > 0 && m_[i - 1].is_mark('-');
  if (is_dashed && m_[i].is_whole() && !m_[i].has_dollar) return false;
  if (m_[i].has_dollar && word.line == m_[i].line && is_one_of(word, {"here", "calls", "puts"}))
    return true;
  // "re-entering NVDA 182.5c 11/28 here 2.05"
  if (is_one_of(word, {"here"}) && before > 0 && is_contract_role(m_[before - 1].role) &&
      !m_[i].is_whole())
    return true;
  return is_contract_role(word.role) || word.role == Role::count ||
         (word.line != m_[i].line && is_one_of(word, {"here"}));
}

std::optional<AlertRefusal> FreeText::read_open_price(Reading& r, const Call* call) const {
  std::set<Price> at, bare, average;
  std::optional<std::pair<Price, Price>> range;
  for (std::size_t i = 0; i < m_.size(); ++i) {
    const auto& word = m_[i];
    if (is_in_plan(i) || (call && is_of_another_call(i, *call))) continue;
    // "Looks like 795-800 will be the cheapest": of a remark
    if (call && word.clause != m_[call->begin].clause && find_strange_word(clause_of(i))) continue;
    if (word.role == Role::price_at && word.sign == '-')
      return AlertRefusal{RefusalReason::absurd_price, "a price below zero"};
    if (word.role == Role::price_at) at.insert(word.value);
    if (is_bare_price(i)) bare.insert(word.value);
    if (word.role == Role::price_average) average.insert(word.value);
    if (word.role == Role::range_low && i + 2 < m_.size() && m_[i + 2].role == Role::range_high &&
        !range)
      range = {word.value, m_[i + 2].value};
  }
  if (range && at.empty() && bare.empty()) {
    r.price = range->first;
    r.limit_high = range->second;
    return std::nullopt;
  }
  const auto& found = !at.empty() ? at : !bare.empty() ? bare : average;
  if (found.size() > 1 || range)
    return AlertRefusal{RefusalReason::ambiguous, "more than one price could be meant"};
  if (!found.empty()) r.price = *found.begin();
  return std::nullopt;
}

void FreeText::read_quantity(std::size_t begin, std::size_t end, Reading& r) const {
  std::set<Price> counts;
  for (auto i = begin; i < std::min(end, m_.size()); ++i)
    if (m_[i].role == Role::count) counts.insert(m_[i].value);
  if (counts.size() == 1) r.quantity = as_quantity(*counts.begin());
}

// "... looking great", "... printed": comments on a trade, in the call's clause.
bool FreeText::is_talk_about(const Call& call) const {
  const auto clause = clause_of(call.begin);
  for (auto i = clause.begin; i < clause.end; ++i)
    if (is(i, {"printed", "printing", "crushed", "paid", "congrats", "earlier", "yesterday",
               "today"}) &&
        m_[i].role == Role::none)
      return true;
  return any_word({"watchlist", "recap"});
}

Result FreeText::add(const Call& call) {
  const auto contract = contract_in(0, m_.size());
  const bool is_contract = contract.strike && contract.right != Right::none;
  const auto named = contract_in(clause_of(call.begin).begin, m_.size());
  if (!call.is_add_to && is_contract && named.strike && !any_role(Role::blend)) {
    auto as_open = call;
    as_open.action = CallAction::open;
    return open(as_open);  // "Added XOM 3/20 $160c": a first entry
  }
  Reading r;
  r.action = CallAction::add;
  if (auto problem = subject(call, r)) return tl::make_unexpected(*problem);
  std::set<Price> at, bare;
  const auto clause = clause_of(call.begin);
  for (auto i = clause.begin; i < m_.size(); ++i) {
    if (m_[i].role == Role::price_at && !is_of_another_call(i, call)) at.insert(m_[i].value);
    if (i < clause.end && i >= call.end && m_[i].role == Role::price_bare &&
        (m_[i].has_dollar || !m_[i].is_whole()))
      bare.insert(m_[i].value);
  }
  const bool has_blend =
      any_role(Role::blend) || any_role(Role::price_average) || any_word({"average", "avg"});
  // "added @ 2.05, average 2.35" gives both; "added @ 1.50 avg" may be either
  const bool is_average_at = std::any_of(m_.words.begin(), m_.words.end(), [&](const Word& word) {
    const auto i = static_cast<std::size_t>(&word - m_.words.data());
    return word.role == Role::price_at && is(i + 1, {"avg", "average"});
  });
  const auto& found = at.empty() ? bare : at;
  const bool is_blend = at.empty() ? has_blend : is_average_at;
  if (found.size() == 1 && !is_blend) r.price = *found.begin();
  if (r.price && r.kind == AssetClass::option && !r.strike && *r.price > Price::whole(100))
    r.price.reset();
  read_quantity(0, m_.size(), r);
  read_extras(m_, 0, m_.size(), r);
  return std::vector<Reading>{r};
}

}  // namespace fillwright::alert
