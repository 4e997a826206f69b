// The account's limits, reservations and books.
#include "tests/domain/workflow/risk_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("a reservation is held back until it is filled or given back", "[risk]") {
  GivenRisk given;
  CHECK(given.reserve("w1-1", 10).only<ExposureReserved>().money == Money::whole(1'000));
  CHECK(given.risk.state().buying_power() == Money::whole(99'000));
  CHECK(given.reserve("w1-1", 10).decision.is_query);  // the same answer, once reserved
  given.fill("w1-1", 4, "0.90");
  CHECK(given.risk.state().cash == Money::whole(99'640));
  CHECK(given.risk.state().buying_power() == Money::whole(99'040));
  given.release("w1-1");
  CHECK(given.risk.state().buying_power() == Money::whole(99'640));
  CHECK(given.risk.state().equity() == Money::whole(100'000));
}

TEST_CASE("a refusal names the limit, its value and what was asked", "[risk]") {
  GivenRisk given;
  const auto refused = given.reserve("w1-1", 101).only<RiskRefused>();
  CHECK(refused.limit == "max_position_percent");
  CHECK(refused.value == "10000 left");
  CHECK(refused.asked == "10100");
  given.reserve("w2-1", 60);
  const auto pending = given.reserve("w3-1", 1).only<RiskRefused>();
  CHECK(pending.limit == "blocks_pending");
}

TEST_CASE("an exit over what is held is refused, one within it passes a pause", "[risk]") {
  GivenRisk given;
  given.reserve("w1-1", 2);
  given.fill("w1-1", 2, "0.90");
  given.risk.when(PauseEntries{true, "operator", "lunch"});
  CHECK(given.reserve("w2-1", 1, Purpose::entry, 2).only<RiskRefused>().limit == "entries_paused");
  CHECK(given.reserve("w1-2", 3, Purpose::close).only<RiskRefused>().reason ==
        RefusalReason::nothing_held);
  CHECK(given.reserve("w1-3", 2, Purpose::close).has<ExposureReserved>());
  CHECK(given.reserve("w1-4", 1, Purpose::stop).only<RiskRefused>().limit == "held");
}

TEST_CASE("the kill switch refuses exits too", "[risk]") {
  GivenRisk given;
  given.reserve("w1-1", 2);
  given.fill("w1-1", 2, "0.90");
  given.risk.when(SetKillSwitch{true, "operator", "stop"});
  CHECK(given.reserve("w1-2", 2, Purpose::close).only<RiskRefused>().reason ==
        RefusalReason::kill_switch);
}

TEST_CASE("three losing trades pause entries, one loss in several fills does not", "[risk]") {
  GivenRisk given;
  given.lose("w1");
  CHECK(given.risk.state().losses_in_a_row == 1);
  given.lose("w2");
  CHECK_FALSE(given.risk.state().is_paused);
  given.lose("w3");
  CHECK(given.risk.state().is_paused);
  CHECK(given.risk.state().cash == Money::whole(100'000 - 60));
  CHECK(given.risk.state().workflows.empty());
}

TEST_CASE("a person's pause outlasts the one of a rule", "[risk]") {
  GivenRisk given;
  for (const auto* workflow : {"w1", "w2", "w3"}) given.lose(workflow);
  CHECK(given.risk.when(PauseEntries{true, "operator", "enough"}).has<EntriesPaused>());
  CHECK(given.risk.when(PauseEntries{true, "operator", "enough"}).decision.events.empty());
  given.risk.at(86'400);
  CHECK(given.reserve("w4-1", 1).only<RiskRefused>().limit == "entries_paused");
}

TEST_CASE("a request of the operator is answered, also where nothing changes", "[risk]") {
  GivenRisk given;
  for (int times = 0; times < 2; ++times) {
    const auto paused = given.risk.when(PauseEntries{true, "operator", "enough", "r1"});
    CHECK(paused.events<EntriesPaused>().size() == (times == 0 ? 1u : 0u));
    CHECK(paused.only_tell<NoteOperation>().request_id == "r1");
    CHECK(paused.decision.is_query == (times == 1));
    const auto killed = given.risk.when(SetKillSwitch{true, "operator", "enough", "r2"});
    CHECK(killed.events<KillSwitchChanged>().size() == (times == 0 ? 1u : 0u));
    CHECK(killed.only_tell<NoteOperation>().outcome == "kill switch on");
  }
}

TEST_CASE("an exit's fill after its end is still an exit's", "[risk]") {
  GivenRisk given;
  given.reserve("w1-1", 2);
  given.fill("w1-1", 2, "0.90");
  given.reserve("w1-2", 2, Purpose::close);
  given.release("w1-2");
  given.fill("w1-2", 2, "1.00", Purpose::close);
  CHECK(given.risk.state().workflows.at("w1").held.is_zero());
  CHECK(given.risk.state().holdings.empty());
}

TEST_CASE("an exit that is resized is counted with its new size", "[risk]") {
  GivenRisk given;
  given.reserve("w1-1", 10);
  given.fill("w1-1", 10, "0.90");
  given.reserve("w1-2", 4, Purpose::target);
  CHECK(given.reserve("w1-2", 11, Purpose::target).only<RiskRefused>().limit == "held");
  CHECK(given.reserve("w1-2", 8, Purpose::target).only<ExposureReserved>().quantity == units(8));
  CHECK(given.reserve("w1-3", 3, Purpose::trim).only<RiskRefused>().value == "2");
  given.fill("w1-2", 3, "2.00", Purpose::target);
  CHECK(given.risk.state().reservations.at("w1-2").open == units(5));
  CHECK(given.reserve("w1-2", 10, Purpose::target).has<ExposureReserved>());
  CHECK(given.risk.state().reservations.at("w1-2").open == units(7));  // of seven that are held
  given.risk.when(SetKillSwitch{true, "operator", "stop"});
  CHECK(given.reserve("w1-2", 5, Purpose::target).has<ExposureReserved>());  // less is always fine
  CHECK(given.reserve("w1-2", 6, Purpose::target).only<RiskRefused>().limit == "kill_switch");
  CHECK(given.risk.state().reservations.at("w1-2").open == units(2));
}

TEST_CASE("an exit that filled more than was counted gives nobody room", "[risk]") {
  GivenRisk given;
  given.reserve("w1-1", 10);
  given.fill("w1-1", 10, "0.90");
  given.reserve("w1-2", 2, Purpose::target);
  given.fill("w1-2", 5, "2.00", Purpose::target);
  CHECK(given.reserve("w1-3", 6, Purpose::close).only<RiskRefused>().value == "5");
  CHECK(given.reserve("w1-3", 5, Purpose::close).has<ExposureReserved>());
}
