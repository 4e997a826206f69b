// The report of a small journal in its three forms.
#include "replay/backtest/report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/replay/trade_story.hpp"
#include "tests/support/feed_journal.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the report tells of walks, fills and refusals") {
  const auto journal = journal_of(trade_story().feed);
  const auto report = gather_report(*journal);
  REQUIRE(report);
  CHECK(report->events == journal->durable());
  CHECK(report->fills.size() == 2);
  REQUIRE(report->walks.size() == 1);
  CHECK(report->walks[0].order_id == "w1-1");
  CHECK(report->quality.walks == 1);
  const auto text = report_text(*report, "");
  CHECK(has(text, "Performance"));
  CHECK(has(text, "RUNG"));
  CHECK_FALSE(has(text, "Of the quotes"));
}

TEST_CASE("where the quotes are from is said in every form") {
  const auto journal = journal_of(trade_story().feed);
  const auto report = gather_report(*journal);
  REQUIRE(report);
  const std::string notice = "path invented within bars, seed 7";
  CHECK(has(report_text(*report, notice), notice));
  CHECK(has(report_html(*report, {"A day", notice, {}}), notice));
  CHECK(nlohmann::json::parse(report_json(*report, notice)).at("notice") == notice);
}

TEST_CASE("long lists have a beginning, and say how much is left out") {
  const auto journal = journal_of(trade_story().feed);
  const auto report = gather_report(*journal, {1, 0, 0});
  REQUIRE(report);
  CHECK(report->fills.size() == 1);
  CHECK(report->fills_left_out == 1);
  CHECK(report->walks_left_out == 1);
  CHECK(has(report_html(*report, {"A day", "", {}}), "1 more fills are in the journal"));
}

TEST_CASE("a title cannot break out of the page") {
  const auto journal = journal_of(trade_story().feed);
  const auto report = gather_report(*journal);
  REQUIRE(report);
  const auto page = report_html(*report, {"</title><script>alert('1')</script>", "<b>", {}});
  CHECK_FALSE(has(page, "<script"));
  CHECK_FALSE(has(page, "<b>"));
  CHECK(has(page, "&lt;script&gt;alert(&#39;1&#39;)"));
}

TEST_CASE("several stand side by side, a column each") {
  const auto journal = journal_of(trade_story().feed);
  const auto report = gather_report(*journal);
  REQUIRE(report);
  const std::vector<NamedReport> both = {{"fast", &*report}, {"slow", &*report}};
  const auto text = comparison_text(both);
  CHECK(has(text.substr(0, text.find('\n')), "fast"));
  CHECK(has(text.substr(0, text.find('\n')), "slow"));
  const auto parsed = nlohmann::json::parse(comparison_json(both, ""));
  REQUIRE(parsed.size() == 2);
  CHECK(parsed[1].at("policy") == "slow");
}
