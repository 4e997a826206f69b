#include "actors/runtime.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "actors/domain/command_codec.hpp"
#include "actors/domain/recorded_decision.hpp"
#include "events/any_event.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

constexpr auto commit_within = milliseconds(2);

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

Context Runtime::context_for(const Decider& decider, const AnyCommand* command) {
  asked_.clear();
  seen_.reset();
  Context context;
  context.now = clock.now();
  auto watched = decider.watched_instrument();
  if (!watched && command) watched = instrument_in(*command);
  if (watched) context.quote = board.latest(*watched);
  show(context);
  context.instruments = &instruments;
  context.exists = [this](const InstrumentDefined& instrument) {
    const bool is_known = exists(instrument);
    const auto& symbol = instrument.symbol;
    const auto is_it = [&](const InstrumentAsked& one) { return one.symbol == symbol; };
    if (std::none_of(asked_.begin(), asked_.end(), is_it)) asked_.push_back({symbol, is_known});
    return is_known;
  };
  context.open_trades = &see_trades_;
  context.questions = &settings.questions;
  return context;
}

// What of an event concerns the gateway at once.
void Runtime::note_gate(const std::string& stream, const AnyEvent& event) {
  if (std::holds_alternative<CancelRequested>(event))
    on_cancel_requested(stream.substr(stream.find('/') + 1));
  const bool is_kill = std::holds_alternative<KillSwitchChanged>(event) && is_killed;
  if (is_kill || std::holds_alternative<GateClosed>(event)) on_held();
  if (!std::holds_alternative<GateOpened>(event)) return;
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
  note(event);
  note_gate(stream, event);
  if (options.on_durable)
    notices_.push_back({seq, stream, version, cause.correlation, cause.causation, cause.principal,
                        clock.now(), event});
}

// What wakes the decider, and what it was told when it asked.
StreamAppend Runtime::input_of(const std::string& self, const AnyCommand* command,
                               const Context& context, const Cause& cause) {
  InputTaken taken;
  taken.actor = self;
  taken.command = command ? name_of(*command) : after_start;
  taken.told_by = cause.told_by;
  taken.tell = cause.tell;
  if (command && cause.told_by == 0) taken.content.raw = encode_command(*command);
  taken.quote = context.quote;
  taken.asked = std::move(asked_);
  StreamAppend input{inputs_stream, any_version, {}, true};
  const auto add = [&](const auto& event) {
    std::string payload;
    payload.reserve(192);  // most inputs fit: one allocation
    encode_into(payload, event);
    input.events.push_back({event.type_id, std::move(payload), context.now, TimeSource::local,
                            cause.correlation, cause.causation, cause.principal});
  };
  const auto further = further_of(taken, seen_);
  add(taken);
  for (const auto& content : further.content) add(content);
  for (const auto& seen : further.seen) add(seen);
  return input;
}

Staged Runtime::stage(const Append& append, const std::string& self) {
  auto staged = journal.append(append);
  if (!staged && staged.error().error == AppendError::busy) {  // slow down: make room, then again
    commit();
    staged = journal.append(append);
  }
  if (!staged) throw std::runtime_error(self + ": " + staged.error().detail);
  return *staged;
}

void Runtime::notice_input(const StreamAppend& input, Seq first, const Cause& cause) {
  auto version = journal.version_of(input.stream) - input.events.size();
  for (const auto& event : input.events)
    notices_.push_back({first++, input.stream, ++version, cause.correlation, cause.causation,
                        cause.principal, event.event_time,
                        *decode_event(event.type, event.payload)});
}

