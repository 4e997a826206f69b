// A block store in memory, for tests, simulation and backtests without a disk.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/staged_journal.hpp"
#include "actors/ports/block_store.hpp"

namespace fillwright {

// What outlives a store: open another one over the same disk and it is a restart. Guard: `mutex`,
// for whoever looks at it or spoils it while a store is in use.
struct MemoryDisk {
  struct Block {
    std::string bytes;
    std::string hash;
  };
  // What becomes of a write.
  enum class Fate {
    stored,
    failed_unwritten,  // an error, and nothing of it is there
    failed_written,    // an error, and yet all of it is there
    lost,              // reported as synced, but it is not there: a disk that lies
    torn,              // reported as synced, but the last block was cut in the middle
  };

  std::mutex mutex;
  std::optional<StoreIdentity> identity;
  std::map<Seq, Block> blocks;
  std::map<std::string, KeyRecord, std::less<>> keys;
  std::map<std::string, DueTimer, std::less<>> timers;
  Seq witness = 0;
  Seq repacked = 0;
  std::vector<std::string> roots;
  std::uint64_t writes = 0;  // puts so far
  // Decides the fate of the next put (numbered 1, 2, 3 …); empty: all are stored.
  std::function<Fate(std::uint64_t write)> fate;
};

std::unique_ptr<BlockStore> make_memory_store(std::shared_ptr<MemoryDisk> disk);

tl::expected<std::unique_ptr<Journal>, JournalFault> open_memory_journal(
    std::shared_ptr<MemoryDisk> disk, JournalOptions options = {});
// With a disk of its own.
std::unique_ptr<Journal> make_memory_journal(JournalOptions options = {});

}  // namespace fillwright
