// Reads single fields of the flat JSON objects that JsonWriter writes. Nothing is checked: whoever
// reads a line so writes it again and compares, and what is malformed shows.
#pragma once

#include <cstdint>
#include <string_view>

namespace fillwright {

// What stands between `name` and the next comma or brace, without quotes; empty: there is none. A
// text with either, or with an escape, cannot be read so.
std::string_view flat_field(std::string_view object, std::string_view name);
// 0 where there is no number.
std::uint64_t flat_number(std::string_view object, std::string_view name);

}  // namespace fillwright
