// LEAN's minute quotes come onto a tape: their times in UTC, their prices in ours, every bar's
// corners on it; what is wrong with them is named, and nothing written.
#include "adapters/lean/lean_import.hpp"

#include <catch2/catch.hpp>

#include "adapters/lean/lean_bars.hpp"
#include "adapters/tape/tape_reader.hpp"
#include "tests/adapters/lean/write_zip.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;
using namespace fillwright::test;
using tape::ImportReport;
using tape::TapeImport;

namespace {

constexpr auto hours = R"({"entries": {
  "Equity-usa-[*]": {"dataTimeZone": "America/New_York", "exchangeTimeZone": "America/New_York"},
  "Option-usa-[*]": {"dataTimeZone": "America/New_York", "exchangeTimeZone": "America/New_York"},
  "Future-cme-ES": {"dataTimeZone": "UTC", "exchangeTimeZone": "America/New_York"}}})";
constexpr auto properties =
    "market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation\n"
    "usa,[*],option,,USD,100,0.01,1\n"
    "usa,[*],equity,,USD,1,0.01,1\n"
    "\n"
    "cme,6J,future,Japanese Yen Futures,USD,12500000.0,5e-07,1.0\n"
    "cme,ES,future,E-mini S&P 500 Futures,USD,50.0,0.25,1.0\n";

// A data folder of LEAN's, and the tape that is made of it.
struct LeanFolder {
  LeanFolder() {
    std::filesystem::create_directories(data / "market-hours");
    std::filesystem::create_directories(data / "symbol-properties");
    write_file(data / "market-hours" / "market-hours-database.json", hours);
    write_file(data / "symbol-properties" / "symbol-properties-database.csv", properties);
  }
  void add(const std::string& path,
           const std::vector<std::pair<std::string, std::string>>& entries) const {
    write_zip(data / path, entries);
  }
  tl::expected<ImportReport, std::string> import(const std::string& path = "",
                                                 std::uint64_t seed = 1,
                                                 bool is_strict = true) const {
    tape::ImportSettings settings;
    settings.is_strict = is_strict;
    auto to = TapeImport::create(folder / "tape", {tape::Source::bars, seed}, settings);
    if (!to) return tl::unexpected(to.error());
    const auto from = path.empty() ? data : data / path;
    if (auto read = lean::import_lean({from}, seed, **to); !read)
      return tl::unexpected(read.error());
    return (*to)->finish();
  }
  tape::TapeReader tape() const { return tape::TapeReader::open(folder / "tape").value(); }
  std::vector<Quote> quotes_of(const std::string& symbol) const {
    const auto reader = tape();
    tape::TapeCursor cursor(reader, {{}, {}, {reader.find(symbol).value()}});
    std::vector<Quote> quotes;
    for (TapeRow row; cursor.next(row);) quotes.push_back(row.quote);
    return quotes;
  }
  bool has_tape() const { return std::filesystem::exists(folder / "tape"); }
  TemporaryFolder folder;
  std::filesystem::path data = folder / "data";
};

constexpr auto goog = "equity/usa/minute/goog/20151224_quote.zip";
constexpr auto goog_entry = "20151224_goog_minute_quote.csv";
constexpr auto goog_bar =
    "34200000,7480000,7490000,7470000,7485000,200,7482000,7493000,7471000,7486000,100\n";

}  // namespace

TEST_CASE("an equity's bar is a path in New York's time and dollars", "[lean]") {
  const LeanFolder lean;
  lean.add(goog, {{goog_entry, goog_bar}});
  const auto report = lean.import();
  REQUIRE(report);
  CHECK(report->read == 1);
  const auto quotes = lean.quotes_of("GOOG");
  REQUIRE(quotes.size() >= 4);
  CHECK(to_text(quotes.front().time) == "2015-12-24T14:30:00.000000000Z");
  CHECK(to_text(quotes.front().bid) == "748");
  CHECK(to_text(quotes.front().ask) == "748.2");
  CHECK(to_text(quotes.back().bid) == "748.5");
  CHECK(to_text(quotes.back().bid_size) == "200");
  CHECK(to_text(quotes.back().time) < "2015-12-24T14:31");
  const auto reader = lean.tape();
  CHECK(describe(reader.origin()) == "path invented within bars, seed 1");
  CHECK(reader.contents().instruments[0].terms ==
        tape::Terms{"GOOG", Quantity::whole(1), {{{}, {Price::one / 100}}}});
}

