#include "events/utf8.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("well-formed text stays as it is", "[utf8]") {
  const std::string text = "a\u00e9\u20ac\U0001F680";
  CHECK(make_valid_utf8(text) == text);
  CHECK(make_valid_utf8("").empty());
}

TEST_CASE("each byte of no well-formed sequence becomes U+FFFD", "[utf8]") {
  CHECK(make_valid_utf8("x\xffy") == "x\uFFFDy");
  CHECK(make_valid_utf8("\xe2\x82") == "\uFFFD\uFFFD");
  CHECK(make_valid_utf8("\xed\xa0\x80z") == "\uFFFD\uFFFD\uFFFDz");
}
