#include "actors/domain/gateway/session.hpp"

#include "actors/domain/gateway/comparison.hpp"
#include "tests/support/given.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

constexpr InstrumentId spy{1};

InstrumentDefined instrument(AssetClass asset_class, std::int64_t multiplier) {
  InstrumentDefined defined;
  defined.instrument = spy;
  defined.asset_class = asset_class;
  defined.symbol = "SPY";
  defined.multiplier = Quantity::whole(multiplier);
  return defined;
}

class GivenSession : public Given<BrokerSession> {
 public:
  GivenSession() : Given([] { return std::make_unique<BrokerSession>("main", "paper"); }) {
    when(StartSession{1});
  }
  GivenSession& at(std::int64_t second) {
    Given::at(second);
    return *this;
  }
  // The books, asked for and compared now.
  Outcome books(std::vector<DifferenceFound> differences = {},
                ReconcileCause cause = ReconcileCause::evidence) {
    TakeBooks taken;
    taken.differences = std::move(differences);
    taken.cause = cause;
    taken.asked_at = context.now;
    return when(taken);
  }
};

DifferenceFound position(std::int64_t more_there) {
  DifferenceFound difference;
  difference.subject = "position";
  difference.ours = "0 SPY";
  difference.theirs = std::to_string(more_there) + " SPY";
  difference.rule = DifferenceRule::position_unexplained;
  difference.instrument = spy;
  difference.quantity = Quantity::whole(more_there);
  return difference;
}

DifferenceFound cash(std::string_view more_there, DifferenceRule rule) {
  DifferenceFound difference;
  difference.subject = "cash";
  difference.rule = rule;
  difference.cash = money(more_there);
  return difference;
}

const RaiseAlarm overfill{"overfill", "w1-1", "3 of 2"};
const AcceptDifferences accept{"operator", "seen", ""};

}  // namespace

TEST_CASE("the gate opens once the books were compared", "[session]") {
  GivenSession session;
  CHECK_FALSE(session.state().is_gate_open);
  CHECK(session.books().has<GateOpened>());
  CHECK(session.state().is_gate_open);
  CHECK(session.books().is_nothing());
}

TEST_CASE("a broker that cannot be reached closes the gate once", "[session]") {
  GivenSession session;
  session.books();
  TakeBooks none;
  none.is_reachable = false;
  CHECK(session.when(none).only<GateClosed>().reason == "the broker could not be reached");
  CHECK(session.when(none).is_nothing());
  const auto back = session.books({}, ReconcileCause::reconnect);
  CHECK(back.has<GateOpened>());
  CHECK(back.only<Reconciled>().cause == ReconcileCause::reconnect);
  CHECK(back.only<Reconciled>().is_gate_open);
}

TEST_CASE("an alarm closes the gate, and only a person opens it", "[session]") {
  GivenSession session;
  session.books();
  const auto raised = session.when(overfill);
  CHECK(raised.only<AlarmRaised>().kind == "overfill");
  CHECK(raised.only<GateClosed>().reason ==
        "alarm: overfill of order w1-1, 3 of 2; a person must accept it");
  CHECK(session.books().is_nothing());
  CHECK(session.when(overfill).is_nothing());  // the same again

  SECTION("by accepting") {
    const auto accepted = session.when(accept);
    CHECK(accepted.only<DifferencesAccepted>().alarms == 1);
    CHECK(accepted.decision.wants_books);
    CHECK_FALSE(session.state().is_gate_open);  // the books come first
    CHECK(session.books().has<GateOpened>());
  }
  SECTION("not by a restart") {
    const auto started = session.when(StartSession{2});
    CHECK(started.only<GateClosed>().reason.starts_with("alarm: overfill of order w1-1"));
    CHECK(session.books().is_nothing());
    session.when(accept);
    CHECK(session.books().has<GateOpened>());
  }
}

TEST_CASE("an alarm while the gate is closed keeps it closed", "[session]") {
  GivenSession session;
  const auto raised = session.when(overfill);
  CHECK(raised.has<AlarmRaised>());
  CHECK_FALSE(raised.has<GateClosed>());
  CHECK(session.books().is_nothing());
}

