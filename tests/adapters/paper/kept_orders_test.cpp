// What the paper broker keeps of its orders: what works, and packed what is over.
#include <catch2/catch.hpp>

#include "adapters/paper/paper_orders.hpp"

using namespace fillwright;

namespace {

using State = BrokerOrderState;

PaperOrder& add(PaperOrders& orders, const std::string& id, std::uint64_t parent = 0) {
  auto& order = orders.add();
  order.client_order_ids = {id};
  order.order_id = "order-" + id;
  order.instrument = 7;
  order.quantity = Quantity::whole(3);
  order.parent = parent;
  if (parent != 0) orders.at(parent).children.push_back(order.number);
  return order;
}

// "a working, b filled": of what is over and packed first.
std::string shown(const PaperOrders& orders) {
  std::string text;
  orders.visit([&](const BrokerOrder& order) {
    text += (text.empty() ? "" : ", ") + order.client_order_id + ' ';
    text += order.state == State::working  ? "working"
            : order.state == State::filled ? "filled"
                                           : "cancelled";
  });
  return text;
}

}  // namespace

TEST_CASE("what is over is shown as it was, before what works", "[paper][kept]") {
  PaperOrders orders;
  add(orders, "a");
  auto& second = add(orders, "b");
  add(orders, "c");
  second.reason = "as requested";
  second.at = Timestamp{5};
  const auto before = PaperOrders::shown_of(second);
  orders.end(second, State::cancelled);
  CHECK(orders.find_working(2) == nullptr);
  CHECK(shown(orders) == "a working, b cancelled, c working");
  orders.put_away();
  CHECK(shown(orders) == "b cancelled, a working, c working");
  orders.visit([&](BrokerOrder& order) {
    if (order.client_order_id != "b") return;
    order.state = State::working;
    CHECK(order == before);
  });
  orders.put_away();  // nothing is left to do
  CHECK(shown(orders) == "b cancelled, a working, c working");
  CHECK(orders.count() == 3);
  CHECK(orders.working() == std::vector<std::uint64_t>{1, 3});
  REQUIRE(orders.find_working(3));
  CHECK(orders.find_working(3)->order_id == "order-c");
  CHECK(orders.find_working(0) == nullptr);
  CHECK(orders.find_working(4) == nullptr);
  CHECK_FALSE(orders.is_filled(2));
  CHECK(add(orders, "d").number == 4);
}

TEST_CASE("a family stays together until none of it works", "[paper][kept]") {
  PaperOrders orders;
  auto& entry = add(orders, "entry");
  auto& target = add(orders, "target", entry.number);
  auto& stop = add(orders, "stop", entry.number);
  orders.end(entry, State::filled);
  orders.put_away();
  orders.end(target, State::filled);
  orders.put_away();
  CHECK(orders.at(1).children == std::vector<std::uint64_t>{2, 3});
  CHECK(orders.at(2).order_id == "order-target");
  CHECK(orders.working() == std::vector<std::uint64_t>{3});
  CHECK(orders.is_filled(1));
  orders.end(stop, State::cancelled);
  orders.put_away();
  CHECK(shown(orders) == "entry filled, target filled, stop cancelled");
  CHECK(orders.working().empty());
}

TEST_CASE("exits that all end before their entry wait for it", "[paper][kept]") {
  PaperOrders orders;
  auto& entry = add(orders, "entry");
  auto& target = add(orders, "target", entry.number);
  orders.end(target, State::cancelled);
  orders.put_away();
  CHECK(orders.at(target.number).order_id == "order-target");
  orders.end(entry, State::cancelled);
  orders.put_away();
  CHECK(shown(orders) == "entry cancelled, target cancelled");
}
