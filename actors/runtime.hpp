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
#include "actors/domain/heap_optional.hpp"
#include "actors/domain/settings.hpp"
#include "actors/domain/standing.hpp"
#include "actors/ports/clock.hpp"
#include "actors/ports/journal.hpp"
#include "actors/quote_board.hpp"
#include "events/text_map.hpp"

namespace fillwright {

// Why something happens: goes with every command and into every event.
struct Cause {
  Seq correlation = 0;
  Seq causation = 0;
  std::string principal;
  // Of what a decider told: the seq of its own input, and which of the things that it told then.
  Seq told_by = 0;
  std::uint32_t tell = 0;
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
  // Backtests: the journal is committed only once this many events are staged, without waiting for
  // it, and at the end; requests to the broker and `on_durable` follow as soon as their events are
  // staged. A crash ends
  // the journal at the last commit, in the midst of a story: the run is then repeated as a whole.
  // Refused where the broker outlives us. 0: everything waits until it is durable (R1).
  std::uint64_t events_a_commit = 0;
  // Live: what nothing that leaves the process waits for is committed within two milliseconds,
  // while the loop goes on, and told (`on_durable`) in a later turn.
  bool commits_beside = false;
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

class Runtime : public Standing {
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
        board(instruments),
        begun_(the_journal.staged()) {
    see_trades_ = [this] {
      if (!seen_) seen_ = open_trades();
      return *seen_;
    };
  }

  Journal& journal;
  Clock& clock;
  Instruments& instruments;
  const Settings& settings;
  const MarketCalendar& calendar;
  RuntimeOptions options;
  QuoteBoard board;
  bool is_closed = false;  // the engine goes: whatever comes yet changes and sends nothing
  std::function<bool(const InstrumentDefined&)> exists;         // asks the feed
  std::function<void(const InstrumentDefined&)> on_instrument;  // a new one, or one found at start
  std::function<void(BrokerRequest&&)> send;                    // once it is durable
  std::function<void()> ask_books;                              // a person wants them compared
  std::function<void()> on_held;  // the gate closed, the kill switch is on; by the gateway
  std::function<void(const std::string& order_id)> on_cancel_requested;

  // Work for the moment at which no actor has mail any more and what they staged is durable; once.
  std::vector<std::function<void()>> when_idle;

  std::function<OpenTrades()> open_trades;  // set by the engine

  // Delivers to the actor, which is started or rebuilt when it is not there. Set by the engine.
  std::function<void(const Address&, AnyCommand&&, Cause&&)> deliver;

  // For one decision, with the latest quote of what the decider watches, or of what the command is
  // about. What the decider asks besides is remembered until it is carried out.
  Context context_for(const Decider& decider, const AnyCommand* command = nullptr);

  // Stages the input and the decision, folds its events into the decider, arms its timers and
  // interests, tells our own actors, and lets requests wait for the durable watermark. `command`:
  // null for what is owed after a start. Throws std::runtime_error when the stream is not where the
  // actor thinks it is.
  void carry_out(const Address& self, Decider& decider, Decision decision, const Context& context,
                 const Cause& cause, const AnyCommand* command, KnownVersions& versions);

  // Appends events of the engine itself to a stream, without a decider.
  void record(const std::string& stream, const std::vector<AnyEvent>& events, const Cause& cause);

  // When all actors are idle: commits what is staged, unless commits are deferred and there is too
  // little of it, and performs what waited for it. False when there was nothing to do.
  bool settle();
  // Makes durable what is staged, and waits for it.
  void commit();

  void arm(const TimerChange& change);
  void restore_timers();
  // Whether a timer that fired has not been set anew, or taken away, while its message was on its
  // way: then it is none any more.
  bool is_due(const Address& self, const TimerDue& timer) const;

 private:
  struct Effect {
    Seq after = 0;
    BrokerRequest request;
  };
  void note_staged(Seq seq, const std::string& stream, Version version, const Cause& cause,
                   const AnyEvent& event);
  StreamAppend input_of(const std::string& self, const AnyCommand* command, const Context& context,
                        const Cause& cause);
  Staged stage(const Append& append, const std::string& self);
  void notice_input(const StreamAppend& input, Seq first, const Cause& cause);
  void note_gate(const std::string& stream, const AnyEvent& event);
  bool write(bool waits);
  bool is_commit_due();
  bool perform(Seq until);
  void fire(const std::string& key, Timestamp due, std::uint64_t generation);

  using Timers = TextMap<std::pair<Timestamp, std::uint64_t>>;
  Timers timers_;  // in force, by key
  Timers fired_;   // whose messages have not been taken in
  std::deque<Effect> effects_;
  std::deque<EventNotice> notices_;
  std::set<Address> wait_for_gate_;
  // What the decider at work has asked.
  std::vector<InstrumentAsked> asked_;
  std::optional<OpenTrades> seen_;
  std::function<OpenTrades()> see_trades_;
  bool has_staged_ = false;  // events, since the last `settle`
  Seq begun_;                // the last event of which a commit was begun
  // When what came since is committed at the latest; nothing: nothing came, or nobody asked yet.
  std::optional<Timestamp> commit_by_;
};

}  // namespace fillwright
