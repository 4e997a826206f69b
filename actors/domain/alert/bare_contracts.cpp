// Messages without a verb: a contract alone is an entry; a get-ready names the next one.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

Result FreeText::get_ready() {
  const auto contract = contract_in(0, m_.size());
  if (contract.symbols.size() > 1 || contract.is_doubtful || !contract.strike)
    return refuse(RefusalReason::get_ready, "a get-ready that names no one contract");
  Reading r;
  r.action = CallAction::get_ready;
  r.kind = AssetClass::option;
  if (!contract.symbols.empty()) r.symbol = contract.symbols.front();
  r.strike = contract.strike;
  r.right = contract.right;
  r.expiry = contract.expiry;
  return std::vector<Reading>{r};
}

// "SPY 643P 08/26", "$SNOW 215p 7/2 .85 fill": a contract alone is an entry.
Result FreeText::bare_contract() {
  const auto talk = [](std::string detail) {
    return refuse(RefusalReason::talk, std::move(detail));
  };
  if (is_talked_of()) return talk("speaks of a trade, calls none");
  auto contract = contract_in(0, m_.size());
  if (contract.symbols.size() > 1 && contract.strike) contract = first_line_contract();
  if (contract.symbols.empty() && !contract.strike) return talk("no order in it");
  if (contract.symbols.size() != 1)
    return contract.symbols.empty()
               ? Result(refuse(RefusalReason::incomplete, "no symbol; expected one, like $SPY"))
               : Result(refuse(RefusalReason::ambiguous, "more than one symbol"));
  if (!contract.strike || contract.right == Right::none)
    return contract.strike || contract.right != Right::none
               ? Result(refuse(RefusalReason::incomplete, "strike or right is missing"))
               : Result(talk("no order in it"));
  if (contract.is_doubtful || m_.has_doubtful_date)
    return refuse(RefusalReason::ambiguous, "more than one contract could be meant");
  if (has_arrow() || any_role(Role::price_arrow) || any_role(Role::entry_from) ||
      any_role(Role::blend))
    return talk("a report of a trade");
  if (!is_bare_lead()) return talk("words before the contract that call nothing");
  if (has_bare_veto()) return talk("comments on a contract, calls none");
  for (std::size_t i = 0; i < m_.size(); ++i)
    if (m_[i].role == Role::strike) {
      if (auto strange = find_strange_word(clause_of(i))) return tl::make_unexpected(*strange);
      if (auto loose = find_loose_number(i, nullptr)) return tl::make_unexpected(*loose);
    }
  Reading r;
  r.action = CallAction::open;
  r.kind = AssetClass::option;
  r.side = Side::buy;
  r.symbol = contract.symbols.front();
  r.strike = contract.strike;
  r.right = contract.right;
  r.expiry = contract.expiry;
  if (auto problem = read_open_price(r)) return tl::make_unexpected(*problem);
  if (!r.price && (r.expiry.empty() || !is_nothing_else()))
    return talk("a contract without a price, and more words");
  read_quantity(0, m_.size(), r);
  read_extras(m_, 0, m_.size(), r);
  return std::vector<Reading>{r};
}

// A rejected call makes the message talk, unless it is a plan for later behind the contract:
// "QQQ 520p 12/04 @ 1.8, will add at 1.4".
bool FreeText::is_talked_of() const {
  std::size_t contract = 0;
  while (contract < m_.size() && m_[contract].role != Role::strike) ++contract;
  return std::any_of(calls_.rejected.begin(), calls_.rejected.end(), [&](const Call& call) {
    return !call.is_planned || call.action == CallAction::open || contract >= m_.size() ||
           m_[call.begin].clause <= m_[contract].clause;
  });
}

// In a clause with a verb of its own: "Long NQ 28610, adding at 28595".
bool FreeText::is_of_another_call(std::size_t i, const Call& call) const {
  if (m_[i].clause == m_[call.begin].clause) return false;
  const auto is_there = [&](const Call& other) {
    return other.begin != call.begin && !other.is_label && m_[other.begin].clause == m_[i].clause;
  };
  return std::any_of(calls_.accepted.begin(), calls_.accepted.end(), is_there) ||
         std::any_of(calls_.rejected.begin(), calls_.rejected.end(), is_there);
}

bool FreeText::is_in_plan(std::size_t i) const {
  return std::any_of(calls_.rejected.begin(), calls_.rejected.end(), [&](const Call& call) {
    return call.is_planned && m_[call.begin].clause == m_[i].clause;
  });
}

Contract FreeText::first_line_contract() const {
  std::size_t first = 0;
  while (first < m_.size() && m_[first].role != Role::symbol) ++first;
  if (first >= m_.size()) return {};
  return contract_in(clause_of(first).begin, std::max(clause_of(first).end, end_of_run(first)));
}

// The contract goes on over dashes and line ends while its parts follow each other.
std::size_t FreeText::end_of_run(std::size_t i) const {
  while (true) {
    const auto next = next_word(m_, i);
    if (next >= m_.size() || m_[next].role == Role::none) return i + 1;
    if (m_[next].role == Role::symbol) return i + 1;
    i = next;
  }
}

