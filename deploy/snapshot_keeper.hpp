// Keeps what a restart needs up to date while the service runs, on a thread of its own: however
// long it has run, after a kill only what followed the latest snapshot is read again.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "actors/domain/settings.hpp"
#include "actors/ports/journal.hpp"
#include "actors/ports/snapshots.hpp"

namespace fillwright {

class SnapshotKeeper {
 public:
  // All outlive it.
  SnapshotKeeper(const Journal& journal, SnapshotStore& snapshots, const Settings& settings,
                 bool is_always_open);
  ~SnapshotKeeper();
  SnapshotKeeper(const SnapshotKeeper&) = delete;
  SnapshotKeeper& operator=(const SnapshotKeeper&) = delete;

 private:
  void keep();

  const Journal& journal_;
  SnapshotStore& snapshots_;
  const Settings settings_;
  const bool is_always_open_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable wakes_;
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace fillwright
