// A block of a compact tape: up to 16,384 quotes by time, each as what differs from the same
// instrument's quote before it. Times, prices and sizes are counted in their greatest common
// measure within the block, so that a tick is one. docs/tape_format.md has every field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/market/tape_source.hpp"
#include "events/wire.hpp"

namespace fillwright::tape {

using Row = TapeRow;

// Each row begins with a byte of these.
enum Change : std::uint8_t {
  bid_price = 1,
  ask_price = 2,
  bid_size = 4,
  ask_size = 8,
  later = 16,       // than the row before; else at the same time
  other_slot = 32,  // than the one that follows the last row's
};

// Keeps its memory from block to block. Threads: one.
class BlockEncoder {
 public:
  // REQUIRES: rows by time, at least one; sizes and prices not negative.
  void encode(const std::vector<Row>& rows, std::string& out);
  // The instruments of the last block, rising.
  const std::vector<std::uint32_t>& places() const { return places_; }

 private:
  struct Slot {
    std::uint64_t price_unit = 0;
    std::uint64_t size_unit = 0;
    Quote last;
  };
  void measure(const std::vector<Row>& rows);
  void write_row(wire::Writer& to, const Row& row);

  std::vector<std::uint32_t> places_;
  std::vector<std::uint32_t> slot_of_place_;
  std::vector<Slot> slots_;
  std::uint64_t time_unit_ = 1;
  std::int64_t time_ = 0;
  std::uint32_t slot_ = 0;
};

// Reads one block, quote by quote, without allocating for any of them. Bytes are not trusted:
// whatever they are, `next` ends and stays within them.
class BlockDecoder {
 public:
  // False when its beginning is malformed or names an instrument outside `instruments`. `payload`
  // must outlive the reading.
  bool start(std::string_view payload, std::size_t instruments);
  std::uint32_t left() const { return left_; }
  // The time that the rows count from.
  Timestamp first() const { return first_; }
  // All rows were read, and nothing follows.
  bool is_complete() const { return left_ == 0 && at_ == end_; }
  // The instruments in it, rising.
  const std::vector<std::uint32_t>& places() const { return places_; }
  // False when malformed. REQUIRES: left() > 0.
  bool next(Row& row);

 private:
  struct Slot {
    std::uint64_t price_unit = 0;
    std::uint64_t size_unit = 0;
    std::uint64_t bid = 0, ask = 0, bid_size = 0, ask_size = 0;  // wrap around instead of overflow
  };
  bool read(std::uint64_t& value) {
    const auto [next, read] = wire::read_varint(at_, end_);
    if (!next) return false;
    at_ = next;
    value = read;
    return true;
  }
  bool move(std::uint64_t& value, std::uint64_t unit) {
    std::uint64_t change = 0;
    if (!read(change)) return false;
    value += static_cast<std::uint64_t>(wire::from_zigzag(change)) * unit;
    return true;
  }

  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::uint32_t left_ = 0;
  std::uint32_t slot_ = 0;
  Timestamp first_;
  std::int64_t time_ = 0;
  std::uint64_t time_unit_ = 1;
  std::vector<std::uint32_t> places_;
  std::vector<Slot> slots_;
};

// Inline: the inner loop of every backtest.
inline bool BlockDecoder::next(Row& row) {
  if (at_ == end_) return false;
  const auto changes = static_cast<std::uint8_t>(*at_++);
  if (changes >= 2 * Change::other_slot) return false;
  if (changes & Change::later) {
    std::uint64_t steps = 0;
    std::uint64_t span = 0;
    if (!read(steps) || __builtin_mul_overflow(steps, time_unit_, &span) ||
        __builtin_add_overflow(time_, span, &time_))
      return false;
  }
  if (changes & Change::other_slot) {
    std::uint64_t slot = 0;
    if (!read(slot) || slot >= slots_.size()) return false;
    slot_ = static_cast<std::uint32_t>(slot);
  } else if (++slot_ >= slots_.size()) {
    slot_ = 0;
  }
  auto& slot = slots_[slot_];
  if ((changes & Change::bid_price) && !move(slot.bid, slot.price_unit)) return false;
  if ((changes & Change::ask_price) && !move(slot.ask, slot.price_unit)) return false;
  if ((changes & Change::bid_size) && !move(slot.bid_size, slot.size_unit)) return false;
  if ((changes & Change::ask_size) && !move(slot.ask_size, slot.size_unit)) return false;
  row.place = places_[slot_];
  row.quote = {{time_},
               {static_cast<std::int64_t>(slot.bid)},
               {static_cast<std::int64_t>(slot.ask)},
               {static_cast<std::int64_t>(slot.bid_size)},
               {static_cast<std::int64_t>(slot.ask_size)}};
  --left_;
  return true;
}

}  // namespace fillwright::tape
