// What the operator asks for, target by target, and the rule for one who is not heard of.
#include "actors/domain/control/operator.hpp"

#include "tests/support/given.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

class GivenOperator : public Given<Operator> {
 public:
  GivenOperator() : Given([this] { return std::make_unique<Operator>(settings); }) {
    context.held = &held;
    context.open_trades = &open_trades;
  }
  GivenOperator& at(std::int64_t second) {
    Given::at(second);
    return *this;
  }
  void open(std::vector<std::string> orders, std::vector<std::string> workflows,
            std::vector<std::string> lost_orders = {}) {
    trades = {std::move(orders), std::move(workflows), std::move(lost_orders), {}};
  }
  Outcome ask(OperatorAction action, std::string id = "r1", std::string target = "",
              bool is_target_known = true) {
    OperatorAsked request;
    request.request_id = std::move(id);
    request.action = action;
    request.target = std::move(target);
    request.by = "operator";
    request.why = "to see";
    return when(AskOperation{request, is_target_known});
  }
  Outcome over(std::string order, std::string outcome, std::int64_t filled = 0,
               std::int64_t remaining = 5) {
    return when(NoteOrderOver{std::move(order), std::move(outcome), Quantity::whole(filled),
                              Quantity::whole(remaining), ""});
  }
  Outcome closed(std::string workflow, bool is_flat = true) {
    return when(NoteTradeOver{std::move(workflow), is_flat ? "flat" : "expired", is_flat, ""});
  }
  Outcome obeyed(std::string outcome = "kill switch on") {
    return when(NoteOperation{"r1", OperationState::done, std::move(outcome), ""});
  }

  Settings settings;
  std::map<InstrumentId, Quantity> held;
  OpenTrades trades;
  std::function<OpenTrades()> open_trades = [this] { return trades; };
};

const OperationStepped& last_step(const std::vector<OperationStepped>& steps) {
  REQUIRE(!steps.empty());
  return steps.back();
}

}  // namespace

TEST_CASE("cancel all asks every open order and says of each what came of it", "[operator]") {
  GivenOperator given;
  given.open({"w1-1", "w2-1", "w3-1"}, {"w1", "w2", "w3"});
  const auto asked = given.ask(OperatorAction::cancel_all);
  CHECK(asked.only<OperatorAsked>().at == given.context.now);
  REQUIRE(asked.tells<CancelOrder>().size() == 3);
  CHECK(asked.tells<CancelOrder>().front().by == "operator");
  CHECK(asked.tells<CancelOrder>().front().why == "to see");
  CHECK_FALSE(asked.has<OperationDone>());

  CHECK(last_step(given.over("w2-1", "cancelled").events<OperationStepped>()).state ==
        OperationState::done);
  const auto filled = given.over("w1-1", "filled", 5, 0).only<OperationStepped>();
  CHECK(filled.state == OperationState::failed);
  CHECK(filled.outcome == "filled");
  CHECK(filled.detail == "filled 5 of 5");
  CHECK(given.over("w1-1", "filled", 5, 0).is_nothing());  // told again
  const auto partly = given.over("w3-1", "cancelled", 2, 3);
  CHECK(partly.only<OperationStepped>().detail == "filled 2 of 5");
  const auto done = partly.only<OperationDone>();
  CHECK(done.outcome == "partly");
  CHECK(done.succeeded == 2);
  CHECK(done.failed == 1);
}

TEST_CASE("with nothing open there is nothing to cancel, and that is said", "[operator]") {
  GivenOperator given;
  const auto done = given.ask(OperatorAction::cancel_all).only<OperationDone>();
  CHECK(done.outcome == "done");
  CHECK(done.detail == "no order was open");
}

TEST_CASE("an order that nobody can reach any more is a failure of its own", "[operator]") {
  GivenOperator given;
  given.open({"w1-1"}, {}, {"w9-1"});
  const auto asked = given.ask(OperatorAction::cancel_all);
  CHECK(asked.tells<CancelOrder>().size() == 1);
  const auto done = given.over("w1-1", "cancelled").only<OperationDone>();
  CHECK(done.outcome == "partly");
  CHECK(done.failed == 1);
}

