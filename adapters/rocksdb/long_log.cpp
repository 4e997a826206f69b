#include "adapters/rocksdb/long_log.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

namespace fillwright {
namespace {

using Properties = rocksdb::DB::Properties;

constexpr std::uint64_t long_bytes = 8 << 20;  // a table in memory alone takes a mebibyte at once
constexpr auto patience = std::chrono::seconds(3);
constexpr auto between_looks = std::chrono::milliseconds(2);

std::uint64_t count_of(rocksdb::DB& database, const std::string& property) {
  std::uint64_t count = 0;
  database.GetAggregatedIntProperty(property, &count);
  return count;
}

bool is_failing(rocksdb::DB& database) {
  return count_of(database, Properties::kBackgroundErrors) > 0;
}

// Of every column family; the log goes before the last of them is told as done.
bool is_writing(rocksdb::DB& database) {
  return count_of(database, Properties::kMemTableFlushPending) +
             count_of(database, Properties::kNumRunningFlushes) >
         0;
}

}  // namespace

void write_long_log(rocksdb::DB& database,
                    const std::vector<rocksdb::ColumnFamilyHandle*>& families) {
  if (count_of(database, Properties::kCurSizeAllMemTables) <= long_bytes || is_failing(database))
    return;
  // Begun and looked at, not waited for: after each failed flush RocksDB rests for a second, and
  // how often it tries again on a bad disk is its own affair.
  rocksdb::FlushOptions flush;
  flush.wait = false;
  flush.allow_write_stall = true;  // else it would wait until there is no need for one
  if (!database.Flush(flush, families).ok()) return;
  const auto until = std::chrono::steady_clock::now() + patience;
  while (is_writing(database) && !is_failing(database) && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(between_looks);
}

}  // namespace fillwright
