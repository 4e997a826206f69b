// Exits: of one position, of all of them; and cancellations.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

Result FreeText::exit(const Call& call) {
  Reading r;
  r.action = call.action;
  r.side = call.side;
  r.reason = call.reason;
  if (r.reason.empty() && target_hit_before(call)) r.reason = "target";
  if (auto bulk = bulk_exit(call)) return *bulk;
  if (auto problem = subject(call, r)) return tl::make_unexpected(*problem);
  if (r.symbol.empty() && r.symbols.empty() && r.needs_context && is_bare_verb(call))
    return refuse(RefusalReason::talk, "a lone word; expected what is sold");
  if (r.needs_context && !has_plain_object(call))
    return refuse(RefusalReason::talk, "names no trade, and more words than an exit has");
  // "trim 1 608, trim 2 605": a plan
  const auto trims =
      std::count_if(calls_.accepted.begin(), calls_.accepted.end(), [&](const Call& other) {
        return is(other.end - 1, {"trim"}) && has(other.end) &&
               m_[other.end].kind == TokenKind::number &&
               m_[other.begin].sentence == m_[call.begin].sentence;
      });
  if (trims > 1) return refuse(RefusalReason::talk, "several trims: a plan");
  if (auto report = find_exit_report()) return tl::make_unexpected(*report);
  read_part(call, r);
  if (r.symbols.empty()) {
    if (auto problem = read_exit_price(call, r)) return tl::make_unexpected(*problem);
    read_exit_quantity(call, r);
  }
  read_extras(m_, 0, m_.size(), r);
  r.size.clear();
  r.targets.clear();
  if (r.kind == AssetClass::future && !call.is_formal) r.side.reset();
  return std::vector<Reading>{r};
}

// A call that names no contract says nothing strange before "here", "the rest", a price: "closed
// 5 green days in a row" is talk.
bool FreeText::has_plain_object(const Call& call) const {
  const auto clause = clause_of(call.begin);
  for (auto i = call.end; i < clause.end; ++i) {
    if (m_[i].role == Role::price_at || m_[i].role == Role::price_arrow ||
        m_[i].role == Role::blend || m_[i].role == Role::price_average)
      return true;
    if (is(i, {"here",      "now",       "rest",       "runner",    "runners",   "position",
               "positions", "half",      "all",        "profit",    "profits",   "stop",
               "entry",     "breakeven", "be",         "cons",      "contracts", "trim",
               "calls",     "puts",      "last",       "remaining", "most",      "some",
               "into",      "strength",  "everything", "weakness",  "pop"}))
      return true;
    if (m_[i].role != Role::none || is_separator(m_[i]) || is_lead_word(m_[i])) continue;
    if (!is(i,
            {"up",        "down",    "loss",  "small", "off",      "one",     "two",      "three",
             "avg",       "average", "more",  "win",   "winner",   "gain",    "lotto",    "lottos",
             "quick",     "scratch", "them",  "it",    "these",    "those",   "these",    "even",
             "remainder", "to",      "with",  "by",    "about",    "around",  "bit",      "little",
             "quarter",   "third",   "from",  "as",    "slightly", "partial", "partials", "swing",
             "scale",     "weekend", "table", "yall",  "congrats", "ladies",  "team",     "risk",
             "trade",     "nice"}))
      return false;
  }
  return true;
}

// Several gains, or several prices of one exit, in a row tell of what was done.
std::optional<AlertRefusal> FreeText::find_exit_report() const {
  const auto is_price = [&](std::size_t i) {
    return has(i) && m_[i].kind == TokenKind::number &&
           (m_[i].role == Role::price_at || m_[i].role == Role::price_bare);
  };
  const auto is_joint = [&](std::size_t i) {
    return has(i) && (m_[i].is_mark(',') || m_[i].is_mark('&') || is(i, {"and", "then"}));
  };
  std::size_t gains = 0;
  std::size_t halves = 0;  // "half @ 1.10, half @ 1.30"
  std::size_t parts = 0;   // "1/3 at 3.30, 1/3 at 3.90"
  for (std::size_t i = 0; i < m_.size(); ++i) {
    const bool is_part_at = m_[i].kind == TokenKind::slashed && has(i + 1) &&
                            (is(i + 1, {"at"}) || m_[i + 1].is_mark('@'));
    if (is(i, {"half"}) && !is(i + 1, {"size", "sized", "position"}) && !is_last_half(i) &&
        ++halves > 1)
      return AlertRefusal{RefusalReason::talk, "several parts: a report of exits"};
    if (is_part_at && m_[i].text.size() == 3 && ++parts > 1)
      return AlertRefusal{RefusalReason::talk, "several parts: a report of exits"};
    if (!is_joint(i + 1)) continue;
    if (is_price(i) && is_price(i + 2))
      return AlertRefusal{RefusalReason::talk, "several prices: a report of exits"};
    const bool is_gain_list =
        m_[i].kind == TokenKind::percent && has(i + 2) &&
        (m_[i + 2].kind == TokenKind::percent ||
         (m_[i + 2].role == Role::symbol && has(i + 3) && m_[i + 3].kind == TokenKind::percent));
    gains += is_gain_list ? 1 : 0;
  }
  if (gains > 0) return AlertRefusal{RefusalReason::talk, "several gains: a report of exits"};
  return std::nullopt;
}

