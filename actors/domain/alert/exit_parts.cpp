// How much of a position an exit sells, what it leaves and what was gained.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

// How much is sold, what is left, what was gained.
void FreeText::read_part(const Call& call, Reading& r) const {
  const auto clause = clause_of(call.begin);
  std::optional<Percent> part;
  std::string remaining;
  for (auto i = clause.begin; i < m_.size(); ++i) {
    const auto& word = m_[i];
    const bool is_own = word.clause == m_[call.begin].clause;
    if (word.role == Role::fraction) {
      const auto text = word.text.ends_with("th") || word.text.ends_with("rd")
                            ? word.text.substr(0, word.text.size() - 2)
                            : word.text;
      if (is_remainder(i))
        remaining = text;
      else if (is_own && !is(i + 1, {"size", "sized"}))
        part = percent_of_fraction(text);
      else if (i > 0 && m_[i - 1].is_mark('(') &&
               (is(i + 1, {"trim", "off", "out"}) || (has(i + 1) && m_[i + 1].is_mark(')'))))
        part = percent_of_fraction(text);
    }
    if (is_own && is(i, {"half"}) && !is(i + 1, {"size", "sized", "hour"}) && !is_remainder(i) &&
        !is_last_half(i) && i < std::max(end_of_object(m_, call), call.end))
      part = Percent::whole(50);
    if (is(i, {"half"}) && i > 0 && m_[i - 1].is_mark('(') && has(i + 1) && m_[i + 1].is_mark(')'))
      part = Percent::whole(50);
    if (is_own && is(i, {"third"}) && is(i - 1 < m_.size() ? i - 1 : i, {"a", "one"}))
      part = Percent::whole(33);
    if (is_own && is(i, {"quarter"})) part = Percent::whole(25);
    // "Closed 2nd scale": who scales out does so in quarters
    if (is_own && word.kind == TokenKind::ordinal && word.is_whole() && word.whole() <= 3 &&
        is(i + 1, {"scale"}))
      part = Percent::whole(25);
    if (word.kind == TokenKind::percent) {
      if (is_remainder(i) || is(i + 1, {"left", "remaining"}))
        remaining = to_text(word.value) + "%";
      else if (is_part_sold(call, i))
        part = as_percent(word.value);
      else if (!is_size(i) && is_gain(i))
        r.pnl_percent = word.sign == '-' ? -as_percent(word.value) : as_percent(word.value);
    }
    if (is(i, {"but"}) && is_own && has(i + 1) && m_[i + 1].kind == TokenKind::number)
      remaining = to_text(m_[i + 1].value);
  }
  for (std::size_t i = 0; i < clause.begin; ++i)
    if (m_[i].kind == TokenKind::percent && is_gain(i))
      r.pnl_percent = m_[i].sign == '-' ? -as_percent(m_[i].value) : as_percent(m_[i].value);
  if (call.is_percent_command && call.end < m_.size() &&
      (m_[call.end].kind == TokenKind::number || m_[call.end].kind == TokenKind::percent))
    part = as_percent(m_[call.end].value);
  r.remaining = remaining;
  const bool is_doubtful = !remaining.empty() && part;
  if (part && !is_doubtful) r.percent = part;
  if ((part || !remaining.empty() || is_partial(call)) && r.action == CallAction::close) {
    r.action = CallAction::trim;
    if (part && *part == Percent::whole(100)) r.action = CallAction::close;
  }
}

// "partial" in the call's clause or the next; a number of contracts that is not said to be all
bool FreeText::is_partial(const Call& call) const {
  if (!call.is_formal && has_loose_count(call)) return true;
  const auto object_end = end_of_object(m_, call);
  if (is(object_end, {"except", "besides", "but", "excluding"}) && has(object_end + 1) &&
      (m_[object_end + 1].role == Role::count || is(object_end + 1, {"one", "a", "two", "my"})))
    return true;
  for (auto i = call.end; i < m_.size() && m_[i].clause <= m_[call.begin].clause + 1; ++i)
    if (is(i, {"partial", "partials", "some", "most", "majority", "scale"}) ||
        (call.is_formal && is(i, {"trim", "trimmed", "trimming"})))
      return true;
  for (auto i = call.end; i < m_.size() && m_[i].sentence == m_[call.begin].sentence; ++i)
    if (is(i, {"leaving", "keeping", "left", "remaining"}) &&
        (is(i, {"left", "remaining"})
             ? i > 0 && (is(i - 1, {"runner", "runners"}) || m_[i - 1].kind == TokenKind::number)
             : (has(i + 1) && m_[i + 1].kind == TokenKind::number) ||
                   is(i + 1, {"runner", "runners", "some", "a", "half", "one", "two", "last"})))
      return true;
  // "Out 50% QQQ": a gain or a part? The smaller sale is the safe one.
  if (is(call.begin, {"out"}) && has(call.end) && m_[call.end].kind == TokenKind::percent &&
      m_[call.end].sign == 0)
    return true;
  return false;
}

