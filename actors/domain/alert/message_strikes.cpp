// Strikes and rights.
#include "actors/domain/alert/message_reader.hpp"

namespace fillwright::alert {

void MessageReader::find_strikes() {
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
    // "that was your last call": a forecast
    if (is_one_of(w[i].text, {"call", "put"}) && i > 0 &&
        is_word(i - 1, {"last", "good", "great", "nice", "your", "that", "this", "right", "bad",
                        "wrong", "best", "amazing", "perfect"}))
      continue;
    if (is_word(i + 1, {"it", "up", "out", "on", "wall"}) && is_one_of(w[i].text, {"call", "put"}))
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
void MessageReader::find_strike_before_right(std::size_t i) {
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
  if (!w[i].has_dollar && (is_count_of_contracts(i, k) || is_count_or_strike(i, k))) return;
  w[i].role = Role::strike;
  w[i].right = *right;
  w[k].role = Role::right;
  w[k].right = *right;
  for (auto m = i + 1; m < k; ++m)
    if (w[m].role == Role::none) w[m].role = Role::filler;
}

// "bought 10 calls" counts; "AAL 12 calls" names a strike.
bool MessageReader::is_count_of_contracts(std::size_t i, std::size_t k) const {
  if (w_text(k) == "c" || w_text(k) == "p" || !message_[i].is_whole() || message_[i].whole() > 50)
    return false;
  if (i == 0) return true;
  const auto& before = message_[i - 1];
  if (before.role == Role::expiry || before.has_dollar) return false;
  return !(before.kind == TokenKind::word && before.is_upper &&
           is_known_ticker(upper(before.text)));
}

// "bought 145 calls": how many, or which? An expiry or a price behind them says that it is one
// contract.
bool MessageReader::is_count_or_strike(std::size_t i, std::size_t k) const {
  if (i == 0 || !is_one_of(w_text(k), {"calls", "puts"}) || !message_[i].is_whole()) return false;
  const bool is_verb_before =
      is_word(i - 1, {"bought", "buying", "sold", "selling", "grabbed", "grabbing", "have", "had",
                      "added", "adding", "took", "picked", "up", "got", "own", "holding"});
  const auto after = k + 1;
  const bool is_told =
      has(after) && (message_[after].role == Role::expiry || message_[after].is_mark('@') ||
                     message_[after].kind == TokenKind::number ||
                     (is_word(after, {"at", "for"}) && is_plain_number(after + 1)));
  return is_verb_before && !is_told;
}

void MessageReader::find_strike_after_right(std::size_t i) {
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

bool MessageReader::any_strike() const {
  return std::any_of(message_.words.begin(), message_.words.end(),
                     [](const Word& word) { return word.role == Role::strike; });
}

}  // namespace fillwright::alert
