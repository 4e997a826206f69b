// Computes blocks' hashes on a thread of its own while their events are checked on the caller's:
// hashing and the rest cost about the same.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "actors/ports/block_store.hpp"

namespace fillwright {

// Threads: one.
class BlockHasher {
 public:
  BlockHasher();
  BlockHasher(const BlockHasher&) = delete;
  BlockHasher& operator=(const BlockHasher&) = delete;
  ~BlockHasher();

  // Takes a copy. Waits when the other thread is far behind. False once some block given so far is
  // known to have another hash than its stored one.
  bool add(const BlockBytes& block);
  // Waits until all were hashed; the first whose hash is another than its stored one.
  std::optional<JournalFault> finish();

 private:
  struct Place {
    Seq first;
    std::size_t begin, size;  // of the bytes; the hash stands behind them
    std::size_t hash_size;
  };
  struct Batch {
    std::string bytes;
    std::vector<Place> places;
  };
  void hand_over(std::unique_lock<std::mutex>& lock);
  void work();

  Batch filling_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Batch> full_;
  std::vector<Batch> empty_;
  std::optional<JournalFault> fault_;
  bool is_over_ = false;
  bool is_idle_ = true;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace fillwright
