// Staging under a short lock; encoding of blocks, hashing and syncing outside of it.
#include "actors/journal/staged_journal.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_set>

#include "actors/journal/catalog_snapshot.hpp"
#include "actors/journal/followers.hpp"
#include "actors/journal/given_keys.hpp"
#include "actors/journal/recovered.hpp"
#include "actors/journal/staging.hpp"
#include "actors/journal/stored_events.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

void stop_process(std::string_view what) {
  std::fprintf(stderr,
               "fillwright: journal write failed, what is stored is unknown, stopping: %.*s\n",
               static_cast<int>(what.size()), what.data());
  std::_Exit(exit_code_indeterminate);
}

std::uint64_t random_id() {
  std::random_device device;
  return static_cast<std::uint64_t>(device()) << 32 | device();
}

tl::unexpected<AppendFailure> refusal(AppendError error, std::string detail) {
  return tl::unexpected(AppendFailure{error, std::move(detail)});
}

struct Sizes {
  std::size_t events = 0;
  std::size_t bytes = 0;
};

class StagedJournal final : public Journal {
 public:
  StagedJournal(std::unique_ptr<BlockStore> store, JournalOptions options)
      : store_(std::move(store)), options_(std::move(options)), stored_(*store_) {
    if (!options_.on_failed_write) options_.on_failed_write = stop_process;
  }

  tl::expected<void, JournalFault> open();

  ~StagedJournal() override;

  tl::expected<Staged, AppendFailure> append(const Append& append) override;
  bool commit(Timestamp now) override;
  void begin_commit(Timestamp now) override;

  Seq staged() const override { return staged_.load(std::memory_order_acquire); }
  Seq durable() const override {
    std::lock_guard lock(mutex_);
    return head_.seq;
  }
  JournalHead head() const override {
    std::lock_guard lock(mutex_);
    return head_;
  }
  Version version_of(std::string_view stream) const override {
    std::lock_guard lock(mutex_);
    return catalog_.head_of(stream).version;
  }
  std::uint32_t stream_count() const override {
    std::lock_guard lock(mutex_);
    return catalog_.streams.count();
  }
  std::string stream_name(std::uint32_t stream) const override {
    std::lock_guard lock(mutex_);
    return std::string(catalog_.streams.name(stream));
  }
  std::string principal_name(std::uint32_t principal) const override {
    std::lock_guard lock(mutex_);
    return std::string(catalog_.principals.name(principal));
  }
  std::vector<DueTimer> timers() const override {
    std::lock_guard lock(mutex_);
    return by_due_time(timers_);
  }
  tl::expected<Seq, JournalFault> refresh() override { return durable(); }
  std::shared_ptr<void> follow(std::function<void(Seq)> wake) override {
    return followers_.add(std::move(wake));
  }

  tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const override {
    return stored_.read(from, durable(), visit);
  }
  tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const override {
    if (seq > durable()) return tl::unexpected(JournalFault{seq, "it is not durable"});
    return stored_.read_one(seq, visit);
  }
  std::optional<std::string> block_hash(Seq last) const override {
    if (last > durable()) return std::nullopt;
    return fillwright::block_hash(*store_, last);
  }
  bool save_snapshot() const override;
  tl::expected<void, JournalFault> read_stream(std::string_view stream, Version from,
                                               const RecordVisitor& visit) const override;

 private:
  tl::expected<Sizes, AppendFailure> measure(const Append& append) const;
  tl::expected<std::optional<Staged>, AppendFailure> find_repeat(const Append& append,
                                                                 std::string_view content);
  std::optional<AppendFailure> find_conflict(const Append& append) const;
  void stage_events(const Append& append, StagedBlock& block);
  std::uint32_t stream_number(std::string_view name, StagedBlock& block);
  std::uint32_t principal_number(std::string_view name, StagedBlock& block);
  const Staging* staging_of(Seq seq) const;
  bool take_batch(std::unique_lock<std::mutex>& lock);
  bool write(const Staging& batch, Timestamp now, JournalHead& head, Timestamp& record_time);
  bool write_batch(Timestamp now);
  void run_writer();

