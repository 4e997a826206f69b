#include "adapters/rocksdb/rocks_block_store.hpp"

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <array>

#include "actors/journal/block.hpp"
#include "adapters/rocksdb/database_options.hpp"
#include "adapters/rocksdb/journal_folder.hpp"
#include "adapters/rocksdb/log_headers.hpp"
#include "adapters/rocksdb/long_log.hpp"
#include "adapters/rocksdb/reader_folder.hpp"
#include "adapters/rocksdb/rows.hpp"
#include "adapters/rocksdb/sealing_rows.hpp"
#include "adapters/rocksdb/segment.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "events/mutation.hpp"
#include "events/wire.hpp"

namespace fillwright {
namespace {

using rocksdb::Slice;
using rocksdb::Status;

constexpr const char* identity_row = "identity";
constexpr std::size_t most_kept_bytes = 16 << 20;

tl::unexpected<JournalFault> fault(std::string what) {
  return tl::unexpected(JournalFault{0, std::move(what)});
}
tl::unexpected<JournalFault> fault(const std::string& doing, const Status& status) {
  return fault(doing + ": " + status.ToString());
}

// That a scan, after its last `Next`, has seen every row up to the family's last. RocksDB 7.8 can
// end it at a damaged block of a further table and report no error, perhaps for the reason that
// facebook/rocksdb#11782 tells of.
tl::expected<void, JournalFault> check_end(const std::string& doing, rocksdb::Iterator& row,
                                           const std::string& last_seen) {
  if (row.status().ok()) row.SeekToLast();
  if (!row.status().ok()) return fault(doing, row.status());
  const auto last = row.Valid() ? view(row.key()) : std::string_view();
  if (last != last_seen) return fault(doing + ": the scan has ended before the last row");
  return {};
}

class RocksBlockStore final : public BlockStore {
 public:
  RocksBlockStore(HeadFile head, File lock, const RocksOptions& options)
      : head_(std::move(head)), lock_(std::move(lock)), options_(options) {}
  ~RocksBlockStore() override;

  Status open_to_write(const std::string& path, rocksdb::WALRecoveryMode mode, bool is_new);
  Status open_to_read(const std::string& path);
  // Reads without a temporary folder, and without what was written after this call.
  Status open_frozen(const std::string& path);
  void close();
  tl::expected<Seq, JournalFault> last_stored() const;

  tl::expected<std::optional<StoreIdentity>, JournalFault> identity() const override;
  tl::expected<void, JournalFault> set_identity(StoreIdentity identity) override;
  tl::expected<void, JournalFault> put(const StoreBatch& batch) override;
  tl::expected<void, JournalFault> read_blocks(Seq from, const BlockVisitor& visit) const override;
  tl::expected<std::optional<std::string>, JournalFault> block_at(Seq seq) const override;
  tl::expected<std::optional<KeyRecord>, JournalFault> find_key(
      std::string_view key) const override;
  tl::expected<void, JournalFault> read_keys(const KeyVisitor& visit) const override;
  tl::expected<std::vector<DueTimer>, JournalFault> timers() const override;
  tl::expected<Seq, JournalFault> witness() const override { return head_.read(); }
  tl::expected<void, JournalFault> refresh() override;
  std::string dropped_tail() const override { return dropped_tail_; }
  void note_dropped_tail(std::string what) { dropped_tail_ = std::move(what); }

  tl::expected<void, JournalFault> repack(Seq first, Seq last) override {
    return sealing_rows().repack(first, last);
  }
  tl::expected<Seq, JournalFault> repacked() const override { return sealing_rows().repacked(); }
  tl::expected<void, JournalFault> put_root(std::uint64_t number, std::string_view root) override {
    return sealing_rows().put_root(number, root);
  }
  tl::expected<std::vector<std::string>, JournalFault> roots() const override {
    return sealing_rows().roots();
  }

 private:
  SealingRows sealing_rows() const {
    return {*database_, handles_[meta_family], handles_[blocks_family]};
  }
  std::unique_ptr<rocksdb::Iterator> iterate(Family family, bool is_scan) const;
  Status write(rocksdb::WriteBatch& batch);
  rocksdb::WriteBatch& empty_batch(std::size_t bytes);

