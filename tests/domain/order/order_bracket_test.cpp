// A bracket: one attempt, the entry's; its exits are orders that wait for evidence.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

OrderPlanned entry() {
  auto plan = GivenOrder::plan();
  plan.limit = price("0.75");
  plan.children = {{"w1-2", OrderType::limit, price("1.50"), units(5)},
                   {"w1-3", OrderType::stop, price("0.50"), units(5)}};
  return plan;
}

OrderPlanned stop() {
  auto plan = GivenOrder::target();
  plan.order_id = "w1-3";
  plan.purpose = Purpose::stop;
  plan.limit = price("0.50");
  plan.type = OrderType::stop;
  plan.parent = "w1-1";
  return plan;
}

std::vector<NoteParent> told(const Outcome& outcome) { return outcome.tells<NoteParent>(); }

BrokerOrder theirs(BrokerOrderState state, std::int64_t filled = 0) {
  BrokerOrder order;
  order.client_order_id = "w1-3.1";
  order.client_order_ids = {"w1-3.1"};
  order.broker_order_id = "b3";
  order.order_id = "w1-3";
  order.filled = units(filled);
  order.state = state;
  return order;
}

BrokerFill a_fill(std::int64_t quantity) {
  BrokerFill fill;
  fill.execution_id = "x1";
  fill.client_order_id = "w1-3.1";
  fill.order_id = "w1-3";
  fill.instrument = {1};
  fill.side = Side::sell;
  fill.quantity = fill.order_quantity = units(quantity);
  fill.price = price("0.49");
  return fill;
}

}  // namespace

TEST_CASE("an entry takes its exits along in the one message", "[order][bracket]") {
  GivenOrder order;
  const auto sent = order.send(entry());
  const auto& request = sent.only_request();
  REQUIRE(request.children.size() == 2);
  CHECK(request.children[0].client_order_id == "w1-2.1");
  CHECK(request.children[0].side == Side::sell);
  CHECK(request.children[0].effect == Effect::close);
  CHECK(request.children[1].type == OrderType::stop);
  CHECK(request.children[1].limit == price("0.50"));
  CHECK(told(sent).empty());
}

TEST_CASE("exits hear that the broker has them, under the ids of the attempt that arrived",
          "[order][bracket]") {
  GivenOrder order;
  order.send(entry());
  SECTION("by the answer") {
    const auto news = told(order.accept());
    REQUIRE(news.size() == 2);
    CHECK(news[0].client_order_id == "w1-2.1");
    CHECK_FALSE(news[0].is_over_unfilled);
  }
  SECTION("by the entry's fill") {
    CHECK(told(order.fill(2, "x1"))[1].client_order_id == "w1-3.1");
  }
  SECTION("at the second attempt, when the first never arrived") {
    order.lose();
    const auto again = order.books(std::nullopt);
    CHECK(again.only_request().children[1].client_order_id == "w1-3.2");
    CHECK(told(again).empty());
    CHECK(told(order.accept())[1].client_order_id == "w1-3.2");
  }
}

TEST_CASE("exits hear that nothing will come of their entry", "[order][bracket]") {
  GivenOrder order;
  SECTION("rejected") {
    order.send(entry());
    const auto news = told(order.reject());
    REQUIRE(news.size() == 2);
    CHECK(news[0].is_over_unfilled);
    CHECK(news[0].client_order_id.empty());
  }
  SECTION("rejected, as the books tell") {
    order.send(entry());
    order.lose();
    BrokerOrder rejected;
    rejected.client_order_id = "w1-1.1";
    rejected.client_order_ids = {"w1-1.1"};
    rejected.order_id = "w1-1";
    rejected.state = BrokerOrderState::rejected;
    const auto news = told(order.books(rejected));
    REQUIRE(news.size() == 2);
    CHECK(news[0].is_over_unfilled);
    CHECK(news[0].client_order_id.empty());
  }
  SECTION("refused by risk") {
    order.place(entry());
    const auto refused =
        order.when(TakeRiskAnswer{RefusalReason::risk_limit, "no", {}, {}, "main", "w1-1", {}});
    CHECK(told(refused)[1].is_over_unfilled);
  }
  SECTION("cancelled before a fill") {
    order.work(entry());
    order.cancel();
    CHECK(told(order.cancelled())[0].is_over_unfilled);
  }
  SECTION("but not when some of it filled") {
    order.work(entry());
    order.fill(2, "x1");
    order.cancel();
    const auto news = told(order.cancelled(2));
    REQUIRE(news.size() == 2);
    CHECK_FALSE(news[0].is_over_unfilled);
  }
}

