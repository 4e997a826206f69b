#include "events/wire.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace fillwright::wire;
using namespace std::string_literals;

namespace {

std::string varint_bytes(std::uint64_t value) {
  std::string out;
  Writer(out).varint(value);
  return out;
}

}  // namespace

TEST_CASE("a varint of any length reads back, whatever follows it", "[wire]") {
  const int bits = GENERATE(range(0, 65));
  const auto value = bits == 64 ? std::numeric_limits<std::uint64_t>::max()
                                : (std::uint64_t{1} << bits) - static_cast<unsigned>(bits % 2);
  const auto bytes = varint_bytes(value);
  for (const auto& tail : {""s, "\x01"s, std::string(20, '\xff'), std::string(20, '\0')}) {
    const auto whole = bytes + tail;
    Reader reader(whole);
    CHECK(reader.varint() == value);
    CHECK(reader.rest() == tail);
  }
}

TEST_CASE("a varint in a longer form than needed is refused", "[wire]") {
  const auto size = GENERATE(range(1, 10));
  const auto tail = GENERATE(as<std::string>{}, "", "xxxxxxxxxx");
  const auto bytes = std::string(static_cast<std::size_t>(size), '\x81') + '\0' + tail;
  Reader reader(bytes);
  CHECK_FALSE(reader.varint());
  CHECK(reader.failed());
  CHECK_FALSE(reader.byte());
}

TEST_CASE("a varint of more than 64 bits is refused", "[wire]") {
  const auto tail = GENERATE(as<std::string>{}, "", "xxxxxxxxxx");
  for (const auto& end : {"\x02"s, "\x7f"s, "\x81\x01"s, "\xff"s}) {
    const auto bytes = std::string(9, '\xff') + end + tail;
    CHECK_FALSE(Reader(bytes).varint());
  }
}

TEST_CASE("a varint reads the same in the middle of a buffer as at its end", "[wire]") {
  std::uint64_t state = 1;
  const auto chance = [&] {
    return (state = state * 6364136223846793005 + 1442695040888963407) >> 33;
  };
  std::size_t good = 0, bad = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string bytes;
    const auto size = 1 + chance() % 11;
    for (std::size_t at = 0; at < size; ++at) {
      const auto kind = at + 1 < size ? chance() % 8 : 4 + chance() % 4;
      const auto low = kind % 4 == 0 ? 0 : kind % 4 == 1 ? 1 : chance() % 0x80;
      bytes += static_cast<char>(kind == 3 ? low : at + 1 < size ? low | 0x80 : low);
    }
    const auto* const start = bytes.data();
    if (static_cast<unsigned char>(bytes[0]) < 0x80) continue;  // a short one
    const auto wanted = read_varint_at_end(start, start + bytes.size());
    const auto followed = bytes + std::string(10, static_cast<char>(chance()));
    const auto got = read_long_varint(followed.data(), followed.data() + followed.size());
    REQUIRE((got.next == nullptr) == (wanted.next == nullptr));
    ++(got.next ? good : bad);
    if (!got.next) continue;
    REQUIRE(got.next - followed.data() == wanted.next - start);
    REQUIRE(got.value == wanted.value);
  }
  CHECK(good > 20'000);
  CHECK(bad > 20'000);
}

TEST_CASE("a varint without its end is refused", "[wire]") {
  const auto size = GENERATE(range(0, 10));
  const std::string bytes(static_cast<std::size_t>(size), '\x80');
  CHECK_FALSE(Reader(bytes).varint());
}

TEST_CASE("zigzag keeps the extremes of both signs", "[wire]") {
  const auto value =
      GENERATE(as<std::int64_t>{}, 0, -1, 1, std::numeric_limits<std::int64_t>::min(),
               std::numeric_limits<std::int64_t>::max());
  std::string bytes;
  Writer(bytes).zigzag(value);
  CHECK(Reader(bytes).zigzag() == value);
}

TEST_CASE("text longer than what is left is refused", "[wire]") {
  std::string bytes;
  Writer(bytes).text("four");
  CHECK(Reader(bytes).text() == "four");
  bytes.pop_back();
  CHECK_FALSE(Reader(bytes).text());
  CHECK_FALSE(Reader(varint_bytes(std::numeric_limits<std::uint64_t>::max()) + "x").text());
}
