// How a journal's database is set up: its column families and what RocksDB is told of them.
#pragma once

#include <rocksdb/db.h>

#include <string>
#include <vector>

#include "adapters/rocksdb/rocks_block_store.hpp"

namespace fillwright {

// Column families, in the order of their handles.
enum Family : std::size_t {
  default_family,
  blocks_family,
  keys_family,
  timers_family,
  meta_family
};

rocksdb::DBOptions database_options(const RocksOptions& chosen);

// In the order of Family.
std::vector<rocksdb::ColumnFamilyDescriptor> families();

// A database whose creation was cut off before it could take a write holds no log and no table.
bool holds_data(rocksdb::Env& env, const std::string& path);

}  // namespace fillwright