  HeadFile head_;
  File lock_;
  RocksOptions options_;
  bool is_writer_ = false;
  bool is_secondary_ = false;
  std::string dropped_tail_;
  std::unique_ptr<ReaderFolder> temporary_;  // outlives the database
  std::unique_ptr<rocksdb::DB> database_;
  rocksdb::WriteBatch batch_;  // of `put`, kept for its memory
  std::size_t batch_room_ = 0;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

RocksBlockStore::~RocksBlockStore() {
  close();
  if (is_writer_) head_.sync();
}

void RocksBlockStore::close() {
  if (!database_) return;
  if (is_writer_) write_long_log(*database_, handles_);
  for (auto* handle : handles_) database_->DestroyColumnFamilyHandle(handle);
  handles_.clear();
  database_.reset();
}

Status RocksBlockStore::open_to_write(const std::string& path, rocksdb::WALRecoveryMode mode,
                                      bool is_new) {
  rocksdb::DBOptions options = database_options(options_);
  options.create_if_missing = is_new && !holds_data(*options.env, path);
  options.create_missing_column_families = is_new;
  options.wal_recovery_mode = mode;
  rocksdb::DB* database = nullptr;
  const auto status = rocksdb::DB::Open(options, path, families(), &handles_, &database);
  if (status.ok()) database_.reset(database);
  is_writer_ = status.ok();
  return status;
}

Status RocksBlockStore::open_to_read(const std::string& path) {
  temporary_ = std::make_unique<ReaderFolder>();
  if (temporary_->path().empty()) return Status::IOError("no temporary folder for reading");
  rocksdb::DBOptions options = database_options(options_);
  options.max_open_files = -1;  // files stay readable when the writer deletes them
  // Else each catching up starts and ends so many threads for each column family, whether there are
  // new tables or not: 10 ms each time.
  options.max_file_opening_threads = 1;
  rocksdb::DB* database = nullptr;
  const auto status = rocksdb::DB::OpenAsSecondary(options, path, temporary_->path(), families(),
                                                   &handles_, &database);
  if (status.ok()) database_.reset(database);
  is_secondary_ = status.ok();
  return status;
}

Status RocksBlockStore::open_frozen(const std::string& path) {
  rocksdb::DBOptions options = database_options(options_);
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  rocksdb::DB* database = nullptr;
  const auto status = rocksdb::DB::OpenForReadOnly(options, path, families(), &handles_, &database);
  if (status.ok()) database_.reset(database);
  return status;
}

std::unique_ptr<rocksdb::Iterator> RocksBlockStore::iterate(Family family, bool is_scan) const {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  options.fill_cache = !is_scan;
  if (is_scan) options.readahead_size = 2 << 20;
  return std::unique_ptr<rocksdb::Iterator>(database_->NewIterator(options, handles_[family]));
}

// The last event in the last block.
tl::expected<Seq, JournalFault> RocksBlockStore::last_stored() const {
  const auto row = iterate(blocks_family, false);
  row->SeekToLast();
  if (!row->status().ok()) return fault("reading the last block", row->status());
  if (!row->Valid()) return Seq{0};
  const auto blocks = RowBlocks::of(seq_of(row->key()).value_or(0), view(row->value()));
  if (!blocks) return fault("the last block is cut");
  const auto block = decode_block((*blocks)[blocks->count() - 1].bytes);
  if (!block) return tl::unexpected(block.error());
  return block->header.last();
}

tl::expected<std::optional<StoreIdentity>, JournalFault> RocksBlockStore::identity() const {
  std::string row;
  rocksdb::ReadOptions options;
  const auto status = database_->Get(options, handles_[meta_family], identity_row, &row);
  if (status.IsNotFound()) return std::optional<StoreIdentity>();
  if (!status.ok()) return fault("reading the journal's identity", status);
  wire::Reader in(row);
  const auto log_id = in.fixed64();
  const auto epoch = in.fixed64();
  if (!epoch || !in.is_at_end()) return fault("the journal's identity row is malformed");
  return std::optional(StoreIdentity{*log_id, *epoch});
}

Status RocksBlockStore::write(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  // Effects wait for this, so it must survive a power cut.
  options.sync = !is_mutated(Mutation::sync_left_out);
  return database_->Write(options, &batch);
}

tl::expected<void, JournalFault> RocksBlockStore::set_identity(StoreIdentity identity) {
  std::string row;
  wire::Writer out(row);
  out.fixed64(identity.log_id);
  out.fixed64(identity.epoch);
  rocksdb::WriteBatch batch;
  batch.Put(handles_[meta_family], identity_row, row);
  if (const auto status = write(batch); !status.ok()) return fault("writing the epoch", status);
  // A power cut may have taken the witness back: from here on it knows what was found.
  const auto last = last_stored();
  if (!last) return tl::unexpected(last.error());
  if (!head_.write(*last) || !head_.sync()) return fault("the file head cannot be written");
  return {};
}

// Memory that was touched before is written to at twice the speed of new one.
rocksdb::WriteBatch& RocksBlockStore::empty_batch(std::size_t bytes) {
  const bool is_kept = bytes <= batch_room_ && batch_room_ <= most_kept_bytes;
  if (is_kept) {
    batch_.Clear();
  } else {
    batch_ = rocksdb::WriteBatch(bytes);
    batch_room_ = bytes;
  }
  return batch_;
}

tl::expected<void, JournalFault> RocksBlockStore::put(const StoreBatch& puts) {
  if (is_mutated(Mutation::timers_written_apart) && !puts.timers.empty() && !puts.blocks.empty()) {
    const auto blocks = put({puts.blocks, puts.keys, {}});
    return blocks ? put({{}, {}, puts.timers}) : blocks;
  }
  std::size_t size = 1024;
  for (const auto& block : puts.blocks) size += block.head.size() + block.events.size() + 64;
  auto& batch = empty_batch(size);
  for (const auto& block : puts.blocks) {
    const auto key = block_key(block.first);
    const Slice key_part = slice(key);
    const std::array<Slice, 3> value{slice(block.head), slice(block.events), slice(block.hash)};
    batch.Put(handles_[blocks_family], rocksdb::SliceParts(&key_part, 1),
              rocksdb::SliceParts(value.data(), static_cast<int>(value.size())));
  }
  for (const auto& [key, record] : puts.keys)
    batch.Put(handles_[keys_family], slice(key), encode_row(record));
  for (const auto& timer : puts.timers) {
    if (timer.due)
      batch.Put(handles_[timers_family], timer.key, encode_row(timer));
    else
      batch.Delete(handles_[timers_family], timer.key);
  }
  const auto status = write(batch);
  if (!status.ok()) return fault("synced write", status);
  if (!puts.blocks.empty() && !head_.write(puts.blocks.back().last))
    return fault("the file head cannot be written");
  return {};
}

tl::expected<void, JournalFault> RocksBlockStore::read_blocks(Seq from,
                                                              const BlockVisitor& visit) const {
  // Reading ahead pays for a scan of everything, not for a follower's next few blocks.
  const auto row = iterate(blocks_family, from <= 1);
  const auto key = block_key(from);
  row->Seek(slice(key));  // a follower goes on where a block begins
  if (row->status().ok() && (!row->Valid() || row->key() != slice(key))) {
    row->SeekForPrev(slice(key));
    if (!row->Valid() && row->status().ok()) row->SeekToFirst();
  }
  std::string last;
  for (; row->Valid(); row->Next()) {
    const auto first = seq_of(row->key());
    const auto blocks = RowBlocks::of(first.value_or(0), view(row->value()));
    if (!first || !blocks) return fault("a row of the blocks is malformed");
    for (auto i = blocks->place_of(from); i < blocks->count(); ++i)
      if (!visit((*blocks)[i])) return {};
    last.assign(view(row->key()));
  }
  return check_end("reading blocks", *row, last);
}

tl::expected<std::optional<std::string>, JournalFault> RocksBlockStore::block_at(Seq seq) const {
  const auto row = iterate(blocks_family, false);
  const auto key = block_key(seq);
  row->SeekForPrev(slice(key));
  if (!row->status().ok()) return fault("reading a block", row->status());
  if (!row->Valid()) return std::optional<std::string>();
  const auto blocks = RowBlocks::of(seq_of(row->key()).value_or(0), view(row->value()));
  if (!blocks) return fault("a row of the blocks is malformed");
  return std::optional(std::string((*blocks)[blocks->place_of(seq)].bytes));
}

tl::expected<std::optional<KeyRecord>, JournalFault> RocksBlockStore::find_key(
    std::string_view key) const {
  rocksdb::PinnableSlice row;
  const auto status =
      database_->Get(rocksdb::ReadOptions(), handles_[keys_family], slice(key), &row);
  if (status.IsNotFound()) return std::optional<KeyRecord>();
  if (!status.ok()) return fault("reading an idempotency key", status);
  auto record = decode_key_row(view(row));
  if (!record) return fault("the row of idempotency key " + std::string(key) + " is malformed");
  return record;
}

tl::expected<void, JournalFault> RocksBlockStore::read_keys(const KeyVisitor& visit) const {
  const auto row = iterate(keys_family, true);
  std::string last;
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    const auto record = decode_key_row(view(row->value()));
    if (!record)
      return fault("the row of idempotency key " + row->key().ToString() + " is malformed");
    if (!visit(view(row->key()), *record)) return {};
    last.assign(view(row->key()));
  }
  return check_end("reading idempotency keys", *row, last);
}

tl::expected<std::vector<DueTimer>, JournalFault> RocksBlockStore::timers() const {
  std::vector<DueTimer> timers;
  const auto row = iterate(timers_family, true);
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    wire::Reader in(view(row->value()));
    const auto due = in.fixed64();
    const auto generation = in.fixed64();
    if (!generation || !in.is_at_end())
      return fault("the row of timer " + row->key().ToString() + " is malformed");
    timers.push_back(
        {row->key().ToString(), Timestamp{static_cast<std::int64_t>(*due)}, *generation});
  }
  const auto whole = check_end("reading timers", *row, timers.empty() ? "" : timers.back().key);
  if (!whole) return tl::unexpected(whole.error());
  return timers;
}

tl::expected<void, JournalFault> RocksBlockStore::refresh() {
  if (!is_secondary_) return {};
  if (const auto status = database_->TryCatchUpWithPrimary(); !status.ok())
    return fault("catching up with the writer", status);
  return {};
}

JournalFault lost_behind(Seq last, Seq witness, const std::string& folder, const Status& damage) {
  return {last + 1, "journal " + folder + " has a damaged write-ahead log behind seq " +
                        std::to_string(last) + ", but seq " + std::to_string(witness) +
                        " had been synced: " + damage.ToString()};
}

}  // namespace

