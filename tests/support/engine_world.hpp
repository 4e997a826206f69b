// The real engine over a journal in memory, on virtual time, with quotes by hand and a paper broker
// behind a faulty line. What outlives a crash of ours outlives it here.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "actors/engine.hpp"
#include "adapters/calendar/time_zones.hpp"
#include "adapters/clock/engine_clock.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "events/any_event.hpp"
#include "events/json.hpp"
#include "tests/support/faulty_broker.hpp"

namespace fillwright::test {

// Knows every instrument; the same quote for all of them, whenever the test says so.
class HandFeed final : public QuoteFeed {
 public:
  std::optional<Timestamp> next_time() const override { return std::nullopt; }
  void deliver(Timestamp) override {}
  void listen(std::function<void(InstrumentId, const Quote&)>) override {}
  bool watch(const InstrumentDefined& instrument) override {
    watched.insert(instrument.instrument);
    return true;
  }
  bool knows(const InstrumentDefined&) const override { return true; }

  std::set<InstrumentId> watched;
};

struct EngineWorld {
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  VirtualClock clock{*parse_time("2026-11-20T10:00:00-05:00")};
  Instruments instruments;  // the broker's own knowledge of symbols
  Settings settings;
  MarketCalendar calendar = load_market_calendar("America/New_York").value();
  PaperBroker broker;
  ScriptedBroker line{broker, clock};
  HandFeed feed;
  Quote quote;
  RuntimeOptions runtime;
  RunInfo run;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<EngineClock> engine_clock;
  std::unique_ptr<Engine> engine;
  int messages = 0;

  static PaperSettings a_short_line() {
    PaperSettings paper;
    paper.latency = milliseconds(20);
    return paper;
  }
  // Every message is answered after 150 ms.
  static PaperSettings a_slow_line() {
    PaperSettings paper;
    paper.latency = milliseconds(75);
    return paper;
  }
  explicit EngineWorld(const PaperSettings& paper = a_short_line())
      : broker(clock, instruments, paper) {
    settings.alerts.users = {{"anna", every_class}};
    settings.alerts.channels = {{"room", every_class}};
    settings.alerts.channel_rule.reads_free_text = true;
    settings.size.percent = Percent::whole(1);
    set_quote("2.40", "2.60");
    line.on_sent = [this](const BrokerRequest&) { CHECK(engine->is_gate_open()); };
  }
  ~EngineWorld() { stop(); }

  void start() {
    JournalOptions options;
    options.log_id = 1;
    auto opened = open_memory_journal(disk, options);
    REQUIRE(opened);
    journal = std::move(*opened);
    instruments = {};  // what was defined and lost is not defined
    engine_clock = std::make_unique<EngineClock>(clock);
    engine = std::make_unique<Engine>(
        EngineParts{*journal, *engine_clock, instruments, line, feed, settings, calendar}, runtime);
    const auto started = engine->start(run);  // may crash, by a point
    REQUIRE(started);
    run_for({});
  }
  // ... and compares the books.
  void begin() {
    start();
    run_for(seconds(1));
  }
  // As by kill -9: what was not synced, and what was under way to us, is lost.
  void stop() {
    engine.reset();
    engine_clock.reset();
    journal.reset();
  }
  void restart() {
    stop();
    start();
  }

