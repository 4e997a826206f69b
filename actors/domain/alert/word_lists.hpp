// A word, or a text, among a few written in place.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "actors/domain/alert/message.hpp"

namespace fillwright::alert {

using List = std::initializer_list<std::string_view>;

inline bool is_one_of(std::string_view text, List list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}
inline bool is_one_of(const Word& word, List list) {
  return word.kind == TokenKind::word && is_one_of(std::string_view(word.text), list);
}

}  // namespace fillwright::alert
