// From CSV to a compact tape: everything is kept that can be, in order, and what is odd is counted.
#include "adapters/tape/tape_import.hpp"

#include "adapters/tape/instrument_of.hpp"
#include "tests/adapters/tape/tape_support.hpp"

using namespace fillwright;
using namespace fillwright::test;
using tape::ImportReport;
using tape::ImportSettings;
using tape::TapeImport;

namespace {

struct Place {
  // Imports what the files hold; the error as it is told.
  tl::expected<ImportReport, std::string> import(ImportSettings settings = {}) {
    auto to = TapeImport::create(folder / "tape", {}, std::move(settings));
    if (!to) return tl::unexpected(to.error());
    if (auto read = tape::import_csv({in}, **to); !read) return tl::unexpected(read.error());
    return (*to)->finish();
  }
  void write(std::string_view name, std::string_view text) {
    std::filesystem::create_directories(in);
    write_file(in / name, text);
  }
  std::vector<TapeRow> rows() const {
    const auto reader = tape::TapeReader::open(folder / "tape").value();
    REQUIRE(reader.check());
    tape::TapeCursor cursor(reader);
    return read_rows(cursor);
  }
  // Nothing was written: neither the tape nor what it is made of.
  bool is_clean() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      if (entry.path().filename() != "in") return false;
    return true;
  }
  TemporaryFolder folder;
  std::filesystem::path in = folder / "in";
};

std::uint64_t count(const ImportReport& report, TapeFault fault) {
  return report.faults[static_cast<std::size_t>(fault)];
}

}  // namespace

TEST_CASE("quotes of several files come in order of time, those of one time as they came",
          "[tape]") {
  Place place;
  place.write("a.csv", "ts_ns,symbol,bid,ask,bid_size,ask_size\n30,SPY,1,2,3,4\n40,SPY,1,2,3,5\n");
  place.write("b.csv", "30,QQQ,1,2,3,4\n10,SPY,1,2,3,4\n30,SPY251205C00680000,5,6,1,1\n");
  place.write("notes.txt", "no tape\n");
  const auto report = place.import();
  REQUIRE(report);
  CHECK(report->files == 2);
  CHECK(report->read == 5);
  CHECK(report->quotes == 5);
  CHECK(report->instruments == 3);
  CHECK(count(*report, TapeFault::out_of_order) == 1);
  const auto rows = place.rows();
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].quote.time.ns == 10);
  CHECK(rows[1].place == 0);
  CHECK(rows[2].place == 1);
  CHECK(rows[3].place == 2);
  CHECK(rows[4].quote.ask_size == Quantity::whole(5));
}