void Runtime::carry_out(const Address& self, Decider& decider, Decision decision,
                        const Context& context, const Cause& cause, const AnyCommand* command,
                        KnownVersions& versions) {
  if (is_closed) return;
  const auto own = stream_of(self);
  complete(decision, own, command, context);
  if (const auto* fired = command ? std::get_if<TimerDue>(command) : nullptr) {
    const auto is_it = [&](const TimerRequest& timer) { return timer.name == fired->name; };
    // It is spent, unless the decision sets it again.
    if (std::none_of(decision.timers.begin(), decision.timers.end(), is_it))
      decision.timers.push_back({fired->name, std::nullopt, 0});
  }

  const auto known_version = [&](const std::string& stream) -> Version& {
    if (stream == own) return versions.own;
    return versions.others.there().try_emplace(stream, any_version).first->second;
  };
  Append append;
  append.idempotency_key = decision.idempotency_key;
  append.streams.reserve(3);  // the input, its own events, and most often those of one other
  append.streams.push_back(input_of(own, command, context, cause));
  // What starts something names itself: its first event's seq, which the loop alone gives out.
  const auto first = journal.staged() + append.streams.front().events.size() + 1;
  auto noted = cause;
  for (const auto& [stream, event] : decision.events) {
    if (append.streams.back().stream != stream) {
      auto& known = known_version(stream);
      if (known == any_version) known = journal.version_of(stream);
      append.streams.push_back({stream, known, {}, false});
      append.streams.back().events.reserve(decision.events.size());
    }
    append.streams.back().events.push_back(encode(event, context.now, noted));
    if (noted.correlation == 0) noted.correlation = first;
  }
  for (const auto& timer : decision.timers)
    append.timers.push_back({own + "#" + timer.name, timer.due, timer.generation});

  const auto staged = stage(append, own);
  if (staged.is_repeat) return;  // known by its key: everything followed from the first time
  has_staged_ = true;
  if (options.on_durable) notice_input(append.streams.front(), staged.first, cause);
  auto seq = first;
  for (auto event = decision.events.begin(); event != decision.events.end();) {
    auto& version = known_version(event->stream);
    for (const auto& stream = event->stream;
         event != decision.events.end() && event->stream == stream; ++event) {
      decider.evolve(stream, event->event);
      note_staged(seq++, stream, ++version, noted, event->event);
    }
  }
  if (command) decider.keep(*command, context);

  auto after = noted;
  if (!decision.events.empty()) after.causation = staged.last;
  after.told_by = staged.first;
  after.tell = 0;
  for (const auto& change : append.timers) arm(change);
  for (const auto& interest : decision.interests) board.set(self, interest);
  for (auto& request : decision.requests) effects_.push_back({staged.last, std::move(request)});
  for (auto& [to, told] : decision.tells) {
    deliver(to, std::move(told), Cause(after));
    ++after.tell;
  }
  if (decision.waits_for_gate) wait_for_gate_.insert(self);
  if (decision.wants_books) ask_books();
}

void Runtime::record(const std::string& stream, const std::vector<AnyEvent>& events,
                     const Cause& cause) {
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

// True when something was written; `waits`: false when that is not waited for.
bool Runtime::write(bool waits) {
  if (is_closed) return false;
  if (is_mutated(Mutation::effect_before_sync))
    while (!effects_.empty()) {
      auto effect = std::move(effects_.front());
      effects_.pop_front();
      send(std::move(effect.request));
    }
  if (options.on_point && journal.staged() > begun_) options.on_point(CrashPoint::persist);
  begun_ = journal.staged();
  commit_by_.reset();
  if (waits) return journal.commit(clock.now());
  journal.begin_commit(clock.now());
  return false;
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
    auto effect = std::move(effects_.front());
    effects_.pop_front();
    if (options.on_point) options.on_point(CrashPoint::send);
    send(std::move(effect.request));
    has_performed = true;
  }
  return has_performed;
}

// Of what nobody waits for. The next message that leaves most often takes it along: a sync less, in
// whose way it would be.
bool Runtime::is_commit_due() {
  if (journal.staged() <= begun_) return false;
  if (!commit_by_) {
    commit_by_ = clock.now() + commit_within;
    clock.at(*commit_by_, [] {});  // the loop has a turn then
  }
  return clock.now() >= *commit_by_;
}

bool Runtime::settle() {
  if (options.events_a_commit == 0) {
    const bool waits = !options.commits_beside || !effects_.empty() || !when_idle.empty();
    const bool is_written = (waits || is_commit_due()) && write(waits);
    return perform(journal.durable()) || is_written;
  }
  // Most quotes wake nobody: then not even the journal is asked.
  if (!std::exchange(has_staged_, false) && effects_.empty()) return false;
  const auto staged = journal.staged();
  if (staged - begun_ >= options.events_a_commit) write(false);
  return perform(staged);
}

void Runtime::commit() {
  write(true);
  // Deferred, effects have their own moment: it must not depend on when there is a commit.
  if (options.events_a_commit == 0) perform(journal.durable());
}

void Runtime::arm(const TimerChange& change) {
  fired_.erase(change.key);
  if (!change.due) {
    timers_.erase(change.key);
    return;
  }
  timers_[change.key] = {*change.due, change.generation};
  clock.at(*change.due, [this, key = change.key, due = *change.due,
                         generation = change.generation] { fire(key, due, generation); });
}

bool Runtime::is_due(const Address& self, const TimerDue& timer) const {
  const auto fired = fired_.find(stream_of(self) + "#" + timer.name);
  return fired != fired_.end() && fired->second == std::pair(timer.due, timer.generation);
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
  fired_[key] = {due, generation};
  deliver(*owner, TimerDue{key.substr(hash + 1), generation, due}, {0, 0, "timer"});
}

}  // namespace fillwright
