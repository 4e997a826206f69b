#include "actors/domain/alert/calls.hpp"

#include <algorithm>
#include <initializer_list>
#include <unordered_set>

#include "actors/domain/alert/vocabulary.hpp"

namespace fillwright::alert {
namespace {

using List = std::initializer_list<std::string_view>;
using Words = std::unordered_set<std::string_view>;

bool is_one_of(const Word& word, List list) {
  return word.kind == TokenKind::word &&
         std::find(list.begin(), list.end(), word.text) != list.end();
}

// May stand before a call's verb in its clause without changing what it says.
const Words& lead_words() {
  static const Words words{
      "i",           "im",      "ive",     "we",       "weare",      "weve",    "just",
      "also",        "again",   "now",     "here",     "personally", "ok",      "okay",
      "only",        "alright", "and",     "so",       "but",        "then",    "finally",
      "officially",  "have",    "am",      "went",     "ahead",      "guys",    "team",
      "fam",         "all",     "alert",   "alerts",   "update",     "updates", "lotto",
      "lottos",      "lottery", "super",   "risky",    "riskier",    "high",    "small",
      "smaller",     "tiny",    "light",   "quick",    "swing",      "scalp",   "day",
      "daytrade",    "trade",   "starter", "starters", "safety",     "first",   "second",
      "third",       "last",    "another", "final",    "trailing",   "target",  "hit",
      "approaching", "near",    "around",  "profit",   "gain",       "gains",   "green",
      "red",         "itm",     "runner",  "runners",  "position",   "the",     "my",
      "some",        "few",     "full",    "fully",    "completely", "half",    "rest",
      "a",           "con",     "cons",    "contract", "contracts",  "per",     "on",
      "of",          "at",      "in",      "points",   "point",      "pts",     "long",
      "short",       "algo",    "open",    "close",    "entry",      "exit",    "both",
      "are",         "over",    "ticker",  "yolo",     "too",        "more",    "back",
      "nice",        "quickly", "taking",  "shares",   "equity",     "new",     "for",
      "me",          "going",   "out",     "everyone", "fast",       "cheap",   "size",
      "positions",   "vip",     "premium", "options",  "futures",    "option",  "signal",
      "play",        "idea",    "the",     "money",    "sl",         "stop",    "hello",
      "hi",          "hey",     "gm",      "yall",     "folks",      "gang",    "ladies",
      "boys",        "update",  "quick",   "heres",    "pt1",        "pt2",     "tp1",
      "tp2",         "pt",      "tp",      "trim",     "starting",   "to",      "got"};
  return words;
}

// Before the verb, these turn a call into a plan, a denial, a question or a story.
const Words& left_vetoes() {
  static const Words words{
      "not",          "dont",     "didnt",    "wont",      "isnt",        "arent",     "never",
      "no",           "cant",     "couldnt",  "wouldnt",   "shouldnt",    "havent",    "hasnt",
      "wasnt",        "nobody",   "will",     "ill",       "shall",       "gonna",     "might",
      "may",          "could",    "would",    "id",        "should",      "shouldve",  "wouldve",
      "couldve",      "want",     "wanna",    "wants",     "wanted",      "looking",   "look",
      "plan",         "planning", "planned",  "plans",     "thinking",    "think",     "thought",
      "considering",  "consider", "hoping",   "hope",      "wish",        "wished",    "waiting",
      "wait",         "watch",    "watching", "watchlist", "eyeing",      "eye",       "need",
      "needs",        "let",      "lets",     "ready",     "about",       "trying",    "try",
      "tried",        "can",      "cannot",   "able",      "you",         "your",      "youre",
      "they",         "theyre",   "he",       "hes",       "she",         "shes",      "his",
      "her",          "their",    "who",      "whoever",   "anyone",      "everybody", "somebody",
      "someone",      "people",   "members",  "guy",       "missed",      "miss",      "regret",
      "almost",       "nearly",   "was",      "were",      "had",         "been",      "yesterday",
      "earlier",      "before",   "after",    "since",     "while",       "until",     "till",
      "why",          "how",      "what",     "where",     "did",         "does",      "do",
      "which",        "maybe",    "possibly", "probably",  "potentially", "remember",  "reminder",
      "always",       "if",       "when",     "whenever",  "once",        "unless",    "paper",
      "next",         "pending",  "alerted",  "called",    "feel",        "happy",     "glad",
      "proud",        "ll",       "lucky",    "intend",    "expecting",   "expect",    "prefer",
      "tempted",      "scared",   "afraid",   "weeks",     "tomorrow",    "later",     "fake",
      "hypothetical", "imagine",  "supposed", "suggest",   "recommend",   "avoid",     "stay",
      "staying",      "without",  "instead",  "than",      "whales",      "whale",     "reminder",
      "plan",         "lesson",   "rule",     "rules",     "goal",        "strategy",  "tip",
      "key",          "whales",   "whale",    "pelosi",    "insiders",    "insider",   "funds",
      "institutions", "retail",   "buyers",   "sellers",   "someones",    "friend",    "wife",
      "still"};
  return words;
}

// After the verb, within the clause: not now, or no call at all.
const Words& right_vetoes() {
  static const Words words{
      "if",       "when",  "once",      "unless",  "tomorrow", "yesterday", "earlier",  "later",
      "ago",      "soon",  "should",    "would",   "could",    "monday",    "tuesday",  "wednesday",
      "thursday", "wall",  "pressure",  "signal",  "signals",  "course",    "laptop",   "until",
      "till",     "paper", "whenever",  "tonight", "today",    "or",        "your",     "you",
      "watch",    "list",  "watchlist", "radar",   "morning",  "channel",   "channels", "discord",
      "server",   "early", "already"};
  return words;
}

// What may follow an exit's or an add's verb when no symbol does.
const Words& object_words() {
  static const Words words{
      "here",      "now",      "rest",       "half",     "all",      "most",      "some",
      "more",      "runner",   "runners",    "last",     "position", "positions", "contracts",
      "contract",  "cons",     "con",        "calls",    "puts",     "call",      "put",
      "remaining", "final",    "everything", "partial",  "partials", "profit",    "profits",
      "out",       "green",    "red",        "entry",    "be",       "breakeven", "even",
      "stop",      "loss",     "trim",       "trims",    "one",      "two",       "three",
      "avg",       "average",  "strength",   "weakness", "first",    "second",    "third",
      "quarter",   "lotto",    "lottos",     "up",       "down",     "point",     "points",
      "pts",       "tick",     "ticks",      "off",      "another",  "size",      "risk",
      "shares",    "equity",   "itm",        "leg",      "legs",     "mine",      "both",
      "starters",  "starter",  "small",      "light",    "it",       "them",      "in",
      "trade",     "swing",    "super",      "scale",    "longs",    "shorts",    "long",
      "short",     "fully",    "completely", "majority", "pop",      "push",      "spike",
      "dip",       "gains",    "gain",       "full",     "winners",  "winner",    "loser",
      "losers",    "weeklies", "weekly",     "left",     "hit",      "l",         "greens",
      "reds",      "close",    "weekend",    "table",    "eod",      "hedge",     "hedges"};
  return words;
}
const Words& linking_words() {
  static const Words words{"my",     "the",    "a",     "an",        "these",    "this", "those",
                           "our",    "of",     "on",    "at",        "for",      "to",   "into",
                           "around", "by",     "with",  "from",      "about",    "near", "just",
                           "and",    "is",     "as",    "small",     "quick",    "tiny", "also",
                           "above",  "few",    "again", "other",     "slightly", "nice", "new",
                           "next",   "little", "bit",   "remainder", "in"};
  return words;
}

// Keeps the time linear: each call looks at the whole message.
constexpr std::size_t most_calls = 40;

class Finder {
 public:
  explicit Finder(const Message& message) : m_(message) {}

