// An order from its plan to its end, as its broker behaves well.
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("an order asks risk for its worst price before anything is sent", "[order]") {
  GivenOrder order;
  const auto placed = order.place();
  CHECK(placed.has<OrderPlanned>());
  CHECK(placed.requests().empty());
  const auto asked = placed.only_tell<ReserveExposure>();
  CHECK(asked.worst_price == price("0.78"));  // 0.75 + 5 % is 0.7875
  CHECK(asked.quantity == units(5));
}

TEST_CASE("what risk has cleared is sent at the first price, once", "[order]") {
  GivenOrder order;
  order.place();
  const auto sent = order.clear();
  CHECK(sent.only_request().limit == price("0.75"));
  CHECK(sent.only_request().quantity == units(5));
  CHECK(sent.only_request().client_order_id == "w1-1.1");
  CHECK(sent.only<AttemptStarted>().client_order_id == "w1-1.1");
  CHECK(sent.only<PriceStepped>().quote_age == seconds(0));
  CHECK(order.clear().requests().empty());
  CHECK(order.place().requests().empty());
}

TEST_CASE("what risk refuses is over and gives nothing back twice", "[order]") {
  GivenOrder order;
  order.place();
  const auto refused = order.when(
      TakeRiskAnswer{RefusalReason::risk_limit, "max_per_trade: 5", {}, {}, "main", "w1-1", {}});
  CHECK(refused.only<OrderRefused>().reason == RefusalReason::risk_limit);
  CHECK(refused.only_tell<NoteOrder>().progress.outcome == "refused");
  CHECK(order.is_over());
  // An approval that comes after all is given back.
  CHECK(order.clear().only_tell<ReleaseExposure>().order_id == "w1-1");
}

TEST_CASE("a walk steps by replacing, and one message waits for the other", "[order]") {
  GivenOrder order;
  order.work();
  order.at(20);
  const auto stepped = order.step_due();
  CHECK(stepped.only_request().kind == AttemptKind::replace);
  CHECK(stepped.only_request().replaces == "w1-1.1");
  CHECK(stepped.only_request().limit == price("0.76"));
  order.at(40);
  CHECK(order.step_due().requests().empty());  // the replace has no answer yet
  CHECK(order.accept().only_request().limit == price("0.77"));
  CHECK(order.state().live->client_order_id == "w1-1.2");
}

TEST_CASE("a step converts at the last tick and then rests", "[order]") {
  GivenOrder order;
  auto plan = GivenOrder::plan();
  plan.alert_price = price("0.98");
  order.quote("0.97", "1.00").work(plan, "1.00");
  order.at(20);
  const auto converted = order.step_due();
  CHECK(converted.only_request().limit == price("1.00"));
  CHECK(converted.only<PriceStepped>().rule == PriceRule::converted_limit);
  CHECK(converted.only<PriceStepped>().stepped_to == price("0.99"));
  order.accept();
  order.at(60);
  CHECK(order.step_due().requests().empty());
  CHECK(order.fill(5, "e1").has<OrderCompleted>());
}

TEST_CASE("a walk that ends by cancelling cancels what is live", "[order]") {
  GivenOrder order;
  auto plan = GivenOrder::plan();
  plan.policy = *find_policy(built_in_policies(), "ladder");
  plan.alert_price.reset();
  order.work(plan, "1.05");
  CHECK(order.state().live->limit == price("1"));
  order.at(20);
  CHECK(order.step_due().only_request().limit == price("1.05"));
  order.accept();
  order.at(40);
  const auto ended = order.step_due();
  CHECK(ended.has<WalkEnded>());
  CHECK(ended.only_request().kind == AttemptKind::cancel);
  CHECK(order.cancelled().only<OrderCancelled>().remaining == units(5));
}

TEST_CASE("fills complete an order, and repeats of them change nothing", "[order]") {
  GivenOrder order;
  order.work();
  const auto first = order.fill(2, "e1");
  CHECK(first.only_tell<NoteOrder>().progress.filled == units(2));
  CHECK(first.only_tell<RecordFill>().order_id == "w1-1");
  CHECK(first.decision.idempotency_key == "fill/main/e1");
  CHECK(order.fill(2, "e1").is_nothing());
  const auto last = order.fill(3, "e2");
  CHECK(last.only<OrderCompleted>().average == price("0.75"));
  CHECK(last.only_tell<ReleaseExposure>().order_id == "w1-1");
  CHECK(last.only_tell<NoteOrder>().progress.is_over);
  CHECK(order.fill(3, "e2").is_nothing());
}

