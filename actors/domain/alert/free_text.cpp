// The order of the rules: vetoes first, then the calls, each by its kind.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"
#include "actors/domain/alert/vocabulary.hpp"

namespace fillwright::alert {

Result FreeText::run() {
  if (auto veto = find_veto(m_)) return tl::make_unexpected(*veto);
  if (any_word({"spread", "spreads", "condor", "condors", "butterfly", "straddle", "straddles",
                "strangle", "strangles", "vertical", "verticals", "calendar", "diagonal"}))
    return refuse(RefusalReason::incomplete,
                  "a spread; expected its legs, like +1 415 C / -1 420 C, and a limit");
  for (const auto& word : m_.words)
    if (word.kind == TokenKind::measure && word.text.size() >= 4 && is_glued_date(word.text))
      return refuse(RefusalReason::incomplete,
                    "\"" + word.text + "\" may be a date; expected 12/18");
  if (const auto notes = find_notes(); notes < m_.size()) return without_notes(notes);
  calls_ = find_calls(m_);
  if (calls_.is_too_many) return refuse(RefusalReason::ambiguous, "more calls than a message has");
  for (const auto& word : m_.words)
    if (word.is_ambiguous)
      return refuse(
          RefusalReason::ambiguous,
          "\"" + word.text + "\" may be a ticker or a plain word; expected $" + word.text);
  drop_shadowed_calls();
  if (calls_.has_get_ready && calls_.accepted.empty()) return get_ready();
  if (calls_.accepted.empty()) return bare_contract();
  if (is_several()) return several();
  return single();
}

// "18dec", "18dec26"
bool FreeText::is_glued_date(std::string_view text) {
  for (std::size_t i = 1; i + 3 <= text.size(); ++i)
    if (month_number(text.substr(i, 3))) return true;
  return false;
}

bool FreeText::any_word(List list) const {
  return std::any_of(m_.words.begin(), m_.words.end(), [&](const Word& word) {
    return word.role == Role::none && is_one_of(word, list);
  });
}

Range FreeText::clause_of(std::size_t i) const {
  auto begin = i;
  while (begin > 0 && m_[begin - 1].clause == m_[i].clause) --begin;
  auto end = i;
  while (end < m_.size() && m_[end].clause == m_[i].clause) ++end;
  return {begin, end};
}

// "Notes: ..." behind a labelled trade comments on it and orders nothing of its own. The place of
// the word; size() when there is none, or nothing but a name stands before it.
std::size_t FreeText::find_notes() const {
  bool has_line = false;
  for (std::size_t i = 0; i + 1 < m_.size(); ++i) {
    const bool is_label = is(i, {"notes", "note"}) && m_[i + 1].is_mark(':') && i > 0 &&
                          m_[i - 1].kind == TokenKind::newline;
    if (is_label) return has_line ? i : m_.size();
    has_line |= m_[i].role == Role::price_at || m_[i].role == Role::percent ||
                m_[i].role == Role::price_average;
  }
  return m_.size();
}

Result FreeText::without_notes(std::size_t notes) {
  Message part;
  part.has_ping = m_.has_ping;
  part.is_all_upper = m_.is_all_upper;
  part.has_doubtful_date = m_.has_doubtful_date;
  part.words.assign(m_.words.begin(), m_.words.begin() + static_cast<std::ptrdiff_t>(notes));
  auto readings = FreeText(part, rules_).run();
  if (readings && readings->size() == 1 && readings->front().action == CallAction::open)
    read_extras(m_, notes, m_.size(), readings->front());
  return readings;
}

// A label gives way to a real call; a direction to an action on it; what is named twice is once.
void FreeText::drop_shadowed_calls() {
  auto& calls = calls_.accepted;
  const auto is_strong = [](const Call& call) { return !call.is_label; };
  if (std::any_of(calls.begin(), calls.end(), is_strong)) {
    std::erase_if(calls, [](const Call& call) { return call.is_label; });
  }
  const auto is_exit = [](const Call& call) {
    return call.action == CallAction::trim || call.action == CallAction::close;
  };
  // "Trimmed 40 points on NQ long": the direction belongs to the position
  const bool has_exit = std::any_of(calls.begin(), calls.end(), is_exit);
  const bool has_cancel = std::any_of(calls.begin(), calls.end(), [](const Call& call) {
    return call.action == CallAction::cancel;
  });
  if (has_exit || has_cancel)
    std::erase_if(calls, [](const Call& call) { return call.is_future_direction; });
  const bool has_entry = std::any_of(calls.begin(), calls.end(), [](const Call& call) {
    return call.action == CallAction::open && !call.is_future_direction;
  });
  const bool is_future = std::any_of(m_.words.begin(), m_.words.end(),
                                     [](const Word& word) { return word.is_future; });
  if (has_entry && !is_future)
    std::erase_if(calls, [](const Call& call) { return call.is_future_direction; });
}

std::vector<std::size_t> FreeText::symbols_in(std::size_t begin, std::size_t end) const {
  std::vector<std::size_t> found;
  std::set<std::string> names;
  for (auto i = begin; i < std::min(end, m_.size()); ++i)
    if (!m_[i].symbol.empty() && names.insert(m_[i].symbol).second) found.push_back(i);
  return found;
}

// Calls that each name something of their own.
bool FreeText::is_several() const {
  std::set<std::string> names;
  std::size_t count = 0;
  for (std::size_t c = 0; c < calls_.accepted.size(); ++c) {
    const auto own = symbols_in(segment(c).begin, segment(c).end);
    if (own.empty()) continue;
    ++count;
    for (const auto i : own) names.insert(contract_name(i));
  }
  return count >= 2 && names.size() >= 2;
}

std::string FreeText::contract_name(std::size_t i) const {
  std::string name = m_[i].symbol;
  for (auto k = i; k < std::min(i + 5, m_.size()) && m_[k].clause == m_[i].clause; ++k)
    if (m_[k].role == Role::strike) name += " " + to_text(m_[k].value);
  return name;
}

// From one call to the next, each beginning where its clause does.
Range FreeText::segment(std::size_t c) const {
  const auto start_of = [&](std::size_t n) {
    const auto& call = calls_.accepted[n];
    auto begin = clause_of(call.begin).begin;
    if (n > 0) begin = std::max(begin, calls_.accepted[n - 1].end);
    return begin;
  };
  const auto begin = c == 0 ? 0 : start_of(c);
  const auto end = c + 1 < calls_.accepted.size() ? start_of(c + 1) : m_.size();
  return {begin, end};
}

Result FreeText::several() {
  constexpr std::size_t most_calls = 10;  // more is a list of something
  if (calls_.accepted.size() > most_calls)
    return refuse(RefusalReason::ambiguous, "more calls than a message has");
  std::vector<Reading> readings;
  for (std::size_t c = 0; c < calls_.accepted.size(); ++c) {
    const auto [begin, end] = segment(c);
    if (begin >= end) return refuse(RefusalReason::ambiguous, "several calls in one sentence");
    Message part;
    part.has_ping = m_.has_ping;
    part.is_all_upper = m_.is_all_upper;
    part.has_doubtful_date = m_.has_doubtful_date;
    part.words.assign(m_.words.begin() + static_cast<std::ptrdiff_t>(begin),
                      m_.words.begin() + static_cast<std::ptrdiff_t>(end));
    FreeText reader(part, rules_);
    auto call = calls_.accepted[c];
    call.begin -= begin;
    call.end -= begin;
    reader.calls_.accepted = {call};
    auto reading = reader.single();
    if (!reading) return reading;  // all or nothing: half a message is a guess
    if (reading->front().needs_context)
      return refuse(RefusalReason::ambiguous, "one of several calls names nothing");
    readings.push_back(std::move(reading->front()));
  }
  return readings;
}

Result FreeText::single() {
  auto& calls = calls_.accepted;
  auto call = calls.front();
  const bool has_open = std::any_of(calls.begin(), calls.end(),
                                    [](const Call& c) { return c.action == CallAction::open; });
  const bool has_exit = std::any_of(calls.begin(), calls.end(), [](const Call& c) {
    return c.action == CallAction::trim || c.action == CallAction::close;
  });
  const bool has_cancel = std::any_of(calls.begin(), calls.end(),
                                      [](const Call& c) { return c.action == CallAction::cancel; });
  if (has_cancel && calls.size() > 1)
    return refuse(RefusalReason::ambiguous, "a call and its cancellation in one message");
  const auto first_formal =
      std::find_if(calls.begin(), calls.end(), [](const Call& c) { return c.is_formal; });
  if (first_formal != calls.end()) {
    // A formal call decides; what follows comments on it, unless it says another direction.
    for (const auto& other : calls) {
      if (other.is_formal && other.action != first_formal->action)
        return refuse(RefusalReason::ambiguous, "two calls in one message");
      if (!other.is_formal && is_exit(other) && first_formal->action == CallAction::open)
        return refuse(RefusalReason::ambiguous, "an entry and an exit in one message");
    }
    call = *first_formal;
    const auto is_trim = [](const Call& c) { return c.action == CallAction::trim; };
    if (call.action == CallAction::close && std::any_of(calls.begin(), calls.end(), is_trim))
      call.action = CallAction::trim;
  } else {
    if (has_open && has_exit) {
      // "Closing the rest" with a later "in" elsewhere: which is it?
      return refuse(RefusalReason::ambiguous, "an entry and an exit in one message");
    }
    if (has_exit) {
      // Of a trim and a close the trim is the safe one.
      for (const auto& other : calls)
        if (other.action == CallAction::trim && call.action == CallAction::close &&
            !is_price_of_sale(other, call))
          call = other;
      for (const auto& other : calls)
        if (call.reason.empty() && !other.reason.empty() && other.begin < call.begin)
          call.reason = other.reason;
    }
  }
  for (const auto& other : calls_.rejected) {
    const bool is_opposite = is_exit(call) ? other.action == CallAction::open && !other.is_label
                                           : is_exit(other) && call.action == CallAction::open;
    if (is_opposite && !other.is_future_direction && other.begin > call.begin &&
        m_[other.begin].clause == m_[call.begin].clause)
      return refuse(RefusalReason::ambiguous, "an entry and an exit in one sentence");
    // "BTO NVDA 220C @ 3.05 (sold at 4.10 already)": both are past
    if (is_opposite && call.action == CallAction::open && any_word({"already"}))
      return refuse(RefusalReason::talk, "a report of a trade");
    if (is_opposite && call.is_future_direction && m_[other.begin].clause == m_[call.begin].clause)
      return refuse(RefusalReason::ambiguous, "an entry and an exit in one sentence");
  }
  if (auto strange = find_strange_word(before_in_sentence(call), &call))
    return tl::make_unexpected(*strange);
  if (auto strange = find_strange_word(clause_of(call.begin), &call))
    return tl::make_unexpected(*strange);
  return read(call);
}

// An order is taken only from a clause whose words are all understood: any other may be a story, a
// joke or a condition that no rule here knows. Behind a name with a price, words only comment.
std::optional<AlertRefusal> FreeText::find_strange_word(Range range, const Call* call) const {
  auto end = range.end;
  if (const auto order_end = end_of_priced_order(range)) end = *order_end;
  for (auto i = range.begin; i < end; ++i) {
    const auto& word = m_[i];
    if (i > range.begin && is(i, {"because", "cause", "as", "since"})) break;  // only why
    if (call && i >= call->begin && i < call->end) continue;
    if (word.kind != TokenKind::word || word.role != Role::none || is_understood(word.text))
      continue;
    return AlertRefusal{RefusalReason::talk,
                        "\"" + word.text + "\" is no word of a call; nothing is guessed from it"};
  }
  return std::nullopt;
}

// What leads to a call, from the sentence's beginning or the line's.
Range FreeText::before_in_sentence(const Call& call) const {
  auto begin = call.begin;
  while (begin > 0 && m_[begin - 1].sentence == m_[call.begin].sentence &&
         m_[begin - 1].line == m_[call.begin].line)
    --begin;
  return {begin, call.begin};
}

// Behind the last piece of an order that names what is traded and at what price, or the contract
// with its day.
std::optional<std::size_t> FreeText::end_of_priced_order(Range range) const {
  bool has_symbol = false;
  bool has_price = false;
  bool has_strike = false;
  bool has_day = false;
  std::size_t end = range.begin;
  for (auto i = range.begin; i < range.end; ++i) {
    const auto role = m_[i].role;
    const bool is_price = role == Role::price_at || role == Role::price_arrow ||
                          role == Role::range_high || is_bare_price(i) ||
                          (role == Role::percent && m_[i].sign != 0);
    has_symbol |= role == Role::symbol;
    has_price |= is_price;
    has_strike |= role == Role::strike;
    has_day |= role == Role::expiry;
    if (is_price || is_contract_role(role)) end = i + 1;
  }
  if (!has_symbol || !(has_price || (has_strike && has_day))) return std::nullopt;
  return end;
}

Result FreeText::read(const Call& call) {
  switch (call.action) {
    case CallAction::open:
      return call.is_future_direction || is_future_call(call) ? open_future(call) : open(call);
    case CallAction::add:
      return add(call);
    case CallAction::trim:
    case CallAction::close:
    case CallAction::close_and_reopen:
      return is_future_call(call) && call.is_formal && !any_word({"stc", "btc"}) ? open_future(call)
                                                                                 : exit(call);
    case CallAction::cancel:
      return cancel(call);
    default:
      return refuse(RefusalReason::talk, "no order in it");
  }
}

// "I'm out of AAPL 250C. Sold for 12.50": how, not another sale.
bool FreeText::is_price_of_sale(const Call& sale, const Call& close) const {
  return sale.begin > close.begin && is(sale.begin, {"sold"}) && has(sale.end) &&
         m_[sale.begin].clause != m_[close.begin].clause &&
         (m_[sale.end].is_mark('@') || is(sale.end, {"for", "at"})) &&
         !symbols_in(close.begin, clause_of(close.begin).end).empty();
}

bool FreeText::is_exit(const Call& call) {
  return call.action == CallAction::trim || call.action == CallAction::close;
}

bool FreeText::is_future_call(const Call& call) const {
  const auto clause = clause_of(call.begin);
  for (auto i = clause.begin; i < clause.end; ++i)
    if (m_[i].is_future) return true;
  return false;
}

Result read_free_text(const Message& message, const ParseRules& rules) {
  return FreeText(message, rules).run();
}

}  // namespace fillwright::alert
