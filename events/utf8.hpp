// UTF-8 as it must be: what is not well formed is found byte by byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fillwright {

inline constexpr std::string_view utf8_replacement = "\xEF\xBF\xBD";  // U+FFFD

// Length of the well-formed sequence (Unicode, table 3-7) that starts at `at`; 0 when there is
// none. REQUIRES: at < text.size().
std::size_t utf8_sequence_length(std::string_view text, std::size_t at);

// `text` with each byte that belongs to no well-formed sequence replaced by U+FFFD.
std::string make_valid_utf8(std::string_view text);

}  // namespace fillwright
