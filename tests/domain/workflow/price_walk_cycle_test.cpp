// The workflow "price_walk_cycle": what it asks for, one order after the other.
#include "actors/domain/workflow/price_walk_cycle.hpp"

#include <catch2/catch.hpp>

#include "actors/domain/pricing/built_in_policies.hpp"
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct GivenCycle {
  Given<PriceWalkCycle> cycle{[] { return std::make_unique<PriceWalkCycle>(); }};

  GivenCycle() { cycle.instruments.add(an_option(1)); }
  Outcome start() {
    WorkflowStarted started;
    started.workflow_id = "i1";
    started.definition = "price_walk_cycle";
    started.account = "main";
    started.instrument = {1};
    started.at = cycle.context.now;
    return cycle.when(StartWorkflow{started});
  }
  Outcome progress(std::string order, std::int64_t filled, std::string outcome = "",
                   RefusalReason refusal = {}) {
    OrderProgressed news;
    news.order_id = std::move(order);
    news.filled = units(filled);
    news.is_over = !outcome.empty();
    news.outcome = std::move(outcome);
    news.refusal = refusal;
    news.at = cycle.context.now;
    return cycle.when(NoteOrder{news});
  }
};

}  // namespace

TEST_CASE("its walk is a policy that any order could have", "[cycle]") {
  CHECK(check_policy(cycle_policy()).empty());
}

TEST_CASE("it begins with a buy of one, from the mid rounded down", "[cycle]") {
  GivenCycle given;
  const auto plan = given.start().only_tell<PlaceOrder>().plan;
  CHECK(plan.order_id == "i1-1");
  CHECK(plan.side == Side::buy);
  CHECK(plan.effect == Effect::open);
  CHECK(plan.quantity == units(1));
  CHECK(plan.policy.start == PriceStart::mid);
  CHECK(plan.policy.rounding == Rounding::down);
  CHECK(plan.policy.max_prices == 11);
  CHECK(plan.policy.pace == seconds(5));
  CHECK(given.start().is_nothing());  // told again
}

TEST_CASE("after a fill comes the other side", "[cycle]") {
  GivenCycle given;
  given.start();
  const auto sale = given.progress("i1-1", 1, "filled").only_tell<PlaceOrder>().plan;
  CHECK(sale.order_id == "i1-2");
  CHECK(sale.side == Side::sell);
  CHECK(sale.effect == Effect::close);
  CHECK(given.progress("i1-1", 1, "filled").is_nothing());  // told again
  const auto purchase = given.progress("i1-2", 1, "filled").only_tell<PlaceOrder>().plan;
  CHECK(purchase.order_id == "i1-3");
  CHECK(purchase.side == Side::buy);
}

TEST_CASE("a walk that ended without a fill begins again on its side", "[cycle]") {
  GivenCycle given;
  given.start();
  const auto again = given.progress("i1-1", 0, "cancelled").only_tell<PlaceOrder>().plan;
  CHECK(again.order_id == "i1-2");
  CHECK(again.side == Side::buy);
}

TEST_CASE("what was refused is not asked for again at once", "[cycle]") {
  GivenCycle given;
  given.start();
  const auto refused = given.progress("i1-1", 0, "refused", RefusalReason::no_quote);
  CHECK(refused.tells<PlaceOrder>().empty());
  CHECK(refused.timer("again") == at_second(5));
  given.cycle.at(5);
  CHECK(
      given.cycle.when(TimerDue{"again", 0, at_second(5)}).only_tell<PlaceOrder>().plan.order_id ==
      "i1-2");
  SECTION("while the kill switch is on, nothing is, until it is off") {
    CHECK_FALSE(given.progress("i1-2", 0, "refused", RefusalReason::kill_switch).timer("again"));
    CHECK(given.cycle.when(GoOn{}).only_tell<PlaceOrder>().plan.order_id == "i1-3");
    CHECK(given.cycle.when(GoOn{}).is_nothing());
  }
}

TEST_CASE("asked to close, it sells what it holds and ends", "[cycle]") {
  GivenCycle given;
  given.start();
  SECTION("a purchase is taken back") {
    const auto closing = given.cycle.when(CloseTrade{"operator", "enough"});
    CHECK(closing.only_tell<CancelOrder>().by == "workflow");
    const auto over = given.progress("i1-1", 0, "cancelled");
    CHECK(over.has<WorkflowCompleted>());
    CHECK(over.only_tell<NoteTradeOver>().is_flat);
    CHECK(given.cycle.is_over());
  }
  SECTION("a sale goes on") {
    given.progress("i1-1", 1, "filled");
    CHECK(given.cycle.when(CloseTrade{"operator", "enough"}).tells<CancelOrder>().empty());
    CHECK_FALSE(given.cycle.is_over());
    CHECK(given.progress("i1-2", 0, "cancelled").only_tell<PlaceOrder>().plan.side == Side::sell);
    CHECK(given.progress("i1-3", 1, "filled").only_tell<NoteTradeOver>().outcome == "flat");
    CHECK(given.cycle.is_over());
  }
}

TEST_CASE("a restart asks for its order again, or for the next", "[cycle]") {
  GivenCycle given;
  given.start();
  CHECK(given.cycle.resume().only_tell<PlaceOrder>().plan.order_id == "i1-1");
  given.progress("i1-1", 0, "refused", RefusalReason::risk_limit);
  CHECK(given.cycle.resume().only_tell<PlaceOrder>().plan.order_id == "i1-2");
}
