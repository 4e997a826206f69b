// What the paper broker accepts, answers and books.
#include <catch2/catch.hpp>

#include "tests/adapters/paper/paper_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("a submit is accepted, and answers come back by the clock, not within the call",
          "[paper]") {
  auto settings = without_fees();
  settings.latency = milliseconds(20);
  PaperWorld world(settings);
  world.broker->send(submit("c1", call, Side::buy, 2, 1.25));
  world.clock.advance_to(Timestamp{1000} + milliseconds(39));
  CHECK(world.heard.answers.empty());
  world.clock.advance_to(Timestamp{1000} + milliseconds(40));
  REQUIRE(world.heard.answers.size() == 1);
  const auto& answer = world.heard.answers[0];
  CHECK(answer.kind == AnswerKind::accepted);
  CHECK(answer.client_order_id == "c1");
  CHECK(answer.broker_order_id == "B-000001");
  CHECK(answer.at == Timestamp{1000} + milliseconds(20));
}

TEST_CASE("the same client order id gets its first answer again, never a second order", "[paper]") {
  PaperWorld world;
  const auto first = world.send(submit("c1", call, Side::buy, 2, 1.25));
  const auto again = world.send(submit("c1", call, Side::buy, 5, 1.30));
  CHECK(again.kind == AnswerKind::accepted);
  CHECK(again.broker_order_id == first.broker_order_id);
  CHECK(world.books().orders.size() == 1);
  CHECK(world.heard.books.back().orders[0].quantity == lots(2));

  CHECK(world.send(submit("c2", call, Side::buy, 0, 1.25)).code == "bad_quantity");
  CHECK(world.send(submit("c2", call, Side::buy, 1, 1.25)).code == "bad_quantity");
}

