// What the numbers are that belong to no contract: prices, counts, levels.
#include "actors/domain/alert/message_reader.hpp"

namespace fillwright::alert {

void MessageReader::find_numbers() {
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

Role MessageReader::multiple_role(std::size_t i) const {
  const auto& word = message_[i];
  return word.is_whole() &&
                 !is_word(i + 1, {"extension", "gain", "leverage", "return", "profit"}) &&
                 (word.text.starts_with("x") || !has(i + 1) ||
                  message_[i + 1].kind != TokenKind::word || message_[i + 1].role != Role::none)
             ? Role::count
             : Role::level;
}

// What the words around a number say about it.
Role MessageReader::number_role(std::size_t i) const {
  if (is_label_number(i)) return Role::level;
  if (i > 0 && message_[i - 1].is("x") && message_[i].is_whole()) return Role::count;
  if (is_part_of_count(i)) return Role::count;
  if (i > 1 && is_word(i - 1, {"of"}) && is_part_of_count(i - 2)) return Role::level;
  if (message_[i].sign == '+' && i > 0 && is_word(i - 1, {"bto", "btc", "bot"}) &&
      is_count_behind_verb(i))
    return Role::count;
  if (message_[i].sign == '+') return Role::level;  // "+1236", "for +$1,000"
  if (message_[i].sign == '-' && message_[i].has_dollar) return Role::level;
  if (is_count_behind_verb(i)) return Role::count;
  if (const auto role = role_by_right_word(i)) return *role;
  if (const auto role = role_by_left_word(i)) return *role;
  return Role::price_bare;
}

// "TP 1: 29918"
bool MessageReader::is_label_number(std::size_t i) const {
  return i > 0 && is_word(i - 1, {"tp", "pt", "target", "t", "trade", "entry", "scale", "part"}) &&
         message_[i].kind == TokenKind::number && message_[i].is_whole() &&
         message_[i].whole() <= 9 && is_written_whole(message_[i]) &&
         (!has(i + 1) || message_[i + 1].is_mark(':') || message_[i + 1].is_mark(')') ||
          message_[i + 1].is_mark('-') || message_[i + 1].kind == TokenKind::newline ||
          message_[i + 1].is("hit"));
}

// "out 1 of 2"
bool MessageReader::is_part_of_count(std::size_t i) const {
  const auto is_count = [&](std::size_t k) {
    return is_plain_number(k) && !message_[k].has_dollar && is_written_whole(message_[k]) &&
           message_[k].whole() >= 1 && message_[k].whole() <= 100;
  };
  return is_count(i) && is_word(i + 1, {"of"}) && is_count(i + 2) &&
         message_[i].whole() <= message_[i + 2].whole();
}

// "BTO 10 TSLA", "sold 2 of", "took profit on 3"
bool MessageReader::is_count_behind_verb(std::size_t i) const {
  const auto& word = message_[i];
  if (i == 0 || word.has_dollar || !word.is_whole() || !is_written_whole(word)) return false;
  auto before = i - 1;
  const bool is_on = is_word(before, {"on"});
  if (is_on && before > 0) --before;
  if (is_word(before, {"off"}) && before > 0 && is_word(before - 1, {"took", "taking"}))
    return has(i + 1) && message_[i + 1].role == Role::symbol;
  if (is_word(before, {"open", "close"}) && before > 1 && is_word(before - 1, {"to"})) before -= 2;
  if (is_on && !is_word(before, {"profit", "profits"})) return false;
  if (!is_word(before, {"bto",     "stc",      "sto",     "btc",     "buy",     "sell",
                        "bought",  "sold",     "buying",  "selling", "grabbed", "grabbing",
                        "trimmed", "trimming", "trim",    "added",   "adding",  "took",
                        "taking",  "profit",   "profits", "entered", "esell",   "closed",
                        "closing", "ebuy",     "snagged", "opened",  "got",     "bot"}))
    return false;
  const auto after = i + 1;
  if (is_on)
    return !has(after) || is_separator(message_[after]) || message_[after].role != Role::none;
  const bool is_part = !is_word(before, {"buy", "sell"}) && has(after) &&
                       (message_[after].is_mark('@') || is_word(after, {"at"}));
  return has(after) && (message_[after].role == Role::symbol || is_part || is_word(after, {"of"}));
}

// a -> b, and ranges a-b
void MessageReader::find_pairs() {
  auto& w = words();
  for (std::size_t i = 0; i + 2 < w.size(); ++i) {
    const auto& middle = w[i + 1];
    const bool are_numbers = is_plain_number(i) && is_plain_number(i + 2) && is_price(w[i].role) &&
                             (is_price(w[i + 2].role) || w[i + 2].role == Role::price_arrow ||
                              (middle.is("to") && w[i + 2].role == Role::level));
    if (!are_numbers) continue;
    if (middle.is_mark('>') && middle.end - middle.begin == 2) {
      w[i].role = Role::entry_from;
      w[i + 2].role = Role::price_arrow;
    } else if (middle.is_mark('-') || is_one_of(middle, {"to"})) {
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

bool MessageReader::is_price(Role role) {
  return role == Role::price_at || role == Role::price_bare || role == Role::price_average;
}

// "1.70 - 2.05 21%": from and to when the percentage says so, else neither.
void MessageReader::resolve_loose_pair(std::size_t i) {
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

}  // namespace fillwright::alert
