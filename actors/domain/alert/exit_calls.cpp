// The verbs of exits: took, trimmed, stopped, closed, out.
#include <algorithm>

#include "actors/domain/alert/call_finder.hpp"

namespace fillwright::alert {

// took, taking: a loss, full profits, a trim, or a position
std::optional<Call> CallFinder::match_take(std::size_t i) const {
  if (!is(i, {"took", "taking", "take"})) return std::nullopt;
  bool is_full = false;
  bool is_some = false;
  for (auto k = i + 1; k < std::min(i + 8, m_.size()) && same_clause(i, k); ++k) {
    if (is(k, {"full", "all"})) is_full = true;
    if (is(k, {"some", "half", "few", "most", "little", "bit"}) || m_[k].role == Role::fraction ||
        m_[k].role == Role::percent)
      is_some = true;
    if (is(k, {"l", "loss", "losses"}) && !is(i, {"take"}))
      return make(CallAction::close, i, k + 1);
    if (is(k, {"trim", "trims", "partial", "partials"})) return make(CallAction::trim, i, k + 1);
    if (is(k, {"profit", "profits", "gains"}))
      return make(is_full && !is_some ? CallAction::close : CallAction::trim, i, k + 1);
    if (is(k, {"rest", "remainder", "remaining"}) && is(k + 1, {"off"}))
      return make(CallAction::close, i, k + 2);
    if (is(k, {"off"}) && !is_some && k > i + 1 &&
        (is(k - 1, {"long", "short", "position"}) ||
         (m_[k - 1].role == Role::symbol && has(k + 1) &&
          (is(k + 1, {"here", "at"}) || m_[k + 1].is_mark('@') ||
           m_[k + 1].role == Role::price_bare))))
      return make(CallAction::close, i, k + 1);
    if (is(k, {"off"}) && k == i + 1 && !names_part(k + 1)) return std::nullopt;  // it rises
    if (is(k, {"off"}) && (k == i + 1 || is_some || is(k - 1, {"contracts", "cons", "more"})))
      return make(CallAction::trim, i, k + 1);
    const bool is_between =
        m_[k].role != Role::none ||
        is_one_of(m_[k], {"my",   "the",    "a",        "an",        "another", "first",   "second",
                          "long", "short",  "position", "last",      "some",    "few",     "final",
                          "full", "all",    "half",     "quick",     "small",   "more",    "nice",
                          "tiny", "safety", "off",      "contracts", "cons",    "partial", "of",
                          "more", "big",    "little",   "most",      "bit"});
    if (!is_between) break;
  }
  if (is(i, {"take"})) return std::nullopt;
  return make(CallAction::open, i, i + 1);
}

// "half", "2", "some", "SPY": what is taken off
bool CallFinder::names_part(std::size_t i) const {
  return has(i) &&
         (m_[i].role == Role::symbol || m_[i].role == Role::fraction || m_[i].role == Role::count ||
          m_[i].role == Role::percent || m_[i].kind == TokenKind::number ||
          m_[i].role == Role::right ||
          is(i, {"half",    "some",     "most", "the",    "rest",    "my",      "another", "a",
                 "all",     "more",     "few",  "one",    "two",     "quarter", "third",   "here",
                 "partial", "partials", "risk", "profit", "profits", "table",   "last",    "at"}));
}

std::optional<Call> CallFinder::match_trim(std::size_t i) const {
  if (is(i, {"trim", "trimmed", "trimming", "trims"})) {
    if (is(i + 1, {"level", "levels", "zone", "zones", "spot", "area", "target", "targets", "point",
                   "points", "price"}))
      return std::nullopt;
    if (i > 0 && is(i - 1, {"next", "perfect", "nice", "that", "great", "good", "missed", "your",
                            "each", "every", "big", "beautiful", "clean", "solid", "easy"}))
      return std::nullopt;
    auto begin = i;
    while (begin > 0 &&
           (is(begin - 1, {"first", "second", "third", "last", "another", "final", "safety",
                           "quick", "small", "a", "my", "1st", "2nd"}) ||
            m_[begin - 1].kind == TokenKind::ordinal) &&
           same_clause(begin - 1, i))
      --begin;
    return make(CallAction::trim, begin, i + 1);
  }
  if (is(i, {"derisking", "derisked",  "derisk",     "reducing", "reduced",  "peeled",
             "peeling",   "lightened", "lightening", "shave",    "shaved",   "shaving",
             "pare",      "pared",     "paring",     "skimmed",  "skimming", "unloaded",
             "unloading", "offloaded", "offloading", "shedding"}))
    return make(CallAction::trim, i, i + 1);
  if (is(i, {"locking"}) && is(i + 1, {"in"}) &&
      (has(i + 2) && (is(i + 2, {"profit", "profits", "gains", "some", "half"}) ||
                      m_[i + 2].kind == TokenKind::percent)))
    return make(CallAction::trim, i, i + 2);
  if (is(i, {"de"}) && is(i + 1, {"risking", "risk", "risked"}))
    return make(CallAction::trim, i, i + 2);
  if (is(i, {"scaling", "scaled", "scale"}) && is(i + 1, {"out"}))
    return make(CallAction::trim, i, i + 2);
  // who scales, not in, sells a part
  if (is(i, {"scaling", "scaled"}) &&
      (is(i + 1, {"some", "most", "half", "more", "another", "partial", "partials"}) ||
       (is(i + 1, {"a"}) && is(i + 2, {"little", "bit", "few"})) ||
       (has(i + 1) && (m_[i + 1].role == Role::fraction || m_[i + 1].role == Role::count))))
    return make(CallAction::trim, i, i + 1);
  if (is(i, {"locked"}) && is(i + 1, {"in"}) &&
      is(i + 2, {"some", "half", "more", "most", "profit", "profits", "gains", "partial"}))
    return make(CallAction::trim, i, i + 2);
  if (is(i, {"out"}) && is(i + 1, {"a"}) && is(i + 2, {"little", "bit", "few", "third", "quarter"}))
    return make(CallAction::trim, i, i + 3);
  if (is(i, {"off"}) && i > 0 && m_[i - 1].role == Role::fraction && is_clause_start(i - 1))
    return make(CallAction::trim, i, i + 1);
  if (is(i, {"half"}) && is(i + 1, {"out", "off"})) return make(CallAction::trim, i, i + 2);
  if (is(i, {"sold", "selling", "sell"})) {
    // "sold short" opens; "short selling" is a subject; "sell now" tells others what to do
    if (is(i + 1, {"short", "shorts", "and"}) || (i > 0 && is(i - 1, {"short"})))
      return std::nullopt;
    if (is(i, {"sell"}) && !names_part(i + 1)) return std::nullopt;
    if (is(i + 1, {"off", "out", "order", "orders", "wall", "pressure", "side", "signal", "into",
                   "the", "zone"}) &&
        !(is(i + 1, {"the"}) && is(i + 2, {"rest", "remaining", "last", "runner", "runners"})))
      return is(i + 1, {"into"})
                 ? std::optional(with_side(make(CallAction::trim, i, i + 1), Side::sell))
                 : std::nullopt;
    const bool is_all = (i > 0 && is(i - 1, {"full", "fully", "completely"})) || is_final_behind(i);
    return with_side(make(is_all ? CallAction::close : CallAction::trim, i, i + 1), Side::sell);
  }
  return std::nullopt;
}

// At the beginning of its clause, or behind a word that calls for attention.
bool CallFinder::is_told_to_all(std::size_t i) const {
  return is_clause_start(i) ||
         is(i - 1, {"please", "now", "alert", "update", "everyone", "guys", "all", "lets", "just"});
}

// "sold all", "sold the rest", "sold my last two"
bool CallFinder::is_final_behind(std::size_t i) const {
  for (auto k = i + 1; k < std::min(i + 4, m_.size()) && same_clause(i, k); ++k) {
    if (is(k, {"all", "rest", "remaining", "last", "everything", "remainder"}))
      return !is(k + 1, {"but"});
    if (!is(k, {"my", "the", "of", "our"})) return false;
  }
  return false;
}

std::optional<Call> CallFinder::match_stop(std::size_t i) const {
  if (is(i, {"stopping"}) && is(i + 1, {"out"})) return stopped(i, i + 2);
  if (is(i, {"stopped"})) {
    // "17 stopped", "futures stopped"
    if (i > 0 && same_clause(i - 1, i) &&
        ((m_[i - 1].kind == TokenKind::number && m_[i - 1].is_whole() &&
          m_[i - 1].role != Role::strike) ||
         is(i - 1, {"futures", "stocks", "trading", "trades"})))
      return std::nullopt;
    if (is(i + 1, {"out"})) return stopped(i, i + 2);
    if (is(i + 1, {"me", "us"}) && is(i + 2, {"out"})) return stopped(i, i + 3);
    const auto next = i + 1;
    const bool is_trade = !has(next) || !same_clause(i, next) || is_separator(m_[next]) ||
                          is(next, {"at", "on", "here", "rest", "be", "breakeven", "flat"}) ||
                          m_[next].role != Role::none;
    if (!is_trade) return std::nullopt;
    return stopped(i, i + 1);
  }
  if (is(i, {"stop", "sl", "stoploss"})) {
    auto k = i + 1;
    if (is(k, {"loss"})) ++k;
    if (is(k, {"got", "was", "is"})) ++k;
    if (is(k, {"hit", "triggered"})) {
      if (is(k + 1, {"at", "and"}) || !has(k + 1) || !same_clause(k, k + 1) ||
          is_separator(m_[k + 1]) || is(k + 1, {"on", "here", "for"}) ||
          m_[k + 1].role != Role::none)
        return stopped(i, k + 1);
    }
    return std::nullopt;
  }
  if (is(i, {"hit"})) {
    auto k = i + 1;
    if (is(k, {"my", "our", "the"})) ++k;
    if (!is(k, {"stop", "sl", "stoploss"})) return std::nullopt;
    ++k;
    if (is(k, {"loss"})) ++k;
    return stopped(i, k);
  }
  if (is(i, {"trailed"}) && is(i + 1, {"out"})) return make(CallAction::close, i, i + 2);
  return std::nullopt;
}

std::optional<Call> CallFinder::match_close(std::size_t i) const {
  if (is(i,
         {"closed", "closing", "close", "exit", "exited", "exiting", "flattened", "flattening"})) {
    if (is(i + 1, {"bell",      "to",   "in",       "price",     "call", "enough",   "above",
                   "below",     "over", "under",    "strong",    "weak", "higher",   "lower",
                   "liquidity", "plan", "strategy", "interview", "eyes", "attention"}) &&
        !(is(i + 1, {"above", "below"}) && is(i + 2, {"entry", "cost", "be"})))
      return std::nullopt;
    if (i > 0 &&
        is(i - 1, {"market", "markets", "candle", "the", "at", "into", "daily", "hourly", "to", "a",
                   "near", "by", "min", "stocks", "futures", "before"}) &&
        is(i, {"close", "closing", "closed", "exit"}))
      return std::nullopt;
    if (is(i, {"close", "exit"}) && (!is_behind_lead(i) || is_behind_name(i))) return std::nullopt;
    // "so close", "$120 close", "a fast exit", "Close!": near, the market's, or nothing that is
    // named
    if (is(i, {"close", "exit"}) &&
        (!is_told_to_all(i) || !(names_part(i + 1) || is(i + 1, {"alert"}))) &&
        !(is(i + 1, {"and"}) && is(i + 2, {"reopen", "reopening", "reenter"})))
      return std::nullopt;
    if (i > 0 && same_clause(i - 1, i) && m_[i - 1].kind == TokenKind::number &&
        m_[i - 1].role != Role::strike && !m_[i - 1].has_dollar && m_[i - 1].is_whole())
      return std::nullopt;  // "61 trades, 17 closed"
    if (is(i, {"closed", "closing"}) &&
        is(i + 1, {"just", "right", "well", "slightly", "barely", "way", "back"}) &&
        is(i + 2, {"above", "below", "at", "under", "over", "near", "around", "off"}))
      return std::nullopt;
    if (is(i, {"closed"}) && is(i + 1, {"long", "longs", "short", "shorts"})) {
      return with_side(make(CallAction::close, i, i + 2),
                       is(i + 1, {"short", "shorts"}) ? Side::buy : Side::sell);
    }
    if (is(i, {"close"}) && is(i + 1, {"and"}) && is(i + 2, {"reopen", "reopening", "reenter"}))
      return make(CallAction::close_and_reopen, i, i + 3);
    return make(CallAction::close, i, i + 1);
  }
  if (is(i, {"covered", "covering", "cover"}) && is_clause_start(i))
    for (auto k = i + 1; has(k) && same_clause(i, k); ++k)
      if (is(k, {"short", "shorts"}) && m_[k - 1].role == Role::symbol)
        return with_side(make(CallAction::close, i, i + 1), Side::buy);
  if (is(i, {"getting"}) && is(i + 1, {"out"}) && (is(i + 2, {"of", "here"})))
    return make(CallAction::close, i, i + 2);
  if (is(i, {"cashed", "cashing"}) && is(i + 1, {"everything", "all"}))
    return make(CallAction::close, i, i + 2);
  if (is(i, {"cashed", "cashing"}) && is(i + 1, {"out"}) && has(i + 2) &&
      (m_[i + 2].role == Role::symbol || is(i + 2, {"my", "the", "of", "on", "all"})))
    return make(CallAction::close, i, i + 2);
  if (is(i, {"bailed", "bailing", "liquidated", "liquidating", "ejected", "ejecting", "ditched",
             "ditching"}))
    return make(CallAction::close, i, i + 1);
  if (is(i, {"dumped", "dumping"}))
    return make(is_final_behind(i) ? CallAction::close : CallAction::trim, i, i + 1);
  if (is(i, {"cut", "cutting"})) {
    if (i > 0 && same_clause(i - 1, i) && m_[i - 1].kind != TokenKind::word) return std::nullopt;
    // "cut loss": a rule, when it says not where
    if (is(i + 1, {"loss", "losses"}) &&
        !(has(i + 2) && same_clause(i, i + 2) &&
          (is(i + 2, {"on", "here", "at", "now"}) || m_[i + 2].role != Role::none)))
      return std::nullopt;
    if (is(i + 1, {"rates", "rate", "off", "down", "back", "through"})) return std::nullopt;
    return make(CallAction::close, i, i + 1);
  }
  if (is(i, {"all", "fully", "completely"}) && is(i + 1, {"out"}) &&
      !(i > 0 && is(i - 1, {"went", "go", "going", "goes"})))
    return make(CallAction::close, i, i + 2);
  if (is(i, {"out"})) {
    const auto next = i + 1;
    const bool is_trade =
        !has(next) || !same_clause(i, next) || is_separator(m_[next]) ||
        m_[next].role != Role::none ||
        is(next, {"of",         "on",    "the",   "half", "all",       "rest",  "last",      "here",
                  "at",         "for",   "my",    "most", "some",      "these", "remaining", "now",
                  "everything", "final", "fully", "be",   "breakeven", "flat",  "completely"});
    if (!is_trade) return std::nullopt;
    if (i > 1 && is(i - 1, {"and"}) && is(i - 2, {"in", "over"})) return std::nullopt;
    // "NVDA just out: new chips": news
    if (i > 0 && is(i - 1, {"just"}) && !(i > 1 && is(i - 2, {"im", "i", "am", "we"})) &&
        !names_part(next) && !is(next, {"of", "on"}))
      return std::nullopt;
    if (i > 0 && is(i - 1, {"stop", "stops"})) return std::nullopt;
    if (i > 0 &&
        is(i - 1, {"came",     "coming", "come",     "went",   "check",  "find",    "figure",
                   "turn",     "turned", "work",     "worked", "look",   "watch",   "break",
                   "breaking", "way",    "speak",    "hang",   "sit",    "sitting", "run",
                   "ran",      "put",    "starting", "start",  "moving", "first",   "target",
                   "inside",   "stand",  "left",     "wiped",  "pulled", "pulling", "hanging"}))
      return std::nullopt;
    const bool is_half = is(next, {"half"}) || (is(next, {"of"}) && is(i + 2, {"half"}));
    return make(is_half ? CallAction::trim : CallAction::close, i, i + 1);
  }
  return std::nullopt;
}

}  // namespace fillwright::alert
