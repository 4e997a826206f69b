// Blocks in maps.
#include "adapters/memory/memory_block_store.hpp"

#include <cstdlib>

namespace fillwright {
namespace {

class MemoryBlockStore final : public BlockStore {
 public:
  explicit MemoryBlockStore(std::shared_ptr<MemoryDisk> disk) : disk_(std::move(disk)) {}

  tl::expected<std::optional<StoreIdentity>, JournalFault> identity() const override {
    std::lock_guard lock(disk_->mutex);
    return disk_->identity;
  }
  tl::expected<void, JournalFault> set_identity(StoreIdentity identity) override {
    std::lock_guard lock(disk_->mutex);
    disk_->identity = identity;
    return {};
  }

  tl::expected<void, JournalFault> put(const StoreBatch& batch) override {
    std::lock_guard lock(disk_->mutex);
    ++disk_->writes;
    const auto fate = disk_->fate ? disk_->fate(disk_->writes) : MemoryDisk::Fate::stored;
    using Fate = MemoryDisk::Fate;
    if (fate != Fate::lost && fate != Fate::failed_unwritten) write(batch);
    if (fate == Fate::torn && !batch.blocks.empty()) {
      auto& bytes = disk_->blocks[batch.blocks.back().first].bytes;
      bytes.resize(bytes.size() / 2);
    }
    if (fate == Fate::failed_unwritten || fate == Fate::failed_written)
      return tl::unexpected(
          JournalFault{0, "injected failure of write " + std::to_string(disk_->writes)});
    if (!batch.blocks.empty()) disk_->witness = batch.blocks.back().last;
    return {};
  }

  tl::expected<void, JournalFault> read_blocks(Seq from, const BlockVisitor& visit) const override {
    // The lock is not held while visiting: a visitor may be slow, or write.
    auto next = block_before(from);
    while (next) {
      if (!visit({next->first, next->second.bytes, next->second.hash})) break;
      next = block_after(next->first);
    }
    return {};
  }
  tl::expected<std::optional<std::string>, JournalFault> block_at(Seq seq) const override {
    std::lock_guard lock(disk_->mutex);
    auto found = disk_->blocks.upper_bound(seq);
    if (found == disk_->blocks.begin()) return std::optional<std::string>();
    return std::optional(std::prev(found)->second.bytes);
  }
  tl::expected<std::optional<KeyRecord>, JournalFault> find_key(
      std::string_view key) const override {
    std::lock_guard lock(disk_->mutex);
    const auto found = disk_->keys.find(key);
    if (found == disk_->keys.end()) return std::optional<KeyRecord>();
    return std::optional(found->second);
  }
  tl::expected<void, JournalFault> read_keys(const KeyVisitor& visit) const override {
    std::lock_guard lock(disk_->mutex);
    for (const auto& [key, record] : disk_->keys)
      if (!visit(key, record)) break;
    return {};
  }
  tl::expected<std::vector<DueTimer>, JournalFault> timers() const override {
    std::lock_guard lock(disk_->mutex);
    std::vector<DueTimer> timers;
    for (const auto& [key, timer] : disk_->timers) timers.push_back(timer);
    return timers;
  }
  tl::expected<Seq, JournalFault> witness() const override {
    std::lock_guard lock(disk_->mutex);
    return disk_->witness;
  }
  tl::expected<void, JournalFault> refresh() override { return {}; }
  // Blocks in a map are fast enough as they are.
  tl::expected<void, JournalFault> repack(Seq, Seq last) override {
    std::lock_guard lock(disk_->mutex);
    disk_->repacked = last;
    return {};
  }
  tl::expected<Seq, JournalFault> repacked() const override {
    std::lock_guard lock(disk_->mutex);
    return disk_->repacked;
  }
  tl::expected<void, JournalFault> put_root(std::uint64_t number, std::string_view root) override {
    std::lock_guard lock(disk_->mutex);
    disk_->roots.resize(number);
    disk_->roots.emplace_back(root);
    return {};
  }
  tl::expected<std::vector<std::string>, JournalFault> roots() const override {
    std::lock_guard lock(disk_->mutex);
    return disk_->roots;
  }

 private:
  using Found = std::optional<std::pair<Seq, MemoryDisk::Block>>;

  void write(const StoreBatch& batch) {
    for (const auto& block : batch.blocks)
      disk_->blocks[block.first] = {std::string(block.head).append(block.events),
                                    std::string(block.hash)};
    for (const auto& [key, record] : batch.keys) disk_->keys[std::string(key)] = record;
    for (const auto& timer : batch.timers) {
      if (timer.due)
        disk_->timers[timer.key] = {timer.key, *timer.due, timer.generation};
      else
        disk_->timers.erase(timer.key);
    }
  }
  Found block_before(Seq seq) const {
    std::lock_guard lock(disk_->mutex);
    auto found = disk_->blocks.upper_bound(seq);
    if (found != disk_->blocks.begin()) --found;
    if (found == disk_->blocks.end()) return std::nullopt;
    return *found;
  }
  Found block_after(Seq seq) const {
    std::lock_guard lock(disk_->mutex);
    const auto found = disk_->blocks.upper_bound(seq);
    if (found == disk_->blocks.end()) return std::nullopt;
    return *found;
  }

  std::shared_ptr<MemoryDisk> disk_;
};

}  // namespace

std::unique_ptr<BlockStore> make_memory_store(std::shared_ptr<MemoryDisk> disk) {
  return std::make_unique<MemoryBlockStore>(std::move(disk));
}

tl::expected<std::unique_ptr<Journal>, JournalFault> open_memory_journal(
    std::shared_ptr<MemoryDisk> disk, JournalOptions options) {
  return open_journal(make_memory_store(std::move(disk)), std::move(options));
}

std::unique_ptr<Journal> make_memory_journal(JournalOptions options) {
  auto journal = open_memory_journal(std::make_shared<MemoryDisk>(), std::move(options));
  if (!journal) std::abort();  // an empty disk has no faults
  return std::move(*journal);
}

}  // namespace fillwright
