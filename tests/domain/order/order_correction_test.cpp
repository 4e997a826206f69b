// The broker's books state a fill with other figures than it was told, or a price that is not the
// accepted one.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// Books that have these figures of a fill, and the order as it is given.
Outcome correct(GivenOrder& order, const BrokerFill& fill,
                std::optional<BrokerOrder> theirs = std::nullopt) {
  auto shared = theirs ? std::make_shared<const BrokerOrder>(std::move(*theirs)) : nullptr;
  return order.when(
      NoteBooks{std::move(shared), {}, false, order.context.now + Duration{1}, {fill}});
}

BrokerOrder working(const GivenOrder& order, std::int64_t quantity, std::int64_t filled) {
  auto theirs = order.theirs(BrokerOrderState::working, {"w1-1.1"}, filled);
  theirs.quantity = units(quantity);
  theirs.limit = price("0.75");
  return theirs;
}

}  // namespace

TEST_CASE("the books' figures of a fill count, and everybody is told", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(4, "e1");
  auto fill = order.a_fill(3, "e1", "w1-1.1", "0.74");
  fill.fees = money("1.5");
  const auto taken = correct(order, fill);
  const auto corrected = taken.only<FillCorrected>();
  CHECK(corrected.before == FillFigures{units(4), units(4), price("0.75"), {}});
  CHECK(corrected.now == FillFigures{units(3), units(3), price("0.74"), money("1.5")});
  CHECK(corrected.evidence == "books");
  CHECK(taken.only_tell<RecordCorrection>().correction == corrected);
  CHECK(taken.only_tell<NoteDifference>().difference.rule == DifferenceRule::fill_corrected);
  CHECK(taken.only_tell<NoteOrder>().progress.filled == units(3));
  CHECK(taken.only_tell<NoteOrder>().progress.average == price("0.74"));
  CHECK(order.state().filled == units(3));
  CHECK(order.state().fills->fees == money("1.5"));
  CHECK(correct(order, fill).is_nothing());  // told again
}

TEST_CASE("a repeat on the stream with other figures is not believed", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(4, "e1");
  CHECK(order.fill(3, "e1").is_nothing());
  CHECK(order.state().filled == units(4));
}

TEST_CASE("what is no fill of ours, or of another thing, is not corrected", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(4, "e1");
  CHECK(correct(order, order.a_fill(3, "e2")).is_nothing());
  auto other = order.a_fill(3, "e1");
  other.side = Side::sell;
  CHECK(correct(order, other).is_nothing());
  CHECK(correct(order, order.a_fill(-1, "e1")).is_nothing());
}

TEST_CASE("a bust takes the fill back, also when the order is over", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(2, "e1");
  order.cancel();
  order.accept();
  order.cancelled(2);
  REQUIRE(order.is_over());
  const auto busted = correct(order, order.a_fill(0, "e1", "w1-1.1"));
  CHECK(busted.only<FillCorrected>().now.quantity.is_zero());
  CHECK(busted.only_tell<NoteOrder>().progress.filled.is_zero());
  CHECK(order.is_over());
  CHECK(busted.requests().empty());
}

TEST_CASE("a figure that is corrected upwards completes the order", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(2, "e1");
  CHECK(correct(order, order.a_fill(5, "e1")).only<OrderCompleted>().filled == units(5));
}

TEST_CASE("what a wrong figure completed is opened again, and its rest taken back", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(5, "e1");
  REQUIRE(order.is_over());
  SECTION("when it works at the broker") {
    const auto taken = correct(order, order.a_fill(3, "e1", "w1-1.1"), working(order, 5, 3));
    CHECK(taken.only<OrderReopened>().client_order_id == "w1-1.1");
    CHECK(taken.only_request().kind == AttemptKind::cancel);
    CHECK(taken.only_request().replaces == "w1-1.1");
    CHECK_FALSE(order.is_over());
    order.accept();
    const auto over = order.cancelled(3);
    CHECK(over.only<OrderCancelled>().filled == units(3));
    CHECK(over.only<OrderCancelled>().remaining == units(2));
  }
  SECTION("and once the gate is open") {
    order.context.is_gate_open = false;
    const auto taken = correct(order, order.a_fill(3, "e1", "w1-1.1"), working(order, 5, 3));
    CHECK(taken.has<OrderReopened>());
    CHECK(taken.requests().empty());
    order.context.is_gate_open = true;
    CHECK(order.when(QuoteWake{"gate"}).only_request().kind == AttemptKind::cancel);
  }
  SECTION("not when it does not") {
    auto theirs = working(order, 5, 3);
    theirs.state = BrokerOrderState::filled;
    const auto taken = correct(order, order.a_fill(3, "e1", "w1-1.1"), theirs);
    CHECK(taken.has<FillCorrected>());
    CHECK_FALSE(taken.has<OrderReopened>());
    CHECK(order.is_over());
  }
  SECTION("nor by books that correct nothing") {
    CHECK(order.books(working(order, 5, 3)).is_nothing());
  }
}

