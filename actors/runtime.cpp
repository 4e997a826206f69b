#include "actors/runtime.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "events/any_event.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

struct KindName {
  ActorKind kind;
  std::string_view name;
};
constexpr std::array kind_names = {
    KindName{ActorKind::desk, "control"},    KindName{ActorKind::workflow, "workflow"},
    KindName{ActorKind::order, "order"},     KindName{ActorKind::monitor, "monitor"},
    KindName{ActorKind::risk, "account"},    KindName{ActorKind::gateway, "gateway"},
    KindName{ActorKind::control, "control"},
};

NewEvent encode(const AnyEvent& event, Timestamp now, const Cause& cause) {
  NewEvent encoded;
  encoded.type = type_of(event);
  encoded.payload = encode_event(event);
  encoded.event_time = now;
  encoded.time_source = TimeSource::local;
  encoded.correlation = cause.correlation;
  encoded.causation = cause.causation;
  encoded.principal = cause.principal;
  return encoded;
}

// What a command is about, for a decider that watches nothing yet.
std::optional<InstrumentId> instrument_in(const AnyCommand& command) {
  if (const auto* place = std::get_if<PlaceOrder>(&command)) return place->plan.instrument;
  if (const auto* start = std::get_if<StartWorkflow>(&command)) return start->start.instrument;
  if (const auto* reserve = std::get_if<ReserveExposure>(&command)) return reserve->instrument;
  if (const auto* ask = std::get_if<AskBudget>(&command)) return ask->instrument;
  return std::nullopt;
}

}  // namespace

std::string stream_of(const Address& address) {
  if (address.kind == ActorKind::desk) return "control/desk";
  for (const auto& [kind, name] : kind_names)
    if (kind == address.kind) return std::string(name) + "/" + address.id;
  assert_unreachable("an address without a kind");
}

std::optional<Address> address_of(std::string_view stream) {
  if (stream == "control/desk") return Address{ActorKind::desk, ""};
  if (stream == stream_of(operator_address)) return operator_address;
  const auto slash = stream.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto kind_name = stream.substr(0, slash);
  for (const auto& [kind, name] : kind_names)
    if (name == kind_name && kind != ActorKind::desk && kind != ActorKind::control)
      return Address{kind, std::string(stream.substr(slash + 1))};
  return std::nullopt;
}

Context Runtime::context_for(const Decider& decider, const AnyCommand* command) const {
  Context context;
  context.now = clock.now();
  auto watched = decider.watched_instrument();
  if (!watched && command) watched = instrument_in(*command);
  if (watched) context.quote = board.latest(*watched);
  context.is_gate_open = is_gate_open;
  context.is_authorised_later = is_authorised_later;
  context.broker = broker;
  context.epoch = epoch;
  context.instruments = &instruments;
  context.held = &ours.held;
  context.exists = exists;
  context.is_killed = is_killed;
  context.open_trades = &open_trades;
  context.questions = &settings.questions;
  return context;
}

// What of an event concerns the gateway at once.
void Runtime::note_gate(const std::string& stream, const AnyEvent& event) {
  if (std::holds_alternative<CancelRequested>(event))
    on_cancel_requested(stream.substr(stream.find('/') + 1));
  if (const auto* lost = std::get_if<AuthorisationLost>(&event); lost && lost->is_hard)
    is_authorised_later = false;
  if (std::holds_alternative<SessionStarted>(event)) is_authorised_later = true;
  const auto* kill = std::get_if<KillSwitchChanged>(&event);
  if (kill) is_killed = kill->is_on && !is_mutated(Mutation::kill_ignored);
  if (std::holds_alternative<GateClosed>(event)) is_gate_open = false;
  if (std::holds_alternative<GateClosed>(event) || (kill && is_killed)) on_held();
  if (!std::holds_alternative<GateOpened>(event)) return;
  is_gate_open = is_authorised_later = true;
  for (const auto& waiting : std::exchange(wait_for_gate_, {}))
    deliver(waiting, QuoteWake{"gate"}, {0, 0, "gateway"});
}

void Runtime::note_staged(Seq seq, const std::string& stream, Version version, const Cause& cause,
                          const AnyEvent& event) {
  has_staged_ = true;
  if (const auto* defined = std::get_if<InstrumentDefined>(&event)) {
    instruments.add(*defined);
    if (on_instrument) on_instrument(*defined);
  }
  ours.note(event);
  note_gate(stream, event);
  if (options.on_durable)
    notices_.push_back({seq, stream, version, cause.correlation, cause.causation, cause.principal,
                        clock.now(), event});
}

