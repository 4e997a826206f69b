#include "deploy/paper_session.hpp"

#include <algorithm>
#include <map>

#include "actors/domain/alert/desk.hpp"
#include "adapters/calendar/time_zones.hpp"
#include "adapters/clock/engine_clock.hpp"
#include "adapters/market/synthetic_feed.hpp"
#include "adapters/market/tape_recorder.hpp"
#include "adapters/paper/settings_of.hpp"
#include "adapters/tape/instrument_of.hpp"
#include "adapters/tape/open_tape.hpp"
#include "events/any_event.hpp"

namespace fillwright {
namespace {

const Address desk{ActorKind::desk, ""};

// Everything DAY ends with the futures' trading day, the last of all.
constexpr auto last_session = "us_futures";

std::string describe(const InputRefused& refused) {
  return refused.source + ", line " + std::to_string(refused.line) + ": " + refused.what;
}

tl::expected<std::unique_ptr<QuoteFeed>, std::string> make_feed(const PaperSessionOptions& options,
                                                                Timestamp now) {
  if (options.tape.empty()) {
    SyntheticSettings synthetic;
    synthetic.seed = options.settings.market.seed;
    synthetic.interval = options.settings.market.quote_every;
    return std::make_unique<SyntheticFeed>(now, synthetic);
  }
  auto tape = open_quotes(options.tape, options.on_problem);
  if (!tape) return tl::unexpected(tape.error());
  if (options.on_problem && !(*tape)->notice().empty())
    options.on_problem("tape " + options.tape.string() + ": " + (*tape)->notice());
  return std::move(*tape);
}

}  // namespace

tl::expected<std::unique_ptr<TapeFeed>, std::string> open_quotes(
    const std::filesystem::path& path, const std::function<void(const std::string&)>& on_problem) {
  auto tape = open_tape(path, {}, [&](const TapeProblem& problem) {
    if (on_problem) on_problem(to_text(problem));
  });
  if (!tape) return tl::unexpected(tape.error());
  return std::move(*tape);
}

struct PaperSession::Parts {
  PaperSessionOptions options;
  MarketCalendar calendar;
  Instruments own_instruments;
  Instruments* instruments = nullptr;
  std::optional<WallClock> wall;
  Clock* clock = nullptr;
  std::unique_ptr<QuoteFeed> feed;
  std::unique_ptr<PaperBroker> own_broker;
  PaperBroker* broker = nullptr;
  std::unique_ptr<EngineClock> engine_clock;
  std::unique_ptr<Engine> engine;
  std::optional<TapeRecorder> recorder;
  std::map<std::string, InstrumentId> traded;  // by workflow, those that are not over
  std::size_t next_recorded = 0;

  // Whether the journal has an event in this stream that `is_it` says yes to.
  template <class Event, class Predicate>
  bool has_event(const std::string& stream, Predicate is_it) const {
    bool is_found = false;
    (void)options.journal->read_stream(stream, 1, [&](const Recorded& recorded) {
      if (recorded.type != Event::type_id) return true;
      const auto event = decode_event(recorded.type, recorded.payload);
      const auto* wanted = event ? std::get_if<Event>(&*event) : nullptr;
      is_found = wanted && is_it(*wanted);
      return !is_found;
    });
    return is_found;
  }

  // What the journal has was taken before a restart.
  bool is_known(const AlertInput& input) const {
    if (const auto* message = std::get_if<ReceiveMessage>(&input.what)) {
      const auto& of = message->message;
      return options.journal->version_of(message_stream(of.source, of.channel, of.message_id)) > 0;
    }
    if (const auto* edit = std::get_if<ReceiveEdit>(&input.what)) {
      const auto& of = edit->message;
      return has_event<MessageEdited>(
          message_stream(of.source, of.channel, of.message_id),
          [&](const MessageEdited& event) { return event.edited_at == edit->edited_at; });
    }
    if (const auto* removal = std::get_if<ReceiveDelete>(&input.what))
      return has_event<MessageDeleted>(
          message_stream(removal->source, removal->channel, removal->message_id),
          [](const MessageDeleted&) { return true; });
    // A file is read again from its beginning; what is typed is new each time.
    const auto& refused = std::get<InputRefused>(input.what);
    return refused.source.starts_with("file:") &&
           has_event<InputRefused>("control/engine", [&](const InputRefused& event) {
             return event.source == refused.source && event.line == refused.line &&
                    event.what == refused.what;
           });
  }

