#include "deploy/simulation/simulation.hpp"

#include <algorithm>
#include <memory>

#include "actors/engine.hpp"
#include "actors/journal/checksums.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "deploy/simulation/accidents.hpp"
#include "deploy/simulation/by_hand.hpp"
#include "deploy/simulation/decisions.hpp"
#include "deploy/simulation/judge.hpp"
#include "deploy/simulation/machine_clock.hpp"
#include "deploy/simulation/story.hpp"
#include "deploy/simulation/witness.hpp"
#include "events/any_event.hpp"
#include "events/enum_names.hpp"
#include "events/json.hpp"
#include "replay/verify.hpp"

namespace fillwright::simulation {
namespace {

constexpr auto time_to_settle = seconds(240);  // after the last accident
constexpr std::uint32_t most_actor_crashes = 3;
const Address desk{ActorKind::desk, ""};

// The power goes: nothing of the process is left.
struct Crash : std::exception {
  const char* what() const noexcept override { return "the power is gone"; }
};

// The process gets no time for a while; the world goes on.
struct Pause {
  Timestamp from;
  Timestamp until;
};

class World {
 public:
  World(std::uint64_t seed, const MarketCalendar& calendar)
      : calendar_(calendar),
        story_(seed, "story"),
        order_of_mail_(seed, "mail"),
        settings_(make_settings(seed, story_)),
        calls_(make_calls(story_)),
        person_(seed, "operator"),
        operations_(make_operations(person_)),
        profile_(Profile::of(story_)),
        clock_(opening()),
        market_(seed, opening(), profile_.market),
        paper_(clock_, instruments_, make_paper(settings_, story_)),
        answers_(seed, "person"),
        accidents_(seed, clock_, profile_),
        line_(paper_, clock_,
              Duration{Accidents::longest_request_delay.ns + Accidents::longest_list_lag.ns},
              accidents_),
        by_hand_(seed, clock_, paper_, accidents_),
        machine_(seed, clock_, accidents_) {
    outcome_.seed = seed;
    accidents_.states_of = [this](const std::string& order) { return judge_.states_of(order); };
    for (auto crashes = story_.below(3); crashes > 0; --crashes)
      crash_at_.push_back(1 + story_.below(60));
    disk_->fate = [this](std::uint64_t) {
      return engine_ ? accidents_.fate_of_sync() : MemoryDisk::Fate::stored;
    };
    if (story_.has_luck(15)) {
      const auto from = opening() + seconds(story_.between(5, 60));
      pause_ = Pause{from, from + seconds(story_.between(2, 90))};
    }
    if (story_.has_luck(15)) cut_at_ = opening() + seconds(story_.between(2, 60));
  }

  Outcome run() {
    try {
      trade();
      check_end();
    } catch (const Violation& violation) {
      outcome_.violation = violation.what;
    }
    finish();
    return std::move(outcome_);
  }

 private:
  void trade() {
    const auto healed_at = calls_.back().at + seconds(60);
    const auto end = healed_at + time_to_settle;
    while (clock_.now() < end) {
      if (!is_healed_ && clock_.now() >= healed_at) heal();
      try {
        live_until(is_healed_ ? end : healed_at);
      } catch (const Crash&) {
        accidents_.tell("crash", "crash");
        ++outcome_.crashes;
        power_off();
      }
    }
    // What happened last may be on its way.
    market_.close();
    live_until(end + seconds(5));
    const auto last = end + seconds(35);
    for (auto until = end + seconds(5); judge_.is_in_transit() && until < last;
         until = until + milliseconds(100))
      live_until(until);
  }

