// Whether a verb calls a trade now, or tells, plans, asks and advises.
#include <algorithm>

#include "actors/domain/alert/call_finder.hpp"

namespace fillwright::alert {

bool CallFinder::is_lead(std::size_t i) const {
  const auto& word = m_[i];
  if (word.role != Role::none || is_separator(word)) return true;
  return word.kind == TokenKind::word && lead_words().contains(word.text);
}

bool CallFinder::is_behind_lead(std::size_t i) const {
  for (auto k = i; k > 0;) {
    --k;
    if (m_[k].clause != m_[i].clause) break;
    if (!is_lead(k)) return false;
  }
  return true;
}

bool CallFinder::is_planned(const Call& call) const {
  for (std::size_t k = 0; k < call.begin; ++k)
    if (m_[k].clause == m_[call.begin].clause &&
        is(k, {"will", "ill", "can", "may", "might", "looking", "plan", "planning", "gonna",
               "going", "could"}))
      return true;
  return false;
}

// "Trimming into strength is key": the verb is what is talked about.
bool CallFinder::is_subject_of_talk(const Call& call) const {
  if (!m_[call.begin].text.ends_with("ing")) return false;
  for (auto k = call.end; k < m_.size() && same_clause(call.begin, k); ++k) {
    if (m_[k].role == Role::symbol || m_[k].role == Role::price_at) return false;
    if (is(k, {"as", "this", "that", "since", "because", "it", "which", "so", "here", "stop"}))
      return false;
    if (is(k, {"is", "isnt", "was", "makes", "keeps", "helps", "never"})) return true;
  }
  return false;
}

// "AMD exit at 3.0": a noun
bool CallFinder::is_behind_name(std::size_t i) const {
  for (auto k = i; k > 0 && same_clause(k - 1, i); --k)
    if (m_[k - 1].role == Role::symbol || m_[k - 1].role == Role::strike) return true;
  return false;
}

// Whether the call is made, now, by the one who writes.
bool CallFinder::is_called(const Call& call) const {
  const auto i = call.begin;
  bool is_clear = true;      // only lead words before it in its clause
  bool has_subject = false;  // "I" directly before it, adverbs aside
  bool is_near = true;
  for (auto k = i; k > 0;) {
    --k;
    if (m_[k].sentence != m_[i].sentence) break;
    const auto& word = m_[k];
    if (is_condition(word)) return false;
    // "stop 1.10, trim 1.60": a plan
    if (word.role == Role::stop && is(i, {"trim"})) return false;
    if (is_one_of(word, {"remember", "reminder", "plan", "lesson", "rule", "rules", "goal",
                         "strategy", "tip", "idea", "plans", "watching", "wish", "watch"}))
      return false;
    if (word.clause != m_[i].clause) continue;
    if (word.kind == TokenKind::word && word.role == Role::none &&
        left_vetoes().contains(word.text))
      return false;
    if (is_one_of(word, {"to"}) && call.action == CallAction::open &&
        !(k > 0 && is(k - 1, {"starting", "started"})))
      return false;
    if (is_one_of(word, {"going"})) return false;
    if (is_near && is_one_of(word, {"i", "im", "ive", "we", "weare", "weve"})) has_subject = true;
    if (!is_one_of(word, {"just", "also", "now", "here", "personally", "finally", "have", "am",
                          "went", "ahead", "officially", "and", "again"}))
      is_near = false;
    const bool is_that_stop = is(k, {"that"}) && k + 1 == i && call.reason == "stop";
    if (!is_lead(k) && !is_that_stop) is_clear = false;
  }
  // "last trim on AMD was 1.28"
  if (call.end - i > 1 && is(call.end - 1, {"trim", "trims"}))
    for (auto k = call.end; has(k) && same_clause(i, k); ++k) {
      if (is(k, {"as", "because", "since", "so"})) break;
      if (is(k, {"was", "were", "is"})) return false;
    }
  if (is_quoted(i)) return false;
  // "stop adding to losers"
  if (i > 0 && is(i - 1, {"stop", "quit", "keep"}) && m_[i].text.ends_with("ing")) return false;
  // "trim at 20%": when to, not that it was done
  if (is(i, {"trim", "take", "sell", "close", "exit"}) && is_at_percent(call.end)) return false;
  // "NQ long setup: ..."
  if (call.is_future_direction && is(call.end, {"setup", "setups", "idea", "ideas", "plan",
                                                "trigger", "triggers", "scenario", "zone"}))
    return false;
  // "CLOSE THEM BEFORE 3PM": advice to those who hold
  if (is(i, {"close", "sell", "exit", "trim"}) && is(call.end, {"them", "those"})) return false;
  const bool is_shorthand = is(i, {"bto", "stc", "sto", "btc"}) && is_upper(i);
  if (!is_clear && !has_subject && !is_shorthand) return false;
  if (is_of_yesterday(i) || is_subject_of_talk(call)) return false;
  if (is(call.end, {"was", "were", "though", "today"})) return false;
  // "SPY trimming gains": the market does it
  const auto before = previous_word(m_, i);
  if (before < m_.size() && m_[before].role == Role::symbol && same_clause(before, i) &&
      is(call.end, {"gains", "losses", "its", "early"}))
    return false;
  const auto end = end_of_sentence(i);
  for (auto k = call.end; k < end; ++k) {
    const auto& word = m_[k];
    if (word.is_mark('?')) return false;
    const bool starts_clause = word.clause != m_[k - 1].clause;
    if (word.clause == m_[i].clause) {
      if (word.kind == TokenKind::word && word.role == Role::none &&
          right_vetoes().contains(word.text) && !(is(k, {"or"}) && is(k + 1, {"better"})))
        return false;
      if (is(k, {"bell"}) && is(k - 1, {"the"})) return false;
      // "got out before that dump": a story
      if (is(k, {"before"}) && is(k + 1, {"that", "this", "it", "they", "everyone"})) return false;
      // "alert in 5 minutes"
      if (is(k, {"in"}) && has(k + 2) && m_[k + 1].kind == TokenKind::number &&
          is(k + 2, {"min", "mins", "minutes", "hour", "hours", "days", "weeks"}))
        return false;
      // "STC at 2.10 is my target"
      if (is(k, {"is", "was"}) && is(k + 1, {"my", "the", "our"}) &&
          is(k + 2, {"target", "plan", "exit", "entry", "goal", "limit", "idea"}))
        return false;
      // "in the challenge account"
      if (is(k, {"account", "accounts", "challenge"}) && !is(k - 1, {"of"}) && !is(k - 2, {"of"}))
        return false;
      if (is(k - 1, {"before", "by", "after"}) &&
          (word.kind == TokenKind::clock || word.role == Role::level ||
           word.kind == TokenKind::measure))
        return false;  // "by 3pm"
      if (call.action == CallAction::open && is_one_of(word, {"was", "were", "worked", "earlier"}))
        return false;
    } else if (starts_clause && is_condition(word)) {
      return false;  // "..., if it breaks"
    }
  }
  return true;
}

// Between quotation marks in one line: somebody else's words, or a title. Marks behind the call are
// counted, for a speaker's name takes an opening one before it along.
bool CallFinder::is_quoted(std::size_t i) const {
  std::size_t marks = 0;
  for (auto k = i; k < m_.size() && m_[k].line == m_[i].line; ++k)
    marks += m_[k].is_mark('"') ? 1 : 0;
  return marks % 2 == 1;
}

bool CallFinder::is_at_percent(std::size_t i) const {
  if (!has(i) || !(m_[i].is_mark('@') || is(i, {"at", "profit", "profits", "some", "half"})))
    return false;
  while (has(i) && (m_[i].is_mark('@') || is(i, {"at", "profit", "profits", "some", "half"}))) ++i;
  return has(i) && m_[i].kind == TokenKind::percent &&
         (m_[i - 1].is_mark('@') || is(i - 1, {"at"}));
}

bool CallFinder::is_of_yesterday(std::size_t i) const {
  for (std::size_t k = 0; k < m_.size(); ++k)
    if (m_[k].sentence == m_[i].sentence && m_[k].role == Role::none && is_past_time(k, i))
      return true;
  return false;
}

// "yesterday", "last week", "this morning"; before the verb also "Today:" and "Monday we ..."
bool CallFinder::is_past_time(std::size_t k, std::size_t call) const {
  if (is(k, {"yesterday", "ago"})) return true;
  if (is(k, {"last"}) && is(k + 1, {"week", "weeks", "year", "month", "night", "monday", "tuesday",
                                    "wednesday", "thursday", "friday"}))
    return true;
  if (is(k, {"this"}) && is(k + 1, {"morning", "afternoon"})) return true;
  constexpr int first_year = 1990;
  constexpr int last_year = 2060;
  if (is(k, {"in", "since"}) && has(k + 1) && m_[k + 1].kind == TokenKind::number &&
      m_[k + 1].is_whole() && !m_[k + 1].has_dollar && m_[k + 1].role != Role::price_at &&
      m_[k + 1].whole() >= first_year && m_[k + 1].whole() <= last_year)
    return true;
  return k < call && is(k, {"today", "todays", "monday", "tuesday", "wednesday", "thursday"});
}

std::size_t CallFinder::end_of_sentence(std::size_t i) const {
  auto k = i;
  while (k < m_.size() && m_[k].sentence == m_[i].sentence) ++k;
  return k;
}

}  // namespace fillwright::alert
