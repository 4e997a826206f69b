// Exits that do not come about, and fills that come after the end.
#include "tests/domain/workflow/workflow_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// Nine are held, a target of four works, and `rule` says to leave.
void leave(GivenWorkflow& given, const std::string& rule) {
  given.hold_nine();
  given.workflow.when(TriggerExit{rule, price("0.50"), {}});
}

}  // namespace

TEST_CASE("an exit that fails is tried again after growing pauses, and told once", "[workflow]") {
  const std::string rule = GENERATE("stop_loss", "time_exit");
  const std::string outcome = GENERATE("refused", "rejected", "cancelled", "expired");
  GivenWorkflow given;
  leave(given, rule);
  CHECK(given.progress("w1-2", 0, "cancelled").tells<PlaceOrder>().size() == 1);
  std::int64_t now = 0;
  int number = 3;
  for (const auto pause : {1, 2, 4, 8, 16, 32, 60, 60}) {
    const auto failed = given.progress("w1-" + std::to_string(number), 0, outcome);
    CHECK(failed.tells<PlaceOrder>().empty());
    CHECK(failed.timer("exit_retry") == at_second(now + pause));
    CHECK(failed.events<StepFailed>().size() == (number == 3 ? 1u : 0u));
    // No quote starts another one meanwhile.
    CHECK(failed.only_tell<WatchPosition>().held.is_zero());
    CHECK(given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}}).is_nothing());
    given.workflow.at(now + pause - 1);
    CHECK(given.workflow.when(TimerDue{"exit_retry", 0, {}}).tells<PlaceOrder>().empty());
    now += pause;
    given.workflow.at(now);
    const auto again = given.workflow.when(TimerDue{"exit_retry", 0, {}}).only_tell<PlaceOrder>();
    CHECK(again.plan.quantity == units(9));
    CHECK(again.plan.purpose == (rule == "time_exit" ? Purpose::time_exit : Purpose::stop));
    ++number;
  }
  CHECK(given.progress("w1-" + std::to_string(number), 9, "filled").has<WorkflowCompleted>());
}

TEST_CASE("an exit that is refused waits for the next opening", "[workflow]") {
  GivenWorkflow given;
  const Date friday{20413};
  given.calendar.sessions = {
      {"us_index_option",
       {{friday, at_second(-3'600), at_second(100), at_second(200)},
        {Date{friday.days + 3}, at_second(250'000), at_second(260'000), at_second(270'000)}}}};
  leave(given, "stop_loss");
  given.progress("w1-2", 0, "cancelled");
  given.workflow.at(100);
  CHECK(given.progress("w1-3", 0, "expired").timer("exit_retry") == at_second(250'000));
}

TEST_CASE("an exit of what has expired is not tried again", "[workflow]") {
  GivenWorkflow given;
  auto expiring = an_option(1);
  expiring.expiry = Date{20412};  // yesterday
  given.workflow.instruments.add(expiring);
  leave(given, "stop_loss");
  given.progress("w1-2", 0, "cancelled");
  CHECK_FALSE(given.progress("w1-3", 0, "expired").timer("exit_retry").has_value());
}

TEST_CASE("an exit that waits to be tried again survives a restart", "[workflow]") {
  GivenWorkflow given;
  leave(given, "stop_loss");
  given.progress("w1-2", 0, "cancelled");
  given.progress("w1-3", 4, "rejected");
  const auto resumed = given.workflow.resume();
  CHECK(resumed.timer("exit_retry") == at_second(1));
  CHECK(resumed.tells<PlaceOrder>().empty());
  given.workflow.at(1);
  const auto again = given.workflow.when(TimerDue{"exit_retry", 0, {}}).only_tell<PlaceOrder>();
  CHECK(again.plan.quantity == units(5));  // four were sold
}

TEST_CASE("an exit that sold less than came to be held sells the rest", "[workflow]") {
  GivenWorkflow given;
  given.start();
  given.budget();
  given.progress("w1-1", 4);
  given.workflow.when(TriggerExit{"stop_loss", price("0.50"), {}});  // cancels entry and target
  given.progress("w1-2", 0, "cancelled");
  CHECK(given.progress("w1-1", 4, "cancelled").only_tell<PlaceOrder>().plan.quantity == units(4));
  given.progress("w1-1", 5, "cancelled");  // a late fill
  CHECK(given.progress("w1-3", 4, "filled").only_tell<PlaceOrder>().plan.quantity == units(1));
}

TEST_CASE("a caller's trim that fails is told and not tried again", "[workflow]") {
  GivenWorkflow given;
  given.hold_nine();
  given.call(CallAction::trim);
  const auto failed = given.progress("w1-3", 0, "refused");
  CHECK(failed.only<StepFailed>().step == "trim");
  CHECK(failed.tells<PlaceOrder>().empty());
  CHECK(failed.only_tell<WatchPosition>().held == units(9));
}

TEST_CASE("a fill after the end opens the workflow again, with its exits", "[workflow]") {
  GivenWorkflow given;
  given.settings.exits.plan.exit_after = seconds(60);
  given.start();
  given.budget();
  given.call(CallAction::close);
  CHECK(given.progress("w1-1", 0, "cancelled").has<WorkflowCompleted>());
  CHECK(given.workflow.is_over());
  const auto late = given.progress("w1-1", 4, "cancelled");
  CHECK_FALSE(given.workflow.is_over());
  CHECK(late.only_tell<PlaceOrder>().plan.quantity == units(2));  // the target
  CHECK(late.only_tell<NoteHolding>().held == units(4));
  CHECK_FALSE(late.only_tell<NoteHolding>().is_over);
  CHECK(late.only_tell<WatchPosition>().held == units(4));
  CHECK(late.timer("time_exit") == at_second(60));
  CHECK(given.workflow.resume().tells<WatchPosition>().size() == 1);
  given.call(CallAction::close);
  given.progress("w1-2", 0, "cancelled");
  CHECK(given.progress("w1-3", 4, "filled").only<WorkflowCompleted>().outcome == "flat");
}