tl::expected<std::unique_ptr<BlockStore>, JournalFault> open_rocks_store(
    const std::string& folder, const RocksOptions& options) {
  // Looked at before the lock, which writes a file, and again under it.
  if (const auto before = is_journal_folder(folder); !before) return tl::unexpected(before.error());
  auto lock = lock_journal_folder(folder);
  if (!lock) return tl::unexpected(lock.error());
  const auto is_ours = is_journal_folder(folder);
  if (!is_ours) return tl::unexpected(is_ours.error());
  if (!*is_ours) {
    if (const auto created = create_journal_folder(folder); !created)
      return tl::unexpected(created.error());
  }
  auto head = HeadFile::open(folder, true);
  if (!head) return tl::unexpected(head.error());
  const auto witness = head->read();
  if (!witness) return tl::unexpected(witness.error());
  const std::string path = folder + "/db";
  // As long as nothing was ever synced, a database may be missing: its creation was cut off.
  const bool is_new = *witness == 0;

  auto store = std::make_unique<RocksBlockStore>(std::move(*head), std::move(*lock), options);
  auto status = store->open_to_write(path, rocksdb::WALRecoveryMode::kAbsoluteConsistency, is_new);
  if (status.IsCorruption()) {
    // A damaged log: after a crash in the middle of a write its end is torn, and that is fine as
    // long as nothing synced is behind the damage. Look before RocksDB drops the rest.
    const auto damage = status;
    if (status = store->open_frozen(path); !status.ok())
      return fault("journal " + folder + " is damaged: " + damage.ToString());
    const auto last = store->last_stored();
    if (!last) return tl::unexpected(last.error());
    if (*last < *witness) return tl::unexpected(lost_behind(*last, *witness, folder, damage));
    store->close();
    status = store->open_to_write(path, rocksdb::WALRecoveryMode::kPointInTimeRecovery, is_new);
    store->note_dropped_tail(damage.ToString());
  }
  if (!status.ok()) return fault("journal " + folder + " cannot be opened", status);
  return store;
}

