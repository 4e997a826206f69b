// Encoding and decoding of blocks.
#include "actors/journal/block.hpp"

#include <array>
#include <cassert>

#include "actors/journal/checksums.hpp"

namespace fillwright {
namespace {

// Differences of times wrap, so that any two timestamps have one.
std::int64_t difference(Timestamp later, Timestamp earlier) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(later.ns) -
                                   static_cast<std::uint64_t>(earlier.ns));
}
Timestamp shifted(Timestamp base, std::int64_t by) {
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(base.ns) +
                                    static_cast<std::uint64_t>(by))};
}

void write_names(wire::Writer& out, const NewNames<std::string_view>& names) {
  out.varint(names.names.size());
  if (names.names.empty()) return;
  out.varint(names.first);
  for (const auto name : names.names) out.text(name);
}

bool read_names(wire::Reader& in, NewNames<std::string_view>& names) {
  const auto count = in.varint();
  if (!count || *count > in.rest().size()) return false;
  if (*count == 0) return true;
  const auto first = in.varint();
  if (!first || *first == 0 || *first > UINT32_MAX - *count) return false;
  names.first = static_cast<std::uint32_t>(*first);
  names.names.reserve(*count);
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto name = in.text();
    if (!name) return false;
    names.names.push_back(*name);
  }
  return true;
}

bool read_keys(wire::Reader& in, const BlockHeader& header, std::vector<BlockKey>& keys) {
  const auto count = in.varint();
  if (!count || *count > in.rest().size()) return false;
  keys.reserve(*count);
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto key = in.text();
    const auto content = in.raw(content_hash_size);
    const auto offset = in.varint();
    const auto events = in.varint();
    if (!key || !content || !offset || !events) return false;
    if (*events == 0 || *offset >= header.count || *events > header.count - *offset) return false;
    keys.push_back(
        {*key,
         {header.first + *offset, header.first + *offset + *events - 1, std::string(*content)}});
  }
  return true;
}

// Writes small numbers into a fixed buffer first: an event's fields are appended in one piece.
struct Fields {
  std::array<char, 96> bytes;
  std::size_t size = 0;
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
    bytes[size++] = static_cast<char>(value);
  }
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  std::string_view view() const { return {bytes.data(), size}; }
};

}  // namespace

void encode_event(const Recorded& event, Timestamp base_time, std::string& out) {
  Fields fields;
  fields.varint(event.stream);
  fields.varint(event.version);
  fields.varint(event.type);
  fields.varint(static_cast<std::uint8_t>(event.time_source));
  fields.zigzag(difference(event.event_time, base_time));
  fields.varint(event.seq - event.correlation);
  fields.varint(event.causation == 0 ? 0 : event.seq - event.causation);
  fields.varint(event.previous_of_stream == 0 ? 0 : event.seq - event.previous_of_stream);
  fields.varint(event.principal);

  const std::size_t start = out.size();
  Fields size;
  size.varint(fields.size + event.payload.size());
  out.append(size.view()).append(fields.view()).append(event.payload);
  wire::Writer(out).fixed32(crc32c(std::string_view(out).substr(start)));
}

std::string encode_block_head(const BlockHeader& header, const Prologue& prologue) {
  assert(header.previous.size() == 32 && header.count > 0);
  std::string names;
  wire::Writer names_out(names);
  write_names(names_out, prologue.streams);
  write_names(names_out, prologue.principals);
  names_out.varint(prologue.keys.size());
  for (const auto& [key, record] : prologue.keys) {
    names_out.text(key);
    names_out.raw(record.content);
    names_out.varint(record.first - header.first);
    names_out.varint(record.last - record.first + 1);
  }

  std::string head;
  head.reserve(block_header_size + names.size());
  wire::Writer out(head);
  out.raw(block_magic);
  out.fixed64(header.log_id);
  out.fixed64(header.first);
  out.fixed32(header.count);
  out.fixed64(header.epoch);
  out.fixed64(header.run_id);
  out.fixed64(static_cast<std::uint64_t>(header.record_time.ns));
  out.fixed64(static_cast<std::uint64_t>(header.base_time.ns));
  out.raw(header.previous);
  out.fixed32(static_cast<std::uint32_t>(names.size()));
  // The header's CRC covers the names, which stand behind it.
  out.fixed32(crc32c(head + names));
  out.raw(names);
  return head;
}