TEST_CASE("a difference closes the gate, is told once, and opens it when it is gone", "[session]") {
  GivenSession session;
  session.books();
  const auto found = session.books({position(2)});
  CHECK(found.only<DifferenceFound>().quantity == Quantity::whole(2));
  CHECK(found.only<GateClosed>().reason == "position differs: ours 0 SPY, the broker's 2 SPY");
  CHECK(session.books({position(2)}).is_nothing());
  CHECK(session.books({position(3)}).only<DifferenceFound>().quantity == Quantity::whole(3));
  const auto gone = session.books();
  CHECK(gone.only<DifferenceSettled>().rule == DifferenceRule::position_unexplained);
  CHECK(gone.has<GateOpened>());
  CHECK(session.state().differences.empty());
}

TEST_CASE("what was told before a restart is not told again, and still holds", "[session]") {
  GivenSession session;
  session.books({position(2)});
  session.when(StartSession{2});
  const auto again = session.books({position(2)}, ReconcileCause::start);
  CHECK_FALSE(again.has<DifferenceFound>());
  CHECK(again.only<Reconciled>().differences == 1);
  CHECK_FALSE(again.only<Reconciled>().is_gate_open);
}

TEST_CASE("books that may be in the middle of a fill change nothing", "[session]") {
  GivenSession session;
  TakeBooks taken;
  taken.is_complete = false;
  CHECK(session.when(taken).is_nothing());
  CHECK_FALSE(session.state().is_gate_open);
}

TEST_CASE("a person accepts what was told, all of it", "[session]") {
  GivenSession session;
  auto order = position(0);
  order.rule = DifferenceRule::order_still_working;
  order.broker_order_id = "b7";
  auto fills = position(-3);
  fills.rule = DifferenceRule::fill_unknown_there;
  session.books({position(2), cash("-12.5", DifferenceRule::cash_unexplained), order, fills});
  const auto accepted = session.when(accept).only<DifferencesAccepted>();
  CHECK(accepted.by == "operator");
  CHECK(accepted.positions == std::vector<AcceptedPosition>{{spy, Quantity::whole(2)}});
  CHECK(accepted.cash == money("-12.5"));
  CHECK(accepted.broker_orders == std::vector<std::string>{"b7"});
  CHECK(accepted.fills == 3);
  CHECK(session.books().has<GateOpened>());
}

TEST_CASE("cash within the tolerance is adopted, told and counted", "[session]") {
  GivenSession session;
  session.books();
  TakeBooks taken;
  taken.adopted = {cash("0.4", DifferenceRule::cash_within_tolerance)};
  taken.cause = ReconcileCause::schedule;
  const auto found = session.when(taken);
  CHECK(found.has<DifferenceFound>());
  CHECK_FALSE(found.has<GateClosed>());
  CHECK(found.only<Reconciled>().adopted == 1);
  CHECK(session.state().is_gate_open);
}

TEST_CASE("what orders adopted is counted in the comparison that follows", "[session]") {
  GivenSession session;
  DifferenceFound fill;
  fill.rule = DifferenceRule::fill_missing;
  CHECK(session.when(NoteDifference{fill}).has<DifferenceFound>());
  CHECK(session.books({}, ReconcileCause::start).only<Reconciled>().adopted == 1);
  CHECK(session.books({}, ReconcileCause::schedule).only<Reconciled>().adopted == 0);
}

TEST_CASE("who asks for a comparison gets its answer from books asked for since", "[session]") {
  GivenSession session;
  session.books();
  TakeBooks old_books;
  old_books.asked_at = session.context.now;
  session.at(10);
  CHECK(session.when(AskReconciliation{"r1", "operator"}).decision.wants_books);
  CHECK(session.when(old_books).is_nothing());
  const auto answer = session.books().only<Reconciled>();
  CHECK(answer.request_id == "r1");
  CHECK(answer.cause == ReconcileCause::asked);
  CHECK(answer.is_gate_open);
  CHECK(session.books().is_nothing());
}

TEST_CASE("a comparison that was asked for is owed over a restart", "[session]") {
  GivenSession session;
  session.when(AskReconciliation{"r1", "operator"});
  session.at(5);
  session.when(StartSession{2});
  CHECK(session.books().only<Reconciled>().request_id == "r1");
}

TEST_CASE("... also when the machine's clock was ahead when it was asked for", "[session]") {
  GivenSession session;
  session.at(60).when(AskReconciliation{"r1", "operator"});
  session.at(5).when(StartSession{2});
  CHECK(session.books().only<Reconciled>().request_id == "r1");
}

