// Single events out of stored blocks, through a small cache of decoded blocks: what following a
// stream's back-pointers needs. Threads: any.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/block.hpp"
#include "actors/journal/catalog.hpp"
#include "actors/ports/block_store.hpp"

namespace fillwright {

// A block in memory with the place of each of its events.
struct LoadedBlock {
  std::string bytes;
  BlockView view;  // into bytes
  std::vector<std::uint32_t> offsets;

  bool holds(Seq seq) const { return seq >= view.header.first && seq <= view.header.last(); }
  // Decodes it and checks its CRC. REQUIRES: holds(seq).
  tl::expected<Recorded, JournalFault> event(Seq seq) const;
};

class StoredEvents {
 public:
  // `capacity` bounds the cache, in bytes of blocks.
  explicit StoredEvents(const BlockStore& store, std::size_t capacity = 16 << 20)
      : store_(store), capacity_(capacity) {}

  // The block that holds `seq`, which must be stored: else a fault.
  tl::expected<std::shared_ptr<const LoadedBlock>, JournalFault> block_of(Seq seq) const;

  // One stored event.
  tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const;
  // Visits events from `from` to `last` in order, past the cache.
  tl::expected<void, JournalFault> read(Seq from, Seq last, const RecordVisitor& visit) const;

 private:
  using Loaded = std::shared_ptr<const LoadedBlock>;
  const BlockStore& store_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  mutable std::list<Loaded> recent_;                             // latest used first
  mutable std::map<Seq, std::list<Loaded>::iterator> by_first_;  // of recent_
  mutable std::size_t size_ = 0;
};

// Visits the events of a stream with this head from version `from` up, oldest first, by going back
// along the back-pointers. find(Seq) -> tl::expected<Recorded, JournalFault>. Keeps 8 bytes an
// event.
template <class Find>
tl::expected<void, JournalFault> read_back(StreamHead head, Version from, const Find& find,
                                           const RecordVisitor& visit) {
  if (from == 0) from = 1;
  std::vector<Seq> places;  // newest first
  for (Version version = head.version; version >= from; --version) {
    places.push_back(head.last);
    if (version == from) break;  // nobody asks what precedes it
    const auto event = find(head.last);
    if (!event) return tl::unexpected(event.error());
    if (event->version != version)
      return tl::unexpected(JournalFault{head.last, "back-pointer leads to another version"});
    head.last = event->previous_of_stream;
  }
  for (; !places.empty(); places.pop_back()) {
    const auto event = find(places.back());
    if (!event) return tl::unexpected(event.error());
    if (!visit(*event)) break;
  }
  return {};
}

}  // namespace fillwright
