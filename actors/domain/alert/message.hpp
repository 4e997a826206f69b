// A message as the rules see it: tokens in clauses and sentences, and what each token is: part of a
// contract, a price by its role, a count.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/domain/alert/tokens.hpp"

namespace fillwright::alert {

enum class Role : std::uint8_t {
  none,
  symbol,
  strike,
  right,
  expiry,
  filler,         // "exp", "strike", "ITM": part of the contract, says nothing
  price_at,       // after @, at, for, entry, fill
  price_bare,     // stands alone
  price_average,  // "avg 2.24": a price for an entry only
  blend,          // "new avg 1.50": never a price
  entry_from,     // "from 3.70", left of an arrow
  price_arrow,    // right of an arrow
  range_low,      // 1.50-1.60
  range_high,
  stop,
  target,
  level,  // of something else: an underlying, an index, points, money a contract
  count,
  fraction,
  percent,
};

struct Word : Token {
  Role role = Role::none;
  int clause = 0;
  int sentence = 0;
  int line = 0;
  std::string symbol;         // of a symbol, upper case
  std::string expiry;         // of an expiry's first token, as written
  bool is_future = false;     // the symbol is a futures root
  bool is_ambiguous = false;  // a symbol that may be a plain word
};

struct Message {
  std::vector<Word> words;  // without mentions
  bool has_ping = false;
  bool is_old_post = false;  // a header says that it was posted on another day
  bool is_all_upper = false;
  bool has_doubtful_date = false;  // "12 Feb 20": two readings

  std::size_t size() const { return words.size(); }
  const Word& operator[](std::size_t i) const { return words[i]; }
};

// REQUIRES: `cleaned` comes from clean_text.
Message read_message(std::string_view cleaned);

bool is_separator(const Word& word);  // marks and newlines that do not break a contract
// The next or previous word that is no separator; size() when there is none.
std::size_t next_word(const Message& message, std::size_t i);
std::size_t previous_word(const Message& message, std::size_t i);

}  // namespace fillwright::alert
