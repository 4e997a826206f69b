// Which of a variant's kinds a value is.
#pragma once

#include <variant>

namespace fillwright {

// Whether the command or event is of one of `Kinds`.
template <class... Kinds, class Variant>
bool is_one_of(const Variant& value) {
  return (std::holds_alternative<Kinds>(value) || ...);
}

}  // namespace fillwright
