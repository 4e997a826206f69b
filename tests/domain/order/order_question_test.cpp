// A broker that asks before it goes on.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

Outcome ask(GivenOrder& order, const std::string& question, const std::string& text = "Sure?",
            const std::string& id = "") {
  BrokerAnswer answer;
  answer.kind = AnswerKind::question;
  answer.client_order_id = id.empty() ? order.sent_id() : id;
  answer.question_id = question;
  answer.text = text;
  return order.when(NoteAnswer{answer});
}
Outcome say(GivenOrder& order, bool is_yes, const std::string& question = "") {
  return order.when(AnswerQuestion{question, is_yes, "operator"});
}
Outcome expire(GivenOrder& order) {
  order.at(120);
  return order.when(TimerDue{"question", 1, order.context.now});
}

}  // namespace

TEST_CASE("a question waits for a person, and the reply is durable before it leaves", "[order]") {
  GivenOrder order;
  order.send();
  const auto asked = ask(order, "q1", "The price is far away. Sure?");
  CHECK(asked.only<AttemptQuestioned>().text == "The price is far away. Sure?");
  CHECK(asked.timer("question") == at_second(120));
  CHECK(asked.requests().empty());
  CHECK(order.at(20).step_due().requests().empty());  // no rung goes out meanwhile
  const auto answered = say(order, true);
  CHECK(answered.only<QuestionAnswered>().by == "operator");
  CHECK(answered.timer("question") == std::nullopt);
  const auto& reply = answered.only_request();
  CHECK(reply.client_order_id == "w1-1.1");
  REQUIRE(reply.reply);
  CHECK(reply.reply->question_id == "q1");
  CHECK(reply.reply->is_yes);
  CHECK(say(order, false).requests().empty());  // answered already
  CHECK(order.accept().has<AttemptAccepted>());
  CHECK(order.state().live->client_order_id == "w1-1.1");
}

TEST_CASE("who asked for the answer hears whether there was a question", "[order]") {
  GivenOrder order;
  order.send();
  const AnswerQuestion yes{"", true, "operator", "r1"};
  const auto early = order.when(yes).only_tell<NoteOperation>();
  CHECK(early.request_id == "r1");
  CHECK(early.state == OperationState::failed);
  ask(order, "q1");
  const auto answered = order.when(yes);
  CHECK(answered.has<QuestionAnswered>());
  CHECK(answered.only_tell<NoteOperation>().state == OperationState::done);
}

TEST_CASE("a late yes does not send what is being taken back", "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  order.context.is_gate_open = false;
  order.cancel();
  const auto late = order.when(AnswerQuestion{"", true, "operator", "r1"});
  CHECK(late.requests().empty());
  CHECK_FALSE(late.has<QuestionAnswered>());
  CHECK(late.only_tell<NoteOperation>().outcome == "too late");
  CHECK(say(order, false).has<QuestionAnswered>());
}

TEST_CASE("the configuration answers what it knows, the first rule that fits", "[order]") {
  QuestionSettings settings;
  settings.answers = {{"far away", true}, {"sure?", false}};
  GivenOrder order;
  order.context.questions = &settings;
  order.send();
  const auto [text, is_yes] = GENERATE(table<std::string, bool>({
      {"The price is FAR AWAY. Sure?", true},
      {"Sure?", false},
  }));
  const auto asked = ask(order, "q1", text);
  CHECK(asked.only<QuestionAnswered>().by == "configuration");
  CHECK(asked.only_request().reply->is_yes == is_yes);
}

TEST_CASE("questions may follow each other, and doubled or late ones are ignored", "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  CHECK(ask(order, "q1").is_nothing());
  say(order, true);
  CHECK(ask(order, "q1").is_nothing());
  CHECK(ask(order, "q2").has<AttemptQuestioned>());
  CHECK(say(order, true, "q1").is_nothing());
  CHECK(say(order, true, "q2").only_request().reply->question_id == "q2");
  order.accept();
  CHECK(ask(order, "q3").is_nothing());
  CHECK(order.state().live.has_value());
}

