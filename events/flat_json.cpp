#include "events/flat_json.hpp"

#include <charconv>
#include <string>

namespace fillwright {

std::string_view flat_field(std::string_view object, std::string_view name) {
  const auto before = '"' + std::string(name) + "\":";
  const auto begin = object.find(before);
  if (begin == std::string_view::npos) return {};
  object.remove_prefix(begin + before.size());
  object = object.substr(0, object.find_first_of(",}"));
  if (object.size() >= 2 && object.front() == '"' && object.back() == '"')
    object = object.substr(1, object.size() - 2);
  return object;
}

std::uint64_t flat_number(std::string_view object, std::string_view name) {
  const auto text = flat_field(object, name);
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace fillwright
