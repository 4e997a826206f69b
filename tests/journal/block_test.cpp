// The bytes of blocks and their checksums.
#include "actors/journal/block.hpp"

#include <catch2/catch.hpp>

#include "actors/journal/checksums.hpp"

namespace fillwright {
namespace {

Recorded recorded(Seq seq, std::string_view payload) {
  Recorded event;
  event.seq = seq;
  event.stream = 3;
  event.version = seq;
  event.type = 300;
  event.payload = payload;
  event.event_time = Timestamp{1'700'000'000'000'000'000 + static_cast<std::int64_t>(seq)};
  event.time_source = TimeSource::broker;
  event.correlation = 1;
  event.causation = seq - 1;
  event.principal = 2;
  event.previous_of_stream = seq - 1;
  return event;
}

}  // namespace

TEST_CASE("CRC32C and SHA-256 give the published values", "[journal]") {
  CHECK(crc32c("123456789") == 0xE3069283);
  CHECK(crc32c("") == 0);
  CHECK(to_hex(Sha256()("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("an event comes back from its bytes as it was", "[journal]") {
  const auto base = GENERATE(Timestamp{0}, Timestamp{INT64_MAX}, Timestamp{INT64_MIN});
  auto event = recorded(1000, "payload");
  event.event_time = GENERATE(Timestamp{0}, Timestamp{INT64_MAX}, Timestamp{INT64_MIN});
  std::string bytes;
  encode_event(event, base, bytes);
  BlockHeader header;
  header.base_time = base;
  wire::Reader reader(bytes);
  const auto back = decode_event(reader, header, 1000);
  REQUIRE(back);
  CHECK(reader.is_at_end());
  CHECK(back->event_time == event.event_time);
  CHECK(back->payload == "payload");
  CHECK(back->correlation == 1);
  CHECK(back->causation == 999);
  CHECK(back->previous_of_stream == 999);
  CHECK(back->time_source == TimeSource::broker);
}

}  // namespace fillwright
