// Judges what was read of a message against what it must lead to: a wrong order, a missed one, one
// with less said of it, or the exact one.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace fillwright::tests {

enum class Verdict { exact, inexact, missed, wrong };

// Both in the shape of parsed_json; `expected` may be null.
Verdict judge(const nlohmann::json& expected, const nlohmann::json& parsed);

struct Score {
  int exact = 0;
  int inexact = 0;
  int missed = 0;
  int wrong = 0;
  std::string wrong_texts;  // one a line, with what was read
  int total() const { return exact + inexact + missed + wrong; }
};

// Reads every text of a file of JSON lines with `text` and `expect`, as free text on 2026-11-20.
Score score_file(const std::string& path);

}  // namespace fillwright::tests