// Before the contract stand only labels: "Risky", "Lotto swing", "Contract:".
bool FreeText::is_bare_lead() const {
  for (std::size_t i = 0; i < m_.size(); ++i) {
    const auto& word = m_[i];
    if (is_contract_role(word.role)) return true;
    if (is(i, {"buy"}) && is(i + 1, {"alert"})) continue;
    if (is_separator(word)) {
      if (word.is_mark('?')) return false;
      continue;
    }
    if (!is(i,
            {"risky",  "riskier", "lotto",    "lottos", "alert", "alerts", "swing",    "daytrade",
             "day",    "trade",   "contract", "weekly", "super", "small",  "yolo",     "new",
             "quick",  "scalp",   "starter",  "entry",  "high",  "risk",   "cheap",    "play",
             "option", "options", "ticker",   "symbol", "call",  "the",    "position", "light",
             "signal", "idea",    "lottery",  "hero",   "size",  "fun",    "another",  "overnight",
             "leap",   "leaps",   "my",       "here"}))
      return false;
  }
  return true;
}

bool FreeText::has_bare_veto() const {
  std::size_t last_contract = 0;
  for (std::size_t i = 0; i < m_.size(); ++i)
    if (is_contract_role(m_[i].role) || m_[i].role == Role::price_at || is_bare_price(i))
      last_contract = i;
  for (std::size_t i = 0; i < m_.size(); ++i) {
    const auto& word = m_[i];
    if (word.is_mark('?')) return true;
    if (word.kind == TokenKind::percent && !is(i + 1, {"size", "position", "risk", "sl", "stop"}) &&
        !(is(i + 1, {"of"}) && is(i + 3, {"account", "port", "portfolio"})) &&
        !(i > 0 && (m_[i - 1].is_mark(':') || is(i - 1, {"stop", "sl", "tp", "pt"}))))
      return true;
    if (word.kind != TokenKind::word || word.role != Role::none) continue;
    if (is(i, {"dont"}) && is(i + 1, {"chase"})) continue;
    if (is(i, {"above", "over"}) && is(i - 1, {"chase"})) continue;
    if (is(i, {"paid"}) && has(i + 1) && m_[i + 1].role == Role::price_at) continue;
    if (is(i, {"monday", "tuesday", "wednesday", "thursday", "current", "exit", "exited", "peak"}))
      return true;
    if (is(i, {"is", "are", "was", "were"}) && m_[i].clause == m_[last_contract].clause)
      return true;
    if (is(i,
           {"watch",   "watching", "watchlist", "alive",       "printing", "printed",   "ran",
            "runner",  "crushed",  "recap",     "update",      "updates",  "comment",   "chart",
            "ripping", "flying",   "missed",    "paid",        "paying",   "yesterday", "tomorrow",
            "was",     "were",     "looks",     "still",       "eyeing",   "eye",       "ideas",
            "setup",   "setups",   "plan",      "considering", "might",    "may",       "should",
            "would",   "if",       "when",      "once",        "unless",   "wait",      "waiting",
            "alerted", "called",   "nice",      "congrats",    "winner",   "winners",   "profits",
            "gains",   "holding",  "above",     "ready",       "dont",     "not",       "hit",
            "hits",    "now",      "worth",     "flow",        "sweep",    "sweeps",    "block",
            "oi",      "volume",   "unusual",   "bid",         "ask",      "mark",      "currently",
            "high",    "went",     "from",      "closed",      "up"}))
      if (i <= last_contract ||
          !is(i, {"high",  "now",      "above", "up",      "not",  "still",  "was",
                  "nice",  "hit",      "ready", "volume",  "from", "may",    "might",
                  "if",    "when",     "once",  "holding", "dont", "closed", "should",
                  "would", "tomorrow", "plan",  "setup",   "bid",  "ask"}) ||
          is_in_contract_clause(i, last_contract))
        return !(is(i, {"high"}) && is(i + 1, {"risk"})) && !(is(i, {"now"}) && is(i - 1, {"for"}));
  }
  // "looking great": praise; "looking for a bounce": a note
  for (std::size_t i = 0; i < m_.size(); ++i)
    if (is(i, {"looking"}) && !is(i + 1, {"for", "to"})) return true;
  return false;
}

bool FreeText::is_in_contract_clause(std::size_t i, std::size_t contract) const {
  if (m_[i].clause == m_[contract].clause) return true;
  // a condition behind a comma still belongs to it
  return m_[i].sentence == m_[contract].sentence && is_condition(m_[i]) && clause_of(i).begin == i;
}

// Beside the contract only words about its size.
bool FreeText::is_nothing_else() const {
  for (std::size_t i = 0; i < m_.size(); ++i) {
    const auto& word = m_[i];
    if (is_separator(word) || word.role != Role::none) continue;
    if (!is(i, {"risky",  "lotto",  "lottos", "small",    "size",   "swing", "daytrade",
                "day",    "trade",  "alert",  "contract", "exp",    "half",  "here",
                "weekly", "super",  "light",  "risk",     "high",   "scalp", "quick",
                "at",     "market", "mkt",    "entry",    "starter"}))
      return false;
  }
  return true;
}

}  // namespace fillwright::alert