  Calls run() {
    for (std::size_t i = 0; i < m_.size();) {
      if (calls_.accepted.size() + calls_.rejected.size() > most_calls) {
        calls_.is_too_many = true;
        break;
      }
      const auto call = match(i);
      if (!call || call->end <= i) {
        ++i;
        continue;
      }
      if (call->action == CallAction::get_ready) {
        calls_.has_get_ready = true;
      } else if (is_called(*call)) {
        calls_.accepted.push_back(*call);
      } else {
        calls_.rejected.push_back(*call);
        calls_.rejected.back().is_planned = is_planned(*call);
      }
      i = call->end;
    }
    return std::move(calls_);
  }

 private:
  bool has(std::size_t i) const { return i < m_.size(); }
  bool is(std::size_t i, List list) const { return has(i) && is_one_of(m_[i], list); }
  bool is_free(std::size_t i) const { return has(i) && m_[i].role == Role::none; }
  bool same_clause(std::size_t a, std::size_t b) const {
    return has(a) && has(b) && m_[a].clause == m_[b].clause;
  }
  bool is_clause_start(std::size_t i) const {
    for (auto k = i; k > 0;) {
      --k;
      if (m_[k].clause != m_[i].clause) return true;
      if (!is_separator(m_[k])) return false;
    }
    return true;
  }
  bool is_upper(std::size_t i) const { return has(i) && m_[i].is_upper; }