  std::unique_ptr<BlockStore> store_;
  JournalOptions options_;
  StoredEvents stored_;
  Followers followers_;

  mutable std::mutex mutex_;  // guards what follows
  Catalog catalog_;
  Timers timers_;
  GivenKeys keys_;
  std::atomic<Seq> staged_ = 0;  // read without it
  JournalHead head_;             // the durable one
  ChainEnd end_;                 // the same, as the chain has it
  Staging staging_;              // takes appends
  Staging in_flight_;            // being committed; not changed meanwhile
  bool is_failed_ = false;
  bool is_committing_ = false;  // one commit at a time
  std::condition_variable changed_;
  std::optional<Timestamp> begun_;  // a commit that `writer_` is to end
  bool is_closing_ = false;

  // Of the one who commits.
  Sha256 sha256_;
  Timestamp record_time_;

  std::thread writer_;  // from the first commit on that nobody waits for
};

tl::expected<void, JournalFault> StagedJournal::open() {
  auto identity = store_->identity();
  if (!identity) return tl::unexpected(identity.error());
  const auto witness = store_->witness();
  if (!witness) return tl::unexpected(witness.error());
  ChainEnd known;
  if (options_.snapshots)
    if (auto kept = load_catalog(*options_.snapshots, *store_)) {
      catalog_ = std::move(kept->catalog);
      known = std::move(kept->end);
    }
  Chain chain(catalog_, known);
  if (const auto folded = fold_stored(*store_, *witness, chain, KnownHeads(options_.heads));
      !folded)
    return folded;
  auto timers = stored_timers(*store_);
  if (!timers) return tl::unexpected(timers.error());
  timers_ = std::move(*timers);

  StoreIdentity next;
  next.log_id = *identity ? (*identity)->log_id : options_.log_id.value_or(random_id());
  next.epoch = *identity ? (*identity)->epoch + 1 : 1;
  if (const auto set = store_->set_identity(next); !set) return set;
  if (chain.seq() == 0) keys_.begin_new();
  head_ = {chain.seq(), chain.hash(), next.epoch, next.log_id};
  staged_ = chain.seq();
  record_time_ = chain.record_time();
  end_ = chain.end();
  if (chain.seq() >= known.seq + snapshot_every) save_snapshot();
  return {};
}

bool StagedJournal::save_snapshot() const {
  if (!options_.snapshots) return false;
  std::string bytes;
  {
    std::lock_guard lock(mutex_);
    if (is_failed_ || end_.seq == 0 || end_.seq != staged_) return false;
    bytes = encode_catalog(catalog_, end_);
  }
  return options_.snapshots->save(catalog_snapshot, bytes).has_value();
}

tl::expected<Sizes, AppendFailure> StagedJournal::measure(const Append& append) const {
  const auto& limits = options_.limits;
  Sizes sizes;
  const auto is_long = [&](std::string_view name) { return name.size() > limits.name_bytes; };
  if (is_long(append.idempotency_key))
    return refusal(AppendError::too_large, "idempotency key over the limit");
  for (const auto& stream : append.streams) {
    if (is_long(stream.stream))
      return refusal(AppendError::too_large, "stream name over the limit");
    assert(!stream.stream.empty());
    for (const auto& event : stream.events) {
      if (event.payload.size() > limits.event_bytes)
        return refusal(AppendError::too_large, "event of " + std::to_string(event.payload.size()) +
                                                   " bytes in " + stream.stream + "; at most " +
                                                   std::to_string(limits.event_bytes));
      if (is_long(event.principal))
        return refusal(AppendError::too_large, "principal over the limit");
      ++sizes.events;
      sizes.bytes += event.payload.size();
    }
  }
  if (sizes.bytes > limits.append_bytes)
    return refusal(AppendError::too_large, "append of " + std::to_string(sizes.bytes) +
                                               " bytes; at most " +
                                               std::to_string(limits.append_bytes));
  return sizes;
}

