// The supervisor: actors that crash are built again from their streams, lose no message, and are
// set apart once they crash too often, while all others go on.
#include <stdexcept>

#include "tests/integration/live_session.hpp"

using namespace fillwright;

namespace {

// Throws inside actors: `times` times on commands of type Command to actors of this kind.
template <class Command>
void crash_on(World& world, ActorKind kind, int times, std::string id = "") {
  world.runtime.on_command = [kind, id, left = times](const Address& to,
                                                      const AnyCommand& command) mutable {
    if (to.kind != kind || (!id.empty() && to.id != id)) return;
    if (!std::holds_alternative<Command>(command) || left == 0) return;
    --left;
    throw std::runtime_error("a bug");
  };
}

void check_fills(const World& world) {
  std::multiset<std::string> ours;
  for (const auto& fill : world.all<OrderFilled>()) ours.insert(fill.execution_id);
  std::multiset<std::string> theirs;
  for (const auto& fill : world.broker->books({}).fills) theirs.insert(fill.execution_id);
  CHECK(ours == theirs);
}

}  // namespace

TEST_CASE("an order that crashes is built again and goes on with its walk", "[engine]") {
  World world;
  crash_on<TimerDue>(world, ActorKind::order, 1);
  world.start();
  world.say("1", "BTO AAPL 280c 12/18 @ 1.00");
  world.run_for(seconds(200));
  REQUIRE(world.all<ActorCrashed>().size() == 1);
  const auto crash = world.all<ActorCrashed>().front();
  CHECK(crash.actor == "order/w1-1");
  CHECK(crash.times == 1);
  CHECK(crash.restart_at > crash.at);
  std::vector<std::uint32_t> rungs;
  for (const auto& step : world.all<PriceStepped>()) rungs.push_back(step.rung);
  REQUIRE(rungs.size() >= 2);
  for (std::size_t i = 0; i < rungs.size(); ++i) CHECK(rungs[i] == i + 1);
  CHECK(world.is_sound());
}

TEST_CASE("a fill that an order crashed on is in the journal all the same, once", "[engine]") {
  World world;
  crash_on<NoteFill>(world, ActorKind::order, 1);
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  world.run_for(seconds(120));
  REQUIRE(world.all<ActorCrashed>().size() == 1);
  REQUIRE(!world.broker->books({}).fills.empty());
  check_fills(world);
  CHECK(world.is_sound());
}

TEST_CASE("an answer that an order crashed on is learnt from the books", "[engine]") {
  World world;
  crash_on<NoteAnswer>(world, ActorKind::order, 1);
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  world.run_for(seconds(120));
  REQUIRE(world.all<ActorCrashed>().size() == 1);
  check_fills(world);
  std::size_t live = 0;
  for (const auto& order : world.broker->books({}).orders)
    if (order.order_id == "w1-1") ++live;
  CHECK(live == 1);
}

TEST_CASE("messages that waited behind the one that crashed the desk are all read", "[engine]") {
  World world;
  crash_on<ReceiveMessage>(world, ActorKind::desk, 1);
  auto& session = world.start();
  for (int i = 0; i < 100; ++i) {
    auto input = alert(world.clock.now(), std::to_string(i), "alice", "good morning");
    session.engine().tell({ActorKind::desk, ""}, std::get<ReceiveMessage>(input.what), "caller");
  }
  session.engine().run_until_idle();
  world.run_for(seconds(30));
  CHECK(world.all<ActorCrashed>().size() == 1);
  CHECK(world.all<MessageReceived>().size() == 100);
  world.say("later", "BTO AAPL 280c 12/18");
  CHECK(world.all<WorkflowStarted>().size() == 1);
}

TEST_CASE("a message that crashes the desk again and again is given up, and the desk goes on",
          "[engine]") {
  World world;
  crash_on<ReceiveMessage>(world, ActorKind::desk, 2);
  world.start();
  world.say("1", "BTO TSLA 400c 12/18");
  world.run_for(seconds(5));
  REQUIRE(world.all<ActorCrashed>().size() == 2);
  CHECK(world.all<ActorCrashed>().back().error == "a bug; gave up ReceiveMessage");
  world.say("2", "BTO AAPL 280c 12/18");
  CHECK(world.all<WorkflowStarted>().size() == 1);
}

