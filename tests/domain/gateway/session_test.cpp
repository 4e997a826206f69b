#include "actors/domain/gateway/session.hpp"

#include "tests/support/given.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

class GivenSession : public Given<BrokerSession> {
 public:
  GivenSession() : Given([] { return std::make_unique<BrokerSession>("main", "paper"); }) {
    context.held = &held;
    when(StartSession{1});
  }
  TakeBooks books(std::int64_t held_there = 0) const {
    BrokerBooks theirs;
    theirs.at = context.now;
    if (held_there != 0) theirs.positions.push_back({{1}, Quantity::whole(held_there)});
    TakeBooks command;
    command.books = theirs;
    command.asked_at = context.now;
    return command;
  }

  std::map<InstrumentId, Quantity> held;
};

const RaiseAlarm overfill{"overfill", "w1-1", "3 of 2"};
const AcceptDifferences accept{"operator", "seen"};

}  // namespace

TEST_CASE("the gate opens once the books were compared", "[session]") {
  GivenSession session;
  CHECK_FALSE(session.state().is_gate_open);
  CHECK(session.when(session.books()).has<GateOpened>());
  CHECK(session.state().is_gate_open);
}

TEST_CASE("an alarm closes the gate, and only a person opens it", "[session]") {
  GivenSession session;
  session.when(session.books());
  const auto raised = session.when(overfill);
  CHECK(raised.only<AlarmRaised>().kind == "overfill");
  CHECK(raised.only<GateClosed>().reason ==
        "alarm: overfill of order w1-1, 3 of 2; a person must accept it");
  CHECK(session.when(session.books()).is_nothing());
  CHECK(session.when(overfill).is_nothing());  // the same again

  SECTION("by accepting") {
    const auto accepted = session.when(accept);
    CHECK(accepted.only<DifferencesAccepted>().alarms == 1);
    CHECK(accepted.decision.wants_books);
    CHECK_FALSE(session.state().is_gate_open);  // the books come first
    CHECK(session.when(session.books()).has<GateOpened>());
  }
  SECTION("not by a restart") {
    const auto started = session.when(StartSession{2});
    CHECK(started.only<GateClosed>().reason.starts_with("alarm: overfill of order w1-1"));
    CHECK(session.when(session.books()).is_nothing());
    session.when(accept);
    CHECK(session.when(session.books()).has<GateOpened>());
  }
}

TEST_CASE("an alarm while the gate is closed keeps it closed", "[session]") {
  GivenSession session;
  const auto raised = session.when(overfill);
  CHECK(raised.has<AlarmRaised>());
  CHECK_FALSE(raised.has<GateClosed>());
  CHECK(session.when(session.books()).is_nothing());
}

TEST_CASE("a position that a person accepted is no difference any more", "[session]") {
  GivenSession session;
  CHECK(session.when(session.books(2)).has<DifferenceFound>());
  const auto found = session.when(session.books(3)).only<DifferenceFound>();
  CHECK(found.rule == DifferenceRule::position_unexplained);
  CHECK(found.quantity == Quantity::whole(3));
  const auto accepted = session.when(accept).only<DifferencesAccepted>();
  CHECK(accepted.positions == std::vector<AcceptedPosition>{{{1}, Quantity::whole(3)}});
  CHECK(session.when(session.books(3)).has<GateOpened>());

  session.held[{1}] = Quantity::whole(4);  // bought by us since
  session.when(StartSession{2});
  CHECK(session.when(session.books(7)).has<GateOpened>());
}

TEST_CASE("who asks for a comparison gets its answer from books asked for since", "[session]") {
  GivenSession session;
  session.when(session.books());
  auto old_books = session.books();
  session.at(10);
  CHECK(session.when(AskReconciliation{"r1", "operator"}).decision.wants_books);
  CHECK(session.when(old_books).is_nothing());
  const auto answer = session.when(session.books()).only<Reconciled>();
  CHECK(answer.request_id == "r1");
  CHECK(answer.cause == ReconcileCause::asked);
  CHECK(answer.is_gate_open);
  CHECK(session.when(session.books()).is_nothing());
}

TEST_CASE("a comparison that was asked for is owed over a restart", "[session]") {
  GivenSession session;
  session.when(AskReconciliation{"r1", "operator"});
  session.at(5);
  session.when(StartSession{2});
  CHECK(session.when(session.books()).only<Reconciled>().request_id == "r1");
}

TEST_CASE("the operator hears what a comparison found and what he must decide", "[session]") {
  GivenSession session;
  session.when(AskReconciliation{"r1", "operator"});
  CHECK(session.when(AskReconciliation{"r1", "operator"}).is_nothing());  // told again
  SECTION("nothing") {
    const auto note = session.when(session.books()).only_tell<NoteOperation>();
    CHECK(note.request_id == "r1");
    CHECK(note.state == OperationState::done);
    CHECK(note.detail == "0 orders at the broker, 0 fills new, 0 differences");
  }
  SECTION("a position that nothing explains") {
    const auto note = session.when(session.books(3)).only_tell<NoteOperation>();
    CHECK(note.state == OperationState::failed);
    CHECK(note.detail.find("(position_unexplained)") != std::string::npos);
    CHECK(note.detail.find("--accept") != std::string::npos);
    const auto accepted = session.when(AcceptDifferences{"operator", "seen", "r2"});
    CHECK(accepted.only_tell<NoteOperation>().request_id == "r2");
    session.when(AskReconciliation{"r3", "operator"});
    CHECK(session.when(session.books(3)).only_tell<NoteOperation>().state == OperationState::done);
  }
}