// The half that was left: all of it.
bool FreeText::is_last_half(std::size_t i) const {
  return i > 0 && (is(i - 1, {"second", "other", "last", "remaining", "final"}) ||
                   (is(i - 1, {"my"}) && is(i + 1, {"got", "was", "stopped"})));
}

bool FreeText::has_loose_count(const Call& call) const {
  const auto clause = clause_of(call.begin);
  bool has_count = false;
  for (auto i = call.begin; i < clause.end; ++i) {
    if (is(i, {"all", "last", "rest", "final", "remaining", "both"})) return false;
    if (m_[i].role != Role::count) continue;
    const bool is_all = is(i + 1, {"of"}) && has(i + 2) && m_[i].value == m_[i + 2].value;
    has_count |= !is_all;
  }
  return has_count;
}

bool FreeText::is_remainder(std::size_t i) const {
  if (is(i + 1, {"left", "remaining"})) return true;
  for (auto k = i; k > 0 && i - k < 3;) {
    --k;
    if (m_[k].clause != m_[i].clause) return false;
    if (is(k, {"leaving", "holding", "keeping", "left", "remaining", "hold", "keep"})) return true;
    if (is(k, {"to"}) && k > 0 && is(k - 1, {"down"})) return true;
    if (!is(k, {"my", "the", "last", "only", "with", "about"})) return false;
  }
  return false;
}

// "selling 25%", "reducing another 20%", "by 50%", "out 25% more"; never "for 21%" or "+20%"
bool FreeText::is_part_sold(const Call& call, std::size_t i) const {
  const auto& word = m_[i];
  if (word.sign != 0 || word.clause != m_[call.begin].clause) return false;
  if (is(i + 1,
         {"gain", "gains", "profit", "profits", "winner", "loss", "green", "up", "down", "return"}))
    return false;
  // "taking 25% off here", "took 50% off the table"
  // "small trim 15%": a gain, or a part?
  if (i >= call.end && call.end - call.begin > 1 && is(call.end - 1, {"trim", "trims"}))
    return false;
  if (i > call.begin && i < call.end && is(call.begin, {"took", "taking"}))
    return is(call.end - 1, {"off"}) && i + 2 == call.end;
  if (i >= call.end) {
    bool is_direct = true;
    for (auto k = call.end; k < i; ++k)
      if (!is(k, {"another", "by", "about", "around", "of", "my", "position", "positions", "off",
                  "out", "down", "the", "size", "an", "additional"}))
        is_direct = false;
    if (is_direct) {
      if (is(call.begin, {"closed", "closing", "close", "stopped", "cutting", "cut", "exit",
                          "exited", "all", "fully", "trailed"}) ||
          call.reason == "stop")
        return is(i + 1, {"of"});
      if (m_[call.end].kind == TokenKind::percent && is(call.begin, {"out"}))
        return is(i + 1, {"more", "of", "here"}) || !has(i + 1) || is_separator(m_[i + 1]);
      return true;
    }
    return is(i - 1, {"another", "by"});
  }
  // "15% trim AMD": a gain, or a part?
  return is(i + 1, {"trim"}) && is(i + 2, {"of"}) && clause_of(i).begin == i;
}

bool FreeText::is_size(std::size_t i) const {
  return is(i + 1, {"size", "position", "risk", "sl", "stop", "cash", "sized", "of"});
}

bool FreeText::is_gain(std::size_t i) const {
  return !is_size(i) && !is(i + 1, {"left", "remaining", "more", "trim"});
}

}  // namespace fillwright::alert