TEST_CASE("a fill that crashes the account again and again is in its books all the same",
          "[engine]") {
  World world;
  crash_on<RecordFill>(world, ActorKind::risk, 3);
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  world.run_for(seconds(120));
  CHECK(world.all<ActorCrashed>().size() == 3);
  CHECK_FALSE(world.all<FillBooked>().empty());
  check_fills(world);
  CHECK(world.all<DifferenceFound>().empty());
  CHECK(world.is_sound());
}

TEST_CASE("what the account crashed on twice is refused to who asked for it", "[engine]") {
  World world;
  SECTION("a reservation") { crash_on<ReserveExposure>(world, ActorKind::risk, 2); }
  SECTION("a budget") { crash_on<AskBudget>(world, ActorKind::risk, 2); }
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  world.run_for(seconds(30));
  INFO(world.story());
  const auto failed = world.all<WorkflowFailed>();
  REQUIRE(failed.size() == 1);
  CHECK(failed.front().reason == RefusalReason::busy);
  CHECK(world.is_sound());
}

TEST_CASE("a session that crashes as it starts opens its gate all the same", "[engine]") {
  World world;
  crash_on<StartSession>(world, ActorKind::gateway, 3);
  world.start();
  world.run_for(seconds(10));
  world.say("1", "BTO AAPL 280c 12/18");
  world.run_for(seconds(120));
  INFO(world.story());
  CHECK_FALSE(world.all<OrderFilled>().empty());
}

TEST_CASE("a call that its workflow crashed on before the power went is told to it again",
          "[engine]") {
  World world;
  const auto was_away = GENERATE(seconds(1), seconds(60));
  crash_on<StartWorkflow>(world, ActorKind::workflow, 1);
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  REQUIRE(world.all<CallAccepted>().size() == 1);
  REQUIRE(world.all<WorkflowStarted>().empty());
  world.session.reset();
  world.clock.advance_to(world.clock.now() + was_away);
  world.start();
  world.run_for(seconds(120));
  INFO(world.story());
  REQUIRE(world.all<WorkflowStarted>().size() == 1);
  CHECK(world.all<WorkflowStarted>().front().channel == "main");
  if (was_away == seconds(1)) {
    CHECK_FALSE(world.all<OrderFilled>().empty());
  } else {  // nobody buys what was called a minute ago
    REQUIRE(world.all<WorkflowFailed>().size() == 1);
    CHECK(world.all<WorkflowFailed>().front().reason == RefusalReason::stale);
  }
  CHECK(world.is_sound());
}

TEST_CASE("calls that wait behind the one that starts their workflow are told again in order",
          "[engine]") {
  World world;
  crash_on<StartWorkflow>(world, ActorKind::workflow, 1);
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  world.say("2", "cancel AAPL trade");
  REQUIRE(world.all<CallAccepted>().size() == 2);
  REQUIRE(world.all<WorkflowStarted>().empty());
  world.session.reset();
  world.start();
  world.run_for(seconds(5));
  INFO(world.story());
  CHECK(world.all<WorkflowStarted>().size() == 1);
  CHECK(world.all<CallApplied>().size() == 1);
  CHECK(world.all<WorkflowCompleted>().size() == 1);
  CHECK(world.all<OrderFilled>().empty());
}

TEST_CASE("an exit that its workflow crashed on before the power went is told to it again",
          "[engine]") {
  World world;
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  world.run_for(seconds(100));
  REQUIRE_FALSE(world.all<OrderFilled>().empty());
  crash_on<ApplyCall>(world, ActorKind::workflow, 1);
  world.session.reset();
  world.start();
  world.say("2", "all out AAPL");
  REQUIRE(world.all<CallApplied>().empty());
  world.session.reset();
  world.start();
  world.run_for(seconds(5));
  INFO(world.story());
  CHECK(world.all<CallApplied>().size() == 1);
  CHECK(world.is_sound());
}

