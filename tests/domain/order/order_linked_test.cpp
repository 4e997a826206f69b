// A broker whose replace makes a new order of what the old one has left.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct LinkedOrder : GivenOrder {
  LinkedOrder() { context.broker.replace = ReplaceSupport::linked; }
  // Live as w1-1.1, its replace w1-1.2 under way.
  const BrokerRequest replace(std::int64_t filled = 0) {
    work();
    if (filled > 0) fill(filled, "e0");
    at(20);
    return step_due().only_request();
  }
};

}  // namespace

TEST_CASE("a linked replace asks for exactly what is left", "[order]") {
  LinkedOrder order;
  const auto request = order.replace(2);
  CHECK(request.kind == AttemptKind::replace);
  CHECK(request.replaces == "w1-1.1");
  CHECK(request.quantity == units(3));
  order.accept();
  CHECK(order.state().live->client_order_id == "w1-1.2");
  CHECK_FALSE(order.cancelled().is_nothing());  // of the new order: it is over
  CHECK(order.state().filled == units(2));
}

TEST_CASE("answer and end of a linked replace come in any order", "[order]") {
  LinkedOrder order;
  order.replace();
  const bool is_end_first = GENERATE(true, false);
  if (is_end_first) CHECK(order.ended(BrokerOrderState::cancelled, 0, "w1-1.1").requests().empty());
  order.accept("w1-1.2");
  if (!is_end_first)
    CHECK(order.ended(BrokerOrderState::cancelled, 0, "w1-1.1").events<OrderCancelled>().empty());
  CHECK_FALSE(order.is_over());
  CHECK(order.state().live->client_order_id == "w1-1.2");
  CHECK(order.fill(5, "e1").has<OrderCompleted>());
}

TEST_CASE("the old order fills, and the new one is rejected", "[order]") {
  LinkedOrder order;
  order.replace();
  const bool is_fill_first = GENERATE(true, false);
  if (is_fill_first) {
    CHECK_FALSE(order.fill(5, "e1", "w1-1.1").has<OrderCompleted>());  // the new may be live yet
    CHECK(order.reject().has<OrderCompleted>());
  } else {
    CHECK(order.reject().requests().empty());
    CHECK(order.fill(5, "e1", "w1-1.1").has<OrderCompleted>());
  }
  CHECK(order.count<FillExceeded>() == 0);
}

TEST_CASE("a part of the old order fills: the new one is rejected and the old goes on", "[order]") {
  LinkedOrder order;
  order.replace();
  order.fill(2, "e1", "w1-1.1");
  CHECK(order.reject().requests().empty());
  CHECK(order.state().live->client_order_id == "w1-1.1");
  const auto again = order.at(60).step_due().only_request();
  CHECK(again.client_order_id == "w1-1.3");
  CHECK(again.quantity == units(3));
  order.accept();
  CHECK(order.fill(3, "e2").only<OrderCompleted>().filled == units(5));
}

TEST_CASE("the new order fills before its answer", "[order]") {
  LinkedOrder order;
  order.replace(2);
  CHECK(order.fill(3, "e1", "w1-1.2").has<OrderCompleted>());
  CHECK(order.accept().is_nothing());
}

TEST_CASE("a linked replace without an answer is settled by the books", "[order]") {
  LinkedOrder order;
  order.replace();
  order.lose();
  SECTION("the new one works") {
    CHECK(order.books(order.theirs(BrokerOrderState::working, {"w1-1.2"})).requests().empty());
    CHECK(order.state().live->client_order_id == "w1-1.2");
  }
  SECTION("the old one works: the price goes out again") {
    const auto again = order.books(order.theirs(BrokerOrderState::working, {"w1-1.1"}));
    CHECK(again.only_request().client_order_id == "w1-1.3");
    CHECK(again.only_request().replaces == "w1-1.1");
  }
  SECTION("the old one has filled") {
    const auto filled = order.books(order.theirs(BrokerOrderState::filled, {"w1-1.1"}, 5), true,
                                    {order.a_fill(5, "e1", "w1-1.1")});
    CHECK(filled.has<OrderCompleted>());
  }
  SECTION("the new one was cancelled there after a part") {
    const auto gone = order.books(order.theirs(BrokerOrderState::cancelled, {"w1-1.2"}, 1), true,
                                  {order.a_fill(1, "e1", "w1-1.2")});
    CHECK(gone.only<OrderCancelled>().filled == units(1));
  }
}

TEST_CASE("neither old nor new lives: somebody took it back, and nothing goes out again",
          "[order]") {
  LinkedOrder order;
  order.replace();
  order.ended(BrokerOrderState::cancelled, 1, "w1-1.1");
  CHECK_FALSE(order.reject().has<OrderCancelled>());  // a fill is owed
  const auto over = order.fill(1, "e1", "w1-1.1");
  CHECK(over.only<OrderCancelled>().filled == units(1));
  CHECK(over.requests().empty());
}

TEST_CASE("another size goes by a cancel, for a linked quantity stays", "[order]") {
  LinkedOrder order;
  order.work();
  CHECK(order.change(3).only_request().kind == AttemptKind::cancel);
  order.accept();
  const auto again = order.cancelled().only_request();
  CHECK(again.kind == AttemptKind::submit);
  CHECK(again.quantity == units(3));
}

TEST_CASE("a late fill of the old order is none of the new one's", "[order]") {
  LinkedOrder order;
  order.replace();
  order.accept();
  // Which the broker should not have let happen: one too many is live, and taken back.
  CHECK(order.fill(1, "e1", "w1-1.1").only_request().kind == AttemptKind::cancel);
  CHECK(order.state().live->filled_before == units(1));
  CHECK_FALSE(order.fill(4, "e2", "w1-1.2").has<FillExceeded>());
  CHECK(order.fill(1, "e3", "w1-1.2").has<FillExceeded>());
}

TEST_CASE("a cancel while a linked replace is under way takes back what lives then", "[order]") {
  LinkedOrder order;
  order.replace();
  CHECK(order.cancel().requests().empty());
  const bool is_accepted = GENERATE(true, false);
  const auto cancel = (is_accepted ? order.accept() : order.reject()).only_request();
  CHECK(cancel.kind == AttemptKind::cancel);
  CHECK(cancel.replaces == (is_accepted ? "w1-1.2" : "w1-1.1"));
}

TEST_CASE("a cancel without an answer is settled by the books of a linked order", "[order]") {
  LinkedOrder order;
  order.replace();
  order.accept();
  order.cancel();
  CHECK(order.lose().has<AttemptUnknown>());
  CHECK(order.books(order.theirs(BrokerOrderState::cancelled, {"w1-1.2"})).has<OrderCancelled>());
}
