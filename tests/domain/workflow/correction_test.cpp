// A fill is corrected: what the account and the workflow make of it.
#include "tests/domain/workflow/risk_support.hpp"
#include "tests/domain/workflow/workflow_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

Outcome correct(GivenRisk& given, const std::string& order, const std::string& execution,
                std::int64_t quantity, std::string_view at, Purpose purpose = Purpose::entry,
                std::string_view fees = "0") {
  FillCorrected corrected;
  corrected.execution_id = execution;
  corrected.instrument = {1};
  corrected.side = is_entry(purpose) ? Side::buy : Side::sell;
  corrected.now = {units(quantity), units(quantity), price(at), money(fees)};
  return given.risk.when(
      RecordCorrection{corrected, order, order.substr(0, order.find('-')), purpose});
}

// As told by an order whose fills were corrected.
Outcome corrected(GivenWorkflow& given, std::string order, std::int64_t filled,
                  std::string outcome = "filled") {
  OrderProgressed news;
  news.order_id = std::move(order);
  news.filled = units(filled);
  news.average = price("1.00");
  news.is_over = !outcome.empty();
  news.outcome = std::move(outcome);
  news.corrections = 1;
  news.at = given.workflow.context.now;
  return given.workflow.when(NoteOrder{news});
}

}  // namespace

TEST_CASE("a corrected fill changes cash and what is held as if it had been told so", "[risk]") {
  GivenRisk given;
  given.hold("w1", 4);  // e1: 4 at 1.00
  const auto taken = correct(given, "w1-1", "e1", 3, "1.10", Purpose::entry, "2");
  const auto booked = taken.only<BookingCorrected>();
  CHECK(booked.cash_change == money("68"));  // 400 - 330 - 2
  CHECK(booked.realised.is_zero());
  CHECK(booked.held == units(3));
  CHECK(booked.average == price("1.10"));
  CHECK(given.risk.state().cash == money("99668"));
  CHECK(given.risk.state().holdings.at({1}).quantity == units(3));
  CHECK(given.risk.state().workflows.at("w1").held == units(3));
  CHECK(correct(given, "w1-1", "e1", 3, "1.10", Purpose::entry, "2").decision.is_query);
}

TEST_CASE("what a corrected purchase cost changes what its sale has realised", "[risk]") {
  GivenRisk given;
  given.hold("w1", 4);
  given.reserve("w1-2", 2, Purpose::trim);
  given.fill("w1-2", 2, "1.50", Purpose::trim);
  REQUIRE(given.risk.state().realised_today == money("100"));
  const auto booked = correct(given, "w1-1", "e1", 4, "1.20").only<BookingCorrected>();
  CHECK(booked.realised == money("-40"));
  CHECK(booked.cash_change == money("-80"));
  CHECK(booked.average == price("1.20"));
  CHECK(given.risk.state().realised_today == money("60"));
}