TEST_CASE("a repeated request is the same request, its first result stands", "[operator]") {
  GivenOperator given;
  given.open({"w1-1"}, {});
  given.ask(OperatorAction::cancel_all);
  CHECK(given.ask(OperatorAction::cancel_all).is_nothing());
  given.over("w1-1", "cancelled");
  given.open({"w2-1"}, {});
  CHECK(given.ask(OperatorAction::cancel_all).is_nothing());
  CHECK(given.ask(OperatorAction::cancel_all, "r2").tells<CancelOrder>().size() == 1);
}

TEST_CASE("two requests that wait for one order both hear of its end", "[operator]") {
  GivenOperator given;
  given.open({"w1-1"}, {});
  given.ask(OperatorAction::cancel_all, "r1");
  given.ask(OperatorAction::cancel, "r2", "w1-1");
  CHECK(given.over("w1-1", "cancelled").events<OperationDone>().size() == 2);
}

TEST_CASE("an order or workflow that there never was fails at once", "[operator]") {
  GivenOperator given;
  const auto action = GENERATE(OperatorAction::cancel, OperatorAction::flatten);
  const auto asked = given.ask(action, "r1", "w9", false);
  CHECK(asked.decision.tells.empty());
  CHECK(asked.only<OperationStepped>().outcome == "unknown");
  CHECK(asked.only<OperationDone>().outcome == "failed");
}

TEST_CASE("after a restart only what is not over is asked again", "[operator]") {
  GivenOperator given;
  given.open({"w1-1", "w2-1"}, {});
  given.ask(OperatorAction::cancel_all);
  given.over("w1-1", "cancelled");
  const auto resumed = given.resume();
  REQUIRE(resumed.decision.tells.size() == 1);
  CHECK(resumed.decision.tells.front().to == Address{ActorKind::order, "w2-1"});
  CHECK(resumed.only_tell<CancelOrder>().by == "operator");
  given.over("w2-1", "cancelled");
  CHECK(given.resume().decision.tells.empty());
}

TEST_CASE("flatten all pauses entries, closes every trade, and is done when nothing is held",
          "[operator]") {
  GivenOperator given;
  given.open({"w1-1", "w1-2"}, {"w1", "w2"});
  given.held[{1}] = Quantity::whole(3);
  const auto asked = given.ask(OperatorAction::flatten_all);
  CHECK(asked.only_tell<PauseEntries>().is_paused);
  CHECK(asked.only_tell<PauseEntries>().request_id == "r1");
  CHECK(asked.tells<CloseTrade>().size() == 2);
  CHECK(asked.tells<CancelOrder>().empty());
  given.obeyed("entries paused");
  given.closed("w1");
  const auto resumed = given.resume();
  CHECK(resumed.tells<PauseEntries>().empty());
  CHECK(resumed.tells<CloseTrade>().size() == 1);
  SECTION("and it is") {
    given.held.clear();
    const auto done = given.closed("w2").only<OperationDone>();
    CHECK(done.outcome == "done");
    CHECK(done.succeeded == 2);
  }
  SECTION("what is held in spite of it is said") {
    const auto done = given.closed("w2").only<OperationDone>();
    CHECK(done.outcome == "partly");
    CHECK(done.detail == "still held: 3 of instrument 1");
  }
  SECTION("a trade that cannot be closed is said") {
    given.held.clear();
    const auto done = given.closed("w2", false).only<OperationDone>();
    CHECK(done.outcome == "partly");
    CHECK(done.failed == 1);
  }
}

TEST_CASE("nothing is flattened while the kill switch is on", "[operator]") {
  GivenOperator given;
  given.open({}, {"w1"});
  given.context.is_killed = true;
  const auto asked =
      given.ask(GENERATE(OperatorAction::flatten_all, OperatorAction::flatten), "r1", "w1");
  CHECK(asked.decision.tells.empty());
  CHECK(asked.only<OperationDone>().outcome == "failed");
}