void Runtime::carry_out(const Address& self, Decider& decider, Decision decision,
                        const Cause& cause, const AnyCommand* input, KnownVersions& versions) {
  if (is_closed) return;
  const auto now = clock.now();
  const auto own = stream_of(self);
  if (input && decision.events.empty() && !decision.is_query)
    decision.emit(InputIgnored{name_of(*input), describe(*input, context_for(decider)), now});
  if (input) {
    const auto* fired = std::get_if<TimerDue>(input);
    const auto is_it = [&](const TimerRequest& timer) { return timer.name == fired->name; };
    // It is spent, unless the decision sets it again.
    if (fired && std::none_of(decision.timers.begin(), decision.timers.end(), is_it))
      decision.timers.push_back({fired->name, std::nullopt, 0});
  }

  const auto known_version = [&](const std::string& stream) -> Version& {
    if (stream == own) return versions.own;
    return versions.others.there().try_emplace(stream, any_version).first->second;
  };
  Append append;
  append.idempotency_key = decision.idempotency_key;
  for (auto& [stream, event] : decision.events) {
    if (stream.empty()) stream = own;
    auto part = append.streams.begin();
    while (part != append.streams.end() && part->stream != stream) ++part;
    if (part == append.streams.end()) {
      auto& known = known_version(stream);
      if (known == any_version) known = journal.version_of(stream);
      part = append.streams.insert(part, StreamAppend{stream, known, {}});
    }
    // What starts something names itself: its first event's seq, which the loop alone gives out.
    auto own_cause = cause;
    const bool is_first = append.streams.size() == 1 && part->events.empty();
    if (own_cause.correlation == 0 && !is_first) own_cause.correlation = journal.staged() + 1;
    part->events.push_back(encode(event, now, own_cause));
  }
  for (const auto& timer : decision.timers)
    append.timers.push_back({own + "#" + timer.name, timer.due, timer.generation});

  auto after = cause;
  if (!append.streams.empty() || !append.timers.empty()) {
    auto staged = journal.append(append);
    if (!staged &&
        staged.error().error == AppendError::busy) {  // slow down: make room, then once more
      commit();
      staged = journal.append(append);
    }
    if (!staged) throw std::runtime_error(own + ": " + staged.error().detail);
    if (staged->is_repeat) return;  // known by its key: everything followed from the first time
    auto seq = staged->first;
    auto noted = cause;
    if (noted.correlation == 0) noted.correlation = staged->first;
    for (const auto& part : append.streams) {
      auto version = part.expected;
      for (const auto& [stream, event] : decision.events) {
        if (stream != part.stream) continue;
        decider.evolve(stream, event);
        note_staged(seq++, stream, ++version, noted, event);
      }
      known_version(part.stream) = version;
    }
    if (!append.streams.empty()) {
      after.causation = staged->last;
      if (after.correlation == 0) after.correlation = staged->first;
    }
  }
  for (const auto& change : append.timers) arm(change);
  for (const auto& interest : decision.interests) board.set(self, interest);
  for (auto& request : decision.requests) effects_.push_back({after.causation, std::move(request)});
  for (auto& [to, command] : decision.tells) deliver(to, std::move(command), after);
  if (decision.waits_for_gate) wait_for_gate_.insert(self);
  if (decision.wants_books) ask_books();
}

void Runtime::record(const std::string& stream, std::vector<AnyEvent> events, const Cause& cause) {
  if (is_closed) return;
  Append append;
  append.streams.push_back({stream, any_version, {}});
  for (const auto& event : events)
    append.streams.back().events.push_back(encode(event, clock.now(), cause));
  auto version = journal.version_of(stream);
  auto staged = journal.append(append);
  if (!staged) {
    commit();
    staged = journal.append(append);
  }
  if (!staged) throw std::runtime_error(stream + ": " + staged.error().detail);
  auto seq = staged->first;
  auto noted = cause;
  if (noted.correlation == 0) noted.correlation = staged->first;
  for (const auto& event : events) note_staged(seq++, stream, ++version, noted, event);
}

// True when something was written.
bool Runtime::write() {
  if (is_closed) return false;
  if (is_mutated(Mutation::effect_before_sync))
    while (!effects_.empty()) {
      const auto effect = std::move(effects_.front());
      effects_.pop_front();
      send(effect.request);
    }
  if (options.on_point && journal.staged() > journal.durable())
    options.on_point(CrashPoint::persist);
  return journal.commit(clock.now());
}

