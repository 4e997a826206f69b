#include "actors/engine.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/send.hpp>
#include <deque>
#include <exception>
#include <map>
#include <set>
#include <utility>

#include "actors/decider_actor.hpp"
#include "actors/domain/alert/desk.hpp"
#include "actors/domain/command_codec.hpp"
#include "actors/domain/make_decider.hpp"
#include "actors/domain/pricing/policy_pool.hpp"
#include "actors/gateway.hpp"
#include "actors/journal_scan.hpp"
#include "events/any_event.hpp"
#include "events/mutation.hpp"
#include "events/one_of.hpp"

namespace fillwright {
namespace {

// What comes from outside, or comes again by itself, or can be refused: none of it may stop an
// actor for good. All else tells what happened or must be done, and nobody would say it again.
bool may_be_given_up(const AnyCommand& command) {
  return is_one_of<ReceiveMessage, ReceiveEdit, ReceiveDelete, ChangeAllowlist, ApplyCall,
                   AskOperation, AskBudget, ReserveExposure, QuoteWake, TriggerExit, MoveStop,
                   RearmStop, WatchPosition, NoteBooks>(command);
}

struct AddressHash {
  std::size_t operator()(const Address& address) const {
    return std::hash<std::string>()(address.id) + static_cast<std::size_t>(address.kind);
  }
};

constexpr std::size_t most_waiting = 10'000;  // messages for an actor that is being restarted
const Address desk_address{ActorKind::desk, ""};

// One loop thread runs all actors, live as in tests: see docs/decisions.
caf::actor_system_config& configure(caf::actor_system_config& config) {
  config.set("scheduler.policy", caf::atom("testing"));
  return config;
}

}  // namespace

struct Engine::Parts {
  Parts(EngineParts given, RuntimeOptions options)
      : parts(given),
        settings(given.settings),
        runtime(given.journal, given.clock, given.instruments, settings, given.calendar,
                std::move(options)),
        system(configure(config)),
        scheduler(dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler())),
        gateway(runtime, given.broker, [this] { return open_orders(); }) {
    system.await_actors_before_shutdown(false);
    if (is_deferring() && given.broker.outlives_us()) {
      is_refused = true;
      runtime.options.events_a_commit = 0;
    }
    runtime.broker = given.broker.capabilities();
    runtime.epoch = given.journal.head().epoch;
    runtime.exists = [this](const InstrumentDefined& instrument) {
      return parts.feed.knows(instrument);
    };
    runtime.on_instrument = [this](const InstrumentDefined& instrument) {
      parts.feed.watch(instrument);
    };
    runtime.send = [this](BrokerRequest&& request) { gateway.send(std::move(request)); };
    runtime.ask_books = [this] { gateway.reconcile_now(); };
    runtime.deliver = [this](const Address& to, AnyCommand&& command, Cause&& cause) {
      deliver(to, {std::move(command), std::move(cause), false});
    };
    runtime.open_trades = [this] { return open_trades(); };
    supervision.on_crash = [this](const Address& address, const std::string& error,
                                  const Deliver* message) { on_crash(address, error, message); };
    supervision.on_undelivered = [this](const Address& address, const Deliver& message) {
      deliver(address, message);
    };
    supervision.on_over = [this](const Address& address) { over.push_back(address); };
    supervision.on_live = [this](const Address& address) { std::erase(over, address); };
  }

  ~Parts() {
    // Unless a crash takes us down: then what is staged is lost, as it would be without us.
    if (is_deferring() && std::uncaught_exceptions() == exceptions_before)
      parts.journal.commit(parts.clock.now());
    runtime.is_closed = true;  // mail that waits is read to the end yet
    for (auto& [address, actor] : actors) caf::anon_send_exit(actor, caf::exit_reason::kill);
    for (const auto& actor : crashed) caf::anon_send_exit(actor, caf::exit_reason::kill);
    actors.clear();
    crashed.clear();
    scheduler.run();
  }

