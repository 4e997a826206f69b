// The price and the quantity of an exit.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

std::optional<AlertRefusal> FreeText::read_exit_price(const Call& call, Reading& r) const {
  const auto clause = clause_of(call.begin);
  if (is(call.begin, {"exit"}) && clause.begin > 0 && any_word({"entry", "entered"}))
    return AlertRefusal{RefusalReason::talk, "an entry and an exit price: a report of a trade"};
  std::set<Price> arrow, at, bare;
  for (std::size_t i = 0; i < m_.size(); ++i) {
    const auto& word = m_[i];
    if (word.role == Role::price_arrow) arrow.insert(word.value);
    if (word.role == Role::entry_from) r.entry_price = word.value;
    if (is_of_next_step(call, i) || word.sign != 0) continue;  // "closed for -8": points or money
    if (word.role == Role::price_at && is_entry_label_before(i)) {
      r.entry_price = word.value;
      continue;
    }
    const bool is_next_clause = i > 0 && (m_[i - 1].is_mark('@') || is(i - 1, {"at"})) &&
                                m_[i].sentence == m_[call.begin].sentence;
    if (word.role == Role::price_at && (i < clause.end || is_line_start(i) || is_next_clause))
      at.insert(word.value);
    if (word.role == Role::price_bare && is_exit_price(call, clause, i)) bare.insert(word.value);
    if (is(i, {"out"}) && has(i + 1)) {
      // IN 13720 OUT: 12484
      const auto number = next_word(m_, i);
      if (number < m_.size() && m_[number].role == Role::price_bare && r.entry_price)
        arrow.insert(m_[number].value);
    }
  }
  if (is_second_sale(call))
    return AlertRefusal{RefusalReason::ambiguous, "a part and the rest, each at its price"};
  const auto& found = !arrow.empty() ? arrow : !at.empty() ? at : bare;
  if (found.size() != 1) return std::nullopt;  // no price is safe: the mid decides
  r.price = *found.begin();
  if (*r.price > Price::whole(1000) && !r.strike && r.kind == AssetClass::option)
    r.kind = AssetClass::none;  // points of an index, perhaps
  const bool is_level =
      arrow.empty() && r.kind == AssetClass::option && !r.strike && *r.price > Price::whole(100);
  const bool is_nameless_level =
      r.kind == AssetClass::none && arrow.empty() && *r.price > Price::whole(100);
  if (is_level || is_nameless_level) r.price.reset();
  return std::nullopt;
}

// "closed half @ 1.90, rest at 2.15"
bool FreeText::is_second_sale(const Call& call) const {
  for (auto i = call.end; i + 1 < m_.size(); ++i)
    if (is(i, {"rest", "remaining", "remainder", "other"}) &&
        m_[i].clause != m_[call.begin].clause &&
        (m_[i + 1].is_mark('@') || is(i + 1, {"at", "half"})) && i + 2 < m_.size() &&
        (m_[i + 2].role == Role::price_at || m_[i + 2].is_mark('@') || is(i + 2, {"at"})))
      return true;
  return false;
}

// "..., next one at 1.60"
bool FreeText::is_of_next_step(const Call& call, std::size_t i) const {
  if (m_[i].kind != TokenKind::number || m_[i].clause == m_[call.begin].clause) return false;
  for (auto k = i; k-- > 0 && m_[k].clause == m_[i].clause;)
    if (is(k, {"next", "will", "ill", "would"})) return true;
  return false;
}

bool FreeText::is_entry_label_before(std::size_t i) const {
  const auto before = previous_word(m_, i);
  return before < m_.size() && is(before, {"entry", "entered", "cost", "paid"});
}

bool FreeText::is_line_start(std::size_t i) const {
  const auto before = previous_word(m_, i);
  return before >= m_.size() || m_[before].line != m_[i].line || is_separator(m_[i - 1]);
}

// In the call's clause next to what is sold, or a line of its own.
bool FreeText::is_exit_price(const Call& call, Range clause, std::size_t i) const {
  if (call.is_percent_command && i == call.end) return false;
  const auto before = previous_word(m_, i);
  if (i >= clause.begin && i < clause.end) {
    // "3.10 out": but "13 broke, stopping out" names an average
    if (i < call.begin)
      return m_[i].has_dollar || !m_[i].is_whole() || (i == clause.begin && i + 1 == call.begin);
    if (before >= m_.size()) return false;
    if (m_[i].has_dollar) return true;
    return is_contract_role(m_[before].role) || m_[before].role == Role::fraction ||
           m_[before].role == Role::percent || m_[before].role == Role::price_bare ||
           before + 1 == call.end ||
           is_one_of(m_[before], {"runner", "runners", "here", "rest", "half", "all", "last",
                                  "position", "out", "shares"});
  }
  return i > 0 && m_[i - 1].kind == TokenKind::newline && i >= clause.end &&
         (m_[i].has_dollar || (call.is_formal && is_contract_role(m_[before].role)));
}

void FreeText::read_exit_quantity(const Call& call, Reading& r) const {
  if (call.is_percent_command) return;
  const auto clause = clause_of(call.begin);
  const auto end = std::min(clause.end, std::max(end_of_object(m_, call), call.end));
  read_quantity(clause.begin, std::max(clause.begin, end), r);
  if (call.is_formal && !r.quantity) read_quantity(0, m_.size(), r);
}

}  // namespace fillwright::alert
