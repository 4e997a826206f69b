// Brackets: an entry and its exits as one message; stops.
#include <catch2/catch.hpp>

#include "tests/adapters/paper/paper_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

BrokerRequest exit_of(const std::string& id, OrderType type, double price, std::int64_t quantity) {
  auto exit = submit(id, future, Side::sell, quantity, price, Effect::close);
  exit.type = type;
  exit.time_in_force = TimeInForce::good_till_cancelled;
  return exit;
}

// Buys at 100, takes profit at 110, stops at 95.
BrokerRequest bracket(std::int64_t quantity = 4) {
  auto entry = submit("e", future, Side::buy, quantity, 100);
  entry.children = {exit_of("t", OrderType::limit, 110, quantity),
                    exit_of("s", OrderType::stop, 95, quantity)};
  return entry;
}

struct BracketWorld : PaperWorld {
  using PaperWorld::PaperWorld;
  BrokerOrder order(const std::string& client_order_id) {
    for (const auto& one : books().orders)
      if (one.client_order_id == client_order_id) return one;
    FAIL("no order " << client_order_id);
    return {};
  }
  Quantity position() {
    const auto& all = books().positions;
    return all.empty() ? Quantity{} : all[0].quantity;
  }
  void enter(std::int64_t quantity = 4, std::int64_t at_offer = 10) {
    REQUIRE(send(bracket(quantity)).kind == AnswerKind::accepted);
    quote(future, quote_at(2000, 99, 100, 10, at_offer));
  }
};

}  // namespace

TEST_CASE("a bracket is taken as one, under ids and tags of its own", "[paper][bracket]") {
  BracketWorld world;
  CHECK(world.broker->capabilities().can_bracket);
  REQUIRE(world.send(bracket()).kind == AnswerKind::accepted);
  CHECK(world.heard.answers.size() == 1);
  REQUIRE(world.books().orders.size() == 3);
  CHECK(world.order("t").order_id == "order-t");
  CHECK(world.order("s").type == OrderType::stop);
  CHECK(world.order("s").limit == dollars(95));
  CHECK(world.order("s").state == BrokerOrderState::working);
}

TEST_CASE("its exits wait for the entry, and the first that fills ends the other",
          "[paper][bracket]") {
  BracketWorld world;
  REQUIRE(world.send(bracket()).kind == AnswerKind::accepted);
  world.quote(future, quote_at(1500, 111, 112));  // the entry has not filled: nothing to sell
  CHECK(world.heard.fills.empty());
  world.quote(future, quote_at(2000, 99, 100));
  CHECK(world.position() == lots(4));
  SECTION("the target") {
    world.quote(future, quote_at(3000, 110, 111));
    CHECK(world.order("t").state == BrokerOrderState::filled);
    CHECK(world.order("s").state == BrokerOrderState::cancelled);
    CHECK(world.heard.ended.back().reason == "another exit of its bracket has filled");
  }
  SECTION("the stop, at the market that it has come to") {
    world.quote(future, quote_at(3000, 96, 97));
    CHECK(world.position() == lots(4));
    world.quote(future, quote_at(4000, 94, 95));
    CHECK(world.heard.fills.back().price == dollars(94));
    CHECK(world.order("s").state == BrokerOrderState::filled);
    CHECK(world.order("t").state == BrokerOrderState::cancelled);
  }
  CHECK(world.position() == lots(0));
}

TEST_CASE("exits are good for what the entry has filled, together", "[paper][bracket]") {
  BracketWorld world;
  world.enter(4, 3);
  CHECK(world.position() == lots(3));
  world.quote(future, quote_at(3000, 110, 111, 1));
  CHECK(world.order("t").filled == lots(1));
  world.quote(future, quote_at(4000, 94, 101));
  CHECK(world.order("s").filled == lots(2));
  CHECK(world.position() == lots(0));
  CHECK(world.order("t").state == BrokerOrderState::working);  // one more may be bought yet
  world.send(cancel("c", "e"));
  CHECK(world.order("t").state == BrokerOrderState::cancelled);
  CHECK(world.order("s").state == BrokerOrderState::cancelled);
}

TEST_CASE("an entry that ends unfilled takes its exits along", "[paper][bracket]") {
  BracketWorld world;
  world.send(bracket());
  SECTION("cancelled") { world.send(cancel("c", "e")); }
  SECTION("expired") { world.broker->end_of_day(world.clock.now()); }
  world.clock.advance_to(world.clock.now());
  CHECK(world.order("t").state == BrokerOrderState::cancelled);
  CHECK(world.order("s").reason == "its entry ended unfilled");
}

