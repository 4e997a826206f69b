#include "adapters/kafka/relay.hpp"

#include <algorithm>
#include <utility>

#include "adapters/cloud_events/head_record.hpp"

namespace fillwright {
namespace {

constexpr Seq ask_every = 1 << 14;       // events between two looks whether to stop
constexpr Seq ask_ahead_every = 1 << 7;  // and whether what is being committed is decided

CloudEventSettings dry(CloudEventSettings settings) {
  settings.is_dry_run = true;
  return settings;
}

RelayFailure damaged(const JournalFault& fault) {
  return {RelayEnd::damaged,
          "the journal cannot be read at seq " + std::to_string(fault.seq) + ": " + fault.what};
}

}  // namespace

Relay::Relay(JournalReader& journal, StateRecords& states, RelayTarget& target,
             RelayOptions options)
    : journal_(journal),
      states_(states),
      target_(target),
      options_(std::move(options)),
      writer_(options_.cloud_events, journal.head().log_id),
      dry_writer_(dry(options_.cloud_events), journal.head().log_id) {}

RelayFailure Relay::fail(const RelayFault& fault) {
  cursor_.reset();
  target_.drop();
  is_doubtful_ = true;
  if (fault.trouble == RelayTrouble::refused) return {RelayEnd::refused, fault.what};
  if (fault.trouble == RelayTrouble::lost) return {RelayEnd::lost, fault.what};
  ++counters_.fences;
  return {RelayEnd::doubted, fault.what};
}

tl::expected<bool, RelayFailure> Relay::step() {
  if (!cursor_)
    if (auto taken = take_over(); !taken) return tl::unexpected(taken.error());
  if (cursor_->seq >= journal_.durable()) {
    const auto heads = heads_to(cursor_->seq);
    if (!heads) return tl::unexpected(heads.error());
    if (heads->empty()) return false;
  }
  if (auto published = publish(); !published) {
    ++counters_.aborts;
    cursor_.reset();
    target_.drop();
    return tl::unexpected(published.error());
  }
  return true;
}

// Whatever went wrong: another relay may have taken over, and to take over again would fence it in
// turn. Kafka's "fenced" does not tell, for it says the same when a transaction was open for too
// long. The cursor tells: whoever takes over signs it before anything else.
Relay::Done Relay::check_owner() {
  const auto found = target_.read_cursor();
  if (!found) return tl::unexpected(fail(found.error()));
  is_doubtful_ = false;
  if (!*found || (*found)->owner == options_.owner || (*found)->owner == known_owner_) return {};
  return tl::unexpected(RelayFailure{
      RelayEnd::fenced, "another relay (" + (*found)->owner +
                            ") has taken over this journal; this one stops: of two the one that "
                            "was started last goes on"});
}

Relay::Done Relay::check_cursor(const Cursor& found) {
  const auto refuse = [](const std::string& what) {
    return tl::unexpected(RelayFailure{RelayEnd::diverged, what});
  };
  if (found.seq < published_)
    return refuse("Kafka's cursor of this journal is at seq " + std::to_string(found.seq) +
                  " and was at " + std::to_string(published_) +
                  ": the topic of cursors has lost records, and publishing on would repeat events");
  if (found.seq > journal_.durable())
    if (const auto fresh = journal_.refresh(); !fresh)
      return tl::unexpected(damaged(fresh.error()));
  if (found.seq > journal_.durable())
    return refuse("Kafka holds this journal up to seq " + std::to_string(found.seq) +
                  ", and here it ends at " + std::to_string(journal_.durable()) +
                  ": this is an older copy of it; nothing was published");
  if (journal_.block_hash(found.seq) != found.block_hash)
    return refuse("what Kafka holds of this journal up to seq " + std::to_string(found.seq) +
                  " is not what is here: the block that ends there has another hash; nothing was "
                  "published");
  return {};
}

Relay::Done Relay::take_over() {
  if (is_doubtful_ && known_owner_)
    if (auto own = check_owner(); !own) return own;
  prepared_count_ = 0;
  ++counters_.take_overs;
  if (auto taken = target_.take_over(); !taken) return tl::unexpected(fail(taken.error()));
  const auto found = target_.read_cursor();
  if (!found) return tl::unexpected(fail(found.error()));
  auto cursor = found->value_or(Cursor{journal_.head().log_id, 0, *journal_.block_hash(0), 0, {}});
  if (auto fits = check_cursor(cursor); !fits) {
    target_.drop();
    return fits;
  }
  published_ = cursor.seq;
  known_owner_ = cursor.owner;
  if (auto claimed = claim(cursor); !claimed) return claimed;
  if (auto folded = fold_to(cursor.seq); !folded) {
    target_.drop();
    return folded;
  }
  cursor.owner = options_.owner;
  cursor_ = std::move(cursor);
  return {};
}

Relay::Done Relay::claim(Cursor cursor) {
  cursor.owner = options_.owner;
  if (auto begun = target_.begin(); !begun) return tl::unexpected(fail(begun.error()));
  if (auto committed = target_.commit(cursor, nullptr); !committed) {
    ++counters_.aborts;
    return tl::unexpected(fail(committed.error()));
  }
  ++counters_.transactions;
  known_owner_ = options_.owner;
  return {};
}

tl::expected<const AnyEvent*, RelayFailure> Relay::apply(const Recorded& recorded) {
  EventMeta meta;
  meta.seq = recorded.seq;
  meta.stream = recorded.stream;
  meta.stream_name = stream_of(recorded);
  meta.version = recorded.version;
  meta.event_time = recorded.event_time;
  meta.record_time = recorded.record_time;
  meta.correlation = recorded.correlation;
  meta.causation = recorded.causation;
  meta.principal = principal_of(recorded);
  const auto* decoded = decoder_.decode(recorded.type, recorded.payload);
  if (const auto taken = states_.apply(meta, decoded); !taken)
    return tl::unexpected(damaged(taken.error()));
  return decoded;
}

Relay::Done Relay::fold_to(Seq seq) {
  // A transaction that failed had taken its events in, and perhaps some behind them. Whether it was
  // undone or not: the next one holds at least what they are ahead, and the changes since.
  if (states_.last_seq() >= seq && changes_from_ <= seq) {
    forget_changes(seq);
    return {};
  }
  if (states_.last_seq() > seq) states_.clear();
  bool is_stopped = false;
  Done done;
  const auto read = journal_.read(states_.last_seq() + 1, [&](const Recorded& recorded) {
    if (recorded.seq > seq) return false;
    if (recorded.seq % ask_every == 0) {
      is_stopped = options_.is_stopping && options_.is_stopping();
      states_.forget_changes(recorded.seq);  // they are published; all of them need not be held
    }
    if (is_stopped) return false;
    const auto applied = apply(recorded);
    if (!applied) done = tl::unexpected(applied.error());
    return done.has_value();
  });
  if (!done) return done;
  if (!read) return tl::unexpected(damaged(read.error()));
  if (is_stopped) return tl::unexpected(RelayFailure{RelayEnd::stopped, "told to stop"});
  forget_changes(seq);
  return {};
}

const std::string& Relay::stream_of(const Recorded& recorded) {
  return streams_.get(recorded.stream,
                      [this](auto number) { return journal_.stream_name(number); });
}
const std::string& Relay::principal_of(const Recorded& recorded) {
  return principals_.get(recorded.principal,
                         [this](auto number) { return journal_.principal_name(number); });
}

Relay::Done Relay::make_record(const Recorded& recorded, OutRecord& out) {
  const auto applied = apply(recorded);
  if (!applied) return tl::unexpected(applied.error());
  auto& writer = states_.is_dry_run(recorded.stream) ? dry_writer_ : writer_;
  writer.write(recorded, *applied, stream_of(recorded), principal_of(recorded), out);
  return {};
}

// Up to the end of a block, and never behind the states that go with it.
bool Relay::has_room(const Transaction& open, const Recorded& recorded) const {
  return recorded.record_time == open.block_time || recorded.seq <= states_.last_seq() ||
         (recorded.seq - open.begin <= options_.most_events && open.bytes <= options_.most_bytes);
}

Relay::Done Relay::put_event(Transaction& open, Seq seq, Timestamp block_time,
                             const OutRecord& record) {
  open.last = seq;
  open.block_time = block_time;
  open.bytes += record.key.size() + record.value.size();
  if (auto put = target_.put(RelayTopic::events, record); !put)
    return tl::unexpected(fail(put.error()));
  return {};
}

Relay::Done Relay::put_events(Transaction& open) {
  const auto prepared = std::exchange(prepared_count_, 0);
  for (std::size_t i = 0; i < prepared; ++i) {
    const auto& next = prepared_[i];
    if (auto put = put_event(open, next.seq, next.block_time, next.record); !put) return put;
  }
  Done done;
  const auto read = journal_.read(open.last + 1, [&](const Recorded& recorded) {
    if (!has_room(open, recorded)) return false;
    if (done = make_record(recorded, record_); !done) return false;
    done = put_event(open, recorded.seq, recorded.record_time, record_);
    return done.has_value();
  });
  if (!done) return done;
  if (!read) return tl::unexpected(damaged(read.error()));
  return {};
}

void Relay::prepare(Seq from, const RelayTarget::IsDecided& is_decided) {
  std::uint64_t bytes = 0;
  // What cannot be read is told when it is to be published.
  (void)journal_.read(from, [&](const Recorded& recorded) {
    if (prepared_count_ == options_.most_events || bytes > options_.most_bytes / 4) return false;
    if (recorded.seq % ask_ahead_every == 0 && is_decided()) return false;
    if (prepared_count_ == prepared_.size()) prepared_.emplace_back();
    auto& next = prepared_[prepared_count_];
    next.seq = recorded.seq;
    next.block_time = recorded.record_time;
    if (!make_record(recorded, next.record)) return false;
    ++prepared_count_;
    bytes += next.record.key.size() + next.record.value.size();
    return true;
  });
}

tl::expected<std::span<const SignedHead>, RelayFailure> Relay::heads_to(Seq last) {
  if (!options_.heads) return std::span<const SignedHead>();
  const auto read = options_.heads();
  if (!read) return tl::unexpected(RelayFailure{RelayEnd::damaged, read.error()});
  const auto& heads = **read;
  if (!heads.empty() && heads.front().log_id != journal_.head().log_id)
    return tl::unexpected(RelayFailure{
        RelayEnd::damaged, "the signed heads beside this journal are of another journal"});
  const auto is_before = [](Seq seq, const SignedHead& head) { return seq < head.seq; };
  const auto from = std::upper_bound(heads.begin(), heads.end(), cursor_->head_seq, is_before);
  const auto to = std::upper_bound(from, heads.end(), last, is_before);
  return std::span<const SignedHead>(from, to);
}

Relay::Done Relay::put_heads(std::span<const SignedHead> heads) {
  for (const auto& head : heads) {
    write_head(options_.cloud_events, head, record_);
    if (auto put = target_.put(RelayTopic::heads, record_); !put)
      return tl::unexpected(fail(put.error()));
  }
  return {};
}

Relay::Done Relay::put_states(Transaction& open) {
  Done done;
  states_.write_changes([&](RelayTopic topic, const OutRecord& record) {
    auto put = target_.put(topic, record);
    if (!put) done = tl::unexpected(fail(put.error()));
    ++open.states;
    return done.has_value();
  });
  return done;
}

Relay::Done Relay::publish() {
  Transaction open;
  open.begin = open.last = cursor_->seq;
  if (auto begun = target_.begin(); !begun) return tl::unexpected(fail(begun.error()));
  if (auto put = put_events(open); !put) return put;
  const auto hash = journal_.block_hash(open.last);
  if (!hash) return tl::unexpected(damaged({open.last, "no block ends here"}));

  if (auto put = put_states(open); !put) return put;
  const auto heads = heads_to(open.last);
  if (!heads) return tl::unexpected(heads.error());
  if (auto put = put_heads(*heads); !put) return put;
  const auto head_seq = heads->empty() ? cursor_->head_seq : heads->back().seq;
  const Cursor next{cursor_->log_id, open.last, *hash, head_seq, options_.owner};
  RelayTarget::Meanwhile meanwhile;
  if (open.last < journal_.durable())
    meanwhile = [&](const auto& is_decided) { prepare(open.last + 1, is_decided); };
  if (auto committed = target_.commit(next, meanwhile); !committed)
    return tl::unexpected(fail(committed.error()));
  cursor_ = next;
  published_ = open.last;
  forget_changes(open.last);
  ++counters_.transactions;
  counters_.events += open.last - open.begin;
  counters_.states += open.states;
  counters_.heads += heads->size();
  return {};
}

void Relay::forget_changes(Seq seq) {
  states_.forget_changes(seq);
  changes_from_ = seq;
}

}  // namespace fillwright
