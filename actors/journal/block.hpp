// The bytes of a block (docs/event_format.md says them field by field). Encoding is canonical;
// decoding takes any bytes and never reads past them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/block_store.hpp"
#include "actors/ports/journal.hpp"
#include "events/wire.hpp"

namespace fillwright {

constexpr std::string_view block_magic{"FWB\x01", 4};  // the last byte is the format's version
constexpr std::size_t block_header_size = 96;
constexpr std::size_t content_hash_size = 16;

struct BlockHeader {
  std::uint64_t log_id = 0;
  Seq first = 0;
  std::uint32_t count = 0;
  std::uint64_t epoch = 0;
  std::uint64_t run_id = 0;
  Timestamp record_time;
  Timestamp base_time;        // event times are stored as differences to it
  std::string_view previous;  // hash of the block before, 32 bytes

  Seq last() const { return first + count - 1; }
};

// Names that the block introduces: numbers `first`, `first` + 1 …
template <class Text>
struct NewNames {
  std::uint32_t first = 0;
  std::vector<Text> names;
};

struct BlockKey {
  std::string_view key;
  KeyRecord record;
};

// What precedes the events.
struct Prologue {
  NewNames<std::string_view> streams;
  NewNames<std::string_view> principals;
  std::vector<BlockKey> keys;
};

// A decoded view; valid while the bytes are.
struct BlockView {
  BlockHeader header;
  Prologue prologue;
  std::string_view events;
};

// Appends one event: its size, fields, payload and CRC. `base_time` is the block's.
// REQUIRES: causation, previous_of_stream < event.seq and correlation <= event.seq, not 0.
void encode_event(const Recorded& event, Timestamp base_time, std::string& out);
// What stands before the events that encode_event wrote: the two joined are the block.
std::string encode_block_head(const BlockHeader& header, const Prologue& prologue);

// Checks magic, sizes and the header's CRC; the events are not looked at.
tl::expected<BlockView, JournalFault> decode_block(std::string_view bytes);

// The next event of a block. `seq` is its place, `header` its block's. On failure says what is
// wrong with it.
tl::expected<Recorded, std::string_view> decode_event(wire::Reader& events,
                                                      const BlockHeader& header, Seq seq);

// Calls visit(const Recorded&) -> bool for every event in order, until it says false; a block
// with bytes left over is bad.
template <class Visit>
tl::expected<void, JournalFault> for_each_event(const BlockView& block, Visit&& visit) {
  wire::Reader events(block.events);
  for (std::uint32_t i = 0; i < block.header.count; ++i) {
    const auto event = decode_event(events, block.header, block.header.first + i);
    if (!event)
      return tl::unexpected(JournalFault{block.header.first + i, std::string(event.error())});
    if (!visit(*event)) return {};
  }
  if (!events.is_at_end())
    return tl::unexpected(JournalFault{block.header.last(), "bytes follow the block's last event"});
  return {};
}

}  // namespace fillwright