  // Recorded messages that the journal has from before this start are passed over. One that comes
  // twice within the hour is taken, and refused as a duplicate.
  void forget_known() {
    std::erase_if(options.recorded, [&](const AlertInput& input) {
      return input.at <= clock->now() && is_known(input);
    });
  }

  const AlertInput* next_alert() {
    return next_recorded < options.recorded.size() ? &options.recorded[next_recorded] : nullptr;
  }

  void take(const AlertInput& input) {
    if (auto message = std::get_if<ReceiveMessage>(&input.what)) {
      auto command = *message;
      // It is received now: what came while we were down is as old as it is.
      command.message.received_at = std::max(clock->now(), command.message.received_at);
      engine->tell(desk, command, "caller:" + command.message.author);
    } else if (const auto* edit = std::get_if<ReceiveEdit>(&input.what)) {
      engine->tell(desk, *edit, "caller:" + edit->message.author);
    } else if (const auto* removal = std::get_if<ReceiveDelete>(&input.what)) {
      engine->tell(desk, *removal, "source:" + removal->source);
    } else {
      const auto& refused = std::get<InputRefused>(input.what);
      engine->record_refused_input(refused);
      if (options.on_problem) options.on_problem(describe(refused));
    }
  }

  void schedule_end_of_day() {
    const auto day = trading_day(calendar, last_session, clock->now());
    if (!day) return;
    auto close = close_of(calendar, last_session, *day);
    if (!close || *close <= clock->now()) return;
    engine_clock->at(*close, [this] {
      broker->end_of_day(clock->now());
      engine_clock->at(clock->now() + seconds(1), [this] { schedule_end_of_day(); });
    });
  }

  // Quotes are kept from a workflow's start to its end: what-if needs them.
  void record_for(const EventNotice& notice) {
    if (const auto* started = std::get_if<WorkflowStarted>(&notice.event)) {
      recorder->hold(started->instrument);
      traded[notice.stream] = started->instrument;
    }
    const bool is_over = std::holds_alternative<WorkflowCompleted>(notice.event) ||
                         std::holds_alternative<WorkflowFailed>(notice.event);
    if (const auto found = traded.find(notice.stream); is_over && found != traded.end()) {
      recorder->release(found->second);
      traded.erase(found);
    }
  }

  // On every instrument that the feed quotes and we can trade.
  void run_definition() {
    for (const auto& symbol : feed->symbols()) {
      auto instrument = instrument_of({symbol, {}, {}});
      if (instrument)
        engine->tell(desk, RunDefinition{options.definition, std::move(*instrument)}, "researcher");
      else if (options.on_problem)
        options.on_problem(symbol + " is no contract that we know: it is not traded");
    }
    engine->run_until_idle();
  }

  tl::expected<void, std::string> open_recorder() {
    if (options.recording.empty()) return {};
    auto opened = TapeRecorder::open(options.recording, *instruments);
    if (!opened) return tl::unexpected(opened.error());
    recorder.emplace(std::move(*opened));
    options.runtime.on_durable = [this,
                                  before = options.runtime.on_durable](const EventNotice& notice) {
      record_for(notice);
      if (before) before(notice);
    };
    return {};
  }