  void heal() {
    is_healed_ = true;
    healed_at_ = clock_.now();
    accidents_.heal();
    market_.heal();
    paper_.ask_no_more();  // the configuration may say no to every exit, for ever
    by_hand_.heal();
    machine_.heal();
    // A start takes the right time at once.
    if (our_clock_ && our_clock_->now() != clock_.now()) power_off();
    crash_at_.clear();
    // With the switch on nothing would come to its end.
    if (!operations_.empty()) ask_later(OperatorAction::kill_off, {});
    // What was lost for good comes back only once a person asks.
    if (accidents_.door().was_hard()) ask_later(OperatorAction::reconcile, seconds(5));
    // While nothing is ours there, nobody looks for what is not.
    if (by_hand_.has_acted()) ask_later(OperatorAction::reconcile, seconds(60));
  }

  // REQUIRES: no later operation is there.
  void ask_later(OperatorAction action, Duration after) {
    OperatorAsked asked;
    asked.request_id =
        std::string(enum_name(action)) + " after " + std::to_string(after.ns / seconds(1).ns);
    asked.action = action;
    asked.by = "operator";
    asked.why = "the story";
    asked.at = clock_.now() + after;
    operations_.push_back(asked);
  }

  // Thrown inside an actor it ends there; what follows of the turn changes nothing outside.
  [[noreturn]] void crash() {
    is_crashed_ = true;
    throw Crash{};
  }

  void power_off() {
    is_crashed_ = false;
    market_.listen({});
    engine_.reset();
    our_clock_.reset();
    journal_.reset();
    points_ = 0;
    // We are back after a while, at once or after minutes.
    clock_.advance_to(clock_.now() +
                      milliseconds(story_.between(50, story_.has_luck(30) ? 60'000 : 2'000)));
  }

  void power_on() {
    JournalOptions options;
    options.log_id = outcome_.seed;
    options.run_id = ++runs_;
    options.on_failed_write = [this](std::string_view) { crash(); };
    auto journal = open_memory_journal(disk_, options);
    if (!journal) throw Violation{"the journal does not open again: " + journal.error().what};
    journal_ = std::move(*journal);
    judge_.remember(*journal_);
    our_clock_ = machine_.start();
    instruments_ = {};  // what was defined and lost is not defined
    witness_ = std::make_unique<Witness>(
        line_, *our_clock_, accidents_.door().throttles_unprocessed(),
        [this](const BrokerRequest& request) { return may_leave(request); });
    engine_ = std::make_unique<Engine>(
        EngineParts{*journal_, *our_clock_, instruments_, *witness_, market_, settings_, calendar_},
        runtime_options());
    market_.listen([this](InstrumentId instrument, const Quote& quote) {
      paper_.on_quote(instrument, quote);
      if (!is_paused()) engine_->on_quote(instrument, quote);
    });
    RunInfo run;
    run.run_id = std::to_string(runs_);
    run.program_version = "simulation";
    const auto started = engine_->start(run);
    if (is_crashed_) throw Crash{};
    if (!started) throw Violation{"the engine does not start again: " + started.error()};
    // Nothing that the journal has is told twice by an honest source; this one is not.
    next_call_ = story_.has_luck(50) ? 0 : next_call_;
  }

  RuntimeOptions runtime_options() {
    RuntimeOptions runtime;
    runtime.on_durable = [this](const EventNotice& notice) {
      if (is_crashed_) return;  // the next start reads what is there
      judge_.note(notice.seq, notice.stream, notice.event);
      last_stream_ = notice.stream;
      if (std::holds_alternative<AttemptQuestioned>(notice.event))
        asked_about_.push_back(notice.stream.substr(std::string("order/").size()));
    };
    runtime.on_point = [this](CrashPoint) {
      if (!crash_at_.empty() && ++points_ >= crash_at_.back()) {
        crash_at_.pop_back();
        crash();
      }
    };
    runtime.on_command = [this](const Address& address, const AnyCommand&) {
      if (actor_crashes_ >= most_actor_crashes || !accidents_.crashes_an_actor()) return;
      ++actor_crashes_;
      accidents_.tell("actor crash", "an actor crashes: " + stream_of(address),
                      address.kind == ActorKind::order ? address.id : "");
      throw std::runtime_error("a crash on purpose");
    };
    runtime.choose_next = [this](std::size_t count) {
      return static_cast<std::size_t>(order_of_mail_.below(count));
    };
    return runtime;
  }