TEST_CASE("a list of orders that is behind does not keep closed what a wrong figure completed",
          "[order]") {
  GivenOrder order;
  order.work();
  order.fill(5, "e1");
  REQUIRE(order.is_over());
  SECTION("when it does not know the message yet") {
    const auto taken = correct(order, order.a_fill(3, "e1", "w1-1.1"));
    const auto reopened = taken.only<OrderReopened>();
    CHECK(reopened.client_order_id == "w1-1.1");
    CHECK(reopened.type == OrderType::limit);
    CHECK(reopened.limit == price("0.75"));
    CHECK(reopened.quantity == units(5));
    CHECK(reopened.filled == units(3));
    CHECK(taken.only_request().kind == AttemptKind::cancel);
    CHECK(taken.only_request().replaces == "w1-1.1");
    order.accept();
    CHECK(order.cancelled(3).only<OrderCancelled>().remaining == units(2));
    CHECK(order.is_over());
  }
  SECTION("when it knows an earlier one") {
    auto earlier = order.theirs(BrokerOrderState::cancelled, {"w1-1.0"}, 0);
    const auto taken = correct(order, order.a_fill(3, "e1", "w1-1.1"), earlier);
    CHECK(taken.only<OrderReopened>().client_order_id == "w1-1.1");
    CHECK_FALSE(order.is_over());
  }
  SECTION("but figures that still complete it do") {
    CHECK_FALSE(correct(order, order.a_fill(5, "e1", "w1-1.1", "0.74")).has<OrderReopened>());
    CHECK(order.is_over());
  }
}

TEST_CASE("what was left after a fill that was told too large is sent again, not more", "[order]") {
  GivenOrder order;
  order.context.broker.replace = ReplaceSupport::none;
  order.work();
  order.fill(4, "e1");  // two in truth
  order.at(20).quote("0.70", "1.00");
  REQUIRE(order.step_due().only_request().kind == AttemptKind::cancel);
  order.accept();
  REQUIRE(order.cancelled(2).only_request().quantity == units(1));
  order.accept();
  const auto taken = correct(order, order.a_fill(2, "e1", "w1-1.1"));
  CHECK(order.state().filled == units(2));
  CHECK(order.state().live->filled_before == units(2));
  CHECK(order.state().asked == units(3));
  CHECK(taken.only_request().kind == AttemptKind::cancel);  // two more are wanted
}

TEST_CASE("nothing is sent again before a fill that was told too small is corrected", "[order]") {
  GivenOrder order;
  order.context.broker.replace = ReplaceSupport::none;
  order.work();
  order.fill(1, "e1");  // three in truth
  order.at(20).quote("0.70", "1.00");
  REQUIRE(order.step_due().only_request().kind == AttemptKind::cancel);
  order.accept();
  CHECK(order.cancelled(3).requests().empty());
  CHECK(correct(order, order.a_fill(3, "e1", "w1-1.1")).only_request().quantity == units(2));
}

TEST_CASE("an overfill alarms, and is settled when a correction shows that it was none",
          "[order]") {
  GivenOrder order;
  order.work();
  REQUIRE(order.fill(7, "e1").has<FillExceeded>());
  const auto less = correct(order, order.a_fill(6, "e1", "w1-1.1"));
  CHECK(less.only<FillCorrected>().excess == units(1));
  CHECK(less.tells<SettleAlarm>().empty());
  const auto none = correct(order, order.a_fill(5, "e1", "w1-1.1"));
  CHECK(none.only<FillCorrected>().excess.is_zero());
  CHECK(none.only_tell<SettleAlarm>().kind == "overfill");
  const auto more = correct(order, order.a_fill(6, "e1", "w1-1.1"));
  CHECK(more.has<FillExceeded>());
  CHECK(more.only_tell<RaiseAlarm>().kind == "overfill");
}

TEST_CASE("a fill that is not the order's is corrected without filling anything of it", "[order]") {
  GivenOrder order;
  order.work();
  auto foreign = order.a_fill(2, "e1");
  foreign.instrument = {2};
  order.when(NoteFill{foreign});
  foreign.quantity = foreign.order_quantity = units(1);
  const auto taken = correct(order, foreign);
  CHECK(taken.only_tell<RecordCorrection>().correction.now.quantity == units(1));
  CHECK(taken.only<FillCorrected>().now.order_quantity.is_zero());
  CHECK(order.state().filled.is_zero());
}

TEST_CASE("the price that works there counts once the books are young enough", "[order]") {
  GivenOrder order;
  order.context.broker.settles_within = seconds(15);
  order.work();
  auto theirs = working(order, 5, 0);
  theirs.limit = price("0.70");
  const auto look = [&](std::int64_t second) {
    order.at(second);
    return order.books(theirs, false);
  };
  CHECK_FALSE(look(5).has<LivePriceDiffers>());  // they may lag by so much
  const auto seen = look(20);
  CHECK(seen.only<LivePriceDiffers>().limit == price("0.70"));
  CHECK(seen.only<LivePriceDiffers>().before == price("0.75"));
  CHECK(seen.only_tell<NoteDifference>().difference.rule == DifferenceRule::price_differs);
  CHECK(seen.only_request().kind == AttemptKind::replace);
  CHECK(look(21).requests().empty());  // its answer is awaited
}

