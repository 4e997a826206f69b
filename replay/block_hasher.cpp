#include "replay/block_hasher.hpp"

#include "actors/journal/chain.hpp"

namespace fillwright {
namespace {

constexpr std::size_t batch_bytes = 1 << 20;
constexpr std::size_t most_full = 4;

}  // namespace

BlockHasher::BlockHasher() : thread_([this] { work(); }) { filling_.bytes.reserve(batch_bytes); }

BlockHasher::~BlockHasher() {
  {
    std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool BlockHasher::add(const BlockBytes& block) {
  filling_.places.push_back(
      {block.first, filling_.bytes.size(), block.bytes.size(), block.hash.size()});
  filling_.bytes.append(block.bytes).append(block.hash);
  if (filling_.bytes.size() < batch_bytes) return true;
  std::unique_lock lock(mutex_);
  hand_over(lock);
  return !fault_;
}

void BlockHasher::hand_over(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [this] { return full_.size() < most_full; });
  full_.push_back(std::move(filling_));
  filling_ = {};
  if (!empty_.empty()) {
    filling_ = std::move(empty_.back());
    empty_.pop_back();
  }
  changed_.notify_all();
}

std::optional<JournalFault> BlockHasher::finish() {
  std::unique_lock lock(mutex_);
  hand_over(lock);
  changed_.wait(lock, [this] { return full_.empty() && is_idle_; });
  return fault_;
}

void BlockHasher::work() {
  Sha256 sha256;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_over_ || !full_.empty(); });
    if (full_.empty()) return;
    auto batch = std::move(full_.front());
    full_.pop_front();
    is_idle_ = false;
    const bool is_known = fault_.has_value();
    lock.unlock();
    changed_.notify_all();
    std::optional<JournalFault> fault;
    for (auto place = batch.places.begin(); place != batch.places.end() && !fault && !is_known;
         ++place) {
      const auto bytes = std::string_view(batch.bytes).substr(place->begin);
      fault = check_hash(sha256, {place->first, bytes.substr(0, place->size),
                                  bytes.substr(place->size, place->hash_size)});
    }
    batch.bytes.clear();
    batch.places.clear();
    lock.lock();
    if (!fault_) fault_ = std::move(fault);
    empty_.push_back(std::move(batch));
    is_idle_ = true;
    changed_.notify_all();
  }
}

}  // namespace fillwright