TEST_CASE("summer in New York is an hour nearer", "[lean]") {
  const LeanFolder lean;
  lean.add("equity/usa/minute/spy/20230803_quote.zip",
           {{"20230803_spy_minute_quote.csv", "34200000,1,1,1,1,1,2,2,2,2,1\n"}});
  REQUIRE(lean.import());
  CHECK(to_text(lean.quotes_of("SPY").front().time) == "2023-08-03T13:30:00.000000000Z");
}

TEST_CASE("futures are in their data's zone and unscaled, their options after them", "[lean]") {
  const LeanFolder lean;
  lean.add("future/cme/minute/es/20200106_quote.zip",
           {{"20200106_es_minute_quote_202003.csv",
             "60000,3223.5,3224,3222.75,3223,20,3223.75,3224.25,3223,3223.25,20\n"}});
  lean.add("futureoption/cme/minute/es/202003/20200106_quote_american.zip",
           {{"20200106_es_minute_quote_american_call_30000000_20200320.csv",
             "60000,250.25,250.75,250.25,250.25,15,253.75,254,253.75,253.75,15\n"}});
  REQUIRE(lean.import());
  const auto future = lean.quotes_of("ESH20");
  CHECK(to_text(future.front().time) == "2020-01-06T00:01:00.000000000Z");
  CHECK(to_text(future.front().bid) == "3223.5");
  CHECK(to_text(lean.quotes_of("ESH20 200320C03000000").back().ask) == "253.75");
  const auto reader = lean.tape();
  const auto& option = reader.contents().instruments[*reader.find("ESH20 200320C03000000")].terms;
  CHECK(option.multiplier == Quantity::whole(50));
  CHECK(option.ticks.empty());  // the future's tick is not its option's
}

TEST_CASE("a path depends on seed, symbol and minute alone", "[lean]") {
  const std::vector<std::pair<std::string, std::string>> entries = {{goog_entry, goog_bar}};
  const auto path_with = [&](std::uint64_t seed, bool has_more) {
    const LeanFolder lean;
    lean.add(goog, entries);
    if (has_more)
      lean.add("equity/usa/minute/aapl/20151224_quote.zip",
               {{"20151224_aapl_minute_quote.csv", goog_bar}});
    REQUIRE(lean.import("", seed));
    return lean.quotes_of("GOOG");
  };
  CHECK(path_with(7, false) == path_with(7, true));
  CHECK(path_with(7, false) != path_with(8, false));
}

TEST_CASE("trades and other resolutions in a folder are passed over and counted", "[lean]") {
  const LeanFolder lean;
  lean.add(goog, {{goog_entry, goog_bar}});
  lean.add("equity/usa/minute/goog/20151224_trade.zip",
           {{"20151224_goog_minute_trade.csv", "34200000,1,1,1,1,1\n"}});
  lean.add("equity/usa/daily/goog.zip", {{"goog.csv", "20151224 00:00,1,1,1,1,1\n"}});
  const auto report = lean.import();
  REQUIRE(report);
  CHECK(report->files == 1);
  CHECK(report->passed_over == 2);
}

TEST_CASE("one-sided, empty and crossed bars are kept and counted", "[lean]") {
  const LeanFolder lean;
  lean.add(goog,
           {{goog_entry,
             "34200000,,,,,0,7482000,7482000,7482000,7482000,100\n"
             "34260000,,,,,0,,,,,0\n"
             "34320000,7490000,7490000,7490000,7490000,1,7480000,7480000,7480000,7480000,1\n"}});
  const auto report = lean.import();
  REQUIRE(report);
  CHECK(report->quotes == 6);
  CHECK(report->faults[static_cast<std::size_t>(TapeFault::zero)] == 4);
  CHECK(report->faults[static_cast<std::size_t>(TapeFault::crossed)] == 2);
}