TEST_CASE("a bracket that is wrong in any part is refused in all", "[paper][bracket]") {
  BracketWorld world;
  auto wrong = bracket();
  const auto [change, code] = GENERATE(table<std::function<void(BrokerRequest&)>, std::string>({
      {[](BrokerRequest& entry) { entry.children[1].limit = dollars(95.1); }, "off_tick"},
      {[](BrokerRequest& entry) { entry.children[0].quantity = lots(5); }, "bad_bracket"},
      {[](BrokerRequest& entry) { entry.children[0].side = Side::buy; }, "bad_bracket"},
      {[](BrokerRequest& entry) { entry.children[0].client_order_id = ""; }, "bad_bracket"},
      {[](BrokerRequest& entry) { entry.instrument = call; }, "market_not_allowed"},
      {[](BrokerRequest& entry) { entry.instrument = call_spread; }, "bad_bracket"},
  }));
  change(wrong);
  CHECK(world.send(wrong).code == code);
  for (const auto& order : world.books().orders) CHECK(order.state == BrokerOrderState::rejected);
}

TEST_CASE("beside a bracket nothing more is closed than is held", "[paper][bracket]") {
  BracketWorld world;
  world.enter();
  const auto more = submit("m", future, Side::sell, 1, 105, Effect::close);
  CHECK(world.send(more).code == "would_open_short");
  world.send(cancel("c1", "t"));
  CHECK(world.send(submit("m2", future, Side::sell, 1, 105, Effect::close)).code ==
        "would_open_short");
  world.send(cancel("c2", "s"));
  CHECK(world.send(submit("m3", future, Side::sell, 4, 105, Effect::close)).kind ==
        AnswerKind::accepted);
}

TEST_CASE("beside exits of a part each nothing more is closed than is held", "[paper][bracket]") {
  BracketWorld world;
  auto entry = submit("e", future, Side::buy, 10, 100);
  entry.children = {exit_of("t1", OrderType::limit, 110, 5),
                    exit_of("t2", OrderType::limit, 112, 4)};
  REQUIRE(world.send(entry).kind == AnswerKind::accepted);
  world.quote(future, quote_at(2000, 99, 100));
  CHECK(world.send(submit("m1", future, Side::sell, 2, 111, Effect::close)).code ==
        "would_open_short");
  CHECK(world.send(submit("m2", future, Side::sell, 1, 111, Effect::close)).kind ==
        AnswerKind::accepted);
  world.quote(future, quote_at(3000, 112, 113, 20));
  CHECK(world.position() == lots(0));
}

TEST_CASE("an exit of a bracket is replaced like any order", "[paper][bracket]") {
  BracketWorld world;
  world.enter();
  CHECK(world.send(replace("t2", "t", 5, 120)).code == "bad_quantity");
  auto stop = replace("s2", "s", 4, 98);
  stop.type = OrderType::stop;
  REQUIRE(world.send(stop).kind == AnswerKind::accepted);
  world.quote(future, quote_at(3000, 97, 98));
  CHECK(world.heard.fills.back().client_order_id == "s2");
  CHECK(world.position() == lots(0));
  CHECK(world.order("t").state == BrokerOrderState::cancelled);
}

TEST_CASE("a bracket is the same after a restart, a stop that was set off included",
          "[paper][bracket]") {
  const Folder folder;
  const auto settings = without_fees();
  {
    BracketWorld world(settings, folder.path());
    world.enter();
    world.quote(future, quote_at(3000, 94, 95, 1));  // one of four: the stop is on its way
    CHECK(world.position() == lots(3));
    world.broker->sync();
  }
  BracketWorld world(settings, folder.path());
  CHECK(world.order("t").state == BrokerOrderState::working);
  world.quote(future, quote_at(4000, 97, 98));  // above its price again, and sold all the same
  CHECK(world.order("s").state == BrokerOrderState::filled);
  CHECK(world.order("t").state == BrokerOrderState::cancelled);
  CHECK(world.position() == lots(0));
}

TEST_CASE("the books list orders by number, whichever of them ended first", "[paper][bracket]") {
  auto settings = without_fees();
  settings.replace = ReplaceSupport::linked;
  const Folder folder;
  BracketWorld world(settings, folder.path());
  const auto listed = [](const BrokerBooks& books) {
    std::vector<std::string> ids;
    for (const auto& order : books.orders) ids.push_back(order.client_order_id);
    return ids;
  };
  world.enter(4, 2);  // B-1, with its exits B-2 and B-3
  REQUIRE(world.send(replace("e2", "e", 2, 100)).kind == AnswerKind::accepted);
  const std::vector<std::string> all = {"e", "t", "s", "e2"};
  CHECK(listed(world.books()) == all);
  world.quote(future, quote_at(3000, 99, 100));  // B-4 is over, B-1 has exits that work
  CHECK(world.order("e2").state == BrokerOrderState::filled);
  CHECK(listed(world.books()) == all);
  world.quote(future, quote_at(4000, 110, 111));  // now all are
  CHECK(listed(world.books()) == all);
  world.broker->sync();
  world.broker.reset();
  const auto again = PaperBroker::open(world.clock, world.instruments, settings, folder.path());
  CHECK(listed((*again)->books({})) == all);
}