  EngineParts parts;
  Settings settings;  // with the version that the journal gave it
  Runtime runtime;
  PolicyPool policies;
  caf::actor_system_config config;
  caf::actor_system system;
  caf::scheduler::test_coordinator& scheduler;
  Gateway gateway;
  Supervision supervision;
  std::string run_id;
  bool is_refused = false;  // what cannot be together was asked for: it does not start
  int exceptions_before = std::uncaught_exceptions();
  boost::unordered_flat_map<Address, caf::actor, AddressHash> actors;
  std::vector<Address> over;
  std::map<Address, std::uint32_t> crashes;
  std::map<Address, std::deque<Deliver>> waiting;  // for actors that are being restarted
  std::vector<caf::actor> crashed;                 // that hand back their mail, then go
  std::set<Address> quarantined;
  std::map<std::string, InstrumentId>
      resumed;  // streams of workflows found at start, what they trade

  bool is_deferring() const { return runtime.options.events_a_commit > 0; }

  // Of all actors, in an order that depends on nothing but them.
  std::vector<Address> addresses() const {
    std::vector<Address> all;
    all.reserve(actors.size());
    for (const auto& [address, actor] : actors) all.push_back(address);
    std::sort(all.begin(), all.end());
    return all;
  }

  std::vector<std::string> open_orders() const {
    std::vector<std::string> ids;
    for (const auto& address : addresses())
      if (address.kind == ActorKind::order) ids.push_back(address.id);
    for (const auto& [address, messages] : waiting)
      if (address.kind == ActorKind::order) ids.push_back(address.id);
    return ids;
  }

  // Not those that nobody ever wrote of: a broker may name orders that are not ours.
  OpenTrades open_trades() const {
    OpenTrades open;
    const auto add = [&](const Address& address, auto& orders, auto& workflows) {
      if (parts.journal.version_of(stream_of(address)) == 0) return;
      if (address.kind == ActorKind::order) orders.push_back(address.id);
      if (address.kind == ActorKind::workflow) workflows.push_back(address.id);
    };
    for (const auto& address : addresses()) add(address, open.orders, open.workflows);
    for (const auto& [address, messages] : waiting) add(address, open.orders, open.workflows);
    for (const auto& address : quarantined) add(address, open.lost_orders, open.lost_workflows);
    return open;
  }

  void note(const std::string& line) {
    if (runtime.options.on_note) runtime.options.on_note(line);
  }

  DeciderState state_for(const Address& address) {
    DeciderState state;
    state.address = address;
    state.runtime = &runtime;
    state.supervision = &supervision;
    return state;
  }

  // The decider as its stream says; nothing when the stream cannot be read.
  std::optional<DeciderState> rebuild(const Address& address, std::string definition) {
    if (address.kind == ActorKind::desk) return rebuild_desk();
    const auto stream = stream_of(address);
    std::vector<AnyEvent> events;
    bool is_readable = true;
    const auto read = parts.journal.read_stream(stream, 1, [&](const Recorded& recorded) {
      auto event = decode_event(recorded.type, recorded.payload);
      is_readable = event.has_value();
      if (is_readable) events.push_back(std::move(*event));
      return is_readable;
    });
    if (!read || !is_readable) {
      note(stream + " cannot be rebuilt: " +
           (read ? "an event that this program does not know" : fault_text(read.error())));
      return std::nullopt;
    }
    if (!events.empty())
      if (const auto* started = std::get_if<WorkflowStarted>(&events.front()))
        definition = started->definition;
    auto state = state_for(address);
    state.decider = make_decider(address, definition, parts.broker.name(),
                                 {settings, parts.calendar, policies});
    if (!state.decider) return std::nullopt;
    for (const auto& event : events) state.decider->evolve(stream, event);
    state.versions.own = events.size();
    return state;
  }

  std::optional<DeciderState> rebuild_desk() {
    runtime.commit();  // `read` ends at what is durable
    auto scan = scan_journal(parts.journal, settings, parts.calendar, parts.snapshots);
    if (!scan) {
      note(scan.error());
      return std::nullopt;
    }
    return desk_state(std::move(scan->desk), std::move(scan->desk_versions));
  }