TEST_CASE("bars that cannot be are named with file, entry and line", "[lean]") {
  const auto [line, said] = GENERATE(table<std::string, std::string>({
      {"34200000,7480000,7490000", "half_a_line"},
      {"34200000,7480000,7490000,7470000,7485000,200,7482000,7493000,7471000,7486000",
       "half_a_line"},
      {"x,1,1,1,1,1,2,2,2,2,1", "bad_number"},
      {"86400000,1,1,1,1,1,2,2,2,2,1", "bad_number: found \"86400000\""},
      {"-1,1,1,1,1,1,2,2,2,2,1", "bad_number"},
      {"34200000,5,4,1,1,1,6,6,6,6,1", "a bid's open and close between its low and its high"},
      {"34200000,1,1,1,1,1,6,7,8,6,1", "an ask's open and close between its low and its high"},
      {"34200000,1,,1,1,1,6,7,6,6,1", "bad_number"},
      {"34200000,1,1,1,1,-1,6,7,6,6,1", "bad_number"},
      {"34200000,1,1,1,1,1,6,999999999999999,6,6,1", "bad_number"},
  }));
  const LeanFolder lean;
  lean.add(goog, {{goog_entry, goog_bar + line + "\n"}});
  const auto report = lean.import();
  REQUIRE_FALSE(report);
  CHECK_THAT(report.error(), Catch::Contains("line 2: " + said) || Catch::Contains(said));
  CHECK_THAT(report.error(), Catch::Contains("line 2"));
  CHECK_THAT(report.error(), Catch::Contains(goog_entry));
  CHECK_FALSE(lean.has_tape());
  const auto lenient = lean.import("", 1, false);
  REQUIRE(lenient);
  CHECK(lenient->read == 2);
}

TEST_CASE("what else may be wrong with a folder is named", "[lean]") {
  const LeanFolder lean;
  const auto check = [&](const std::string& path, const std::string& said) {
    const auto report = lean.import(path);
    REQUIRE_FALSE(report);
    CHECK_THAT(report.error(), Catch::Contains(said));
    CHECK_FALSE(lean.has_tape());
  };
  SECTION("nothing in it") { check("", "there is no file below"); }
  SECTION("only trades") {
    lean.add("equity/usa/minute/goog/20151224_trade.zip", {{"x.csv", "1\n"}});
    check("", "there is no quote");
    check("equity/usa/minute/goog/20151224_trade.zip", "does not hold minute quotes");
  }
  SECTION("an empty entry") {
    lean.add(goog, {{goog_entry, ""}});
    check("", "there is no quote");
  }
  SECTION("an entry of another name") {
    lean.add(goog, {{"readme.csv", "hello\n"}});
    check("", "readme.csv");
  }
  SECTION("a zip bomb") {
    lean.add(goog, {{goog_entry, std::string(8 << 20, '\n')}});
    check("", "a zip bomb?");
  }
  SECTION("a market that the database does not know") {
    lean.add("equity/mars/minute/goog/20151224_quote.zip", {{goog_entry, goog_bar}});
    check("", "Equity-mars-GOOG");
  }
  SECTION("no database") {
    lean.add(goog, {{goog_entry, goog_bar}});
    std::filesystem::remove_all(lean.data / "market-hours");
    check("", "market-hours-database.json");
  }
  SECTION("a database that is none") {
    lean.add(goog, {{goog_entry, goog_bar}});
    write_file(lean.data / "market-hours" / "market-hours-database.json", "{\"entries\": [");
    check("", "it is no JSON object");
  }
  SECTION("a time zone that is none") {
    lean.add(goog, {{goog_entry, goog_bar}});
    write_file(lean.data / "market-hours" / "market-hours-database.json",
               R"({"entries": {"Equity-usa-[*]": {"dataTimeZone": "Mars/Olympus"}}})");
    check("", "Mars/Olympus");
  }
  SECTION("a year whose time zones are not known") {
    lean.add("equity/usa/minute/goog/20071224_quote.zip",
             {{"20071224_goog_minute_quote.csv", goog_bar}});
    check("", "a year before 2014");
  }
}

TEST_CASE("recorded days of real markets come onto a tape", "[lean]") {
  const std::filesystem::path data = source_folder() + "/../shared/market/lean";
  if (!std::filesystem::exists(data)) {
    WARN("skipped: there is no recorded market data beside the project");
    return;
  }
  const TemporaryFolder folder;
  auto to = TapeImport::create(folder / "tape", {tape::Source::bars, 7}, {}).value();
  REQUIRE(lean::import_lean({data}, 7, *to));
  const auto report = to->finish();
  REQUIRE(report);
  CHECK(report->files == 8);
  CHECK(report->passed_over == 8);
  CHECK(report->read == 422'444);
  CHECK(report->instruments == 2'492);
  const auto reader = tape::TapeReader::open(folder / "tape").value();
  REQUIRE(reader.check());
  // The first bar of the day of SPY: 447.77 × 450.13 at four in the morning.
  const auto spy = reader.find("SPY").value();
  tape::TapeCursor cursor(reader, {{}, {}, {spy}});
  TapeRow row;
  REQUIRE(cursor.next(row));
  CHECK(to_text(row.quote.time) == "2023-08-03T08:00:00.000000000Z");
  CHECK(to_text(row.quote.bid) == "447.77");
  CHECK(to_text(row.quote.ask) == "447.88");
}
