// The parts of a compact tape's bytes around its blocks: header, footer and trailer. The blocks are
// tape_block's, the file is written by TapeWriter and read by TapeReader; docs/tape_format.md has
// every field.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/market/tape_line.hpp"
#include "events/instrument_events.hpp"

namespace fillwright::tape {

inline constexpr std::string_view magic = "FWT";  // the version's byte follows
inline constexpr std::uint8_t version = 1;
inline constexpr std::size_t header_size = 17;
inline constexpr std::size_t frame_size = 8;  // before each block: its size and its checksum
inline constexpr std::size_t trailer_size = 24;
inline constexpr std::uint32_t most_quotes_a_block = 16'384;
// A quote takes 57 bytes at most, and an instrument in a block's list 25.
inline constexpr std::uint32_t most_bytes_a_block = 2 << 20;

enum class Source : std::uint8_t {
  csv = 1,
  feed = 2,  // recorded as they came
  bars = 3,  // of a minute each: the path within them is invented
};

// Where the quotes came from.
struct Origin {
  Source source = Source::csv;
  std::uint64_t seed = 0;  // of the invented paths, for bars
  bool operator==(const Origin&) const = default;
};
// "path invented within bars, seed 7".
std::string describe(const Origin& origin);

// An instrument as the tape names it, with what its source said of it.
struct Terms {
  std::string symbol;           // canonical
  Quantity multiplier;          // units of the price in one contract; zero: not said
  std::vector<TickBand> ticks;  // empty: not said
  bool operator==(const Terms&) const = default;
};

struct Instrument {
  Terms terms;
  std::uint64_t quotes = 0;
  Timestamp first;
  Timestamp last;
  // The list of the blocks that have quotes of it, in the index.
  std::uint64_t list_size = 0;
  std::uint32_t list_crc = 0;
};

struct Block {
  std::uint64_t offset = 0;  // of its frame
  std::uint32_t size = 0;    // of what follows the frame
  std::uint32_t quotes = 0;
  Timestamp first;
  Timestamp last;
};

// The footer.
struct Contents {
  std::array<std::uint64_t, tape_fault_kinds> faults{};  // by TapeFault, of what it was made from
  std::vector<Instrument> instruments;                   // by place
  std::vector<Block> blocks;                             // by time
};

struct Trailer {
  std::uint64_t footer_offset = 0;
  std::uint32_t footer_size = 0;
  std::uint32_t footer_crc = 0;
};

std::string encode_header(const Origin& origin);
// Nothing when the checksum is wrong or the source unknown. REQUIRES: header_size bytes.
std::optional<Origin> decode_header(std::string_view bytes);

// The blocks lie one behind the other from the header on, so their offsets are not written.
std::string encode_footer(const Contents& contents);
// Nothing when malformed: a symbol twice, times that fall, sizes beyond the bounds above.
std::optional<Contents> decode_footer(std::string_view bytes);

std::string encode_trailer(const Trailer& trailer);
// Nothing when the end mark or the checksum is wrong. REQUIRES: trailer_size bytes.
std::optional<Trailer> decode_trailer(std::string_view bytes);

}  // namespace fillwright::tape