TEST_CASE("a fill before its answer is the answer", "[order]") {
  GivenOrder order;
  order.send();
  CHECK(order.fill(2, "e1").only<AttemptAccepted>().evidence == "fill");
  CHECK(order.state().live->client_order_id == "w1-1.1");
  CHECK(order.accept("w1-1.1").is_nothing());  // late
  CHECK(order.fill(3, "e2").has<OrderCompleted>());
}

TEST_CASE("a partial fill while a replace is under way keeps the total", "[order]") {
  GivenOrder order;
  order.work().at(20);
  CHECK(order.step_due().only_request().quantity == units(5));
  order.fill(2, "e1", "w1-1.1");
  order.accept();
  CHECK(order.state().live->quantity == units(5));
  order.fill(3, "e2", "w1-1.2");
  CHECK(order.is_over());
  CHECK(order.state().outcome == "filled");
}

TEST_CASE("filled entirely while a replace is under way is filled", "[order]") {
  GivenOrder order;
  order.work().at(20);
  order.step_due();
  CHECK(order.fill(5, "e1", "w1-1.1").has<OrderCompleted>());
  CHECK(order.reject().is_nothing());
}

TEST_CASE("a fill after the end is still a fill", "[order]") {
  GivenOrder order;
  order.work();
  order.cancel();
  order.cancelled();
  REQUIRE(order.is_over());
  const auto late = order.fill(1, "e1", "w1-1.1");
  CHECK(late.has<OrderFilled>());
  CHECK(late.only_tell<NoteOrder>().progress.filled == units(1));
  CHECK(late.only_tell<RecordFill>().purpose == Purpose::entry);
  CHECK(late.requests().empty());
}

TEST_CASE("a rejected submit ends the order, a rejected replace keeps the old price", "[order]") {
  GivenOrder refused;
  refused.send();
  CHECK(refused.reject().only<OrderRejected>().code == "no");
  GivenOrder order;
  order.work().at(20);
  order.step_due();
  order.reject();
  CHECK(order.state().live->limit == price("0.75"));
  CHECK(order.state().desired == price("0.75"));
  order.at(40);
  CHECK(order.step_due().only_request().limit == price("0.77"));
}

TEST_CASE("late and doubled answers change nothing", "[order]") {
  GivenOrder order;
  order.work();
  CHECK(order.accept("w1-1.1").is_nothing());
  CHECK(order.reject("w1-1.1").is_nothing());
  CHECK(order.accept("w1-1.7").is_nothing());
  order.at(20).step_due();
  CHECK(order.accept("w1-1.1").is_nothing());
  CHECK(order.state().in_flight.has_value());
}

TEST_CASE("that no quote came yet is told when one was waited for, not at once", "[order]") {
  GivenOrder order;
  order.context.quote.reset();
  const auto placed = order.place();
  CHECK_FALSE(placed.has<StepHeld>());
  const auto look_again = placed.timer("step");
  REQUIRE(look_again.has_value());
  REQUIRE(placed.decision.interests.size() == 1);
  CHECK(placed.decision.interests.front().on_any_change);
  order.context.now = *look_again;
  CHECK(order.step_due().only<StepHeld>().reason == HoldReason::quote_missing);
  order.quote("0.70", "1.00");
  CHECK(order.when(QuoteWake{"quote"}).tells<ReserveExposure>().size() == 1);
}

TEST_CASE("an order waits for a usable quote and says why", "[order]") {
  const auto [bid, ask, reason] = GENERATE(table<std::string, std::string, HoldReason>({
      {"1.10", "1.00", HoldReason::quote_crossed},
      {"0.70", "1.00", HoldReason::quote_stale},
  }));
  GivenOrder order;
  order.quote(bid, ask);
  if (reason == HoldReason::quote_stale) order.at(61);
  const auto held = order.place();
  CHECK(held.only<StepHeld>().reason == reason);
  CHECK(held.tells<ReserveExposure>().empty());
  CHECK(held.timer("step").has_value());
  REQUIRE(held.decision.interests.size() == 1);
  CHECK(held.decision.interests.front().on_any_change);
  order.quote("0.70", "1.00");
  CHECK(order.when(QuoteWake{"quote"}).tells<ReserveExposure>().size() == 1);
}