TEST_CASE("a timer that was replaced while its message was on its way is none any more",
          "[engine]") {
  World world;
  world.start();
  world.say("1", "BTO AAPL 280c 12/18 @ 1.00");
  world.run_for(seconds(1));
  const auto steps = world.all<PriceStepped>().size();
  const auto inputs = world.all<InputTaken>().size();
  REQUIRE(steps > 0);
  world.session->engine().tell({ActorKind::order, "w1-1"}, TimerDue{"step", 0, world.clock.now()},
                               "timer");
  world.run_for({});
  CHECK(world.all<PriceStepped>().size() == steps);
  CHECK(world.all<InputTaken>().size() == inputs);
  world.run_for(seconds(60));
  CHECK(world.all<PriceStepped>().size() > steps);
  CHECK(world.is_sound());
}

TEST_CASE("an actor that always crashes is set apart, and the others trade on", "[engine]") {
  World world;
  crash_on<QuoteWake>(world, ActorKind::order, 1000, "w1-1");
  world.runtime.crashes_until_quarantine = 2;
  world.start();
  world.say("1", "BTO NVDA 200c 12/18 @ 0.05");
  world.say("2", "BTO AAPL 280c 12/18");
  for (int i = 0; i < 40; ++i) {
    world.session->engine().tell({ActorKind::order, "w1-1"}, QuoteWake{"test"}, "test");
    world.run_for(seconds(5));
  }
  REQUIRE(world.all<ActorQuarantined>().size() == 1);
  CHECK(world.all<ActorQuarantined>().front().actor == "order/w1-1");
  CHECK(world.all<ActorCrashed>().size() == 2);
  CHECK(!world.all<OrderFilled>().empty());
  check_fills(world);
  CHECK(world.is_sound());
}

TEST_CASE("a risk actor and a workflow that crash once leave no order half done", "[engine]") {
  World world;
  SECTION("the workflow, on its budget") { crash_on<TakeBudget>(world, ActorKind::workflow, 1); }
  SECTION("the workflow, on its order's news") {
    crash_on<NoteOrder>(world, ActorKind::workflow, 1);
  }
  SECTION("risk, asked for a budget") { crash_on<AskBudget>(world, ActorKind::risk, 1); }
  SECTION("risk, asked to reserve") { crash_on<ReserveExposure>(world, ActorKind::risk, 1); }
  SECTION("risk, told of a fill") { crash_on<RecordFill>(world, ActorKind::risk, 1); }
  SECTION("the order, on its plan") { crash_on<PlaceOrder>(world, ActorKind::order, 1); }
  SECTION("the order, on risk's answer") { crash_on<TakeRiskAnswer>(world, ActorKind::order, 1); }
  world.start();
  world.say("1", "BTO AAPL 280c 12/18");
  world.run_for(seconds(200));
  INFO(world.story());
  REQUIRE(world.all<ActorCrashed>().size() == 1);
  CHECK(!world.all<OrderFilled>().empty());
  check_fills(world);
  CHECK(world.all<FillBooked>().size() == world.all<OrderFilled>().size());
  CHECK(world.is_sound());
}

TEST_CASE("what the broker says of orders that we never sent crashes nobody", "[engine]") {
  World world;
  auto& engine = world.start().engine();
  BrokerFill fill;
  fill.execution_id = "X-1";
  const std::string id = GENERATE(as<std::string>{}, "", "someone-else", "w9-9.1");
  engine.tell({ActorKind::order, id}, NoteFill{fill}, "broker");
  engine.tell({ActorKind::order, id}, NoteEnded{}, "broker");
  engine.tell({ActorKind::order, id}, NoteAnswer{}, "broker");
  engine.tell({ActorKind::order, id}, NoteBooks{}, "broker");
  engine.run_until_idle();
  world.run_for(seconds(100));
  INFO(world.story());
  CHECK(world.all<ActorQuarantined>().empty());
  CHECK(world.all<OrderFilled>().empty());
  CHECK(world.is_sound());
}

TEST_CASE("a journal of another account is not written", "[engine]") {
  World world;
  world.settings.account = "hers";
  world.start();
  const auto before = world.journal->head().seq;
  world.settings.account = "his";
  const auto started = world.try_to_start();
  REQUIRE_FALSE(started);
  INFO(started.error());
  for (const std::string part : {"\"hers\"", "\"his\"", "--config", "FILLWRIGHT_ACCOUNT_ID"})
    CHECK(started.error().find(part) != std::string::npos);
  CHECK(world.journal->head().seq == before);
  world.settings.account = "hers";
  world.start();
  world.run_for(seconds(1));
  CHECK(world.session->engine().is_gate_open());
}
