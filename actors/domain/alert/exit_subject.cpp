// Which position an exit or an add is about.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

// Fills symbol, contract and kind of an exit or an add; nothing named needs context.
std::optional<AlertRefusal> FreeText::subject(const Call& call, Reading& r) const {
  const auto clause = clause_of(call.begin);
  const auto object_end = end_of_names(call, end_of_object(m_, call));
  const auto ambiguous = [](std::string detail) {
    return AlertRefusal{RefusalReason::ambiguous, std::move(detail)};
  };
  const auto talk = AlertRefusal{RefusalReason::talk, "no trade follows the verb"};
  auto named = symbols_in(call.end, object_end);
  bool is_behind = !named.empty();
  if (named.empty()) named = symbols_in(clause.begin, call.begin);
  const bool is_own = !named.empty();
  Contract contract = contract_in(is_behind ? call.begin : clause.begin, object_end);
  if (is_own && !is_behind) contract = contract_in(clause.begin, object_end);

  if (is_own) {
    if (is_behind && !is_linked(call.end, named.front()) && !call.is_formal) return talk;
    if (!is_behind && !call.is_formal && !has_trade_object(m_, call)) return talk;
    if (!is_behind && !call.is_formal && is_price_of_market(call, contract)) return talk;
    if (call.is_formal && contract.symbols.size() == 1) contract = contract_in(0, m_.size());
  } else {
    if (!has_trade_object(m_, call)) return talk;
    if (is_heading(call) && symbols_in(call.end, m_.size()).size() == 1)
      contract = contract_in(call.end, m_.size());
    // A topic at the head of the message: "$IBM - Nice cushion. Scaling out 1/3 here."
    const auto earlier = symbols_in(0, clause.begin);
    if (earlier.size() > 1) return ambiguous("more than one symbol could be meant");
    if (earlier.size() == 1) {
      if (!is_topic(earlier.front())) return ambiguous("which position is meant is not said");
      contract = contract_in(0, object_end);
    }
  }
  if (is_own && !call.is_formal && is_joined_behind(object_end, clause.end))
    return ambiguous("more than one position could be meant");
  if (is_own && !call.is_formal) {
    if (const auto more = names_behind(call, clause.end); !more.empty()) {
      if (!is_behind || contract.strike) return ambiguous("more than one position could be meant");
      for (const auto i : more) contract.symbols.push_back(m_[i].symbol);
    }
  }
  if (contract.symbols.size() == 1) join_same_symbol(call, contract);
  if (contract.is_doubtful) return ambiguous("more than one contract could be meant");
  if (contract.symbols.size() > 1) {
    r.symbols = contract.symbols;
    return std::nullopt;
  }
  r.right = contract.right;
  r.strike = contract.strike;
  r.expiry = contract.expiry;
  if (contract.symbols.empty()) {
    r.needs_context = true;
    if (r.strike && r.right != Right::none) r.kind = AssetClass::option;
    return std::nullopt;
  }
  r.symbol = contract.symbols.front();
  const bool is_contract = r.strike || r.right != Right::none || !r.expiry.empty();
  if (contract.is_future && !is_contract)
    r.kind = AssetClass::future;
  else if (any_word({"shares", "equity", "share"}) ||
           ((call.is_formal || is(call.end - 1, {"long", "short"}) ||
             is(call.begin, {"cover", "covered", "covering"})) &&
            !is_contract))
    r.kind = AssetClass::stock;
  else
    r.kind = AssetClass::option;
  return std::nullopt;
}

// Names go on only by "and": "Closed SPY here VIX failing" closes SPY.
std::size_t FreeText::end_of_names(const Call& call, std::size_t end) const {
  bool has_one = false;
  for (auto i = call.end; i < end; ++i) {
    if (m_[i].symbol.empty()) continue;
    const bool is_joined =
        i > 0 && (is(i - 1, {"and", "plus"}) || m_[i - 1].is_mark('&') || m_[i - 1].is_mark('+') ||
                  m_[i - 1].is_mark('/') || m_[i - 1].role == Role::symbol);
    if (has_one && !is_joined) return i;
    has_one = true;
  }
  return end;
}

// "half of my AAPL and half of my AMD": a second name at `symbol`, joined to the first.
bool FreeText::is_joined_behind(std::size_t symbol, std::size_t end) const {
  if (symbol >= end || m_[symbol].symbol.empty()) return false;
  for (auto i = symbol; i-- > 0 && m_[i].clause == m_[symbol].clause && m_[i].symbol.empty();)
    if (is(i, {"and", "plus"}) || m_[i].is_mark('&') || m_[i].is_mark('+')) return true;
  return false;
}

