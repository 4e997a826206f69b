#include "adapters/market/tape_feed.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "adapters/market/symbol_text.hpp"
#include "tests/adapters/market/test_instruments.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// A tape on disk, gone at the end.
class TapeFile {
 public:
  explicit TapeFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() /
              ("tape_" + std::to_string(::getpid()) + "_" + std::to_string(++count_))) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TapeFile() { std::filesystem::remove(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  static inline int count_ = 0;
  std::filesystem::path path_;
};

struct Heard {
  std::vector<std::pair<InstrumentId, Quote>> quotes;
  void listen(QuoteFeed& feed) {
    feed.listen([this](InstrumentId id, const Quote& quote) { quotes.emplace_back(id, quote); });
  }
};

const std::string good =
    "ts_ns,symbol,bid,ask,bid_size,ask_size\n"
    "1000,SPY   251205C00680000,1.00,1.10,10,12\n"
    "1000,SPY,680.01,680.03,100,200\n"
    "2000,SPY251205C00680000,1.05,1.15,11,13\r\n"
    "3000,ESZ25,6900.25,6900.50,3,4\n";

std::uint64_t count(const TapeFeed& feed, TapeFault fault) {
  return feed.summary().faults[static_cast<std::size_t>(fault)];
}

}  // namespace

TEST_CASE("a tape delivers what is watched, in order, up to a time", "[tape]") {
  const TapeFile file(good);
  const auto instruments = make_instruments();
  auto feed = TapeFeed::open(file.path()).value();
  Heard heard;
  heard.listen(*feed);
  CHECK(feed->watch(*instruments.find(call)));
  CHECK(feed->next_time() == Timestamp{1000});
  feed->deliver({2000});
  REQUIRE(heard.quotes.size() == 2);
  CHECK(heard.quotes[0] == std::pair(call, quote_at(1000, 1.00, 1.10, 10, 12)));
  CHECK(heard.quotes[1] == std::pair(call, quote_at(2000, 1.05, 1.15, 11, 13)));
  feed->deliver({9000});
  CHECK(heard.quotes.size() == 2);
  CHECK_FALSE(feed->next_time().has_value());
}

TEST_CASE("the summary of a tape counts all of it when it is opened", "[tape]") {
  const TapeFile file(good);
  const auto feed = TapeFeed::open(file.path()).value();
  CHECK(feed->summary().lines == 4);
  CHECK(feed->summary().quotes == 4);
  CHECK(feed->summary().first == Timestamp{1000});
  CHECK(feed->summary().last == Timestamp{3000});
  CHECK(feed->summary().symbols ==
        std::vector<std::string>{"ESZ25", "SPY", "SPY   251205C00680000"});
}

TEST_CASE("who watches late gets the latest quote that has passed, at its old time", "[tape]") {
  const TapeFile file(good);
  const auto instruments = make_instruments();
  auto feed = TapeFeed::open(file.path()).value();
  Heard heard;
  heard.listen(*feed);
  feed->deliver({2000});
  CHECK(feed->watch(*instruments.find(call)));
  CHECK(feed->next_time() == Timestamp{2000});
  feed->deliver({2000});
  REQUIRE(heard.quotes.size() == 1);
  CHECK(heard.quotes[0].second.time == Timestamp{2000});
  CHECK(feed->next_time() == Timestamp{3000});
}

TEST_CASE("a spread is watched by its legs, and unknown when a leg is", "[tape]") {
  const auto instruments = make_instruments();
  const TapeFile one_leg(good);
  auto feed = TapeFeed::open(one_leg.path()).value();
  CHECK_FALSE(feed->knows(*instruments.find(call_spread)));
  CHECK_FALSE(feed->watch(*instruments.find(upper_call)));

  const TapeFile both_legs("1,SPY251205C00680000,3,3.1,1,1\n2,SPY251205C00685000,1,1.1,1,1\n");
  feed = TapeFeed::open(both_legs.path()).value();
  Heard heard;
  heard.listen(*feed);
  CHECK(feed->watch(*instruments.find(call_spread)));
  feed->deliver({2});
  REQUIRE(heard.quotes.size() == 2);
  CHECK(heard.quotes[0].first == call);
  CHECK(heard.quotes[1].first == upper_call);
}

