#include "events/codec.hpp"

#include <catch2/catch.hpp>

#include "events/any_event.hpp"
#include "events/json.hpp"
#include "events/struct_codec.hpp"

using namespace fillwright;
using namespace std::string_literals;

namespace {

enum class Mood : std::int8_t { calm = 0, wild = -1 };
FILLWRIGHT_ENUM(Mood, calm, wild)

struct Inner {
  std::string text;
  std::int32_t number = 5;
  bool operator==(const Inner&) const = default;
};
FILLWRIGHT_STRUCT(Inner, text, number)

struct Version1 {
  std::int64_t first = 0;
  bool is_second = true;
  Mood mood = Mood::calm;
  Inner inner;
  std::optional<Inner> maybe;
  std::vector<Inner> items;
  bool operator==(const Version1&) const = default;
};
FILLWRIGHT_STRUCT(Version1, first, is_second, mood, inner, maybe, items)

// What a newer program made of it.
struct Version2 {
  std::int64_t first = 0;
  bool is_second = true;
  Mood mood = Mood::calm;
  Inner inner;
  std::optional<Inner> maybe;
  std::vector<Inner> items;
  std::uint16_t added = 7;
  std::string also;
  bool operator==(const Version2&) const = default;
};
FILLWRIGHT_STRUCT(Version2, first, is_second, mood, inner, maybe, items, added, also)

struct Narrow {
  std::uint8_t small = 0;
  bool is_set = false;
  Date date;
  InstrumentId instrument;
  bool operator==(const Narrow&) const = default;
};
FILLWRIGHT_STRUCT(Narrow, small, is_set, date, instrument)

Version1 filled() { return {-1, false, Mood::wild, {"x", 5}, Inner{"", 6}, {{"a", 1}, {}}}; }

}  // namespace

TEST_CASE("a struct at its defaults takes no bytes", "[codec]") {
  CHECK(encode_struct(Version1{}).empty());
  CHECK(decode_struct<Version1>("") == Version1{});
}

TEST_CASE("fields are varints and length-prefixed bytes without trailing defaults", "[codec]") {
  // first zigzag(-1) = 1 · is_second 0 · mood zigzag(-1) = 1 · inner: 2 bytes, text "x" ·
  // maybe: there, 2 bytes, text "", number zigzag(6) = 12 ·
  // items: two, the first 3 bytes, text "a", number zigzag(1) = 2, the second none
  CHECK(encode_struct(filled()) ==
        "\x01\x00\x01\x02\x01x\x01\x02\x00\x0c\x02\x03\x01"
        "a\x02\x00"s);
  CHECK(decode_struct<Version1>(encode_struct(filled())) == filled());
}

TEST_CASE("a nested struct may be longer than one length byte can say", "[codec]") {
  auto value = filled();
  value.inner.text.assign(100'000, 'y');
  CHECK(decode_struct<Version1>(encode_struct(value)) == value);
}

TEST_CASE("a newer version reads old bytes and writes the same again", "[codec]") {
  const auto old_bytes = encode_struct(filled());
  const auto value = decode_struct<Version2>(old_bytes);
  REQUIRE(value);
  CHECK(value->first == filled().first);
  CHECK(value->added == 7);
  CHECK(encode_struct(*value) == old_bytes);
}

TEST_CASE("an older version ignores what a newer one appended", "[codec]") {
  auto newer = *decode_struct<Version2>(encode_struct(filled()));
  newer.also = "new";
  CHECK(decode_struct<Version1>(encode_struct(newer)) == filled());
}

TEST_CASE("an enum value that has no name yet is kept", "[codec]") {
  Version1 value;
  value.mood = static_cast<Mood>(100);
  CHECK(decode_struct<Version1>(encode_struct(value)) == value);
}

TEST_CASE("bytes that no version wrote are refused", "[codec]") {
  const auto [bytes, what] = GENERATE(table<std::string, std::string>({
      {"\x80"s, "a varint without its end"},
      {"\x81\x00"s, "a longer varint than needed"},
      {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"s, "more than 64 bits"},
      {"\x02\x01"s, "a trailing default"},
      {"\x00"s, "a lone default"},
      {"\x01\x02"s, "a bool of 2"},
      {"\x01\x00\x80\x02"s, "an enum beyond its type"},
      {"\x01\x00\x01\x05x"s, "a length beyond the end"},
      {"\x01\x00\x01\x00\x02"s, "an optional of 2"},
      {"\x01\x00\x01\x00\x01"s, "an optional without its content"},
      {"\x01\x00\x01\x00\x00\xff\xff\xff\xff\x0f"s, "a list longer than the bytes"},
      {"\x01\x00\x01\x01\x00\x01\x00"s, "a trailing default inside"},
  }));
  INFO(what);
  CHECK_FALSE(decode_struct<Version1>(bytes));
}

TEST_CASE("numbers beyond their type are refused", "[codec]") {
  const auto [bytes, is_fine] = GENERATE(table<std::string, bool>({
      {"\xff\x01"s, true},
      {"\x80\x02"s, false},                          // 256 in a byte
      {"\x00\x00\xff\xff\xff\xff\x0f"s, true},       // the smallest int32
      {"\x00\x00\x80\x80\x80\x80\x10"s, false},      // one more than the largest
      {"\x00\x00\x00\xff\xff\xff\xff\x0f"s, true},   // the largest uint32
      {"\x00\x00\x00\x80\x80\x80\x80\x10"s, false},  // one more
  }));
  CHECK(decode_struct<Narrow>(bytes).has_value() == is_fine);
}

TEST_CASE("decoding into an event that was used leaves nothing of it", "[codec]") {
  MessageReceived used;
  used.text = "old";
  used.is_own = true;
  MessageReceived next;
  next.source = "stdin";
  REQUIRE(decode_into(used, encode(next)));
  CHECK(used == next);
}

TEST_CASE("an event is found by its number and its name", "[codec]") {
  CHECK(type_name(MessageEdited::type_id) == "MessageEdited");
  CHECK(type_named("MessageEdited") == MessageEdited::type_id);
  CHECK(type_name(0).empty());
  CHECK(type_name(65535).empty());
  CHECK_FALSE(type_named("Nothing"));
  CHECK(all_types().size() == std::variant_size_v<EventVariant>);
}

TEST_CASE("events of any type keep their type through the bytes", "[codec]") {
  const AnyEvent event = MessageDeleted{Timestamp{5}};
  CHECK(type_of(event) == MessageDeleted::type_id);
  CHECK(decode_event(type_of(event), encode_event(event)) == event);
  CHECK_FALSE(decode_event(1, ""));
  CHECK_FALSE(decode_event(MessageDeleted::type_id, "\x80"));
}

TEST_CASE("an event as JSON has every field in order", "[json]") {
  const MessageEdited event{"say \"hi\"", 8, Timestamp{}, Timestamp{1}};
  const auto json = R"({"text":"say \"hi\"","text_bytes":8,"edited_at":null,)"
                    R"("received_at":"1970-01-01T00:00:00.000000001Z"})";
  CHECK(event_json(event) == json);
  CHECK(payload_json(MessageEdited::type_id, encode(event)) == json);
  CHECK_FALSE(payload_json(1, ""));
}