// The last change of each timer: what came before it in one batch would never be seen.
std::vector<TimerChange> last_changes(const std::vector<TimerChange>& changes) {
  std::vector<TimerChange> last;
  std::unordered_set<std::string_view> seen;
  std::copy_if(changes.rbegin(), changes.rend(), std::back_inserter(last),
               [&](const TimerChange& change) { return seen.insert(change.key).second; });
  return last;
}

// What a retry must repeat: where, what, in which order.
std::string content_hash(const Append& append) {
  std::string content;
  wire::Writer out(content);
  for (const auto& stream : append.streams) {
    if (stream.may_differ) continue;
    out.text(stream.stream);
    out.varint(stream.events.size());
    for (const auto& event : stream.events) {
      out.varint(event.type);
      out.text(event.payload);
    }
  }
  thread_local Sha256 sha256;
  return sha256(content).substr(0, content_hash_size);
}

tl::expected<std::optional<Staged>, AppendFailure> StagedJournal::find_repeat(
    const Append& append, std::string_view content) {
  std::optional<KeyRecord> known;
  if (const auto* staged = keys_.find_staged(append.idempotency_key)) {
    known = *staged;
  } else if (keys_.may_be_stored(append.idempotency_key)) {
    auto found = store_->find_key(append.idempotency_key);
    if (!found) {
      is_failed_ = true;
      options_.on_failed_write("reading an idempotency key: " + found.error().what);
      return refusal(AppendError::indeterminate, found.error().what);
    }
    known = std::move(*found);
  }
  if (!known) return std::optional<Staged>();
  if (known->content != content)
    return refusal(AppendError::key_reused, "idempotency key " + append.idempotency_key +
                                                " is known with other content, seq " +
                                                std::to_string(known->first));
  return std::optional(Staged{known->first, known->last, true});
}

std::optional<AppendFailure> StagedJournal::find_conflict(const Append& append) const {
  for (std::size_t i = 0; i < append.streams.size(); ++i) {
    const auto& stream = append.streams[i];
    if (stream.expected == any_version) continue;
    Version version = catalog_.head_of(stream.stream).version;
    for (std::size_t before = 0; before < i; ++before)
      if (append.streams[before].stream == stream.stream)
        version += append.streams[before].events.size();
    if (version != stream.expected && !is_mutated(Mutation::version_not_checked))
      return AppendFailure{AppendError::conflict, stream.stream + " is at version " +
                                                      std::to_string(version) + ", expected " +
                                                      std::to_string(stream.expected)};
  }
  return std::nullopt;
}

tl::expected<Staged, AppendFailure> StagedJournal::append(const Append& append) {
  const auto sizes = measure(append);
  if (!sizes) return tl::unexpected(sizes.error());
  const bool is_keyed = !append.idempotency_key.empty() && sizes->events > 0;
  const std::string content = is_keyed ? content_hash(append) : std::string();

  std::lock_guard lock(mutex_);
  if (is_failed_) return refusal(AppendError::indeterminate, "an earlier write failed");
  if (is_keyed) {
    const auto repeat = find_repeat(append, content);
    if (!repeat) return tl::unexpected(repeat.error());
    if (*repeat) return **repeat;
  }
  if (auto conflict = find_conflict(append)) return tl::unexpected(std::move(*conflict));
  const auto& limits = options_.limits;
  // What is being committed does not count: whether an append is refused depends on what was done
  // before, and not on how fast a disk is.
  const auto events = staging_.events;
  const auto bytes = staging_.bytes;
  // An append as such fits always: only what is already waiting can be too much.
  if (events > 0 &&
      (events + sizes->events > limits.staged_events || bytes + sizes->bytes > limits.staged_bytes))
    return refusal(AppendError::busy, std::to_string(events) + " events wait for the next commit");

  const Staged result{staged_ + 1, staged_ + sizes->events, false};
  if (sizes->events > 0) {
    Timestamp base_time;
    for (const auto& stream : append.streams)
      if (!stream.events.empty()) {
        base_time = stream.events.front().event_time;
        break;
      }
    auto& block = staging_.open_block(result.first, base_time, limits.block_bytes);
    if (is_keyed) {
      const KeyRecord record{result.first, result.last, content};
      keys_.add(append.idempotency_key, record);
      block.keys.push_back({append.idempotency_key, record});
    }
    stage_events(append, block);
  }
  for (const auto& timer : append.timers) {
    change(timers_, timer);
    staging_.timers.push_back(timer);
  }
  staging_.events += sizes->events;
  staging_.bytes += sizes->bytes;
  return result;
}

