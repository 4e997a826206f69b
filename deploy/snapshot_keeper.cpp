#include "deploy/snapshot_keeper.hpp"

#include <chrono>

#include "actors/journal/staged_journal.hpp"
#include "actors/journal_scan.hpp"
#include "adapters/calendar/time_zones.hpp"

namespace fillwright {

SnapshotKeeper::SnapshotKeeper(const Journal& journal, SnapshotStore& snapshots,
                               const Settings& settings, bool is_always_open)
    : journal_(journal),
      snapshots_(snapshots),
      settings_(settings),
      is_always_open_(is_always_open),
      thread_([this] { keep(); }) {}

SnapshotKeeper::~SnapshotKeeper() {
  {
    std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  wakes_.notify_all();
  thread_.join();
}

void SnapshotKeeper::keep() {
  const auto calendar = load_market_calendar(settings_.time_zone, is_always_open_);
  if (!calendar) return;  // the session says so
  // The opening has just made one where much was to be read.
  auto kept_to = journal_.durable();
  std::unique_lock lock(mutex_);
  while (!wakes_.wait_for(lock, std::chrono::seconds(1), [this] { return is_over_; })) {
    if (journal_.durable() < kept_to + snapshot_every) continue;
    lock.unlock();
    const auto reached = journal_.durable();
    // Something may be staged just now: then it is tried again in a second.
    if (journal_.save_snapshot() && save_scan(journal_, settings_, *calendar, snapshots_))
      kept_to = reached;
    lock.lock();
  }
}

}  // namespace fillwright