  Call make(CallAction action, std::size_t begin, std::size_t end) const {
    Call call;
    call.action = action;
    call.begin = begin;
    call.end = end;
    return call;
  }
  Call with_side(Call call, Side side) const {
    call.side = side;
    return call;
  }
  Call formal(CallAction action, Side side, std::size_t i) const {
    auto call = with_side(make(action, i, i + 1), side);
    call.is_formal = true;
    return call;
  }
  Call stopped(std::size_t begin, std::size_t end) const {
    auto call = make(CallAction::close, begin, end);
    call.reason = "stop";
    return call;
  }

  std::optional<Call> match(std::size_t i) const {
    if (m_[i].kind != TokenKind::word || m_[i].role != Role::none) return std::nullopt;
    if (m_[i].has_dollar || m_[i].has_slash) return std::nullopt;
    if (auto call = match_formal(i)) return call;
    if (auto call = match_take(i)) return call;
    if (auto call = match_trim(i)) return call;
    if (auto call = match_stop(i)) return call;
    if (auto call = match_close(i)) return call;
    if (auto call = match_add(i)) return call;
    if (auto call = match_open(i)) return call;
    return match_other(i);
  }

  std::optional<Call> match_formal(std::size_t i) const {
    if (is(i, {"bto"})) return formal(CallAction::open, Side::buy, i);
    if (is(i, {"sto"})) return formal(CallAction::open, Side::sell, i);
    if (is(i, {"stc"})) return formal(CallAction::close, Side::sell, i);
    if (is(i, {"btc"})) return formal(CallAction::close, Side::buy, i);
    if (is(i, {"sold", "sell", "selling", "bought", "buy", "buying"}) && is(i + 1, {"to"}) &&
        is(i + 2, {"open", "close"})) {
      const bool is_open = is(i + 2, {"open"});
      auto call = formal(is_open ? CallAction::open : CallAction::close,
                         m_[i].text[0] == 'b' ? Side::buy : Side::sell, i);
      call.end = i + 3;
      return call;
    }
    if (is(i, {"esell"}) && i > 0 && m_[i - 1].is_mark('!')) {
      auto call = with_side(make(CallAction::trim, i, i + 1), Side::sell);
      call.is_percent_command = true;
      return call;
    }
    if (!is(i, {"buy", "sell"}) || (!is_upper(i) && !is_clause_start(i))) return std::nullopt;
    if (!is_behind_lead(i)) return std::nullopt;
    const auto next = i + 1;
    const bool has_object =
        has(next) && (m_[next].role == Role::symbol || m_[next].role == Role::count ||
                      m_[next].kind == TokenKind::percent || m_[next].role == Role::price_bare ||
                      is(next, {"half"}));
    if (!has_object) return std::nullopt;
    return is(i, {"buy"}) ? formal(CallAction::open, Side::buy, i)
                          : formal(CallAction::close, Side::sell, i);
  }

