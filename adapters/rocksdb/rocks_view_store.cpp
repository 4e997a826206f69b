#include "adapters/rocksdb/rocks_view_store.hpp"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <cerrno>
#include <cstdio>  // renameat2
#include <cstring>
#include <filesystem>

#include "adapters/rocksdb/no_log.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;
using rocksdb::Slice;

Slice slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const Slice& bytes) { return {bytes.data(), bytes.size()}; }
tl::unexpected<std::string> failed(const rocksdb::Status& status) {
  return tl::unexpected(status.ToString());
}

rocksdb::Options view_options() {
  rocksdb::BlockBasedTableOptions table;
  table.block_size = 16 << 10;
  table.checksum = rocksdb::kXXH3;
  rocksdb::Options options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kLZ4Compression;
  options.write_buffer_size = 32 << 20;
  options.max_background_jobs = 2;
  options.max_open_files = -1;  // files stay readable when the writer deletes them
  options.info_log = no_log();
  return options;
}

class RocksViewStore final : public ViewStore {
 public:
  RocksViewStore(std::unique_ptr<rocksdb::DB> database, bool is_writer)
      : database_(std::move(database)), is_writer_(is_writer) {}
  ~RocksViewStore() override {
    // A flush is a beginning of what was written: where it fails, the rest is made again.
    if (is_writer_) (void)keep();
  }

  tl::expected<void, std::string> scan(std::string_view prefix, std::string_view from,
                                       const ViewVisitor& visit) const override {
    const std::unique_ptr<rocksdb::Iterator> row(database_->NewIterator({}));
    for (row->Seek(slice(from)); row->Valid() && view(row->key()).starts_with(prefix); row->Next())
      if (!visit(view(row->key()), view(row->value()))) break;
    if (!row->status().ok()) return failed(row->status());
    return {};
  }

  tl::expected<std::optional<ViewRow>, std::string> last(std::string_view prefix,
                                                         std::string_view until) const override {
    const std::unique_ptr<rocksdb::Iterator> row(database_->NewIterator({}));
    row->SeekForPrev(slice(until));
    if (!row->status().ok()) return failed(row->status());
    if (!row->Valid() || !view(row->key()).starts_with(prefix)) return std::optional<ViewRow>();
    return std::optional(ViewRow{row->key().ToString(), row->value().ToString()});
  }

  tl::expected<void, std::string> put(const std::vector<ViewRow>& rows) override {
    rocksdb::WriteBatch batch;
    for (const auto& row : rows) batch.Put(slice(row.key), slice(row.value));
    rocksdb::WriteOptions options;
    options.disableWAL = true;
    if (const auto status = database_->Write(options, &batch); !status.ok()) return failed(status);
    return {};
  }

  tl::expected<void, std::string> keep() override {
    if (const auto status = database_->Flush(rocksdb::FlushOptions()); !status.ok())
      return failed(status);
    return {};
  }

 private:
  std::unique_ptr<rocksdb::DB> database_;
  const bool is_writer_;
};

}  // namespace

tl::expected<std::unique_ptr<ViewStore>, std::string> open_rocks_views(const std::string& folder,
                                                                       ViewAccess access) {
  std::error_code error;
  if (access == ViewAccess::afresh) {
    // Refused while another process has it open.
    const auto destroyed = rocksdb::DestroyDB(folder, view_options());
    if (!destroyed.ok()) return failed(destroyed);
    fs::remove_all(folder, error);
  }
  const bool is_writer = access != ViewAccess::read;
  if (!is_writer && !fs::exists(folder + "/CURRENT", error))
    return tl::unexpected("there are no views in " + folder);
  if (is_writer) fs::create_directories(fs::path(folder).parent_path(), error);
  if (error) return tl::unexpected(folder + ": " + error.message());
  auto options = view_options();
  options.create_if_missing = is_writer;
  rocksdb::DB* database = nullptr;
  const auto status = is_writer ? rocksdb::DB::Open(options, folder, &database)
                                : rocksdb::DB::OpenForReadOnly(options, folder, &database);
  if (!status.ok()) return failed(status);
  return std::make_unique<RocksViewStore>(std::unique_ptr<rocksdb::DB>(database), is_writer);
}

tl::expected<void, std::string> swap_views(const std::string& fresh, const std::string& live) {
  std::error_code error;
  const bool is_exchange = fs::exists(live, error);
  const auto flags = is_exchange ? static_cast<unsigned>(RENAME_EXCHANGE) : 0U;
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, live.c_str(), flags) != 0)
    return tl::unexpected(live + ": " + std::strerror(errno));
  if (is_exchange) fs::remove_all(fresh, error);
  return {};
}

}  // namespace fillwright
