// Reads a cleaned message into words with roles, one kind of role after the other; each kind has a
// file of its own.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "actors/domain/alert/message.hpp"
#include "actors/domain/alert/vocabulary.hpp"
#include "actors/domain/alert/word_lists.hpp"

namespace fillwright::alert {

inline std::string upper(std::string text) {
  for (auto& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// A word that may stand before a colon without being the name of who speaks.
bool is_label(const Word& word);

class MessageReader {
 public:
  explicit MessageReader(std::string_view text) : text_(text) {}
  Message run();

 private:
  std::vector<Word>& words() { return message_.words; }
  std::size_t size() const { return message_.words.size(); }
  std::size_t next(std::size_t i) const { return next_word(message_, i); }
  std::size_t previous(std::size_t i) const { return previous_word(message_, i); }
  bool has(std::size_t i) const { return i < size(); }
  bool is_word(std::size_t i, List list) const { return has(i) && is_one_of(message_[i], list); }
  bool is_plain_number(std::size_t i) const;
  void erase_front(std::size_t count);
  void drop_blank();
  void drop_header();
  void drop_speaker();
  void find_case();
  void number_clauses();

  // message_expiries.cpp
  void mark_expiry(std::size_t first, std::size_t last);
  bool is_day(std::size_t i) const;
  bool is_written_whole(const Word& word) const;
  bool is_year(std::size_t i) const;
  bool is_fraction(std::size_t i) const;
  void find_expiries();
  bool is_part_behind_price(std::size_t i) const;
  bool is_day_count(std::size_t i) const;
  static bool looks_like_date(std::string_view text);
  void find_expiry_word(std::size_t i);
  bool has_contract_word(std::size_t i) const;
  bool is_contract_piece(std::size_t i) const;
  bool is_next_to_contract(std::size_t i) const;

  // message_strikes.cpp
  void find_strikes();
  void find_strike_before_right(std::size_t i);
  bool is_count_of_contracts(std::size_t i, std::size_t k) const;
  bool is_count_or_strike(std::size_t i, std::size_t k) const;
  const std::string& w_text(std::size_t i) const { return message_[i].text; }
  void find_strike_after_right(std::size_t i);
  bool any_strike() const;

  // message_symbols.cpp
  void find_symbols();
  std::string symbol_at(std::size_t i, Word& word);
  bool has_named_symbol() const;
  static bool is_symbol_root(std::string_view text);
  bool is_beside_direction(std::size_t i) const;
  bool is_exit_word(std::size_t i) const;
  bool is_after_formal_verb(std::size_t i) const;
  bool is_before_contract(std::size_t i) const;
  bool is_subject(std::size_t i) const;

  // message_numbers.cpp
  void find_numbers();
  Role multiple_role(std::size_t i) const;
  Role number_role(std::size_t i) const;
  bool is_label_number(std::size_t i) const;
  bool is_part_of_count(std::size_t i) const;
  bool is_count_behind_verb(std::size_t i) const;

  // number_words.cpp
  std::optional<Role> role_by_right_word(std::size_t i) const;
  std::optional<Role> role_by_left_word(std::size_t i) const;
  Role average_role(std::size_t k) const;
  bool has_out_price_after(std::size_t i) const { return is_word(i + 1, {"out"}); }

  // message_numbers.cpp
  void find_pairs();
  static bool is_price(Role role);
  void resolve_loose_pair(std::size_t i);

  std::string_view text_;
  Message message_;
  bool has_named_ = false;   // a symbol with a $, or a well known one, is somewhere
  bool has_symbol_ = false;  // a symbol was found already
};

}  // namespace fillwright::alert
