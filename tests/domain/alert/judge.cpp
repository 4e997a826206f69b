#include "tests/domain/alert/judge.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <vector>

#include "actors/domain/alert/parse_alert.hpp"
#include "actors/domain/alert/reading_json.hpp"

namespace fillwright::tests {
namespace {

using nlohmann::json;

json field(const json& order, const char* key) { return order.contains(key) ? order[key] : json(); }

json comparable(const json& value) {
  if (!value.is_string()) return value;
  auto text = value.get<std::string>();
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<json> orders(const json& value) {
  if (value.is_null() || value.value("action", "") == "none") return {};
  if (value.contains("multi")) return value["multi"].get<std::vector<json>>();
  return {value};
}

std::string ordinary_side(const std::string& action) {
  if (action == "open" || action == "add") return "buy";
  return action == "trim" || action == "close" ? "sell" : "";
}

Verdict judge_order(const json& want, const json& got) {
  const auto wanted = want.value("action", "");
  const auto given = got.value("action", "");
  auto verdict = Verdict::exact;
  if (wanted != given) {
    const bool is_entry =
        (wanted == "open" && given == "add") || (wanted == "add" && given == "open");
    if (!is_entry && !(wanted == "close" && given == "trim")) return Verdict::wrong;
    verdict = Verdict::inexact;
  }
  for (const auto* key : {"symbol", "strike", "right", "expiry", "price", "limit_low", "limit_high",
                          "quantity", "pct", "kind"}) {
    const auto w = comparable(field(want, key));
    const auto g = comparable(field(got, key));
    if (w == g || (std::string(key) == "kind" && w.is_null())) continue;
    if (!g.is_null()) return Verdict::wrong;
    verdict = Verdict::inexact;
  }
  const auto side = got.value("side", "");
  const auto expected_side = want.value("side", ordinary_side(wanted));
  if (!side.empty() && !expected_side.empty() && side != expected_side) return Verdict::wrong;
  return verdict;
}

}  // namespace

Verdict judge(const json& expected, const json& parsed) {
  const auto want = orders(expected);
  const auto got = orders(parsed);
  if (want.empty()) return got.empty() ? Verdict::exact : Verdict::wrong;
  if (got.empty()) return Verdict::missed;
  if (got.size() > want.size()) return Verdict::wrong;
  auto worst = got.size() < want.size() ? Verdict::inexact : Verdict::exact;
  for (std::size_t i = 0; i < got.size(); ++i)
    worst = std::max(worst, judge_order(want[i], got[i]));
  return worst;
}

Score score_file(const std::string& path) {
  Score score;
  ParseRules rules;
  rules.is_free_text = true;
  rules.today = *make_date(2026, 11, 20);
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto object = json::parse(line);
    const auto written = parsed_json(parse_alert(object["text"].get<std::string>(), rules));
    switch (judge(object["expect"], json::parse(written))) {
      case Verdict::exact:
        ++score.exact;
        break;
      case Verdict::inexact:
        ++score.inexact;
        break;
      case Verdict::missed:
        ++score.missed;
        break;
      case Verdict::wrong:
        ++score.wrong;
        score.wrong_texts += object["text"].dump() + " read as " + written + "\n";
    }
  }
  return score;
}

}  // namespace fillwright::tests
