// The engine and a broker that asks, that replaces by a new order, or that fills more than it
// should.
#include "tests/support/four_contracts.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

const Address entry_order{ActorKind::order, entry};

PaperSettings asking() {
  auto paper = EngineWorld::a_short_line();
  paper.question_rate = Percent::whole(100);
  return paper;
}
PaperSettings linked() {
  auto paper = EngineWorld::a_short_line();
  paper.replace = ReplaceSupport::linked;
  return paper;
}

}  // namespace

TEST_CASE("questions that the configuration answers hold nobody up", "[broker][question]") {
  EngineWorld world(asking());
  world.settings.questions.answers = {{"please confirm", true}};
  call_and_rest(world);
  INFO(world.story());
  CHECK(world.all<QuestionAnswered>("order/" + entry).size() == 2);
  REQUIRE(world.at_broker(entry).size() == 1);
  CHECK(world.at_broker(entry).front().state == BrokerOrderState::working);
  world.run_for(seconds(40));  // each rung is asked about, too
  CHECK(world.count_sent(AttemptKind::replace, entry) == 2);
  world.buy_all();
  CHECK(held(world) == Quantity::whole(4));
  CHECK(world.at_broker(target).size() == 1);
  world.check_books();
}

TEST_CASE("a question outlives a restart, and a person answers it", "[broker][question]") {
  EngineWorld world(asking());
  call_and_rest(world);
  CHECK(world.at_broker(entry).empty());
  world.restart();
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(world.all<AttemptUnknown>("order/" + entry).empty());
  CHECK(world.count_sent(AttemptKind::submit, entry) == 1);
  world.tell(entry_order, AnswerQuestion{"", true, "operator"});
  world.run_for(seconds(1));
  world.tell(entry_order, AnswerQuestion{"", true, "operator"});
  world.run_for(seconds(1));
  REQUIRE(world.at_broker(entry).size() == 1);
  CHECK(world.at_broker(entry).front().state == BrokerOrderState::working);
  CHECK(world.all<QuestionAnswered>("order/" + entry).back().by == "operator");
  world.buy_all();
  CHECK(held(world) == Quantity::whole(4));
  world.check_books();
}

TEST_CASE("a question told twice is no answer to the reply that was lost", "[broker][question]") {
  EngineWorld world(asking());
  world.settings.questions.answers = {{"please confirm", true}};
  auto again_later = doubled;
  again_later.apart = seconds(2);
  world.line.answer = once<BrokerAnswer>(
      again_later, [](const BrokerAnswer& answer) { return answer.kind == AnswerKind::question; });
  world.line.request = once<BrokerRequest>(
      lost, [](const BrokerRequest& request) { return request.reply.has_value(); });
  call_and_rest(world);
  world.run_for(seconds(30));
  INFO(world.story());
  CHECK(world.all<AttemptUnknown>("order/" + entry).size() == 1);
  REQUIRE(world.at_broker(entry).size() == 1);
  CHECK(world.at_broker(entry).front().state == BrokerOrderState::working);
  world.check_books();
}

TEST_CASE("questions of one id about two messages are two questions", "[broker][question]") {
  EngineWorld world;
  world.settings.questions.answers = {{"sure", true}};
  world.line.before = [](const BrokerRequest& request) {
    BrokerAnswer answer;
    answer.kind = request.reply ? AnswerKind::rejected : AnswerKind::question;
    answer.request = request.kind;
    answer.client_order_id = request.client_order_id;
    answer.question_id = "confirm";
    answer.text = "are you sure?";
    return std::optional(answer);
  };
  call_and_rest(world);
  world.say("BTO QQQ 600c 12/18 @ 2.50");
  world.run_for(seconds(1));
  INFO(world.story());
  for (const std::string order : {"w1-1", "w2-1"}) {
    CHECK(world.all<QuestionAnswered>("order/" + order).size() == 1);
    CHECK(world.all<OrderRejected>("order/" + order).size() == 1);
  }
}

