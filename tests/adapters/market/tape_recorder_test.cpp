#include "adapters/market/tape_recorder.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "adapters/market/tape_feed.hpp"
#include "tests/adapters/market/test_instruments.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("what is recorded while it is held comes back as a tape, over restarts and torn ends",
          "[tape]") {
  const auto path =
      std::filesystem::temp_directory_path() / ("recorded_" + std::to_string(::getpid()) + ".csv");
  std::filesystem::remove(path);
  const auto instruments = make_instruments();
  {
    auto recorder = TapeRecorder::open(path, instruments).value();
    recorder.on_quote(call, quote_at(1, 9, 10));
    recorder.hold(call_spread);
    recorder.hold(call);
    recorder.release(call_spread);
    recorder.on_quote(call, quote_at(2, 1.25, 1.30, 3, 4));
    recorder.on_quote(upper_call, quote_at(2, 1, 2));
    recorder.on_quote(call, quote_at(1, 9, 10));
    CHECK(recorder.flush());
  }
  std::ofstream(path, std::ios::app) << "3,SPY  ";
  {
    auto recorder = TapeRecorder::open(path, instruments).value();
    recorder.hold(call);
    recorder.on_quote(call, quote_at(1, 9, 10));
    recorder.on_quote(call, quote_at(5, 0, 1.40, 0, 4));
  }
  auto feed = TapeFeed::open(path).value();
  std::vector<Quote> quotes;
  feed->listen([&](InstrumentId, const Quote& quote) { quotes.push_back(quote); });
  feed->watch(*instruments.find(call));
  feed->deliver({10});
  CHECK(quotes == std::vector{quote_at(2, 1.25, 1.30, 3, 4), quote_at(5, 0, 1.40, 0, 4)});
  std::filesystem::remove(path);
  CHECK_FALSE(TapeRecorder::open("/nowhere/tape.csv", instruments).has_value());
}
