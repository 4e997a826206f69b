// The journal's blocks in RocksDB: the embedded default. A journal is a folder:
//   FILLWRIGHT   a line of text: this folder is ours
//   writer.lock  locked by the process that writes; holds its pid
//   head         the witness: which seq was last synced, apart from RocksDB
//   db/          RocksDB: column families blocks, keys, timers, meta
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/journal/staged_journal.hpp"
#include "actors/ports/block_store.hpp"

namespace rocksdb {
class Env;
}

namespace fillwright {

// How RocksDB is run. Tests give it another file system and little room.
struct RocksOptions {
  rocksdb::Env* env = nullptr;       // null: the operating system's. It outlives the store.
  std::size_t log_bytes = 32 << 20;  // of the write-ahead log, before tables are written of it
  int opening_threads = 16;          // for the tables of each column family
};

// Opens a folder for writing, and creates it when it is missing or empty. Refused, with a fault
// that says why: another process writes it; it is not a journal; a file of it is missing or
// damaged. Nothing is repaired: only a write that was torn before it was synced is dropped.
tl::expected<std::unique_ptr<BlockStore>, JournalFault> open_rocks_store(
    const std::string& folder, const RocksOptions& options = {});

// Opens for reading, also while another process writes. Needs no right to write into the folder,
// but a temporary one elsewhere.
tl::expected<std::unique_ptr<BlockStore>, JournalFault> open_rocks_store_read_only(
    const std::string& folder);

// These two keep snapshots in `folder`.views, unless the options name another place.
tl::expected<std::unique_ptr<Journal>, JournalFault> open_rocks_journal(
    const std::string& folder, JournalOptions options = {});
tl::expected<std::unique_ptr<JournalReader>, JournalFault> open_rocks_reader(
    const std::string& folder);

}  // namespace fillwright
