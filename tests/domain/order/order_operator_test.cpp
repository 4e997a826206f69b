// The operator takes an order back, or turns the kill switch.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("the operator hears how an order ended that he took back, now or before", "[order]") {
  GivenOrder order;
  order.work();
  CHECK(order.when(CancelOrder{"operator", "enough"}).tells<NoteOrderOver>().empty());
  order.fill(2, "x1");
  order.accept();
  const auto over = order.cancelled(2).only_tell<NoteOrderOver>();
  CHECK(over.order_id == "w1-1");
  CHECK(over.outcome == "cancelled");
  CHECK(over.filled == units(2));
  CHECK(over.remaining == units(3));
  CHECK(over.detail == "enough");
  const auto again = order.when(CancelOrder{"operator", "enough"});
  CHECK(again.only_tell<NoteOrderOver>().outcome == "cancelled");
  CHECK(again.decision.events.empty());
  CHECK(again.decision.is_query);
}

TEST_CASE("nobody hears of an order that its workflow took back", "[order]") {
  GivenOrder order;
  order.work();
  order.when(CancelOrder{"workflow", "an exit goes first"});
  order.accept();
  CHECK(order.cancelled().tells<NoteOrderOver>().empty());
  CHECK(order.when(CancelOrder{"workflow", "again"}).tells<NoteOrderOver>().empty());
}

TEST_CASE("an order that is being taken back already is the operator's, too, once he asks",
          "[order]") {
  GivenOrder order;
  order.work();
  order.when(CancelOrder{"workflow", "an exit goes first"});
  CHECK(order.when(CancelOrder{"operator", "enough"}).only<CancelRequested>().by == "operator");
  CHECK_FALSE(order.when(CancelOrder{"operator", "enough"}).has<CancelRequested>());
  order.accept();
  CHECK(order.cancelled().tells<NoteOrderOver>().size() == 1);
}

TEST_CASE("the kill switch is nobody's word about this one order", "[order]") {
  GivenOrder order;
  order.work();
  order.when(CancelOrder{by_kill_switch, "too odd"});
  order.accept();
  const auto over = order.cancelled();
  CHECK(over.tells<NoteOrderOver>().size() == 1);
  CHECK_FALSE(over.only_tell<NoteOrder>().progress.is_by_person);
}

TEST_CASE("while the kill switch is on no rung follows, whatever wakes the walk", "[order]") {
  GivenOrder order;
  order.work();
  order.context.is_killed = true;
  order.at(20).quote("0.70", "1.00");
  SECTION("its timer") {
    const auto woken = order.step_due();
    CHECK_FALSE(woken.has<PriceStepped>());
    CHECK(woken.only<CancelRequested>().by == by_kill_switch);
    CHECK(woken.only_request().kind == AttemptKind::cancel);
  }
  SECTION("a quote") {
    CHECK(order.when(QuoteWake{"quote"}).only_request().kind == AttemptKind::cancel);
  }
  order.accept();
  CHECK(order.cancelled().only<OrderCancelled>().why == "the kill switch is on");
}

TEST_CASE("a price that is on its way as the kill switch goes on is taken back when it is there",
          "[order]") {
  GivenOrder order;
  order.work();
  order.at(20).quote("0.70", "1.00");
  REQUIRE(order.step_due().only_request().kind == AttemptKind::replace);
  order.context.is_killed = true;
  CHECK(order.when(CancelOrder{by_kill_switch, "too odd"}).requests().empty());
  CHECK(order.accept().only_request().kind == AttemptKind::cancel);
}

TEST_CASE("an order that nothing was sent of is refused while the kill switch is on", "[order]") {
  GivenOrder order;
  order.context.is_killed = true;
  SECTION("placed then") {
    CHECK(order.place().only<OrderRefused>().reason == RefusalReason::kill_switch);
  }
  SECTION("cleared by risk just before") {
    order.context.is_killed = false;
    order.place();
    order.context.is_killed = true;
    const auto cleared = order.clear();
    CHECK(cleared.requests().empty());
    CHECK(cleared.only<OrderRefused>().reason == RefusalReason::kill_switch);
    CHECK(cleared.tells<ReleaseExposure>().size() == 1);
  }
  CHECK(order.is_over());
}

TEST_CASE("what the gateway gave back as the kill switch went on is not sent again", "[order]") {
  GivenOrder order;
  order.send();
  order.context.is_killed = true;
  const auto back = order.answer(AnswerKind::not_sent);
  CHECK(back.requests().empty());
  CHECK(back.has<OrderCancelled>());
}
