// Reads a compact tape: its index at once, its blocks one at a time, and only those that have what
// is asked for. Every byte is covered by a checksum or by its place, so that damage has a name.
#pragma once

#include <optional>

#include "adapters/tape/tape_block.hpp"
#include "adapters/tape/tape_bytes.hpp"
#include "adapters/tape/tape_format.hpp"

namespace fillwright::tape {

// What of a tape is wanted.
struct Selection {
  std::optional<Timestamp> from;      // and later
  std::optional<Timestamp> to;        // and earlier
  std::vector<std::uint32_t> places;  // of instruments; empty: all
};

// Whether the file begins as a compact tape does, of whatever version. False when it cannot be
// read.
bool is_tape(const std::filesystem::path& path);

// Threads: one.
class TapeReader {
 public:
  // Reads header and index. The error is a sentence with the path and the offset.
  static tl::expected<TapeReader, std::string> open(const std::filesystem::path& path);

  const Origin& origin() const { return origin_; }
  const Contents& contents() const { return contents_; }
  std::uint64_t size() const { return bytes_.size(); }
  std::uint64_t quotes() const;
  std::optional<std::uint32_t> find(std::string_view symbol) const;  // its place; not on a hot path

  // Reads every block and list, and says what is wrong first.
  tl::expected<void, std::string> check() const;
  // The numbers of the blocks that have quotes of an instrument, rising.
  tl::expected<std::vector<std::uint32_t>, std::string> blocks_of(std::uint32_t place) const;
  // The bytes of a block, without its frame; they lie in `bytes`.
  tl::expected<std::string_view, std::string> read_block(std::uint32_t number,
                                                         std::string& bytes) const;
  // "tape PATH, block 3 at offset 4096: …".
  std::string fault_in(std::uint32_t block, std::string_view what) const;

 private:
  explicit TapeReader(TapeBytes bytes) : bytes_(std::move(bytes)) {}
  tl::expected<void, std::string> read_head();
  tl::expected<void, std::string> read_footer();
  tl::unexpected<std::string> bad(std::uint64_t offset, std::string_view what) const;

  TapeBytes bytes_;
  Origin origin_;
  Contents contents_;
  std::uint64_t lists_offset_ = 0;
};

// The quotes of a tape in order. Threads: one.
class TapeCursor {
 public:
  // `reader` must outlive it. What is selected is found out now; a failure shows in `failure`.
  explicit TapeCursor(const TapeReader& reader, Selection selection = {});

  // False at the end, or when the tape cannot be read on: see `failure`.
  bool next(Row& row) {
    for (;;) {
      if (decoder_.left() == 0) {
        if (!open_next_block()) return false;
        continue;
      }
      if (!decoder_.next(row)) return fail("a quote is malformed");
      if (decoder_.left() == 0 && !close_block(row)) return false;
      if (is_everything_ || is_wanted(row)) return true;
    }
  }
  // Empty unless reading failed.
  const std::string& failure() const { return failure_; }

 private:
  bool open_next_block();
  bool close_block(const Row& last);
  bool is_block_wanted(std::uint32_t number) const;
  bool is_wanted(const Row& row) const;
  bool fail(std::string_view what);

  const TapeReader* reader_;
  Selection selection_;
  bool is_everything_ = true;
  std::vector<bool> wanted_blocks_;  // empty: all
  std::vector<bool> wanted_places_;  // likewise
  std::uint32_t next_block_ = 0;
  std::string bytes_;
  BlockDecoder decoder_;
  std::string failure_;
};

}  // namespace fillwright::tape
