// A compact tape gives back what was written, whole or in part.
#include "tests/adapters/tape/tape_support.hpp"

using namespace fillwright;
using namespace fillwright::test;
using tape::TapeCursor;
using tape::TapeReader;

TEST_CASE("a tape gives back every quote, in order and in full", "[tape]") {
  const auto [count, places] = GENERATE(
      table<std::size_t, std::uint32_t>({{1, 1}, {2, 1}, {16'384, 3}, {16'385, 1}, {50'000, 300}}));
  const TemporaryFolder folder;
  const auto rows = wandering_rows(count, count, places);
  write_tape(folder / "t", rows, places);
  const auto reader = TapeReader::open(folder / "t").value();
  REQUIRE(reader.check());
  TapeCursor cursor(reader);
  CHECK(is_same(read_rows(cursor), rows));
  CHECK(cursor.failure().empty());
  CHECK(reader.quotes() == count);
  CHECK_FALSE(std::filesystem::exists(folder / "t.part"));
}

TEST_CASE("what is said of a tape is read from its header and its footer", "[tape]") {
  const TemporaryFolder folder;
  const auto rows = wandering_rows(5, 40'000, 60);
  write_tape(folder / "t", rows, 60, {tape::Source::bars, 77});
  const auto reader = TapeReader::open(folder / "t").value();
  CHECK(describe(reader.origin()) == "path invented within bars, seed 77");
  const auto& contents = reader.contents();
  CHECK(contents.faults == std::array<std::uint64_t, tape_fault_kinds>{0, 0, 0, 3, 2, 1});
  REQUIRE(contents.instruments.size() == 60);
  CHECK(contents.blocks.size() == 3);
  const auto terms = some_terms(60);
  for (std::uint32_t place = 0; place < 60; ++place) {
    const auto& instrument = contents.instruments[place];
    CHECK(instrument.terms == terms[place]);
    CHECK(reader.find(terms[place].symbol) == place);
    std::vector<TapeRow> own;
    for (const auto& row : rows)
      if (row.place == place) own.push_back(row);
    CHECK(instrument.quotes == own.size());
    CHECK(instrument.first == own.front().quote.time);
    CHECK(instrument.last == own.back().quote.time);
  }
  CHECK_FALSE(reader.find("ZZZ").has_value());
}

TEST_CASE("only what is selected is read, by instrument and by time", "[tape]") {
  const TemporaryFolder folder;
  const auto rows = wandering_rows(6, 60'000, 40);
  write_tape(folder / "t", rows, 40);
  const auto reader = TapeReader::open(folder / "t").value();
  const auto from = rows[20'000].quote.time;
  const auto to = rows[45'000].quote.time;
  const std::vector<std::uint32_t> places = {3, 17};
  const auto is_wanted = [&](const TapeRow& row) {
    return row.quote.time >= from && row.quote.time <= to && (row.place == 3 || row.place == 17);
  };
  std::vector<TapeRow> expected;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(expected), is_wanted);
  TapeCursor cursor(reader, {from, to, places});
  CHECK(is_same(read_rows(cursor), expected));
  TapeCursor late(reader, {rows.back().quote.time + seconds(1), {}, {}});
  CHECK(read_rows(late).empty());
}

TEST_CASE("blocks without an instrument are not read for it", "[tape]") {
  const TemporaryFolder folder;
  std::vector<TapeRow> rows;
  // Place 1 is only in the first and the last of four blocks.
  for (std::int64_t i = 0; i < 4 * tape::most_quotes_a_block; ++i)
    rows.push_back(row_at(1'000 + i, i == 5 || i == 4 * tape::most_quotes_a_block - 1, 100, 101));
  write_tape(folder / "t", rows, 2);
  const auto reader = TapeReader::open(folder / "t").value();
  CHECK(reader.blocks_of(1) == std::vector<std::uint32_t>{0, 3});
  CHECK(reader.blocks_of(0) == std::vector<std::uint32_t>{0, 1, 2, 3});
  // The two in between may be damaged: nobody looks at them.
  auto bytes = read_file(folder / "t");
  bytes[reader.contents().blocks[1].offset + 30] ^= 1;
  write_file(folder / "t", bytes);
  const auto damaged = TapeReader::open(folder / "t").value();
  TapeCursor cursor(damaged, {{}, {}, {1}});
  CHECK(read_rows(cursor).size() == 2);
  CHECK(cursor.failure().empty());
  CHECK_FALSE(damaged.check());
}

TEST_CASE("extreme prices, sizes and times come back", "[tape]") {
  const TemporaryFolder folder;
  const auto most = INT64_MAX;
  std::vector<TapeRow> rows = {{0, {{1}, {most}, {0}, {most}, {1}}},
                               {0, {{1}, {0}, {most}, {0}, {most}}},
                               {1, {{most - 1}, {1}, {2}, {3}, {4}}},
                               {0, {{most}, {most - 1}, {1}, {5}, {most}}}};
  write_tape(folder / "t", rows, 2);
  const auto reader = TapeReader::open(folder / "t").value();
  REQUIRE(reader.check());
  TapeCursor cursor(reader);
  CHECK(is_same(read_rows(cursor), rows));
}

TEST_CASE("a tape without a quote is a tape", "[tape]") {
  const TemporaryFolder folder;
  write_tape(folder / "t", {}, 0);
  const auto reader = TapeReader::open(folder / "t").value();
  CHECK(reader.check());
  CHECK(reader.quotes() == 0);
}

TEST_CASE("what was not finished is not there", "[tape]") {
  const TemporaryFolder folder;
  {
    auto writer = tape::TapeWriter::create(folder / "t", {}).value();
    for (const auto& row : wandering_rows(1, 20'000, 2)) REQUIRE(writer.append(row));
    CHECK(std::filesystem::exists(folder / "t.part"));
  }
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK_FALSE(tape::TapeWriter::create("/nowhere/t", {}));
}
