// The cache of decoded blocks, and scans.
#include "actors/journal/stored_events.hpp"

namespace fillwright {
namespace {

tl::expected<std::shared_ptr<const LoadedBlock>, JournalFault> load(std::string bytes) {
  auto block = std::make_shared<LoadedBlock>();
  block->bytes = std::move(bytes);
  auto view = decode_block(block->bytes);
  if (!view) return tl::unexpected(view.error());
  block->view = std::move(*view);
  const auto& header = block->view.header;
  wire::Reader events(block->view.events);
  for (std::uint32_t i = 0; i < header.count; ++i) {
    block->offsets.push_back(
        static_cast<std::uint32_t>(block->view.events.size() - events.rest().size()));
    const auto size = events.varint();
    if (!size || !events.raw(*size) || !events.fixed32())
      return tl::unexpected(JournalFault{header.first + i, "block cut inside an event"});
  }
  return block;
}

}  // namespace

tl::expected<Recorded, JournalFault> LoadedBlock::event(Seq seq) const {
  wire::Reader reader(view.events.substr(offsets[seq - view.header.first]));
  const auto event = decode_event(reader, view.header, seq);
  if (!event) return tl::unexpected(JournalFault{seq, std::string(event.error())});
  return *event;
}

tl::expected<std::shared_ptr<const LoadedBlock>, JournalFault> StoredEvents::block_of(
    Seq seq) const {
  {
    std::lock_guard lock(mutex_);
    const auto after = by_first_.upper_bound(seq);
    if (after != by_first_.begin() && (*std::prev(after)->second)->holds(seq)) {
      recent_.splice(recent_.begin(), recent_, std::prev(after)->second);
      return recent_.front();
    }
  }
  auto bytes = store_.block_at(seq);
  if (!bytes) return tl::unexpected(bytes.error());
  if (!*bytes) return tl::unexpected(JournalFault{seq, "no stored block holds this event"});
  auto block = load(std::move(**bytes));
  if (!block) return tl::unexpected(block.error());
  if (!(*block)->holds(seq))
    return tl::unexpected(JournalFault{seq, "no stored block holds this event"});

  std::lock_guard lock(mutex_);
  const auto [place, is_new] = by_first_.try_emplace((*block)->view.header.first);
  if (!is_new) return *place->second;  // another thread was faster
  recent_.push_front(*block);
  place->second = recent_.begin();
  size_ += (*block)->bytes.size();
  while (size_ > capacity_ && recent_.size() > 1) {
    size_ -= recent_.back()->bytes.size();
    by_first_.erase(recent_.back()->view.header.first);
    recent_.pop_back();
  }
  return *block;
}

tl::expected<void, JournalFault> StoredEvents::read_one(Seq seq, const RecordVisitor& visit) const {
  const auto block = block_of(seq);
  if (!block) return tl::unexpected(block.error());
  const auto event = (*block)->event(seq);
  if (!event) return tl::unexpected(event.error());
  visit(*event);
  return {};
}

tl::expected<void, JournalFault> StoredEvents::read(Seq from, Seq last,
                                                    const RecordVisitor& visit) const {
  if (from == 0) from = 1;
  if (from > last) return {};
  Seq next = from;
  bool is_stopped = false;
  tl::expected<void, JournalFault> result;
  const auto scanned = store_.read_blocks(from, [&](const BlockBytes& stored) {
    const auto block = decode_block(stored.bytes);
    if (!block) {
      result = tl::unexpected(JournalFault{next, block.error().what});
      return false;
    }
    if (block->header.first > next || block->header.last() < next) {
      result = tl::unexpected(JournalFault{next, "no stored block holds this event"});
      return false;
    }
    result = for_each_event(*block, [&](const Recorded& event) {
      if (event.seq < next) return true;
      next = event.seq + 1;
      is_stopped = !visit(event) || event.seq == last;
      return !is_stopped;
    });
    return result && !is_stopped;
  });
  if (!result) return result;
  if (!scanned) return tl::unexpected(JournalFault{next, scanned.error().what});
  if (!is_stopped)
    return tl::unexpected(JournalFault{next, "the store ends before the durable watermark"});
  return {};
}

}  // namespace fillwright
