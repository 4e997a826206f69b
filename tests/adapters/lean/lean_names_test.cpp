// LEAN's names say which contract a file is about.
#include "adapters/lean/lean_names.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;
using namespace fillwright::lean;

TEST_CASE("contracts get their canonical symbols", "[lean]") {
  const auto [path, entry, symbol, root] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"/d/equity/usa/minute/goog/20151224_quote.zip", "20151224_goog_minute_quote.csv", "GOOG",
           "GOOG"},
          {"/d/equity/usa/minute/brk.b/20151224_quote.zip", "20151224_brk.b_minute_quote.csv",
           "BRK.B", "BRK.B"},
          {"/d/option/usa/minute/goog/20151224_quote_american.zip",
           "20151224_goog_minute_quote_american_call_7525000_20160115.csv", "GOOG  160115C00752500",
           "GOOG"},
          {"/d/indexoption/usa/minute/spx/20210104_quote_european.zip",
           "20210104_spxw_minute_quote_european_put_37000000_20210115.csv", "SPXW  210115P03700000",
           "SPXW"},
          {"/d/future/cme/minute/es/20200106_quote.zip", "20200106_es_minute_quote_202003.csv",
           "ESH20", "ES"},
          {"/d/future/cme/minute/es/20200106_quote.zip", "20200106_es_minute_quote_20201218.csv",
           "ESZ20", "ES"},
          {"/d/futureoption/cme/minute/es/202003/20200106_quote_american.zip",
           "20200106_es_minute_quote_american_put_32125000_20200320.csv", "ESH20 200320P03212500",
           "ESH20"},
      }));
  const auto archive = read_archive_name(path);
  REQUIRE(archive);
  CHECK(archive->root == "/d");
  CHECK(archive->is_quotes);
  CHECK(archive->resolution == "minute");
  const auto contract = read_entry_name(*archive, entry);
  REQUIRE(contract);
  CHECK(contract->symbol == symbol);
  CHECK(contract->root == root);
}

TEST_CASE("what a path says besides", "[lean]") {
  const auto trades =
      read_archive_name("/x/lean/option/usa/minute/spy/20230803_trade_american.zip");
  REQUIRE(trades);
  CHECK_FALSE(trades->is_quotes);
  CHECK(trades->root == "/x/lean");
  CHECK(trades->market == "usa");
  CHECK(trades->ticker == "SPY");
  CHECK(trades->day == *make_date(2023, 8, 3));
}

TEST_CASE("names of another shape are refused", "[lean]") {
  const std::string path = GENERATE("20151224_quote.zip", "/d/equity/usa/minute/goog.zip",
                                    "/d/forex/oanda/minute/eurusd/20140501_quote.zip",
                                    "/d/equity/usa/minute/goog/20151324_quote.zip",
                                    "/d/equity/usa/minute/goog/quote.zip",
                                    "/d/futureoption/cme/minute/es/20200106_quote_american.zip");
  INFO(path);
  CHECK_FALSE(read_archive_name(path));
}

TEST_CASE("entries of another shape are no contract", "[lean]") {
  const auto archive =
      read_archive_name("/d/option/usa/minute/goog/20151224_quote_american.zip").value();
  const std::string entry =
      GENERATE(as<std::string>{}, "", "readme.txt", "20151224_goog_minute_quote.csv",
               "20151224_goog_minute_trade_american_call_7525000_20160115.csv",
               "20151224_goog_minute_quote_american_call_7525000_20160230.csv",
               "20151224_goog_minute_quote_american_straddle_7525000_20160115.csv",
               "20151224_goog_minute_quote_american_call_0_20160115.csv",
               "20151224_goog_minute_quote_american_call_9999999999_20160115.csv",
               "20151224_goog_minute_quote_american_call_7525001_20160115.csv",
               "20151224_toolongname_minute_quote_american_call_7525000_20160115.csv");
  INFO(entry);
  CHECK_FALSE(read_entry_name(archive, entry));
}
