// Refusals: what was said, why it came to nothing, and once only. Stories: whose events are whose.
#include "projections/refusals.hpp"

#include <catch2/catch.hpp>

#include "projections/story.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

MessageReceived message(std::string author, std::string text) {
  MessageReceived received;
  received.source = "stdin";
  received.channel = "options";
  received.message_id = "17";
  received.author = std::move(author);
  received.text = std::move(text);
  return received;
}

}  // namespace

TEST_CASE("a refused message is told with its text and author, edits included") {
  Teller t;
  t.feed.add("message/stdin/17", message("bob", "good morning"));
  t.feed.add("message/stdin/17", AlertRefused{RefusalReason::talk, "no order in it", {}});
  MessageEdited edited;
  edited.text = "BTO SPY 30 February";
  t.feed.add("message/stdin/17", edited);
  t.feed.add("message/stdin/17", AlertRefused{RefusalReason::impossible_date, "30 February", {}});
  const auto refusals = t.feed.fold<Refusals>();
  REQUIRE(refusals.rows.size() == 2);
  CHECK(refusals.rows[0].reason == RefusalReason::talk);
  CHECK(refusals.rows[0].author == "bob");
  CHECK(refusals.rows[0].text == "good morning");
  CHECK(refusals.rows[0].where == "message");
  CHECK(refusals.rows[0].at == half_past_two());
  CHECK(refusals.rows[1].text == "BTO SPY 30 February");
}

TEST_CASE("a limit refused by risk, order, step and workflow is one refusal") {
  Teller t;
  t.feed.add("message/stdin/17", message("bob", "BTO SPY 680c"));
  t.start("w1", "bob", "message/stdin/17");
  t.plan("w1-1", "w1", Side::buy, 2);
  RiskRefused risk;
  risk.order_id = "w1-1";
  risk.limit = "max_per_trade";
  risk.value = "500";
  risk.asked = "1270";
  t.feed.add("account/paper", risk);
  t.feed.add("order/w1-1", OrderRefused{RefusalReason::risk_limit, "too much", t.feed.now()});
  t.feed.add("workflow/w1",
             StepFailed{"validate_risk", RefusalReason::risk_limit, "again", t.feed.now()});
  t.feed.add("workflow/w1", WorkflowFailed{RefusalReason::risk_limit, "again", t.feed.now()});
  const auto refusals = t.feed.fold<Refusals>();
  REQUIRE(refusals.rows.size() == 1);
  CHECK(refusals.rows[0].order_id == "w1-1");
  CHECK(refusals.rows[0].workflow_id == "w1");
  CHECK(refusals.rows[0].detail == "max_per_trade: 500, asked 1270");
  CHECK(refusals.rows[0].text == "BTO SPY 680c");
}

TEST_CASE("a workflow that fails before any order, and a bad line of a file, are refusals") {
  Teller t;
  t.start("w1", "bob");
  t.feed.add("workflow/w1", WorkflowFailed{RefusalReason::no_quote, "no mid", t.feed.now()});
  t.feed.add("control", InputRefused{"tape.csv", 7, "half a line", t.feed.now()});
  const auto refusals = t.feed.fold<Refusals>();
  REQUIRE(refusals.rows.size() == 2);
  CHECK(refusals.rows[0].reason == RefusalReason::no_quote);
  CHECK(refusals.rows[0].where == "workflow");
  CHECK(refusals.rows[1].detail == "line 7: half a line");
}

TEST_CASE("a story holds its own events and no other order's") {
  Teller t;
  t.feed.add("message/stdin/17", message("bob", "BTO SPY 680c"));
  t.feed.add("caller/bob", CallAccepted{});
  t.start("w1", "bob", "message/stdin/17");
  t.plan("w1-1", "w1", Side::buy, 2);
  ExposureReserved held;
  held.order_id = "w1-1";
  t.feed.add("account/paper", held);
  held.order_id = "w2-1";
  held.workflow_id = "w2";
  t.feed.add("account/paper", held);
  t.start("w2", "bob", "message/stdin/17");
  t.plan("w2-1", "w2", Side::buy, 2);

  const auto links = t.feed.fold<Links>();
  REQUIRE(links.find_order("w1-1"));
  CHECK(links.find_order("w1-1")->workflow_id == "w1");
  CHECK_FALSE(links.find_order("w9-1"));
  Story story;
  story.scope.add_workflow(*links.find_workflow("w1"));
  t.feed.fold_into(story);
  std::vector<std::uint64_t> seqs;
  for (const auto& event : story.events) seqs.push_back(event.seq);
  CHECK(seqs == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
  CHECK(story.find(4));
  CHECK_FALSE(story.find(6));
}