TEST_CASE("a bust of all that was bought leaves nothing held", "[risk]") {
  GivenRisk given;
  given.hold("w1", 4);
  correct(given, "w1-1", "e1", 0, "1.00");
  CHECK(given.risk.state().cash == Money::whole(100'000));
  CHECK(given.risk.state().holdings.empty());
  CHECK(given.risk.state().workflows.at("w1").held.is_zero());
}

TEST_CASE("while the order works, less filled is held back again", "[risk]") {
  GivenRisk given;
  given.reserve("w1-1", 4);
  given.fill("w1-1", 4, "1.00");
  REQUIRE(given.risk.state().reserved.is_zero());
  correct(given, "w1-1", "e1", 1, "1.00");
  CHECK(given.risk.state().reserved == money("300"));
  CHECK(given.risk.state().reservations.at("w1-1").open == units(3));
  correct(given, "w1-1", "e1", 3, "1.00");
  CHECK(given.risk.state().reserved == money("100"));
}

TEST_CASE("a correction of what the account does not have changes nothing", "[risk]") {
  GivenRisk given;
  CHECK_FALSE(correct(given, "w1-1", "e9", 3, "1.00").has<BookingCorrected>());
}

TEST_CASE("exits that were passed by a wrong figure are told that less is held", "[risk]") {
  GivenRisk given;
  given.hold("w1", 5);
  given.reserve("w1-2", 2, Purpose::target);
  given.reserve("w1-3", 3, Purpose::trim);
  SECTION("when a fill is corrected") {
    const auto told = correct(given, "w1-1", "e1", 4, "1.00").tells<ReduceApproval>();
    REQUIRE(told.size() == 2);  // risk cannot know which of them is at the broker
    CHECK(told[0].by == units(1));
    CHECK(told[1].by == units(1));
    CHECK(told[0].why == "4 held, exits were to sell 1 more");
  }
  SECTION("when another exit has sold more than it asked for") {
    const auto told = given.fill("w1-2", 3, "1.00", Purpose::target).tells<ReduceApproval>();
    REQUIRE(told.size() == 1);
    CHECK(told[0].by == units(1));
  }
  SECTION("and again after a restart") {
    correct(given, "w1-1", "e1", 4, "1.00");
    CHECK(given.risk.resume().tells<ReduceApproval>().size() == 2);
  }
  // The answer that it had does not count any more, a smaller size does.
  const auto again = given.reserve("w1-3", 3, Purpose::trim).only_tell<TakeRiskAnswer>();
  CHECK(again.refusal == RefusalReason::nothing_held);
  given.reserve("w1-3", 2, Purpose::trim);
  const auto less = given.reserve("w1-3", 2, Purpose::trim).only_tell<TakeRiskAnswer>();
  CHECK(less.refusal == RefusalReason::none);
  CHECK(given.risk.resume().tells<ReduceApproval>().empty());
}

TEST_CASE("an exit that gives back all that risk had passed has nothing any more", "[risk]") {
  GivenRisk given;
  given.hold("w1", 3);
  given.reserve("w1-2", 1, Purpose::target);  // at the broker
  given.reserve("w1-3", 1, Purpose::trim);    // not yet
  REQUIRE(correct(given, "w1-1", "e1", 1, "1.00").tells<ReduceApproval>().size() == 2);
  const auto none = given.reserve("w1-3", 0, Purpose::trim);
  CHECK(none.only<ExposureReserved>().quantity.is_zero());
  CHECK(none.only_tell<TakeRiskAnswer>().quantity.is_zero());
  CHECK(given.risk.resume().tells<ReduceApproval>().empty());
  SECTION("told again after a restart, it has nothing still") {
    const auto again = given.reserve("w1-3", 0, Purpose::trim);
    CHECK_FALSE(again.has<ExposureReserved>());
    CHECK(again.only_tell<TakeRiskAnswer>().quantity.is_zero());
  }
  SECTION("what it wants is refused while another exit would sell it") {
    CHECK(given.reserve("w1-3", 1, Purpose::trim).only<RiskRefused>().limit == "held");
  }
  SECTION("and passed when no other does") {
    given.release("w1-2");
    CHECK(given.reserve("w1-3", 1, Purpose::trim).only<ExposureReserved>().quantity == units(1));
  }
}

TEST_CASE("an exit that was never passed is not reserved with nothing", "[risk]") {
  GivenRisk given;
  given.hold("w1", 3);
  CHECK(given.reserve("w1-2", 0, Purpose::close).only<RiskRefused>().reason ==
        RefusalReason::absurd_quantity);
}

TEST_CASE("exits that fit what is held hear nothing of a correction", "[risk]") {
  GivenRisk given;
  given.hold("w1", 5);
  given.reserve("w1-2", 4, Purpose::target);
  CHECK(correct(given, "w1-1", "e1", 4, "1.00").tells<ReduceApproval>().empty());
  given.release("w1-2");
  CHECK(correct(given, "w1-1", "e1", 3, "1.00").tells<ReduceApproval>().empty());
  CHECK(given.risk.resume().tells<ReduceApproval>().empty());
}

TEST_CASE("exits of a bracket, which the broker keeps apart, hear nothing of a correction",
          "[risk]") {
  GivenRisk given;
  given.hold("w1", 5);
  auto asked = GivenRisk::asked("w1-2", 5, Purpose::stop);
  asked.bracket = "w1-1";
  given.risk.when(asked);
  CHECK(correct(given, "w1-1", "e1", 3, "1.00").tells<ReduceApproval>().empty());
}

TEST_CASE("when less is held than exits would sell, they shrink", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  REQUIRE(given.working_exits() == units(4));
  const auto less = corrected(given, "w1-1", 3);
  CHECK(given.workflow.state().held() == units(3));
  CHECK(given.working_exits() <= given.workflow.state().held());
  CHECK(less.tells<ChangeOrder>().size() + less.tells<CancelOrder>().size() >= 1);
  CHECK_FALSE(less.has<PositionOversold>());
}

TEST_CASE("when more is held than was told, the rest is sold by the exit that was done",
          "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
  given.progress("w1-2", 0, "cancelled");
  REQUIRE(given.progress("w1-3", 9, "filled").has<WorkflowCompleted>());
  SECTION("at once") {
    const auto more = corrected(given, "w1-3", 7);
    CHECK_FALSE(given.workflow.state().is_over);
    const auto plan = more.only_tell<PlaceOrder>().plan;
    CHECK(plan.quantity == units(2));
    CHECK(plan.purpose == Purpose::stop);
  }
  SECTION("once what works of it is taken back") {
    CHECK(corrected(given, "w1-3", 7, "").tells<PlaceOrder>().empty());
    CHECK(corrected(given, "w1-3", 7, "cancelled").tells<PlaceOrder>().empty());
    const auto due = given.workflow.state().demand->retry_at;
    given.workflow.context.now = due;
    const auto again = given.workflow.when(TimerDue{"exit_retry", 0, due});
    CHECK(again.only_tell<PlaceOrder>().plan.quantity == units(2));
  }
}

TEST_CASE("what a correction leaves oversold holds the gate, until another shows it was not",
          "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});
  given.progress("w1-2", 0, "cancelled");
  given.progress("w1-3", 9, "filled");
  const auto less = corrected(given, "w1-1", 7);
  CHECK(less.only<PositionOversold>().quantity == units(2));
  CHECK(less.only<PositionOversold>().why == "a fill of order w1-1 was corrected");
  CHECK(less.only_tell<RaiseAlarm>().kind == "oversold");
  CHECK(less.tells<PlaceOrder>().empty());
  const auto none = corrected(given, "w1-3", 7);
  CHECK(none.only<PositionRestored>().orders == std::vector<std::string>{"w1-1"});
  CHECK(none.only_tell<SettleAlarm>().order_id == "w1-1");
}
