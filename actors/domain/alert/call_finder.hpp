// Finds the calls of a message: each kind of verb in a file of its own.
#pragma once

#include <optional>

#include "actors/domain/alert/call_words.hpp"
#include "actors/domain/alert/calls.hpp"
#include "actors/domain/alert/word_lists.hpp"

namespace fillwright::alert {

class CallFinder {
 public:
  explicit CallFinder(const Message& message) : m_(message) {}
  Calls run();

 private:
  bool has(std::size_t i) const { return i < m_.size(); }
  bool is(std::size_t i, List list) const { return has(i) && is_one_of(m_[i], list); }
  bool is_free(std::size_t i) const { return has(i) && m_[i].role == Role::none; }
  bool same_clause(std::size_t a, std::size_t b) const;
  bool is_clause_start(std::size_t i) const;
  bool is_upper(std::size_t i) const { return has(i) && m_[i].is_upper; }
  Call make(CallAction action, std::size_t begin, std::size_t end) const;
  Call with_side(Call call, Side side) const;
  Call formal(CallAction action, Side side, std::size_t i) const;
  Call stopped(std::size_t begin, std::size_t end) const;
  std::optional<Call> match(std::size_t i) const;

  // entry_calls.cpp
  std::optional<Call> match_formal(std::size_t i) const;

  // exit_calls.cpp
  std::optional<Call> match_take(std::size_t i) const;
  bool names_part(std::size_t i) const;
  std::optional<Call> match_trim(std::size_t i) const;
  bool is_told_to_all(std::size_t i) const;
  bool is_final_behind(std::size_t i) const;
  std::optional<Call> match_stop(std::size_t i) const;
  std::optional<Call> match_close(std::size_t i) const;

  // entry_calls.cpp
  std::optional<Call> match_add(std::size_t i) const;
  bool is_before_contract(std::size_t i) const;
  std::optional<Call> match_open(std::size_t i) const;
  std::optional<Call> match_other(std::size_t i) const;

  // called_now.cpp
  bool is_lead(std::size_t i) const;
  bool is_behind_lead(std::size_t i) const;
  bool is_planned(const Call& call) const;
  bool is_subject_of_talk(const Call& call) const;
  bool is_behind_name(std::size_t i) const;
  bool is_called(const Call& call) const;
  bool is_quoted(std::size_t i) const;
  bool is_at_percent(std::size_t i) const;
  bool is_of_yesterday(std::size_t i) const;
  bool is_past_time(std::size_t k, std::size_t call) const;
  std::size_t end_of_sentence(std::size_t i) const;

  const Message& m_;
  Calls calls_;
};

}  // namespace fillwright::alert