bool FreeText::target_hit_before(const Call& call) const {
  for (std::size_t i = 0; i + 1 < call.begin; ++i)
    if (is(i, {"target", "tp", "pt", "tp1", "pt1"}) && is(i + 1, {"hit"})) return true;
  return false;
}

// "Out.", "Closed.": too little to sell something on.
bool FreeText::is_bare_verb(const Call& call) const {
  const bool is_alone = std::all_of(m_.words.begin(), m_.words.end(), [&](const Word& word) {
    return is_separator(word) || word.clause == m_[call.begin].clause;
  });
  const bool has_number = std::any_of(m_.words.begin(), m_.words.end(), [](const Word& word) {
    return word.role == Role::percent || word.role == Role::level || word.role == Role::price_arrow;
  });
  if (!is_alone && !m_.has_ping && !has_number && is_without_object(call)) return true;
  if (is(call.begin, {"sell"})) return true;  // an order to the room, or a shout
  if (call.action == CallAction::trim && !is(call.begin, {"sold", "sell", "selling"})) return false;
  if (call.reason == "stop" || call.end - call.begin > 1) return false;
  return is_without_object(call);
}

bool FreeText::is_without_object(const Call& call) const {
  if (call.reason == "stop" || m_[call.end - 1].text.starts_with("profit")) return false;
  const auto clause = clause_of(call.begin);
  for (auto i = clause.begin; i < clause.end; ++i) {
    if (i >= call.begin && i < call.end) continue;
    if (!is_separator(m_[i]) && !is(i, {"i", "im", "and", "so", "we", "weare", "just"}))
      return false;
  }
  return true;
}

// CLOSE ALL; all positions closed; trimming all positions at the open
std::optional<Result> FreeText::bulk_exit(const Call& call) const {
  if (is(call.begin, {"sell", "buy"})) return std::nullopt;
  const bool is_profit = is(call.begin, {"took", "taking"});  // a part, or all of it?
  const auto clause = clause_of(call.begin);
  bool is_all = false;
  bool has_object = false;
  std::string scope = "all";
  for (auto i = clause.begin; i < clause.end; ++i) {
    if (is(i, {"all", "everything"})) is_all = true;
    if (is(i, {"everything", "positions", "trades"})) has_object = true;
    if (is(i, {"longs"})) has_object = true, scope = "long";
    if (is(i, {"shorts"})) return std::nullopt;
  }
  const bool is_only_all = is_all && !is(call.begin, {"all", "out", "sold", "selling", "sell"}) &&
                           call.end < clause.end && is(call.end, {"all"}) &&
                           next_word(m_, call.end) >= clause.end;
  if (!is_all || !(has_object || is_only_all)) return std::nullopt;
  if (is(call.begin, {"stopped"})) return std::nullopt;
  if (is_profit && call.action == CallAction::trim)
    return Result(refuse(RefusalReason::ambiguous, "profits of everything: how much is sold?"));
  Reading r;
  r.action = call.action;
  r.side = call.side;
  r.scope = scope;
  const auto object_end = end_of_object(m_, call);
  for (const auto i : symbols_in(clause.begin, clause.end)) {
    if (i < object_end) return std::nullopt;  // "all out of XOM positions": of one symbol
    r.exclude.push_back(m_[i].symbol);
  }
  if (r.exclude.empty() && object_end < clause.end && !symbols_in(object_end, m_.size()).empty())
    return Result(refuse(RefusalReason::ambiguous, "what is kept is not clear"));
  if (r.exclude.empty() && object_end < clause.end &&
      is(object_end, {"except", "besides", "but", "outside", "excluding"}))
    return Result(refuse(RefusalReason::ambiguous, "what is kept is not clear"));
  if (!symbols_in(clause.end, m_.size()).empty() || !symbols_in(0, clause.begin).empty())
    return Result(refuse(RefusalReason::ambiguous, "all positions, or those named?"));
  return Result(std::vector<Reading>{r});
}

Result FreeText::cancel(const Call& call) {
  const bool has_contract = any_role(Role::strike);
  const auto own = symbols_in(0, m_.size());
  if (own.size() > 1 || has_contract)
    return refuse(RefusalReason::ambiguous, "a call and its cancellation in one message");
  for (std::size_t i = 0; i < m_.size(); ++i) {
    if ((i >= call.begin && i < call.end) || is_separator(m_[i]) || m_[i].role != Role::none)
      continue;
    if (!is(i, {"the",    "my",    "that", "this",  "trade",    "order",  "orders",
                "entry",  "alert", "long", "short", "not",      "taking", "it",
                "please", "all",   "just", "im",    "i",        "last",   "limit",
                "call",   "for",   "now",  "on",    "previous", "chasing"}))
      return refuse(RefusalReason::talk, "speaks of a cancellation, calls none");
  }
  Reading r;
  r.action = CallAction::cancel;
  if (own.empty()) {
    r.needs_context = true;
  } else {
    r.symbol = m_[own.front()].symbol;
    if (m_[own.front()].is_future) r.kind = AssetClass::future;
  }
  std::set<Price> at;
  for (const auto& word : m_.words)
    if (word.role == Role::price_at) at.insert(word.value);
  if (at.size() == 1) r.price = *at.begin();
  return std::vector<Reading>{r};
}

}  // namespace fillwright::alert
