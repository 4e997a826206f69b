// Orders: every path through the phases, from hand-made events.
#include "projections/orders.hpp"

#include <catch2/catch.hpp>

#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// An order for 2 contracts that was sent and, if wanted, accepted.
Teller sent(bool is_accepted = true) {
  Teller t;
  t.define();
  t.start("w1", "alice");
  t.plan("w1-1", "w1", Side::buy, 2);
  t.step("w1-1", 1, "1.20", t.quote("1.10", "1.30"));
  t.attempt("w1-1", 1, AttemptKind::submit, "1.20", 2);
  if (is_accepted) t.accept("w1-1", 1);
  return t;
}
OrderRow row_of(const Teller& t) {
  const auto orders = t.feed.fold<Orders>();
  REQUIRE(orders.find("w1-1"));
  return *orders.find("w1-1");
}
OrderPhase phase_of(const Teller& t) { return row_of(t).phase; }

}  // namespace

TEST_CASE("an order is planned until its first message leaves, then sending, then working") {
  Teller t;
  t.start("w1", "alice");
  t.plan("w1-1", "w1", Side::buy, 2);
  CHECK(phase_of(t) == OrderPhase::planned);
  CHECK(phase_of(sent(false)) == OrderPhase::sending);
  CHECK(phase_of(sent()) == OrderPhase::working);
  const auto row = row_of(sent());
  CHECK(row.caller == "alice");
  CHECK(row.limit == price("1.20"));
  CHECK(row.rungs == 1);
  CHECK(row.attempts == 1);
  CHECK(row.policy == "discovery");
  CHECK(row.remaining() == contracts(2));
}

TEST_CASE("a refused order is over with its reason") {
  Teller t;
  t.plan("w1-1", "w1", Side::buy, 2);
  t.feed.add("order/w1-1", OrderRefused{RefusalReason::risk_limit, "too much", t.feed.now()});
  CHECK(phase_of(t) == OrderPhase::refused);
  CHECK(is_over(phase_of(t)));
  CHECK(row_of(t).refusal == RefusalReason::risk_limit);
  CHECK(row_of(t).reason == "too much");
}

TEST_CASE("a message without an answer is unknown until there is evidence") {
  auto t = sent(false);
  t.feed.add("order/w1-1", AttemptUnknown{1, "time_out", t.feed.now()});
  CHECK(phase_of(t) == OrderPhase::unknown);
  SECTION("it had arrived") {
    t.accept("w1-1", 1);
    CHECK(phase_of(t) == OrderPhase::working);
  }
  SECTION("it had not") {
    t.feed.add("order/w1-1", AttemptNeverArrived{1, "query", t.feed.now()});
    CHECK(phase_of(t) == OrderPhase::planned);
  }
}

TEST_CASE("a rung is a replacement, and a rejected one leaves the old price") {
  auto t = sent();
  t.step("w1-1", 2, "1.25", t.quote("1.10", "1.30"));
  t.attempt("w1-1", 2, AttemptKind::replace, "1.25", 2);
  CHECK(phase_of(t) == OrderPhase::replacing);
  CHECK(row_of(t).limit == price("1.25"));
  SECTION("accepted") {
    t.accept("w1-1", 2);
    CHECK(phase_of(t) == OrderPhase::working);
    CHECK(row_of(t).limit == price("1.25"));
  }
  SECTION("rejected") {
    t.feed.add("order/w1-1", AttemptRejected{2, "E7", "no such price", "answer", t.feed.now()});
    CHECK(phase_of(t) == OrderPhase::working);
    CHECK(row_of(t).limit == price("1.20"));
    CHECK(row_of(t).reason == "no such price");
  }
}

TEST_CASE("fills in parts average exactly and complete the order") {
  auto t = sent();
  t.fill("w1-1", Side::buy, 1, "1.20", "0.65");
  CHECK(phase_of(t) == OrderPhase::partly_filled);
  t.fill("w1-1", Side::buy, 1, "1.17", "0.65");
  const auto row = row_of(t);
  CHECK(row.phase == OrderPhase::filled);
  CHECK(row.average == price("1.185"));
  CHECK(row.fees == money("1.3"));
  CHECK(row.fills == 2);
  CHECK(row.remaining().is_zero());
}

TEST_CASE("a cancel is cancelling until the broker confirms it") {
  auto t = sent();
  t.fill("w1-1", Side::buy, 1, "1.20");
  t.feed.add("order/w1-1", CancelRequested{"workflow", "caller left", t.feed.now()});
  CHECK(phase_of(t) == OrderPhase::cancelling);
  t.attempt("w1-1", 2, AttemptKind::cancel, "0", 2);
  CHECK(phase_of(t) == OrderPhase::cancelling);
  t.accept("w1-1", 2);
  CHECK(phase_of(t) == OrderPhase::cancelling);
  t.feed.add("order/w1-1", OrderCancelled{contracts(1), contracts(1), "caller left", t.feed.now()});
  CHECK(phase_of(t) == OrderPhase::cancelled);
  CHECK(row_of(t).filled == contracts(1));
  SECTION("and a fill that lands later still counts") {
    t.fill("w1-1", Side::buy, 1, "1.20");
    CHECK(phase_of(t) == OrderPhase::filled);
  }
}

TEST_CASE("a rejected cancel leaves the order working") {
  auto t = sent();
  t.attempt("w1-1", 2, AttemptKind::cancel, "0", 2);
  t.feed.add("order/w1-1", AttemptRejected{2, "E1", "too late", "answer", t.feed.now()});
  CHECK(phase_of(t) == OrderPhase::working);
}

TEST_CASE("expiry and the broker's reject end an order") {
  auto t = sent();
  SECTION("expired") {
    t.feed.add("order/w1-1", OrderExpired{{}, contracts(2), t.feed.now()});
    CHECK(phase_of(t) == OrderPhase::expired);
  }
  SECTION("rejected") {
    t.feed.add("order/w1-1", OrderRejected{"E2", "margin", t.feed.now()});
    CHECK(phase_of(t) == OrderPhase::rejected);
    CHECK(row_of(t).reason == "margin");
  }
  SECTION("gone, to be sent again") {
    t.feed.add("order/w1-1", LiveOrderGone{"w1-1.1", {}, t.feed.now()});
    CHECK(phase_of(t) == OrderPhase::planned);
  }
}

TEST_CASE("a spread's average is the net of its legs") {
  Teller t;
  t.define();
  t.plan("w1-1", "w1", Side::buy, 2);
  t.fill("w1-1", Side::buy, 2, "3.10", "1.30", 1, 2);
  t.fill("w1-1", Side::sell, 2, "1.85", "1.30", 2, 0);
  const auto row = row_of(t);
  CHECK(row.filled == contracts(2));
  CHECK(row.average == price("1.25"));
  CHECK(row.fees == money("2.6"));
}

TEST_CASE("orders seen twice are counted once, and a second fold gives the same") {
  auto t = sent();
  t.fill("w1-1", Side::buy, 1, "1.20", "0.65");
  Orders orders;
  t.feed.fold_into(orders);
  const auto once = orders.rows[0];
  t.feed.fold_into(orders);
  REQUIRE(orders.rows.size() == 1);
  CHECK(orders.rows[0].filled == once.filled);
  CHECK(orders.rows[0].fees == once.fees);
  CHECK(orders.last_seq == t.feed.last_seq());
  const auto again = t.feed.fold<Orders>();
  CHECK(again.rows[0].average == once.average);
  CHECK(again.rows[0].changed_seq == once.changed_seq);
}
