// Reading a journal that another process may be writing.
#include <mutex>
#include <optional>
#include <shared_mutex>

#include "actors/journal/catalog_snapshot.hpp"
#include "actors/journal/recovered.hpp"
#include "actors/journal/staged_journal.hpp"
#include "actors/journal/stored_events.hpp"

namespace fillwright {
namespace {

class StoredJournalReader final : public JournalReader {
 public:
  StoredJournalReader(std::unique_ptr<BlockStore> store, std::shared_ptr<SnapshotStore> snapshots)
      : store_(std::move(store)), snapshots_(std::move(snapshots)), stored_(*store_) {
    if (!snapshots_) return;
    if (auto kept = load_catalog(*snapshots_, *store_)) {
      catalog_ = std::move(kept->catalog);
      known_ = kept->end.seq;
      chain_.emplace(catalog_, std::move(kept->end));
    }
  }

  tl::expected<Seq, JournalFault> refresh() override {
    std::unique_lock lock(mutex_);
    if (fault_) return tl::unexpected(*fault_);
    const auto witness = store_->witness();
    if (!witness) return tl::unexpected(witness.error());
    if (const auto fresh = store_->refresh(); !fresh) return tl::unexpected(fresh.error());
    auto timers = stored_timers(*store_);
    if (!timers) return tl::unexpected(timers.error());
    if (const auto folded = fold_stored(*store_, *witness, *chain_); !folded) {
      fault_ = folded.error();  // the catalog is half folded
      return tl::unexpected(*fault_);
    }
    timers_ = std::move(*timers);
    if (chain_->seq() >= known_ + snapshot_every && save()) known_ = chain_->seq();
    return chain_->seq();
  }
  bool save_snapshot() const override {
    std::shared_lock lock(mutex_);
    return save();
  }

  Seq durable() const override {
    std::shared_lock lock(mutex_);
    return chain_->seq();
  }
  JournalHead head() const override {
    std::shared_lock lock(mutex_);
    return {chain_->seq(), chain_->hash(), chain_->epoch(), chain_->log_id()};
  }
  Version version_of(std::string_view stream) const override {
    std::shared_lock lock(mutex_);
    return catalog_.head_of(stream).version;
  }
  std::uint32_t stream_count() const override {
    std::shared_lock lock(mutex_);
    return catalog_.streams.count();
  }
  std::string stream_name(std::uint32_t stream) const override {
    std::shared_lock lock(mutex_);
    return std::string(catalog_.streams.name(stream));
  }
  std::string principal_name(std::uint32_t principal) const override {
    std::shared_lock lock(mutex_);
    return std::string(catalog_.principals.name(principal));
  }
  std::vector<DueTimer> timers() const override {
    std::shared_lock lock(mutex_);
    return by_due_time(timers_);
  }
  tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const override {
    return stored_.read(from, durable(), visit);
  }
  tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const override {
    if (seq > durable()) return tl::unexpected(JournalFault{seq, "the journal ends before it"});
    return stored_.read_one(seq, visit);
  }
  std::optional<std::string> block_hash(Seq last) const override {
    if (last > durable()) return std::nullopt;
    return fillwright::block_hash(*store_, last);
  }
  tl::expected<void, JournalFault> read_stream(std::string_view stream, Version from,
                                               const RecordVisitor& visit) const override {
    StreamHead head;
    {
      std::shared_lock lock(mutex_);
      head = catalog_.head_of(stream);
    }
    std::shared_ptr<const LoadedBlock> block;
    return read_back(
        head, from,
        [&](Seq seq) -> tl::expected<Recorded, JournalFault> {
          if (!block || !block->holds(seq)) {
            auto loaded = stored_.block_of(seq);
            if (!loaded) return tl::unexpected(loaded.error());
            block = std::move(*loaded);
          }
          return block->event(seq);
        },
        visit);
  }

 private:
  bool save() const {
    if (!snapshots_ || chain_->seq() == 0 || fault_) return false;
    const auto bytes = encode_catalog(catalog_, chain_->end());
    return snapshots_->save(catalog_snapshot, bytes).has_value();
  }

  std::unique_ptr<BlockStore> store_;
  std::shared_ptr<SnapshotStore> snapshots_;
  StoredEvents stored_;
  mutable std::shared_mutex mutex_;  // guards what follows
  Catalog catalog_;
  std::optional<Chain> chain_{std::in_place, catalog_};
  Seq known_ = 0;  // where the snapshot ends
  Timers timers_;
  std::optional<JournalFault> fault_;
};

}  // namespace

tl::expected<std::unique_ptr<JournalReader>, JournalFault> open_journal_reader(
    std::unique_ptr<BlockStore> store, std::shared_ptr<SnapshotStore> snapshots) {
  auto reader = std::make_unique<StoredJournalReader>(std::move(store), std::move(snapshots));
  if (const auto refreshed = reader->refresh(); !refreshed)
    return tl::unexpected(refreshed.error());
  return reader;
}

}  // namespace fillwright
