// What all actors of one engine share: the journal, the clock, quotes, instruments, who lives
// where. It is the loop's alone; no actor keeps more of it than a pointer.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/decider.hpp"
#include "actors/domain/gateway/our_books.hpp"
#include "actors/domain/heap_optional.hpp"
#include "actors/domain/settings.hpp"
#include "actors/ports/clock.hpp"
#include "actors/ports/journal.hpp"
#include "actors/quote_board.hpp"

namespace fillwright {

// Why something happens: goes with every command and into every event.
struct Cause {
  Seq correlation = 0;
  Seq causation = 0;
  std::string principal;
};

// An event as it was staged, for whoever watches.
struct EventNotice {
  Seq seq = 0;
  std::string stream;
  Version version = 0;
  Seq correlation = 0;
  Seq causation = 0;
  std::string principal;
  Timestamp at;
  AnyEvent event;
};

// Where the streams that an actor writes stand, as far as it knows. Most write their own alone.
struct KnownVersions {
  Version own = any_version;                            // which means "not known"
  HeapOptional<std::map<std::string, Version>> others;  // by stream
};

// Moments at which tests stop the world.
enum class CrashPoint : std::uint8_t { persist, send, answer };

struct RuntimeOptions {
  // Backtests: the journal is committed only once this many events are staged, and at the end;
  // requests to the broker and `on_durable` follow as soon as their events are staged. A crash ends
  // the journal at the last commit, in the midst of a story: the run is then repeated as a whole.
  // Refused where the broker outlives us. 0: everything waits until it is durable (R1).
  std::uint64_t events_a_commit = 0;
  std::function<void(const EventNotice&)> on_durable;    // each event, in order, once it is durable
  std::function<void(const std::string& line)> on_note;  // for the log: crashes, refusals to send
  std::function<void(CrashPoint)> on_point;              // tests: may throw to crash here
  std::function<void(const Address&, const AnyCommand&)>
      on_command;  // tests: may throw inside the actor
  // Simulation: which of so many actors that have mail is next, counted from 0. Messages of one
  // actor keep their order.
  std::function<std::size_t(std::size_t)> choose_next;
  std::uint32_t crashes_until_quarantine = 5;
};

class Runtime {
 public:
  // All of them outlive it.
  Runtime(Journal& the_journal, Clock& the_clock, Instruments& the_instruments,
          const Settings& the_settings, const MarketCalendar& the_calendar,
          RuntimeOptions the_options)
      : journal(the_journal),
        clock(the_clock),
        instruments(the_instruments),
        settings(the_settings),
        calendar(the_calendar),
        options(std::move(the_options)),
        board(instruments) {}

  Journal& journal;
  Clock& clock;
  Instruments& instruments;
  const Settings& settings;
  const MarketCalendar& calendar;
  RuntimeOptions options;
  QuoteBoard board;
  BrokerCapabilities broker;
  bool is_gate_open = false;
  bool is_closed = false;           // the engine goes: whatever comes yet changes and sends nothing
  bool is_killed = false;           // the kill switch is on: nothing but cancels is sent
  bool is_authorised_later = true;  // false: no retry makes the broker know us again
  OurBooks ours;                    // of all events, staged ones included
  std::uint64_t epoch = 0;          // of the journal's writer
  std::function<bool(const InstrumentDefined&)> exists;         // asks the feed
  std::function<void(const InstrumentDefined&)> on_instrument;  // a new one, or one found at start
  std::function<void(const BrokerRequest&)> send;               // once it is durable
  std::function<void()> ask_books;                              // a person wants them compared
  std::function<void()> on_held;  // the gate closed, the kill switch is on; by the gateway
  std::function<void(const std::string& order_id)> on_cancel_requested;

  // Work for the moment at which no actor has mail any more and what they staged is durable; once.
  std::vector<std::function<void()>> when_idle;

  std::function<OpenTrades()> open_trades;  // set by the engine

  // Delivers to the actor, which is started or rebuilt when it is not there. Set by the engine.
  std::function<void(const Address&, AnyCommand, Cause)> deliver;

  // With the latest quote of what the decider watches, or of what the command is about.
  Context context_for(const Decider& decider, const AnyCommand* command = nullptr) const;

  // Stages the decision, folds its events into the decider, arms its timers and interests, tells
  // our own actors, and lets requests wait for the durable watermark. `input` is what is recorded
  // when nothing was decided. Throws std::runtime_error when the stream is not where the actor
  // thinks it is.
  void carry_out(const Address& self, Decider& decider, Decision decision, const Cause& cause,
                 const AnyCommand* input, KnownVersions& versions);

  // Appends events of the engine itself to a stream, without a decider.
  void record(const std::string& stream, std::vector<AnyEvent> events, const Cause& cause);

  // When all actors are idle: commits what is staged, unless commits are deferred and there is too
  // little of it, and performs what waited for it. False when there was nothing to do.
  bool settle();
  // Makes durable what is staged.
  void commit();

  void arm(const TimerChange& change);
  void restore_timers();

 private:
  struct Effect {
    Seq after = 0;
    BrokerRequest request;
  };
  void note_staged(Seq seq, const std::string& stream, Version version, const Cause& cause,
                   const AnyEvent& event);
  void note_gate(const std::string& stream, const AnyEvent& event);
  bool write();
  bool perform(Seq until);
  void fire(const std::string& key, Timestamp due, std::uint64_t generation);

  std::map<std::string, std::pair<Timestamp, std::uint64_t>> timers_;  // in force, by key
  std::deque<Effect> effects_;
  std::deque<EventNotice> notices_;
  std::set<Address> wait_for_gate_;
  bool has_staged_ = false;  // events, since the last `settle`
};

// "order/w1-1". The desk's own stream is "control/desk", the engine's "control/engine".
std::string stream_of(const Address& address);
// Nothing when the stream's kind has no actor of its own.
std::optional<Address> address_of(std::string_view stream);

// The command's name, and what of it a person wants to know.
std::string name_of(const AnyCommand& command);
std::string describe(const AnyCommand& command, const Context& context);

}  // namespace fillwright
