// Reads TOML into our own tree. toml11, its types and exceptions stay in the .cpp.
#pragma once

#include <string_view>

#include "adapters/config/raw_value.hpp"

namespace fillwright {

inline constexpr std::size_t longest_toml = 256 * 1024;

struct TomlDocument {
  RawValue root;                  // a table
  std::vector<Mistake> mistakes;  // of syntax; what could be read besides is in `root`
};

// Any bytes are fine. After a syntax error the line is left out and reading goes on, so that one
// run names all mistakes; more than twenty are not listed.
TomlDocument read_toml(std::string_view text, const std::string& source);

}  // namespace fillwright
