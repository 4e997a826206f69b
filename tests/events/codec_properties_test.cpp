// What the codec promises for every event type and any value; RapidCheck prints the seed and the
// smallest example of a failure.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "events/json.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/sample_events.hpp"

using namespace fillwright;
using testing::random_event;

namespace {

TypeId random_type() {
  const auto types = all_types();
  return types[*rc::gen::inRange<std::size_t>(0, types.size())];
}

std::string random_bytes() { return *rc::gen::container<std::string>(rc::gen::arbitrary<char>()); }

// What decodes must be canonical: one value, one byte string.
void require_sound(TypeId type, std::string_view bytes) {
  const auto event = decode_event(type, bytes);
  if (!event) return;
  RC_ASSERT(decode_event(type, encode_event(*event)) == event);
}

}  // namespace

TEST_CASE("every event comes back from its bytes, with the same bytes", "[codec][property]") {
  for (const auto type : all_types()) {
    INFO(type_name(type));
    CHECK(rc::check([&] {
      const auto event = random_event(type);
      const auto bytes = encode_event(event);
      const auto back = decode_event(type, bytes);
      RC_ASSERT(back == event);
      RC_ASSERT(encode_event(*back) == bytes);
    }));
  }
}

TEST_CASE("bytes that a newer version appended are ignored", "[codec][property]") {
  CHECK(rc::check([] {
    const auto type = random_type();
    const auto event = testing::filled_event(type);  // the newer version writes every older field
    RC_ASSERT(decode_event(type, encode_event(event) + random_bytes()) == event);
  }));
}

TEST_CASE("a cut event is refused or a value of its own", "[codec][property]") {
  CHECK(rc::check([] {
    const auto type = random_type();
    const auto bytes = encode_event(random_event(type));
    require_sound(type, std::string_view(bytes).substr(
                            0, *rc::gen::inRange<std::size_t>(0, bytes.size() + 1)));
  }));
}

TEST_CASE("any bytes are refused or a value", "[codec][property]") {
  CHECK(rc::check([] { require_sound(random_type(), random_bytes()); }));
}

TEST_CASE("JSON of every event is valid", "[json][property]") {
  CHECK(rc::check([] {
    const auto json = event_json(random_event(random_type()));
    RC_ASSERT(nlohmann::json::accept(json));
  }));
}