TEST_CASE("external orders and fills are told once", "[session]") {
  GivenSession session;
  const auto asset_class = GENERATE(AssetClass::option, AssetClass::future);
  session.instruments.add(instrument(asset_class, 100));
  BrokerOrder order;
  order.broker_order_id = "b1";
  order.instrument = spy;
  BrokerFill fill;
  fill.execution_id = "x1";
  fill.instrument = spy;
  fill.side = Side::sell;
  fill.quantity = Quantity::whole(2);
  fill.price = price("1.25");
  fill.fees = money("1.3");
  const auto seen = session.when(NoteExternal{{order}, {fill}});
  CHECK(seen.only<ExternalOrderSeen>().broker_order_id == "b1");
  // A future's gain is booked when it is closed, and we do not know from what.
  CHECK(seen.only<ExternalFillSeen>().cash_change ==
        (asset_class == AssetClass::future ? money("-1.3") : money("248.7")));
  CHECK(session.when(NoteExternal{{order}, {fill}}).is_nothing());
}

TEST_CASE("trouble closes the gate for as long as it says", "[session]") {
  GivenSession session;
  session.books();
  const auto closed = session.when(NoteTrouble{"5 errors", at_second(30), false, false});
  CHECK(closed.only<GateClosed>().reason == "5 errors");
  CHECK(session.at(29).books().is_nothing());
  CHECK(session.at(30).books().has<GateOpened>());
}

TEST_CASE("a lost authorisation is told once, and again when it is lost for good", "[session]") {
  GivenSession session;
  session.books();
  const auto lost = session.when(NoteTrouble{"401", {}, true, false});
  CHECK_FALSE(lost.only<AuthorisationLost>().is_hard);
  CHECK(lost.has<GateClosed>());
  CHECK(session.when(NoteTrouble{"401", {}, true, false}).is_nothing());
  CHECK(
      session.when(NoteTrouble{"invalid grant", {}, true, true}).only<AuthorisationLost>().is_hard);
  CHECK_FALSE(session.state().is_authorised_later);
  CHECK(session.books().has<GateOpened>());
  CHECK(session.state().is_authorised_later);
}

TEST_CASE("the operator hears what a comparison found and what he must decide", "[session]") {
  GivenSession session;
  session.when(AskReconciliation{"r1", "operator"});
  CHECK(session.when(AskReconciliation{"r1", "operator"}).is_nothing());  // told again
  SECTION("nothing") {
    const auto note = session.books().only_tell<NoteOperation>();
    CHECK(note.request_id == "r1");
    CHECK(note.state == OperationState::done);
    CHECK(note.detail == "0 orders at the broker, 0 fills new, 0 differences");
  }
  SECTION("a position that nothing explains") {
    const auto note = session.books({position(3)}).only_tell<NoteOperation>();
    CHECK(note.state == OperationState::failed);
    CHECK(note.detail ==
          "0 orders at the broker, 0 fills new, 1 differences; put it right at the broker, or "
          "accept it: fillwright reconcile --accept");
    const auto accepted = session.when(AcceptDifferences{"operator", "seen", "r2"});
    CHECK(accepted.only_tell<NoteOperation>().request_id == "r2");
    session.when(AskReconciliation{"r3", "operator"});
    CHECK(session.books().only_tell<NoteOperation>().state == OperationState::done);
  }
}

TEST_CASE("an alarm that a correction has settled holds the gate no more", "[gateway]") {
  GivenSession session;
  session.books();
  session.when(RaiseAlarm{"overfill", "w1-1", "e1: 7 filled, 5 asked"});
  session.when(RaiseAlarm{"overfill", "w2-1", "e2: 7 filled, 5 asked"});
  REQUIRE_FALSE(session.state().is_gate_open);
  CHECK(session.when(SettleAlarm{"overfill", "w3-1", "e3 was corrected"}).is_nothing());
  CHECK(session.when(SettleAlarm{"overfill", "w1-1", "e1 was corrected"}).has<AlarmSettled>());
  session.books();
  CHECK_FALSE(session.state().is_gate_open);
  session.when(SettleAlarm{"overfill", "w2-1", "e2 was corrected"});
  session.books();
  CHECK(session.state().is_gate_open);
}