TEST_CASE("the price that was accepted is no difference", "[order]") {
  GivenOrder order;
  order.work();
  order.at(60);
  auto theirs = working(order, 5, 0);
  CHECK_FALSE(order.books(theirs, false).has<LivePriceDiffers>());
  theirs.limit = price("0.70");
  theirs.state = BrokerOrderState::filled;
  CHECK_FALSE(order.books(theirs, false).has<LivePriceDiffers>());
}

namespace {

// An exit of five that risk has passed and the gate keeps back.
void keep_back(GivenOrder& order) {
  order.context.is_gate_open = false;
  REQUIRE(order.send(GivenOrder::target()).requests().empty());
  REQUIRE(order.state().reserved == units(5));
}

Outcome reduce(GivenOrder& order, std::int64_t by) {
  return order.when(ReduceApproval{units(by), "3 held"});
}

Outcome refuse(GivenOrder& order) {
  TakeRiskAnswer answer;
  answer.refusal = RefusalReason::nothing_held;
  answer.detail = "held: 3; asked: 5";
  return order.when(answer);
}

}  // namespace

TEST_CASE("an exit that is not sent gives back what risk passed by wrong figures", "[order]") {
  GivenOrder order;
  keep_back(order);
  const auto reduced = reduce(order, 2);
  CHECK(reduced.only<ApprovalReduced>().reserved == units(3));
  CHECK(reduced.only_tell<ReserveExposure>().quantity == units(3));
  CHECK(reduced.timer("step") == order.context.now);
  order.context.is_gate_open = true;
  const auto asked = order.step_due();
  CHECK(asked.only_tell<ReserveExposure>().quantity == units(5));
  CHECK(asked.requests().empty());
  SECTION("and is sent whole when risk passes it again") {
    CHECK(order.clear("1.50").only_request().quantity == units(5));
  }
  SECTION("or else smaller, and its workflow knows") {
    const auto refused = refuse(order);
    CHECK(refused.only_request().quantity == units(3));
    CHECK(refused.only<ChangeRequested>().quantity == units(3));
    CHECK(refused.tells<NoteOrder>().front().progress.change_refused == "held: 3; asked: 5");
  }
}

TEST_CASE("an exit of which risk passes nothing any more is refused", "[order]") {
  GivenOrder order;
  keep_back(order);
  CHECK(reduce(order, 7).only<ApprovalReduced>().reserved.is_zero());
  order.context.is_gate_open = true;
  REQUIRE(order.step_due().only_tell<ReserveExposure>().quantity == units(5));
  const auto refused = refuse(order);
  CHECK(refused.only<OrderRefused>().reason == RefusalReason::nothing_held);
  CHECK(refused.tells<ReleaseExposure>().size() == 1);
  CHECK(refused.requests().empty());
}

TEST_CASE("what is at the broker, on its way, or no exit keeps what risk has passed", "[order]") {
  GivenOrder order;
  SECTION("not placed") {}
  SECTION("on its way") { order.send(GivenOrder::target()); }
  SECTION("working") { order.work(GivenOrder::target()); }
  SECTION("over") {
    order.work(GivenOrder::target());
    order.fill(5, "e1");
  }
  SECTION("an entry") {
    order.context.is_gate_open = false;
    order.send();
  }
  CHECK(reduce(order, 2).is_nothing());
}

TEST_CASE("a late fill that a wrong figure stood for is no excess once that is put right",
          "[order]") {
  GivenOrder order;
  order.context.broker.replace = ReplaceSupport::none;
  order.work(GivenOrder::plan(8));
  order.fill(7, "e1");  // 4 in truth, and one more that is lost
  order.at(20).quote("0.70", "1.00");
  REQUIRE(order.step_due().only_request().kind == AttemptKind::cancel);
  order.accept();
  REQUIRE(order.cancelled(5).only_request().quantity == units(1));
  order.accept();
  REQUIRE(order.state().asked == units(8));
  const auto late = order.a_fill(1, "e2", "w1-1.1");
  const auto last = order.a_fill(1, "e3", "w1-1.3");
  const auto told = order.when(NoteBooks{
      {}, {late, last}, false, order.context.now + Duration{1}, {order.a_fill(4, "e1", "w1-1.1")}});
  CHECK(told.only<FillExceeded>().filled == units(9));
  CHECK(told.only<FillCorrected>().excess.is_zero());
  CHECK(told.tells<SettleAlarm>().size() == 1);
  CHECK(order.state().filled == units(6));
  CHECK(told.only_request().quantity == units(2));
}
