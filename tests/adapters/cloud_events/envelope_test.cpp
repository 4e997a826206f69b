#include "adapters/cloud_events/envelope.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("an attribute's text has nothing that CloudEvents forbids", "[cloud_events]") {
  using namespace std::string_literals;
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"order/w1-1", "order/w1-1"},
      {"", ""},
      {"caf\u00e9 \u20ac \U0001F680", "caf\u00e9 \u20ac \U0001F680"},
      {"a\nb\0c\x7f"s, "a\uFFFDb\uFFFDc\uFFFD"},
      {"\xc2\x85", "\uFFFD"},        // next line, a control character of the second set
      {"\xc2\xa0", "\xc2\xa0"},      // the first behind them
      {"\xff\xc3", "\uFFFD\uFFFD"},  // not UTF-8
      {"\ufdd0\ufdef\ufdf0", "\uFFFD\uFFFD\ufdf0"},
      {"\ufffe\uffff\ufffd", "\uFFFD\uFFFD\ufffd"},
      {"\U0001fffe\U0010ffff\U0001fffd", "\uFFFD\uFFFD\U0001fffd"},
  }));
  std::string space;
  CHECK(attribute_text(text, space) == expected);
}
