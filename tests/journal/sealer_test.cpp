// Sealing behind the writer's back: the tree grows, blocks are kept together, no byte changes.
#include "actors/journal/sealer.hpp"

#include "actors/journal/block.hpp"
#include "actors/journal/catalog_snapshot.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "adapters/sodium/ed25519.hpp"
#include "replay/verify.hpp"
#include "tests/journal/journals.hpp"
#include "tests/support/memory_snapshots.hpp"

namespace fillwright {
namespace {

// A journal with its store in hand, as `run` has them.
struct Open {
  BlockStore* store = nullptr;
  std::unique_ptr<Journal> journal;

  explicit Open(Place& place, std::shared_ptr<SnapshotStore> snapshots = nullptr) {
    auto opened = place.store();
    REQUIRE(opened);
    store = opened->get();
    JournalOptions options;
    options.log_id = 7;
    options.snapshots = std::move(snapshots);
    auto made = open_journal(std::move(*opened), std::move(options));
    INFO((made ? std::string() : made.error().what));
    REQUIRE(made);
    journal = std::move(*made);
  }
  // So many blocks of `events` events each.
  void write(int blocks, int events = 3) {
    for (int i = 0; i < blocks; ++i) {
      for (int each = 0; each < events; ++each)
        REQUIRE(journal->append(append_of("order/" + std::to_string(each),
                                          {std::string(static_cast<std::size_t>(i % 50), 'x')})));
      REQUIRE(journal->commit(at(static_cast<std::int64_t>(journal->durable()) + 1)));
    }
  }
  std::unique_ptr<Sealer> sealer(std::size_t segment_bytes = 4 << 10) {
    auto sealer = Sealer::open(*journal, *store, {50, segment_bytes});
    INFO((sealer ? std::string() : sealer.error().what));
    REQUIRE(sealer);
    return std::move(*sealer);
  }
};

void seal_all(Sealer& sealer) {
  for (;;) {
    const auto more = sealer.step();
    INFO((more ? std::string() : more.error().what));
    REQUIRE(more);
    if (!*more) return;
  }
}

std::vector<std::pair<Seq, std::string>> blocks_of(const BlockStore& store, Seq from = 1) {
  std::vector<std::pair<Seq, std::string>> blocks;
  REQUIRE(store.read_blocks(from, [&](const BlockBytes& block) {
    blocks.emplace_back(block.first, std::string(block.bytes).append(block.hash));
    return true;
  }));
  return blocks;
}

const std::unique_ptr<Signer>& signer() {
  static const auto made = *signer_of(make_signing_key());
  return made;
}

std::string wrong_with(BlockStore& store, std::vector<SignedHead> heads) {
  const auto verified = verify(store, {std::move(heads), {}});
  return verified ? "" : std::to_string(verified.error().seq) + ": " + verified.error().what;
}

}  // namespace

TEST_CASE("sealing changes no byte that is read, from wherever it is read", "[seal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  Open open(*place);
  open.write(200);
  const auto before = blocks_of(*open.store);
  const auto events = read_all(*open.journal);
  auto sealer = open.sealer();
  seal_all(*sealer);
  CHECK(sealer->sealed() == 600);
  CHECK(*open.store->repacked() > 500);
  CHECK(blocks_of(*open.store) == before);
  CHECK(read_all(*open.journal) == events);
  for (const Seq from : {1, 2, 3, 4, 299, 300, 301, 599, 600}) {
    INFO(from);
    const auto part = blocks_of(*open.store, from);
    REQUIRE_FALSE(part.empty());
    CHECK(part.front().first <= from);
    CHECK(part.front().first + 3 > from);
    const auto bytes = open.store->block_at(from);
    REQUIRE((bytes && *bytes));
    CHECK(part.front().second.starts_with(**bytes));
    CHECK(read_all(*open.journal, from).size() == 601 - from);
  }
  CHECK(payloads_of(*open.journal, "order/1").size() == 200);
  CHECK(wrong_with(*open.store, {}) == "");
  open.write(5);
  CHECK(read_all(*open.journal).size() == 615);
}

TEST_CASE("a repacked journal is opened, followed and verified as before", "[seal]") {
  RocksPlace place;
  std::vector<Seen> events;
  {
    Open open(place);
    open.write(300);
    auto sealer = open.sealer(16 << 10);
    seal_all(*sealer);
    CHECK(*open.store->repacked() > 0);
    const auto reader = place.reader();  // beside the writer
    REQUIRE(reader);
    open.write(10);
    seal_all(*sealer);
    REQUIRE((*reader)->refresh());
    events = read_all(*open.journal);
    CHECK(read_all(**reader) == events);
    CHECK(payloads_of(**reader, "order/2") == payloads_of(*open.journal, "order/2"));
  }
  Open again(place);
  CHECK(read_all(*again.journal) == events);
  CHECK(wrong_with(*again.store, {}) == "");
  const auto reader = place.reader();
  REQUIRE(reader);
  CHECK(read_all(**reader) == events);
}

TEST_CASE("snapshots, single events and hashes of blocks are read out of segments, too", "[seal]") {
  RocksPlace place;
  Open open(place);
  open.write(300);
  auto sealer = open.sealer(16 << 10);
  seal_all(*sealer);
  open.write(3);
  const auto first = place.reader();
  REQUIRE(first);
  REQUIRE((*first)->save_snapshot());
  const auto kept = load_catalog(*make_snapshot_folder(views_folder(place.path())), *open.store);
  REQUIRE(kept);
  CHECK(kept->end.seq == 909);

  const auto reader = place.reader();  // from the snapshot
  REQUIRE(reader);
  const auto events = read_all(*open.journal);
  CHECK(read_all(**reader) == events);
  for (const auto& seen : events)
    REQUIRE((*reader)->read_one(seen.seq, [&](const Recorded& record) {
      CHECK(record.version == seen.version);
      CHECK(record.payload == seen.payload);
      return true;
    }));
  for (const auto& [seq, bytes] : blocks_of(*open.store)) {
    CHECK((*reader)->block_hash(seq + 2) == bytes.substr(bytes.size() - 32));
    CHECK_FALSE((*reader)->block_hash(seq + 1));
  }
}

TEST_CASE("from a snapshot, heads that lie before it are left to verify", "[seal]") {
  MemoryPlace place;
  const auto snapshots = std::make_shared<test::MemorySnapshots>();
  std::vector<SignedHead> heads;
  for (int i = 0; i < 3; ++i) {
    Open open(place, snapshots);
    open.write(5);
    auto sealer = open.sealer();
    seal_all(*sealer);
    heads.push_back(sealer->signed_head(at(i), *signer()));
    if (i == 1) REQUIRE(open.journal->save_snapshot());
  }
  const auto opened = [&] {
    JournalOptions options;
    options.heads = heads;
    options.snapshots = snapshots;
    const auto journal = open_memory_journal(place.disk, std::move(options));
    return journal ? "" : std::to_string(journal.error().seq) + ": " + journal.error().what;
  };
  CHECK(load_catalog(*snapshots, **place.store())->end.seq == 30);
  CHECK(opened() == "");
  SECTION("one before it") {
    heads[0].block_hash[5] = static_cast<char>(heads[0].block_hash[5] ^ 1);
    CHECK(opened() == "");
    CHECK(wrong_with(**place.store(), heads).starts_with("1: the head that was signed at seq 15"));
  }
  SECTION("one before it, of another journal") {
    heads[0].log_id = 9;
    CHECK(opened() ==
          "1: the head that was signed at seq 15 does not lie on this chain: it is of another "
          "journal");
  }
  SECTION("one just there") {
    heads[1].block_hash[5] = static_cast<char>(heads[1].block_hash[5] ^ 1);
    CHECK(opened().starts_with("16: the head that was signed at seq 30 does not lie on this"));
  }
  SECTION("one behind it") {
    heads[2].block_hash[5] = static_cast<char>(heads[2].block_hash[5] ^ 1);
    CHECK(opened().starts_with("31: the head that was signed at seq 45 does not lie on this"));
  }
  SECTION("one behind the end") {
    place.disk->blocks.erase(43);
    place.disk->witness = 42;
    CHECK(opened() ==
          "43: the journal ends at seq 42, but its head was signed at seq 45: durable events are "
          "missing");
  }
}

TEST_CASE("the sealer goes on after a restart, with the same tree", "[seal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  Open whole_open(*place);
  whole_open.write(700, 4);
  auto whole = whole_open.sealer();
  seal_all(*whole);
  const auto expected = whole->signed_head(at(1), *signer());
  whole_open.journal.reset();

  Open open(*place);
  const auto kept = open.store->roots();
  REQUIRE(kept);
  CHECK(kept->size() == 2800 / leaves_of_kept_root);
  auto sealer = open.sealer();
  CHECK(sealer->sealed() == 2048);
  seal_all(*sealer);
  CHECK(sealer->signed_head(at(1), *signer()) == expected);
  open.write(1);
  seal_all(*sealer);
  const auto later = sealer->signed_head(at(2), *signer());
  CHECK(later.seq == 2803);
  CHECK(later.block_hash == open.journal->head().hash);
  CHECK(wrong_with(*open.store, {expected, later}) == "");
}

TEST_CASE("nothing is sealed that is damaged", "[seal]") {
  MemoryPlace place;
  Open open(place);
  open.write(20);
  auto& block = place.disk->blocks[31];
  block.bytes[100] = static_cast<char>(block.bytes[100] ^ 1);
  auto sealer = open.sealer();
  auto more = sealer->step();
  while (more && *more) more = sealer->step();
  REQUIRE_FALSE(more);
  CHECK(more.error().seq == 31);
  CHECK(sealer->sealed() == 30);
}

TEST_CASE("an end that was cut off, and any change before a signed head, is named", "[seal]") {
  MemoryPlace place;
  std::vector<SignedHead> heads;
  {
    Open open(place);
    for (int i = 0; i < 2; ++i) {
      open.write(5);
      auto sealer = open.sealer();
      seal_all(*sealer);
      heads.push_back(sealer->signed_head(at(i), *signer()));
    }
  }
  auto& disk = *place.disk;
  const auto opened_with = [&] {
    JournalOptions options;
    options.heads = heads;
    const auto journal = open_memory_journal(place.disk, std::move(options));
    return journal ? "" : std::to_string(journal.error().seq) + ": " + journal.error().what;
  };
  const auto verified = [&] { return wrong_with(**place.store(), heads); };
  CHECK(verified() == "");
  CHECK(opened_with() == "");
  SECTION("the witness is cut with it") {
    disk.blocks.erase(28);
    disk.witness = 27;
    const auto expected =
        "28: the journal ends at seq 27, but its head was signed at seq 30: durable events are "
        "missing";
    CHECK(verified() == expected);
    CHECK(opened_with() == expected);
    CHECK(wrong_with(**place.store(), {}) == "");  // what the heads are for
  }
  SECTION("everything is gone") {
    place.disk = std::make_shared<MemoryDisk>();
    CHECK(opened_with() ==
          "1: the journal ends at seq 0, but its head was signed at seq 30: durable events are "
          "missing");
  }
  SECTION("the journal was written anew from an event on") {
    while (!disk.blocks.empty() && disk.blocks.rbegin()->first > 15)
      disk.blocks.erase(disk.blocks.rbegin()->first);
    disk.witness = 15;
    Open open(place);
    open.write(10, 3);
    CHECK(verified().starts_with("16: the head that was signed at seq 30 does not lie on this"));
    open.journal.reset();
    CHECK(opened_with().starts_with("16: the head that was signed at seq 30"));
  }
  SECTION("no block ends where the head does") {
    heads[1].seq = 29;
    CHECK(verified() ==
          "16: the head that was signed at seq 29 does not lie on this chain: no block ends there");
  }
  SECTION("another root was signed") {
    heads[0].root[3] = static_cast<char>(heads[0].root[3] ^ 1);
    CHECK(verified().starts_with("1: the head that was signed at seq 15 does not lie on this"));
  }
  SECTION("another journal's head") {
    heads[0].log_id = 9;
    CHECK(opened_with() ==
          "1: the head that was signed at seq 15 does not lie on this chain: it is of another "
          "journal");
  }
}

TEST_CASE("a root that was changed in the store is named", "[seal]") {
  MemoryPlace place;
  Open open(place);
  open.write(600);
  auto sealer = open.sealer();
  seal_all(*sealer);
  const auto head = sealer->signed_head(at(1), *signer());
  CHECK(wrong_with(*open.store, {head}) == "");
  REQUIRE(place.disk->roots.size() == 1);
  place.disk->roots[0][7] = static_cast<char>(place.disk->roots[0][7] ^ 1);
  CHECK(wrong_with(*open.store, {head}) ==
        "1: the stored root of the Merkle tree over these 1024 events is wrong");
}

}  // namespace fillwright
