#include "adapters/rocksdb/database_options.hpp"

#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

#include <algorithm>

#include "adapters/rocksdb/no_log.hpp"

namespace fillwright {

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
  options.info_log = no_log();
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
  // Where blocks were put into segments, what is left of them goes away by and by.
  constexpr std::size_t rows_looked_at = 4096, deleted_rows = 1024;
  blocks.table_properties_collector_factories = {
      rocksdb::NewCompactOnDeletionCollectorFactory(rows_looked_at, deleted_rows)};
  rocksdb::ColumnFamilyOptions rows = blocks;
  rows.table_properties_collector_factories.clear();
  rows.write_buffer_size = 16 << 20;
  blocks.table_factory.reset(rocksdb::NewBlockBasedTableFactory(scans));
  rows.table_factory.reset(rocksdb::NewBlockBasedTableFactory(points));
  return {{rocksdb::kDefaultColumnFamilyName, rows},
          {"blocks", blocks},
          {"keys", rows},
          {"timers", rows},
          {"meta", rows}};
}

bool holds_data(rocksdb::Env& env, const std::string& path) {
  std::vector<std::string> names;
  if (!env.GetChildren(path, &names).ok()) return false;
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name.ends_with(".log") || name.ends_with(".sst");
  });
}

}  // namespace fillwright
