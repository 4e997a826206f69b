// Somebody wants a trade flat: a person, or the rule for a missing one.
#include "tests/domain/workflow/workflow_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {
const CloseTrade close_it{"operator", "enough"};
}

TEST_CASE("closing takes back what works and sells all that is held, at once", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  const auto asked = given.workflow.when(close_it);
  CHECK(asked.only<TradeCloseAsked>().by == "operator");
  CHECK(asked.only<TradeCloseAsked>().policy == "ladder");  // options take no market orders
  CHECK(asked.only_tell<CancelOrder>().by == "workflow");
  CHECK(given.workflow.when(close_it).is_nothing());  // told again
  const auto sold = given.progress("w1-2", 0, "cancelled").only_tell<PlaceOrder>();
  CHECK(sold.plan.quantity == units(9));
  CHECK(sold.plan.policy.name == "ladder");
  CHECK(sold.plan.purpose == Purpose::close);
  const auto flat = given.progress("w1-3", 9, "filled").only_tell<NoteTradeOver>();
  CHECK(flat.workflow_id == "w1");
  CHECK(flat.is_flat);
  CHECK(flat.outcome == "flat");
  CHECK(given.workflow.when(close_it).only_tell<NoteTradeOver>().is_flat);
}

TEST_CASE("closing goes by the configured policy, and to the market where that is allowed",
          "[workflow]") {
  GivenWorkflow given;
  SECTION("configured") {
    given.settings.exits.flatten_policy = "fast";
    given.hold_nine();
    CHECK(given.workflow.when(close_it).only<TradeCloseAsked>().policy == "fast");
  }
  SECTION("a stock") {
    auto stock = an_option(1);
    stock.asset_class = AssetClass::stock;
    given.workflow.instruments.add(stock);
    given.hold_nine();
    CHECK(given.workflow.when(close_it).only<TradeCloseAsked>().policy == "market");
  }
  SECTION("a stock whose account has limits only") {
    given.settings.price.may_send_market_stocks = false;
    auto stock = an_option(1);
    stock.asset_class = AssetClass::stock;
    given.workflow.instruments.add(stock);
    given.hold_nine();
    CHECK(given.workflow.when(close_it).only<TradeCloseAsked>().policy == "ladder");
  }
}

TEST_CASE("closing before anything was bought calls it off", "[workflow]") {
  GivenWorkflow given;
  given.start();
  SECTION("while it is sized") {
    const auto off = given.workflow.when(close_it);
    CHECK(off.only<WorkflowCompleted>().outcome == "cancelled");
    CHECK(off.only_tell<NoteTradeOver>().is_flat);
  }
  SECTION("while its entry works") {
    given.budget();
    CHECK(given.workflow.when(close_it).tells<CancelOrder>().size() == 1);
    CHECK(given.progress("w1-1", 0, "cancelled").only_tell<NoteTradeOver>().outcome ==
          "not_filled");
  }
  SECTION("while its entry works, and is filled before the cancel is there") {
    given.budget();
    given.workflow.when(close_it);
    const auto filled = given.progress("w1-1", 9, "filled");
    CHECK(filled.tells<NoteTradeOver>().empty());
    CHECK(filled.only_tell<PlaceOrder>().plan.quantity == units(9));
  }
}

TEST_CASE("closing goes before an exit that is slower", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.call(CallAction::close);
  given.progress("w1-2", 0, "cancelled");
  CHECK(given.workflow.when(close_it).only_tell<CancelOrder>().by == "workflow");
  const auto sold = given.progress("w1-3", 2, "cancelled").only_tell<PlaceOrder>();
  CHECK(sold.plan.quantity == units(7));
  CHECK(sold.plan.policy.name == "ladder");
}

TEST_CASE("closing is tried again until it is flat, over restarts", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(close_it);
  given.progress("w1-2", 0, "cancelled");
  given.progress("w1-3", 0, "rejected");
  given.workflow.at(2);
  CHECK(given.workflow.resume().only_tell<PlaceOrder>().plan.policy.name == "ladder");
  CHECK(given.workflow.when(close_it).is_nothing());
}

TEST_CASE("a person who cancels the exit has called the closing off, which is told", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(close_it);
  given.progress("w1-2", 0, "cancelled");
  OrderProgressed news;
  news.order_id = "w1-3";
  news.is_over = news.is_by_person = true;
  news.outcome = "cancelled";
  const auto off = given.workflow.when(NoteOrder{news}).only_tell<NoteTradeOver>();
  CHECK_FALSE(off.is_flat);
  CHECK(off.outcome == "stopped");
  CHECK(given.workflow.when(close_it).has<TradeCloseAsked>());
}

TEST_CASE("what is bought after a closed trade's end is sold as well", "[workflow]") {
  GivenWorkflow given;
  given.start();
  given.budget();
  given.workflow.when(close_it);
  given.progress("w1-1", 0, "cancelled");
  REQUIRE(given.workflow.is_over());
  const auto late = given.progress("w1-1", 2, "cancelled");
  CHECK(late.only_tell<PlaceOrder>().plan.quantity == units(2));
  CHECK(late.only_tell<PlaceOrder>().plan.purpose == Purpose::close);
}

TEST_CASE("what has expired cannot be closed, which is told", "[workflow]") {
  GivenWorkflow given;
  auto expiring = an_option(1);
  expiring.expiry = Date{20413};
  given.workflow.instruments.add(expiring);
  given.hold_nine();
  given.workflow.when(close_it);
  given.progress("w1-2", 0, "cancelled");
  given.workflow.at(86'400 * 3);
  const auto over = given.progress("w1-3", 0, "expired").only_tell<NoteTradeOver>();
  CHECK(over.outcome == "expired");
  CHECK_FALSE(over.is_flat);
}

TEST_CASE("no exit is asked for while the kill switch is on, and all are once it is off",
          "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.context.is_killed = true;
  CHECK(given.progress("w1-2", 0, "cancelled").tells<PlaceOrder>().empty());
  CHECK(
      given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}}).tells<PlaceOrder>().empty());
  given.workflow.context.is_killed = false;
  CHECK(given.workflow.when(GoOn{}).only_tell<PlaceOrder>().plan.purpose == Purpose::stop);
  CHECK(given.workflow.when(GoOn{}).is_nothing());
}