TEST_CASE("a question that nobody answers counts as a reject, with a no as a courtesy", "[order]") {
  GivenOrder order;
  SECTION("of a submit: the order is rejected") {
    order.send();
    ask(order, "q1");
    const auto expired = expire(order);
    CHECK(expired.has<QuestionExpired>());
    CHECK(expired.only<AttemptRejected>().code == "question_expired");
    CHECK(expired.only<OrderRejected>().code == "question_expired");
    CHECK_FALSE(expired.only_request().reply->is_yes);
  }
  SECTION("of a replace: the old price stays") {
    order.work().at(20).step_due();
    ask(order, "q1");
    order.at(200);
    const auto expired = order.when(TimerDue{"question", 2, order.context.now});
    CHECK(expired.has<AttemptRejected>());
    CHECK(order.state().live->client_order_id == "w1-1.1");
    CHECK(order.state().desired == price("0.75"));
    CHECK_FALSE(order.is_over());
  }
  SECTION("of a cancel: it is asked for again") {
    order.work();
    order.cancel();
    ask(order, "q1");
    const auto expired = expire(order);
    CHECK(expired.has<AttemptRejected>());
    CHECK(expired.timer("step").has_value());
    CHECK(order.at(130).step_due().only_request().kind == AttemptKind::cancel);
  }
  SECTION("through a closed gate nothing goes") {
    order.send();
    ask(order, "q1");
    order.context.is_gate_open = false;
    const auto expired = expire(order);
    CHECK(expired.has<OrderRejected>());
    CHECK(expired.requests().empty());
  }
}

TEST_CASE("a timer of a question that was answered does nothing", "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  say(order, true);
  CHECK(expire(order).is_nothing());
}

TEST_CASE("a reply without an answer makes the message unknown, and the books settle it",
          "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  CHECK_FALSE(order.lose().has<AttemptUnknown>());  // the question was the answer
  say(order, true);
  CHECK(order.lose().has<AttemptUnknown>());
  SECTION("it works") {
    const auto found = order.books(order.theirs(BrokerOrderState::working, {"w1-1.1"}));
    CHECK(found.only<AttemptAccepted>().evidence == "books");
  }
  SECTION("it does not") {
    CHECK(order.books(std::nullopt).only_request().client_order_id == "w1-1.2");
  }
}

TEST_CASE("a question that comes after the message was given up for unknown is its answer",
          "[order]") {
  GivenOrder order;
  order.send();
  order.lose();
  CHECK(ask(order, "q1").has<AttemptQuestioned>());
  CHECK(order.books(std::nullopt).requests().empty());  // it is known what became of it
  CHECK(say(order, true).only_request().reply->is_yes);
}

TEST_CASE("a question survives a restart, a reply that left before it does not", "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  CHECK_FALSE(order.resume().has<AttemptUnknown>());
  SECTION("the person may still answer") {
    CHECK(say(order, true).only_request().reply->is_yes);
    CHECK(order.resume().only<AttemptUnknown>().why == "restart");
  }
  SECTION("it may still expire") { CHECK(expire(order).has<OrderRejected>()); }
}

TEST_CASE("a cancel answers no", "[order]") {
  GivenOrder order;
  SECTION("to a submit, and ends the order once the broker has heard it") {
    order.send();
    ask(order, "q1");
    const auto cancelled = order.when(CancelOrder{"operator", "not any more"});
    CHECK_FALSE(cancelled.only_request().reply->is_yes);
    CHECK(cancelled.only<QuestionAnswered>().by == "cancel");
    CHECK_FALSE(order.is_over());
    const auto over = order.reject();
    CHECK(over.has<OrderCancelled>());
    CHECK(over.requests().empty());
  }
  SECTION("to a replace, and then takes the old order back") {
    order.work().at(20).step_due();
    ask(order, "q1");
    CHECK_FALSE(order.cancel().only_request().reply->is_yes);
    CHECK(order.reject().only_request().kind == AttemptKind::cancel);
  }
  SECTION("to a question that comes after it") {
    order.send();
    order.cancel();
    CHECK_FALSE(ask(order, "q1").only_request().reply->is_yes);
  }
  SECTION("to a question that comes once the kill switch is on") {
    QuestionSettings settings;
    settings.answers = {{"sure", true}};
    order.context.questions = &settings;
    order.send();
    order.context.is_killed = true;
    CHECK_FALSE(ask(order, "q1").only_request().reply->is_yes);
  }
  SECTION("once the gate is open") {
    order.send();
    ask(order, "q1");
    order.context.is_gate_open = false;
    CHECK(order.cancel().requests().empty());
    order.context.is_gate_open = true;
    CHECK_FALSE(order.step_due().only_request().reply->is_yes);
  }
}

TEST_CASE("a fill while a question is open is its answer", "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  CHECK(order.fill(5, "e1", "w1-1.1").has<OrderCompleted>());
}

TEST_CASE("a reply that did not leave: nothing came of the message", "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  say(order, true);
  CHECK(order.answer(AnswerKind::not_sent).only_request().client_order_id == "w1-1.2");
}

TEST_CASE("books from before our yes prove nothing about the message", "[order]") {
  GivenOrder order;
  order.send();
  ask(order, "q1");
  order.at(10);
  say(order, true);
  order.answer(AnswerKind::unknown);
  REQUIRE(order.state().in_flight->is_unknown);
  CHECK(order.when(NoteBooks{nullptr, {}, true, at_second(5)}).is_nothing());
  CHECK(order.books(std::nullopt).has<AttemptNeverArrived>());
}
