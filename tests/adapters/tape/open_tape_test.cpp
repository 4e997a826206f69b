// Whoever takes a tape takes either kind, and hears the same quotes of both.
#include "adapters/tape/open_tape.hpp"

#include "actors/domain/instrument/contracts.hpp"
#include "adapters/tape/tape_import.hpp"
#include "tests/adapters/tape/tape_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

const std::string lines =
    "ts_ns,symbol,bid,ask,bid_size,ask_size\n"
    "1000,SPY,680.01,680.03,100,200\n"
    "1500,SPY251205C00680000,1.00,1.10,10,12\n"
    "2000,SPY251205C00680000,1.05,1.15,11,13\n"
    "3000,SPY,0,680.50,0,4\n"
    "4000,ESZ25,6900.25,6900.50,3,4\n";

struct Both {
  Both() {
    write_file(folder / "csv", lines);
    auto to = tape::TapeImport::create(folder / "compact", {}, {}).value();
    REQUIRE(tape::import_csv({folder / "csv"}, *to));
    REQUIRE(to->finish());
  }
  TemporaryFolder folder;
};

InstrumentDefined numbered(std::uint32_t number) {
  auto stock = make_stock("SPY");
  auto option = *make_option("SPY", *make_date(2025, 12, 5), Right::call, Price::whole(680));
  stock.instrument = {1};
  option.instrument = {2};
  return number == 1 ? stock : option;
}

}  // namespace

TEST_CASE("what LEAN keeps its quotes in is no tape, and is told how it becomes one", "[tape]") {
  const TemporaryFolder folder;
  write_file(folder / "quotes.zip", "PK\x03\x04 and so on");
  CHECK_THAT(
      open_tape(folder / "quotes.zip").error(),
      Catch::Contains("quotes.zip is a zip") && Catch::Contains("tape import --format lean"));
  CHECK_THAT(open_tape(folder / ".").error(), Catch::Contains("is a folder"));
}

TEST_CASE("a feed says and delivers the same of either kind of tape", "[tape]") {
  const Both both;
  const auto kind = GENERATE(as<std::string>{}, "csv", "compact");
  auto feed = open_tape(both.folder / kind).value();
  CHECK(feed->summary().quotes == 5);
  CHECK(feed->summary().first == Timestamp{1000});
  CHECK(feed->summary().last == Timestamp{4000});
  CHECK(feed->summary().faults[static_cast<std::size_t>(TapeFault::zero)] == 1);
  CHECK(feed->summary().symbols ==
        std::vector<std::string>{"ESZ25", "SPY", "SPY   251205C00680000"});
  CHECK(feed->summary().origin.empty() == (kind == "csv"));
  CHECK(first_quote_time(both.folder / kind) == Timestamp{1000});

  std::vector<std::pair<InstrumentId, Quote>> heard;
  feed->listen([&](InstrumentId id, const Quote& quote) { heard.emplace_back(id, quote); });
  CHECK(feed->watch(numbered(2)));
  CHECK_FALSE(feed->watch(make_stock("QQQ")));
  CHECK(feed->next_time() == Timestamp{1000});
  feed->deliver({1500});
  REQUIRE(heard.size() == 1);
  CHECK(heard[0] == std::pair(InstrumentId{2}, Quote{{1500},
                                                     {1'000'000'000},
                                                     {1'100'000'000},
                                                     Quantity::whole(10),
                                                     Quantity::whole(12)}));
  // Who watches late gets the latest quote that has passed.
  CHECK(feed->watch(numbered(1)));
  CHECK(feed->next_time() == Timestamp{1000});
  feed->deliver({5000});
  REQUIRE(heard.size() == 4);
  CHECK(heard[1].second.time == Timestamp{1000});
  CHECK(heard[3].first == InstrumentId{1});
  CHECK(heard[3].second.bid.units == 0);
  CHECK_FALSE(feed->next_time().has_value());
}

TEST_CASE("one instrument's quotes are read from either kind", "[tape]") {
  const Both both;
  const auto kind = GENERATE(as<std::string>{}, "csv", "compact");
  const auto times_of = [&](const QuotesOf& wanted) {
    std::vector<std::int64_t> times;
    REQUIRE(read_quotes(both.folder / kind, wanted, [&](const Quote& quote) {
      times.push_back(quote.time.ns);
      return times.size() < 2;
    }));
    return times;
  };
  using Times = std::vector<std::int64_t>;
  CHECK(times_of({"SPY", {}, {}}) == Times{1000, 3000});
  CHECK(times_of({"SPY", Timestamp{1001}, {}}) == Times{3000});
  CHECK(times_of({"SPY   251205C00680000", {}, Timestamp{1500}}) == Times{1500});
  CHECK(times_of({"QQQ", {}, {}}).empty());
}

TEST_CASE("what is no tape of either kind is refused with its path", "[tape]") {
  const TemporaryFolder folder;
  const auto path = folder / "x";
  CHECK_THAT(open_tape(path).error(), Catch::Contains(path.string()));
  CHECK_THAT(read_quotes(path, {}, {}).error(), Catch::Contains(path.string()));
  write_file(path, "FWT");
  CHECK_THAT(open_tape(path).error(), Catch::Contains("offset 3"));
  std::string nonsense(100, 'x');
  nonsense.replace(0, 4, "FWT\x01");
  write_file(path, nonsense);
  CHECK_THAT(open_tape(path).error(), Catch::Contains("offset"));
  write_file(path, "hello\n");
  CHECK_THAT(open_tape(path).error(), Catch::Contains("line 1: half_a_line"));
  write_file(path, "");
  CHECK_THAT(first_quote_time(path).error(), Catch::Contains("has no quotes"));
  CHECK_THAT(open_tape(folder.path()).error(), Catch::Contains(folder.path().string()));
}
