#include "adapters/rocksdb/rows.hpp"

#include "actors/journal/block.hpp"
#include "events/wire.hpp"

namespace fillwright {

std::array<char, 8> block_key(Seq seq) {
  std::array<char, 8> key;
  for (std::size_t i = key.size(); i-- > 0; seq >>= 8) key[i] = static_cast<char>(seq & 0xFF);
  return key;
}
std::optional<Seq> seq_of(const rocksdb::Slice& key) {
  if (key.size() != 8) return std::nullopt;
  Seq seq = 0;
  for (const char byte : view(key)) seq = seq << 8 | static_cast<unsigned char>(byte);
  return seq;
}

std::string encode_row(const KeyRecord& record) {
  std::string row;
  wire::Writer out(row);
  out.fixed64(record.first);
  out.fixed64(record.last);
  out.raw(record.content);
  return row;
}
std::optional<KeyRecord> decode_key_row(std::string_view row) {
  wire::Reader in(row);
  const auto first = in.fixed64();
  const auto last = in.fixed64();
  const auto content = in.raw(content_hash_size);
  if (!content || !in.is_at_end()) return std::nullopt;
  return KeyRecord{*first, *last, std::string(*content)};
}

std::string encode_row(const TimerChange& timer) {
  std::string row;
  wire::Writer out(row);
  out.fixed64(static_cast<std::uint64_t>(timer.due->ns));
  out.fixed64(timer.generation);
  return row;
}

}  // namespace fillwright