// Names that go on behind a comma or a bracket: "Trim SPY, QQQ and IWM".
std::vector<std::size_t> FreeText::names_behind(const Call& call, std::size_t from) const {
  std::vector<std::size_t> found;
  const auto first = symbols_in(call.begin, from);
  for (auto i = from; i < m_.size() && m_[i].sentence == m_[call.begin].sentence; ++i) {
    if (m_[i].role != Role::symbol) continue;
    const bool is_start = clause_of(i).begin == i || is(i - 1, {"and"});
    const bool is_new = std::none_of(first.begin(), first.end(),
                                     [&](std::size_t k) { return m_[k].symbol == m_[i].symbol; });
    if (is_start && is_new) found.push_back(i);
  }
  return found;
}

// A line that holds the verb alone heads the contract below it: "(ADD)", then "$SPY 7/15 754C".
bool FreeText::is_heading(const Call& call) const {
  const auto clause = clause_of(call.begin);
  for (auto i = clause.begin; i < clause.end; ++i) {
    if (i >= call.begin && i < call.end) continue;
    if (!is_separator(m_[i]) && !is_lead_word(m_[i])) return false;
  }
  const auto next = next_word(m_, clause.end - 1);
  return next < m_.size() && is_contract_role(m_[next].role);
}

// Between a verb and its symbol stand only "the rest of my", numbers and the like.
bool FreeText::is_linked(std::size_t begin, std::size_t symbol) const {
  for (auto i = begin; i < symbol; ++i) {
    const auto& word = m_[i];
    if (is_separator(word) || word.role != Role::none) continue;
    if (!is(i,
            {"of",      "on",     "the",        "my",         "our",      "rest",      "some",
             "more",    "half",   "all",        "last",       "two",      "three",     "remaining",
             "both",    "out",    "these",      "another",    "a",        "few",       "to",
             "first",   "in",     "here",       "most",       "position", "positions", "runner",
             "runners", "weekly", "one",        "second",     "third",    "final",     "into",
             "with",    "little", "this",       "those",      "from",     "super",     "small",
             "quick",   "lotto",  "lottos",     "quarter",    "scale",    "bit",       "contracts",
             "cons",    "calls",  "puts",       "completely", "fully",    "stop",      "loss",
             "at",      "slowly", "breakeven",  "be",         "entry",    "alert",     "majority",
             "bulk",    "now",    "everything", "long",       "short",    "trade"}))
      return false;
  }
  return true;
}

// "SPY closed at 600": the market's close, not an exit.
bool FreeText::is_price_of_market(const Call& call, const Contract& contract) const {
  if (!is(call.begin, {"closed", "closing", "close"})) return false;
  if (contract.strike || contract.right != Right::none) return false;
  const auto next = call.end;
  return is(next, {"at", "green", "red", "up", "down", "near", "above", "below"}) &&
         !is(next + 1, {"entry", "breakeven", "be", "cost"}) &&
         !(call.begin > 0 && is(call.begin - 1, {"rest", "runner", "runners", "half", "position",
                                                 "lotto", "lottos", "swing", "hedge"}));
}

// First in the message, aside from labels: what the following sentences are about.
bool FreeText::is_topic(std::size_t symbol) const {
  for (std::size_t i = 0; i < symbol; ++i) {
    const auto& word = m_[i];
    if (is_separator(word) || word.role != Role::none) continue;
    if (!is_lead_word(word) &&
        !is(i, {"contract", "update", "updates", "ticker", "symbol", "stock"}))
      return false;
  }
  return true;
}

// "Closing the rest of my $RKLB. $RKLB 90c 20 Feb: 5.65 -> 6.10": the same name says more.
void FreeText::join_same_symbol(const Call& call, Contract& contract) const {
  if (contract.strike) return;
  for (std::size_t i = clause_of(call.begin).end; i < m_.size(); ++i) {
    if (m_[i].symbol != contract.symbols.front()) continue;
    const auto more = contract_in(i, clause_of(i).end);
    if (more.symbols.size() != 1 || more.is_doubtful || !more.strike) continue;
    if (contract.right != Right::none && contract.right != more.right) continue;
    contract.strike = more.strike;
    contract.right = more.right;
    if (contract.expiry.empty()) contract.expiry = more.expiry;
    return;
  }
}

}  // namespace fillwright::alert
