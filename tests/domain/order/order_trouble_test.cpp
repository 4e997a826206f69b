// An order whose broker answers late, twice, wrongly or never.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("an unknown answer holds everything back", "[order]") {
  GivenOrder order;
  order.send();
  CHECK(order.lose().only<AttemptUnknown>().why == "time_out");
  CHECK(order.lose().is_nothing());
  CHECK(order.at(20).step_due().requests().empty());
  CHECK(order.cancel().requests().empty());
}

TEST_CASE("the books settle what is unknown", "[order]") {
  GivenOrder order;
  order.send();
  order.lose();
  SECTION("it is there") {
    const auto found = order.books(order.theirs(BrokerOrderState::working, {"w1-1.1"}));
    CHECK(found.only<AttemptAccepted>().evidence == "books");
    CHECK(found.requests().empty());
  }
  SECTION("it is not there, and cannot come any more: it is sent again under a new id") {
    const auto again = order.books(std::nullopt);
    CHECK(again.has<AttemptNeverArrived>());
    CHECK(again.only_request().client_order_id == "w1-1.2");
  }
  SECTION("it is not there yet") {
    CHECK(order.books(std::nullopt, false).is_nothing());
    CHECK(order.state().in_flight->is_unknown);
  }
  SECTION("it was filled meanwhile") {
    const auto filled = order.books(order.theirs(BrokerOrderState::filled, {"w1-1.1"}, 5), true,
                                    {order.a_fill(5, "e1", "w1-1.1")});
    CHECK(filled.has<OrderCompleted>());
    CHECK(filled.requests().empty());
  }
  SECTION("it was cancelled at the broker after a part") {
    const auto gone = order.books(order.theirs(BrokerOrderState::cancelled, {"w1-1.1"}, 2), true,
                                  {order.a_fill(2, "e1", "w1-1.1")});
    CHECK(gone.only<OrderCancelled>().filled == units(2));
    CHECK(gone.only<OrderCancelled>().remaining == units(3));
    CHECK(gone.requests().empty());
  }
}

TEST_CASE("books prove nothing about a message that is not unknown", "[order]") {
  // It may be younger than they are, or not even have left.
  GivenOrder order;
  order.send();
  CHECK(order.books(std::nullopt).requests().empty());
  CHECK(order.state().in_flight.has_value());
}

TEST_CASE("an accepted cancel waits for the end and is not sent twice", "[order]") {
  GivenOrder order;
  order.work();
  CHECK(order.cancel().only_request().kind == AttemptKind::cancel);
  CHECK(order.accept().requests().empty());
  CHECK(order.cancel().requests().empty());
  CHECK(order.step_due().requests().empty());
  SECTION("the end comes") { CHECK(order.cancelled().has<OrderCancelled>()); }
  SECTION("the end never comes: it is asked for again") {
    order.context.now = order.context.now + order.context.broker.settles_within;
    CHECK(order.step_due().only_request().kind == AttemptKind::cancel);
  }
}

TEST_CASE("a cancel while the submit is under way waits for its answer", "[order]") {
  GivenOrder order;
  order.send();
  CHECK(order.cancel().requests().empty());
  SECTION("accepted") { CHECK(order.accept().only_request().kind == AttemptKind::cancel); }
  SECTION("rejected") { CHECK(order.reject().has<OrderRejected>()); }
  SECTION("filled") { CHECK(order.fill(5, "e1").has<OrderCompleted>()); }
  SECTION("never arrived") {
    order.lose();
    const auto gone = order.books(std::nullopt);
    CHECK(gone.has<OrderCancelled>());
    CHECK(gone.requests().empty());
  }
}

TEST_CASE("a rejected cancel is tried again later, unless a fill says why", "[order]") {
  GivenOrder order;
  order.work();
  order.cancel();
  const auto refused = order.reject();
  CHECK(refused.requests().empty());
  CHECK(refused.timer("step").has_value());
  SECTION("filled") { CHECK(order.fill(5, "e1").has<OrderCompleted>()); }
  SECTION("later") { CHECK(order.at(10).step_due().only_request().kind == AttemptKind::cancel); }
}