TEST_CASE("what is wrong with an order is refused with a code and a text", "[paper]") {
  PaperWorld world;
  auto market_option = submit("c", call, Side::buy, 1, 0);
  market_option.type = OrderType::market;
  auto market_spread = submit("c", call_spread, Side::buy, 1, 0);
  market_spread.type = OrderType::market;
  auto half = submit("c", call, Side::buy, 1, 1);
  half.quantity = {500'000};
  const auto [request, code] = GENERATE_REF(table<BrokerRequest, std::string>({
      {submit("c", {99}, Side::buy, 1, 1), "unknown_instrument"},
      {submit("c", call, Side::buy, 1, 1.005), "off_tick"},
      {submit("c", future, Side::buy, 1, 6900.10), "off_tick"},
      {submit("c", call, Side::buy, 0, 1), "bad_quantity"},
      {submit("c", call, Side::buy, -1, 1), "bad_quantity"},
      {half, "bad_quantity"},
      {submit("c", call, Side::buy, 1, 0), "bad_price"},
      {submit("c", call, Side::buy, 1, -1), "bad_price"},
      {submit("c", call, Side::buy, 1001, 1), "insufficient_cash"},
      {submit("c", call, Side::sell, 1, 1, Effect::close), "would_open_short"},
      {market_option, "market_not_allowed"},
      {market_spread, "market_not_allowed"},
      {submit("", call, Side::buy, 1, 1), "missing_client_order_id"},
      {replace("c", "nobody", 1, 1), "unknown_order"},
      {cancel("c", "nobody"), "unknown_order"},
  }));
  const auto& answer = world.send(request);
  CHECK(answer.kind == AnswerKind::rejected);
  CHECK(answer.code == code);
  CHECK_FALSE(answer.text.empty());
  CHECK(world.books().positions.empty());
}

TEST_CASE("absurd numbers are refused and overflow nothing", "[paper]") {
  PaperWorld world;
  auto request = submit("c1", call, Side::buy, 1, 1);
  request.limit.units = std::numeric_limits<std::int64_t>::min();
  CHECK(world.send(request).kind == AnswerKind::rejected);
  request = submit("c2", call_spread, Side::sell, 1, 1);
  request.limit.units = std::numeric_limits<std::int64_t>::min();
  CHECK(world.send(request).code == "bad_price");
  request = submit("c3", call, Side::sell, 1, 1);
  request.quantity.units = std::numeric_limits<std::int64_t>::max();
  CHECK(world.send(request).code == "bad_quantity");
  CHECK(world.send(submit("c4", call, Side::sell, 10'000'000, 900'000)).code == "too_large");
}

TEST_CASE("cash that working orders may cost is bound until they are over", "[paper]") {
  PaperWorld world;
  CHECK(world.send(submit("c1", call, Side::buy, 600, 1)).kind == AnswerKind::accepted);
  CHECK(world.send(submit("c2", call, Side::buy, 600, 1)).code == "insufficient_cash");
  CHECK(world.send(replace("c3", "c1", 1000, 1)).kind == AnswerKind::accepted);
  CHECK(world.send(replace("c4", "c3", 1001, 1)).code == "insufficient_cash");
  world.send(cancel("c5", "c3"));
  CHECK(world.send(submit("c6", call, Side::buy, 1000, 1)).kind == AnswerKind::accepted);
}

TEST_CASE("a closing order may not exceed what is held and not yet being closed", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1));
  world.quote(call, quote_at(2000, 0.9, 1.0));
  CHECK(world.send(submit("c2", call, Side::sell, 6, 2, Effect::close)).code == "would_open_short");
  CHECK(world.send(submit("c3", call, Side::sell, 3, 2, Effect::close)).kind ==
        AnswerKind::accepted);
  CHECK(world.send(submit("c4", call, Side::sell, 3, 2, Effect::close)).code == "would_open_short");
  CHECK(world.send(replace("c5", "c3", 5, 2)).kind == AnswerKind::accepted);
  CHECK(world.send(replace("c6", "c5", 6, 2)).code == "would_open_short");
}

TEST_CASE("a replace keeps what was filled, and its quantity is of the whole order", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1));
  world.quote(call, quote_at(2000, 0.9, 1.0, 10, 2));
  CHECK(world.send(replace("c2", "c1", 2, 1.05)).code == "bad_quantity");
  const auto accepted = world.send(replace("c3", "c1", 4, 1.05));
  CHECK(accepted.kind == AnswerKind::accepted);
  CHECK(accepted.broker_order_id == "B-000001");
  CHECK(world.send(replace("c4", "c1", 4, 1.10)).code == "already_replaced");
  world.quote(call, quote_at(3000, 0.9, 1.05));
  REQUIRE(world.heard.fills.size() == 2);
  CHECK(world.heard.fills[1].quantity == lots(2));
  CHECK(world.heard.fills[1].client_order_id == "c3");
  CHECK(world.heard.fills[1].order_id == "order-c1");
  CHECK(world.send(replace("c5", "c3", 9, 1.10)).code == "already_filled");
  CHECK(world.send(cancel("c6", "c3")).code == "already_filled");
  CHECK(world.books().orders[0].client_order_ids == std::vector<std::string>{"c1", "c3"});
}

TEST_CASE("a cancel is answered, then the order's end is told; a second one is refused",
          "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1));
  CHECK(world.send(cancel("c2", "c1")).kind == AnswerKind::accepted);
  CHECK(world.heard.order == "aae");
  CHECK(world.heard.ended[0].state == BrokerOrderState::cancelled);
  CHECK(world.heard.ended[0].client_order_id == "c1");
  CHECK(world.send(cancel("c3", "c1")).code == "not_working");
  world.quote(call, quote_at(2000, 0.9, 1.0));
  CHECK(world.heard.fills.empty());
}

TEST_CASE("without replace support a replace is refused and the order works on", "[paper]") {
  auto settings = without_fees();
  settings.replace = ReplaceSupport::none;
  PaperWorld world(settings);
  CHECK(world.broker->capabilities().replace == ReplaceSupport::none);
  world.send(submit("c1", call, Side::buy, 5, 1));
  CHECK(world.send(replace("c2", "c1", 5, 1.05)).code == "replace_not_supported");
  world.quote(call, quote_at(2000, 0.9, 1.0));
  CHECK(world.heard.fills.size() == 1);
}

TEST_CASE("DAY orders expire at the close, others stay", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", call, Side::buy, 5, 1));
  auto lasting = submit("c2", call, Side::buy, 5, 1);
  lasting.time_in_force = TimeInForce::good_till_cancelled;
  world.send(lasting);
  world.broker->end_of_day({5000});
  world.clock.advance_to({5000});
  REQUIRE(world.heard.ended.size() == 1);
  CHECK(world.heard.ended[0].client_order_id == "c1");
  CHECK(world.heard.ended[0].state == BrokerOrderState::expired);
  world.quote(call, quote_at(6000, 0.9, 1.0, 10, 100));
  REQUIRE(world.heard.fills.size() == 1);
  CHECK(world.heard.fills[0].client_order_id == "c2");
}

