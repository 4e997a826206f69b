// Where blocks are kept. Staging, blocks, chain and recovery are ours (actors/journal); a store
// only keeps bytes, atomically and durably. See adapters/rocksdb and adapters/memory.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

// A block as stored: its raw bytes (docs/event_format.md) and their SHA-256.
struct BlockBytes {
  Seq first = 0;
  std::string_view bytes;
  std::string_view hash;  // 32 bytes
};
// A block to be stored: its bytes are the two parts joined.
struct BlockPut {
  Seq first = 0;
  Seq last = 0;
  std::string_view head;
  std::string_view events;
  std::string_view hash;
};
// Return false to stop.
using BlockVisitor = std::function<bool(const BlockBytes&)>;

// What an idempotency key stands for.
struct KeyRecord {
  Seq first = 0;
  Seq last = 0;
  std::string content;  // 16 bytes: the start of the SHA-256 of what was appended
  bool operator==(const KeyRecord&) const = default;
};
struct KeyPut {
  std::string_view key;
  KeyRecord record;
};
using KeyVisitor = std::function<bool(std::string_view key, const KeyRecord&)>;

struct StoreIdentity {
  std::uint64_t log_id = 0;
  std::uint64_t epoch = 0;
};

struct StoreBatch {
  std::vector<BlockPut> blocks;  // in order
  std::vector<KeyPut> keys;
  std::vector<TimerChange> timers;
};

// Threads: one writer at a time; reads from any thread, also during a write.
class BlockStore {
 public:
  virtual ~BlockStore() = default;

  // Nothing: the store is new.
  virtual tl::expected<std::optional<StoreIdentity>, JournalFault> identity() const = 0;
  // Synced.
  virtual tl::expected<void, JournalFault> set_identity(StoreIdentity identity) = 0;
  // All or nothing, and synced. After a failure what is stored is unknown.
  virtual tl::expected<void, JournalFault> put(const StoreBatch& batch) = 0;

  // Blocks in order, beginning with the one that holds `from` (or the first after it).
  virtual tl::expected<void, JournalFault> read_blocks(Seq from,
                                                       const BlockVisitor& visit) const = 0;
  // A copy of the bytes of the last block whose first seq is at most `seq`.
  virtual tl::expected<std::optional<std::string>, JournalFault> block_at(Seq seq) const = 0;
  virtual tl::expected<std::optional<KeyRecord>, JournalFault> find_key(
      std::string_view key) const = 0;
  virtual tl::expected<void, JournalFault> read_keys(const KeyVisitor& visit) const = 0;
  virtual tl::expected<std::vector<DueTimer>, JournalFault> timers() const = 0;

  // The last seq known, from a witness apart from the blocks, to have been synced; 0: none known.
  // A journal that ends before it has lost synced blocks.
  virtual tl::expected<Seq, JournalFault> witness() const = 0;
  // Makes visible what another process has written since.
  virtual tl::expected<void, JournalFault> refresh() = 0;
  // What opening for writing dropped of a torn write, for people; empty: nothing.
  virtual std::string dropped_tail() const { return {}; }

  // --- What the sealer keeps (actors/journal/sealer.hpp). Beside `put`, from one other thread;
  // atomic and not synced: after a power cut it is done again. ---

  // Keeps the blocks from the one that begins at `first` to the one that ends at `last` together
  // from now on, for faster scans. Every read returns the same bytes as before.
  virtual tl::expected<void, JournalFault> repack(Seq first, Seq last) = 0;
  // Up to where blocks have been repacked, or need not be; 0: from the beginning.
  virtual tl::expected<Seq, JournalFault> repacked() const = 0;
  // The root of the Merkle tree's subtree of this number, 32 bytes; numbers rise by one from 0.
  virtual tl::expected<void, JournalFault> put_root(std::uint64_t number,
                                                    std::string_view root) = 0;
  virtual tl::expected<std::vector<std::string>, JournalFault> roots() const = 0;
};

}  // namespace fillwright
