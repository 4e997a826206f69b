// A value as it was written in a file or environment variable, before anyone says what it means.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fillwright {

struct RawValue {
  enum class Kind { text, number, boolean, list, table, other };
  Kind kind = Kind::other;
  std::string text;             // of a number exactly as written: no double has touched it
  std::vector<RawValue> items;  // of a list
  std::vector<std::pair<std::string, RawValue>> fields;  // of a table, by name
  int line = 0;                                          // zero: not from a file
};

// Something wrong in the configuration, for people: where, what was found, what was expected.
struct Mistake {
  std::string source;  // file name, or "environment"
  int line = 0;        // zero: no line
  std::string text;
  bool operator==(const Mistake&) const = default;
};
// "fillwright.toml:12: risk.daily_loss_percent is 300; expected a number from 0 to 100".
std::string to_text(const Mistake& mistake);

}  // namespace fillwright