TEST_CASE("chance refuses about as often as asked, and the same for the same seed", "[paper]") {
  auto settings = without_fees();
  settings.refusal_rate = {100'000};  // 10 %
  const auto refused = [&](std::uint64_t seed) {
    settings.seed = seed;
    PaperWorld world(settings);
    std::string pattern;
    for (int i = 0; i < 1000; ++i) {
      const auto& answer = world.send(submit("c" + std::to_string(i), stock, Side::sell, 1, 680));
      pattern += answer.code == "refused" ? 'x' : '.';
    }
    return pattern;
  };
  const auto pattern = refused(7);
  const auto count = std::count(pattern.begin(), pattern.end(), 'x');
  CHECK(count > 70);
  CHECK(count < 130);
  CHECK(refused(7) == pattern);
  CHECK(refused(8) != pattern);
}

TEST_CASE("jitter delays within its bounds and lets no message overtake", "[paper]") {
  auto settings = without_fees();
  settings.latency = milliseconds(10);
  settings.latency_jitter = milliseconds(10);
  PaperWorld world(settings);
  for (int i = 0; i < 50; ++i)
    world.broker->send(submit("c" + std::to_string(i), stock, Side::sell, 1, 680));
  world.clock.advance_to(Timestamp{1000} + milliseconds(40));
  REQUIRE(world.heard.answers.size() == 50);
  for (std::size_t i = 0; i < 50; ++i) {
    const auto& answer = world.heard.answers[i];
    CHECK(answer.client_order_id == "c" + std::to_string(i));
    CHECK(answer.at >= Timestamp{1000} + milliseconds(10));
    CHECK(answer.at <= Timestamp{1000} + milliseconds(20));
  }
}

TEST_CASE("a broker that is gone leaves nothing with the clock", "[paper]") {
  PaperWorld world;
  world.broker->send(submit("c1", call, Side::buy, 5, 1));
  world.broker.reset();
  world.clock.advance_to({9000});
  CHECK(world.heard.answers.empty());
}

TEST_CASE("fees of each class are charged once an order and per contract, and leave the cash",
          "[paper]") {
  PaperSettings settings;
  settings.option_fees = {Money::whole(1), {650'000}, {20'000}, {10'000}};
  settings.future_fees = {{}, {1'250'000}, {}, {}};
  PaperWorld world(settings);
  world.send(submit("c1", call, Side::buy, 3, 1));
  world.quote(call, quote_at(2000, 0.9, 1.0, 10, 2));
  world.quote(call, quote_at(3000, 0.9, 1.0, 10, 2));
  REQUIRE(world.heard.fills.size() == 2);
  CHECK(world.heard.fills[0].fees == *parse<Money>("2.34"));  // 1 + 2 × 0.67
  CHECK(world.heard.fills[1].fees == *parse<Money>("0.67"));
  world.send(submit("c2", call, Side::sell, 1, 0.9, Effect::close));
  world.quote(call, quote_at(4000, 0.9, 1.0));
  CHECK(world.heard.fills[2].fees == *parse<Money>("1.68"));
  CHECK(world.books().cash == *parse<Money>("99785.31"));  // 100000 - 300 + 90 - 4.69
}

TEST_CASE("a future's profit turns into cash when it is closed", "[paper]") {
  PaperWorld world;
  world.send(submit("c1", future, Side::buy, 2, 6900));
  world.quote(future, quote_at(2000, 6899.75, 6900));
  CHECK(world.books().cash == Money::whole(100'000));
  world.send(submit("c2", future, Side::sell, 1, 6910, Effect::close));
  world.quote(future, quote_at(3000, 6910, 6910.25));
  CHECK(world.books().cash == Money::whole(100'500));
  world.send(submit("c3", future, Side::sell, 3, 6890));  // through flat to two short
  world.quote(future, quote_at(4000, 6890, 6890.25));
  CHECK(world.books().cash == Money::whole(100'000));
  world.send(submit("c4", future, Side::buy, 2, 6880, Effect::close));
  world.quote(future, quote_at(5000, 6879.75, 6880));
  CHECK(world.books().cash == Money::whole(101'000));
  CHECK(world.books().positions.empty());
}