TEST_CASE("a strict tape refuses a faulty line and names it", "[tape]") {
  const auto [line, said] = GENERATE(table<std::string, std::string>({
      {"500,SPY,1,2,3,4", "line 6: out_of_order: found \"500\", expected a time not before 3000"},
      {"4000,SPY,1,2,3", "line 6: half_a_line"},
      {"4000,SPY,1,2,3,4,5", "line 6: half_a_line"},
      {"4000,SPY,1.2.3,2,3,4", "line 6: bad_number: found \"1.2.3\""},
      {"4000,SPY,1,-2,3,4", "line 6: bad_number: found \"-2\""},
      {"4000,SPY,1,99999999999999999999,3,4", "line 6: bad_number"},
      {"4000,SPY,1,9999999999.5,3,4", "line 6: bad_number"},
      {"4000,SPY,,2,3,4", "line 6: bad_number: found \"\""},
      {"4x,SPY,1,2,3,4", "line 6: bad_number: found \"4x\""},
      {"4000,spy,1,2,3,4", "line 6: bad_symbol: found \"spy\""},
      {"4000,SPY   251305C00680000,1,2,3,4", "line 6: bad_symbol"},
  }));
  const TapeFile file(good + line + "\n");
  const auto feed = TapeFeed::open(file.path());
  REQUIRE_FALSE(feed.has_value());
  CHECK_THAT(feed.error(), Catch::Contains(said));
  CHECK_THAT(feed.error(), Catch::Contains(file.path().string()));
}

TEST_CASE("a lenient tape tells and counts each fault, and leaves the line out", "[tape]") {
  const TapeFile file(good + "500,SPY,1,2,3,4\n4000,SPY,x,2,3,4\n5000,SPY,1,2,3,4\n6000,SP");
  std::vector<TapeProblem> problems;
  auto feed = TapeFeed::open(file.path(), {false}, [&](const auto& problem) {
                problems.push_back(problem);
              }).value();
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].line == 6);
  CHECK(problems[2].line == 9);
  CHECK(count(*feed, TapeFault::out_of_order) == 1);
  CHECK(count(*feed, TapeFault::bad_number) == 1);
  CHECK(count(*feed, TapeFault::half_a_line) == 1);
  const auto instruments = make_instruments();
  Heard heard;
  heard.listen(*feed);
  feed->watch(*instruments.find(stock));
  feed->deliver({9000});
  REQUIRE(heard.quotes.size() == 2);
  CHECK(heard.quotes[1].second.time == Timestamp{5000});
  CHECK(feed->summary().last == Timestamp{5000});
}

TEST_CASE("crossed and one-sided quotes are counted and delivered, an empty side as missing",
          "[tape]") {
  const TapeFile file("1,SPY,2,1,3,4\n2,SPY,0,1,3,4\n3,SPY,1,2,3,0\n");
  auto feed = TapeFeed::open(file.path()).value();
  CHECK(count(*feed, TapeFault::crossed) == 1);
  CHECK(count(*feed, TapeFault::zero) == 2);
  const auto instruments = make_instruments();
  Heard heard;
  heard.listen(*feed);
  feed->watch(*instruments.find(stock));
  feed->deliver({3});
  REQUIRE(heard.quotes.size() == 3);
  CHECK(heard.quotes[0].second == quote_at(1, 2, 1, 3, 4));
  CHECK(heard.quotes[1].second == quote_at(2, 0, 1, 0, 4));
  CHECK(heard.quotes[2].second == quote_at(3, 1, 0, 3, 0));
}