  DeciderState desk_state(std::unique_ptr<Desk> desk, KnownVersions versions) {
    auto state = state_for(desk_address);
    state.decider = std::move(desk);
    state.versions = std::move(versions);
    return state;
  }

  caf::actor spawn(DeciderState state) {
    const auto address = state.address;
    auto actor = system.spawn(decider_actor, std::move(state));
    actors[address] = actor;
    return actor;
  }

  // Null when it is quarantined or cannot be rebuilt.
  caf::actor start_actor(const Address& address, const std::string& definition) {
    auto state = rebuild(address, definition);
    if (!state) {
      quarantine(address, "its stream cannot be rebuilt");
      return nullptr;
    }
    return spawn(std::move(*state));
  }

  void deliver(const Address& to, Deliver message) {
    if (runtime.is_closed) return;
    if (quarantined.contains(to)) {
      note(stream_of(to) + " is quarantined and did not get " + name_of(message.command));
      return;
    }
    if (const auto down = waiting.find(to); down != waiting.end()) {
      if (down->second.size() < most_waiting)
        down->second.push_back(std::move(message));
      else
        note(stream_of(to) + " is being restarted; too many messages wait, lost " +
             name_of(message.command));
      return;
    }
    const auto found = actors.find(to);
    auto actor = found != actors.end() ? found->second : caf::actor{};
    if (!actor) {
      const auto* start = std::get_if<StartWorkflow>(&message.command);
      actor = start_actor(to, start ? start->start.definition : "");
    }
    if (actor) caf::anon_send(actor, std::move(message));
  }

  void quarantine(const Address& address, const std::string& error) {
    quarantined.insert(address);
    waiting.erase(address);
    actors.erase(address);
    runtime.record(
        "control/engine",
        {ActorQuarantined{stream_of(address), error, crashes[address], parts.clock.now()}},
        {0, 0, "engine"});
    note(stream_of(address) + " is quarantined: " + error);
    const std::string what = "it crashed too often; see to it at the broker";
    if (address.kind == ActorKind::order)
      deliver(operator_address,
              {NoteOrderOver{address.id, "quarantined", {}, {}, what}, {0, 0, "engine"}, false});
    if (address.kind == ActorKind::workflow)
      deliver(operator_address,
              {NoteTradeOver{address.id, "quarantined", false, what}, {0, 0, "engine"}, false});
  }

  // The message that it crashed on is tried once more, first of all; a second time it is given up,
  // where that loses nothing; else the actor is rather set apart, which everybody hears of.
  void on_crash(const Address& address, std::string error, const Deliver* message) {
    const bool is_given_up = message && message->is_again && may_be_given_up(message->command);
    if (is_given_up) error += "; gave up " + name_of(message->command);
    if (const auto found = actors.find(address); found != actors.end()) {
      crashed.push_back(found->second);
      actors.erase(found);
    }
    const auto times = ++crashes[address];
    if (times > runtime.options.crashes_until_quarantine) return quarantine(address, error);
    const auto now = parts.clock.now();
    const auto restart_at = now + milliseconds(std::int64_t{100} << std::min(times - 1, 8u));
    runtime.record("control/engine",
                   {ActorCrashed{stream_of(address), error, times, restart_at, now}},
                   {0, 0, "engine"});
    note(stream_of(address) + " crashed: " + error);
    auto& messages = waiting[address];
    if (message && !is_given_up) {
      auto cause = message->cause;
      cause.told_by = 0;  // it may be staged already: what is tried again is an input of its own
      messages.push_front({message->command, std::move(cause), true});
    }
    if (is_given_up) refuse_given_up(address, message->command);
    parts.clock.at(restart_at, [this, address] { restart(address); });
  }

  // Whoever waits for the account's answer would wait for ever.
  void refuse_given_up(const Address& address, const AnyCommand& command) {
    const std::string why = "the account's actor crashed on it twice";
    if (const auto* asked = std::get_if<ReserveExposure>(&command))
      deliver({ActorKind::order, asked->order_id},
              {TakeRiskAnswer{RefusalReason::busy, why, {}, {}, address.id, asked->order_id, {}},
               {0, 0, "engine"},
               false});
    if (const auto* asked = std::get_if<AskBudget>(&command))
      deliver({ActorKind::workflow, asked->workflow_id},
              {TakeBudget{{}, {}, {}, RefusalReason::busy, why}, {0, 0, "engine"}, false});
  }