  bool is_paused() const {
    return pause_ && clock_.now() >= pause_->from && clock_.now() < pause_->until;
  }

  void live_until(Timestamp end) {
    if (!engine_) power_on();
    while (clock_.now() < end) {
      auto next = end;
      if (const auto due = clock_.next_due()) next = std::min(next, *due);
      if (const auto quote = market_.next_time()) next = std::min(next, *quote);
      const bool was_paused = is_paused();
      if (was_paused)
        next = std::min(next, pause_->until);
      else if (next_call_ < calls_.size())
        next = std::min(next, calls_[next_call_].at);
      if (!was_paused && next_operation_ < operations_.size())
        next = std::min(next, operations_[next_operation_].at);
      clock_.advance_to(std::max(next, clock_.now()));
      if (cut_at_ && clock_.now() >= *cut_at_) {
        cut_at_.reset();
        accidents_.cut_off(clock_.now() + seconds(story_.between(1, 40)));
      }
      if (!was_paused && is_paused())
        accidents_.tell("process stopped", "no time until " + to_text(pause_->until));
      if (is_paused()) {
        market_.deliver(clock_.now());
        continue;
      }
      turn();
    }
  }

  // A person answers some of what the configuration does not, and all of it in the end.
  void answer_questions() {
    for (const auto& order : std::exchange(asked_about_, {}))
      if (is_healed_ || answers_.has_luck(40))
        engine_->tell({ActorKind::order, order}, AnswerQuestion{"", true, "operator"}, "operator");
    engine_->run_until_idle();
  }

  // Beside what is held by hand a wrong figure can sell more than was ours: a person accepts it.
  void accept_oversold() {
    if (!healed_at_ || has_accepted_ || clock_.now() < *healed_at_ + seconds(120)) return;
    if (!judge_.is_oversold()) return;
    has_accepted_ = true;
    ask_later(OperatorAction::accept, {});
  }

  void turn() {
    accept_oversold();
    engine_->run_until_idle();
    while (next_call_ < calls_.size() && calls_[next_call_].at <= clock_.now()) {
      take(next_call_++);
      engine_->run_until_idle();
    }
    operate();
    market_.deliver(clock_.now());
    engine_->run_until_idle();
    if (!is_crashed_) answer_questions();
    if (is_crashed_) throw Crash{};
    judge_.check_step(paper_.books({}));
    rival();
  }

  void take(std::size_t number) {
    const auto& call = calls_[number];
    ReceiveMessage command;
    command.message = {"file:story",     "calls", std::to_string(number), "ann", call.text,
                       call.text.size(), call.at, clock_.now(),           false, false};
    engine_->tell(desk, command, "caller:ann");
  }

  // A request stays where it was left until it was taken, and is taken again after a crash.
  void operate() {
    while (next_operation_ < operations_.size() &&
           operations_[next_operation_].at <= clock_.now()) {
      const auto& asked = operations_[next_operation_];
      accidents_.tell("",
                      "the operator: " + std::string(enum_name(asked.action)) + " " + asked.target);
      engine_->ask(asked);
      engine_->run_until_idle();
      if (is_crashed_) return;
      ++next_operation_;
    }
  }

  // A writer that does not know the latest version must be refused (I8, I15).
  void rival() {
    if (last_stream_.empty() || ++turns_ % 16 != 0) return;
    const auto version = journal_->version_of(last_stream_);
    Append append;
    append.streams.push_back({last_stream_, version - 1, {}});
    const AnyEvent event = InputIgnored{"rival", "", clock_.now()};
    append.streams.back().events.push_back(
        {type_of(event), encode_event(event), clock_.now(), TimeSource::simulated, 0, 0, "rival"});
    if (journal_->append(append))
      throw Violation{"an append to " + last_stream_ + " at an old version was taken"};
  }

