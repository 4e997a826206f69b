// Blocks, keys and timers as RocksDB rows. Keys of blocks are big-endian seqs, so that order of
// bytes is order of events.
#pragma once

#include <rocksdb/slice.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "actors/ports/block_store.hpp"

namespace fillwright {

std::array<char, 8> block_key(Seq seq);
// Nothing when it is no key of a block.
std::optional<Seq> seq_of(const rocksdb::Slice& key);

std::string encode_row(const KeyRecord& record);
// Nothing when it is malformed.
std::optional<KeyRecord> decode_key_row(std::string_view row);
// REQUIRES: a due time.
std::string encode_row(const TimerChange& timer);

inline rocksdb::Slice slice(const std::array<char, 8>& key) { return {key.data(), key.size()}; }
inline rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace fillwright
