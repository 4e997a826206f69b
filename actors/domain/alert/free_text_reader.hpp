// Reads what real callers write. One class over one message; each file of its own reads one kind of
// call.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/domain/alert/call_words.hpp"
#include "actors/domain/alert/calls.hpp"
#include "actors/domain/alert/free_text.hpp"
#include "actors/domain/alert/word_lists.hpp"

namespace fillwright::alert {

using Result = tl::expected<std::vector<Reading>, AlertRefusal>;

inline auto refuse(RefusalReason reason, std::string detail) {
  return tl::make_unexpected(AlertRefusal{reason, std::move(detail)});
}

inline Percent as_percent(Price value) { return {value.units / (Price::one / Percent::one)}; }
inline Quantity as_quantity(Price value) { return {value.units / (Price::one / Quantity::one)}; }

// 1/2 -> 50, 1/3 -> 33: whole percents, as callers mean them
inline std::optional<Percent> percent_of_fraction(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const int top = text[0] - '0';
  int bottom = 0;
  for (auto i = slash + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
    bottom = bottom * 10 + (text[i] - '0');
  if (top < 1 || bottom <= top) return std::nullopt;
  return Percent::whole(100 * top / bottom);
}

inline bool is_contract_role(Role role) {
  return role == Role::symbol || role == Role::strike || role == Role::right ||
         role == Role::expiry || role == Role::filler;
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

struct Contract {
  std::vector<std::string> symbols;
  std::optional<Price> strike;
  Right right = Right::none;
  std::string expiry;
  bool is_future = false;
  bool is_doubtful = false;  // two strikes, rights or dates
};

class FreeText {
 public:
  FreeText(const Message& message, const ParseRules& rules) : m_(message), rules_(rules) {}
  Result run();

 private:
  static bool is_glued_date(std::string_view text);
  bool has(std::size_t i) const { return i < m_.size(); }
  bool is(std::size_t i, List list) const { return has(i) && is_one_of(m_[i], list); }
  bool any_word(List list) const;
  Range clause_of(std::size_t i) const;
  Range before_in_sentence(const Call& call) const;

  // free_text.cpp: one call or several, and which rules read it
  std::size_t find_notes() const;
  Result without_notes(std::size_t notes);
  void drop_shadowed_calls();
  std::vector<std::size_t> symbols_in(std::size_t begin, std::size_t end) const;
  bool is_several() const;
  std::string contract_name(std::size_t i) const;
  Range segment(std::size_t c) const;
  Result several();
  Result single();
  Result read(const Call& call);
  std::optional<AlertRefusal> find_strange_word(Range range, const Call* call = nullptr) const;
  std::optional<std::size_t> end_of_priced_order(Range range) const;
  static bool is_exit(const Call& call);
  bool is_price_of_sale(const Call& sale, const Call& close) const;
  bool is_future_call(const Call& call) const;

  // opens.cpp
  void collect(std::size_t i, Contract& c) const;
  static void collect_expiry(const Word& word, Contract& c);
  Contract contract_in(std::size_t begin, std::size_t end) const;
  Result open(const Call& call);
  bool is_entry_to_come(const Call& call) const;
  Contract nearest_contract(const Call& call) const;
  Result open_nameless(const Call& call);
  bool has_arrow() const;
  bool any_role(Role role) const;
  std::optional<AlertRefusal> find_loose_number(std::size_t at, const Call* call) const;
  bool has_word(Range range, List list) const;
  bool is_bare_price(std::size_t i) const;
  std::optional<AlertRefusal> read_open_price(Reading& r, const Call* call = nullptr) const;
  void read_quantity(std::size_t begin, std::size_t end, Reading& r) const;
  bool is_talk_about(const Call& call) const;

  // futures.cpp
  Result open_future(const Call& call);
  std::optional<AlertRefusal> read_future_price(const Call& call, Reading& r) const;
  static bool is_small_count(const Word& word);
  bool has_direction_before(std::size_t i) const;
  bool is_short_call(const Call& call) const;
  Result open_labelled_stock(const Call& call);

  // opens.cpp
  Result add(const Call& call);

  // exit_subject.cpp
  std::optional<AlertRefusal> subject(const Call& call, Reading& r) const;
  std::size_t end_of_names(const Call& call, std::size_t end) const;
  bool is_joined_behind(std::size_t symbol, std::size_t end) const;
  std::vector<std::size_t> names_behind(const Call& call, std::size_t from) const;
  bool is_heading(const Call& call) const;
  bool is_linked(std::size_t begin, std::size_t symbol) const;
  bool is_price_of_market(const Call& call, const Contract& contract) const;
  bool is_topic(std::size_t symbol) const;
  void join_same_symbol(const Call& call, Contract& contract) const;

  // exits.cpp
  Result exit(const Call& call);
  bool has_plain_object(const Call& call) const;
  std::optional<AlertRefusal> find_exit_report() const;
  bool target_hit_before(const Call& call) const;
  bool is_bare_verb(const Call& call) const;
  bool is_without_object(const Call& call) const;
  std::optional<Result> bulk_exit(const Call& call) const;

  // exit_parts.cpp
  void read_part(const Call& call, Reading& r) const;
  bool is_partial(const Call& call) const;
  bool is_last_half(std::size_t i) const;
  bool has_loose_count(const Call& call) const;
  bool is_remainder(std::size_t i) const;
  bool is_part_sold(const Call& call, std::size_t i) const;
  bool is_size(std::size_t i) const;
  bool is_gain(std::size_t i) const;

  // exit_prices.cpp
  std::optional<AlertRefusal> read_exit_price(const Call& call, Reading& r) const;
  bool is_second_sale(const Call& call) const;
  bool is_of_next_step(const Call& call, std::size_t i) const;
  bool is_entry_label_before(std::size_t i) const;
  bool is_line_start(std::size_t i) const;
  bool is_exit_price(const Call& call, Range clause, std::size_t i) const;
  void read_exit_quantity(const Call& call, Reading& r) const;

  // exits.cpp
  Result cancel(const Call& call);

  // bare_contracts.cpp
  Result get_ready();
  Result bare_contract();
  bool is_talked_of() const;
  bool is_of_another_call(std::size_t i, const Call& call) const;
  bool is_in_plan(std::size_t i) const;
  Contract first_line_contract() const;
  std::size_t end_of_run(std::size_t i) const;
  bool is_bare_lead() const;
  bool has_bare_veto() const;
  bool is_in_contract_clause(std::size_t i, std::size_t contract) const;
  bool is_nothing_else() const;

  const Message& m_;
  const ParseRules& rules_;
  Calls calls_;
};

}  // namespace fillwright::alert
