// A paper session for tests: virtual time, a synthetic market, a journal in memory that outlives
// the session, and any broker's port between the two.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>

#include "adapters/calendar/time_zones.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "adapters/paper/settings_of.hpp"
#include "deploy/paper_session.hpp"
#include "events/any_event.hpp"
#include "events/json.hpp"
#include "replay/verify.hpp"

namespace fillwright {

inline const Timestamp friday_morning = *parse_time("2026-11-20T10:00:00-05:00");

inline AlertInput alert(Timestamp at, const std::string& id, const std::string& author,
                        const std::string& text) {
  AlertInput input;
  input.at = at;
  ReceiveMessage command;
  command.message = {"file:test", "main", id, author, text, text.size(), at, at, false, false};
  input.what = command;
  return input;
}

inline Settings open_settings() {
  Settings settings;
  settings.alerts.users = {{"alice", every_class}};
  settings.alerts.channels = {{"main", every_class}};
  settings.alerts.channel_rule.reads_free_text = true;
  settings.size.percent = Percent::whole(3);  // well below every limit
  return settings;
}

// What was recorded, with the name of its stream.
struct Told {
  std::string stream;
  AnyEvent event;
  Seq correlation = 0;
  Timestamp at;
};

// What outlives a session. `run` opens one over it.
struct World {
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  VirtualClock clock{friday_morning};
  Instruments instruments;  // the broker's own knowledge of symbols
  Settings settings = open_settings();
  std::unique_ptr<PaperBroker> broker =
      std::make_unique<PaperBroker>(clock, instruments, paper_settings_of(settings.paper));
  RuntimeOptions runtime;
  std::vector<std::string> notes;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<PaperSession> session;
  std::vector<AlertInput> recorded;
  bool is_always_open = false;

  PaperSession& start() {
    REQUIRE(try_to_start());
    return *session;
  }
  tl::expected<void, std::string> try_to_start() {
    JournalOptions journal_options;
    journal_options.log_id = 1;
    session.reset();
    journal.reset();
    auto opened = open_memory_journal(disk, journal_options);
    REQUIRE(opened);
    journal = std::move(*opened);
    PaperSessionOptions options;
    options.settings = settings;
    options.journal = journal.get();
    options.broker = broker.get();
    options.instruments = &instruments;
    options.virtual_clock = &clock;
    options.is_always_open = is_always_open;
    options.recorded = recorded;
    options.runtime = runtime;
    options.runtime.on_note = [this](const std::string& note) { notes.push_back(note); };
    auto started = PaperSession::open(std::move(options));
    if (!started) return tl::unexpected(started.error());
    session = std::move(*started);
    return {};
  }

  // Whatever happens within that time.
  void run_for(Duration duration) {
    const auto end = clock.now() + duration;
    while (session->next_time() && *session->next_time() <= end) session->step();
    clock.advance_to(end);
    session->engine().run_until_idle();
  }

  void say(const std::string& id, const std::string& text, const std::string& author = "alice") {
    session->take(alert(clock.now(), id, author, text));
  }

  std::vector<Told> told() const {
    std::vector<Told> all;
    REQUIRE(journal->read(1, [&](const Recorded& one) {
      auto event = decode_event(one.type, one.payload);
      REQUIRE(event);
      all.push_back({std::string(journal->stream_name(one.stream)), std::move(*event),
                     one.correlation, one.event_time});
      return true;
    }));
    return all;
  }

  template <class Event>
  std::vector<Event> all() const {
    std::vector<Event> found;
    for (const auto& each : told())
      if (const auto* event = std::get_if<Event>(&each.event)) found.push_back(*event);
    return found;
  }

  // For people: what was recorded, a line each.
  std::string story() const {
    std::string text;
    for (const auto& each : told())
      text += to_text(each.at).substr(11, 12) + " " + each.stream + " " +
              std::string(type_name(type_of(each.event))) + " " + event_json(each.event) + "\n";
    for (const auto& note : notes) text += note + "\n";
    return text;
  }

  bool is_sound() const { return verify(*make_memory_store(disk)).has_value(); }
};

}  // namespace fillwright