  void restart(const Address& address) {
    const auto down = waiting.find(address);
    if (down == waiting.end()) return;
    auto messages = std::move(down->second);
    waiting.erase(down);
    const auto actor = start_actor(address, "");
    if (!actor) return;
    caf::anon_send(actor, Resume{});
    // A monitor knows nothing of before: its workflow tells it again.
    const auto workflow = actors.find({ActorKind::workflow, address.id});
    if (address.kind == ActorKind::monitor && workflow != actors.end())
      caf::anon_send(workflow->second, Resume{});
    for (auto& message : messages) caf::anon_send(actor, std::move(message));
    // What it crashed on may have been the broker's word: the books say it again.
    if (address.kind == ActorKind::order) gateway.ask_about(address.id);
  }

  void retire_over() {
    for (const auto& address : over) {
      const auto found = actors.find(address);
      if (found == actors.end()) continue;
      runtime.board.clear(address);
      caf::anon_send_exit(found->second, caf::exit_reason::user_shutdown);
      actors.erase(found);
      if (address.kind == ActorKind::order) gateway.forget(address.id);
      if (address.kind != ActorKind::workflow) continue;
      const Address monitor{ActorKind::monitor, address.id};
      if (const auto watching = actors.find(monitor); watching != actors.end()) {
        runtime.board.clear(monitor);
        caf::anon_send_exit(watching->second, caf::exit_reason::user_shutdown);
        actors.erase(watching);
      }
    }
    over.clear();
    for (const auto& actor : crashed)
      caf::anon_send_exit(actor, caf::exit_reason::unhandled_exception);
    crashed.clear();
  }

  void run_actors() {
    if (!runtime.options.choose_next) {
      scheduler.run();
      return;
    }
    while (scheduler.has_job()) {
      auto& jobs = scheduler.jobs;
      std::swap(jobs.front(), jobs[runtime.options.choose_next(jobs.size())]);
      scheduler.run_once();
    }
  }

  // Who has crashed and comes back in a moment still has to do what its mail says: till then nobody
  // may think that all has been done.
  void run_until_idle() {
    do {
      do run_actors();
      while (runtime.settle());
      retire_over();
      if (!waiting.empty()) continue;
      for (const auto& work : std::exchange(runtime.when_idle, {})) work();
    } while (scheduler.has_job() || (waiting.empty() && !runtime.when_idle.empty()));
  }

  void record_run(const RunInfo& run, const JournalScan& scan) {
    const Cause cause{0, 0, "engine"};
    settings.version = scan.configuration_version;
    const bool is_same =
        scan.configuration_hash == settings.hash && scan.configuration == run.configuration;
    if (!is_same || scan.configuration_version == 0) {
      settings.version = scan.configuration_version + 1;
      runtime.record("control/engine",
                     {ConfigurationChanged{settings.version, settings.hash, run.configuration,
                                           parts.clock.now()}},
                     cause);
    }
    RunStarted started;
    started.run_id = run_id = run.run_id;
    started.program_version = run.program_version;
    started.mode = settings.mode == Mode::paper ? "paper" : "dry_run";
    started.configuration_version = settings.version;
    started.host = run.host;
    started.process_id = run.process_id;
    started.clock = run.clock;
    started.seed = settings.market.seed;
    started.at = parts.clock.now();
    const auto last = parts.journal.durable();
    const BrokerDeclared declared{parts.broker.name(), runtime.epoch, runtime.broker, started.at};
    runtime.record("control/engine", {started, declared}, cause);
    if (!run.dropped_tail.empty())
      runtime.record("control/engine", {TailDropped{last, run.dropped_tail, parts.clock.now()}},
                     cause);
  }