  tl::expected<void, std::string> start() {
    if (auto opened = open_recorder(); !opened) return opened;
    engine_clock = std::make_unique<EngineClock>(*clock);
    engine =
        std::make_unique<Engine>(EngineParts{*options.journal, *engine_clock, *instruments, *broker,
                                             *feed, options.settings, calendar, options.snapshots},
                                 options.runtime);
    feed->listen([this](InstrumentId instrument, const Quote& quote) {
      broker->on_quote(instrument, quote);
      if (recorder) recorder->on_quote(instrument, quote);
      engine->on_quote(instrument, quote);
    });
    auto started = engine->start(options.run);
    if (!started) return started;
    if (recorder) {
      traded = engine->resumed_workflows();
      for (const auto& [stream, instrument] : traded) recorder->hold(instrument);
      engine->record_tape(options.recording.string(), true);
    }
    if (!options.tape.empty()) engine->record_tape(options.tape.string(), false, options.tape_hash);
    schedule_end_of_day();
    if (!options.definition.empty()) run_definition();
    return {};
  }
};

PaperSession::PaperSession(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PaperSession::~PaperSession() = default;

tl::expected<std::unique_ptr<PaperSession>, std::string> PaperSession::open(
    PaperSessionOptions options) {
  auto parts = std::make_unique<Parts>();
  parts->options = std::move(options);
  auto& given = parts->options;
  auto calendar = load_market_calendar(given.settings.time_zone, given.is_always_open);
  if (!calendar) return tl::unexpected(calendar.error());
  parts->calendar = std::move(*calendar);
  // Hours and time zones decide, too: a new version of them is a change of the configuration.
  given.run.configuration.push_back("calendar = " + parts->calendar.version);
  parts->clock = given.virtual_clock;
  if (!parts->clock) parts->clock = &parts->wall.emplace();
  parts->instruments = given.instruments ? given.instruments : &parts->own_instruments;
  parts->broker = given.broker;
  if (!parts->broker) {
    auto broker = PaperBroker::open(*parts->clock, *parts->instruments,
                                    paper_settings_of(given.settings.paper), given.broker_folder);
    if (!broker) return tl::unexpected(broker.error());
    parts->own_broker = std::move(*broker);
    parts->broker = parts->own_broker.get();
    if (!parts->broker->notice().empty() && given.on_problem)
      given.on_problem(parts->broker->notice());
  }
  parts->feed = std::move(given.feed);
  if (!parts->feed) {
    auto feed = make_feed(given, parts->clock->now());
    if (!feed) return tl::unexpected(feed.error());
    parts->feed = std::move(*feed);
  }
  // What the tape had before now was seen before the restart; its latest quotes come with `watch`.
  parts->feed->deliver(parts->clock->now());
  parts->forget_known();
  if (auto started = parts->start(); !started) return tl::unexpected(started.error());
  return std::unique_ptr<PaperSession>(new PaperSession(std::move(parts)));
}

std::optional<Timestamp> PaperSession::next_time() const {
  std::optional<Timestamp> next;
  const auto consider = [&](std::optional<Timestamp> time) {
    if (time && (!next || *time < *next)) next = time;
  };
  consider(parts_->feed->next_time());
  consider(parts_->options.virtual_clock->next_due());
  if (const auto* alert = parts_->next_alert()) consider(alert->at);
  return next;
}

bool PaperSession::has_input() const {
  return parts_->feed->next_time().has_value() || parts_->next_alert() != nullptr;
}

bool PaperSession::step() {
  const auto next = next_time();
  if (!next) return false;
  auto& clock = *parts_->options.virtual_clock;
  const auto time = std::max(*next, clock.now());
  do {  // what answers at once is answered before a quote of the same time
    clock.advance_to(time);
    parts_->engine->run_until_idle();
  } while (clock.next_due() && *clock.next_due() <= time);
  for (const auto* alert = parts_->next_alert(); alert && alert->at <= time;
       alert = parts_->next_alert()) {
    ++parts_->next_recorded;
    parts_->take(*alert);
    parts_->engine->run_until_idle();
  }
  parts_->feed->deliver(time);
  parts_->engine->run_until_idle();
  parts_->broker->sync();
  if (parts_->recorder) parts_->recorder->flush();
  return true;
}

void PaperSession::turn() {
  parts_->wall->run_due();
  parts_->engine->run_until_idle();
  parts_->feed->deliver(parts_->wall->now());
  parts_->engine->run_until_idle();
  parts_->broker->sync();
  if (parts_->recorder) parts_->recorder->flush();
}

void PaperSession::tell(const AlertInput& input) { parts_->take(input); }

void PaperSession::take(const AlertInput& input) {
  parts_->take(input);
  parts_->engine->run_until_idle();
}

bool PaperSession::is_known(const AlertInput& input) const { return parts_->is_known(input); }
Timestamp PaperSession::now() const { return parts_->clock->now(); }
Engine& PaperSession::engine() { return *parts_->engine; }
PaperBroker& PaperSession::broker() { return *parts_->broker; }
QuoteFeed& PaperSession::feed() { return *parts_->feed; }

void PaperSession::stop(const std::string& reason) {
  parts_->engine->stop(reason);
  parts_->broker->sync();
}

}  // namespace fillwright