TEST_CASE("sorting beyond memory gives the same tape", "[tape]") {
  const TemporaryFolder folder;
  auto rows = wandering_rows(4, 30'000, 20);
  for (std::size_t i = 0; i + 700 < rows.size(); i += 701) std::swap(rows[i], rows[i + 700]);
  auto expected = rows;
  std::stable_sort(expected.begin(), expected.end(), [](const auto& left, const auto& right) {
    return left.quote.time < right.quote.time;
  });
  // In memory; in 11 runs; in more runs than are merged at once.
  const std::size_t most_rows = GENERATE(100'000, 3'000, 200);
  {
    tape::TapeSorter sorter(folder / "t", most_rows);
    for (const auto& row : rows) REQUIRE(sorter.add(row));
    auto writer = tape::TapeWriter::create(folder / "t", {}).value();
    REQUIRE(sorter.drain(writer));
    REQUIRE(writer.finish(some_terms(20), {}));
  }
  const auto reader = tape::TapeReader::open(folder / "t").value();
  tape::TapeCursor cursor(reader);
  CHECK(is_same(read_rows(cursor), expected));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("crossed and one-sided quotes are kept and counted", "[tape]") {
  Place place;
  place.write("a.csv", "1,SPY,2,1,3,4\n2,SPY,0,1,3,4\n3,SPY,1,2,3,0\n4,SPY,1,1,1,1\n");
  const auto report = place.import();
  REQUIRE(report);
  CHECK(count(*report, TapeFault::crossed) == 1);
  CHECK(count(*report, TapeFault::zero) == 2);
  const auto rows = place.rows();
  REQUIRE(rows.size() == 4);
  CHECK(rows[1].quote.bid_size.units == 0);
  CHECK(rows[2].quote.ask.units == 0);
}

TEST_CASE("a line that cannot be read ends the import, is named, and nothing is written",
          "[tape]") {
  const auto [line, said] = GENERATE(table<std::string, std::string>({
      {"4000,SPY,1,2,3", "line 2: half_a_line"},
      {"4000,SPY,1,x,3,4", "line 2: bad_number: found \"x\""},
      {"4000,spy,1,2,3,4", "line 2: bad_symbol: found \"spy\""},
      {"4000,SPY,1,-2,3,4", "line 2: bad_number"},
  }));
  const std::string end = GENERATE("\n", "\n5000,SPY,1,2,3,4\n");
  Place place;
  place.write("a.csv", "1000,SPY,1,2,3,4\n" + line + end);
  const auto report = place.import();
  REQUIRE_FALSE(report.has_value());
  CHECK_THAT(report.error(), Catch::Contains(said));
  CHECK_THAT(report.error(), Catch::Contains("a.csv"));
  CHECK(place.is_clean());
}

TEST_CASE("a file that ends within a line is refused, or counted when that was asked for",
          "[tape]") {
  Place place;
  place.write("a.csv", "1000,SPY,1,2,3,4\n2000,SPY,1,2,3,4");
  CHECK_THAT(place.import().error(), Catch::Contains("line 2: half_a_line"));
  std::vector<std::string> told;
  ImportSettings settings;
  settings.is_strict = false;
  settings.on_problem = [&](const std::string& sentence) { told.push_back(sentence); };
  const auto report = place.import(settings);
  REQUIRE(report);
  CHECK(report->quotes == 1);
  CHECK(count(*report, TapeFault::half_a_line) == 1);
  CHECK(told.size() == 1);
}

TEST_CASE("where there is nothing to import nothing is written", "[tape]") {
  Place place;
  SECTION("no such folder") {
    CHECK_THAT(place.import().error(), Catch::Contains("there is no file or folder"));
  }
  SECTION("an empty folder") {
    std::filesystem::create_directories(place.in);
    CHECK_THAT(place.import().error(), Catch::Contains("there is no file below"));
  }
  SECTION("no quote at all") {
    place.write("a.csv", "ts_ns,symbol,bid,ask,bid_size,ask_size\n");
    CHECK_THAT(place.import().error(), Catch::Contains("there is no quote"));
  }
  CHECK(place.is_clean());
}

TEST_CASE("a tape is never written over", "[tape]") {
  Place place;
  place.write("a.csv", "1000,SPY,1,2,3,4\n");
  REQUIRE(place.import());
  CHECK_THAT(place.import().error(), Catch::Contains("exists already"));
  CHECK(place.rows().size() == 1);
}

TEST_CASE("an instrument is defined from what the tape says of it", "[tape]") {
  const auto stock = instrument_of({"SPY", {}, {}});
  REQUIRE(stock);
  CHECK(stock->asset_class == AssetClass::stock);
  const auto weekly = instrument_of({"SPXW  251205C06800000", {}, {}});
  REQUIRE(weekly);
  CHECK(weekly->symbol == "SPXW  251205C06800000");
  CHECK(weekly->underlying == "SPX");
  CHECK(weekly->root == "SPXW");
  CHECK(weekly->right == Right::call);
  CHECK(weekly->strike == Price::whole(6'800));
  CHECK(weekly->expiry == *make_date(2025, 12, 5));
  CHECK(instrument_of({"SPX   251219P06800000", {}, {}})->symbol == "SPX   251219P06800000");
  const auto future = instrument_of({"ESZ25", {}, {}});
  REQUIRE(future);
  CHECK(future->expiry == *make_date(2025, 12, 19));
  CHECK(future->multiplier == Quantity::whole(50));
  CHECK(instrument_of({"CLF26", {}, {}})->expiry == *make_date(2025, 12, 20));
  const auto on_future = instrument_of({"ESH20 200320C03000000", {}, {}});
  REQUIRE(on_future);
  CHECK(on_future->underlying == "ESH20");
  CHECK(on_future->multiplier == Quantity::whole(50));
  CHECK(on_future->session == "us_futures");
  // An unknown product needs the tape's word.
  CHECK_FALSE(instrument_of({"ZCZ25", {}, {}}));
  const auto told = instrument_of({"ZCZ25", Quantity::whole(5'000), {{{}, {2'500'000}}}});
  REQUIRE(told);
  CHECK(told->multiplier == Quantity::whole(5'000));
  for (const auto* none : {"", "spy", "+1 SPY -1 QQQ"}) {
    INFO(none);
    CHECK_FALSE(instrument_of({none, {}, {}}));
  }
}
