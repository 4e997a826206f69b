#include "adapters/rocksdb/segment.hpp"

#include "events/wire.hpp"

namespace fillwright {
namespace {

constexpr std::string_view segment_magic{"FWG\x01", 4};
constexpr std::size_t hash_size = 32;
constexpr std::size_t entry_size = 16;  // of the directory: first seq, end of the block's bytes

std::uint64_t number_at(std::string_view bytes, std::size_t place) {
  return wire::Reader(bytes.substr(place)).fixed64().value_or(0);
}

}  // namespace

std::optional<RowBlocks> RowBlocks::of(Seq first, std::string_view row) {
  RowBlocks blocks;
  blocks.only_ = first;
  blocks.blocks_ = row;
  if (row.size() < hash_size) return std::nullopt;
  if (!row.starts_with(segment_magic)) return blocks;
  wire::Reader in(row.substr(segment_magic.size()));
  const auto count = in.fixed32();
  const auto directory = in.raw(std::uint64_t{count.value_or(0)} * entry_size);
  if (!directory || *count == 0) return std::nullopt;
  blocks.count_ = *count;
  blocks.directory_ = *directory;
  blocks.blocks_ = in.rest();
  std::uint64_t begin = 0;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto end = number_at(*directory, i * entry_size + 8);
    if (end < begin || end - begin < hash_size || end > blocks.blocks_.size()) return std::nullopt;
    if (i > 0 && blocks.first_of(i) <= blocks.first_of(i - 1)) return std::nullopt;
    begin = end;
  }
  if (blocks.first_of(0) != first || begin != blocks.blocks_.size()) return std::nullopt;
  return blocks;
}

Seq RowBlocks::first_of(std::size_t i) const {
  return directory_.empty() ? only_ : number_at(directory_, i * entry_size);
}

BlockBytes RowBlocks::operator[](std::size_t i) const {
  auto bytes = blocks_;
  if (!directory_.empty()) {
    const auto begin = i == 0 ? 0 : number_at(directory_, (i - 1) * entry_size + 8);
    bytes = bytes.substr(begin, number_at(directory_, i * entry_size + 8) - begin);
  }
  const auto split = bytes.size() - hash_size;
  return {first_of(i), bytes.substr(0, split), bytes.substr(split)};
}

std::size_t RowBlocks::place_of(Seq seq) const {
  std::size_t low = 0;
  for (auto high = count_; high - low > 1;) {
    const auto middle = low + (high - low) / 2;
    (first_of(middle) <= seq ? low : high) = middle;
  }
  return low;
}

std::string encode_segment(const std::vector<BlockBytes>& blocks) {
  std::string row;
  wire::Writer out(row);
  out.raw(segment_magic);
  out.fixed32(static_cast<std::uint32_t>(blocks.size()));
  std::uint64_t end = 0;
  for (const auto& block : blocks) {
    out.fixed64(block.first);
    end += block.bytes.size() + block.hash.size();
    out.fixed64(end);
  }
  for (const auto& block : blocks) {
    out.raw(block.bytes);
    out.raw(block.hash);
  }
  return row;
}

}  // namespace fillwright