  // took, taking: a loss, full profits, a trim, or a position
  std::optional<Call> match_take(std::size_t i) const {
    if (!is(i, {"took", "taking", "take"})) return std::nullopt;
    bool is_full = false;
    bool is_some = false;
    for (auto k = i + 1; k < std::min(i + 8, m_.size()) && same_clause(i, k); ++k) {
      if (is(k, {"full", "all"})) is_full = true;
      if (is(k, {"some", "half", "few"}) || m_[k].role == Role::fraction ||
          m_[k].role == Role::percent)
        is_some = true;
      if (is(k, {"l", "loss", "losses"})) return make(CallAction::close, i, k + 1);
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
      if (is(k, {"off"}) && (k == i + 1 || is_some || is(k - 1, {"contracts", "cons", "more"}))) {
        auto end = k + 1;
        return make(CallAction::trim, i, end);
      }
      const bool is_between =
          m_[k].role != Role::none ||
          is_one_of(
              m_[k],
              {"my",        "the",      "a",       "an",   "another", "first", "second", "long",
               "short",     "position", "last",    "some", "few",     "final", "full",   "all",
               "half",      "quick",    "small",   "more", "nice",    "tiny",  "safety", "off",
               "contracts", "cons",     "partial", "of",   "more",    "big",   "little"});
      if (!is_between) break;
    }
    if (is(i, {"take"})) return std::nullopt;
    return make(CallAction::open, i, i + 1);
  }