std::uint32_t StagedJournal::stream_number(std::string_view name, StagedBlock& block) {
  if (const auto known = catalog_.streams.find(name)) return known;
  const auto number = catalog_.add_stream(name);
  if (block.streams.names.empty()) block.streams.first = number;
  block.streams.names.emplace_back(name);
  return number;
}

std::uint32_t StagedJournal::principal_number(std::string_view name, StagedBlock& block) {
  if (name.empty()) return 0;
  if (const auto known = catalog_.principals.find(name)) return known;
  const auto number = catalog_.principals.add_new(name);
  if (block.principals.names.empty()) block.principals.first = number;
  block.principals.names.emplace_back(name);
  return number;
}

void StagedJournal::stage_events(const Append& append, StagedBlock& block) {
  auto seq = staged();
  for (const auto& stream : append.streams) {
    if (stream.events.empty()) continue;
    const auto number = stream_number(stream.stream, block);
    auto& stream_head = catalog_.heads[number - 1];
    for (const auto& event : stream.events) {
      Recorded record;
      record.seq = ++seq;
      record.stream = number;
      record.version = ++stream_head.version;
      record.type = event.type;
      record.payload = event.payload;
      record.event_time = event.event_time;
      record.time_source = event.time_source;
      record.correlation = event.correlation == 0 ? record.seq : event.correlation;
      record.causation = event.causation;
      record.principal = principal_number(event.principal, block);
      record.previous_of_stream = stream_head.last;
      stream_head.last = record.seq;
      if (record.correlation > record.seq || record.causation >= record.seq) std::abort();
      block.offsets.push_back(static_cast<std::uint32_t>(block.events.size()));
      encode_event(record, block.base_time, block.events);
    }
  }
  staged_.store(seq, std::memory_order_release);
}

bool StagedJournal::write(const Staging& batch, Timestamp now, JournalHead& head,
                          Timestamp& record_time) {
  StoreBatch put;
  put.timers = last_changes(batch.timers);
  std::deque<std::string> kept;  // what `put` points into
  for (const auto& staged : batch.blocks) {
    record_time = now > record_time ? now : Timestamp{record_time.ns + 1};
    BlockHeader header;
    header.log_id = head.log_id;
    header.first = staged.first;
    header.count = static_cast<std::uint32_t>(staged.offsets.size());
    header.epoch = head.epoch;
    header.run_id = options_.run_id;
    header.record_time = record_time;
    header.base_time = staged.base_time;
    header.previous = head.hash;
    Prologue prologue;
    prologue.streams = {staged.streams.first,
                        {staged.streams.names.begin(), staged.streams.names.end()}};
    prologue.principals = {staged.principals.first,
                           {staged.principals.names.begin(), staged.principals.names.end()}};
    for (const auto& [key, record] : staged.keys) {
      prologue.keys.push_back({key, record});
      put.keys.push_back({key, record});
    }
    const auto& block_head = kept.emplace_back(encode_block_head(header, prologue));
    head.hash = kept.emplace_back(sha256_(block_head, staged.events));
    head.seq = staged.last();
    put.blocks.push_back({staged.first, head.seq, block_head, staged.events, kept.back()});
  }
  const auto done = store_->put(put);
  if (done) return true;
  {
    std::lock_guard lock(mutex_);
    is_failed_ = true;
  }
  options_.on_failed_write(done.error().what);
  return false;
}

// What is staged is what will be written, once the commit before has ended. False: nothing is.
bool StagedJournal::take_batch(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [&] { return !is_committing_; });
  if (is_failed_ || staging_.is_empty()) return false;
  std::swap(staging_, in_flight_);
  return is_committing_ = true;
}

