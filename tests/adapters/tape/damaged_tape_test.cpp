// Damage has a name: each flipped bit of a tape, each cut and each later version is found, and
// bytes without any sense do nothing but that.
#include "actors/journal/checksums.hpp"
#include "adapters/tape/open_tape.hpp"
#include "tests/adapters/tape/tape_support.hpp"

using namespace fillwright;
using namespace fillwright::test;
using tape::TapeReader;

namespace {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return mix(state_ += golden_ratio) % bound; }
  char byte() { return static_cast<char>(below(256)); }

 private:
  std::uint64_t state_;
};

struct SmallTape {
  SmallTape() {
    write_tape(folder / "t", wandering_rows(3, 40, 3), 3, {tape::Source::bars, 5});
    bytes = read_file(folder / "t");
  }
  // What opening and checking says; empty when all is well.
  std::string fault_of(const std::string& changed) const {
    write_file(folder / "changed", changed);
    const auto reader = TapeReader::open(folder / "changed");
    if (!reader) return reader.error();
    const auto checked = reader->check();
    return checked ? std::string() : checked.error();
  }
  TemporaryFolder folder;
  std::string bytes;
};

}  // namespace

TEST_CASE("every flipped bit of a tape is found and its place named", "[tape]") {
  const SmallTape tape;
  REQUIRE(tape.fault_of(tape.bytes).empty());
  for (std::size_t at = 0; at < tape.bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = tape.bytes;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      INFO("byte " << at << ", bit " << bit);
      const auto fault = tape.fault_of(changed);
      CHECK_THAT(fault, Catch::Contains("offset "));
      CHECK_THAT(fault, Catch::Contains(tape.folder.path().string()));
    }
  }
}

TEST_CASE("a tape that is cut anywhere, or has something behind it, is named", "[tape]") {
  const SmallTape tape;
  for (std::size_t size = 0; size < tape.bytes.size(); ++size) {
    INFO(size);
    CHECK_THAT(tape.fault_of(tape.bytes.substr(0, size)), Catch::Contains("offset "));
  }
  CHECK_THAT(tape.fault_of(tape.bytes + "x"), Catch::Contains("the end mark is missing"));
  CHECK_THAT(tape.fault_of(tape.bytes + tape.bytes), Catch::Contains("offset "));
  CHECK_THAT(tape.fault_of(tape.bytes.substr(0, 100)),
             Catch::Contains("it was cut off, or is still being written"));
}

TEST_CASE("a tape of a later version says so", "[tape]") {
  const SmallTape tape;
  auto later = tape.bytes;
  later[3] = 2;
  CHECK_THAT(tape.fault_of(later),
             Catch::Contains("it is of version 2; this program reads version 1"));
  CHECK(tape::is_tape(tape.folder / "changed"));
  CHECK_THAT(open_tape(tape.folder / "changed").error(), Catch::Contains("version 2"));
}

TEST_CASE("a damaged block is named by its number and its offset", "[tape]") {
  const TemporaryFolder folder;
  write_tape(folder / "t", wandering_rows(9, 40'000, 5), 5);
  const auto whole = TapeReader::open(folder / "t").value();
  const auto offset = whole.contents().blocks[1].offset;
  auto bytes = read_file(folder / "t");
  bytes[offset + 1'000] ^= 0x10;
  write_file(folder / "t", bytes);
  const auto opened = open_tape(folder / "t");
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error() == "tape " + (folder / "t").string() + ", offset " + std::to_string(offset) +
                              ": block 2: it does not match its checksum");
}

// With checksums made right again, as nobody does by accident: whatever comes, reading it ends.
TEST_CASE("blocks of any bytes are read or refused, and never run away", "[tape]") {
  const auto rows = wandering_rows(3, 200, 7);
  std::string block;
  tape::BlockEncoder().encode(rows, block);
  Chance chance(1);
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto changed = block;
    const auto changes = 1 + chance.below(4);
    for (std::uint64_t i = 0; i < changes; ++i) {
      const auto at = chance.below(changed.size());
      changed[at] = chance.byte();
    }
    if (round % 5 == 0) changed.resize(chance.below(changed.size()));
    tape::BlockDecoder decoder;
    bool is_good = decoder.start(changed, 7);
    TapeRow row;
    std::size_t read = 0;
    while (is_good && decoder.left() > 0) {
      is_good = decoder.next(row);
      if (is_good) CHECK(row.place < 7);
      REQUIRE(++read <= tape::most_quotes_a_block);
    }
    refused += !is_good || !decoder.is_complete();
  }
  CHECK(refused > 5'000);
}

TEST_CASE("footers of any bytes are read or refused", "[tape]") {
  tape::Contents contents;
  for (const auto& terms : some_terms(5))
    contents.instruments.push_back({terms, 1, {5}, {9}, 2, 7});
  contents.blocks = {{tape::header_size, 100, 10, {5}, {7}},
                     {tape::header_size + 108, 90, 9, {7}, {9}}};
  const auto footer = encode_footer(contents);
  REQUIRE(tape::decode_footer(footer)->blocks[1].offset == contents.blocks[1].offset);
  Chance chance(2);
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto changed = footer;
    const auto at = chance.below(changed.size());
    changed[at] = chance.byte();
    if (round % 3 == 0) changed.resize(chance.below(changed.size()));
    refused += !tape::decode_footer(changed).has_value();
  }
  CHECK(refused > 5'000);
}

TEST_CASE("a footer that contradicts the blocks is found", "[tape]") {
  const SmallTape tape;
  const auto trailer = tape::decode_trailer(
      std::string_view(tape.bytes).substr(tape.bytes.size() - tape::trailer_size));
  REQUIRE(trailer);
  const auto footer = tape.bytes.substr(trailer->footer_offset, trailer->footer_size);
  auto contents = tape::decode_footer(footer).value();
  SECTION("another number of quotes of a block") { ++contents.blocks[0].quotes; }
  SECTION("another number of quotes of an instrument") { ++contents.instruments[1].quotes; }
  SECTION("another last time") { contents.blocks[0].last.ns += 1; }
  SECTION("another first time") { contents.blocks[0].first.ns -= 1; }
  SECTION("a list of another length") { ++contents.instruments[2].list_size; }
  SECTION("an instrument fewer") { contents.instruments.pop_back(); }
  SECTION("a symbol twice") { contents.instruments[1].terms = contents.instruments[0].terms; }
  const auto changed = encode_footer(contents);
  const auto before = tape.bytes.substr(0, trailer->footer_offset);
  const auto fault =
      tape.fault_of(before + changed +
                    tape::encode_trailer({before.size(), static_cast<std::uint32_t>(changed.size()),
                                          crc32c(changed)}));
  CHECK_THAT(fault, Catch::Contains("offset "));
}