tl::expected<BlockView, JournalFault> decode_block(std::string_view bytes) {
  wire::Reader in(bytes);
  const auto magic = in.raw(block_magic.size());
  if (!magic || *magic != block_magic)
    return tl::unexpected(JournalFault{0, "not a block of this format (magic)"});
  BlockView block;
  auto& header = block.header;
  header.log_id = in.fixed64().value_or(0);
  header.first = in.fixed64().value_or(0);
  header.count = in.fixed32().value_or(0);
  header.epoch = in.fixed64().value_or(0);
  header.run_id = in.fixed64().value_or(0);
  header.record_time.ns = static_cast<std::int64_t>(in.fixed64().value_or(0));
  header.base_time.ns = static_cast<std::int64_t>(in.fixed64().value_or(0));
  header.previous = in.raw(32).value_or(std::string_view{});
  const auto names_size = in.fixed32();
  const auto crc = in.fixed32();
  if (!crc) return tl::unexpected(JournalFault{header.first, "block cut inside its header"});
  const auto names = in.raw(*names_size);
  if (!names) return tl::unexpected(JournalFault{header.first, "block cut inside its names"});
  const std::string covered = std::string(bytes.substr(0, block_header_size - 4)).append(*names);
  if (crc32c(covered) != *crc)
    return tl::unexpected(JournalFault{header.first, "block header's CRC is wrong"});

  wire::Reader names_in(*names);
  if (header.first == 0 || header.count == 0 || header.first > UINT64_MAX - header.count ||
      !read_names(names_in, block.prologue.streams) ||
      !read_names(names_in, block.prologue.principals) ||
      !read_keys(names_in, header, block.prologue.keys) || !names_in.is_at_end())
    return tl::unexpected(JournalFault{header.first, "block header is malformed"});
  block.events = in.rest();
  return block;
}

tl::expected<Recorded, std::string_view> decode_event(wire::Reader& events,
                                                      const BlockHeader& header, Seq seq) {
  const std::string_view before = events.rest();
  const auto size = events.varint();
  const auto body = size ? events.raw(*size) : std::nullopt;
  if (!body) return tl::unexpected(std::string_view("block cut inside an event"));
  const std::string_view covered = before.substr(0, before.size() - events.rest().size());
  const auto crc = events.fixed32();
  if (!crc) return tl::unexpected(std::string_view("block cut inside an event"));
  if (crc32c(covered) != *crc) return tl::unexpected(std::string_view("event's CRC is wrong"));

  wire::Reader in(*body);
  const auto stream = in.varint();
  const auto version = in.varint();
  const auto type = in.varint();
  const auto source = in.varint();
  const auto time = in.zigzag();
  const auto correlation = in.varint();
  const auto causation = in.varint();
  const auto previous = in.varint();
  const auto principal = in.varint();
  if (!principal || *stream == 0 || *stream > UINT32_MAX || *version == 0 || *type > UINT16_MAX ||
      *source > UINT8_MAX || *correlation >= seq || *causation >= seq || *previous >= seq ||
      *principal > UINT32_MAX)
    return tl::unexpected(std::string_view("event is malformed"));

  Recorded event;
  event.seq = seq;
  event.stream = static_cast<std::uint32_t>(*stream);
  event.version = *version;
  event.type = static_cast<TypeId>(*type);
  event.payload = in.rest();
  event.event_time = shifted(header.base_time, *time);
  event.time_source = static_cast<TimeSource>(*source);
  event.record_time = header.record_time;
  event.correlation = seq - *correlation;
  event.causation = *causation == 0 ? 0 : seq - *causation;
  event.principal = static_cast<std::uint32_t>(*principal);
  event.previous_of_stream = *previous == 0 ? 0 : seq - *previous;
  return event;
}

}  // namespace fillwright
