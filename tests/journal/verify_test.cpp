// Proving a journal from its bytes, and finding every change of them.
#include "replay/verify.hpp"

#include "actors/journal/checksums.hpp"
#include "tests/journal/journals.hpp"

namespace fillwright {
namespace {

// Three blocks: two streams, a key, a timer.
void fill(Place& place) {
  auto journal = place.open();
  REQUIRE(journal->append(append_of("order/1", {"placed", "sent"}, 0, "alert 1")));
  REQUIRE(journal->commit(at(1)));
  REQUIRE(journal->append(append_of("order/2", {"placed"})));
  REQUIRE(journal->append(append_of("order/1", {"filled"})));
  REQUIRE(journal->commit(at(2)));
  REQUIRE(journal->append(append_of("order/2", {"cancelled"}, 1, "cancel 2")));
  REQUIRE(journal->commit(at(3)));
}

tl::expected<Verified, JournalFault> verify_place(Place& place) {
  auto store = place.store();
  REQUIRE(store);
  return verify(**store);
}

std::string what_is_wrong(Place& place) {
  const auto verified = verify_place(place);
  REQUIRE_FALSE(verified);
  return std::to_string(verified.error().seq) + ": " + verified.error().what;
}

// Gives a changed block the hash that belongs to it, as a forger would.
void rehash(MemoryDisk::Block& block) { block.hash = Sha256()(block.bytes); }

}  // namespace

TEST_CASE("a whole journal is proved and counted", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  fill(*place);
  const auto verified = verify_place(*place);
  INFO((verified ? std::string() : verified.error().what));
  REQUIRE(verified);
  CHECK(verified->events == 5);
  CHECK(verified->blocks == 3);
  CHECK(verified->streams == 2);
  CHECK(verified->keys == 2);
  CHECK(verified->bytes > 5 * 10);
  CHECK(verified->head.hash == place->open()->head().hash);
}

TEST_CASE("an empty journal is whole", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  place->open();
  const auto verified = verify_place(*place);
  REQUIRE(verified);
  CHECK(verified->events == 0);
}

TEST_CASE("every changed byte, and every cut, of every block and hash is found in its block",
          "[journal]") {
  MemoryPlace place;
  fill(place);
  const auto blocks = place.disk->blocks;
  for (const auto& [first, block] : blocks) {
    for (std::size_t i = 0; i < block.bytes.size(); ++i) {
      for (const int flip : {1, 0x80, 0xFF}) {
        place.disk->blocks[first].bytes[i] = static_cast<char>(block.bytes[i] ^ flip);
        const auto verified = verify_place(place);
        REQUIRE_FALSE(verified);
        REQUIRE(verified.error().seq >= first);
        REQUIRE(verified.error().seq <= first + 1);
        REQUIRE_FALSE(open_memory_journal(place.disk));
        // Not even with a hash to match: the CRCs and the next link, or the head, tell.
        rehash(place.disk->blocks[first]);
        const auto forged = verify_place(place);
        REQUIRE((!forged || forged->head.hash != blocks.rbegin()->second.hash));
        place.disk->blocks[first] = block;
      }
      place.disk->blocks[first].bytes.resize(i);
      REQUIRE_FALSE(verify_place(place));
      place.disk->blocks[first] = block;
    }
    for (std::size_t i = 0; i < block.hash.size(); ++i) {
      place.disk->blocks[first].hash[i] = static_cast<char>(block.hash[i] ^ 1);
      REQUIRE_FALSE(verify_place(place));
      place.disk->blocks[first] = block;
    }
  }
  CHECK(verify_place(place));
}

TEST_CASE("the bad event is named by its own CRC", "[journal]") {
  MemoryPlace place;
  fill(place);
  auto& bytes = place.disk->blocks[3].bytes;
  bytes[bytes.find("filled")] = 'F';
  CHECK(what_is_wrong(place) == "4: event's CRC is wrong");
  const auto reopened = open_memory_journal(place.disk);
  REQUIRE_FALSE(reopened);
  CHECK(reopened.error().seq == 4);
}

TEST_CASE("a missing, doubled or exchanged block is named", "[journal]") {
  MemoryPlace place;
  fill(place);
  auto& blocks = place.disk->blocks;
  SECTION("first") {
    blocks.erase(1);
    CHECK(what_is_wrong(place) == "1: events are missing: the next block is stored under seq 3");
  }
  SECTION("middle") {
    blocks.erase(3);
    CHECK(what_is_wrong(place) == "3: events are missing: the next block is stored under seq 5");
  }
  SECTION("last") {
    blocks.erase(5);
    CHECK(what_is_wrong(place) ==
          "5: the journal ends at seq 4, but seq 5 had been synced: durable events are missing");
  }
  SECTION("doubled") {
    blocks[6] = blocks[5];
    CHECK(what_is_wrong(place) == "6: block says that it begins at seq 5");
  }
  SECTION("of another journal of the same shape") {
    MemoryPlace other;
    {
      JournalOptions options;
      options.log_id = 99;
      auto journal = other.open(options);
      REQUIRE(journal->append(append_of("order/1", {"placed", "sent"}, 0, "alert 1")));
      REQUIRE(journal->commit(at(1)));
    }
    blocks[1] = other.disk->blocks[1];
    CHECK(what_is_wrong(place) == "1: block of another journal");
  }
}

TEST_CASE("idempotency keys that were added, removed or changed are named", "[journal]") {
  MemoryPlace place;
  fill(place);
  auto& keys = place.disk->keys;
  SECTION("added") {
    keys["alert 9"] = {1, 1, std::string(16, 'x')};
    CHECK(what_is_wrong(place) == "0: the index holds 3 idempotency keys, the blocks 2");
  }
  SECTION("removed") {
    keys.erase("cancel 2");
    CHECK(what_is_wrong(place) == "5: idempotency key cancel 2 is missing from the index");
  }
  SECTION("changed") {
    keys["alert 1"].last = 9;
    CHECK(what_is_wrong(place) == "1: idempotency key alert 1 differs in the index");
  }
}

TEST_CASE("an event costs at most 60 bytes of envelope among 64, at most 200 alone", "[journal]") {
  const auto overhead = [](int count) {
    MemoryPlace place;
    auto journal = place.open();
    // A journal in use: the names are known, versions and seqs are not small.
    for (int i = 0; i < 300'000; ++i) {
      REQUIRE(journal->append(append_of("order/" + std::to_string(i % 64), {""})));
      if (i % 30'000 == 0) REQUIRE(journal->commit(at(i)));
    }
    REQUIRE(journal->commit(at(400'000)));
    for (int i = 0; i < count; ++i) {
      auto append = append_of("order/" + std::to_string(i % 64), {std::string(250, 'x')});
      auto& last = append.streams[0].events[0];
      last.event_time = at(400'000 + i);
      last.correlation = last.causation = 1;
      REQUIRE(journal->append(append));
    }
    REQUIRE(journal->commit(at(500'000)));
    const auto& block = place.disk->blocks.rbegin()->second;
    return (block.bytes.size() + block.hash.size() + sizeof(Seq)) /
               static_cast<std::size_t>(count) -
           250;
  };
  CHECK(overhead(64) <= 60);
  CHECK(overhead(1) <= 200);
}

}  // namespace fillwright
