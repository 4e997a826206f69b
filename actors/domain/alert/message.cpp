#include "actors/domain/alert/message.hpp"

#include "actors/domain/alert/message_reader.hpp"

namespace fillwright::alert {

// Words that may stand before a colon without being the name of who speaks.
bool is_label(const Word& word) {
  return is_one_of(
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

Message MessageReader::run() {
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

bool MessageReader::is_plain_number(std::size_t i) const {
  return has(i) && message_[i].kind == TokenKind::number && message_[i].sign == 0;
}

void MessageReader::erase_front(std::size_t count) {
  words().erase(words().begin(), words().begin() + static_cast<std::ptrdiff_t>(count));
}

void MessageReader::drop_blank() {
  const auto& w = words();
  std::size_t blank = 0;
  while (blank < w.size() &&
         (w[blank].kind == TokenKind::newline || w[blank].is_mark('"') || w[blank].is_mark(']') ||
          w[blank].is_mark(':') || w[blank].is_mark('-')))
    ++blank;
  erase_front(blank);
}

// "Alex (Admin) — 11:02 AM", "KC Trades Bot:", "enrich:", "Casey (Admin):"
void MessageReader::drop_header() {
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

void MessageReader::drop_speaker() {
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
    // "Remember: trim at 20%": no name, and it says what follows
    if (is_one_of(w[i], {"remember", "reminder", "reminders", "rule", "rules", "plan", "plans",
                         "lesson", "tip", "tips", "goal", "strategy", "idea", "ideas", "example",
                         "watching", "if"}))
      return;
    if (w[i].is_upper && is_known_ticker(upper(w[i].text))) return;
    if (i > 0 && w[i].text.size() > 1 && is_common_word(w[i].text)) return;
  }
}

void MessageReader::find_case() {
  std::size_t upper_count = 0;
  std::size_t count = 0;
  for (const auto& word : words()) {
    if (word.kind != TokenKind::word || word.text.size() < 2 || word.has_dollar) continue;
    ++count;
    upper_count += word.is_upper ? 1 : 0;
  }
  message_.is_all_upper = count >= 3 && upper_count == count;
}

void MessageReader::number_clauses() {
  int clause = 0;
  int sentence = 0;
  int line = 0;
  auto& w = words();
  for (std::size_t i = 0; i < w.size(); ++i) {
    auto& word = w[i];
    word.clause = clause;
    word.sentence = sentence;
    word.line = line;
    const bool is_abbreviation =
        word.is_mark('.') && i > 0 && !word.is_spaced && is_one_of(w[i - 1], {"avg", "exp", "vs"});
    const bool is_end = word.kind == TokenKind::newline || word.is_mark('!') || word.is_mark('?') ||
                        word.is_mark(';') || (word.is_mark('.') && !is_abbreviation);
    const bool is_dash = word.is_mark('-') && word.is_spaced;
    // "... and STC QQQ": a formal order begins anew
    if (i > 0 && is_one_of(word, {"bto", "stc", "sto", "btc"}) &&
        (is_one_of(w[i - 1], {"and", "then"}) || w[i - 1].is_mark('&'))) {
      ++clause;
      word.clause = clause;
    }
    if (is_end) ++sentence, ++clause;
    if (word.kind == TokenKind::newline) ++line;
    const bool is_side_label = word.is_mark(':') && i > 0 && is_one_of(w[i - 1], {"long", "short"});
    if (is_side_label) continue;
    if (is_dash || word.is_mark(',') || word.is_mark('(') || word.is_mark(')') ||
        word.is_mark('|') || word.is_mark(':'))
      ++clause;
  }
}

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

Message read_message(std::string_view cleaned) { return MessageReader(cleaned).run(); }

}  // namespace fillwright::alert