TEST_CASE("the kill switch is turned, and every working order is taken back", "[operator]") {
  GivenOperator given;
  given.open({"w1-1"}, {"w1"});
  const auto asked = given.ask(OperatorAction::kill_on);
  CHECK(asked.only_tell<SetKillSwitch>().is_on);
  CHECK(asked.only_tell<CancelOrder>().by == by_kill_switch);
  CHECK_FALSE(given.over("w1-1", "cancelled").has<OperationDone>());
  const auto done = given.obeyed().only<OperationDone>();
  CHECK(done.outcome == "done");
  CHECK(done.succeeded == 1);  // the order; the account is no target that is counted
}

TEST_CASE("once the kill switch is off, what waited goes on", "[operator]") {
  GivenOperator given;
  given.open({}, {"w1", "w2"});
  CHECK_FALSE(given.ask(OperatorAction::kill_off).only_tell<SetKillSwitch>().is_on);
  const auto off = given.obeyed("kill switch off");
  CHECK(off.only<OperationDone>().outcome == "done");
  CHECK(off.tells<GoOn>().size() == 2);
}

TEST_CASE("pause and resume are done when the account says so", "[operator]") {
  GivenOperator given;
  const auto [action, is_paused] = GENERATE(table<OperatorAction, bool>(
      {{OperatorAction::pause, true}, {OperatorAction::resume, false}}));
  const auto asked = given.ask(action);
  CHECK(asked.only_tell<PauseEntries>().is_paused == is_paused);
  CHECK_FALSE(asked.has<OperationDone>());
  CHECK(given.resume().only_tell<PauseEntries>().request_id == "r1");
  CHECK(given.obeyed().only<OperationDone>().outcome == "done");
  CHECK(given.obeyed().is_nothing());
}

TEST_CASE("a missing heartbeat is acted on once an absence", "[operator]") {
  GivenOperator given;
  given.settings.control.heartbeat_within = seconds(60);
  given.settings.control.on_missing_heartbeat = MissingHeartbeat::cancel_all;
  given.open({"w1-1"}, {});
  const auto due = [&](std::int64_t second) {
    return given.at(second).when(TimerDue{"heartbeat", 0, {}});
  };
  const auto started = given.resume();
  CHECK(started.only<HeartbeatExpected>().within == seconds(60));
  CHECK(started.timer("heartbeat") == at_second(60));
  const auto heard = given.at(50).ask(OperatorAction::heartbeat);
  CHECK(heard.only<OperationDone>().outcome == "done");
  CHECK(heard.timer("heartbeat") == at_second(110));
  CHECK(due(60).is_nothing());  // an older timer
  const auto restarted = given.at(90).resume();
  CHECK_FALSE(restarted.has<HeartbeatExpected>());
  CHECK(restarted.timer("heartbeat") == at_second(110));

  const auto missed = due(110);
  CHECK(missed.only<HeartbeatMissed>().last == at_second(50));
  CHECK(missed.only<HeartbeatMissed>().action == OperatorAction::cancel_all);
  CHECK(missed.only<OperatorAsked>().by == by_missing_heartbeat);
  CHECK(missed.only_tell<CancelOrder>().by == by_missing_heartbeat);
  CHECK(due(180).is_nothing());
  CHECK_FALSE(given.resume().timer("heartbeat"));
  given.over("w1-1", "cancelled");

  CHECK(given.at(200).ask(OperatorAction::pause, "r2").timer("heartbeat") == at_second(260));
  CHECK(due(260).has<HeartbeatMissed>());
}

TEST_CASE("a rule that is switched off is off, and a new one begins anew", "[operator]") {
  GivenOperator given;
  given.settings.control.heartbeat_within = seconds(60);
  given.resume();
  given.settings.control.heartbeat_within = {};
  const auto off = given.at(30).resume();
  CHECK(off.only<HeartbeatExpected>().within == Duration{});
  CHECK(given.at(60).when(TimerDue{"heartbeat", 0, {}}).is_nothing());
  given.settings.control.heartbeat_within = seconds(10);
  CHECK(given.at(100).resume().timer("heartbeat") == at_second(110));
}

TEST_CASE("without the rule nobody is missed and nothing is written", "[operator]") {
  GivenOperator given;
  CHECK(given.resume().is_nothing());
}
