#include "events/json_writer.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "events/described_values.hpp"

using namespace fillwright;

namespace {

template <class T>
std::string written(const T& value) {
  std::string out;
  JsonWriter(out).value(value);
  return out;
}

}  // namespace

TEST_CASE("objects and arrays get their commas", "[json]") {
  std::string out;
  JsonWriter w(out);
  w.begin_array();
  w.begin_object();
  w.field("a", 1);
  w.key("b");
  w.begin_array();
  w.value(true);
  w.null();
  w.begin_object();
  w.end_object();
  w.end_array();
  w.field("c", "x");
  w.end_object();
  w.raw("[1]");
  w.end_array();
  CHECK(out == R"([{"a":1,"b":[true,null,{}],"c":"x"},[1]])");
}

TEST_CASE("every value type has its JSON", "[json]") {
  CHECK(written(Price{-2'600'000'000}) == R"("-2.6")");
  CHECK(written(Timestamp{1}) == R"("1970-01-01T00:00:00.000000001Z")");
  CHECK(written(Duration{1'500'000'000}) == R"("1.5")");
  CHECK(written(Date{20'000}) == R"("2024-10-04")");
  CHECK(written(InstrumentId{7}) == "7");
  CHECK(written(Right::call) == R"("call")");
  CHECK(written(std::optional<Side>{Side::sell}) == R"("sell")");
  CHECK(written(std::vector<std::string>{"a", "b"}) == R"(["a","b"])");
  CHECK(written(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(written(std::uint8_t{65}) == "65");
  CHECK(written(0.1) == "0.1");
}

TEST_CASE("what is not given is null", "[json]") {
  CHECK(written(Timestamp{}) == "null");
  CHECK(written(Date{}) == "null");
  CHECK(written(InstrumentId{}) == "null");
  CHECK(written(std::optional<Price>{}) == "null");
  CHECK(written(std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("an enum value without a name is written as its number", "[json]") {
  CHECK(written(static_cast<Right>(200)) == "200");
}

TEST_CASE("strings are escaped and bytes that are not UTF-8 replaced", "[json]") {
  using namespace std::string_literals;
  const auto [text, json] = GENERATE(table<std::string, std::string>({
      {"a\"b\\c\n\r\t", R"("a\"b\\c\n\r\t")"},
      {"\x01\x1f\x7f\0"s, R"("\u0001\u001f\u007f\u0000")"},
      {"\u00e9\u20ac\U0001F680", "\"\u00e9\u20ac\U0001F680\""},
      {"x\xffy", "\"x\uFFFDy\""},
      {"\xc0\xaf", "\"\uFFFD\uFFFD\""},                      // overlong
      {"\xed\xa0\x80", "\"\uFFFD\uFFFD\uFFFD\""},            // a surrogate
      {"\xf4\x90\x80\x80", "\"\uFFFD\uFFFD\uFFFD\uFFFD\""},  // beyond U+10FFFF
      {"\xe2\x82", "\"\uFFFD\uFFFD\""},                      // cut
  }));
  CHECK(json_string(text) == json);
}
