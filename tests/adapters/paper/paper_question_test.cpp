// A paper broker that asks before it takes a message.
#include <catch2/catch.hpp>

#include "tests/adapters/paper/paper_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

PaperSettings asking(Percent rate = Percent::whole(100)) {
  auto settings = without_fees();
  settings.question_rate = rate;
  return settings;
}

}  // namespace

TEST_CASE("a message that is asked about is held and in no books", "[paper][question]") {
  PaperWorld world(asking());
  const auto asked = world.send(submit("c1", call, Side::buy, 5, 1.00));
  CHECK(asked.kind == AnswerKind::question);
  CHECK(asked.question_id == "Q-000001");
  CHECK_FALSE(asked.text.empty());
  world.quote(call, quote_at(2000, 0.90, 1.00));
  CHECK(world.books().orders.empty());
  CHECK(world.heard.fills.empty());
}

TEST_CASE("yes goes on, with another question or to the end; no is a reject", "[paper][question]") {
  PaperWorld world(asking());
  const auto order = submit("c1", call, Side::buy, 5, 1.00);
  world.send(order);
  const auto again = world.send(reply(order, "Q-000001", true));
  CHECK(again.kind == AnswerKind::question);
  CHECK(again.question_id == "Q-000002");
  SECTION("yes") {
    const auto accepted = world.send(reply(order, "Q-000002", true));
    CHECK(accepted.kind == AnswerKind::accepted);
    CHECK(accepted.client_order_id == "c1");
    CHECK(world.books().orders.at(0).state == BrokerOrderState::working);
    world.quote(call, quote_at(2000, 0.90, 1.00));
    CHECK(world.heard.fills.size() == 1);
  }
  SECTION("no") {
    CHECK(world.send(reply(order, "Q-000002", false)).code == "declined");
    CHECK(world.books().orders.at(0).state == BrokerOrderState::rejected);
  }
  SECTION("yes to the one before: the open one again") {
    CHECK(world.send(reply(order, "Q-000001", true)).question_id == "Q-000002");
  }
}

TEST_CASE("doubled messages and replies get the latest answer again", "[paper][question]") {
  PaperWorld world(asking());
  const auto order = submit("c1", call, Side::buy, 5, 1.00);
  world.send(order);
  CHECK(world.send(order).question_id == "Q-000001");
  world.send(reply(order, "Q-000001", true));
  world.send(reply(order, "Q-000002", true));
  CHECK(world.send(reply(order, "Q-000002", true)).kind == AnswerKind::accepted);
  CHECK(world.send(reply(order, "Q-000002", false)).kind == AnswerKind::accepted);
  CHECK(world.send(order).kind == AnswerKind::accepted);
  CHECK(world.books().orders.size() == 1);
  CHECK(world.send(reply(submit("c9", call, Side::buy, 1, 1), "Q-1", true)).code ==
        "unknown_question");
}

TEST_CASE("a message is checked anew when its question is answered", "[paper][question]") {
  PaperWorld world(asking());
  const auto first = submit("c1", call, Side::buy, 600, 1.00);
  const auto second = submit("c2", call, Side::buy, 600, 1.00);
  world.send(first);
  CHECK(world.send(second).kind == AnswerKind::question);  // nothing is bound yet
  world.send(reply(first, "Q-000001", true));
  world.send(reply(first, "Q-000003", true));
  CHECK(world.send(reply(second, "Q-000002", true)).code == "insufficient_cash");
}

TEST_CASE("cancels are never asked about", "[paper][question]") {
  PaperWorld world(asking());
  const auto order = submit("c1", call, Side::buy, 5, 1.00);
  world.send(order);
  world.send(reply(order, "Q-000001", true));
  world.send(reply(order, "Q-000002", true));
  CHECK(world.send(cancel("c2", "c1")).kind == AnswerKind::accepted);
}

TEST_CASE("a question outlives the broker's process", "[paper][question]") {
  const Folder folder;
  const auto order = submit("c1", call, Side::buy, 5, 1.00);
  {
    PaperWorld world(asking(), folder.path());
    world.send(order);
  }
  {
    PaperWorld world(asking(), folder.path());
    CHECK(world.send(reply(order, "Q-000001", true)).question_id == "Q-000002");
  }
  {
    PaperWorld world(asking(), folder.path());
    CHECK(world.send(reply(order, "Q-000002", true)).kind == AnswerKind::accepted);
  }
  PaperWorld world(asking(), folder.path());
  CHECK(world.books().orders.at(0).state == BrokerOrderState::working);
}

TEST_CASE("a log that answers what was not asked is refused", "[paper][question]") {
  const Instruments instruments;
  PaperBook book(instruments, PaperSettings{});
  BookReply line;
  line.client_order_id = "c1";
  line.question_id = "Q-000001";
  CHECK(book.replay(line) == "it answers a question that is not open");
}