TEST_CASE("a question that nobody answers ends the entry, over a restart, too",
          "[broker][question]") {
  EngineWorld world(asking());
  call_and_rest(world);
  const bool is_restarted = GENERATE(false, true);
  if (is_restarted) world.restart();
  world.run_for(seconds(130));
  INFO(world.story());
  CHECK(world.all<QuestionExpired>("order/" + entry).size() == 1);
  CHECK(world.all<OrderRejected>("order/" + entry).size() == 1);
  CHECK(world.all<WorkflowCompleted>().size() + world.all<WorkflowFailed>().size() == 1);
  CHECK(world.line.sent.back().reply.has_value());
  CHECK_FALSE(world.line.sent.back().reply->is_yes);
  world.buy_all();
  CHECK(held(world).is_zero());
}

TEST_CASE("a person's cancel answers no and ends the order", "[broker][question]") {
  EngineWorld world(asking());
  call_and_rest(world);
  world.tell(entry_order, CancelOrder{"operator", "not this one"});
  world.run_for(seconds(2));
  INFO(world.story());
  CHECK(world.all<OrderCancelled>("order/" + entry).size() == 1);
  world.buy_all();
  CHECK(held(world).is_zero());
}

TEST_CASE("a walk by linked replaces: each price a new order there, one at a time",
          "[broker][linked]") {
  EngineWorld world(linked());
  call_and_rest(world);
  world.run_for(seconds(40));
  INFO(world.story());
  CHECK(world.count_sent(AttemptKind::replace, entry) == 2);
  const auto theirs = world.at_broker(entry);
  REQUIRE(theirs.size() == 3);
  CHECK(theirs[0].state == BrokerOrderState::cancelled);
  CHECK(theirs[1].state == BrokerOrderState::cancelled);
  CHECK(theirs[2].state == BrokerOrderState::working);
  CHECK(theirs[2].replaces == theirs[1].client_order_id);
  world.buy_all();
  CHECK(held(world) == Quantity::whole(4));
  CHECK(world.all<OrderCompleted>("order/" + entry).size() == 1);
  world.check_books();
}

TEST_CASE("a part that fills under a linked replace is bought once", "[broker][linked]") {
  EngineWorld world(linked());
  call_and_rest(world);
  for (int rung = 0; rung < 4; ++rung) {
    world.quote = {world.clock.now(), *parse<Price>("2.30"), *parse<Price>("2.50"),
                   Quantity::whole(1), Quantity::whole(1)};
    world.run_for(seconds(1));  // one fills, as the next price is due or before
    world.set_quote("2.40", "2.60");
    world.run_for(seconds(19));
  }
  world.buy_all();
  world.run_for(seconds(70));
  INFO(world.story());
  CHECK(held(world) == Quantity::whole(4));
  CHECK(world.all<FillExceeded>().empty());
  CHECK(world.all<OrderCompleted>("order/" + entry).size() == 1);
  world.check_books();
}

TEST_CASE("more filled than was asked: it is held, covered, and the gate is shut",
          "[broker][overfill]") {
  EngineWorld world;
  call_and_rest(world);
  world.buy_all();
  REQUIRE(held(world) == Quantity::whole(4));
  BrokerFill more;
  more.execution_id = "X-1";
  more.client_order_id = entry + ".1";
  more.order_id = entry;
  more.instrument = world.broker.books({}).positions.front().instrument;
  more.side = Side::buy;
  more.quantity = more.order_quantity = Quantity::whole(4);
  more.price = *parse<Price>("2.45");
  more.at = world.clock.now();
  world.tell(entry_order, NoteFill{more});
  INFO(world.story());
  CHECK(world.all<FillExceeded>("order/" + entry).size() == 1);
  CHECK(world.all<FillBooked>().size() == 2);
  REQUIRE(world.all<AlarmRaised>().size() == 1);
  CHECK(world.all<AlarmRaised>().front().kind == "overfill");
  CHECK_FALSE(world.engine->is_gate_open());
  // Of eight half are to be sold at the first target, once a person has opened the gate.
  const auto changes = world.all<ChangeRequested>("order/" + target);
  REQUIRE_FALSE(changes.empty());
  CHECK(changes.back().quantity == Quantity::whole(4));
  world.restart();
  world.run_for(seconds(10));
  CHECK_FALSE(world.engine->is_gate_open());
  CHECK(world.all<AlarmRaised>().size() == 1);
}
