// The relay: publishes a journal event by event, exactly once. Each Kafka transaction holds some
// blocks' events, the states that they changed, the signed heads that lie within, and the cursor:
// how far it is now. What it knows of
// the cursor it has read from Kafka. After anything that leaves a transaction's end open it throws
// all it has away, takes over again and reads how it ended
// (docs/decisions/11-the-cursor-is-in-kafka.md).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/name_cache.hpp"
#include "actors/journal/signed_head.hpp"
#include "actors/ports/journal.hpp"
#include "adapters/cloud_events/cloud_event.hpp"
#include "adapters/kafka/relay_target.hpp"
#include "adapters/kafka/state_records.hpp"
#include "events/any_event.hpp"

namespace fillwright {

enum class RelayEnd : std::uint8_t {
  lost,      // try again after a while
  doubted,   // the same, but wait a little longer: another relay may be taking over just now
  fenced,    // another relay publishes this journal: stop
  refused,   // Kafka says no until a person changes something
  diverged,  // what was published is not of this journal, or more of it: stop
  damaged,   // the journal cannot be read: stop
  stopped,   // as asked, by `is_stopping`
};
struct RelayFailure {
  RelayEnd end = RelayEnd::lost;
  std::string what;  // a sentence for people
};

struct RelayCounters {
  std::uint64_t events = 0;        // published by this process
  std::uint64_t states = 0;        // records of states
  std::uint64_t heads = 0;         // signed heads
  std::uint64_t transactions = 0;  // committed
  std::uint64_t aborts = 0;        // begun and not known to have been committed
  std::uint64_t fences = 0;        // "fenced" heard, by another relay or by a time-out
  std::uint64_t take_overs = 0;
};

// All signed heads of a journal there are by now, by seq; or a sentence. What is pointed at stays
// until the next call.
using HeadSource = std::function<tl::expected<const std::vector<SignedHead>*, std::string>()>;

struct RelayOptions {
  CloudEventSettings cloud_events;
  std::string owner;                   // this relay's name, as no other has it
  std::uint64_t most_events = 20'000;  // in a transaction, but for the rest of a block
  std::uint64_t most_bytes = 32 << 20;
  std::function<bool()> is_stopping;  // asked now and then in what takes long
  HeadSource heads;                   // null: none are published
};

// Threads: one.
class Relay {
 public:
  // All outlive it.
  Relay(JournalReader& journal, StateRecords& states, RelayTarget& target, RelayOptions options);

  // Takes over when that is to be done, then publishes one transaction of what is durable. False:
  // all of it is published.
  tl::expected<bool, RelayFailure> step();
  // Nothing as long as Kafka has not told.
  const std::optional<Cursor>& cursor() const { return cursor_; }
  const RelayCounters& counters() const { return counters_; }
  const std::string& owner() const { return options_.owner; }

 private:
  using Done = tl::expected<void, RelayFailure>;
  // What is being published.
  struct Transaction {
    Seq begin = 0;         // behind this
    Seq last = 0;          // its newest event so far
    Timestamp block_time;  // of that; every block has its own
    std::uint64_t bytes = 0;
    std::uint64_t states = 0;
  };
  Done take_over();
  Done check_owner();
  // Whether this cursor is one of this journal's, and not behind what we know to be published.
  Done check_cursor(const Cursor& found);
  Done claim(Cursor cursor);
  // Brings the states to where the cursor is.
  Done fold_to(Seq seq);
  void forget_changes(Seq seq);
  Done publish();
  // Of the events behind those that are being committed: makes what will be put of them next.
  void prepare(Seq from, const RelayTarget::IsDecided& is_decided);
  // Signed heads up to `last` that are not published.
  tl::expected<std::span<const SignedHead>, RelayFailure> heads_to(Seq last);
  Done put_heads(std::span<const SignedHead> heads);
  Done put_states(Transaction& open);
  bool has_room(const Transaction& open, const Recorded& recorded) const;
  Done put_events(Transaction& open);
  Done put_event(Transaction& open, Seq seq, Timestamp block_time, const OutRecord& record);
  // Takes it in and makes the record of it.
  Done make_record(const Recorded& recorded, OutRecord& out);
  // Into the states. Returns what the event says, or null; valid until the next call.
  tl::expected<const AnyEvent*, RelayFailure> apply(const Recorded& recorded);
  RelayFailure fail(const RelayFault& fault);
  const std::string& stream_of(const Recorded& recorded);
  const std::string& principal_of(const Recorded& recorded);

  JournalReader& journal_;
  StateRecords& states_;
  RelayTarget& target_;
  const RelayOptions options_;
  CloudEventWriter writer_;
  CloudEventWriter dry_writer_;             // of orders that are only tried
  std::optional<Cursor> cursor_;            // nothing: to be read from Kafka
  Seq published_ = 0;                       // the highest that Kafka has ever told us
  std::optional<std::string> known_owner_;  // who signed the cursor when we looked last
  bool is_doubtful_ = false;                // whether another has taken over is to be found out
  Seq changes_from_ = 0;                    // behind this the states hold every change
  RelayCounters counters_;
  EventDecoder decoder_;
  NameCache streams_;
  NameCache principals_;
  OutRecord record_;
  struct Prepared {
    Seq seq = 0;
    Timestamp block_time;
    OutRecord record;
  };
  std::vector<Prepared> prepared_;  // used again and again
  std::size_t prepared_count_ = 0;  // of those, next to be put, in order
};

}  // namespace fillwright
