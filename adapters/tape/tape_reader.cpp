#include "adapters/tape/tape_reader.hpp"

#include <algorithm>

#include "actors/journal/checksums.hpp"

namespace fillwright::tape {
namespace {

using Read = tl::expected<void, std::string>;

}  // namespace

bool is_tape(const std::filesystem::path& path) {
  const auto bytes = TapeBytes::open(path);
  std::string beginning;
  return bytes && bytes->size() >= magic.size() && bytes->read(0, magic.size(), beginning) &&
         beginning == magic;
}

tl::unexpected<std::string> TapeReader::bad(std::uint64_t offset, std::string_view what) const {
  return tl::unexpected("tape " + bytes_.path().string() + ", offset " + std::to_string(offset) +
                        ": " + std::string(what));
}

std::string TapeReader::fault_in(std::uint32_t block, std::string_view what) const {
  return bad(contents_.blocks[block].offset,
             "block " + std::to_string(block + 1) + ": " + std::string(what))
      .value();
}

tl::expected<TapeReader, std::string> TapeReader::open(const std::filesystem::path& path) {
  auto bytes = TapeBytes::open(path);
  if (!bytes) return tl::unexpected(bytes.error());
  TapeReader reader(std::move(*bytes));
  if (auto read = reader.read_head(); !read) return tl::unexpected(read.error());
  if (auto read = reader.read_footer(); !read) return tl::unexpected(read.error());
  return reader;
}

Read TapeReader::read_head() {
  std::string bytes;
  const auto size = std::min<std::uint64_t>(bytes_.size(), header_size);
  if (auto read = bytes_.read(0, size, bytes); !read) return read;
  if (!bytes.starts_with(magic)) return bad(0, "it does not begin as a tape does, with \"FWT\"");
  if (bytes.size() > magic.size()) {
    const auto found = static_cast<std::uint8_t>(bytes[magic.size()]);
    if (found != version)
      return bad(magic.size(), "it is of version " + std::to_string(found) +
                                   "; this program reads version " + std::to_string(version));
  }
  if (size < header_size) return bad(size, "it ends within its header");
  const auto origin = decode_header(bytes);
  if (!origin) return bad(0, "its header does not match its checksum, or is of an unknown source");
  origin_ = *origin;
  return {};
}

Read TapeReader::read_footer() {
  constexpr auto cut_off = "the end mark is missing: it was cut off, or is still being written";
  std::string bytes;
  if (bytes_.size() < header_size + trailer_size) return bad(bytes_.size(), cut_off);
  const auto trailer_offset = bytes_.size() - trailer_size;
  if (auto read = bytes_.read(trailer_offset, trailer_size, bytes); !read) return read;
  const auto trailer = decode_trailer(bytes);
  if (!trailer) return bad(trailer_offset, cut_off);
  if (trailer->footer_offset < header_size || trailer->footer_offset > trailer_offset ||
      trailer->footer_size != trailer_offset - trailer->footer_offset)
    return bad(trailer_offset, "the footer is not where the end says");
  if (auto read = bytes_.read(trailer->footer_offset, trailer->footer_size, bytes); !read)
    return read;
  if (crc32c(bytes) != trailer->footer_crc)
    return bad(trailer->footer_offset, "the footer does not match its checksum");
  auto contents = decode_footer(bytes);
  if (!contents) return bad(trailer->footer_offset, "the footer is malformed");
  contents_ = std::move(*contents);

  lists_offset_ = header_size;
  if (!contents_.blocks.empty()) {
    const auto& last = contents_.blocks.back();
    lists_offset_ = last.offset + frame_size + last.size;
  }
  auto end = lists_offset_;
  for (const auto& instrument : contents_.instruments)
    if (__builtin_add_overflow(end, instrument.list_size, &end))
      return bad(trailer->footer_offset, "the footer is malformed");
  if (end != trailer->footer_offset)
    return bad(trailer->footer_offset, "what the footer lists is not as long as the file");
  return {};
}

std::uint64_t TapeReader::quotes() const {
  std::uint64_t sum = 0;
  for (const auto& block : contents_.blocks) sum += block.quotes;
  return sum;
}

std::optional<std::uint32_t> TapeReader::find(std::string_view symbol) const {
  const auto& all = contents_.instruments;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& instrument) {
    return instrument.terms.symbol == symbol;
  });
  if (found == all.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - all.begin());
}

