#include "deploy/simulation/simulation.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <set>

#include "actors/engine.hpp"
#include "actors/journal/checksums.hpp"
#include "adapters/clock/engine_clock.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "adapters/faults/faulty_broker.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "adapters/paper/settings_of.hpp"
#include "deploy/simulation/simulated_market.hpp"
#include "events/any_event.hpp"
#include "events/json.hpp"
#include "replay/verify.hpp"

namespace fillwright::simulation {
namespace {

const auto opening = *parse_time("2026-11-20T10:00:00-05:00");
constexpr auto longest_request_delay = seconds(4);  // a late one, by `choose`
constexpr auto time_to_settle = seconds(240);       // after the last accident
const Address desk{ActorKind::desk, ""};

// The power goes: nothing of the process is left.
struct Crash : std::exception {
  const char* what() const noexcept override { return "the power is gone"; }
};
// An invariant does not hold.
struct Violation {
  std::string what;
};

struct Call {
  Timestamp at;
  std::string text;
};

// Which accidents happen in this story and how often: not all at once, for some hide others.
struct Profile {
  std::uint64_t request_lost = 0;  // in percent of messages
  std::uint64_t request_twice = 0;
  std::uint64_t request_late = 0;
  std::uint64_t answer_lost = 0;
  std::uint64_t answer_twice = 0;
  std::uint64_t answer_late = 0;
  std::uint64_t fill_lost = 0;
  std::uint64_t fill_twice = 0;
  std::uint64_t fill_late = 0;
  std::uint64_t end_lost = 0;
  std::uint64_t end_twice = 0;
  std::uint64_t end_late = 0;
  std::uint64_t books_lost = 0;
  std::uint64_t list_lags = 0;
  std::uint64_t disk_fails = 0;
  MarketAccidents market;