TEST_CASE("a tape that is empty, missing, or one endless line never crashes", "[tape]") {
  const TapeFile empty("");
  CHECK(TapeFeed::open(empty.path()).value()->summary().quotes == 0);
  CHECK_THAT(TapeFeed::open("/nowhere/tape.csv").error(), Catch::Contains("/nowhere/tape.csv"));
  std::string long_line(3'000'000, 'x');
  long_line.append("\n1,SPY,1,2,3,4\n");
  const TapeFile endless(long_line);
  CHECK_THAT(TapeFeed::open(endless.path()).error(), Catch::Contains("line 1: half_a_line"));
  const auto feed = TapeFeed::open(endless.path(), {false}).value();
  CHECK(feed->summary().quotes == 1);
}

TEST_CASE("a tape larger than the reading buffer is read whole", "[tape]") {
  std::string content;
  for (int i = 1; i <= 60'000; ++i) content += std::to_string(i) + ",SPY,680.01,680.03,100,200\n";
  const TapeFile file(content);
  auto feed = TapeFeed::open(file.path()).value();
  CHECK(feed->summary().quotes == 60'000);
  const auto instruments = make_instruments();
  feed->watch(*instruments.find(stock));
  std::int64_t sum = 0;
  feed->listen([&](InstrumentId, const Quote& quote) { sum += quote.time.ns; });
  feed->deliver({60'000});
  CHECK(sum == 60'000LL * 60'001 / 2);
}

TEST_CASE("symbols are read from text in their canonical form, or not at all", "[tape]") {
  CHECK(read_symbol("SPY251205C00680000")->symbol == "SPY   251205C00680000");
  CHECK(read_symbol("SPXW  251205P06800000")->root == "SPXW");
  CHECK(read_symbol("BRK.B")->asset_class == AssetClass::stock);
  CHECK(read_symbol("ESZ25")->asset_class == AssetClass::future);
  CHECK(read_symbol("M2KH26")->root == "M2K");
  for (const auto* wrong : {"", "spy", "TOOLONG", "SPY.", "ESA25", "SPY   250230C00680000",
                            "SPY   251205X00680000", "   251205C00680000", "S\xC3\x9FY"})
    CHECK_FALSE(read_symbol(wrong).has_value());
  CHECK(leg_symbols("+1 SPY   251205C00680000 -2 SPY   251205C00685000") ==
        std::vector<std::string>{"SPY   251205C00680000", "SPY   251205C00685000"});
  for (const auto* wrong : {"", "SPY", "+ SPY", "+1", "+1 ", "+x SPY"})
    CHECK(leg_symbols(wrong).empty());
}

TEST_CASE("a tape tells what it quotes and when it ends") {
  const TapeFile tape(
      "1764946800000000000,SPY,599.98,600.02,100,100\n"
      "1764946801000000000,AAPL,199.98,200.02,100,100\n");
  const auto feed = TapeFeed::open(tape.path());
  REQUIRE(feed);
  CHECK((*feed)->symbols() == std::vector<std::string>{"AAPL", "SPY"});
  CHECK((*feed)->last_time() == Timestamp{1'764'946'801'000'000'000});
  CHECK((*feed)->notice().empty());
}

TEST_CASE("a tape that ends before the quotes that it had when it was opened is noticed",
          "[tape]") {
  class Short final : public TapeSource {
   public:
    bool next(TapeRow& row) override {
      row.quote.time = Timestamp{++given_};
      return given_ <= 2;
    }

   private:
    std::int64_t given_ = 0;
  };
  const auto quotes = GENERATE(2u, 3u);
  TapeSummary summary;
  summary.quotes = quotes;
  TapeFeed feed(std::make_unique<Short>(), {"SPY"}, summary);
  feed.deliver({10});
  CHECK_FALSE(feed.next_time());
  CHECK(feed.has_all() == (quotes == 2));
}