TEST_CASE("a cancel with a part filled ends with the rest", "[order]") {
  GivenOrder order;
  order.work();
  order.cancel();
  order.fill(2, "e1");
  CHECK(order.cancelled(2).only<OrderCancelled>().remaining == units(3));
}

TEST_CASE("an end that counts fills not seen yet waits for them", "[order]") {
  GivenOrder order;
  order.work();
  order.cancel();
  CHECK_FALSE(order.cancelled(2).has<OrderCancelled>());
  CHECK_FALSE(order.is_over());
  const auto done = order.fill(2, "e1", "w1-1.1");
  CHECK(done.only<OrderCancelled>().filled == units(2));
}

TEST_CASE("expired at the broker is over", "[order]") {
  GivenOrder order;
  order.work();
  order.fill(1, "e1");
  CHECK(order.ended(BrokerOrderState::expired, 1).only<OrderExpired>().remaining == units(4));
}

TEST_CASE("expired with a fill under way does not go out again", "[order]") {
  GivenOrder order;
  order.work();
  CHECK(order.ended(BrokerOrderState::expired, 1).requests().empty());
  const auto done = order.fill(1, "e1", "w1-1.1");
  CHECK(done.requests().empty());
  CHECK(done.has<OrderCancelled>());
}

TEST_CASE("a broker without replace: cancel, wait for the end, then the rest", "[order]") {
  GivenOrder order;
  order.context.broker.replace = ReplaceSupport::none;
  order.work().at(20);
  CHECK(order.step_due().only_request().kind == AttemptKind::cancel);
  SECTION("the answer, then the end") {
    CHECK(order.accept().requests().empty());
    const auto again = order.cancelled();
    CHECK(again.only_request().kind == AttemptKind::submit);
    CHECK(again.only_request().limit == price("0.76"));
    CHECK(again.only_request().quantity == units(5));
  }
  SECTION("the end alone, after a part") {
    order.fill(2, "e1");
    CHECK(order.cancelled(2).only_request().quantity == units(3));
    order.accept();
    CHECK(order.fill(3, "e2").has<OrderCompleted>());
  }
  SECTION("the end before the fill that it counts") {
    CHECK(order.cancelled(2).requests().empty());
    CHECK(order.fill(2, "e1", "w1-1.1").only_request().quantity == units(3));
  }
  SECTION("filled before the cancel came") {
    order.reject();
    CHECK(order.fill(5, "e1").has<OrderCompleted>());
  }
  SECTION("the operator's cancel meanwhile") {
    order.cancel();
    const auto gone = order.cancelled();
    CHECK(gone.has<OrderCancelled>());
    CHECK(gone.requests().empty());
  }
}

TEST_CASE("a late fill of the old order while the new one is under way leaves none behind",
          "[order]") {
  GivenOrder order;
  order.context.broker.replace = ReplaceSupport::none;
  order.work().at(20);
  order.step_due();
  order.cancelled();  // says that nothing was filled, wrongly
  REQUIRE(order.state().in_flight->attempt.client_order_id == "w1-1.3");
  CHECK_FALSE(order.fill(5, "e1", "w1-1.1").has<OrderCompleted>());
  CHECK(order.accept().only_request().kind == AttemptKind::cancel);
  CHECK(order.cancelled().has<OrderCompleted>());
}

TEST_CASE("a linked replace survives the end of the order that it replaced", "[order]") {
  GivenOrder order;
  order.context.broker.replace = ReplaceSupport::linked;
  order.work().at(20);
  order.step_due();
  CHECK(order.cancelled().requests().empty());
  order.accept();
  CHECK_FALSE(order.is_over());
  CHECK(order.state().live->client_order_id == "w1-1.2");
}

