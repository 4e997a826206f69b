#include "actors/domain/alert/free_text.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "actors/domain/alert/calls.hpp"
#include "actors/domain/alert/vocabulary.hpp"

namespace fillwright::alert {
namespace {

using List = std::initializer_list<std::string_view>;
using Result = tl::expected<std::vector<Reading>, AlertRefusal>;

auto refuse(RefusalReason reason, std::string detail) {
  return tl::make_unexpected(AlertRefusal{reason, std::move(detail)});
}

bool is_one_of(const Word& word, List list) {
  return word.kind == TokenKind::word &&
         std::find(list.begin(), list.end(), word.text) != list.end();
}

Percent as_percent(Price value) { return {value.units / (Price::one / Percent::one)}; }
Quantity as_quantity(Price value) { return {value.units / (Price::one / Quantity::one)}; }

// 1/2 -> 50, 1/3 -> 33: whole percents, as callers mean them
std::optional<Percent> percent_of_fraction(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const int top = text[0] - '0';
  int bottom = 0;
  for (auto i = slash + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
    bottom = bottom * 10 + (text[i] - '0');
  if (top < 1 || bottom <= top) return std::nullopt;
  return Percent::whole(100 * top / bottom);
}

bool is_contract_role(Role role) {
  return role == Role::symbol || role == Role::strike || role == Role::right ||
         role == Role::expiry || role == Role::filler;
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

class FreeText {
 public:
  FreeText(const Message& message, const ParseRules& rules) : m_(message), rules_(rules) {}

  Result run() {
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
    if (calls_.is_too_many)
      return refuse(RefusalReason::ambiguous, "more calls than a message has");
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

 private:
  // "18dec", "18dec26"
  static bool is_glued_date(std::string_view text) {
    for (std::size_t i = 1; i + 3 <= text.size(); ++i)
      if (month_number(text.substr(i, 3))) return true;
    return false;
  }
  bool has(std::size_t i) const { return i < m_.size(); }
  bool is(std::size_t i, List list) const { return has(i) && is_one_of(m_[i], list); }
  bool any_word(List list) const {
    return std::any_of(m_.words.begin(), m_.words.end(), [&](const Word& word) {
      return word.role == Role::none && is_one_of(word, list);
    });
  }
  Range clause_of(std::size_t i) const {
    auto begin = i;
    while (begin > 0 && m_[begin - 1].clause == m_[i].clause) --begin;
    auto end = i;
    while (end < m_.size() && m_[end].clause == m_[i].clause) ++end;
    return {begin, end};
  }

  // "Notes: ..." behind a labelled trade comments on it and orders nothing of its own. The place of
  // the word; size() when there is none, or nothing but a name stands before it.
  std::size_t find_notes() const {
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
  Result without_notes(std::size_t notes) {
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
  void drop_shadowed_calls() {
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

  // ---- one or several

  std::vector<std::size_t> symbols_in(std::size_t begin, std::size_t end) const {
    std::vector<std::size_t> found;
    std::set<std::string> names;
    for (auto i = begin; i < std::min(end, m_.size()); ++i)
      if (!m_[i].symbol.empty() && names.insert(m_[i].symbol).second) found.push_back(i);
    return found;
  }

  // Calls that each name something of their own.
  bool is_several() const {
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
  std::string contract_name(std::size_t i) const {
    std::string name = m_[i].symbol;
    for (auto k = i; k < std::min(i + 5, m_.size()) && m_[k].clause == m_[i].clause; ++k)
      if (m_[k].role == Role::strike) name += " " + to_text(m_[k].value);
    return name;
  }
  // From one call to the next, each beginning where its clause does.
  Range segment(std::size_t c) const {
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

  Result several() {
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

  Result single() {
    auto& calls = calls_.accepted;
    auto call = calls.front();
    const bool has_open = std::any_of(calls.begin(), calls.end(),
                                      [](const Call& c) { return c.action == CallAction::open; });
    const bool has_exit = std::any_of(calls.begin(), calls.end(), [](const Call& c) {
      return c.action == CallAction::trim || c.action == CallAction::close;
    });
    const bool has_cancel = std::any_of(
        calls.begin(), calls.end(), [](const Call& c) { return c.action == CallAction::cancel; });
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
          if (other.action == CallAction::trim && call.action == CallAction::close) call = other;
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
      if (is_opposite && call.is_future_direction &&
          m_[other.begin].clause == m_[call.begin].clause)
        return refuse(RefusalReason::ambiguous, "an entry and an exit in one sentence");
    }
    switch (call.action) {
      case CallAction::open:
        return call.is_future_direction || is_future_call(call) ? open_future(call) : open(call);
      case CallAction::add:
        return add(call);
      case CallAction::trim:
      case CallAction::close:
      case CallAction::close_and_reopen:
        return is_future_call(call) && call.is_formal && !any_word({"stc", "btc"})
                   ? open_future(call)
                   : exit(call);
      case CallAction::cancel:
        return cancel(call);
      default:
        return refuse(RefusalReason::talk, "no order in it");
    }
  }
  static bool is_exit(const Call& call) {
    return call.action == CallAction::trim || call.action == CallAction::close;
  }
  bool is_future_call(const Call& call) const {
    const auto clause = clause_of(call.begin);
    for (auto i = clause.begin; i < clause.end; ++i)
      if (m_[i].is_future) return true;
    return false;
  }

  // ---- contracts

  struct Contract {
    std::vector<std::string> symbols;
    std::optional<Price> strike;
    Right right = Right::none;
    std::string expiry;
    bool is_future = false;
    bool is_doubtful = false;  // two strikes, rights or dates
  };

  void collect(std::size_t i, Contract& c) const {
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
  static void collect_expiry(const Word& word, Contract& c) {
    const auto is_day = [](std::string_view text) {
      return !text.empty() && text.find_first_of("0123456789") != std::string_view::npos &&
             text.find_first_of("Dd") == std::string_view::npos;
    };
    if (c.expiry.empty() || (!is_day(c.expiry) && is_day(word.expiry)))
      c.expiry = word.expiry;
    else if (c.expiry != word.expiry && (is_day(word.expiry) || !is_day(c.expiry)))
      c.is_doubtful = true;
  }
  Contract contract_in(std::size_t begin, std::size_t end) const {
    Contract c;
    for (auto i = begin; i < std::min(end, m_.size()); ++i) collect(i, c);
    return c;
  }

  // ---- opens

  Result open(const Call& call) {
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
    } else if (any_word({"shares", "equity", "share", "stock", "commons"}) || call.is_formal) {
      r.kind = AssetClass::stock;
    } else {
      return refuse(RefusalReason::incomplete, "no contract; expected for example SPY 500C 12/05");
    }
    if (auto problem = read_open_price(r, &call)) return tl::make_unexpected(*problem);
    if (r.kind == AssetClass::stock && !r.price &&
        !any_word({"shares", "equity", "share", "stock"}))
      return refuse(RefusalReason::incomplete, "neither a contract nor a price");
    if (call.is_label && !r.price && r.expiry.empty())
      return refuse(RefusalReason::incomplete, "no price and no expiry");
    if (call.is_label && any_word({"current", "currently", "exit", "peak", "high", "now"}))
      return refuse(RefusalReason::talk, "a report of a trade");
    if (is_talk_about(call)) return refuse(RefusalReason::talk, "speaks of a trade, calls none");
    read_quantity(0, m_.size(), r);
    read_extras(m_, 0, m_.size(), r);
    return std::vector<Reading>{r};
  }

  // The contract in the call's own clause, or else in its line.
  Contract nearest_contract(const Call& call) const {
    const auto clause = clause_of(call.begin);
    auto c = contract_in(clause.begin, end_of_object(m_, call));
    if (!c.symbols.empty() && c.strike) return c;
    std::size_t begin = call.begin;
    while (begin > 0 && m_[begin - 1].line == m_[call.begin].line) --begin;
    std::size_t end = call.begin;
    while (end < m_.size() && m_[end].line == m_[call.begin].line) ++end;
    return contract_in(begin, end);
  }

  Result open_nameless(const Call& call) {
    if (!has_trade_object(m_, call))
      return refuse(RefusalReason::talk, "no trade follows the verb");
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
                 "position", "half", "in", "avg", "out"}))
        ++known;
      else
        ++unknown;
    }
    const bool is_entry = call.side == Side::buy || m_[call.begin].text == "in" ||
                          m_[call.begin].text == "filled" ||
                          m_[call.begin].text.ends_with("entered");
    if (unknown > 0 || known == 0 || !is_entry || !m_.has_ping)
      if (!(r.price && unknown == 0 && is_entry))
        return refuse(RefusalReason::talk, "names no contract and reads like talk");
    read_extras(m_, 0, m_.size(), r);
    return std::vector<Reading>{r};
  }

  bool has_arrow() const {
    return std::any_of(m_.words.begin(), m_.words.end(), [](const Word& word) {
      return word.is_mark('>') && word.end - word.begin == 2;
    });
  }
  bool any_role(Role role) const {
    return std::any_of(m_.words.begin(), m_.words.end(),
                       [&](const Word& word) { return word.role == role; });
  }

  // A bare number is the contract's price only when nothing but the contract stands before it.
  bool is_bare_price(std::size_t i) const {
    if (m_[i].role != Role::price_bare) return false;
    const auto before = previous_word(m_, i);
    if (before >= m_.size()) return false;
    const auto& word = m_[before];
    if (m_[i].has_dollar && word.line == m_[i].line && is_one_of(word, {"here", "calls", "puts"}))
      return true;
    return is_contract_role(word.role) || word.role == Role::count ||
           (word.line != m_[i].line && is_one_of(word, {"here"}));
  }

  std::optional<AlertRefusal> read_open_price(Reading& r, const Call* call = nullptr) const {
    std::set<Price> at, bare, average;
    std::optional<std::pair<Price, Price>> range;
    for (std::size_t i = 0; i < m_.size(); ++i) {
      const auto& word = m_[i];
      if (is_in_plan(i) || (call && is_of_another_call(i, *call))) continue;
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

  void read_quantity(std::size_t begin, std::size_t end, Reading& r) const {
    std::set<Price> counts;
    for (auto i = begin; i < std::min(end, m_.size()); ++i)
      if (m_[i].role == Role::count) counts.insert(m_[i].value);
    if (counts.size() == 1) r.quantity = as_quantity(*counts.begin());
  }

  // "... looking great", "... printed": comments on a trade, in the call's clause.
  bool is_talk_about(const Call& call) const {
    const auto clause = clause_of(call.begin);
    for (auto i = clause.begin; i < clause.end; ++i)
      if (is(i, {"printed", "printing", "crushed", "paid", "congrats", "earlier", "yesterday",
                 "today"}) &&
          m_[i].role == Role::none)
        return true;
    return any_word({"watchlist", "recap"});
  }

  // ---- futures

  Result open_future(const Call& call) {
    if (has_arrow() || any_role(Role::price_arrow) || any_role(Role::entry_from))
      return refuse(RefusalReason::talk, "a from and a to price: a report of a trade");
    const auto clause = clause_of(call.begin);
    auto own = symbols_in(clause.begin, clause.end);
    if (own.empty()) own = symbols_in(0, m_.size());
    if (own.size() > 1)
      return refuse(RefusalReason::ambiguous, "more than one instrument could be meant");
    std::optional<Side> side = call.side;
    for (std::size_t i = 0; i < m_.size(); ++i) {
      if (!is(i, {"long", "short", "longs", "shorts"}) || m_[i].role != Role::none) continue;
      const auto said = m_[i].text[0] == 'l' ? Side::buy : Side::sell;
      if (m_[i].sentence != m_[call.begin].sentence) continue;
      if (side && *side != said) return refuse(RefusalReason::ambiguous, "both long and short");
      side = said;
    }
    if (any_word({"hit", "hits", "reached"}))
      return refuse(RefusalReason::talk, "a report of a trade");
    if (own.empty()) return open_labelled_stock(call);
    if (!side) return refuse(RefusalReason::incomplete, "no direction; expected long or short");
    if (!m_[own.front()].is_future) {
      const auto contract = contract_in(0, m_.size());
      if (contract.strike && contract.right != Right::none && *side == Side::buy) return open(call);
      if (!contract.strike) return open_labelled_stock(call);
      return refuse(RefusalReason::ambiguous, "short of a contract: sold, or puts bought?");
    }
    if (any_word({"waiting", "wait"}))
      return refuse(RefusalReason::talk, "waits for an entry, calls none");
    Reading r;
    r.action = CallAction::open;
    r.kind = AssetClass::future;
    r.symbol = m_[own.front()].symbol;
    r.side = side;
    if (auto problem = read_future_price(call, r)) return tl::make_unexpected(*problem);
    read_extras(m_, 0, m_.size(), r);
    return std::vector<Reading>{r};
  }

  std::optional<AlertRefusal> read_future_price(const Call& call, Reading& r) const {
    std::set<Price> at, bare, counts;
    bool has_here = false;
    bool has_other = false;
    for (std::size_t i = 0; i < m_.size(); ++i) {
      const auto& word = m_[i];
      if (is_of_another_call(i, call)) continue;
      if (word.role == Role::price_at || word.role == Role::price_average) at.insert(word.value);
      if (word.role == Role::price_bare && word.line == m_[call.begin].line) {
        if (is_small_count(word))
          counts.insert(word.value);
        else if (has_direction_before(i))
          bare.insert(word.value);
        else
          has_other = true;
      }
      if (word.role == Role::count || word.role == Role::level) has_other = true;
      if (word.sentence == m_[call.begin].sentence && word.role == Role::none) {
        if (is_one_of(word, {"here", "now"})) has_here = true;
      }
    }
    const auto& found = !at.empty() ? at : bare;
    if (found.size() > 1)
      return AlertRefusal{RefusalReason::ambiguous, "more than one price could be meant"};
    if (!found.empty()) {
      r.price = *found.begin();
      if (counts.size() == 1 && call.is_formal) r.quantity = as_quantity(*counts.begin());
      if (counts.empty()) read_quantity(0, m_.size(), r);
      return std::nullopt;
    }
    // Only a plain "here", or a formal order, is one at the market.
    if (has_other || (!call.is_formal && (!has_here || !counts.empty() || !is_short_call(call))))
      return AlertRefusal{RefusalReason::incomplete,
                          "no price; expected for example Long NQ @ 28660"};
    if (counts.size() == 1) r.quantity = as_quantity(*counts.begin());
    if (call.is_formal && !is_short_call(call))
      return AlertRefusal{RefusalReason::talk, "no price, and more words than an order has"};
    r.is_market = true;
    return std::nullopt;
  }
  static bool is_small_count(const Word& word) {
    return !word.has_dollar && word.is_whole() && word.whole() >= 1 && word.whole() <= 20;
  }
  bool has_direction_before(std::size_t i) const {
    const auto before = previous_word(m_, i);
    return before < m_.size() &&
           (m_[before].is_future || is_one_of(m_[before], {"long", "short", "here"}) ||
            m_[before].role == Role::count || m_[before].kind == TokenKind::number);
  }
  // Nothing in the message but the order itself.
  bool is_short_call(const Call& call) const {
    for (std::size_t i = 0; i < m_.size(); ++i) {
      if (i >= call.begin && i < call.end) continue;
      const auto& word = m_[i];
      if (is_separator(word) || word.role != Role::none) continue;
      if (!is(i, {"here",  "now",     "long", "short", "alert", "going", "small",
                  "risky", "lotto",   "buy",  "sell",  "scalp", "in",    "market",
                  "at",    "starter", "size", "light", "i",     "im"}))
        return false;
    }
    return true;
  }

  // "Long: ED @ 67.25": shares, when the direction is a label
  Result open_labelled_stock(const Call& call) {
    if (!call.side || !call.is_future_direction || !has(call.end) ||
        !(m_[call.end].is_mark(':') || any_word({"shares", "equity"})))
      return refuse(RefusalReason::ambiguous, "a direction without a contract or a future");
    const auto contract = contract_in(0, m_.size());
    if (contract.symbols.size() != 1 || contract.strike || contract.right != Right::none)
      return refuse(RefusalReason::incomplete, "no symbol; expected one, like $SPY");
    Reading r;
    r.action = CallAction::open;
    r.kind = AssetClass::stock;
    r.side = call.side;
    r.symbol = contract.symbols.front();
    if (auto problem = read_open_price(r)) return tl::make_unexpected(*problem);
    if (!r.price) return refuse(RefusalReason::incomplete, "no price");
    read_extras(m_, 0, m_.size(), r);
    return std::vector<Reading>{r};
  }

  // ---- adds

  Result add(const Call& call) {
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

  // ---- exits

  // Fills symbol, contract and kind of an exit or an add; nothing named needs context.
  std::optional<AlertRefusal> subject(const Call& call, Reading& r) const {
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
        if (!is_behind || contract.strike)
          return ambiguous("more than one position could be meant");
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
             ((call.is_formal || is(call.end - 1, {"long", "short"})) && !is_contract))
      r.kind = AssetClass::stock;
    else
      r.kind = AssetClass::option;
    return std::nullopt;
  }
  // Names go on only by "and": "Closed SPY here VIX failing" closes SPY.
  std::size_t end_of_names(const Call& call, std::size_t end) const {
    bool has_one = false;
    for (auto i = call.end; i < end; ++i) {
      if (m_[i].symbol.empty()) continue;
      const bool is_joined = i > 0 && (is(i - 1, {"and", "plus"}) || m_[i - 1].is_mark('&') ||
                                       m_[i - 1].is_mark('+') || m_[i - 1].is_mark('/') ||
                                       m_[i - 1].role == Role::symbol);
      if (has_one && !is_joined) return i;
      has_one = true;
    }
    return end;
  }
  // "half of my AAPL and half of my AMD": a second name at `symbol`, joined to the first.
  bool is_joined_behind(std::size_t symbol, std::size_t end) const {
    if (symbol >= end || m_[symbol].symbol.empty()) return false;
    for (auto i = symbol; i-- > 0 && m_[i].clause == m_[symbol].clause && m_[i].symbol.empty();)
      if (is(i, {"and", "plus"}) || m_[i].is_mark('&') || m_[i].is_mark('+')) return true;
    return false;
  }
  // Names that go on behind a comma or a bracket: "Trim SPY, QQQ and IWM".
  std::vector<std::size_t> names_behind(const Call& call, std::size_t from) const {
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
  bool is_heading(const Call& call) const {
    const auto clause = clause_of(call.begin);
    for (auto i = clause.begin; i < clause.end; ++i) {
      if (i >= call.begin && i < call.end) continue;
      if (!is_separator(m_[i]) && !is_lead_word(m_[i])) return false;
    }
    const auto next = next_word(m_, clause.end - 1);
    return next < m_.size() && is_contract_role(m_[next].role);
  }
  // Between a verb and its symbol stand only "the rest of my", numbers and the like.
  bool is_linked(std::size_t begin, std::size_t symbol) const {
    for (auto i = begin; i < symbol; ++i) {
      const auto& word = m_[i];
      if (is_separator(word) || word.role != Role::none) continue;
      if (!is(i, {"of",        "on",        "the",       "my",      "our",        "rest",
                  "some",      "more",      "half",      "all",     "last",       "two",
                  "three",     "remaining", "both",      "out",     "these",      "another",
                  "a",         "few",       "to",        "first",   "in",         "here",
                  "most",      "position",  "positions", "runner",  "runners",    "weekly",
                  "one",       "second",    "third",     "final",   "into",       "with",
                  "little",    "this",      "those",     "from",    "super",      "small",
                  "quick",     "lotto",     "lottos",    "quarter", "scale",      "bit",
                  "contracts", "cons",      "calls",     "puts",    "completely", "fully",
                  "stop",      "loss",      "at",        "slowly",  "breakeven",  "be",
                  "entry",     "alert",     "majority",  "bulk",    "now",        "everything",
                  "long",      "short",     "trade"}))
        return false;
    }
    return true;
  }
  // "SPY closed at 600": the market's close, not an exit.
  bool is_price_of_market(const Call& call, const Contract& contract) const {
    if (!is(call.begin, {"closed", "closing", "close"})) return false;
    if (contract.strike || contract.right != Right::none) return false;
    const auto next = call.end;
    return is(next, {"at", "green", "red", "up", "down", "near", "above", "below"}) &&
           !is(next + 1, {"entry", "breakeven", "be", "cost"}) &&
           !(call.begin > 0 && is(call.begin - 1, {"rest", "runner", "runners", "half", "position",
                                                   "lotto", "lottos", "swing", "hedge"}));
  }
  // First in the message, aside from labels: what the following sentences are about.
  bool is_topic(std::size_t symbol) const {
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
  void join_same_symbol(const Call& call, Contract& contract) const {
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

  Result exit(const Call& call) {
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
  bool has_plain_object(const Call& call) const {
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
      if (!is(i, {"up",    "down",     "loss",     "small",     "off",     "one",    "two",
                  "three", "avg",      "average",  "more",      "win",     "winner", "gain",
                  "lotto", "lottos",   "quick",    "scratch",   "them",    "it",     "these",
                  "those", "these",    "even",     "remainder", "to",      "with",   "by",
                  "about", "around",   "bit",      "little",    "quarter", "third",  "from",
                  "as",    "slightly", "partial",  "partials",  "swing",   "scale",  "weekend",
                  "table", "yall",     "congrats", "ladies",    "team",    "risk",   "trade",
                  "nice"}))
        return false;
    }
    return true;
  }
  // Several gains, or several prices of one exit, in a row tell of what was done.
  std::optional<AlertRefusal> find_exit_report() const {
    const auto is_price = [&](std::size_t i) {
      return has(i) && m_[i].kind == TokenKind::number &&
             (m_[i].role == Role::price_at || m_[i].role == Role::price_bare);
    };
    const auto is_joint = [&](std::size_t i) {
      return has(i) && (m_[i].is_mark(',') || m_[i].is_mark('&') || is(i, {"and", "then"}));
    };
    std::size_t gains = 0;
    std::size_t parts = 0;  // "1/3 at 3.30, 1/3 at 3.90"
    for (std::size_t i = 0; i < m_.size(); ++i) {
      const bool is_part_at = m_[i].kind == TokenKind::slashed && has(i + 1) &&
                              (is(i + 1, {"at"}) || m_[i + 1].is_mark('@'));
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
  bool target_hit_before(const Call& call) const {
    for (std::size_t i = 0; i + 1 < call.begin; ++i)
      if (is(i, {"target", "tp", "pt", "tp1", "pt1"}) && is(i + 1, {"hit"})) return true;
    return false;
  }
  // "Out.", "Closed.": too little to sell something on.
  bool is_bare_verb(const Call& call) const {
    const bool is_alone = std::all_of(m_.words.begin(), m_.words.end(), [&](const Word& word) {
      return is_separator(word) || word.clause == m_[call.begin].clause;
    });
    const bool has_number = std::any_of(m_.words.begin(), m_.words.end(), [](const Word& word) {
      return word.role == Role::percent || word.role == Role::level ||
             word.role == Role::price_arrow;
    });
    if (!is_alone && !m_.has_ping && !has_number && is_without_object(call)) return true;
    if (is(call.begin, {"sell"})) return true;  // an order to the room, or a shout
    if (call.action == CallAction::trim && !is(call.begin, {"sold", "sell", "selling"}))
      return false;
    if (call.reason == "stop" || call.end - call.begin > 1) return false;
    return is_without_object(call);
  }
  bool is_without_object(const Call& call) const {
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
  std::optional<Result> bulk_exit(const Call& call) const {
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

  // How much is sold, what is left, what was gained.
  void read_part(const Call& call, Reading& r) const {
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
      if (is(i, {"half"}) && i > 0 && m_[i - 1].is_mark('(') && has(i + 1) &&
          m_[i + 1].is_mark(')'))
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
  bool is_partial(const Call& call) const {
    if (!call.is_formal && has_loose_count(call)) return true;
    const auto object_end = end_of_object(m_, call);
    if (is(object_end, {"except", "besides", "but", "excluding"}) && has(object_end + 1) &&
        (m_[object_end + 1].role == Role::count || is(object_end + 1, {"one", "a", "two", "my"})))
      return true;
    for (auto i = call.end; i < m_.size() && m_[i].clause <= m_[call.begin].clause + 1; ++i)
      if (is(i, {"partial", "partials", "some", "most", "majority", "scale"})) return true;
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
  bool is_last_half(std::size_t i) const {
    return i > 0 && (is(i - 1, {"second", "other", "last", "remaining", "final"}) ||
                     (is(i - 1, {"my"}) && is(i + 1, {"got", "was", "stopped"})));
  }
  bool has_loose_count(const Call& call) const {
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
  bool is_remainder(std::size_t i) const {
    if (is(i + 1, {"left", "remaining"})) return true;
    for (auto k = i; k > 0 && i - k < 3;) {
      --k;
      if (m_[k].clause != m_[i].clause) return false;
      if (is(k, {"leaving", "holding", "keeping", "left", "remaining", "hold", "keep"}))
        return true;
      if (is(k, {"to"}) && k > 0 && is(k - 1, {"down"})) return true;
      if (!is(k, {"my", "the", "last", "only", "with", "about"})) return false;
    }
    return false;
  }
  // "selling 25%", "reducing another 20%", "by 50%", "out 25% more"; never "for 21%" or "+20%"
  bool is_part_sold(const Call& call, std::size_t i) const {
    const auto& word = m_[i];
    if (word.sign != 0 || word.clause != m_[call.begin].clause) return false;
    if (is(i + 1, {"gain", "gains", "profit", "profits", "winner", "loss", "green", "up", "down",
                   "return"}))
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
  bool is_size(std::size_t i) const {
    return is(i + 1, {"size", "position", "risk", "sl", "stop", "cash", "sized", "of"});
  }
  bool is_gain(std::size_t i) const {
    return !is_size(i) && !is(i + 1, {"left", "remaining", "more", "trim"});
  }

  std::optional<AlertRefusal> read_exit_price(const Call& call, Reading& r) const {
    const auto clause = clause_of(call.begin);
    if (is(call.begin, {"exit"}) && clause.begin > 0 && any_word({"entry", "entered"}))
      return AlertRefusal{RefusalReason::talk, "an entry and an exit price: a report of a trade"};
    std::set<Price> arrow, at, bare;
    for (std::size_t i = 0; i < m_.size(); ++i) {
      const auto& word = m_[i];
      if (word.role == Role::price_arrow) arrow.insert(word.value);
      if (word.role == Role::entry_from) r.entry_price = word.value;
      if (is_of_next_step(call, i)) continue;
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
  bool is_second_sale(const Call& call) const {
    for (auto i = call.end; i + 1 < m_.size(); ++i)
      if (is(i, {"rest", "remaining", "remainder", "other"}) &&
          m_[i].clause != m_[call.begin].clause &&
          (m_[i + 1].is_mark('@') || is(i + 1, {"at", "half"})) && i + 2 < m_.size() &&
          (m_[i + 2].role == Role::price_at || m_[i + 2].is_mark('@') || is(i + 2, {"at"})))
        return true;
    return false;
  }
  // "..., next one at 1.60"
  bool is_of_next_step(const Call& call, std::size_t i) const {
    if (m_[i].kind != TokenKind::number || m_[i].clause == m_[call.begin].clause) return false;
    for (auto k = i; k-- > 0 && m_[k].clause == m_[i].clause;)
      if (is(k, {"next", "will", "ill", "would"})) return true;
    return false;
  }
  bool is_entry_label_before(std::size_t i) const {
    const auto before = previous_word(m_, i);
    return before < m_.size() && is(before, {"entry", "entered", "cost", "paid"});
  }
  bool is_line_start(std::size_t i) const {
    const auto before = previous_word(m_, i);
    return before >= m_.size() || m_[before].line != m_[i].line || is_separator(m_[i - 1]);
  }
  // In the call's clause next to what is sold, or a line of its own.
  bool is_exit_price(const Call& call, Range clause, std::size_t i) const {
    if (call.is_percent_command && i == call.end) return false;
    const auto before = previous_word(m_, i);
    if (i >= clause.begin && i < clause.end) {
      if (i < call.begin) return i == clause.begin || m_[i].has_dollar || !m_[i].is_whole();
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

  void read_exit_quantity(const Call& call, Reading& r) const {
    if (call.is_percent_command) return;
    const auto clause = clause_of(call.begin);
    const auto end = std::min(clause.end, std::max(end_of_object(m_, call), call.end));
    read_quantity(clause.begin, std::max(clause.begin, end), r);
    if (call.is_formal && !r.quantity) read_quantity(0, m_.size(), r);
  }

  // ---- cancel, get-ready, bare contracts

  Result cancel(const Call& call) {
    const bool has_contract = any_role(Role::strike);
    const auto own = symbols_in(0, m_.size());
    if (own.size() > 1 || has_contract)
      return refuse(RefusalReason::ambiguous, "a call and its cancellation in one message");
    for (std::size_t i = 0; i < m_.size(); ++i) {
      if ((i >= call.begin && i < call.end) || is_separator(m_[i]) || m_[i].role != Role::none)
        continue;
      if (!is(i,
              {"the",  "my",    "that",  "this",   "trade", "order",  "orders", "entry",   "alert",
               "long", "short", "not",   "taking", "it",    "please", "all",    "just",    "im",
               "i",    "last",  "limit", "call",   "for",   "now",    "on",     "previous"}))
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

  Result get_ready() {
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
  Result bare_contract() {
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
  bool is_talked_of() const {
    std::size_t contract = 0;
    while (contract < m_.size() && m_[contract].role != Role::strike) ++contract;
    return std::any_of(calls_.rejected.begin(), calls_.rejected.end(), [&](const Call& call) {
      return !call.is_planned || call.action == CallAction::open || contract >= m_.size() ||
             m_[call.begin].clause <= m_[contract].clause;
    });
  }
  // In a clause with a verb of its own: "Long NQ 28610, adding at 28595".
  bool is_of_another_call(std::size_t i, const Call& call) const {
    if (m_[i].clause == m_[call.begin].clause) return false;
    const auto is_there = [&](const Call& other) {
      return other.begin != call.begin && !other.is_label && m_[other.begin].clause == m_[i].clause;
    };
    return std::any_of(calls_.accepted.begin(), calls_.accepted.end(), is_there) ||
           std::any_of(calls_.rejected.begin(), calls_.rejected.end(), is_there);
  }
  bool is_in_plan(std::size_t i) const {
    return std::any_of(calls_.rejected.begin(), calls_.rejected.end(), [&](const Call& call) {
      return call.is_planned && m_[call.begin].clause == m_[i].clause;
    });
  }
  Contract first_line_contract() const {
    std::size_t first = 0;
    while (first < m_.size() && m_[first].role != Role::symbol) ++first;
    if (first >= m_.size()) return {};
    return contract_in(clause_of(first).begin, std::max(clause_of(first).end, end_of_run(first)));
  }
  // The contract goes on over dashes and line ends while its parts follow each other.
  std::size_t end_of_run(std::size_t i) const {
    while (true) {
      const auto next = next_word(m_, i);
      if (next >= m_.size() || m_[next].role == Role::none) return i + 1;
      if (m_[next].role == Role::symbol) return i + 1;
      i = next;
    }
  }
  // Before the contract stand only labels: "Risky", "Lotto swing", "Contract:".
  bool is_bare_lead() const {
    for (std::size_t i = 0; i < m_.size(); ++i) {
      const auto& word = m_[i];
      if (is_contract_role(word.role)) return true;
      if (is(i, {"buy"}) && is(i + 1, {"alert"})) continue;
      if (is_separator(word)) {
        if (word.is_mark('?')) return false;
        continue;
      }
      if (!is(i, {"risky",    "riskier", "lotto",    "lottos",   "alert",     "alerts", "swing",
                  "daytrade", "day",     "trade",    "contract", "weekly",    "super",  "small",
                  "yolo",     "new",     "quick",    "scalp",    "starter",   "entry",  "high",
                  "risk",     "cheap",   "play",     "option",   "options",   "ticker", "symbol",
                  "call",     "the",     "position", "light",    "signal",    "idea",   "lottery",
                  "hero",     "size",    "fun",      "another",  "overnight", "leap",   "leaps",
                  "my",       "here"}))
        return false;
    }
    return true;
  }
  bool has_bare_veto() const {
    std::size_t last_contract = 0;
    for (std::size_t i = 0; i < m_.size(); ++i)
      if (is_contract_role(m_[i].role) || m_[i].role == Role::price_at || is_bare_price(i))
        last_contract = i;
    for (std::size_t i = 0; i < m_.size(); ++i) {
      const auto& word = m_[i];
      if (word.is_mark('?')) return true;
      if (word.kind == TokenKind::percent &&
          !is(i + 1, {"size", "position", "risk", "sl", "stop"}) &&
          !(is(i + 1, {"of"}) && is(i + 3, {"account", "port", "portfolio"})) &&
          !(i > 0 && (m_[i - 1].is_mark(':') || is(i - 1, {"stop", "sl", "tp", "pt"}))))
        return true;
      if (word.kind != TokenKind::word || word.role != Role::none) continue;
      if (is(i, {"dont"}) && is(i + 1, {"chase"})) continue;
      if (is(i, {"above", "over"}) && is(i - 1, {"chase"})) continue;
      if (is(i,
             {"monday", "tuesday", "wednesday", "thursday", "current", "exit", "exited", "peak"}))
        return true;
      if (is(i, {"is", "are", "was", "were"}) && m_[i].clause == m_[last_contract].clause)
        return true;
      if (is(i, {"watch",   "watching",    "watchlist", "alive",     "printing", "printed",
                 "ran",     "runner",      "crushed",   "recap",     "update",   "updates",
                 "comment", "chart",       "ripping",   "flying",    "missed",   "paid",
                 "paying",  "yesterday",   "tomorrow",  "was",       "were",     "looks",
                 "still",   "eyeing",      "eye",       "ideas",     "setup",    "setups",
                 "plan",    "considering", "might",     "may",       "should",   "would",
                 "if",      "when",        "once",      "unless",    "wait",     "waiting",
                 "alerted", "called",      "nice",      "congrats",  "winner",   "winners",
                 "profits", "gains",       "holding",   "above",     "ready",    "dont",
                 "not",     "hit",         "hits",      "now",       "worth",    "flow",
                 "sweep",   "sweeps",      "block",     "oi",        "volume",   "unusual",
                 "bid",     "ask",         "mark",      "currently", "high",     "went",
                 "from",    "closed",      "up"}))
        if (i <= last_contract ||
            !is(i, {"high",  "now",      "above", "up",      "not",  "still",  "was",
                    "nice",  "hit",      "ready", "volume",  "from", "may",    "might",
                    "if",    "when",     "once",  "holding", "dont", "closed", "should",
                    "would", "tomorrow", "plan",  "setup",   "bid",  "ask"}) ||
            is_in_contract_clause(i, last_contract))
          return !(is(i, {"high"}) && is(i + 1, {"risk"})) &&
                 !(is(i, {"now"}) && is(i - 1, {"for"}));
    }
    // "looking great": praise; "looking for a bounce": a note
    for (std::size_t i = 0; i < m_.size(); ++i)
      if (is(i, {"looking"}) && !is(i + 1, {"for", "to"})) return true;
    return false;
  }
  bool is_in_contract_clause(std::size_t i, std::size_t contract) const {
    if (m_[i].clause == m_[contract].clause) return true;
    // a condition behind a comma still belongs to it
    return m_[i].sentence == m_[contract].sentence && is_condition(m_[i]) &&
           clause_of(i).begin == i;
  }
  // Beside the contract only words about its size.
  bool is_nothing_else() const {
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

  const Message& m_;
  const ParseRules& rules_;
  Calls calls_;
};

}  // namespace

std::optional<AlertRefusal> find_veto(const Message& m) {
  const auto talk = [](std::string detail) {
    return AlertRefusal{RefusalReason::talk, std::move(detail)};
  };
  if (m.is_old_post) return talk("a post of another day");
  const auto is = [&](std::size_t i, List list) { return i < m.size() && is_one_of(m[i], list); };
  for (std::size_t i = 0; i < m.size(); ++i) {
    if (is(i, {"csp", "csps"}) || (is(i, {"covered"}) && is(i + 1, {"call", "calls"})) ||
        (is(i, {"cash"}) && is(i + 1, {"secured"})) || is(i, {"wheel", "wheeling"}))
      return AlertRefusal{RefusalReason::selling_strategy,
                          "a covered call or cash-secured put; only plain entries are read"};
    if (is(i, {"watchlist", "recap", "backtest", "backtested", "giveaway", "hypothetical",
               "hypothetically", "simulated", "example", "examples", "means", "papertrade",
               "papertrading", "disregard", "nevermind", "nvm", "rerun", "reposted"}))
      return talk("\"" + m[i].text + "\": no call");
    if (is(i, {"paper"}) && is(i + 1, {"trade", "trades", "trading", "account", "traded", "only"}))
      return talk("a paper trade");
    if (is(i, {"posted"})) return talk("an old post shown again");
    if (is(i, {"comment"}) && i < 2) return talk("a comment");
    if (is(i, {"no", "didnt", "not", "never"}) && is(i + 1, {"fill", "filled", "get"}) &&
        is(i + 1, {"fill", "filled"}))
      return AlertRefusal{RefusalReason::ambiguous, "says that nothing was filled"};
    if (is(i, {"cancel"}) && is(i + 1, {"that", "this"}) && i > 1)
      return AlertRefusal{RefusalReason::ambiguous, "a call and its cancellation in one message"};
    if (is(i, {"correction", "typo", "mistake", "oops", "ignore", "wrong", "edit", "edited"}))
      return AlertRefusal{RefusalReason::ambiguous, "a correction: two readings"};
    if (is(i, {"personal"}) && is(i + 1, {"trade", "account", "position", "trades"}))
      return talk("a trade of the caller's own");
    if (is(i, {"fomo", "example"}) && is(i - 1, {"for"})) return talk("an example");
  }
  return std::nullopt;
}

void read_extras(const Message& m, std::size_t begin, std::size_t end, Reading& r) {
  const auto is = [&](std::size_t i, List list) { return i < m.size() && is_one_of(m[i], list); };
  const bool is_open = r.action == CallAction::open;
  for (auto i = begin; i < std::min(end, m.size()); ++i) {
    const auto& word = m[i];
    if (word.role == Role::stop && !r.stop) {
      const bool is_underlying =
          r.kind == AssetClass::option && r.price && word.value.units / 2 > r.price->units;
      if (!is_underlying) r.stop = word.value;
    }
    if (word.role == Role::target && is_open) {
      const bool is_underlying =
          r.kind == AssetClass::option && r.price && word.value.units / 20 > r.price->units;
      if (!is_underlying) r.targets.push_back(word.value);
    }
    if (word.kind == TokenKind::percent && i > 0) {
      auto k = i - 1;
      if (m[k].is_mark(':') && k > 0) --k;
      if (is(k, {"pt", "tp", "target"})) r.target_percent = as_percent(word.value);
      if (is(k, {"ts"})) r.target_trail_percent = as_percent(word.value);
      if (is(k, {"sl", "stop"})) r.stop_percent = as_percent(word.value);
      if (is(i + 1, {"size", "position"}) && is_open) r.size_percent = as_percent(word.value);
    }
    if (!is_open) continue;
    if (word.role == Role::fraction && is(i + 1, {"size", "sized", "position"}))
      r.size = word.text == "1/2" ? "half" : word.text;
    if (is(i, {"half", "small", "smaller", "light", "quarter"}) && r.size.empty() &&
        (is(i + 1, {"size", "sized", "position"}) || is(i, {"small", "smaller", "light"})))
      r.size = is(i, {"smaller", "light"}) ? "small" : word.text;
    if (is(i, {"size"}) && i + 2 < m.size() && m[i + 1].is_mark(':') &&
        m[i + 2].kind == TokenKind::word)
      r.size = m[i + 2].text;
    if (is(i, {"super"}) && is(i + 1, {"lotto", "lottos"})) r.label = "super_lotto";
    if (is(i, {"lotto", "lottos", "lottery", "yolo"}) && r.label != "super_lotto")
      r.label = "lotto";
    if (is(i, {"daytrade"}) && r.label.empty()) r.label = "daytrade";
    if (is(i, {"alert"}) && r.label.empty() && i == begin) r.label = "alert";
  }
}

Result read_free_text(const Message& message, const ParseRules& rules) {
  return FreeText(message, rules).run();
}

}  // namespace fillwright::alert
