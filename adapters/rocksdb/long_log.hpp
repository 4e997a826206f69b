// What is only in a database's log is read from there, into memory, by each that opens it.
#pragma once

#include <rocksdb/db.h>

#include <vector>

namespace fillwright {

// Writes what a long log holds into tables, before a database is closed. Best effort, for three
// seconds at most: the log has all of it whatever becomes of this. A short log stays as it is.
void write_long_log(rocksdb::DB& database,
                    const std::vector<rocksdb::ColumnFamilyHandle*>& families);

}  // namespace fillwright