TEST_CASE("a fixed limit changes in price and quantity by one message", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(2), "1.50");
  CHECK(order.change(5, price("1.60")).requests().empty());  // risk counts it first
  const auto changed = order.clear("1.60");
  CHECK(changed.only_request().quantity == units(5));
  CHECK(changed.only_request().limit == price("1.60"));
  CHECK(order.change(5, price("1.60")).is_nothing());
  order.accept();
  CHECK(order.state().live->quantity == units(5));
}

TEST_CASE("an exit grows only once risk has counted it, and tells risk when it is smaller",
          "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(4), "1.50");
  CHECK(order.change(6).only_tell<ReserveExposure>().quantity == units(6));
  const auto refused = order.when(
      TakeRiskAnswer{RefusalReason::nothing_held, "held: 4", {}, {}, "main", "w1-1", {}});
  CHECK(refused.requests().empty());
  CHECK(order.state().wanted == units(4));
  CHECK_FALSE(order.is_over());

  CHECK(order.change(2).tells<ReserveExposure>().empty());  // four are still live
  CHECK(order.accept().only_tell<ReserveExposure>().quantity == units(2));
  CHECK(order.resume().only_tell<ReserveExposure>().quantity == units(2));
  CHECK(order.change(4).requests().empty());
  CHECK(order.clear("1.50").only_request().quantity == units(4));
}

TEST_CASE("a quantity under what is filled completes the order", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(5), "1.50");
  order.fill(3, "e1");
  CHECK(order.change(2).only_request().kind == AttemptKind::cancel);
  CHECK(order.cancelled(3).only<OrderCompleted>().filled == units(3));
}

TEST_CASE("a raise that is rejected because all was filled completes the order", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(2), "1.50");
  order.change(5);
  order.clear("1.50");
  order.fill(2, "e1", "w1-1.1");
  const auto refused = order.reject();
  CHECK(refused.has<OrderCompleted>());
  CHECK(refused.requests().empty());
}

TEST_CASE("a raise under way that is no longer wanted is taken back", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(2), "1.50");
  order.change(5);
  order.clear("1.50");
  order.fill(2, "e1", "w1-1.1");
  CHECK_FALSE(order.change(2).has<OrderCompleted>());  // 3 more may be live at the broker
  CHECK(order.accept().only_request().kind == AttemptKind::cancel);
}

TEST_CASE("an opening order is never changed to more than was reserved", "[order]") {
  GivenOrder order;
  order.work();
  CHECK(order.change(6).is_nothing());
  CHECK(order.change(5, price("0.99")).is_nothing());  // a walk has its own prices
  CHECK(order.change(4).only_request().quantity == units(4));
}

TEST_CASE("a spread is filled when its last leg is, at its net price", "[order]") {
  GivenOrder order;
  auto plan = GivenOrder::plan(2);
  plan.instrument = {3};
  order.work(plan);
  auto bought = order.a_fill(2, "e1", "", "5.00");
  auto sold = order.a_fill(2, "e2", "", "4.25");
  sold.instrument = {2};
  sold.side = Side::sell;
  sold.order_quantity = {};
  const auto half = order.when(NoteFill{bought});
  CHECK(half.tells<NoteOrder>().empty());  // its average would be the leg's
  CHECK(half.requests().empty());
  CHECK_FALSE(order.is_over());
  const auto whole = order.when(NoteFill{sold});
  CHECK(whole.only<OrderCompleted>().average == price("0.75"));
  CHECK(whole.only_tell<NoteOrder>().progress.average == price("0.75"));
}