TEST_CASE("nothing is sent through a closed gate, and it goes on when that opens", "[order]") {
  GivenOrder order;
  order.place();
  order.context.is_gate_open = false;
  const auto held = order.clear();
  CHECK(held.requests().empty());
  CHECK(held.only<StepHeld>().reason == HoldReason::gate_closed);
  CHECK(held.timer("step") == at_second(5));
  CHECK(held.decision.waits_for_gate);
  const auto again = order.at(5).step_due();  // told once
  CHECK_FALSE(again.has<StepHeld>());
  CHECK(again.decision.waits_for_gate);
  order.context.is_gate_open = true;
  CHECK(order.at(6).when(QuoteWake{"gate"}).only_request().kind == AttemptKind::submit);
}

TEST_CASE("an entry waits at a closed gate while its call is fresh, then it is refused",
          "[order]") {
  GivenOrder order;
  auto plan = GivenOrder::plan();
  plan.fresh_until = at_second(7);
  order.place(plan);
  order.context.is_gate_open = false;
  CHECK(order.clear().timer("step") == at_second(5));
  SECTION("nothing was sent") {
    CHECK(order.at(5).step_due().timer("step") > at_second(7));
    CHECK_FALSE(order.is_over());
    const auto refused = order.at(8).step_due();
    CHECK(refused.only<OrderRefused>().reason == RefusalReason::stale);
    CHECK(refused.tells<ReleaseExposure>().size() == 1);
  }
  SECTION("nothing was sent for certain") {
    order.context.is_gate_open = true;
    order.at(5).step_due();
    order.context.is_gate_open = false;
    CHECK(order.at(8).answer(AnswerKind::not_sent).only<OrderRefused>().reason ==
          RefusalReason::stale);
  }
  SECTION("it is at the broker") {
    order.context.is_gate_open = true;
    order.at(5).step_due();
    order.accept();
    order.context.is_gate_open = false;
    order.at(60).step_due();
    CHECK_FALSE(order.is_over());
  }
}

TEST_CASE("an exit waits at a closed gate, however long", "[order]") {
  GivenOrder order;
  auto plan = GivenOrder::plan(5, Side::sell);
  plan.effect = Effect::close;
  plan.purpose = Purpose::close;
  plan.fresh_until = at_second(7);
  order.place(plan);
  order.context.is_gate_open = false;
  order.context.is_authorised_later = false;
  order.clear("0.71");
  order.at(100).step_due();
  CHECK_FALSE(order.is_over());
}

TEST_CASE("an entry is refused at once where no wait makes the broker know us", "[order]") {
  GivenOrder order;
  order.context.is_gate_open = false;
  order.context.is_authorised_later = false;
  CHECK(order.place().only<OrderRefused>().reason == RefusalReason::gate_closed);
}

TEST_CASE("a sell walks down and never below what was reserved", "[order]") {
  GivenOrder order;
  auto plan = GivenOrder::plan(5, Side::sell);
  plan.alert_price = price("0.95");
  CHECK(order.place(plan).only_tell<ReserveExposure>().worst_price == price("0.91"));
  CHECK(order.clear("0.94").only_request().limit == price("0.95"));
  order.accept();
  CHECK(order.at(20).step_due().only_request().limit == price("0.94"));
  order.accept();
  CHECK(order.at(40).step_due().requests().empty());
  CHECK(order.at(80).step_due().requests().empty());
}

TEST_CASE("a market order goes out as one", "[order]") {
  GivenOrder order;
  auto stock = an_option(4);
  stock.asset_class = AssetClass::stock;
  stock.symbol = "QQQ";
  stock.ticks = stock_ticks();
  order.instruments.add(stock);
  auto plan = GivenOrder::plan();
  plan.instrument = {4};
  plan.policy = *find_policy(built_in_policies(), "market");
  plan.alert_price.reset();
  plan.is_market_allowed = true;
  order.place(plan);
  const auto sent = order.clear("1.05");
  CHECK(sent.only_request().type == OrderType::market);
  order.accept();
  CHECK(order.at(90).step_due().requests().empty());
}

TEST_CASE("a quantity of nothing is refused", "[order]") {
  GivenOrder order;
  CHECK(order.place(GivenOrder::plan(0)).only<OrderRefused>().reason ==
        RefusalReason::absurd_quantity);
}