  static Profile of(Random& random) {
    Profile p;
    constexpr std::array<std::uint64_t, 4> rates{3, 8, 20, 45};
    for (auto* rate : {&p.request_lost, &p.request_twice, &p.request_late, &p.answer_lost,
                       &p.answer_twice, &p.answer_late, &p.fill_lost, &p.fill_twice, &p.fill_late,
                       &p.end_lost, &p.end_twice, &p.end_late, &p.books_lost, &p.list_lags})
      if (random.has_luck(35)) *rate = rates[random.below(rates.size())];
    for (auto* rate : {&p.market.crossed, &p.market.one_sided, &p.market.silent})
      if (random.has_luck(25)) *rate = rates[random.below(rates.size() - 1)];
    if (random.has_luck(30)) p.disk_fails = 2;
    return p;
  }
};

Settings settings_of(Random& random) {
  Settings settings;
  settings.alerts.users = {{"ann", every_class}};
  settings.alerts.channels = {{"calls", every_class}};
  settings.alerts.channel_rule.reads_free_text = true;
  constexpr std::array<const char*, 2> entries{"discovery", "fast"};
  settings.price.entry_policy = entries[random.below(entries.size())];
  settings.size.sizer = Sizer::fixed_contracts;
  settings.size.contracts = Quantity::whole(random.between(1, 9));
  if (random.has_luck(50)) settings.exits.plan.stop_loss = Percent::whole(random.between(3, 30));
  settings.paper.latency = milliseconds(random.between(5, 150));
  settings.paper.latency_jitter = milliseconds(random.between(0, 40));
  if (random.has_luck(25)) settings.paper.reject_percent = Percent::whole(10);
  settings.paper.seed = random.next();
  return settings;
}

PaperSettings paper_of(const PaperAccountSettings& account, Random& random) {
  auto settings = paper_settings_of(account);
  if (random.has_luck(30)) settings.replace = ReplaceSupport::none;
  return settings;
}

// One or two calls and what becomes of them.
std::vector<Call> calls_of(Random& random) {
  constexpr std::array<const char*, 3> symbols{"AMD", "F", "NVDA"};
  std::vector<Call> calls;
  const auto count = random.between(1, 2);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string symbol = symbols[random.below(symbols.size())];
    auto at = opening + seconds(random.between(1, 20));
    calls.push_back({at, "BTO " + symbol + " 100c 12/18"});
    for (auto more = random.between(0, 3); more > 0; --more) {
      at = at + seconds(random.between(2, 40));
      const std::array<std::string, 5> texts{"trim " + symbol + " half", "all out " + symbol,
                                             "STC " + symbol + " 100c 12/18",
                                             "cancel " + symbol + " trade", "adding to " + symbol};
      calls.push_back({at, texts[random.below(texts.size())]});
    }
  }
  std::sort(calls.begin(), calls.end(),
            [](const Call& left, const Call& right) { return left.at < right.at; });
  return calls;
}

std::string text_of(const BrokerRequest& request) {
  return request.client_order_id + " (limit " + to_text(request.limit) + ", quantity " +
         to_text(request.quantity) + ")";
}

class World {
 public:
  World(std::uint64_t seed, const MarketCalendar& calendar)
      : outcome_{seed, {}, {}, {}, {}, 0, 0, 0, 0, {}},
        calendar_(calendar),
        story_(seed, "story"),
        settings_(settings_of(story_)),
        calls_(calls_of(story_)),
        profile_(Profile::of(story_)),
        clock_(opening),
        market_(seed, opening, profile_.market),
        paper_(clock_, instruments_, paper_of(settings_.paper, story_)),
        line_(paper_, clock_, longest_request_delay,
              [this](LineMessage message, const std::string& id) { return choose(message, id); }),
        line_chance_(seed, "line"),
        disk_chance_(seed, "disk") {
    for (auto crashes = story_.below(3); crashes > 0; --crashes)
      crash_at_.push_back(1 + story_.below(60));
    disk_->fate = [this](std::uint64_t) { return fate(); };
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
        tell("crash", "crash");
        ++outcome_.crashes;
        power_off();
      }
    }
  }

  void heal() {
    is_healed_ = true;
    profile_ = {};
    market_.heal();
    crash_at_.clear();
    tell("", "from here on nothing goes wrong any more");
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
    remember();
    our_clock_ = std::make_unique<EngineClock>(clock_);
    RuntimeOptions runtime;
    runtime.on_durable = [this](const EventNotice& notice) {
      durable_ = std::max(durable_, notice.seq);
      note(notice.stream, notice.event);
    };
    runtime.on_point = [this](CrashPoint) {
      if (!crash_at_.empty() && ++points_ >= crash_at_.back()) {
        crash_at_.pop_back();
        crash();
      }
    };
    gate_ = std::make_unique<Gate>(*this);
    engine_ = std::make_unique<Engine>(
        EngineParts{*journal_, *our_clock_, instruments_, *gate_, market_, settings_, calendar_},
        std::move(runtime));
    market_.listen([this](InstrumentId instrument, const Quote& quote) {
      paper_.on_quote(instrument, quote);
      engine_->on_quote(instrument, quote);
    });
    RunInfo run;
    run.run_id = std::to_string(runs_);
    run.program_version = "simulation";
    const auto started = engine_->start(run);
    if (!started) throw Violation{"the engine does not start again: " + started.error()};
    // Nothing that the journal has is told twice by an honest source; this one is not.
    next_call_ = story_.has_luck(50) ? 0 : next_call_;
  }

  void live_until(Timestamp end) {
    if (!engine_) power_on();
    while (clock_.now() < end) {
      auto next = end;
      if (const auto due = clock_.next_due()) next = std::min(next, *due);
      if (const auto quote = market_.next_time()) next = std::min(next, *quote);
      if (next_call_ < calls_.size()) next = std::min(next, calls_[next_call_].at);
      clock_.advance_to(std::max(next, clock_.now()));
      engine_->run_until_idle();
      while (next_call_ < calls_.size() && calls_[next_call_].at <= clock_.now()) {
        take(next_call_++);
        engine_->run_until_idle();
      }
      market_.deliver(clock_.now());
      engine_->run_until_idle();
      if (is_crashed_) throw Crash{};
      check_step();
    }
  }

  void take(std::size_t number) {
    const auto& call = calls_[number];
    ReceiveMessage command;
    command.message = {"file:story",     "calls", std::to_string(number), "ann", call.text,
                       call.text.size(), call.at, clock_.now(),           false, false};
    engine_->tell(desk, command, "caller:ann");
  }

  // --- accidents ---

  void tell(const std::string& kind, const std::string& what) {
    if (!kind.empty()) ++outcome_.counts[kind];
    outcome_.accidents.push_back(to_text(clock_.now()) + "  " + what);
  }

  bool happens(std::uint64_t percent, const char* kind, const std::string& id) {
    if (percent == 0 || !line_chance_.has_luck(percent)) return false;
    tell(kind, id.empty() ? kind : kind + (" " + id));
    return true;
  }

  Accident choose(LineMessage message, const std::string& id) {
    Accident accident;
    const auto suffer = [&](std::uint64_t lost, const char* lost_kind, std::uint64_t twice,
                            const char* twice_kind, std::uint64_t late, const char* late_kind,
                            Duration longest) {
      if (happens(lost, lost_kind, id)) accident.copies = 0;
      if (happens(twice, twice_kind, id)) {
        accident.copies = 2;
        accident.apart = milliseconds(line_chance_.between(0, 2'000));
      }
      if (happens(late, late_kind, id))
        accident.delay = milliseconds(line_chance_.between(1, longest.ns / 1'000'000));
    };
    const auto& p = profile_;
    switch (message) {
      case LineMessage::request:
        suffer(p.request_lost, "request lost", p.request_twice, "request twice", p.request_late,
               "request late", seconds(4));
        break;
      case LineMessage::answer:
        suffer(p.answer_lost, "answer lost", p.answer_twice, "answer twice", p.answer_late,
               "answer late", seconds(45));
        break;
      case LineMessage::fill:
        suffer(p.fill_lost, "fill lost", p.fill_twice, "fill twice", p.fill_late, "fill late",
               seconds(45));
        break;
      case LineMessage::end:
        suffer(p.end_lost, "end lost", p.end_twice, "end twice", p.end_late, "end late",
               seconds(45));
        break;
      case LineMessage::ask:
      case LineMessage::books:
        if (happens(p.books_lost, "books lost", "")) accident.copies = 0;
        if (message == LineMessage::books && happens(p.list_lags, "list lags", ""))
          accident.list_lag = milliseconds(500);
        break;
    }
    return accident;
  }

  MemoryDisk::Fate fate() {
    if (profile_.disk_fails == 0 || !engine_ || !disk_chance_.has_luck(profile_.disk_fails))
      return MemoryDisk::Fate::stored;
    const bool is_written = disk_chance_.has_luck(50);
    tell("disk fails", is_written ? "a sync fails, and yet all of it is stored" : "a sync fails");
    return is_written ? MemoryDisk::Fate::failed_written : MemoryDisk::Fate::failed_unwritten;
  }

  // --- what must hold ---

  // Stands between the engine and the line, and judges what leaves.
  class Gate final : public Broker {
   public:
    explicit Gate(World& world) : world_(world) {}
    std::string name() const override { return "paper"; }
    BrokerCapabilities capabilities() const override { return world_.line_.capabilities(); }
    void listen(BrokerListener* listener) override { world_.line_.listen(listener); }
    void send(const BrokerRequest& request) override {
      if (world_.is_crashed_) return;
      world_.check_send(request);
      world_.line_.send(request);
    }
    void ask_books(Timestamp since) override { world_.line_.ask_books(since); }

   private:
    World& world_;
  };

  // What the journal has after a restart: everything that we were told is durable, and perhaps
  // more.
  void remember() {
    if (journal_->head().seq < durable_) throw Violation{"durable events are gone after a restart"};
    known_ = {};
    const auto read = journal_->read(1, [&](const Recorded& recorded) {
      const auto event = decode_event(recorded.type, recorded.payload);
      if (!event) throw Violation{"an event of the journal cannot be decoded"};
      note(journal_->stream_name(recorded.stream), *event);
      return true;
    });
    if (!read) throw Violation{"the journal cannot be read: " + read.error().what};
  }

  void note(const std::string& stream, const AnyEvent& event) {
    const auto order = stream.starts_with("order/") ? stream.substr(6) : "";
    if (const auto* attempt = std::get_if<AttemptStarted>(&event))
      known_.attempts[attempt->client_order_id] = attempt->epoch;
    if (const auto* passed = std::get_if<RiskPassed>(&event))
      known_.worst_price[order] = passed->worst_price;
    if (const auto* planned = std::get_if<OrderPlanned>(&event)) {
      known_.side[order] = planned->side;
      known_.wanted[order] = planned->quantity;
    }
    if (const auto* changed = std::get_if<ChangeRequested>(&event))
      known_.wanted[order] = std::max(known_.wanted[order], changed->quantity);
    if (const auto* started = std::get_if<WorkflowStarted>(&event))
      if (!known_.workflows.insert(started->message).second)
        throw Violation{"two workflows started from " + started->message};
    if (const auto* fill = std::get_if<OrderFilled>(&event))
      if (!known_.executions.insert(fill->execution_id).second)
        throw Violation{"the fill " + fill->execution_id + " is in the journal twice"};
    const bool is_over = std::holds_alternative<OrderCancelled>(event) ||
                         std::holds_alternative<OrderRejected>(event) ||
                         std::holds_alternative<OrderExpired>(event) ||
                         std::holds_alternative<OrderRefused>(event) ||
                         std::holds_alternative<OrderCompleted>(event);
    if (is_over) known_.over.insert(order);
  }

  void check_send(const BrokerRequest& request) {
    const auto attempt = known_.attempts.find(request.client_order_id);
    if (attempt == known_.attempts.end())
      throw Violation{"sent without a durable intent: " + text_of(request)};
    if (attempt->second != journal_->head().epoch)
      throw Violation{"sent with an intent of an earlier run: " + text_of(request)};
    if (!engine_->is_gate_open())
      throw Violation{"sent while the gate is closed: " + text_of(request)};
    if (request.kind == AttemptKind::cancel || request.type == OrderType::market) return;
    const auto worst = known_.worst_price.find(request.order_id);
    if (worst != known_.worst_price.end() && known_.side[request.order_id] == Side::buy &&
        request.limit > worst->second)
      throw Violation{"past the price that risk has passed: " + text_of(request)};
  }

  void check_step() {
    const auto books = paper_.books({});
    std::map<std::string, int> live;
    std::map<std::string, Quantity> filled;
    for (const auto& order : books.orders) {
      filled[order.order_id] += order.filled;
      if (order.state == BrokerOrderState::rejected &&
          order.reason.find("would_open_short") != std::string::npos)
        throw Violation{"order " + order.order_id + " would sell more than is held"};
      if (order.state != BrokerOrderState::working) continue;
      if (++live[order.order_id] > 1)
        throw Violation{"order " + order.order_id + " is live twice at the broker"};
      if (known_.over.contains(order.order_id))
        throw Violation{"order " + order.order_id + " is over for us and works at the broker"};
    }
    for (const auto& [order, quantity] : filled) {
      const auto wanted = known_.wanted.find(order);
      if (wanted != known_.wanted.end() && quantity > wanted->second)
        throw Violation{"order " + order + " has filled more than it wanted"};
    }
    for (const auto& position : books.positions)
      if (position.quantity.units < 0) throw Violation{"more was sold than was held"};
  }

  void check_end() {
    const auto store = make_memory_store(disk_);
    if (const auto verified = verify(*store); !verified)
      throw Violation{"the journal does not verify: " + verified.error().what};
    if (!engine_->is_gate_open()) throw Violation{"the gate has not opened again"};
    for (const auto& timer : journal_->timers())
      if (clock_.now() - timer.due > seconds(5))
        throw Violation{"the timer " + timer.key + " was due and has not fired"};
    const auto theirs = paper_.books({});
    std::set<std::string> told;
    for (const auto& fill : theirs.fills) told.insert(fill.execution_id);
    for (const auto& id : told)
      if (!known_.executions.contains(id))
        throw Violation{"the fill " + id + " is not in the journal"};
    for (const auto& id : known_.executions)
      if (!told.contains(id)) throw Violation{"the journal's fill " + id + " never happened"};
    std::set<std::string> open;
    for (const auto& order : theirs.orders)
      if (order.state == BrokerOrderState::working) open.insert(order.order_id);
    for (const auto& id : engine_->open_orders())
      if (!open.contains(id) && has_gone_out(id))
        throw Violation{"order " + id + " is open for us and nothing of it is at the broker"};
  }

  bool has_gone_out(const std::string& order) const {
    const auto first = known_.attempts.lower_bound(order + ".");
    return first != known_.attempts.end() && first->first.starts_with(order + ".");
  }

  void finish() {
    outcome_.fills = known_.executions.size();
    outcome_.orders = known_.side.size();
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
  Settings settings_;
  std::vector<Call> calls_;
  Profile profile_;
  VirtualClock clock_;
  Instruments instruments_;
  SimulatedMarket market_;
  PaperBroker paper_;
  FaultyBroker line_;
  Random line_chance_;
  Random disk_chance_;
  std::shared_ptr<MemoryDisk> disk_ = std::make_shared<MemoryDisk>();
  std::vector<std::uint64_t> crash_at_;  // points of a run until the next crash
  std::uint64_t points_ = 0;
  std::uint64_t runs_ = 0;
  bool is_healed_ = false;
  bool is_crashed_ = false;
  std::size_t next_call_ = 0;

  std::unique_ptr<Journal> journal_;
  std::unique_ptr<EngineClock> our_clock_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<Engine> engine_;

  // From the journal's durable events.
  struct Known {
    std::map<std::string, std::uint64_t> attempts;  // client order id to epoch
    std::map<std::string, Price> worst_price;       // by order, like the next
    std::map<std::string, Side> side;
    std::map<std::string, Quantity> wanted;  // the most that it ever wanted
    std::set<std::string> workflows;
    std::set<std::string> executions;
    std::set<std::string> over;
  };
  Known known_;
  Seq durable_ = 0;
};

}  // namespace

Outcome simulate(std::uint64_t seed, const MarketCalendar& calendar) {
  return World(seed, calendar).run();
}

}  // namespace fillwright::simulation
