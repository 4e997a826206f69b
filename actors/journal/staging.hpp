// What is staged and not yet durable: blocks under construction, their keys and timers. Events are
// encoded once, when they are staged. Not thread-safe, but what was taken out is never changed.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "actors/journal/block.hpp"

namespace fillwright {

struct StagedKey {
  std::string key;
  KeyRecord record;
};

struct StagedBlock {
  Seq first = 0;
  Timestamp base_time;
  NewNames<std::string> streams;
  NewNames<std::string> principals;
  std::vector<StagedKey> keys;
  std::string events;                  // encoded
  std::vector<std::uint32_t> offsets;  // of each in `events`

  Seq last() const { return first + offsets.size() - 1; }
};

struct Staging {
  std::deque<StagedBlock> blocks;
  std::vector<TimerChange> timers;
  std::size_t events = 0;
  std::size_t bytes = 0;

  bool is_empty() const { return blocks.empty() && timers.empty(); }

  // The block that takes an append which begins at seq `first` now.
  StagedBlock& open_block(Seq first, Timestamp base_time, std::size_t block_bytes) {
    if (blocks.empty() || blocks.back().events.size() >= block_bytes) {
      const bool is_busy = !blocks.empty();
      auto& block = blocks.emplace_back();
      if (is_busy) block.events.reserve(block_bytes + (block_bytes >> 3));  // it will fill, too
      block.first = first;
      block.base_time = base_time;
    }
    return blocks.back();
  }

  // The block that holds `seq`, or null.
  const StagedBlock* find(Seq seq) const {
    if (blocks.empty() || seq < blocks.front().first || seq > blocks.back().last()) return nullptr;
    auto low = blocks.begin();
    for (auto high = blocks.end(); high - low > 1;) {
      const auto middle = low + (high - low) / 2;
      (middle->first <= seq ? low : high) = middle;
    }
    return &*low;
  }
};

}  // namespace fillwright
