// Whole files of callers' texts: no wrong order, and most of the calls read exactly.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/domain/alert/judge.hpp"
#include "tests/support/places.hpp"

using namespace fillwright::tests;

TEST_CASE("our own texts lead to no wrong order and mostly to the exact one", "[alert]") {
  const auto score =
      score_file(fillwright::test::source_folder() + "/tests/data/alerts/own_alerts.jsonl");
  INFO(score.wrong_texts);
  CHECK(score.total() >= 200);
  CHECK(score.wrong == 0);
  CHECK(score.exact * 100 >= score.total() * 95);
}

TEST_CASE("the shared texts of real callers lead to no wrong order", "[alert]") {
  const std::string path = fillwright::test::source_folder() + "/../shared/alerts/alerts.jsonl";
  if (!std::filesystem::exists(path)) {
    WARN("skipped: " << path << " is not here");
    return;
  }
  const auto score = score_file(path);
  INFO(score.wrong_texts);
  CHECK(score.wrong == 0);
  CHECK(score.exact * 100 >= score.total() * 95);
}

TEST_CASE("the judge tells wrong, missed, inexact and exact apart", "[alert]") {
  const auto judged = [](const char* want, const char* got) {
    return judge(nlohmann::json::parse(want), nlohmann::json::parse(got));
  };
  const auto* none = R"({"action": "none", "reason": "talk"})";
  const auto* close = R"({"action": "close", "symbol": "SPY", "price": 1.5})";
  CHECK(judged("null", none) == Verdict::exact);
  CHECK(judged("null", close) == Verdict::wrong);
  CHECK(judged(close, none) == Verdict::missed);
  CHECK(judged(close, close) == Verdict::exact);
  CHECK(judged(close, R"({"action": "trim", "symbol": "SPY", "price": 1.5})") == Verdict::inexact);
  CHECK(judged(close, R"({"action": "close", "symbol": "SPY"})") == Verdict::inexact);
  CHECK(judged(close, R"({"action": "close", "symbol": "SPY", "price": 2})") == Verdict::wrong);
  CHECK(judged(close, R"({"action": "close", "symbol": "SPY", "price": 1.5, "side": "buy"})") ==
        Verdict::wrong);
}