// What waited for events up to `until`. True when there was any.
bool Runtime::perform(Seq until) {
  if (is_closed) return false;
  bool has_performed = false;
  while (!notices_.empty() && notices_.front().seq <= until) {
    const auto notice = std::move(notices_.front());
    notices_.pop_front();
    options.on_durable(notice);
    has_performed = true;
  }
  while (!effects_.empty() && effects_.front().after <= until) {
    const auto effect = std::move(effects_.front());
    effects_.pop_front();
    if (options.on_point) options.on_point(CrashPoint::send);
    send(effect.request);
    has_performed = true;
  }
  return has_performed;
}

bool Runtime::settle() {
  if (options.events_a_commit == 0) {
    const bool is_written = write();
    return perform(journal.durable()) || is_written;
  }
  // Most quotes wake nobody: then not even the journal is asked.
  if (!std::exchange(has_staged_, false) && effects_.empty()) return false;
  const auto staged = journal.staged();
  if (staged - journal.durable() >= options.events_a_commit) write();
  return perform(staged);
}

void Runtime::commit() {
  write();
  // Deferred, effects have their own moment: it must not depend on when there is a commit.
  if (options.events_a_commit == 0) perform(journal.durable());
}

void Runtime::arm(const TimerChange& change) {
  if (!change.due) {
    timers_.erase(change.key);
    return;
  }
  timers_[change.key] = {*change.due, change.generation};
  clock.at(*change.due, [this, key = change.key, due = *change.due,
                         generation = change.generation] { fire(key, due, generation); });
}

void Runtime::restore_timers() {
  if (is_mutated(Mutation::timers_forgotten)) return;
  for (const auto& timer : journal.timers()) arm({timer.key, timer.due, timer.generation});
}

void Runtime::fire(const std::string& key, Timestamp due, std::uint64_t generation) {
  const auto found = timers_.find(key);
  if (found == timers_.end() || found->second != std::pair(due, generation)) return;  // replaced
  timers_.erase(found);
  const auto hash = key.rfind('#');
  const auto owner = address_of(std::string_view(key).substr(0, hash));
  if (!owner) return;
  deliver(*owner, TimerDue{key.substr(hash + 1), generation, due}, {0, 0, "timer"});
}

std::string name_of(const AnyCommand& command) {
  constexpr std::array names = {"TimerDue",
                                "QuoteWake",
                                "ReceiveMessage",
                                "ReceiveEdit",
                                "ReceiveDelete",
                                "NoteHolding",
                                "ChangeAllowlist",
                                "StartWorkflow",
                                "ApplyCall",
                                "TakeBudget",
                                "NoteOrder",
                                "TriggerExit",
                                "MoveStop",
                                "WatchPosition",
                                "PlaceOrder",
                                "TakeRiskAnswer",
                                "CancelOrder",
                                "ChangeOrder",
                                "NoteAnswer",
                                "NoteFill",
                                "NoteEnded",
                                "NoteBooks",
                                "OpenAccount",
                                "AskBudget",
                                "ReserveExposure",
                                "RecordFill",
                                "ReleaseExposure",
                                "SetKillSwitch",
                                "PauseEntries",
                                "StartSession",
                                "TakeBooks",
                                "RearmStop",
                                "RaiseAlarm",
                                "AcceptDifferences",
                                "AskReconciliation",
                                "CloseTrade",
                                "GoOn",
                                "AskOperation",
                                "NoteOrderOver",
                                "NoteTradeOver",
                                "NoteOperation",
                                "NoteDifference",
                                "NoteExternal",
                                "NoteTrouble",
                                "AnswerQuestion",
                                "NoteParent",
                                "AskParent",
                                "RunDefinition"};
  static_assert(names.size() == std::variant_size_v<CommandVariant>);
  return names[command.index()];
}

std::string describe(const AnyCommand& command, const Context& context) {
  if (const auto* timer = std::get_if<TimerDue>(&command))
    return timer->name + ", generation " + std::to_string(timer->generation) + ", due " +
           to_text(timer->due);
  if (const auto* wake = std::get_if<QuoteWake>(&command)) {
    if (!context.quote) return wake->name;
    return wake->name + ", bid " + to_text(context.quote->bid) + ", ask " +
           to_text(context.quote->ask) + " at " + to_text(context.quote->time);
  }
  if (const auto* answer = std::get_if<NoteAnswer>(&command))
    return answer->answer.client_order_id + " " + answer->answer.code + " " + answer->answer.text;
  if (const auto* said = std::get_if<AnswerQuestion>(&command))
    return said->question_id + (said->is_yes ? " yes" : " no") + " by " + said->by;
  if (const auto* fill = std::get_if<NoteFill>(&command)) return fill->fill.execution_id;
  if (const auto* ended = std::get_if<NoteEnded>(&command)) return ended->order.client_order_id;
  return "";
}

}  // namespace fillwright
