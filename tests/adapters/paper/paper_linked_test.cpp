// Linked replaces: a new order for what the old one has left.
#include <catch2/catch.hpp>

#include "tests/adapters/paper/paper_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct LinkedWorld : PaperWorld {
  LinkedWorld() : PaperWorld(linked()) {}
  static PaperSettings linked() {
    auto settings = without_fees();
    settings.replace = ReplaceSupport::linked;
    return settings;
  }
  const BrokerOrder& order(std::size_t index) { return books().orders.at(index); }
};

}  // namespace

TEST_CASE("a linked replace is a new order, and the old one ends as it is accepted",
          "[paper][linked]") {
  LinkedWorld world;
  CHECK(world.broker->capabilities().replace == ReplaceSupport::linked);
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  const auto accepted = world.send(replace("c2", "c1", 5, 1.05));
  CHECK(accepted.kind == AnswerKind::accepted);
  CHECK(accepted.broker_order_id == "B-000002");
  REQUIRE(world.heard.ended.size() == 1);
  CHECK(world.heard.ended[0].client_order_id == "c1");
  CHECK(world.heard.ended[0].state == BrokerOrderState::cancelled);
  CHECK(world.order(0).state == BrokerOrderState::cancelled);
  const auto fresh = world.order(1);
  CHECK(fresh.state == BrokerOrderState::working);
  CHECK(fresh.replaces == "c1");
  CHECK(fresh.client_order_ids == std::vector<std::string>{"c2"});
  CHECK(fresh.order_id == "order-c1");
  CHECK(fresh.limit == dollars(1.05));
  CHECK(fresh.quantity == lots(5));
}

TEST_CASE("what the old order has filled stays with it", "[paper][linked]") {
  LinkedWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  world.quote(call, quote_at(2000, 0.90, 1.00, 10, 2));
  CHECK(world.send(replace("c2", "c1", 3, 1.05)).kind == AnswerKind::accepted);
  CHECK(world.order(0).filled == lots(2));
  CHECK(world.order(1).filled == lots(0));
  world.quote(call, quote_at(3000, 0.95, 1.05, 10, 10));
  CHECK(world.order(1).filled == lots(3));
  CHECK(world.books().positions[0].quantity == lots(5));
}

TEST_CASE("a fill of the old order that we did not know of rejects the new one",
          "[paper][linked]") {
  LinkedWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  const auto at_offer = GENERATE(2, 5);
  world.quote(call, quote_at(2000, 0.90, 1.00, 10, at_offer));
  const auto rejected = world.send(replace("c2", "c1", 5, 1.05));
  CHECK(rejected.kind == AnswerKind::rejected);
  CHECK(rejected.code == "replaced_order_filled");
  CHECK(world.books().orders.size() == 1);
  CHECK(world.order(0).state ==
        (at_offer == 5 ? BrokerOrderState::filled : BrokerOrderState::working));
}

TEST_CASE("a linked replace keeps the quantity", "[paper][linked]") {
  LinkedWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  CHECK(world.send(replace("c2", "c1", 4, 1.05)).code == "bad_quantity");
  CHECK(world.send(replace("c3", "c1", 6, 1.05)).code == "bad_quantity");
  CHECK(world.order(0).state == BrokerOrderState::working);
}

TEST_CASE("what was replaced is not replaced or cancelled again", "[paper][linked]") {
  LinkedWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  world.send(replace("c2", "c1", 5, 1.05));
  CHECK(world.send(replace("c3", "c1", 5, 1.10)).code == "not_working");
  CHECK(world.send(cancel("c4", "c1")).code == "not_working");
  CHECK(world.send(replace("c5", "c2", 5, 1.10)).kind == AnswerKind::accepted);
  CHECK(world.send(replace("c2", "c1", 5, 1.05)).broker_order_id == "B-000002");  // doubled
  CHECK(world.books().orders.size() == 3);
}

TEST_CASE("a linked replace may use the cash and the position of the old order",
          "[paper][linked]") {
  LinkedWorld world;
  CHECK(world.send(submit("c1", call, Side::buy, 1000, 1.00)).kind == AnswerKind::accepted);
  CHECK(world.send(replace("c2", "c1", 1000, 1.05)).code == "insufficient_cash");
  CHECK(world.send(replace("c3", "c1", 1000, 0.95)).kind == AnswerKind::accepted);
  world.quote(call, quote_at(2000, 0.90, 0.95, 10, 1000));
  world.send(submit("c4", call, Side::sell, 1000, 2, Effect::close));
  CHECK(world.send(replace("c5", "c4", 1000, 3)).kind == AnswerKind::accepted);
}
