// Reads a store's blocks on a thread of its own while they are used on the caller's, and hashes
// them on whichever of the two has nothing better to do: reading, hashing and using cost about the
// same.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/checksums.hpp"
#include "actors/ports/block_store.hpp"

namespace fillwright {

// Threads: one.
class BlockScan {
 public:
  explicit BlockScan(const BlockStore& store) : store_(store) {}

  struct Outcome {
    std::optional<JournalFault> wrong_hash;    // the first block whose hash is not its stored one
    tl::expected<void, JournalFault> scanned;  // what the store says of reading
  };
  // Visits all blocks in order, until `visit` says false. Each block that was visited was hashed.
  Outcome run(const BlockVisitor& visit);

 private:
  struct Batch {
    struct Place {
      Seq first;
      std::size_t begin, size, hash_size;  // the hash stands behind the bytes
    };
    std::string bytes;
    std::vector<Place> places;
    bool is_claimed = false;  // for hashing; guarded by the scan's mutex

    void add(const BlockBytes& block);
    BlockBytes block(const Place& place) const;
  };
  using Shared = std::shared_ptr<Batch>;

  void read();
  bool hand_over(Shared batch);
  Shared empty_batch();
  Shared next();
  void hash(Batch& batch, Sha256& sha256);
  bool claim(Batch& batch);

  const BlockStore& store_;
  tl::expected<void, JournalFault> scanned_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Shared> waiting_;  // for the caller
  std::vector<Shared> used_;    // their memory is used again
  std::optional<JournalFault> wrong_hash_;
  bool is_read_ = false;  // nothing more will come
  bool is_stopped_ = false;
};

}  // namespace fillwright