  bool may_leave(const BrokerRequest& request) {
    if (is_crashed_) return false;
    judge_.check_send(request, journal_->head().epoch, engine_->is_gate_open());
    return true;
  }

  void check_end() {
    const auto store = make_memory_store(disk_);
    if (const auto verified = verify(*store); !verified)  // I9
      throw Violation{"the journal does not verify: " + verified.error().what};
    if (!engine_->is_gate_open()) throw Violation{"the gate has not opened again"};
    for (const auto& timer : journal_->timers())  // I22
      if (our_clock_->now() - timer.due > seconds(5))
        throw Violation{"the timer " + timer.key + " was due and has not fired"};
    judge_.check_end(paper_.books({}), engine_->open_orders());
    if (outcome_.seed % 2 == 0) check_decisions(*journal_, settings_, calendar_);  // I12
    constexpr std::size_t fixed_actors = 4;  // desk, risk, session, control
    const auto most = fixed_actors + 2 * calls_.size() + 2 * judge_.order_count();  // I25
    if (engine_->actor_count() > most)
      throw Violation{std::to_string(engine_->actor_count()) + " actors are left"};
  }

  void finish() {
    outcome_.fills = judge_.fill_count();
    outcome_.orders = judge_.order_count();
    outcome_.accidents = accidents_.told();
    outcome_.counts = accidents_.counts();
    outcome_.table = accidents_.table();
    engine_.reset();
    journal_.reset();
    disk_->fate = {};
    const auto reader = open_memory_journal(disk_, {});
    if (!reader) return;
    outcome_.events = (*reader)->head().seq;
    outcome_.journal_hash = to_hex((*reader)->head().hash);
    if (outcome_.violation.empty()) return;
    constexpr Seq shown = 50;
    const auto from = outcome_.events > shown ? outcome_.events - shown + 1 : 1;
    (void)(*reader)->read(from, [&](const Recorded& recorded) {
      const auto event = decode_event(recorded.type, recorded.payload);
      outcome_.last_events.push_back(
          std::to_string(recorded.seq) + "  " + to_text(recorded.event_time) + "  " +
          (*reader)->stream_name(recorded.stream) + "  " + (event ? event_json(*event) : "?"));
      return true;
    });
  }

  Outcome outcome_;
  const MarketCalendar& calendar_;
  Random story_;
  Random order_of_mail_;
  Settings settings_;
  std::vector<Call> calls_;
  Random person_;
  std::vector<OperatorAsked> operations_;
  std::size_t next_operation_ = 0;
  Profile profile_;
  VirtualClock clock_;
  Instruments instruments_;
  SimulatedMarket market_;
  PaperBroker paper_;
  Random answers_;
  std::vector<std::string> asked_about_;  // orders
  Judge judge_;
  Accidents accidents_;
  FaultyBroker line_;
  ByHand by_hand_;
  MachineClock machine_;
  std::shared_ptr<MemoryDisk> disk_ = std::make_shared<MemoryDisk>();
  std::vector<std::uint64_t> crash_at_;  // points of a run until the next crash
  std::uint64_t points_ = 0;
  std::uint64_t runs_ = 0;
  std::uint64_t turns_ = 0;
  std::uint32_t actor_crashes_ = 0;
  std::optional<Pause> pause_;
  std::optional<Timestamp> cut_at_;
  std::string last_stream_;
  bool is_healed_ = false;
  std::optional<Timestamp> healed_at_;
  bool has_accepted_ = false;
  bool is_crashed_ = false;
  std::size_t next_call_ = 0;

  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Clock> our_clock_;
  std::unique_ptr<Witness> witness_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace

Outcome simulate(std::uint64_t seed, const MarketCalendar& calendar) {
  return World(seed, calendar).run();
}

}  // namespace fillwright::simulation