tl::expected<std::vector<std::uint32_t>, std::string> TapeReader::blocks_of(
    std::uint32_t place) const {
  auto offset = lists_offset_;
  for (std::uint32_t i = 0; i < place; ++i) offset += contents_.instruments[i].list_size;
  const auto& instrument = contents_.instruments[place];
  std::string bytes;
  if (auto read = bytes_.read(offset, instrument.list_size, bytes); !read)
    return tl::unexpected(read.error());
  const auto what = "the list of blocks of " + instrument.terms.symbol;
  if (crc32c(bytes) != instrument.list_crc)
    return bad(offset, what + " does not match its checksum");
  std::vector<std::uint32_t> numbers;
  wire::Reader from(bytes);
  for (std::uint64_t end = 0; !from.is_at_end();) {
    const auto gap = from.varint();
    const auto length = from.varint();
    const auto left = contents_.blocks.size() - end;
    if (!length || *gap > left || *length > left - *gap) return bad(offset, what + " is malformed");
    for (std::uint64_t i = 0; i < *length; ++i)
      numbers.push_back(static_cast<std::uint32_t>(end + *gap + i));
    end += *gap + *length;
  }
  return numbers;
}

tl::expected<std::string_view, std::string> TapeReader::read_block(std::uint32_t number,
                                                                   std::string& bytes) const {
  const auto& block = contents_.blocks[number];
  if (auto read = bytes_.read(block.offset, frame_size + block.size, bytes); !read)
    return tl::unexpected(read.error());
  wire::Reader frame(bytes);
  const auto size = frame.fixed32();
  const auto crc = frame.fixed32();
  if (size != block.size || crc != crc32c(frame.rest()))
    return tl::unexpected(fault_in(number, "it does not match its checksum"));
  return frame.rest();
}

Read TapeReader::check() const {
  std::vector<std::uint64_t> quotes(contents_.instruments.size(), 0);
  TapeCursor cursor(*this);
  for (Row row; cursor.next(row);) ++quotes[row.place];
  if (!cursor.failure().empty()) return tl::unexpected(cursor.failure());
  for (std::uint32_t place = 0; place < quotes.size(); ++place) {
    if (auto numbers = blocks_of(place); !numbers) return tl::unexpected(numbers.error());
    const auto& instrument = contents_.instruments[place];
    if (quotes[place] != instrument.quotes)
      return bad(header_size, instrument.terms.symbol + " has " + std::to_string(quotes[place]) +
                                  " quotes; the footer says " + std::to_string(instrument.quotes));
  }
  return {};
}

TapeCursor::TapeCursor(const TapeReader& reader, Selection selection)
    : reader_(&reader), selection_(std::move(selection)) {
  is_everything_ = !selection_.from && !selection_.to && selection_.places.empty();
  if (selection_.places.empty()) return;
  wanted_blocks_.resize(reader.contents().blocks.size());
  wanted_places_.resize(reader.contents().instruments.size());
  for (const auto place : selection_.places) {
    wanted_places_[place] = true;
    const auto numbers = reader.blocks_of(place);
    if (!numbers) {
      failure_ = numbers.error();
      return;
    }
    for (const auto number : *numbers) wanted_blocks_[number] = true;
  }
}

bool TapeCursor::fail(std::string_view what) {
  failure_ = reader_->fault_in(next_block_ - 1, what);
  decoder_ = {};
  return false;
}

bool TapeCursor::is_block_wanted(std::uint32_t number) const {
  const auto& block = reader_->contents().blocks[number];
  if (selection_.from && block.last < *selection_.from) return false;
  if (selection_.to && block.first > *selection_.to) return false;
  return wanted_blocks_.empty() || wanted_blocks_[number];
}

bool TapeCursor::is_wanted(const Row& row) const {
  if (selection_.from && row.quote.time < *selection_.from) return false;
  if (selection_.to && row.quote.time > *selection_.to) return false;
  return wanted_places_.empty() || wanted_places_[row.place];
}

bool TapeCursor::open_next_block() {
  const auto& blocks = reader_->contents().blocks;
  if (!failure_.empty()) return false;
  while (next_block_ < blocks.size() && !is_block_wanted(next_block_)) ++next_block_;
  if (next_block_ == blocks.size()) return false;
  const auto number = next_block_++;
  const auto payload = reader_->read_block(number, bytes_);
  if (!payload) {
    failure_ = payload.error();
    return false;
  }
  if (!decoder_.start(*payload, reader_->contents().instruments.size()) ||
      decoder_.left() != blocks[number].quotes || decoder_.first() != blocks[number].first)
    return fail("its beginning is malformed, or not what the footer says");
  return true;
}

// The last quote must come when the index says, and be the last thing.
bool TapeCursor::close_block(const Row& last) {
  if (decoder_.is_complete() && last.quote.time == reader_->contents().blocks[next_block_ - 1].last)
    return true;
  return fail("its end is malformed, or not what the footer says");
}

}  // namespace fillwright::tape
