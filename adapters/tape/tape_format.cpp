#include "adapters/tape/tape_format.hpp"

#include <unordered_set>

#include "actors/journal/checksums.hpp"
#include "events/wire.hpp"

namespace fillwright::tape {
namespace {

constexpr std::string_view end_mark = "FWTE";

void write(wire::Writer& to, const Instrument& instrument) {
  to.text(instrument.terms.symbol);
  to.varint(instrument.quotes);
  to.zigzag(instrument.first.ns);
  to.varint(static_cast<std::uint64_t>(instrument.last.ns - instrument.first.ns));
  to.zigzag(instrument.terms.multiplier.units);
  to.varint(instrument.terms.ticks.size());
  for (const auto& band : instrument.terms.ticks) {
    to.zigzag(band.from.units);
    to.zigzag(band.tick.units);
  }
  to.varint(instrument.list_size);
  to.fixed32(instrument.list_crc);
}

// A time that is `span` after `from`, or nothing beyond what a time can be.
std::optional<Timestamp> after(Timestamp from, std::uint64_t span) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(from.ns, span, &sum)) return std::nullopt;
  return Timestamp{sum};
}

// Each false when malformed.
bool read(wire::Reader& from, Instrument& instrument) {
  const auto symbol = from.text();
  const auto quotes = from.varint();
  const auto first = from.zigzag();
  const auto span = from.varint();
  const auto multiplier = from.zigzag();
  const auto bands = from.varint();
  if (!bands || *bands > from.rest().size()) return false;
  instrument.terms.symbol = *symbol;
  instrument.quotes = *quotes;
  instrument.first = {*first};
  const auto last = after(instrument.first, *span);
  if (!last) return false;
  instrument.last = *last;
  instrument.terms.multiplier = {*multiplier};
  for (std::uint64_t i = 0; i < *bands; ++i) {
    const auto band_from = from.zigzag();
    const auto tick = from.zigzag();
    if (!tick) return false;
    instrument.terms.ticks.push_back({{*band_from}, {*tick}});
  }
  const auto size = from.varint();
  const auto crc = from.fixed32();
  if (!crc) return false;
  instrument.list_size = *size;
  instrument.list_crc = *crc;
  return true;
}

// `before` ends where this one begins, in time and in the file.
bool read(wire::Reader& from, const Block& before, Block& block) {
  const auto size = from.varint();
  const auto gap = from.varint();
  const auto span = from.varint();
  const auto quotes = from.varint();
  if (!quotes || *quotes == 0 || *quotes > most_quotes_a_block || *size > most_bytes_a_block)
    return false;
  const auto first = after(before.last, *gap);
  const auto last = first ? after(*first, *span) : std::nullopt;
  if (!last) return false;
  block.offset = before.offset + frame_size + before.size;
  block.size = static_cast<std::uint32_t>(*size);
  block.quotes = static_cast<std::uint32_t>(*quotes);
  block.first = *first;
  block.last = *last;
  return true;
}

// What lies before the first block: it begins behind the header, at `first_time`.
Block before_all(Timestamp first_time) {
  Block block;
  block.offset = header_size - frame_size;
  block.last = first_time;
  return block;
}

bool read_blocks(wire::Reader& from, Contents& contents) {
  const auto first_time = from.zigzag();
  const auto count = from.varint();
  if (!count || *count > from.rest().size()) return false;
  auto before = before_all({*first_time});
  for (std::uint64_t i = 0; i < *count; ++i) {
    Block block;
    if (!read(from, before, block)) return false;
    before = contents.blocks.emplace_back(block);
  }
  return true;
}

}  // namespace

std::string describe(const Origin& origin) {
  switch (origin.source) {
    case Source::csv:
      return "quotes as they were given (CSV)";
    case Source::feed:
      return "quotes as they came from a feed";
    case Source::bars:
      return "path invented within bars, seed " + std::to_string(origin.seed);
  }
  return "";
}

std::string encode_header(const Origin& origin) {
  std::string out(magic);
  wire::Writer to(out);
  to.byte(version);
  to.byte(static_cast<std::uint8_t>(origin.source));
  to.fixed64(origin.seed);
  to.fixed32(crc32c(out));
  return out;
}

std::optional<Origin> decode_header(std::string_view bytes) {
  wire::Reader from(bytes.substr(magic.size() + 1));
  const auto source = from.byte();
  const auto seed = from.fixed64();
  const auto crc = from.fixed32();
  if (crc != crc32c(bytes.substr(0, header_size - 4))) return std::nullopt;
  if (*source < 1 || *source > static_cast<std::uint8_t>(Source::bars)) return std::nullopt;
  return Origin{static_cast<Source>(*source), *seed};
}

std::string encode_footer(const Contents& contents) {
  std::string out;
  wire::Writer to(out);
  to.varint(contents.faults.size());
  for (const auto count : contents.faults) to.varint(count);
  to.varint(contents.instruments.size());
  for (const auto& instrument : contents.instruments) write(to, instrument);
  const auto first = contents.blocks.empty() ? Timestamp{} : contents.blocks.front().first;
  to.zigzag(first.ns);
  to.varint(contents.blocks.size());
  auto before = before_all(first);
  for (const auto& block : contents.blocks) {
    to.varint(block.size);
    to.varint(static_cast<std::uint64_t>(block.first.ns - before.last.ns));
    to.varint(static_cast<std::uint64_t>(block.last.ns - block.first.ns));
    to.varint(block.quotes);
    before = block;
  }
  return out;
}

std::optional<Contents> decode_footer(std::string_view bytes) {
  Contents contents;
  wire::Reader from(bytes);
  const auto kinds = from.varint();
  if (kinds != contents.faults.size()) return std::nullopt;
  for (auto& count : contents.faults) {
    const auto read_count = from.varint();
    if (!read_count) return std::nullopt;
    count = *read_count;
  }
  const auto instruments = from.varint();
  if (!instruments || *instruments > from.rest().size()) return std::nullopt;
  for (std::uint64_t i = 0; i < *instruments; ++i)
    if (!read(from, contents.instruments.emplace_back())) return std::nullopt;
  std::unordered_set<std::string_view> symbols;
  for (const auto& instrument : contents.instruments)
    if (!symbols.insert(instrument.terms.symbol).second) return std::nullopt;
  if (!read_blocks(from, contents) || !from.is_at_end()) return std::nullopt;
  return contents;
}

std::string encode_trailer(const Trailer& trailer) {
  std::string out;
  wire::Writer to(out);
  to.fixed64(trailer.footer_offset);
  to.fixed32(trailer.footer_size);
  to.fixed32(trailer.footer_crc);
  to.fixed32(crc32c(out));
  to.raw(end_mark);
  return out;
}

std::optional<Trailer> decode_trailer(std::string_view bytes) {
  wire::Reader from(bytes);
  const auto offset = from.fixed64();
  const auto size = from.fixed32();
  const auto footer_crc = from.fixed32();
  const auto crc = from.fixed32();
  if (from.rest() != end_mark || crc != crc32c(bytes.substr(0, 16))) return std::nullopt;
  return Trailer{*offset, *size, *footer_crc};
}

}  // namespace fillwright::tape