// REQUIRES: `take_batch` has taken it.
bool StagedJournal::write_batch(Timestamp now) {
  struct Ended {  // whatever happens, others may go on
    StagedJournal& journal;
    ~Ended() {
      {
        std::lock_guard lock(journal.mutex_);
        journal.is_committing_ = false;
      }
      journal.changed_.notify_all();
    }
  } const ended{*this};
  auto head = this->head();
  if (!write(in_flight_, now, head, record_time_)) return false;

  Staging done;  // freed outside the lock
  {
    std::lock_guard lock(mutex_);
    head_ = head;
    end_ = {head.seq,   head.hash,    head.log_id,
            head.epoch, record_time_, end_.blocks + in_flight_.blocks.size()};
    for (const auto& block : in_flight_.blocks)
      for (const auto& staged : block.keys) keys_.note_stored(staged.key);
    std::swap(done, in_flight_);
  }
  if (!done.blocks.empty()) followers_.wake(head.seq);
  return true;
}

bool StagedJournal::commit(Timestamp now) {
  {
    std::unique_lock lock(mutex_);
    if (!take_batch(lock)) return false;
  }
  return write_batch(now);
}

void StagedJournal::begin_commit(Timestamp now) {
  {
    std::unique_lock lock(mutex_);
    if (!take_batch(lock)) return;
    begun_ = now;
    if (!writer_.joinable()) writer_ = std::thread([this] { run_writer(); });
  }
  changed_.notify_all();
}

void StagedJournal::run_writer() {
  while (true) {
    Timestamp now;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return begun_ || is_closing_; });
      if (!begun_) return;
      now = *std::exchange(begun_, std::nullopt);
    }
    write_batch(now);
  }
}

StagedJournal::~StagedJournal() {
  {
    std::lock_guard lock(mutex_);
    is_closing_ = true;
  }
  changed_.notify_all();
  if (writer_.joinable()) writer_.join();
}

const Staging* StagedJournal::staging_of(Seq seq) const {
  if (seq <= head_.seq) return nullptr;
  return in_flight_.find(seq) ? &in_flight_ : &staging_;
}

tl::expected<void, JournalFault> StagedJournal::read_stream(std::string_view stream, Version from,
                                                            const RecordVisitor& visit) const {
  std::shared_ptr<const LoadedBlock> block;  // the last one used
  std::string staged_bytes;
  // Finds the event in what is staged, else in the store. Staged events become stored ones at any
  // time, never the other way: looking in this order misses none.
  const auto find = [&](Seq seq) -> tl::expected<Recorded, JournalFault> {
    if (block && block->holds(seq)) return block->event(seq);
    BlockHeader header;
    {
      std::lock_guard lock(mutex_);
      if (const auto* staging = staging_of(seq)) {
        const auto& staged = *staging->find(seq);
        const auto index = seq - staged.first;
        const auto end =
            index + 1 < staged.offsets.size() ? staged.offsets[index + 1] : staged.events.size();
        staged_bytes.assign(staged.events, staged.offsets[index], end - staged.offsets[index]);
        header.base_time = staged.base_time;
        header.first = staged.first;
      }
    }
    if (header.first != 0) {
      wire::Reader reader(staged_bytes);
      const auto event = decode_event(reader, header, seq);
      if (!event) std::abort();  // we encoded it
      return *event;
    }
    auto loaded = stored_.block_of(seq);
    if (!loaded) return tl::unexpected(loaded.error());
    block = std::move(*loaded);
    return block->event(seq);
  };

  StreamHead head;
  {
    std::lock_guard lock(mutex_);
    head = catalog_.head_of(stream);
  }
  return read_back(head, from, find, visit);
}

}  // namespace

tl::expected<std::unique_ptr<Journal>, JournalFault> open_journal(std::unique_ptr<BlockStore> store,
                                                                  JournalOptions options) {
  auto journal = std::make_unique<StagedJournal>(std::move(store), std::move(options));
  if (const auto opened = journal->open(); !opened) return tl::unexpected(opened.error());
  return journal;
}

}  // namespace fillwright
