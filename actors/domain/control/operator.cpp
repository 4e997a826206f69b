#include "actors/domain/control/operator.hpp"

#include <vector>

namespace fillwright {
namespace {

constexpr auto heartbeat_timer = "heartbeat";

// One command being decided. The state is not copied: a request may be for any number of orders.
struct Turn {
  const OperatorState& state;
  const Context& context;
  const Settings& settings;
  const std::unordered_set<std::string>& request_ids;
  Decision decision;

  void emit(AnyEvent&& event) { decision.emit(std::move(event)); }
  Timestamp now() const { return context.now; }
  Address risk() const { return {ActorKind::risk, settings.account}; }
  Address gateway() const { return {ActorKind::gateway, settings.account}; }
};

OperatorAction action_of(MissingHeartbeat missing) {
  switch (missing) {
    case MissingHeartbeat::pause:
      return OperatorAction::pause;
    case MissingHeartbeat::cancel_all:
      return OperatorAction::cancel_all;
    case MissingHeartbeat::flatten_all:
      return OperatorAction::flatten_all;
    case MissingHeartbeat::kill:
      return OperatorAction::kill_on;
  }
  assert_unreachable("no action for a missing heartbeat");
}

bool is_of_trades(OperatorAction action) {
  return action == OperatorAction::flatten_all || action == OperatorAction::flatten;
}

// Where there is nothing else to count.
bool is_of_account(OperatorAction action) {
  return action == OperatorAction::pause || action == OperatorAction::resume ||
         action == OperatorAction::kill_off || action == OperatorAction::reconcile ||
         action == OperatorAction::accept;
}

void count(Tally& tally, OperatorAction action, const std::string& target, OperationState state) {
  if (state == OperationState::failed) ++tally.failed;
  const bool is_counted = target != account_target || is_of_account(action);
  if (state == OperationState::done && is_counted) ++tally.succeeded;
}

// --- what is told to others ---

void tell_account(Turn& turn, const OperatorAsked& request) {
  const auto& id = request.request_id;
  switch (request.action) {
    case OperatorAction::pause:
    case OperatorAction::flatten_all:
      return turn.decision.tell(turn.risk(), PauseEntries{true, request.by, request.why, id});
    case OperatorAction::resume:
      return turn.decision.tell(turn.risk(), PauseEntries{false, request.by, request.why, id});
    case OperatorAction::kill_on:
    case OperatorAction::kill_off:
      return turn.decision.tell(
          turn.risk(),
          SetKillSwitch{request.action == OperatorAction::kill_on, request.by, request.why, id});
    case OperatorAction::reconcile:
      return turn.decision.tell(turn.gateway(), AskReconciliation{id, request.by});
    case OperatorAction::accept:
      return turn.decision.tell(turn.gateway(), AcceptDifferences{request.by, request.why, id});
    default:
      assert_unreachable("a request that has nothing to ask of the account");
  }
}

// Also told again after a restart: who did it already says so.
void tell_target(Turn& turn, const OperatorAsked& request, const std::string& target) {
  if (target == account_target) return tell_account(turn, request);
  if (is_of_trades(request.action))
    return turn.decision.tell({ActorKind::workflow, target}, CloseTrade{request.by, request.why});
  if (request.action == OperatorAction::answer)
    return turn.decision.tell({ActorKind::order, target},
                              AnswerQuestion{"", request.is_yes, request.by, request.request_id});
  const bool is_kill = request.action == OperatorAction::kill_on;
  turn.decision.tell({ActorKind::order, target},
                     CancelOrder{is_kill ? by_kill_switch : request.by, request.why});
}

// --- a request from its start to its end ---

// What is held in spite of all, for people; empty when nothing is.
std::string still_held(const Context& context) {
  std::string text;
  for (const auto& [id, quantity] : *context.held) {
    const auto* instrument = context.instruments->find(id);
    text += (text.empty() ? "still held: " : ", ") + to_text(quantity) + " " +
            (instrument ? instrument->symbol : "of instrument " + std::to_string(id.number));
  }
  return text;
}

// Every target has come to its end.
void finish(Turn& turn, const OperatorAsked& request, const Tally& tally) {
  std::string detail;
  if (request.action == OperatorAction::flatten_all) detail = still_held(turn.context);
  const bool is_whole = tally.failed == 0 && detail.empty();
  const bool is_empty = tally.succeeded + tally.failed == 0;
  if (is_empty && request.action == OperatorAction::cancel_all) detail = "no order was open";
  if (is_empty && request.action == OperatorAction::flatten_all && detail.empty())
    detail = "nothing was held or worked";
  const auto outcome = is_whole ? "done" : tally.succeeded > 0 ? "partly" : "failed";
  turn.emit(OperationDone{request.request_id, outcome, tally.succeeded, tally.failed, detail,
                          turn.now()});
}

// One target has; perhaps it was the last.
void end_target(Turn& turn, const Operation& operation, const std::string& target,
                OperationState state, const std::string& outcome, const std::string& detail) {
  const auto& request = operation.request;
  turn.emit(OperationStepped{request.request_id, target, state, outcome, detail, turn.now()});
  if (operation.open.size() > 1) return;
  auto tally = operation.tally;
  count(tally, request.action, target, state);
  finish(turn, request, tally);
}

// Whom a request concerns. Those who cannot be asked fail at once.
struct Targets {
  std::vector<std::string> asked;
  std::vector<OperationStepped> failed;
};

Targets all_of(std::vector<std::string> targets, const std::vector<std::string>& lost) {
  Targets all{std::move(targets), {}};
  for (const auto& target : lost)
    all.failed.push_back({"",
                          target,
                          OperationState::failed,
                          "quarantined",
                          "it crashed too often to be asked; see to it at the broker",
                          {}});
  return all;
}

Targets none_of(const std::string& target, const std::string& outcome, const std::string& detail) {
  return {{}, {{"", target, OperationState::failed, outcome, detail, {}}}};
}

Targets the_one(const AskOperation& asked, const std::string& what) {
  const auto& target = asked.request.target;
  if (!asked.is_target_known)
    return none_of(target, "unknown", "there is no " + what + " " + target);
  return {{target}, {}};
}

Targets targets_of(const Turn& turn, const AskOperation& asked) {
  const auto& request = asked.request;
  if (is_of_trades(request.action) && turn.context.is_killed)
    return none_of(request.target.empty() ? account_target : request.target, "kill_switch",
                   "the kill switch is on, and nothing is sold while it is");
  const auto with_account = [](std::vector<std::string> targets) {
    targets.insert(targets.begin(), account_target);
    return targets;
  };
  switch (request.action) {
    case OperatorAction::cancel_all: {
      auto open = (*turn.context.open_trades)();
      return all_of(std::move(open.orders), open.lost_orders);
    }
    case OperatorAction::kill_on: {
      auto open = (*turn.context.open_trades)();
      return all_of(with_account(std::move(open.orders)), open.lost_orders);
    }
    case OperatorAction::flatten_all: {
      auto open = (*turn.context.open_trades)();
      return all_of(with_account(std::move(open.workflows)), open.lost_workflows);
    }
    case OperatorAction::cancel:
    case OperatorAction::answer:
      return the_one(asked, "order");
    case OperatorAction::flatten:
      return the_one(asked, "workflow");
    case OperatorAction::heartbeat:
      return {};
    case OperatorAction::pause:
    case OperatorAction::resume:
    case OperatorAction::kill_off:
    case OperatorAction::reconcile:
    case OperatorAction::accept:
      return {{account_target}, {}};
  }
  assert_unreachable("an action without targets");
}

void start(Turn& turn, AskOperation asked) {
  auto& request = asked.request;
  request.at = turn.now();
  turn.emit(request);
  const auto targets = targets_of(turn, asked);
  const auto& id = request.request_id;
  for (const auto& target : targets.asked)
    turn.emit(OperationStepped{id, target, OperationState::asked, "", "", turn.now()});
  for (auto failed : targets.failed) {
    failed.request_id = id;
    failed.at = turn.now();
    turn.emit(failed);
  }
  for (const auto& target : targets.asked) tell_target(turn, request, target);
  if (targets.asked.empty())
    finish(turn, request, {0, static_cast<std::uint32_t>(targets.failed.size())});
}

// --- the operator's heartbeat ---

void expect_heartbeat(Turn& turn, Duration within, Timestamp heard_at) {
  if (within.ns > 0) turn.decision.timers.push_back({heartbeat_timer, heard_at + within, 0});
}

void handle(Turn& turn, const TimerDue& timer) {
  const auto& state = turn.state;
  const auto within = state.heartbeat_within;
  turn.decision.is_query = true;
  if (timer.name != heartbeat_timer || within.ns <= 0 || state.is_missed) return;
  if (turn.now() - state.heard_at < within) return expect_heartbeat(turn, within, state.heard_at);
  turn.emit(HeartbeatMissed{state.heard_at, state.on_missing_heartbeat, turn.now()});
  AskOperation asked;
  asked.request.request_id = "missing-heartbeat-" + std::to_string(turn.now().ns);
  asked.request.action = state.on_missing_heartbeat;
  asked.request.by = by_missing_heartbeat;
  asked.request.why = "nobody was heard of since " + to_text(state.heard_at);
  start(turn, std::move(asked));
}

// --- commands ---

void handle(Turn& turn, const AskOperation& asked) {
  if (turn.request_ids.contains(asked.request.request_id)) {
    turn.decision.is_query = true;  // the first result stands
    return;
  }
  start(turn, asked);
  expect_heartbeat(turn, turn.state.heartbeat_within, turn.now());
}

// Of every request that waits for this target.
void note_end(Turn& turn, const std::string& target, bool is_of_trade, OperationState state,
              const std::string& outcome, const std::string& detail) {
  turn.decision.is_query = true;
  for (const auto& [id, operation] : turn.state.operations)
    if (is_of_trades(operation.request.action) == is_of_trade && operation.open.contains(target))
      end_target(turn, operation, target, state, outcome, detail);
}

void handle(Turn& turn, const NoteOrderOver& note) {
  const bool is_gone = note.outcome != "filled" && note.outcome != "quarantined";
  std::string detail = note.detail;
  if (!note.filled.is_zero()) {
    const auto all = note.filled + note.remaining;
    detail = "filled " + to_text(note.filled) + " of " + to_text(all) +
             (detail.empty() ? "" : "; " + detail);
  }
  note_end(turn, note.order_id, false, is_gone ? OperationState::done : OperationState::failed,
           note.outcome, detail);
}

void handle(Turn& turn, const NoteTradeOver& note) {
  note_end(turn, note.workflow_id, true,
           note.is_flat ? OperationState::done : OperationState::failed, note.outcome, note.detail);
}

void handle(Turn& turn, const NoteOperation& note) {
  turn.decision.is_query = true;
  const auto found = turn.state.operations.find(note.request_id);
  if (found == turn.state.operations.end()) return;
  const auto& operation = found->second;
  const auto& request = operation.request;
  const std::string target =
      operation.open.contains(account_target) ? account_target : request.target;
  if (!operation.open.contains(target)) return;
  end_target(turn, operation, target, note.state, note.outcome, note.detail);
  if (request.action != OperatorAction::kill_off) return;
  for (const auto& workflow : (*turn.context.open_trades)().workflows)
    turn.decision.tell({ActorKind::workflow, workflow}, GoOn{});
}

template <class Command>
void handle(Turn&, const Command&) {
  assert_unreachable("the operator got a command of another kind of actor");
}

// After a restart. What a person accepted were the differences of that moment, not those since.
void go_on(Turn& turn, const Operation& operation) {
  const auto& request = operation.request;
  for (const auto& target : operation.open)
    if (request.action == OperatorAction::accept)
      end_target(turn, operation, target, OperationState::failed, "interrupted",
                 "a restart came between; look again, then ask again");
    else
      tell_target(turn, request, target);
}

// The configuration may say something new since the last run; else the absence goes on.
void resume_heartbeat(Turn& turn) {
  const auto& rule = turn.settings.control;
  const auto action = action_of(rule.on_missing_heartbeat);
  const auto& state = turn.state;
  const bool is_off = rule.heartbeat_within.ns <= 0 && state.heartbeat_within.ns <= 0;
  const bool is_same =
      rule.heartbeat_within == state.heartbeat_within && action == state.on_missing_heartbeat;
  if (is_off) return;
  if (is_same) {
    if (!state.is_missed) expect_heartbeat(turn, state.heartbeat_within, state.heard_at);
    return;
  }
  turn.emit(HeartbeatExpected{rule.heartbeat_within, action, turn.now()});
  if (rule.heartbeat_within.ns <= 0)
    turn.decision.timers.push_back({heartbeat_timer, std::nullopt, 0});
  expect_heartbeat(turn, rule.heartbeat_within, turn.now());
}

void apply(OperatorState& state, const OperatorAsked& event) {
  state.operations[event.request_id].request = event;
  if (event.by == by_missing_heartbeat) return;
  state.heard_at = event.at;
  state.is_missed = false;
}

void apply(OperatorState& state, const OperationStepped& event) {
  const auto found = state.operations.find(event.request_id);
  if (found == state.operations.end()) return;
  auto& operation = found->second;
  if (event.state == OperationState::asked) {
    operation.open.insert(event.target);
    return;
  }
  operation.open.erase(event.target);
  count(operation.tally, operation.request.action, event.target, event.state);
}

void apply(OperatorState& state, const OperationDone& event) {
  state.operations.erase(event.request_id);
}

void apply(OperatorState& state, const HeartbeatExpected& event) {
  state.heartbeat_within = event.within;
  state.on_missing_heartbeat = event.action;
  state.heard_at = event.at;
  state.is_missed = false;
}

void apply(OperatorState& state, const HeartbeatMissed&) { state.is_missed = true; }

template <class Event>
void apply(OperatorState&, const Event&) {}

}  // namespace

void evolve(OperatorState& state, const AnyEvent& event) {
  std::visit([&](const auto& happened) { apply(state, happened); }, event);
}

Decision Operator::decide(const AnyCommand& command, const Context& context) const {
  Turn turn{state_, context, settings_, request_ids_, {}};
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
  return std::move(turn.decision);
}

void Operator::evolve(const std::string&, const AnyEvent& event) {
  fillwright::evolve(state_, event);
  if (const auto* asked = std::get_if<OperatorAsked>(&event))
    request_ids_.insert(asked->request_id);
}

Decision Operator::resume(const Context& context) const {
  Turn turn{state_, context, settings_, request_ids_, {}};
  resume_heartbeat(turn);
  for (const auto& [id, operation] : state_.operations) go_on(turn, operation);
  return std::move(turn.decision);
}

}  // namespace fillwright
