// Which words are symbols.
#include "actors/domain/alert/message_reader.hpp"

namespace fillwright::alert {

namespace {

bool is_letters(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '.'; });
}

}  // namespace

void MessageReader::find_symbols() {
  has_named_ = has_named_symbol();
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
    has_symbol_ = true;
  }
}

std::string MessageReader::symbol_at(std::size_t i, Word& word) {
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
  if (is_after_formal_verb(i) && text.size() <= 5 && (!is_common_word(text) || is_known_capital) &&
      !is_label(word))
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
          !(text == "be" && has_symbol_))
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
      month_number(text) == std::nullopt && !has_named_)
    return name;
  return "";
}

// With a $ or well known: next to it a strange word in capitals is only a word.
bool MessageReader::has_named_symbol() const {
  return std::any_of(message_.words.begin(), message_.words.end(), [](const Word& word) {
    return word.kind == TokenKind::word && word.text.size() > 1 &&
           (word.has_dollar ? is_symbol_root(word.text) && word.text != "alert"
                            : word.is_upper && is_known_ticker(upper(word.text)) &&
                                  !is_common_word(word.text) && !is_word_and_ticker(word.text));
  });
}

bool MessageReader::is_symbol_root(std::string_view text) {
  return is_letters(text) && text.size() <= 6 && text.front() != '.';
}

bool MessageReader::is_beside_direction(std::size_t i) const {
  const List directions{"long",    "short", "buy",    "sell",    "buying",
                        "selling", "longs", "shorts", "trimmed", "on"};
  return (i > 0 && is_word(i - 1, directions)) || is_word(i + 1, {"long", "short"});
}

bool MessageReader::is_exit_word(std::size_t i) const {
  return is_word(
      i, {"closing", "closed", "close", "out", "of", "trim", "trimmed", "trimming", "reducing",
          "cutting", "sold", "selling", "exit", "exited", "exiting", "stopped"});
}

// Directly behind BTO and the like, perhaps with a count between.
bool MessageReader::is_after_formal_verb(std::size_t i) const {
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
bool MessageReader::is_before_contract(std::size_t i) const {
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
bool MessageReader::is_subject(std::size_t i) const {
  if (i > 0 && is_exit_word(i - 1)) return true;
  if (i > 0 &&
      is_word(i - 1, {"on", "rest", "half", "my", "more", "in", "the", "added", "adding", "to"}) &&
      !message_.is_all_upper)
    return true;
  const bool is_first = i == 0 || message_[i - 1].kind == TokenKind::newline;
  if (!is_first) return false;
  return has(i + 1) &&
         (message_[i + 1].is_mark('-') || message_[i + 1].is_mark('|') || is_exit_word(i + 1) ||
          is_word(i + 1, {"reducing", "green", "itm", "calls", "puts", "super", "lottos", "lotto",
                          "rest", "runner", "runners"}));
}

}  // namespace fillwright::alert
