#include "replay/decisions/replayer.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "actors/domain/command_codec.hpp"
#include "actors/domain/recorded_decision.hpp"
#include "events/value_text.hpp"

namespace fillwright {
namespace {

const std::string engine_stream = "control/engine";
constexpr Seq progress_every = 4096;

std::string words_of(std::string_view name, const std::string& stream) {
  return std::string(name) + " of " + stream;
}

}  // namespace

Replayer::Replayer(const JournalReader& journal, const DecisionReplayOptions& options)
    : journal_(journal), options_(options), cast_(journal) {
  see_trades_ = [this] { return turn_->seen; };
}

const std::string& Replayer::stream_name(std::uint32_t number) {
  return streams_.get(number, [&](auto of) { return journal_.stream_name(of); });
}

const std::string& Replayer::principal_name(std::uint32_t number) {
  return principals_.get(number, [&](auto of) { return journal_.principal_name(of); });
}

bool Replayer::take(const Recorded& recorded) {
  result_.last = recorded.seq;
  if (options_.on_progress && recorded.seq % progress_every == 0)
    options_.on_progress(recorded.seq);
  return take_event(recorded, stream_name(recorded.stream)) && !result_.difference &&
         error_.empty();
}

bool Replayer::take_event(const Recorded& recorded, const std::string& stream) {
  if (stream == inputs_stream || stream == engine_stream) {
    const auto event = decode_event(recorded.type, recorded.payload);
    if (!event) {
      error_ = "seq " + std::to_string(recorded.seq) + " is of type " +
               std::to_string(recorded.type) + ", which this program cannot read";
      return false;
    }
    if (stream == inputs_stream && recorded.type != InputTaken::type_id)
      return add_to_input(*event);
    finish_turn();
    if (result_.difference) return false;
    if (stream == engine_stream) {
      ++result_.engine_events[std::string(type_name(recorded.type))];
      take_engine_event(*event);
    } else {
      begin_turn(recorded, std::get<InputTaken>(*event));
    }
    return true;
  }
  if (is_recording_) return compare(recorded, stream);
  const auto event = decode_event(recorded.type, recorded.payload);
  if (!event) return true;  // nobody is asked about it
  ++result_.unrecorded;
  unknown_timers_.insert(stream);
  fold(*event);
  cast_.pass(stream, *event);
  return true;
}

void Replayer::take_engine_event(const AnyEvent& event) {
  standing_.note(event);
  if (std::holds_alternative<RunStarted>(event)) {
    is_recording_ = false;
    told_.clear();  // what was told and not taken went with the process
    cast_.restart();
  }
  if (const auto* declared = std::get_if<BrokerDeclared>(&event)) {
    is_recording_ = true;
    cast_.broker = declared->broker;
  }
  if (const auto* crashed = std::get_if<ActorCrashed>(&event))
    if (const auto address = address_of(crashed->actor)) cast_.crash(*address);
  const auto* changed = std::get_if<ConfigurationChanged>(&event);
  if (!changed) return;
  auto rules = options_.rules_of(*changed);
  if (!rules) {
    error_ = std::move(rules.error());
    return;
  }
  cast_.settings = std::move(rules->settings);
  cast_.settings.version = changed->version;
  cast_.settings.hash = changed->hash;
  cast_.calendar = std::move(rules->calendar);
  for (auto& note : rules->notes) result_.notes.push_back(std::move(note));
}

void Replayer::begin_turn(const Recorded& recorded, InputTaken input) {
  turn_.emplace(Turn{});
  turn_->seq = recorded.seq;
  turn_->input = std::move(input);
  turn_->awaited = turn_->input.further;
  turn_->now = recorded.event_time;
  turn_->origin = {recorded.correlation == recorded.seq ? 0 : recorded.correlation,
                   recorded.causation, principal_name(recorded.principal)};
  if (turn_->awaited == 0) decide();
}

bool Replayer::add_to_input(const AnyEvent& event) {
  if (!turn_ || turn_->awaited == 0) {
    error_ = "seq " + std::to_string(result_.last) + " goes on with an input that is complete";
    return false;
  }
  if (const auto* more = std::get_if<InputContinued>(&event))
    turn_->input.content.raw += more->content.raw;
  if (const auto* seen = std::get_if<OpenTradesSeen>(&event)) {
    const auto add = [](const auto& from, auto& to) {
      to.insert(to.end(), from.begin(), from.end());
    };
    add(seen->orders, turn_->seen.orders);
    add(seen->workflows, turn_->seen.workflows);
    add(seen->lost_orders, turn_->seen.lost_orders);
    add(seen->lost_workflows, turn_->seen.lost_workflows);
  }
  if (--turn_->awaited == 0) decide();
  return true;
}

Context Replayer::make_context() {
  Context context;
  context.now = turn_->now;
  context.quote = turn_->input.quote;
  standing_.show(context);
  context.instruments = &instruments_;
  context.exists = [this](const InstrumentDefined& instrument) {
    turn_->asks.insert(instrument.symbol);
    for (const auto& asked : turn_->input.asked)
      if (asked.symbol == instrument.symbol) return asked.is_known;
    return false;
  };
  context.open_trades = &see_trades_;
  context.questions = &cast_.settings.questions;
  return context;
}

void Replayer::decide() {
  ++result_.inputs;
  auto& turn = *turn_;
  if (!find_command() || !check_timer()) return;
  const auto* start = turn.command ? std::get_if<StartWorkflow>(&*turn.command) : nullptr;
  turn.decider = cast_.find(turn.address, turn.seq, start ? start->start.definition : "");
  if (!turn.decider) return differ(turn.seq, turn.input.actor + " cannot be built", {}, {});
  turn.context = make_context();
  try {
    turn.decision = turn.command ? turn.decider->decide(*turn.command, turn.context)
                                 : turn.decider->resume(turn.context);
  } catch (const std::exception& error) {
    return differ(turn.first(), std::string("it crashes now: ") + error.what(), {}, {});
  }
  compare_questions();
  complete(turn.decision, turn.input.actor, turn.command ? &*turn.command : nullptr, turn.context);
}

// What is asked now must have its answer in the record, and the answers must have been asked for.
void Replayer::compare_questions() {
  std::set<std::string> answered;
  for (const auto& asked : turn_->input.asked) answered.insert(asked.symbol);
  if (turn_->asks == answered) return;
  const auto [now, then] =
      std::mismatch(turn_->asks.begin(), turn_->asks.end(), answered.begin(), answered.end());
  const bool is_more = now != turn_->asks.end() && !answered.contains(*now);
  differ(turn_->seq,
         is_more ? *now + " is asked about, which was not when it was recorded"
                 : *then + " is not asked about any more",
         {}, {});
}

bool Replayer::check_timer() {
  const auto& turn = *turn_;
  const auto* timer = turn.command ? std::get_if<TimerDue>(&*turn.command) : nullptr;
  if (!timer || unknown_timers_.contains(turn.input.actor)) return true;
  const auto set = timers_.find(turn.input.actor + '#' + timer->name);
  if (set != timers_.end() && set->second == Timer(timer->due, timer->generation)) {
    timers_.erase(set);
    return true;
  }
  differ(turn.seq,
         "the timer " + timer->name + " fired, due " + to_text(timer->due) + "; now it is " +
             (set == timers_.end() ? "not set" : "set for " + to_text(set->second.first)),
         {}, {});
  return false;
}

void Replayer::set_timers() {
  for (const auto& request : turn_->decision.timers) {
    const auto key = turn_->input.actor + '#' + request.name;
    if (request.due)
      timers_[key] = {*request.due, request.generation};
    else
      timers_.erase(key);
  }
}

// Sets the turn's address and command, if it is not `after_start`.
bool Replayer::find_command() {
  auto& turn = *turn_;
  const auto& input = turn.input;
  const auto address = address_of(input.actor);
  if (!address) {
    differ(turn.seq, "there is no actor " + input.actor, {}, {});
    return false;
  }
  turn.address = *address;
  if (input.told_by != 0) return find_told();
  if (input.command == after_start) return true;
  turn.command = decode_command(input.command, input.content.raw);
  if (!turn.command) differ(turn.seq, "this program cannot read " + input.command, {}, {});
  return turn.command.has_value();
}

// What another decider told: from its own decision, made again.
bool Replayer::find_told() {
  auto& turn = *turn_;
  const auto& input = turn.input;
  const auto by = "seq " + std::to_string(input.told_by);
  const auto found = told_.find(input.told_by);
  if (found == told_.end() || input.tell >= found->second.tells.size()) {
    differ(turn.seq,
           words_of(input.command, input.actor) +
               " is recorded; what is decided now on the input " + by + " tells nobody of it",
           {}, {});
    return false;
  }
  auto& told = found->second;
  auto& [to, command] = told.tells[input.tell];
  turn.command = std::move(command);
  const bool is_same =
      to == turn.address && name_of(*turn.command) == input.command && told.origin == turn.origin;
  if (!is_same)
    differ(turn.seq,
           words_of(input.command, input.actor) + " is recorded; the decision on the input " + by +
               " tells " + words_of(name_of(*turn.command), stream_of(to)) + " now" +
               (told.origin == turn.origin ? "" : ", because of something else"),
           {}, {});
  if (--told.left == 0) told_.erase(found);
  return is_same;
}

DecidedEvent Replayer::recorded_event(const Recorded& recorded, const std::string& stream) {
  return {stream,
          recorded.type,
          std::string(recorded.payload),
          recorded.correlation,
          recorded.causation,
          principal_name(recorded.principal),
          recorded.event_time};
}

// The next of the turn.
DecidedEvent Replayer::decided_event() const {
  const auto& turn = *turn_;
  const auto& [stream, event] = turn.decision.events[turn.next];
  return {stream,
          type_of(event),
          encode_event(event),
          turn.origin.correlation == 0 ? turn.first() : turn.origin.correlation,
          turn.origin.causation,
          turn.origin.principal,
          turn.now};
}

bool Replayer::compare(const Recorded& recorded, const std::string& stream) {
  auto here = recorded_event(recorded, stream);
  const bool is_expected = turn_ && turn_->next < turn_->decision.events.size();
  if (is_expected && !turn_->is_lost) {
    auto decided = decided_event();
    if (decided == here) {
      ++result_.compared;
      const auto& event = turn_->decision.events[turn_->next++].event;
      turn_->decider->evolve(stream, event);
      fold(event);
      return true;
    }
    differ(recorded.seq, "it is decided otherwise", std::move(here), std::move(decided));
  } else if (!turn_) {
    differ(recorded.seq, "nothing that is recorded led to it", std::move(here), {});
  } else {
    differ(recorded.seq, "it is not decided any more", std::move(here), {});
  }
  if (result_.difference) return false;
  const auto event = decode_event(recorded.type, recorded.payload);
  if (!event) return false;
  fold(*event);
  cast_.pass(stream, *event);
  return true;
}

void Replayer::fold(const AnyEvent& event) {
  standing_.note(event);
  if (const auto* defined = std::get_if<InstrumentDefined>(&event)) instruments_.add(*defined);
}

void Replayer::finish_turn() {
  if (!turn_) return;
  auto& turn = *turn_;
  const auto count = turn.decision.events.size();
  if (turn.decider && !turn.is_lost && turn.next < count)
    differ(turn.first() + turn.next, "more is decided than is recorded", {}, decided_event());
  if (turn.decider && !result_.difference) {
    if (turn.command) turn.decider->keep(*turn.command, turn.context);
    set_timers();
    Told told;
    told.origin = turn.origin;
    if (count > 0) {
      told.origin.causation = turn.first() + count - 1;
      if (told.origin.correlation == 0) told.origin.correlation = turn.first();
    }
    told.tells = std::move(turn.decision.tells);
    told.left = told.tells.size();
    if (told.left > 0) told_.emplace(turn.seq, std::move(told));
    if (turn.decider->is_over()) cast_.retire(turn.address);
  }
  turn_.reset();
}

void Replayer::differ(Seq seq, std::string what, std::optional<DecidedEvent> recorded,
                      std::optional<DecidedEvent> decided) {
  if (turn_) {
    turn_->is_lost = true;
    unknown_timers_.insert(turn_->input.actor);
  }
  if (seq < options_.from || result_.difference) return;
  Difference difference;
  difference.seq = seq;
  difference.what = std::move(what);
  difference.recorded = std::move(recorded);
  difference.decided = std::move(decided);
  if (turn_) {
    difference.input_seq = turn_->seq;
    difference.input = turn_->input.command;
    difference.actor = turn_->input.actor;
    if (turn_->command) difference.input_json = command_json(*turn_->command);
  }
  result_.difference = std::move(difference);
}

tl::expected<DecisionReplay, std::string> Replayer::end() {
  if (error_.empty() && !result_.difference) finish_turn();
  if (!error_.empty()) return tl::unexpected(error_);
  return std::move(result_);
}

}  // namespace fillwright