TEST_CASE("an entry answers an exit that asks", "[order][bracket]") {
  GivenOrder order;
  order.send(entry());
  CHECK(order.when(AskParent{"w1-3"}).only_tell<NoteParent>().client_order_id.empty());
  order.accept();
  CHECK(order.when(AskParent{"w1-3"}).only_tell<NoteParent>().client_order_id == "w1-3.1");
  CHECK(order.when(AskParent{"w9-9"}).is_nothing());
}

TEST_CASE("an exit sends nothing until the broker has it", "[order][bracket]") {
  GivenOrder order;
  const auto placed = order.place(stop());
  CHECK(placed.requests().empty());
  CHECK(placed.tells<ReserveExposure>().empty());
  CHECK(placed.only_tell<AskParent>().order_id == "w1-3");
  CHECK(order.step_due().requests().empty());
  SECTION("its entry was accepted") {
    const auto accepted = order.when(NoteParent{"w1-3.1", false, ""});
    CHECK(accepted.only<ChildAccepted>().evidence == "entry");
    CHECK(accepted.only_tell<ReserveExposure>().bracket == "w1-1");
  }
  SECTION("it fills") {
    const auto filled = order.when(NoteFill{a_fill(5)});
    CHECK(filled.only<ChildAccepted>().evidence == "fill");
    CHECK(filled.has<OrderCompleted>());
  }
  SECTION("it has ended already") {
    const auto ended = order.when(NoteEnded{theirs(BrokerOrderState::cancelled)});
    CHECK(ended.only<ChildAccepted>().evidence == "end");
    CHECK(ended.has<OrderCancelled>());
  }
  SECTION("the books have it") {
    CHECK(order.books(theirs(BrokerOrderState::working)).only<ChildAccepted>().evidence == "books");
  }
  if (order.is_over()) return;
  CHECK(order.state().live->client_order_id == "w1-3.1");
  CHECK(order.state().live->type == OrderType::stop);
  CHECK(order.when(NoteParent{"w1-3.1", false, ""}).is_nothing());
}

TEST_CASE("books without it end no exit that its entry may yet bring", "[order][bracket]") {
  GivenOrder order;
  order.place(stop());
  CHECK(order.books(std::nullopt).is_nothing());
  CHECK_FALSE(order.is_over());
  const auto over = order.when(NoteParent{"", true, "its entry is rejected"});
  CHECK(over.only<OrderCancelled>().why == "its entry is rejected");
}

TEST_CASE("a cancel of an exit waits until it is known whether there is one", "[order][bracket]") {
  GivenOrder order;
  order.place(stop());
  CHECK(order.cancel().requests().empty());
  const auto accepted = order.when(NoteParent{"w1-3.1", false, ""});
  CHECK(accepted.only_request().kind == AttemptKind::cancel);
  CHECK(accepted.only_request().client_order_id == "w1-3.2");
  CHECK(accepted.only_request().replaces == "w1-3.1");
}

TEST_CASE("a stop that works is moved and resized like any order", "[order][bracket]") {
  GivenOrder order;
  order.place(stop());
  order.when(NoteParent{"w1-3.1", false, ""});
  const auto changed = order.change(3, price("0.55"));
  CHECK(changed.only_request().kind == AttemptKind::replace);
  CHECK(changed.only_request().type == OrderType::stop);
  CHECK(changed.only_request().limit == price("0.55"));
  CHECK(changed.only_request().quantity == units(3));
}

TEST_CASE("after a restart an exit asks its entry", "[order][bracket]") {
  GivenOrder order;
  order.place(stop());
  CHECK(order.resume().only_tell<AskParent>().order_id == "w1-3");
  order.when(NoteParent{"w1-3.1", false, ""});
  CHECK(order.resume().tells<AskParent>().empty());
}
