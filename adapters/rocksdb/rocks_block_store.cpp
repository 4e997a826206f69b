// Blocks, keys and timers as RocksDB rows. Keys of blocks are big-endian seqs, so that order of
// bytes is order of events.
#include "adapters/rocksdb/rocks_block_store.hpp"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "actors/journal/block.hpp"
#include "adapters/rocksdb/journal_folder.hpp"
#include "events/mutation.hpp"
#include "events/wire.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;
using rocksdb::Slice;
using rocksdb::Status;

constexpr std::size_t hash_size = 32;
constexpr const char* identity_row = "identity";
constexpr std::size_t most_kept_bytes = 16 << 20;

tl::unexpected<JournalFault> fault(std::string what) {
  return tl::unexpected(JournalFault{0, std::move(what)});
}
tl::unexpected<JournalFault> fault(const std::string& doing, const Status& status) {
  return fault(doing + ": " + status.ToString());
}

std::array<char, 8> block_key(Seq seq) {
  std::array<char, 8> key;
  for (std::size_t i = key.size(); i-- > 0; seq >>= 8) key[i] = static_cast<char>(seq & 0xFF);
  return key;
}
Slice slice(const std::array<char, 8>& key) { return {key.data(), key.size()}; }
Slice slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const Slice& bytes) { return {bytes.data(), bytes.size()}; }

std::optional<Seq> seq_of(const Slice& key) {
  if (key.size() != 8) return std::nullopt;
  Seq seq = 0;
  for (const char byte : view(key)) seq = seq << 8 | static_cast<unsigned char>(byte);
  return seq;
}

std::string encode(const KeyRecord& record) {
  std::string row;
  wire::Writer out(row);
  out.fixed64(record.first);
  out.fixed64(record.last);
  out.raw(record.content);
  return row;
}
std::optional<KeyRecord> decode_key(std::string_view row) {
  wire::Reader in(row);
  const auto first = in.fixed64();
  const auto last = in.fixed64();
  const auto content = in.raw(content_hash_size);
  if (!content || !in.is_at_end()) return std::nullopt;
  return KeyRecord{*first, *last, std::string(*content)};
}

std::string encode(const TimerChange& timer) {
  std::string row;
  wire::Writer out(row);
  out.fixed64(static_cast<std::uint64_t>(timer.due->ns));
  out.fixed64(timer.generation);
  return row;
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

// Column families, in the order of their handles.
enum Family : std::size_t {
  default_family,
  blocks_family,
  keys_family,
  timers_family,
  meta_family
};

rocksdb::DBOptions database_options(const RocksOptions& chosen) {
  rocksdb::DBOptions options;
  if (chosen.env) options.env = chosen.env;
  options.max_total_wal_size = chosen.log_bytes;  // reopening costs about 140 MB/s of it
  options.max_file_opening_threads = chosen.opening_threads;
  options.paranoid_checks = true;
  options.track_and_verify_wals_in_manifest = true;  // a missing or short log is noticed
  options.allow_concurrent_memtable_write = false;   // one writer
  options.max_background_jobs = 2;
  options.bytes_per_sync = 1 << 20;  // flushes do not pile up behind a block's sync
  options.keep_log_file_num = 2;
  options.max_log_file_size = 1 << 20;
  options.info_log_level = rocksdb::WARN_LEVEL;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  rocksdb::BlockBasedTableOptions scans;
  scans.block_size = 32 << 10;
  scans.checksum = rocksdb::kXXH3;
  rocksdb::BlockBasedTableOptions points;
  points.block_size = 4 << 10;
  points.checksum = rocksdb::kXXH3;
  points.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  points.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;

  rocksdb::ColumnFamilyOptions blocks;
  blocks.compression = rocksdb::kLZ4Compression;
  blocks.write_buffer_size = 64 << 20;
  blocks.max_write_buffer_number = 4;
  blocks.force_consistency_checks = true;
  rocksdb::ColumnFamilyOptions rows = blocks;
  rows.write_buffer_size = 16 << 20;
  blocks.table_factory.reset(rocksdb::NewBlockBasedTableFactory(scans));
  rows.table_factory.reset(rocksdb::NewBlockBasedTableFactory(points));
  return {{rocksdb::kDefaultColumnFamilyName, rows},
          {"blocks", blocks},
          {"keys", rows},
          {"timers", rows},
          {"meta", rows}};
}

// A database whose creation was cut off before it could take a write holds no log and no table.
bool holds_data(rocksdb::Env& env, const std::string& path) {
  std::vector<std::string> names;
  if (!env.GetChildren(path, &names).ok()) return false;
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name.ends_with(".log") || name.ends_with(".sst");
  });
}