  std::optional<Call> match_trim(std::size_t i) const {
    if (is(i, {"trim", "trimmed", "trimming", "trims"})) {
      if (is(i + 1, {"level", "levels", "zone", "zones", "spot", "area", "target", "targets",
                     "point", "points", "price"}))
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
    if (is(i, {"derisking", "derisked", "derisk", "reducing", "reduced", "peeled", "peeling",
               "lightened", "lightening"}))
      return make(CallAction::trim, i, i + 1);
    if (is(i, {"locking"}) && is(i + 1, {"in"}) &&
        (has(i + 2) && (is(i + 2, {"profit", "profits", "gains", "some", "half"}) ||
                        m_[i + 2].kind == TokenKind::percent)))
      return make(CallAction::trim, i, i + 2);
    if (is(i, {"de"}) && is(i + 1, {"risking", "risk", "risked"}))
      return make(CallAction::trim, i, i + 2);
    if (is(i, {"scaling", "scaled", "scale"}) && is(i + 1, {"out"}))
      return make(CallAction::trim, i, i + 2);
    if (is(i, {"off"}) && i > 0 && m_[i - 1].role == Role::fraction && is_clause_start(i - 1))
      return make(CallAction::trim, i, i + 1);
    if (is(i, {"half"}) && is(i + 1, {"out", "off"})) return make(CallAction::trim, i, i + 2);
    if (is(i, {"sold", "selling", "sell"})) {
      if (is(i + 1, {"off", "out", "order", "orders", "wall", "pressure", "side", "signal", "into",
                     "the", "zone"}) &&
          !(is(i + 1, {"the"}) && is(i + 2, {"rest", "remaining", "last", "runner", "runners"})))
        return is(i + 1, {"into"})
                   ? std::optional(with_side(make(CallAction::trim, i, i + 1), Side::sell))
                   : std::nullopt;
      const bool is_all =
          (i > 0 && is(i - 1, {"full", "fully", "completely"})) || is_final_behind(i);
      return with_side(make(is_all ? CallAction::close : CallAction::trim, i, i + 1), Side::sell);
    }
    return std::nullopt;
  }
  // "sold all", "sold the rest", "sold my last two"
  bool is_final_behind(std::size_t i) const {
    for (auto k = i + 1; k < std::min(i + 4, m_.size()) && same_clause(i, k); ++k) {
      if (is(k, {"all", "rest", "remaining", "last", "everything", "remainder"}))
        return !is(k + 1, {"but"});
      if (!is(k, {"my", "the", "of", "our"})) return false;
    }
    return false;
  }

  std::optional<Call> match_stop(std::size_t i) const {
    if (is(i, {"stopping"}) && is(i + 1, {"out"})) return stopped(i, i + 2);
    if (is(i, {"stopped"})) {
      if (is(i + 1, {"out"})) return stopped(i, i + 2);
      const auto next = i + 1;
      const bool is_trade = !has(next) || !same_clause(i, next) || is_separator(m_[next]) ||
                            is(next, {"at", "on", "here", "rest"}) || m_[next].role != Role::none;
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

  std::optional<Call> match_close(std::size_t i) const {
    if (is(i, {"closed", "closing", "close", "exit", "exited", "exiting", "flattened",
               "flattening"})) {
      if (is(i + 1, {"bell",      "to",   "in",       "price",     "call", "enough",   "above",
                     "below",     "over", "under",    "strong",    "weak", "higher",   "lower",
                     "liquidity", "plan", "strategy", "interview", "eyes", "attention"}) &&
          !(is(i + 1, {"above", "below"}) && is(i + 2, {"entry", "cost", "be"})))
        return std::nullopt;
      if (i > 0 &&
          is(i - 1, {"market", "markets", "candle", "the", "at", "into", "daily", "hourly", "to",
                     "a", "near", "by", "min", "stocks", "futures", "before"}) &&
          is(i, {"close", "closing", "closed", "exit"}))
        return std::nullopt;
      if (is(i, {"close", "exit"}) && (!is_behind_lead(i) || is_behind_name(i)))
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
        if (is(k, {"short", "shorts"}) && m_[k - 1].is_future)
          return with_side(make(CallAction::close, i, i + 1), Side::buy);
    if (is(i, {"dumped"}))
      return make(is_final_behind(i) ? CallAction::close : CallAction::trim, i, i + 1);
    if (is(i, {"cut", "cutting"})) {
      if (is(i + 1, {"rates", "rate", "off", "down", "back", "through"})) return std::nullopt;
      return make(CallAction::close, i, i + 1);
    }
    if (is(i, {"all", "fully", "completely"}) && is(i + 1, {"out"}) &&
        !(i > 0 && is(i - 1, {"went", "go", "going", "goes"})))
      return make(CallAction::close, i, i + 2);
    if (is(i, {"out"})) {
      const auto next = i + 1;
      const bool is_trade = !has(next) || !same_clause(i, next) || is_separator(m_[next]) ||
                            m_[next].role != Role::none ||
                            is(next, {"of",    "on",    "the",       "half", "all",        "rest",
                                      "last",  "here",  "at",        "for",  "my",         "most",
                                      "some",  "these", "remaining", "now",  "everything", "final",
                                      "fully", "be",    "breakeven", "flat", "completely"});
      if (!is_trade) return std::nullopt;
      if (i > 1 && is(i - 1, {"and"}) && is(i - 2, {"in"})) return std::nullopt;
      if (i > 0 && is(i - 1, {"stop", "stops"})) return std::nullopt;
      if (i > 0 &&
          is(i - 1, {"came",   "coming", "come",   "went",    "check", "find",  "figure",   "turn",
                     "turned", "work",   "worked", "look",    "watch", "break", "breaking", "way",
                     "speak",  "hang",   "sit",    "sitting", "run",   "ran",   "put"}))
        return std::nullopt;
      const bool is_half = is(next, {"half"}) || (is(next, {"of"}) && is(i + 2, {"half"}));
      return make(is_half ? CallAction::trim : CallAction::close, i, i + 1);
    }
    return std::nullopt;
  }

  std::optional<Call> match_add(std::size_t i) const {
    const auto add = [&](std::size_t end) {
      auto call = make(CallAction::add, i, end);
      call.is_add_to = true;
      return call;
    };
    if (is(i, {"scaled", "scaling"}) && is(i + 1, {"in", "into"})) return add(i + 2);
    if (is(i, {"avg", "averaging", "averaged"}) && is(i + 1, {"down", "up"}) &&
        !(i > 0 && is(i - 1, {"new", "my"})))
      return add(i + 2);
    if (is(i, {"dca", "dcaing", "dcad"})) return add(i + 1);
    if (is(i, {"doubled", "doubling"}) && is(i + 1, {"down"})) return add(i + 2);
    if (is(i, {"bought", "buying", "grabbed", "grabbing"}) && has(i + 1) &&
        m_[i + 1].role == Role::count && is(i + 2, {"more"}))
      return with_side(add(i + 3), Side::buy);
    if (is(i, {"bought", "buying", "grabbed", "grabbing"}) && is(i + 1, {"another"}) &&
        has(i + 2) && m_[i + 2].role == Role::count)
      return with_side(add(i + 3), Side::buy);
    if (is(i, {"bought", "buying", "grabbed", "grabbing"}) && is(i + 1, {"more"}))
      return with_side(add(i + 2), Side::buy);
    if (is(i, {"add"})) {
      const bool is_only = i > 0 && m_[i - 1].is_mark('(') && has(i + 1) && m_[i + 1].is_mark(')');
      if (is_only) return add(i + 1);
      const bool is_noun = i > 0 && is(i - 1, {"small", "another", "last", "final", "quick",
                                               "little", "tiny", "safety"});
      if (is_noun && has(i + 1) &&
          (is(i + 1, {"here", "at"}) || m_[i + 1].is_mark('@') ||
           m_[i + 1].role == Role::price_bare))
        return add(i + 1);
      if (i > 0 && is(i - 1, {"will", "ill", "can", "may", "might", "could"})) return add(i + 1);
      return std::nullopt;
    }
    if (!is(i, {"added", "adding"})) return std::nullopt;
    // "AMD adding to gains": the symbol is what rises
    const auto before = previous_word(m_, i);
    if (before < m_.size() && m_[before].role == Role::symbol && same_clause(before, i) &&
        !is(i + 1, {"here", "more"}))
      return std::nullopt;
    if (is(i + 1, {"to", "more"})) return add(i + 2);
    if (has(i + 2) && m_[i + 1].role == Role::count && is(i + 2, {"more"})) return add(i + 3);
    return make(CallAction::add, i, i + 1);
  }

  std::optional<Call> match_open(std::size_t i) const {
    const auto open = [&](std::size_t end) { return make(CallAction::open, i, end); };
    if (is(i, {"bought", "buying"})) {
      if (is(i + 1, {"back", "out", "up"})) return std::nullopt;
      return with_side(open(i + 1), Side::buy);
    }
    if (is(i, {"buy"}) && i >= 2 && is(i - 1, {"to"}) && is(i - 2, {"starting", "started"}))
      return with_side(open(i + 1), Side::buy);
    if (is(i, {"entered", "entering", "reentered", "reentering", "grabbed", "grabbing", "snagged",
               "snagging", "scooped", "scooping", "opened", "opening", "nabbed", "nabbing"})) {
      if (is(i, {"opening", "opened"}) &&
          is(i + 1, {"bell", "range", "print", "price", "drive", "up", "at", "above", "below",
                     "candle", "red", "green", "higher", "lower"}))
        return std::nullopt;
      return open(i + 1);
    }
    if (is(i, {"picked", "picking"}) && is(i + 1, {"up"})) return open(i + 2);
    if (is(i, {"open", "entry", "enter"})) {
      if (!is_clause_start(i)) return std::nullopt;
      auto call = open(i + 1);
      call.is_label = true;
      return call;
    }
    if (is(i, {"in"})) {
      const bool is_start = is_clause_start(i) ||
                            (i > 1 && is(i - 1, {"are"}) && is(i - 2, {"we"})) ||
                            is(i - 1, {"im", "back", "jumped", "hopped", "got", "weare", "am"});
      const auto next = i + 1;
      const bool is_trade =
          has(next) &&
          (m_[next].role == Role::symbol || m_[next].role == Role::strike ||
           m_[next].role == Role::expiry || m_[next].role == Role::price_average ||
           (is(next, {"half", "quarter"}) && is(next + 1, {"size"})) ||
           is(next, {"here", "starters", "small", "light", "at"}) || m_[next].is_mark('@'));
      if (!is_start || !is_trade) return std::nullopt;
      return open(i + 1);
    }
    if (is(i, {"filled", "fill"})) {
      const auto next = i + 1;
      const bool is_price = has(next) && (m_[next].kind == TokenKind::number ||
                                          m_[next].is_mark('@') || is(next, {"at"}));
      const bool is_on = is(next, {"on"}) && has(next + 1) && m_[next + 1].role == Role::symbol;
      if (!is(i, {"filled"}) || !(is_price || is_on)) return std::nullopt;
      return open(i + 1);
    }
    if (is(i, {"long", "short", "longed", "shorted", "longing", "shorting", "longs", "shorts"})) {
      auto call = with_side(open(i + 1), m_[i].text[0] == 'l' ? Side::buy : Side::sell);
      call.is_future_direction = true;
      return call;
    }
    return std::nullopt;
  }

  std::optional<Call> match_other(std::size_t i) const {
    if (is(i, {"cancel", "cancelled", "canceled", "cancelling", "canceling"}))
      return make(CallAction::cancel, i, i + 1);
    if (is(i, {"scratch"}) && is(i + 1, {"that"})) return make(CallAction::cancel, i, i + 2);
    if (is(i, {"loading", "loaded", "prepping"})) return make(CallAction::get_ready, i, i + 1);
    return std::nullopt;
  }

  bool is_lead(std::size_t i) const {
    const auto& word = m_[i];
    if (word.role != Role::none || is_separator(word)) return true;
    return word.kind == TokenKind::word && lead_words().contains(word.text);
  }
  bool is_behind_lead(std::size_t i) const {
    for (auto k = i; k > 0;) {
      --k;
      if (m_[k].clause != m_[i].clause) break;
      if (!is_lead(k)) return false;
    }
    return true;
  }

  bool is_planned(const Call& call) const {
    for (std::size_t k = 0; k < call.begin; ++k)
      if (m_[k].clause == m_[call.begin].clause &&
          is(k, {"will", "ill", "can", "may", "might", "looking", "plan", "planning", "gonna",
                 "going", "could"}))
        return true;
    return false;
  }
  // "Trimming into strength is key": the verb is what is talked about.
  bool is_subject_of_talk(const Call& call) const {
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
  bool is_behind_name(std::size_t i) const {
    for (auto k = i; k > 0 && same_clause(k - 1, i); --k)
      if (m_[k - 1].role == Role::symbol || m_[k - 1].role == Role::strike) return true;
    return false;
  }
  // Whether the call is made, now, by the one who writes.
  bool is_called(const Call& call) const {
    const auto i = call.begin;
    bool is_clear = true;      // only lead words before it in its clause
    bool has_subject = false;  // "I" directly before it, adverbs aside
    bool is_near = true;
    for (auto k = i; k > 0;) {
      --k;
      if (m_[k].sentence != m_[i].sentence) break;
      const auto& word = m_[k];
      if (is_condition(word)) return false;
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
      if (!is_lead(k)) is_clear = false;
    }
    // "last trim on AMD was 1.28"
    if (call.end - i > 1 && is(call.end - 1, {"trim", "trims"}))
      for (auto k = call.end; has(k) && same_clause(i, k); ++k) {
        if (is(k, {"as", "because", "since", "so"})) break;
        if (is(k, {"was", "were", "is"})) return false;
      }
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
        if (call.action == CallAction::open &&
            is_one_of(word, {"was", "were", "worked", "earlier"}))
          return false;
      } else if (starts_clause && is_condition(word)) {
        return false;  // "..., if it breaks"
      }
    }
    return true;
  }
  bool is_at_percent(std::size_t i) const {
    if (!has(i) || !(m_[i].is_mark('@') || is(i, {"at", "profit", "profits", "some", "half"})))
      return false;
    while (has(i) && (m_[i].is_mark('@') || is(i, {"at", "profit", "profits", "some", "half"})))
      ++i;
    return has(i) && m_[i].kind == TokenKind::percent &&
           (m_[i - 1].is_mark('@') || is(i - 1, {"at"}));
  }
  bool is_of_yesterday(std::size_t i) const {
    for (std::size_t k = 0; k < m_.size(); ++k)
      if (m_[k].sentence == m_[i].sentence && m_[k].role == Role::none && is_past_time(k, i))
        return true;
    return false;
  }
  // "yesterday", "last week", "this morning"; before the verb also "Today:" and "Monday we ..."
  bool is_past_time(std::size_t k, std::size_t call) const {
    if (is(k, {"yesterday", "ago"})) return true;
    if (is(k, {"last"}) && is(k + 1, {"week", "weeks", "year", "month", "night", "monday",
                                      "tuesday", "wednesday", "thursday", "friday"}))
      return true;
    if (is(k, {"this"}) && is(k + 1, {"morning", "afternoon"})) return true;
    return k < call && is(k, {"today", "todays", "monday", "tuesday", "wednesday", "thursday"});
  }
  std::size_t end_of_sentence(std::size_t i) const {
    auto k = i;
    while (k < m_.size() && m_[k].sentence == m_[i].sentence) ++k;
    return k;
  }

  const Message& m_;
  Calls calls_;
};

}  // namespace

bool is_lead_word(const Word& word) {
  return word.kind == TokenKind::word && lead_words().contains(word.text);
}

Calls find_calls(const Message& message) { return Finder(message).run(); }

bool is_condition(const Word& word) {
  return is_one_of(word, {"if", "when", "whenever", "once", "unless", "provided", "assuming"});
}

std::size_t end_of_object(const Message& message, const Call& call) {
  auto k = call.end;
  for (; k < message.size() && message[k].clause == message[call.end - 1].clause; ++k)
    if (is_one_of(message[k],
                  {"leaving", "keeping", "keep",    "leave",     "outside", "except", "besides",
                   "but",     "holding", "still",   "switching", "while",   "since",  "because",
                   "as",      "looking", "besides", "excluding", "not",     "will",   "done",
                   "rolling", "moving",  "stop",    "sl"}))
      break;
  return k;
}

bool has_trade_object(const Message& message, const Call& call) {
  const auto clause = message[call.end - 1].clause;
  bool ends_open = false;  // with a word that needs another
  // "took profits", "last trim": the call names its own object
  std::size_t count =
      is_one_of(message[call.end - 1], {"trim", "trims", "partial", "partials", "profit", "profits",
                                        "gains", "l", "loss", "losses"})
          ? 1
          : 0;
  for (auto k = call.end; k < message.size() && message[k].clause == clause && count < 5; ++k) {
    const auto& word = message[k];
    if (is_separator(word)) continue;
    if (word.role != Role::none) {
      ends_open = false;
      ++count;
      continue;
    }
    if (word.kind != TokenKind::word) break;
    if (is_one_of(word, {"as", "because", "since", "so", "that", "which"})) return count > 0;
    if (object_words().contains(word.text)) {
      ends_open = false;
      ++count;
    } else if (linking_words().contains(word.text)) {
      ends_open = true;
    } else {
      return count > 0 && !ends_open;
    }
  }
  return !ends_open;
}

}  // namespace fillwright::alert
