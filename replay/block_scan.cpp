#include "replay/block_scan.hpp"

#include <algorithm>
#include <thread>

#include "actors/journal/chain.hpp"

namespace fillwright {
namespace {

constexpr std::size_t batch_bytes = 512 << 10;  // stays in a core's cache
constexpr std::size_t most_waiting = 6;

}  // namespace

void BlockScan::Batch::add(const BlockBytes& block) {
  places.push_back({block.first, bytes.size(), block.bytes.size(), block.hash.size()});
  bytes.append(block.bytes).append(block.hash);
}

BlockBytes BlockScan::Batch::block(const Place& place) const {
  const auto from = std::string_view(bytes).substr(place.begin);
  return {place.first, from.substr(0, place.size), from.substr(place.size, place.hash_size)};
}

BlockScan::Outcome BlockScan::run(const BlockVisitor& visit) {
  std::thread reader([this] { read(); });
  Sha256 sha256;
  bool is_stopped = false;
  while (!is_stopped) {
    const auto batch = next();
    if (!batch) break;
    for (auto place = batch->places.begin(); place != batch->places.end() && !is_stopped; ++place)
      is_stopped = !visit(batch->block(*place));
    if (claim(*batch)) hash(*batch, sha256);
    std::lock_guard lock(mutex_);
    is_stopped_ = is_stopped;
    if (used_.size() < most_waiting) used_.push_back(batch);
    changed_.notify_all();
  }
  reader.join();
  return {wrong_hash_, scanned_};
}

BlockScan::Shared BlockScan::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_read_ || !waiting_.empty(); });
  if (waiting_.empty()) return nullptr;
  auto batch = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  return batch;
}

bool BlockScan::claim(Batch& batch) {
  std::lock_guard lock(mutex_);
  return !std::exchange(batch.is_claimed, true);
}

void BlockScan::hash(Batch& batch, Sha256& sha256) {
  std::optional<JournalFault> wrong;
  for (auto place = batch.places.begin(); place != batch.places.end() && !wrong; ++place)
    wrong = check_hash(sha256, batch.block(*place));
  if (!wrong) return;
  std::lock_guard lock(mutex_);
  if (!wrong_hash_ || wrong->seq < wrong_hash_->seq) wrong_hash_ = std::move(wrong);
}

void BlockScan::read() {
  auto batch = std::make_shared<Batch>();
  Sha256 sha256;
  // The caller is behind: its hashing is done here. What it comes to last is likely to be left.
  const auto help = [&] {
    for (;;) {
      Shared behind;
      {
        std::lock_guard lock(mutex_);
        if (waiting_.size() < most_waiting || is_stopped_) return;
        for (const auto& each : waiting_)
          if (!each->is_claimed) behind = each;
        if (behind) behind->is_claimed = true;
      }
      if (!behind) return;
      hash(*behind, sha256);
    }
  };
  auto scanned = store_.read_blocks(1, [&](const BlockBytes& block) {
    batch->add(block);
    if (batch->bytes.size() < batch_bytes) return true;
    help();
    const bool goes_on = hand_over(std::move(batch));
    batch = empty_batch();
    return goes_on;
  });
  if (!batch->places.empty()) (void)hand_over(std::move(batch));
  std::lock_guard lock(mutex_);
  scanned_ = std::move(scanned);
  is_read_ = true;
  changed_.notify_all();
}

// False when nothing more is wanted.
bool BlockScan::hand_over(Shared batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_stopped_ || waiting_.size() < most_waiting; });
  waiting_.push_back(std::move(batch));
  changed_.notify_all();
  return !is_stopped_;
}

// One whose hashing here is over and whose use there is, too: nobody else holds it.
BlockScan::Shared BlockScan::empty_batch() {
  std::lock_guard lock(mutex_);
  const auto free = std::find_if(used_.begin(), used_.end(),
                                 [](const Shared& each) { return each.use_count() == 1; });
  if (free == used_.end()) return std::make_shared<Batch>();
  auto batch = std::move(*free);
  used_.erase(free);
  batch->bytes.clear();
  batch->places.clear();
  batch->is_claimed = false;
  return batch;
}

}  // namespace fillwright
