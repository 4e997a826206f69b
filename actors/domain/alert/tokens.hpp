// The pieces of a cleaned message: words, and numbers with what is glued to them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/values.hpp"

namespace fillwright::alert {

enum class TokenKind : std::uint8_t {
  word,
  number,      // 1.25, $645, 24,060, -30
  percent,     // 45%, +27%
  slashed,     // 12/05, 12/05/25, 03/2026, 1/2, 500/505: meaning depends on the neighbours
  date,        // 2026-07-17
  dte,         // 0DTE
  contract,    // 78p, $645P: a strike with its right
  strikes,     // 630s: a strike in the plural
  occ,         // .F260731C15.5
  clock,       // 11:02 AM
  ordinal,     // 29th, 2nd
  measure,     // 70k, 4hr: a number of something that is no price
  multiple,    // x2, 2x
  mark,        // one punctuation character; '>' is an arrow
  unreadable,  // a number that fits no price
  newline,
  mention,
};

struct Token {
  TokenKind kind = TokenKind::word;
  std::string text;       // lower case; a misspelt verb is put right; for `slashed` as written
  std::size_t begin = 0;  // where it is written in the cleaned text
  std::size_t end = 0;
  Price value;  // number, percent, dte, contract, strikes, ordinal, multiple; OCC strike
  Right right = Right::none;
  std::string root;  // of an OCC symbol
  bool has_dollar = false;
  bool has_slash = false;  // "/NQ"
  char sign = 0;           // '+' or '-' directly before a number
  bool is_upper = false;   // every letter is upper case
  bool is_spaced = false;  // white space before it

  bool is(std::string_view word) const { return kind == TokenKind::word && text == word; }
  bool is_mark(char c) const { return kind == TokenKind::mark && text[0] == c; }
  bool is_whole() const { return value.units % Price::one == 0; }
  std::int64_t whole() const { return value.units / Price::one; }
};

// Splits cleaned text.
std::vector<Token> tokenize(std::string_view text);

}  // namespace fillwright::alert