  void set_quote(std::string_view bid, std::string_view ask) {
    quote = {clock.now(), *parse<Price>(bid), *parse<Price>(ask), Quantity::whole(50),
             Quantity::whole(50)};
  }
  // What is bid at 2.50 is bought.
  void fall_to_the_price() { set_quote("2.40", "2.45"); }
  void buy_all() {
    fall_to_the_price();
    run_for(seconds(3));
  }
  // Everything that happens within that time, with the quote told anew each second.
  void run_for(Duration duration) {
    const auto end = clock.now() + duration;
    while (true) {
      const auto second = clock.now() + seconds(1);
      const auto until = std::min(second, end);
      while (clock.next_due() && *clock.next_due() <= until) step_to(*clock.next_due());
      step_to(until);
      tell_quote();
      if (until == end) return;
    }
  }
  void step_to(Timestamp time) {
    clock.advance_to(time);
    if (engine) engine->run_until_idle();
  }
  void tell_quote() {
    quote.time = clock.now();
    for (const auto instrument : feed.watched) {
      broker.on_quote(instrument, quote);
      if (engine) engine->on_quote(instrument, quote);
    }
    if (engine) engine->run_until_idle();
  }
  void say(const std::string& text) {
    MessageReceived message;
    message.source = "file:test";
    message.channel = "room";
    message.message_id = std::to_string(++messages);
    message.author = "anna";
    message.text = text;
    message.text_bytes = text.size();
    message.sent_at = message.received_at = clock.now();
    tell({ActorKind::desk, ""}, ReceiveMessage{message});
    tell_quote();  // of what the call has named, too
  }
  void tell(const Address& to, AnyCommand command) {
    engine->tell(to, std::move(command), "test");
    engine->run_until_idle();
  }

  template <class Use>
  void for_each_event(Use use) const {
    REQUIRE(journal->read(1, [&](const Recorded& recorded) {
      const auto event = decode_event(recorded.type, recorded.payload);
      REQUIRE(event);
      use(journal->stream_name(recorded.stream), *event, recorded);
      return true;
    }));
  }
  // Of all streams, or of one.
  template <class Event>
  std::vector<Event> all(std::string_view of = "") const {
    std::vector<Event> found;
    for_each_event([&](std::string_view stream, const AnyEvent& event, const Recorded&) {
      const auto* one = std::get_if<Event>(&event);
      if (one && (of.empty() || stream == of)) found.push_back(*one);
    });
    return found;
  }
  std::string story() const {
    std::string text;
    for_each_event([&](std::string_view stream, const AnyEvent& event, const Recorded& recorded) {
      text += to_text(recorded.event_time).substr(11, 12) + " " + std::string(stream) + " " +
              std::string(type_name(recorded.type)) + " " + event_json(event) + "\n";
    });
    return text;
  }
  std::size_t count_sent(AttemptKind kind, const std::string& order) const {
    return static_cast<std::size_t>(
        std::count_if(line.sent.begin(), line.sent.end(), [&](const BrokerRequest& request) {
          return request.kind == kind && request.order_id == order && !request.reply;
        }));
  }
  std::vector<BrokerOrder> at_broker(const std::string& order) const {
    std::vector<BrokerOrder> found;
    for (const auto& theirs : broker.books({}).orders)
      if (theirs.order_id == order) found.push_back(theirs);
    return found;
  }

  // What must be true whatever happened: nothing live twice, no id sent twice, every fill of the
  // broker's once in ours, and the same position.
  void check_books() const {
    const auto books = broker.books({});
    std::map<std::string, int> live;
    for (const auto& order : books.orders)
      if (order.state == BrokerOrderState::working) CHECK(++live[order.order_id] == 1);
    std::set<std::string> ids;
    for (const auto& request : line.sent)  // a reply is about a message, and no message itself
      if (!request.reply) CHECK(ids.insert(request.client_order_id).second);
    std::multiset<std::string> ours, theirs, booked;
    std::map<InstrumentId, Quantity> held;
    for (const auto& fill : all<OrderFilled>()) {
      ours.insert(fill.execution_id);
      held[fill.instrument] += fill.quantity * sign(fill.side);
    }
    for (const auto& fill : all<FillBooked>()) booked.insert(fill.execution_id);
    for (const auto& fill : books.fills) theirs.insert(fill.execution_id);
    CHECK(ours == theirs);
    CHECK(booked == theirs);
    for (const auto& position : books.positions)
      CHECK(held[position.instrument] == position.quantity);
  }
};

}  // namespace fillwright::test
