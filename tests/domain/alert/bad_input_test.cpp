#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "actors/domain/alert/parse_alert.hpp"
#include "tests/support/places.hpp"

using namespace fillwright;

namespace {

const ParseRules rules{.is_free_text = true, .today = *make_date(2026, 11, 20)};

RefusalReason refusal(std::string_view text) {
  const auto readings = parse_alert(text, rules);
  REQUIRE(!readings);
  CHECK(!readings.error().detail.empty());
  return readings.error().reason;
}

// A small generator of its own, so that a finding can be repeated.
class Random {
 public:
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33) % limit;
  }

 private:
  std::uint64_t state_ = 1;
};

}  // namespace

TEST_CASE("bytes that are no plain text are malformed, never guessed", "[alert]") {
  using namespace std::string_view_literals;
  CHECK(refusal("BTO A\xD0\x90PL 240c 12/18 @ 2") == RefusalReason::malformed_text);  // Cyrillic A
  CHECK(refusal("BTO \xEF\xBC\xB3PY 600c 12/18 @ 2") == RefusalReason::malformed_text);  // wide S
  CHECK(refusal("BTO SPY 6\xE2\x80\x8B"
                "00c 12/18 @ 2") == RefusalReason::malformed_text);
  CHECK(refusal("BTO SPY 600c 12/18 @ \xE2\x80\xAE"
                "2") == RefusalReason::malformed_text);
  CHECK(refusal("BTO SPY\0 600c 12/18 @ 2"sv) == RefusalReason::malformed_text);
  CHECK(refusal("BTO SPY 600c\x07 12/18 @ 2") == RefusalReason::malformed_text);
  CHECK(refusal("BTO SPY 600c \xC3\x28 12/18") == RefusalReason::malformed_text);
  CHECK(refusal("BTO SPY \xF0\x9F\x92") == RefusalReason::malformed_text);
  CHECK(refusal("\xED\xA0\x80") == RefusalReason::malformed_text);
  CHECK(refusal("\xC0\xAF") == RefusalReason::malformed_text);
  CHECK(refusal("BTO SPY 60\uFFFD0c 12/18 @ 2") == RefusalReason::malformed_text);
}

TEST_CASE("a message over the length limit is refused unread", "[alert]") {
  CHECK(refusal(std::string(1'000'000, 'A')) == RefusalReason::malformed_text);
  CHECK(refusal("BTO SPY 600c 12/18 @ 2" + std::string(4'000, ' ')) ==
        RefusalReason::malformed_text);
  CHECK(parse_alert("BTO SPY 600c 12/18 @ 2" + std::string(3'000, ' '), rules));
}

TEST_CASE("absurd numbers are refused", "[alert]") {
  CHECK(refusal("BTO SPY 99999999999999999999c 12/18 @ 2") != RefusalReason::none);
  CHECK(refusal("BTO SPY 600c 12/18 @ 99999999999999999999") != RefusalReason::none);
  CHECK(refusal("BTO 99999999 SPY 600c 12/18 @ 2") == RefusalReason::absurd_quantity);
  CHECK(refusal("BTO SPY 600c 99999DTE @ 2") == RefusalReason::impossible_date);
  CHECK(refusal("Long NQ @ 9223372036") == RefusalReason::absurd_price);
}

TEST_CASE("the longest message of any one piece is read in no time", "[alert]") {
  for (const std::string piece :
       {"1/2 ",   "@ ",    "$",        "SPY ",       "600c ",
        "12/04 ", "trim ", "BTO SPY ", "sold half ", "- ",
        ", ",     "\n",    "0DTE",     "(",          "<@",
        ":a",     "12",    "-1 ",      "avg ",       "jan 1 ",
        "to ",    "* ",    "->",       "1.2-",       "trimmed SPY 1.2\n"}) {
    std::string text;
    while (text.size() + piece.size() <= rules.longest_text) text += piece;
    INFO(piece);
    CHECK_NOTHROW(parse_alert(text, rules));
  }
}

TEST_CASE("random damage to callers' texts never crashes the parser", "[alert]") {
  std::ifstream file(fillwright::test::source_folder() + "/tests/data/alerts/own_alerts.jsonl");
  Random random;
  std::size_t count = 0;
  std::string previous;
  for (std::string line; std::getline(file, line);) {
    const auto text = nlohmann::json::parse(line)["text"].get<std::string>();
    for (int round = 0; round < 20; ++round) {
      auto damaged = text;
      for (int edit = 0; edit < 3 && !damaged.empty(); ++edit) {
        const auto at = random.below(damaged.size());
        switch (random.below(4)) {
          case 0:
            damaged[at] = static_cast<char>(random.below(256));
            break;
          case 1:
            damaged.erase(at, 1 + random.below(4));
            break;
          case 2:
            damaged.insert(at, 1, static_cast<char>(32 + random.below(96)));
            break;
          default:
            damaged = damaged.substr(0, at) + previous.substr(0, random.below(20) + 1);
            break;
        }
      }
      const auto readings = parse_alert(damaged, rules);
      if (readings)
        for (const auto& reading : *readings) CHECK(reading.action != CallAction::none);
      ++count;
    }
    previous = text;
  }
  CHECK(count >= 4000);
}
