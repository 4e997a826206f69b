// Which words and numbers are an expiry, and which a fraction.
#include "actors/domain/alert/message_reader.hpp"

namespace fillwright::alert {

void MessageReader::mark_expiry(std::size_t first, std::size_t last) {
  auto& w = words();
  auto end = w[last].end;
  for (auto i = first; i <= last; ++i) w[i].role = Role::expiry;
  w[first].expiry = std::string(text_.substr(w[first].begin, end - w[first].begin));
}

bool MessageReader::is_day(std::size_t i) const {
  if (!has(i)) return false;
  const auto& word = message_[i];
  return (word.kind == TokenKind::ordinal || (is_plain_number(i) && !word.has_dollar)) &&
         word.is_whole() && word.whole() >= 1 && word.whole() <= 31 && is_written_whole(word);
}

bool MessageReader::is_written_whole(const Word& word) const {
  return text_.substr(word.begin, word.end - word.begin).find('.') == std::string_view::npos;
}

// A year of a date: 24..45 or 2024..2045, without a fraction or a dollar sign.
bool MessageReader::is_year(std::size_t i) const {
  if (!is_plain_number(i) || message_[i].has_dollar || !is_written_whole(message_[i])) return false;
  const auto n = message_[i].whole();
  return (n >= 24 && n <= 45) || (n >= 2023 && n <= 2045);
}

bool MessageReader::is_fraction(std::size_t i) const {
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
  return is_word(back,
                 {"partial",   "partials", "out",     "trim",    "trimming", "trimmed",  "sold",
                  "sell",      "selling",  "scaling", "scale",   "scaled",   "reducing", "reduced",
                  "reduce",    "took",     "taking",  "off",     "down",     "last",     "first",
                  "derisking", "size",     "closed",  "closing", "close",    "stc"});
}

void MessageReader::find_expiries() {
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
bool MessageReader::is_part_behind_price(std::size_t i) const {
  if (i < 2 || !is_one_of(message_[i].text, {"1/2", "1/3", "2/3", "1/4", "3/4"})) return false;
  if (!is_plain_number(i - 1) || !message_[i - 2].is_mark('@')) return false;
  for (auto k = i - 2; k-- > 0 && i - k < 8;)
    if (message_[k].role == Role::expiry) return true;
  return false;
}

bool MessageReader::is_day_count(std::size_t i) const {
  return message_[i].is_whole() && message_[i].whole() <= 1000;
}

// Up to a two-digit first part, so that 500/505 stays a pair of strikes.
bool MessageReader::looks_like_date(std::string_view text) {
  const auto slash = text.find('/');
  if (text.find('.') != std::string_view::npos) return false;
  if (slash == 4) return std::count(text.begin(), text.end(), '/') == 2;
  const auto rest = text.substr(slash + 1);
  return slash <= 2 && (rest.size() <= 2 || rest.find('/') != std::string_view::npos ||
                        (rest.size() == 4 && rest.starts_with("20")));
}

void MessageReader::find_expiry_word(std::size_t i) {
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
bool MessageReader::has_contract_word(std::size_t i) const {
  return has(i) && message_[i].kind == TokenKind::word && right_word(message_[i].text).has_value();
}

bool MessageReader::is_contract_piece(std::size_t i) const {
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

bool MessageReader::is_next_to_contract(std::size_t i) const {
  auto before = i > 0 ? i - 1 : size();
  if (is_word(before, {"for", "to"}) && before > 0) --before;
  if (has(before) && message_[before].is_mark('-') && before > 0) --before;
  const bool is_after =
      has(before) && is_contract_piece(before) && message_[before].line == message_[i].line;
  const auto after = i + 1;
  return is_after ||
         (has(after) &&
          (is_contract_piece(after) || (is_plain_number(after) && has_contract_word(after + 1))) &&
          message_[after].line == message_[i].line);
}

}  // namespace fillwright::alert