// A folder of our own for a secondary instance's log; removed with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    path_ = (fs::temp_directory_path(error) / "fillwright-reader-XXXXXX").string();
    if (error || !::mkdtemp(path_.data())) path_.clear();
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

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

 private:
  std::unique_ptr<rocksdb::Iterator> iterate(Family family, bool is_scan) const;
  Status write(rocksdb::WriteBatch& batch);
  rocksdb::WriteBatch& empty_batch(std::size_t bytes);

  HeadFile head_;
  File lock_;
  RocksOptions options_;
  bool is_writer_ = false;
  bool is_secondary_ = false;
  std::unique_ptr<TemporaryFolder> temporary_;  // outlives the database
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
  temporary_ = std::make_unique<TemporaryFolder>();
  if (temporary_->path().empty()) return Status::IOError("no temporary folder for reading");
  rocksdb::DBOptions options = database_options(options_);
  options.max_open_files = -1;  // files stay readable when the writer deletes them
  rocksdb::DB* database = nullptr;
  const auto status = rocksdb::DB::OpenAsSecondary(options, path, temporary_->path(), families(),
                                                   &handles_, &database);
  if (status.ok()) database_.reset(database);
  is_secondary_ = status.ok();
  return status;
}

Status RocksBlockStore::open_frozen(const std::string& path) {
  rocksdb::DBOptions options = database_options(options_);
  options.info_log_level = rocksdb::FATAL_LEVEL;
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
  const auto bytes = view(row->value());
  if (bytes.size() < hash_size) return fault("the last block is cut");
  const auto block = decode_block(bytes.substr(0, bytes.size() - hash_size));
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
    batch.Put(handles_[keys_family], slice(key), encode(record));
  for (const auto& timer : puts.timers) {
    if (timer.due)
      batch.Put(handles_[timers_family], timer.key, encode(timer));
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
    const auto bytes = view(row->value());
    if (!first || bytes.size() < hash_size) return fault("a row of the blocks is malformed");
    const auto split = bytes.size() - hash_size;
    if (!visit({*first, bytes.substr(0, split), bytes.substr(split)})) return {};
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
  const auto bytes = view(row->value());
  if (bytes.size() < hash_size) return fault("a row of the blocks is malformed");
  return std::optional(std::string(bytes.substr(0, bytes.size() - hash_size)));
}

tl::expected<std::optional<KeyRecord>, JournalFault> RocksBlockStore::find_key(
    std::string_view key) const {
  rocksdb::PinnableSlice row;
  const auto status =
      database_->Get(rocksdb::ReadOptions(), handles_[keys_family], slice(key), &row);
  if (status.IsNotFound()) return std::optional<KeyRecord>();
  if (!status.ok()) return fault("reading an idempotency key", status);
  auto record = decode_key(view(row));
  if (!record) return fault("the row of idempotency key " + std::string(key) + " is malformed");
  return record;
}

tl::expected<void, JournalFault> RocksBlockStore::read_keys(const KeyVisitor& visit) const {
  const auto row = iterate(keys_family, true);
  std::string last;
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    const auto record = decode_key(view(row->value()));
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
    if (*last < *witness)
      return tl::unexpected(JournalFault{
          *last + 1, "journal " + folder + " has a damaged write-ahead log behind seq " +
                         std::to_string(*last) + ", but seq " + std::to_string(*witness) +
                         " had been synced: " + damage.ToString()});
    store->close();
    status = store->open_to_write(path, rocksdb::WALRecoveryMode::kPointInTimeRecovery, is_new);
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
  auto store = std::make_unique<RocksBlockStore>(std::move(*head), File(), RocksOptions());
  if (const auto status = store->open_to_read(folder + "/db"); !status.ok())
    return fault("journal " + folder + " cannot be opened for reading", status);
  return store;
}

tl::expected<std::unique_ptr<Journal>, JournalFault> open_rocks_journal(const std::string& folder,
                                                                        JournalOptions options) {
  auto store = open_rocks_store(folder);
  if (!store) return tl::unexpected(store.error());
  return open_journal(std::move(*store), std::move(options));
}

tl::expected<std::unique_ptr<JournalReader>, JournalFault> open_rocks_reader(
    const std::string& folder) {
  auto store = open_rocks_store_read_only(folder);
  if (!store) return tl::unexpected(store.error());
  return open_journal_reader(std::move(*store));
}

}  // namespace fillwright
