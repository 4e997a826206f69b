#include "actors/domain/alert/message.hpp"

#include <algorithm>
#include <initializer_list>

#include "actors/domain/alert/vocabulary.hpp"

namespace fillwright::alert {
namespace {

using List = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view text, List list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}
bool is_word_of(const Word& word, List list) {
  return word.kind == TokenKind::word && is_one_of(word.text, list);
}
std::string upper(std::string text) {
  for (auto& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}
bool is_letters(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '.'; });
}

// Words that may stand before a colon without being the name of who speaks.
bool is_label(const Word& word) {
  return is_word_of(
      word,
      {"update",    "updates",    "contract", "contracts",  "entry",     "entries",      "notes",
       "note",      "lotto",      "alert",    "ticker",     "stop",      "sl",           "stoploss",
       "tp",        "pt",         "target",   "targets",    "entering",  "entered",      "closed",
       "closing",   "close",      "open",     "opened",     "opening",   "long",         "short",
       "trim",      "trimmed",    "trimming", "exp",        "expiry",    "expiration",   "strike",
       "price",     "size",       "avg",      "average",    "fill",      "filled",       "trade",
       "trades",    "daytrade",   "swing",    "super",      "bto",       "stc",          "sto",
       "btc",       "buy",        "sell",     "bought",     "sold",      "exit",         "out",
       "in",        "comment",    "add",      "added",      "adding",    "call",         "calls",
       "put",       "puts",       "risk",     "symbol",     "stock",     "option",       "action",
       "watch",     "watchlist",  "doing",    "recap",      "plan",      "idea",         "setup",
       "cancel",    "cancelled",  "day",      "market",     "direction", "type",         "side",
       "position",  "loading",    "scalp",    "signal",     "results",   "reminder",     "lesson",
       "rule",      "tip",        "question", "warning",    "fyi",       "thoughts",     "example",
       "psa",       "disclaimer", "strategy", "goal",       "poll",      "news",         "today",
       "yesterday", "reply",      "edit",     "correction", "paper",     "hypothetical", "paper",
       "wish",      "if",         "quote",    "flow",       "rumor",     "rumour",       "breaking",
       "watching",  "week",       "history",  "journal",    "limit"});
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Message run() {
    for (auto& token : tokenize(text_)) {
      if (token.kind == TokenKind::mention) {
        message_.has_ping = true;
        continue;
      }
      Word word;
      static_cast<Token&>(word) = std::move(token);
      words().push_back(std::move(word));
    }
    drop_header();
    find_case();
    number_clauses();
    find_expiries();
    find_strikes();
    find_symbols();
    find_numbers();
    return std::move(message_);
  }

 private:
  std::vector<Word>& words() { return message_.words; }
  std::size_t size() const { return message_.words.size(); }
  std::size_t next(std::size_t i) const { return next_word(message_, i); }
  std::size_t previous(std::size_t i) const { return previous_word(message_, i); }
  bool has(std::size_t i) const { return i < size(); }
  bool is_word(std::size_t i, List list) const { return has(i) && is_word_of(message_[i], list); }
  bool is_plain_number(std::size_t i) const {
    return has(i) && message_[i].kind == TokenKind::number && message_[i].sign == 0;
  }

  void erase_front(std::size_t count) {
    words().erase(words().begin(), words().begin() + static_cast<std::ptrdiff_t>(count));
  }

  void drop_blank() {
    const auto& w = words();
    std::size_t blank = 0;
    while (blank < w.size() &&
           (w[blank].kind == TokenKind::newline || w[blank].is_mark('"') || w[blank].is_mark(']') ||
            w[blank].is_mark(':') || w[blank].is_mark('-')))
      ++blank;
    erase_front(blank);
  }
  // "Alex (Admin) — 11:02 AM", "KC Trades Bot:", "enrich:", "Casey (Admin):"
  void drop_header() {
    auto& w = words();
    drop_blank();
    const auto limit = std::min<std::size_t>(w.size(), 14);
    std::size_t line_end = 0;
    while (line_end < limit && w[line_end].kind != TokenKind::newline) ++line_end;
    for (std::size_t i = 0; i < line_end; ++i) {
      if (w[i].kind != TokenKind::clock || i == 0) continue;
      bool is_header = false;
      bool is_old = false;
      for (std::size_t k = 0; k < i; ++k) {
        is_header |= w[k].is_mark('-') || w[k].is_mark('[') || w[k].is_mark(')');
        is_old |=
            w[k].is("yesterday") || w[k].kind == TokenKind::slashed || w[k].kind == TokenKind::date;
        if (w[k].kind == TokenKind::number || w[k].kind == TokenKind::contract) return;
      }
      if (!is_header) return;
      message_.is_old_post = is_old;
      erase_front(i + 1);
      drop_blank();
      break;
    }
    for (int pass = 0; pass < 2; ++pass) drop_speaker();
  }
  void drop_speaker() {
    auto& w = words();
    for (std::size_t i = 1; i < std::min<std::size_t>(w.size(), 7); ++i)
      if (w[i].is_mark(':') && w[i - 1].is("bot")) {
        erase_front(i + 1);
        drop_blank();
        return;
      }
    for (std::size_t i = 0; i < std::min<std::size_t>(w.size(), 7); ++i) {
      if (w[i].is_mark(':')) {
        if (i == 0) return;
        erase_front(i + 1);
        drop_blank();
        return;
      }
      const bool is_role_mark = w[i].is_mark('(') || w[i].is_mark(')') || w[i].is_mark('[') ||
                                w[i].is_mark(']') || w[i].is_mark('|');
      if (w[i].kind != TokenKind::word && !is_role_mark) return;
      if (w[i].has_dollar || w[i].has_slash || is_label(w[i])) return;
      if (w[i].is_upper && is_known_ticker(upper(w[i].text))) return;
      if (i > 0 && w[i].text.size() > 1 && is_common_word(w[i].text)) return;
    }
  }

  void find_case() {
    std::size_t upper_count = 0;
    std::size_t count = 0;
    for (const auto& word : words()) {
      if (word.kind != TokenKind::word || word.text.size() < 2 || word.has_dollar) continue;
      ++count;
      upper_count += word.is_upper ? 1 : 0;
    }
    message_.is_all_upper = count >= 3 && upper_count == count;
  }

  void number_clauses() {
    int clause = 0;
    int sentence = 0;
    int line = 0;
    auto& w = words();
    for (std::size_t i = 0; i < w.size(); ++i) {
      auto& word = w[i];
      word.clause = clause;
      word.sentence = sentence;
      word.line = line;
      const bool is_abbreviation = word.is_mark('.') && i > 0 && !word.is_spaced &&
                                   is_word_of(w[i - 1], {"avg", "exp", "vs"});
      const bool is_end = word.kind == TokenKind::newline || word.is_mark('!') ||
                          word.is_mark('?') || word.is_mark(';') ||
                          (word.is_mark('.') && !is_abbreviation);
      const bool is_dash = word.is_mark('-') && word.is_spaced;
      // "... and STC QQQ": a formal order begins anew
      if (i > 0 && is_word_of(word, {"bto", "stc", "sto", "btc"}) &&
          (is_word_of(w[i - 1], {"and", "then"}) || w[i - 1].is_mark('&'))) {
        ++clause;
        word.clause = clause;
      }
      if (is_end) ++sentence, ++clause;
      if (word.kind == TokenKind::newline) ++line;
      const bool is_side_label =
          word.is_mark(':') && i > 0 && is_word_of(w[i - 1], {"long", "short"});
      if (is_side_label) continue;
      if (is_dash || word.is_mark(',') || word.is_mark('(') || word.is_mark(')') ||
          word.is_mark('|') || word.is_mark(':'))
        ++clause;
    }
  }

  // ---- expiries

  void mark_expiry(std::size_t first, std::size_t last) {
    auto& w = words();
    auto end = w[last].end;
    for (auto i = first; i <= last; ++i) w[i].role = Role::expiry;
    w[first].expiry = std::string(text_.substr(w[first].begin, end - w[first].begin));
  }

  bool is_day(std::size_t i) const {
    if (!has(i)) return false;
    const auto& word = message_[i];
    return (word.kind == TokenKind::ordinal || (is_plain_number(i) && !word.has_dollar)) &&
           word.is_whole() && word.whole() >= 1 && word.whole() <= 31 && is_written_whole(word);
  }
  bool is_written_whole(const Word& word) const {
    return text_.substr(word.begin, word.end - word.begin).find('.') == std::string_view::npos;
  }
  // A year of a date: 24..45 or 2024..2045, without a fraction or a dollar sign.
  bool is_year(std::size_t i) const {
    if (!is_plain_number(i) || message_[i].has_dollar || !is_written_whole(message_[i]))
      return false;
    const auto n = message_[i].whole();
    return (n >= 24 && n <= 45) || (n >= 2023 && n <= 2045);
  }

  bool is_fraction(std::size_t i) const {
    const auto& word = message_[i];
    const auto slash = word.text.find('/');
    if (word.text.ends_with("th")) return true;
    if (!is_one_of(word.text, {"1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "1/8", "1/10"}) ||
        slash == std::string::npos)
      return false;
    const auto after = i + 1;
    if (is_word(after, {"size",    "sized", "position", "positions", "pos",  "of",   "th",
                        "out",     "off",   "trim",     "here",      "more", "left", "remaining",
                        "runners", "my",    "the",      "contracts", "cons", "posi", "now"}))
      return true;
    if (i > 0 && message_[i - 1].is_mark('(') && has(i + 1) && message_[i + 1].is_mark(')'))
      return true;
    if (i == 0) return false;
    auto back = i - 1;
    if (is_word(back, {"keeping", "keep", "leaving", "left", "holding", "kept"})) return true;
    if (is_word(back, {"by", "to", "another", "about", "around"}) && back > 0) --back;
    return is_word(
        back, {"partial",   "partials", "out",     "trim",    "trimming", "trimmed",  "sold",
               "sell",      "selling",  "scaling", "scale",   "scaled",   "reducing", "reduced",
               "reduce",    "took",     "taking",  "off",     "down",     "last",     "first",
               "derisking", "size",     "closed",  "closing", "close",    "stc"});
  }

  void find_expiries() {
    auto& w = words();
    for (std::size_t i = 0; i < w.size(); ++i) {
      if (w[i].role != Role::none) continue;
      switch (w[i].kind) {
        case TokenKind::date:
        case TokenKind::dte:
          mark_expiry(i, i);
          break;
        case TokenKind::slashed:
          if (is_fraction(i) || is_part_behind_price(i))
            w[i].role = Role::fraction;
          else if (looks_like_date(w[i].text))
            mark_expiry(i, i);
          else
            w[i].role = Role::level;
          break;
        case TokenKind::number:
          if (is_word(i + 1, {"dte", "dtes"}) && is_day_count(i)) mark_expiry(i, i + 1);
          break;
        case TokenKind::word:
          find_expiry_word(i);
          break;
        default:
          break;
      }
    }
  }
  // "STC AAPL 260C 9/18 @ 4.00 1/2": the day is said already
  bool is_part_behind_price(std::size_t i) const {
    if (i < 2 || !is_one_of(message_[i].text, {"1/2", "1/3", "2/3", "1/4", "3/4"})) return false;
    if (!is_plain_number(i - 1) || !message_[i - 2].is_mark('@')) return false;
    for (auto k = i - 2; k-- > 0 && i - k < 8;)
      if (message_[k].role == Role::expiry) return true;
    return false;
  }
  bool is_day_count(std::size_t i) const {
    return message_[i].is_whole() && message_[i].whole() <= 1000;
  }
  // Up to a two-digit first part, so that 500/505 stays a pair of strikes.
  static bool looks_like_date(std::string_view text) {
    const auto slash = text.find('/');
    if (text.find('.') != std::string_view::npos) return false;
    if (slash == 4) return std::count(text.begin(), text.end(), '/') == 2;
    const auto rest = text.substr(slash + 1);
    return slash <= 2 && (rest.size() <= 2 || rest.find('/') != std::string_view::npos ||
                          (rest.size() == 4 && rest.starts_with("20")));
  }

  void find_expiry_word(std::size_t i) {
    auto& w = words();
    if (const auto month = month_number(w[i].text)) {
      const bool is_may = w[i].text == "may" || w[i].text == "march" || w[i].text == "mar";
      const bool has_day_before = i > 0 && is_day(i - 1) && w[i - 1].role == Role::none;
      const bool has_day_after = is_day(i + 1);
      if (has_day_before && has_day_after && !is_year(i + 1)) {
        message_.has_doubtful_date =
            w[i - 1].kind != TokenKind::ordinal && w[i + 1].kind != TokenKind::ordinal;
      }
      if (has_day_before) {
        auto last = i;
        if (is_year(i + 1) && !has_contract_word(i + 2)) last = i + 1;
        mark_expiry(i - 1, last);
      } else if (has_day_after) {
        auto last = i + 1;
        auto year = last + 1;
        if (has(year) && w[year].is_mark(',')) ++year;
        if (is_year(year) && !has_contract_word(year + 1)) last = year;
        mark_expiry(i, last);
      } else if (is_year(i + 1) && message_[i + 1].whole() > 2000) {
        mark_expiry(i, i + 1);
      } else if (!is_may || w[i].is_upper || w[i].text == "march") {
        if (is_next_to_contract(i) && !(w[i].text == "may" && !w[i].is_upper)) mark_expiry(i, i);
      }
      return;
    }
    if (is_word(i, {"this", "next"}) &&
        is_word(i + 1, {"week", "weeks", "friday", "fri", "weekly", "month"})) {
      if (is_next_to_contract(i) || is_next_to_contract(i + 1)) mark_expiry(i, i + 1);
    } else if (is_word(i, {"weekly", "weeklies", "friday", "fri", "eow", "monthly", "monthlies"})) {
      if (is_next_to_contract(i)) mark_expiry(i, i);
    } else if (is_word(i, {"today", "tomorrow"})) {
      if (i > 0 && is_word(i - 1, {"exp", "expiry", "expiring", "expires", "expiration"}))
        mark_expiry(i, i);
    }
  }
  // A right after a would-be year makes it a strike: "Jan 16 30 calls".
  bool has_contract_word(std::size_t i) const {
    return has(i) && message_[i].kind == TokenKind::word &&
           right_word(message_[i].text).has_value();
  }
  bool is_contract_piece(std::size_t i) const {
    if (!has(i)) return false;
    const auto& word = message_[i];
    if (word.kind == TokenKind::contract || word.kind == TokenKind::occ) return true;
    if (word.kind == TokenKind::number && word.has_dollar) return true;
    if (word.kind != TokenKind::word) return false;
    if (word.has_dollar) return true;
    if (right_word(word.text) && word.text.size() > 1) return true;
    if (is_one_of(word.text, {"exp", "expiry", "expiration", "expiring", "expires"})) return true;
    return word.is_upper && is_known_ticker(upper(word.text)) && !is_common_word(word.text);
  }
  bool is_next_to_contract(std::size_t i) const {
    auto before = i > 0 ? i - 1 : size();
    if (is_word(before, {"for", "to"}) && before > 0) --before;
    if (has(before) && message_[before].is_mark('-') && before > 0) --before;
    const bool is_after =
        has(before) && is_contract_piece(before) && message_[before].line == message_[i].line;
    const auto after = i + 1;
    return is_after || (has(after) &&
                        (is_contract_piece(after) ||
                         (is_plain_number(after) && has_contract_word(after + 1))) &&
                        message_[after].line == message_[i].line);
  }

  // ---- strikes and rights

  void find_strikes() {
    auto& w = words();
    for (std::size_t i = 0; i < w.size(); ++i) {
      auto& word = w[i];
      if (word.kind == TokenKind::contract) {
        word.role = Role::strike;
      } else if (word.kind == TokenKind::occ) {
        word.role = Role::strike;
        word.expiry = word.text;
      } else if (is_plain_number(i) && word.role == Role::none) {
        find_strike_before_right(i);
      }
    }
    // a right of its own: "AAPL puts"; or one before its strike: "Puts Aug 6th exp 630s"
    for (std::size_t i = 0; i < w.size(); ++i) {
      if (w[i].kind != TokenKind::word || w[i].role != Role::none) continue;
      const auto right = right_word(w[i].text);
      if (!right || w[i].has_dollar) continue;
      if (w[i].text.size() == 1) continue;  // a lone letter is a right only behind a number
      if (is_word(i + 1, {"it", "up", "out", "on", "wall"}) &&
          is_one_of(w[i].text, {"call", "put"}))
        continue;
      w[i].role = Role::right;
      w[i].right = *right;
      find_strike_after_right(i);
    }
    for (std::size_t i = 0; i < w.size(); ++i)
      if (is_word(i, {"strike", "strikes"}) && w[i].role == Role::none) {
        auto number = i + 1;
        if (has(number) && (w[number].is_mark(':') || w[number].is_mark('-'))) ++number;
        if (is_plain_number(number) && w[number].role == Role::none)
          w[number].role = Role::strike;
        else if (i > 0 && is_plain_number(i - 1) && w[i - 1].role == Role::none)
          w[i - 1].role = Role::strike;
        w[i].role = Role::filler;
      }
  }

  // 740 C · 205 calls · $61 ITM CALLS · $766 0DTE CALLS
  void find_strike_before_right(std::size_t i) {
    auto& w = words();
    if (i > 0 && (w[i - 1].is_mark('@') || is_word(i - 1, {"at", "for"})) && !w[i].has_dollar &&
        !is_written_whole(w[i]))
      return;
    auto k = i + 1;
    for (int skipped = 0; skipped < 4 && has(k); ++k, ++skipped) {
      const bool is_filler = is_word(k, {"itm", "otm", "atm", "strike", "exp", "-"});
      if (!is_filler && w[k].role != Role::expiry) break;
    }
    if (!has(k) || w[k].kind != TokenKind::word || w[k].has_dollar) return;
    auto right = right_word(w[k].text);
    if (!right) return;
    if (is_one_of(w[k].text, {"cs", "ps"})) return;
    if (w[k].text.size() == 1 && k != i + 1) return;
    if (!w[i].has_dollar && is_count_of_contracts(i, k)) return;
    w[i].role = Role::strike;
    w[i].right = *right;
    w[k].role = Role::right;
    w[k].right = *right;
    for (auto m = i + 1; m < k; ++m)
      if (w[m].role == Role::none) w[m].role = Role::filler;
  }
  // "bought 10 calls" counts; "AAL 12 calls" names a strike.
  bool is_count_of_contracts(std::size_t i, std::size_t k) const {
    if (w_text(k) == "c" || w_text(k) == "p" || !message_[i].is_whole() || message_[i].whole() > 50)
      return false;
    if (i == 0) return true;
    const auto& before = message_[i - 1];
    if (before.role == Role::expiry || before.has_dollar) return false;
    return !(before.kind == TokenKind::word && before.is_upper &&
             is_known_ticker(upper(before.text)));
  }
  const std::string& w_text(std::size_t i) const { return message_[i].text; }

  void find_strike_after_right(std::size_t i) {
    auto& w = words();
    auto k = i + 1;
    for (int skipped = 0; skipped < 4 && has(k); ++k, ++skipped)
      if (w[k].role != Role::expiry && !is_word(k, {"exp", "expiry", "expiration", "strike"}) &&
          !w[k].is_mark('-'))
        break;
    if (!has(k) || w[k].role != Role::none) {
      // "puts $480p": the strike repeats the right
      return;
    }
    // "SPY puts 598 12/03 @ 1.31": a whole number right behind, then a date
    const bool is_plain = is_plain_number(k) && k == i + 1 && !w[k].has_dollar &&
                          is_written_whole(w[k]) && has(k + 1) && w[k + 1].role == Role::expiry;
    if ((w[k].kind == TokenKind::strikes || is_plain) && !any_strike()) {
      w[k].role = Role::strike;
      w[k].right = w[i].right;
    }
  }
  bool any_strike() const {
    return std::any_of(message_.words.begin(), message_.words.end(),
                       [](const Word& word) { return word.role == Role::strike; });
  }

  // ---- symbols

  void find_symbols() {
    for (std::size_t i = 0; i < size(); ++i) {
      auto& word = words()[i];
      if (word.kind == TokenKind::occ) {
        word.symbol = word.root;
        continue;
      }
      if (word.kind != TokenKind::word || word.role != Role::none) continue;
      word.symbol = symbol_at(i, word);
      if (word.symbol.empty()) continue;
      word.role = Role::symbol;
    }
  }

  std::string symbol_at(std::size_t i, Word& word) {
    const auto& text = word.text;
    if (word.has_slash) {
      const auto root = future_root(text);
      word.is_future = root.has_value();
      return root.value_or("");
    }
    if (word.has_dollar) {
      if (!is_symbol_root(text) || text == "alert" || text == "usd") return "";
      if (const auto root = future_root(text)) {
        word.is_future = true;
        return *root;
      }
      return upper(text);
    }
    if (const auto root = future_root(text);
        root && (text.size() == 3 || word.is_upper || text == "nq" || is_beside_direction(i))) {
      if (!is_before_contract(i)) {
        word.is_future = true;
        return *root;
      }
    }
    if (const auto company = ticker_of_company(text); company && !word.is_upper) {
      if (*company == "GC") {
        word.is_future = true;
        // "gold" is talk unless something is done with it
        if (is_word(i + 1, {"long", "short"})) return "GC";
        return i > 0 && is_word(i - 1, {"on", "gold", "of", "long", "short", "stopped", "trimmed",
                                        "trimming", "closed", "closing", "out", "trim"})
                   ? "GC"
                   : "";
      }
      return std::string(*company);
    }
    if (!is_symbol_root(text) || text.size() > 6) return "";
    const auto name = upper(text);
    const bool is_known = is_known_ticker(name);
    const bool is_plain_word = is_common_word(text) || is_word_and_ticker(text);
    const bool is_known_capital = is_known && word.is_upper && !message_.is_all_upper;
    if (is_after_formal_verb(i) && text.size() <= 5 &&
        (!is_common_word(text) || is_known_capital) && !is_label(word))
      return name;
    if (is_before_contract(i) && text.size() <= 5 &&
        (is_known || (word.is_upper && !is_common_word(text)))) {
      if (!is_common_word(text) || word.is_upper) return name;
    }
    if (is_plain_word) {
      if (!word.is_upper || is_common_word(text)) {
        // "CLOSING BE", "closed NOW": two readings
        const bool is_followed = has(i + 1) && !is_separator(message_[i + 1]) &&
                                 !is_word(i + 1, {"at", "here", "for"}) &&
                                 message_[i + 1].kind == TokenKind::word;
        if (is_known && word.is_upper && i > 0 && is_exit_word(i - 1) && !is_followed &&
            !is_one_of(text, {"all", "out", "for", "it", "so", "a"}) &&
            !(text == "be" && has_symbol_before(i)))
          word.is_ambiguous = true;
        return "";
      }
      if (message_.is_all_upper && !is_known) return "";
      return is_known && text.size() >= 2 && (!message_.is_all_upper || is_subject(i)) ? name : "";
    }
    if (is_known && (word.is_upper || text.size() >= 3)) return name;
    if (word.is_upper && text.size() >= 2 && text.size() <= 5 && !message_.is_all_upper &&
        has(i + 1) && message_[i + 1].is_mark('@'))
      return name;
    if (word.is_upper && text.size() >= 2 && text.size() <= 5 && is_subject(i) &&
        month_number(text) == std::nullopt && !has_named_symbol())
      return name;
    return "";
  }
  bool has_symbol_before(std::size_t i) const {
    while (i-- > 0)
      if (!message_[i].symbol.empty()) return true;
    return false;
  }
  // With a $ or well known: next to it a strange word in capitals is only a word.
  bool has_named_symbol() const {
    return std::any_of(message_.words.begin(), message_.words.end(), [](const Word& word) {
      return word.kind == TokenKind::word && word.text.size() > 1 &&
             (word.has_dollar ? is_symbol_root(word.text) && word.text != "alert"
                              : word.is_upper && is_known_ticker(upper(word.text)) &&
                                    !is_common_word(word.text) && !is_word_and_ticker(word.text));
    });
  }
  static bool is_symbol_root(std::string_view text) {
    return is_letters(text) && text.size() <= 6 && text.front() != '.';
  }
  bool is_beside_direction(std::size_t i) const {
    const List directions{"long",    "short", "buy",    "sell",    "buying",
                          "selling", "longs", "shorts", "trimmed", "on"};
    return (i > 0 && is_word(i - 1, directions)) || is_word(i + 1, {"long", "short"});
  }
  bool is_exit_word(std::size_t i) const {
    return is_word(
        i, {"closing", "closed", "close", "out", "of", "trim", "trimmed", "trimming", "reducing",
            "cutting", "sold", "selling", "exit", "exited", "exiting", "stopped"});
  }
  // Directly behind BTO and the like, perhaps with a count between.
  bool is_after_formal_verb(std::size_t i) const {
    auto k = i;
    for (int skipped = 0; k > 0 && skipped < 4; ++skipped) {
      --k;
      if (is_word(k, {"bto", "stc", "sto", "btc"})) return true;
      if (is_word(k, {"buy", "sell"}) && message_[k].is_upper) return true;
      const bool is_count = message_[k].kind == TokenKind::number || message_[k].is_mark('(') ||
                            message_[k].kind == TokenKind::percent ||
                            message_[k].kind == TokenKind::multiple || message_[k].is_mark(')') ||
                            is_word(k, {"contracts", "contract", "cons"});
      if (!is_count) return false;
    }
    return false;
  }
  // A strike, an expiry or a right follows, perhaps behind a dash or on the next line.
  bool is_before_contract(std::size_t i) const {
    auto k = i + 1;
    for (int skipped = 0; skipped < 3 && has(k); ++k, ++skipped) {
      const bool is_gap = message_[k].kind == TokenKind::newline || message_[k].is_mark('-') ||
                          message_[k].is_mark('|') || message_[k].is_mark(':') ||
                          message_[k].is_mark(',') || message_[k].is_mark('(');
      if (!is_gap) break;
    }
    if (!has(k)) return false;
    const auto role = message_[k].role;
    if (k == i + 1 && message_[i].is_upper && is_word(k, {"equity", "shares", "stock", "commons"}))
      return true;
    return role == Role::strike || role == Role::expiry ||
           (role == Role::right && k == i + 1 && message_[i].is_upper);
  }
  // Where an unknown name in capitals is a ticker: behind an exit's verb, or first in its line and
  // followed by a dash or a verb.
  bool is_subject(std::size_t i) const {
    if (i > 0 && is_exit_word(i - 1)) return true;
    if (i > 0 &&
        is_word(i - 1,
                {"on", "rest", "half", "my", "more", "in", "the", "added", "adding", "to"}) &&
        !message_.is_all_upper)
      return true;
    const bool is_first = i == 0 || message_[i - 1].kind == TokenKind::newline;
    if (!is_first) return false;
    return has(i + 1) &&
           (message_[i + 1].is_mark('-') || message_[i + 1].is_mark('|') || is_exit_word(i + 1) ||
            is_word(i + 1, {"reducing", "green", "itm", "calls", "puts", "super", "lottos", "lotto",
                            "rest", "runner", "runners"}));
  }

  // ---- the other numbers

  void find_numbers() {
    for (std::size_t i = 0; i < size(); ++i) {
      auto& word = words()[i];
      if (word.role != Role::none) continue;
      switch (word.kind) {
        case TokenKind::percent:
          word.role = Role::percent;
          break;
        case TokenKind::multiple:
          word.role = multiple_role(i);
          break;
        case TokenKind::measure:
        case TokenKind::ordinal:
        case TokenKind::clock:
        case TokenKind::strikes:
          word.role = Role::level;
          break;
        case TokenKind::number:
          word.role = number_role(i);
          break;
        default:
          break;
      }
    }
    find_pairs();
  }
  Role multiple_role(std::size_t i) const {
    const auto& word = message_[i];
    return word.is_whole() &&
                   !is_word(i + 1, {"extension", "gain", "leverage", "return", "profit"}) &&
                   (word.text.starts_with("x") || !has(i + 1) ||
                    message_[i + 1].kind != TokenKind::word || message_[i + 1].role != Role::none)
               ? Role::count
               : Role::level;
  }

  // What the words around a number say about it.
  Role number_role(std::size_t i) const {
    if (is_label_number(i)) return Role::level;
    if (i > 0 && message_[i - 1].is("x") && message_[i].is_whole()) return Role::count;
    if (is_part_of_count(i)) return Role::count;
    if (i > 1 && is_word(i - 1, {"of"}) && is_part_of_count(i - 2)) return Role::level;
    if (message_[i].sign == '+') return Role::level;  // "+1236", "for +$1,000"
    if (message_[i].sign == '-' && message_[i].has_dollar) return Role::level;
    if (is_count_behind_verb(i)) return Role::count;
    if (const auto role = role_by_right_word(i)) return *role;
    if (const auto role = role_by_left_word(i)) return *role;
    return Role::price_bare;
  }
  // "TP 1: 29918"
  bool is_label_number(std::size_t i) const {
    return i > 0 &&
           is_word(i - 1, {"tp", "pt", "target", "t", "trade", "entry", "scale", "part"}) &&
           message_[i].kind == TokenKind::number && message_[i].is_whole() &&
           message_[i].whole() <= 9 && is_written_whole(message_[i]) &&
           (!has(i + 1) || message_[i + 1].is_mark(':') || message_[i + 1].is_mark(')') ||
            message_[i + 1].is_mark('-') || message_[i + 1].kind == TokenKind::newline ||
            message_[i + 1].is("hit"));
  }
  // "out 1 of 2"
  bool is_part_of_count(std::size_t i) const {
    const auto is_count = [&](std::size_t k) {
      return is_plain_number(k) && !message_[k].has_dollar && is_written_whole(message_[k]) &&
             message_[k].whole() >= 1 && message_[k].whole() <= 100;
    };
    return is_count(i) && is_word(i + 1, {"of"}) && is_count(i + 2) &&
           message_[i].whole() <= message_[i + 2].whole();
  }
  // "BTO 10 TSLA", "sold 2 of", "took profit on 3"
  bool is_count_behind_verb(std::size_t i) const {
    const auto& word = message_[i];
    if (i == 0 || word.has_dollar || !word.is_whole() || !is_written_whole(word)) return false;
    auto before = i - 1;
    const bool is_on = is_word(before, {"on"});
    if (is_on && before > 0) --before;
    if (is_word(before, {"off"}) && before > 0 && is_word(before - 1, {"took", "taking"}))
      return has(i + 1) && message_[i + 1].role == Role::symbol;
    if (is_word(before, {"open", "close"}) && before > 1 && is_word(before - 1, {"to"}))
      before -= 2;
    if (is_on && !is_word(before, {"profit", "profits"})) return false;
    if (!is_word(before, {"bto",     "stc",      "sto",     "btc",     "buy",     "sell",
                          "bought",  "sold",     "buying",  "selling", "grabbed", "grabbing",
                          "trimmed", "trimming", "trim",    "added",   "adding",  "took",
                          "taking",  "profit",   "profits", "entered", "esell",   "closed",
                          "closing", "ebuy",     "snagged", "opened",  "got"}))
      return false;
    const auto after = i + 1;
    if (is_on)
      return !has(after) || is_separator(message_[after]) || message_[after].role != Role::none;
    const bool is_part = !is_word(before, {"buy", "sell"}) && has(after) &&
                         (message_[after].is_mark('@') || is_word(after, {"at"}));
    return has(after) &&
           (message_[after].role == Role::symbol || is_part || is_word(after, {"of"}));
  }
  std::optional<Role> role_by_right_word(std::size_t i) const {
    auto k = i + 1;
    const bool is_joined = has(k) && message_[k].is_mark('-') && !message_[k].is_spaced;
    if (is_joined) {
      // 5-6% risk
      if (has(k + 1) && message_[k + 1].kind == TokenKind::percent) return Role::level;
    }
    if (has(k) && message_[k].is_mark(')')) {
      if (i > 0 && message_[i - 1].is_mark('(') && message_[i].is_whole() &&
          !message_[i].has_dollar)
        return Role::count;  // "Entered (4) SLV"
      return std::nullopt;
    }
    if (!has(k) || message_[k].kind != TokenKind::word) return std::nullopt;
    const bool is_money = message_[i].has_dollar;
    if (is_money &&
        (is_word(k, {"a", "per"}) && is_word(k + 1, {"contract", "con", "car", "lot", "share"})))
      return Role::level;
    if (is_word(k, {"left", "remaining"})) return Role::level;
    if (i > 0 && is_word(i - 1, {"leaving", "leave", "to", "holding", "hold", "keeping", "keep",
                                 "with", "but", "have", "of", "only"}))
      return std::nullopt;
    if (is_word(k, {"contract", "contracts", "con", "cons", "lot", "lots", "share", "shares", "car",
                    "cars", "units", "runner", "runners", "more"})) {
      if (is_word(k + 1, {"left", "remaining"})) return Role::level;  // "1 runner left"
      return is_money || !message_[i].is_whole() ? Role::level : Role::count;
    }
    if (is_word(k, {"pt", "tp", "sl"})) return std::nullopt;
    if (is_word(k, {"day", "days", "week", "weeks", "min", "mins", "minute", "minutes", "hour",
                    "hours", "hr", "people", "members"}))
      return message_[i].is_whole() && !is_money ? std::optional(Role::level) : std::nullopt;
    if (is_word(
            k, {"point", "points", "pts",    "handle",  "handles", "tick",  "ticks",   "cents",
                "cent",  "times",  "level",  "levels",  "area",    "zone",  "support", "resistance",
                "psych", "ema",    "sma",    "dma",     "ma",      "vwap",  "sqz",     "am",
                "pm",    "gap",    "r",      "percent", "pips",    "bps",   "profit",  "loss",
                "gain",  "and",    "trades", "trade",   "or",      "again", "on"})) {
      if (is_word(k, {"and", "on", "or", "again", "gain", "profit", "loss", "trade", "trades"}) &&
          !(is_word(k, {"and"}) && is_word(k + 1, {"change"})))
        return is_word(k, {"and", "on", "or", "again"}) ? std::nullopt : std::optional(Role::level);
      return Role::level;
    }
    if (is_word(k, {"entry"}) && i > 0 && is_word(i - 1, {"from"})) return Role::entry_from;
    if (is_word(k, {"entry", "fill", "filled", "fills"})) return Role::price_at;
    if (is_word(k, {"avg", "average"})) {
      // "at .50 avg .58": the average is the next number
      if (is_plain_number(k + 1)) return std::nullopt;
      // "@ 41.03 AVG" is a price
      return i > 0 && message_[i - 1].is_mark('@') ? Role::price_at : Role::price_average;
    }
    if (is_word(k, {"stop", "sl", "target"}) && has(k + 1) &&
        !(is_plain_number(k + 1) || message_[k + 1].is_mark(':') || message_[k + 1].is_mark('@') ||
          is_word(k + 1, {"at", "below", "above", "is", "loss", "under", "over"})))
      return std::nullopt;
    return std::nullopt;
  }

  std::optional<Role> role_by_left_word(std::size_t i) const {
    // Back over what may stand between a label and its number.
    auto k = i;
    bool is_at = false;
    for (int steps = 0; k > 0 && steps < 7; ++steps) {
      --k;
      const auto& word = message_[k];
      if (word.kind == TokenKind::newline) break;
      if (word.is_mark('@') || is_word(k, {"at"})) {
        is_at = true;
        continue;
      }
      if (word.is_mark(':') || word.is_mark('=') || word.is_mark('~') || word.is_mark('$') ||
          is_word(k, {"is", "was", "the", "around", "about", "near", "my", "of", "it", "price", "a",
                      "now", "loss", "be"}))
        continue;
      if (word.is_mark('<') || word.is_mark('>')) {
        if (word.text == ">" && word.end - word.begin == 2) return Role::price_arrow;
        return Role::level;
      }
      if (word.is_mark('-')) {
        if (is_at) break;
        continue;
      }
      if (is_at && is_word(k, {"off"})) break;  // "took half off at 2.10"
      // "stop loss hit @ 7.70", "hit stop at 3.50": where it was sold
      const bool is_stop_hit =
          (is_word(k, {"hit"}) && k > 0 && is_word(k - 1, {"stop", "sl", "stoploss", "loss"})) ||
          (is_word(k, {"stop", "sl", "stoploss"}) && k > 0 && is_word(k - 1, {"hit"}));
      if (is_stop_hit) return is_at ? Role::price_at : Role::level;
      if (is_word(k, {"stop", "sl", "stoploss", "stops"})) return Role::stop;
      if (is_word(k, {"below", "under", "over", "above"})) {
        auto b = k;
        for (int back = 0; b > 0 && back < 2; ++back) {
          --b;
          if (is_word(b, {"stop", "sl", "stoploss", "stops"})) return Role::stop;
        }
        return Role::level;
      }
      if (is_word(k, {"target", "targets", "targeting", "tp", "tp1", "tp2", "tp3", "tp4", "pt",
                      "pt1", "pt2", "pt3", "pts", "t1", "t2", "t3", "tps"}))
        return Role::target;
      if (word.role == Role::none && word.kind == TokenKind::number) break;
      if (word.is_mark(',') || word.is_mark('/')) {
        // "targets 217, 218": the list goes on
        if (k > 0 && message_[k - 1].role == Role::target) return Role::target;
        break;
      }
      if (word.role == Role::target && word.kind == TokenKind::number) break;
      if (is_word(k, {"avg", "average", "averaged"})) return average_role(k);
      if (word.is_mark('.') && k > 0 && is_word(k - 1, {"avg"})) return average_role(k - 1);
      if (is_word(k, {"from"})) return Role::entry_from;
      if (is_word(k, {"in"}) && has(k + 1) &&
          (message_[k + 1].is_mark(':') || has_out_price_after(i)))
        return Role::entry_from;
      if (is_word(k, {"entry", "entries", "fill", "filled", "limit", "paid", "cost", "entered"}))
        return Role::price_at;
      if (is_word(k, {"for"}))
        return k > 0 && is_word(k - 1, {"looking", "look", "aiming", "wait", "waiting", "watch",
                                        "risk", "on"})
                   ? Role::level
                   : Role::price_at;
      if (word.role == Role::level && is_label_number(k)) continue;
      if (is_word(k, {"break",   "breaks",     "breaking",  "reclaim", "reclaims", "reject",
                      "rejects", "rejection",  "hold",      "holds",   "holding",  "lose",
                      "loses",   "losing",     "zone",      "point",   "level",    "levels",
                      "support", "resistance", "through",   "towards", "toward",   "until",
                      "till",    "past",       "vwap",      "ema",     "hits",     "crosses",
                      "looking", "bottom",     "top",       "high",    "low",      "lows",
                      "highs",   "current",    "currently", "vix",     "to",       "tap",
                      "taps",    "retest",     "reaches",   "moved",   "moving",   "strong",
                      "trail",   "risk",       "risking",   "up",      "expect",   "leaving",
                      "leave",   "between",    "bounce",    "off",     "against",  "chasing",
                      "chase",   "hit",        "ran",       "stopped"})) {
        if (is_word(k, {"stopped"})) break;
        if (is_word(k, {"to"}) && k > 0 && is_word(k - 1, {"down"})) return Role::level;
        return Role::level;
      }
      break;
    }
    if (is_at) return Role::price_at;
    return std::nullopt;
  }
  // "new avg 1.50", "avg now 0.48", "average is 1.76": a blend after an add.
  Role average_role(std::size_t k) const {
    const bool is_new =
        k > 0 && is_word(k - 1, {"new", "my", "total", "overall", "updated", "our"});
    const bool is_now = is_word(k + 1, {"now", "is", "down", "up"});
    return is_new || is_now ? Role::blend : Role::price_average;
  }
  bool has_out_price_after(std::size_t i) const { return is_word(i + 1, {"out"}); }

  // a -> b, and ranges a-b
  void find_pairs() {
    auto& w = words();
    for (std::size_t i = 0; i + 2 < w.size(); ++i) {
      const auto& middle = w[i + 1];
      const bool are_numbers = is_plain_number(i) && is_plain_number(i + 2) &&
                               is_price(w[i].role) &&
                               (is_price(w[i + 2].role) || w[i + 2].role == Role::price_arrow ||
                                (middle.is("to") && w[i + 2].role == Role::level));
      if (!are_numbers) continue;
      if (middle.is_mark('>') && middle.end - middle.begin == 2) {
        w[i].role = Role::entry_from;
        w[i + 2].role = Role::price_arrow;
      } else if (middle.is_mark('-') || is_word_of(middle, {"to"})) {
        // "Entry: .58 - .60": close together, and a price before it is one
        const bool is_near = middle.is_mark('-') && w[i].role == Role::price_at &&
                             w[i + 2].value.units / 5 <= w[i].value.units / 4;
        const bool is_tight = (middle.is_mark('-') && !middle.is_spaced) || is_near;
        if (is_tight && w[i].value < w[i + 2].value) {
          w[i].role = Role::range_low;
          w[i + 2].role = Role::range_high;
        } else {
          resolve_loose_pair(i);
        }
      }
    }
  }
  static bool is_price(Role role) {
    return role == Role::price_at || role == Role::price_bare || role == Role::price_average;
  }
  // "1.70 - 2.05 21%": from and to when the percentage says so, else neither.
  void resolve_loose_pair(std::size_t i) {
    auto& w = words();
    const auto from = w[i].value.units;
    const auto to = w[i + 2].value.units;
    for (auto k = i + 3; k < std::min(w.size(), i + 6); ++k) {
      if (w[k].kind != TokenKind::percent || from <= 0) continue;
      constexpr auto largest = Price::one * 1'000'000;  // keeps the products below in range
      if (from > largest || to > largest) continue;
      const auto gain_tenths = (to - from) * 1000 / from;
      const auto said_tenths = w[k].value.units / (Price::one / 10);
      if (gain_tenths - said_tenths < 16 && said_tenths - gain_tenths < 16) {
        w[i].role = Role::entry_from;
        w[i + 2].role = Role::price_arrow;
        return;
      }
    }
    w[i].role = Role::level;
    w[i + 2].role = Role::level;
  }

  std::string_view text_;
  Message message_;
};

}  // namespace

bool is_separator(const Word& word) {
  return word.kind == TokenKind::newline || word.kind == TokenKind::mark;
}

std::size_t next_word(const Message& message, std::size_t i) {
  for (++i; i < message.size() && is_separator(message[i]);) ++i;
  return i;
}

std::size_t previous_word(const Message& message, std::size_t i) {
  while (i-- > 0)
    if (!is_separator(message[i])) return i;
  return message.size();
}

Message read_message(std::string_view cleaned) { return Reader(cleaned).run(); }

}  // namespace fillwright::alert