tl::expected<std::unique_ptr<BlockStore>, JournalFault> open_rocks_store_read_only(
    const std::string& folder) {
  const auto is_ours = is_journal_folder(folder);
  if (!is_ours) return tl::unexpected(is_ours.error());
  if (!*is_ours) return fault("there is no journal in " + folder);
  auto head = HeadFile::open(folder, false);
  if (!head) return tl::unexpected(head.error());
  if (const auto damage = record_of_reused_log(folder + "/db")) return fault(*damage);
  auto store = std::make_unique<RocksBlockStore>(std::move(*head), File(), RocksOptions());
  const auto witness = store->witness();  // first, for a running writer goes on
  const auto status = store->open_to_read(folder + "/db");
  if (status.ok()) return store;
  // Where does what can be read end?
  if (status.IsCorruption() && store->open_frozen(folder + "/db").ok()) {
    const auto last = store->last_stored();
    if (witness && last && *last < *witness)
      return tl::unexpected(lost_behind(*last, *witness, folder, status));
  }
  return fault("journal " + folder + " cannot be opened for reading", status);
}

tl::expected<std::unique_ptr<Journal>, JournalFault> open_rocks_journal(const std::string& folder,
                                                                        JournalOptions options) {
  auto store = open_rocks_store(folder);
  if (!store) return tl::unexpected(store.error());
  if (!options.snapshots) options.snapshots = make_snapshot_folder(views_folder(folder));
  return open_journal(std::move(*store), std::move(options));
}

tl::expected<std::unique_ptr<JournalReader>, JournalFault> open_rocks_reader(
    const std::string& folder) {
  auto store = open_rocks_store_read_only(folder);
  if (!store) return tl::unexpected(store.error());
  return open_journal_reader(std::move(*store), make_snapshot_folder(views_folder(folder)));
}

}  // namespace fillwright
