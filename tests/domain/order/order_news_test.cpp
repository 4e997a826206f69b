// What an order tells its workflow: a change that was not made, and who cancelled it.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("a change that the broker rejects is told, with what the order stays at", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(5), "1.50");
  CHECK(order.change(3, price("1.60")).only_request().kind == AttemptKind::replace);
  const auto rejected = order.reject().only_tell<NoteOrder>().progress;
  CHECK(rejected.change_refused == "no: ");
  CHECK(rejected.wanted == units(5));
  CHECK(rejected.limit == price("1.50"));
  CHECK_FALSE(rejected.is_over);
  // Once: what is told later is no refusal.
  CHECK(order.fill(1, "e1").only_tell<NoteOrder>().progress.change_refused.empty());
}

TEST_CASE("a change that risk refuses is told, with what the order stays at", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(3), "1.50");
  CHECK(order.change(5).only_tell<ReserveExposure>().quantity == units(5));
  TakeRiskAnswer answer;
  answer.refusal = RefusalReason::nothing_held;
  answer.detail = "held: 3; asked: 5";
  answer.account = "main";
  const auto refused = order.when(answer).only_tell<NoteOrder>().progress;
  CHECK(refused.change_refused == "held: 3; asked: 5");
  CHECK(refused.wanted == units(3));
}

TEST_CASE("a rejected price of a walk is the order's own affair", "[order]") {
  GivenOrder order;
  order.work();
  order.at(20).step_due();
  CHECK(order.reject().tells<NoteOrder>().empty());
}

TEST_CASE("who cancelled an order is told at its end", "[order]") {
  const auto [by, is_by_person] = GENERATE(table<std::string, bool>({
      {"operator", true},
      {"workflow", false},
  }));
  GivenOrder order;
  order.work(GivenOrder::target(5), "1.50");
  order.when(CancelOrder{by, "why not"});
  order.accept();
  const auto over = order.cancelled().only_tell<NoteOrder>().progress;
  CHECK(over.is_over);
  CHECK(over.outcome == "cancelled");
  CHECK(over.is_by_person == is_by_person);
}

TEST_CASE("an order that filled before a person's cancel was not cancelled", "[order]") {
  GivenOrder order;
  order.work(GivenOrder::target(5), "1.50");
  order.when(CancelOrder{"operator", "why not"});
  const auto filled = order.fill(5, "e1").only_tell<NoteOrder>().progress;
  CHECK(filled.outcome == "filled");
}