TEST_CASE("a restart goes on without sending twice", "[order]") {
  GivenOrder order;
  SECTION("while risk is asked") {
    order.place();
    CHECK(order.resume().requests().empty());
    CHECK(order.step_due().tells<ReserveExposure>().size() == 1);
    CHECK(order.clear().only_request().client_order_id == "w1-1.1");
  }
  SECTION("while the submit is under way") {
    order.send();
    const auto resumed = order.resume();
    CHECK(resumed.only<AttemptUnknown>().why == "restart");
    CHECK(resumed.requests().empty());
    CHECK(order.books(order.theirs(BrokerOrderState::working, {"w1-1.1"})).requests().empty());
    CHECK(order.resume().requests().empty());
  }
  SECTION("while it works") {
    order.work();
    CHECK(order.resume().timer("step") == at_second(0));
    CHECK(order.step_due().requests().empty());
    CHECK(order.at(20).step_due().only_request().limit == price("0.76"));
  }
  SECTION("while a replace is under way") {
    order.work().at(20).step_due();
    order.resume();
    const auto again = order.books(order.theirs(BrokerOrderState::working, {"w1-1.1"}));
    CHECK(again.only_request().client_order_id == "w1-1.3");
    CHECK(again.only_request().limit == price("0.76"));
  }
  SECTION("while a cancel is under way") {
    order.work();
    order.cancel();
    order.resume();
    CHECK(order.books(order.theirs(BrokerOrderState::working, {"w1-1.1"})).only_request().kind ==
          AttemptKind::cancel);
  }
  SECTION("once it is over") {
    order.work();
    order.fill(5, "e1");
    CHECK(order.resume().is_nothing());
  }
}

TEST_CASE("an unknown cancel of an order that has filled meanwhile is settled by the books",
          "[order]") {
  GivenOrder given;
  given.work();
  given.change(4);  // less than the order ever wanted afterwards
  given.accept();
  given.cancel();
  given.lose();
  given.change(5);
  auto fill = given.a_fill(4, "e1", "w1-1.2");
  given.books(given.theirs(BrokerOrderState::filled, {"w1-1.1", "w1-1.2"}, 4), true, {fill});
  CHECK(given.is_over());
  CHECK(given.state().outcome == "cancelled");
  CHECK(given.state().filled == units(4));
}

TEST_CASE("a fill in the books proves a message that their list of orders lacks", "[order]") {
  GivenOrder order;
  order.send();
  order.lose();
  const auto found = order.books(std::nullopt, true, {order.a_fill(2, "x1")});
  CHECK(found.only<AttemptAccepted>().evidence == "fill");
  CHECK_FALSE(found.has<AttemptNeverArrived>());
  CHECK(found.requests().empty());
  CHECK(order.state().live->client_order_id == "w1-1.1");
}

TEST_CASE("books from before a message prove nothing about it, however late they are read",
          "[order]") {
  GivenOrder order;
  order.send();
  order.lose();
  const auto of_old = NoteBooks{nullptr, {}, true, order.context.now};
  order.at(1);
  order.books(std::nullopt);  // it is sent again, as attempt 2
  REQUIRE(order.sent_id() == "w1-1.2");
  order.lose();
  CHECK(order.when(of_old).is_nothing());
  CHECK(order.state().in_flight->is_unknown);
}

TEST_CASE("a rejected cancel waits for its time, whatever the books say meanwhile", "[order]") {
  GivenOrder order;
  order.work();
  order.cancel();
  const auto rejected = order.reject();
  CHECK(rejected.timer("step") == at_second(2));
  CHECK(order.books(order.theirs(BrokerOrderState::working, {"w1-1.1"})).requests().empty());
  CHECK(order.books(std::nullopt).requests().empty());
  CHECK(order.at(2).step_due().only_request().kind == AttemptKind::cancel);
}

TEST_CASE("a message of an earlier run is older than any books, whatever the clock says",
          "[order]") {
  GivenOrder order;
  order.at(10);
  order.send();
  order.lose();
  order.at(2);  // the machine's clock was set back
  const NoteBooks books{nullptr, {}, true, at_second(3)};
  CHECK(order.when(books).is_nothing());
  ++order.context.epoch;
  CHECK(order.when(books).has<AttemptNeverArrived>());
}
