// The journal: all events in one total order, in hash-chained blocks. Port; see adapters/rocksdb.
//
// `append` stages: it checks expected versions and the idempotency key, gives seqs, versions and
// record time, and never waits. Our own actors may react to staged events at once; whatever leaves
// the process waits until `durable()` has reached its seq (R1). `commit` writes everything staged
// as one block with one sync; the journal's one owner calls it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace fillwright {

using Seq = std::uint64_t;      // place in the journal: 1, 2, 3 …; 0 is "before everything"
using Version = std::uint64_t;  // place in a stream: 1, 2, 3 …; 0 is "empty"

enum class TimeSource : std::uint8_t {
  local = 0,
  source = 1,
  broker = 2,
  exchange = 3,
  simulated = 4
};

// What an appender says of an event.
struct NewEvent {
  TypeId type = 0;
  std::string payload;  // canonical codec bytes
  Timestamp event_time;
  TimeSource time_source = TimeSource::local;
  Seq correlation = 0;    // what started it all; 0: this event itself
  Seq causation = 0;      // the direct parent; 0: none
  std::string principal;  // who: "operator", "caller:alice", "policy:discovery" …; from the
                          // journal's dictionary
};

constexpr Version any_version = ~Version{0};

struct StreamAppend {
  std::string stream;  // "order/w1-1": kind, slash, id
  Version expected = any_version;
  std::vector<NewEvent> events;
  bool may_differ = false;  // no part of what the append's key stands for: a repeat has others
};

// Durable timers, written in the same synced batch as the block. A put with a key that is there
// replaces it.
struct TimerChange {
  std::string key;               // owner's stream and a name: "order/w1-1#step"
  std::optional<Timestamp> due;  // nothing: delete
  std::uint64_t generation = 0;
};

struct Append {
  std::vector<StreamAppend> streams;  // atomic: all in one block, or none
  std::string idempotency_key;        // empty: none. The same key again returns the first result.
  std::vector<TimerChange> timers;
};

struct Staged {
  Seq first = 0;
  Seq last = 0;
  bool is_repeat = false;  // the key was known: these are the seqs of the first time
};

enum class AppendError : std::uint8_t {
  conflict,       // a stream is not at its expected version
  key_reused,     // the idempotency key is known with other content
  busy,           // too much waits for the next commit: try again after it
  fenced,         // another writer took over
  indeterminate,  // a sync failed: what is on disk is unknown, the process must stop
  too_large,      // an event or an append over the limit
};
struct AppendFailure {
  AppendError error;
  std::string detail;  // for people
};

// An event as stored.
struct Recorded {
  Seq seq = 0;
  std::uint32_t stream = 0;  // the journal's number for it; see stream_name
  Version version = 0;
  TypeId type = 0;
  std::string_view payload;  // valid during the callback only
  Timestamp event_time;
  TimeSource time_source = TimeSource::local;
  Timestamp record_time;  // of its block; zero while it is only staged
  Seq correlation = 0;    // never 0: an event that started something names itself
  Seq causation = 0;
  std::uint32_t principal = 0;  // see principal_name
  Seq previous_of_stream = 0;   // back-pointer; 0: the stream's first
};

struct JournalHead {
  Seq seq = 0;
  std::string hash;          // SHA-256 of the last block, 32 bytes; of nothing: 32 zero bytes
  std::uint64_t epoch = 0;   // how often the journal was opened for writing
  std::uint64_t log_id = 0;  // random at creation; (log id, seq) names an event anywhere
};

struct DueTimer {
  std::string key;
  Timestamp due;
  std::uint64_t generation = 0;
};

// Something wrong with the stored bytes: where, what it is, and what was expected.
struct JournalFault {
  Seq seq = 0;  // the first bad one; 0: not an event but the store itself
  std::string what;
};
// Return false to stop reading.
using RecordVisitor = std::function<bool(const Recorded&)>;

// What can be asked of a journal, also while another process writes it.
// Threads: all reads may be called from any thread; visitors run on the caller's.
class JournalReader {
 public:
  virtual ~JournalReader() = default;

  virtual Seq durable() const = 0;  // the last seq that any crash survives
  virtual JournalHead head() const = 0;
  virtual Version version_of(std::string_view stream) const = 0;  // staged events included

  // Durable events from `from` up, in order. Stops at the durable watermark.
  virtual tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const = 0;
  // One durable event; a fault when there is none of this seq.
  virtual tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const = 0;
  // SHA-256 of the durable block that ends with this seq; of seq 0 the 32 zero bytes of nothing.
  // Nothing when no block ends there.
  virtual std::optional<std::string> block_hash(Seq last) const = 0;
  // Events of one stream from version `from` up, staged ones included (a rebuilt actor must see
  // them).
  virtual tl::expected<void, JournalFault> read_stream(std::string_view stream, Version from,
                                                       const RecordVisitor& visit) const = 0;

  // Streams are numbered 1, 2, 3 … in the order of their first events, like principals. An unknown
  // number has the empty name.
  virtual std::uint32_t stream_count() const = 0;
  virtual std::string stream_name(std::uint32_t stream) const = 0;
  virtual std::string principal_name(std::uint32_t principal) const = 0;
  // Timers as of the durable watermark and what is staged, by due time.
  virtual std::vector<DueTimer> timers() const = 0;

  // Takes in what another process has written since; returns the new durable watermark. The
  // journal's own writer has nothing to take in.
  virtual tl::expected<Seq, JournalFault> refresh() = 0;

  // Keeps what is known by heart (names, heads of streams) where it was opened with snapshots, so
  // that the next opening reads only what follows. False when there is nowhere to keep it, or
  // something is staged just now.
  virtual bool save_snapshot() const = 0;
};

// Threads: append and commit, too, may be called from any thread; an append does not wait for a
// commit that is under way.
class Journal : public JournalReader {
 public:
  // An append without events only changes timers and is not remembered by its key; its `first` is
  // `last` + 1. A repeat is known by stream names, types and payloads, but for parts that
  // may differ: a retry may carry other times. REQUIRES: correlation and causation name events
  // before this one.
  virtual tl::expected<Staged, AppendFailure> append(const Append& append) = 0;
  // Writes and syncs what is staged, atomically, as one block (or several, when it is more than a
  // good block holds; never cutting an append). `now` becomes its record time, forced to rise.
  // False when nothing was staged. A failed sync ends the process (R1): it does not return.
  virtual bool commit(Timestamp now) = 0;
  // Commits exactly what is staged at this call, on a thread of the journal's own. Waits for no
  // disk, but for the commit before, when that one is still under way.
  virtual void begin_commit(Timestamp now) = 0;

  virtual Seq staged() const = 0;  // the last seq given
  // Calls `wake` (from the committing thread) each time the durable watermark has moved. Returns a
  // handle; destroying it ends the subscription, and waits for a call that is under way. A follower
  // reads from its own last seq on, so it is never overrun.
  virtual std::shared_ptr<void> follow(std::function<void(Seq durable)> wake) = 0;
};

}  // namespace fillwright