  tl::expected<void, std::string> start(const RunInfo& run) {
    if (is_refused)
      return tl::unexpected("commits cannot be deferred: the broker \"" + parts.broker.name() +
                            "\" outlives a crash, and would know of orders that the journal "
                            "does not");
    auto scanned = scan_journal(parts.journal, settings, parts.calendar, parts.snapshots);
    if (!scanned) return tl::unexpected(scanned.error());
    auto& scan = *scanned;
    for (const auto& instrument : scan.instruments) {
      runtime.instruments.add(instrument);
      parts.feed.watch(instrument);
    }
    runtime.ours = std::move(scan.ours);
    runtime.is_killed = scan.is_killed;
    record_run(run, scan);
    spawn(desk_state(std::move(scan.desk), std::move(scan.desk_versions)));
    const Address risk{ActorKind::risk, settings.account};
    if (!is_mutated(Mutation::orders_not_resumed))
      for (const auto& id : scan.orders) start_actor({ActorKind::order, id}, "");
    for (const auto& [id, instrument] : scan.workflows) {
      start_actor({ActorKind::workflow, id}, "");
      resumed["workflow/" + id] = instrument;
    }
    start_actor(risk, "");
    start_actor(operator_address, "");
    deliver(risk, {OpenAccount{settings.account, parts.broker.name(), settings.paper.cash},
                   {0, 0, "engine"},
                   false});
    for (auto& [to, command] : scan.owed)
      deliver(to, {std::move(command), {0, 0, "engine"}, false});
    gateway.start(runtime.epoch);
    for (const auto& address : addresses()) caf::anon_send(actors[address], Resume{});
    runtime.restore_timers();
    run_until_idle();
    return {};
  }
};

Engine::Engine(EngineParts parts, RuntimeOptions options)
    : parts_(std::make_unique<Parts>(parts, std::move(options))) {}
Engine::~Engine() = default;

tl::expected<void, std::string> Engine::start(const RunInfo& run) { return parts_->start(run); }

void Engine::tell(const Address& to, AnyCommand command, const std::string& principal) {
  constexpr std::size_t longest = 256;  // the journal's names are short
  parts_->deliver(to, {std::move(command), {0, 0, principal.substr(0, longest)}, false});
}

void Engine::ask(const OperatorAsked& request) {
  const auto& journal = parts_->parts.journal;
  const auto kind =
      request.action == OperatorAction::flatten ? ActorKind::workflow : ActorKind::order;
  const bool is_target_known =
      !request.target.empty() && journal.version_of(stream_of({kind, request.target})) > 0;
  tell(operator_address, AskOperation{request, is_target_known}, request.by);
}

void Engine::on_quote(InstrumentId instrument, const Quote& quote) {
  parts_->runtime.board.on_quote(
      instrument, quote, [&](const Address& owner, const std::string& name) {
        parts_->deliver(owner, {QuoteWake{name}, {0, 0, "quote"}, false});
      });
}

void Engine::run_until_idle() { parts_->run_until_idle(); }

void Engine::make_durable() {
  parts_->run_until_idle();
  parts_->runtime.commit();
  parts_->run_until_idle();
}

void Engine::stop(const std::string& reason) {
  parts_->runtime.record("control/engine",
                         {RunStopped{parts_->run_id, reason, parts_->parts.clock.now()}},
                         {0, 0, "engine"});
  parts_->run_until_idle();
  parts_->runtime.commit();
}

void Engine::record_refused_input(const InputRefused& refused) {
  auto event = refused;
  event.at = parts_->parts.clock.now();
  parts_->runtime.record("control/engine", {event}, {0, 0, "engine"});
}

void Engine::record_tape(const std::string& path, bool is_recording, const std::string& hash) {
  parts_->runtime.record("control/engine",
                         {TapeNamed{path, is_recording, hash, parts_->parts.clock.now()}},
                         {0, 0, "engine"});
}

const Instruments& Engine::instruments() const { return parts_->runtime.instruments; }
std::vector<std::string> Engine::open_orders() const { return parts_->open_orders(); }
std::map<std::string, InstrumentId> Engine::resumed_workflows() const { return parts_->resumed; }
bool Engine::is_gate_open() const { return parts_->runtime.is_gate_open; }
std::size_t Engine::actor_count() const { return parts_->actors.size(); }

}  // namespace fillwright
