// Snapshots of what a journal knows by heart: with them or without, opening finds the same.
#include "actors/journal/snapshot.hpp"

#include "actors/journal/catalog_snapshot.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "tests/journal/journals.hpp"
#include "tests/support/memory_snapshots.hpp"

namespace fillwright {
namespace {

using test::MemorySnapshots;

// What anyone could ask of a journal.
struct Known {
  JournalHead head;
  std::vector<std::string> streams;
  std::vector<Version> versions;
  std::vector<std::string> principals;
  std::vector<std::string> last_stream;
};
Known known(const JournalReader& journal) {
  Known all;
  all.head = journal.head();
  for (std::uint32_t number = 1; number <= journal.stream_count(); ++number) {
    all.streams.push_back(journal.stream_name(number));
    all.versions.push_back(journal.version_of(all.streams.back()));
  }
  for (std::uint32_t number = 1; !journal.principal_name(number).empty(); ++number)
    all.principals.push_back(journal.principal_name(number));
  if (!all.streams.empty()) all.last_stream = payloads_of(journal, all.streams.back());
  return all;
}
void check_same(const Known& a, const Known& b) {
  CHECK(a.head.seq == b.head.seq);
  CHECK(a.head.hash == b.head.hash);
  CHECK(a.streams == b.streams);
  CHECK(a.versions == b.versions);
  CHECK(a.principals == b.principals);
  CHECK(a.last_stream == b.last_stream);
}

// A journal of 40 blocks on 13 streams, with a snapshot after each of them.
struct Story {
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  std::vector<std::string> snapshots;  // after block 1, 2, 3 …

  Story() {
    JournalOptions options;
    const auto kept = std::make_shared<MemorySnapshots>();
    options.snapshots = kept;
    options.log_id = 7;
    const auto journal = open_memory_journal(disk, options).value();
    for (int i = 0; i < 40; ++i) {
      auto append = append_of("order/" + std::to_string(i % 13), {"a" + std::to_string(i), "b"});
      append.streams.front().events.front().principal = "caller:" + std::to_string(i % 5);
      REQUIRE(journal->append(append));
      CHECK_FALSE(journal->save_snapshot());  // something is staged
      REQUIRE(journal->commit(at(i)));
      REQUIRE(journal->save_snapshot());
      snapshots.push_back(kept->kept.at(catalog_snapshot));
    }
  }
  std::unique_ptr<JournalReader> reader(const std::string& snapshot) const {
    auto kept = std::make_shared<MemorySnapshots>();
    if (!snapshot.empty()) kept->kept[catalog_snapshot] = snapshot;
    auto opened = open_journal_reader(make_memory_store(disk), std::move(kept));
    INFO((opened ? std::string() : opened.error().what));
    REQUIRE(opened);
    return std::move(*opened);
  }
};

}  // namespace

TEST_CASE("from any snapshot a journal opens as from its beginning", "[journal]") {
  const Story story;
  const auto whole = known(*story.reader(""));
  CHECK(whole.streams.size() == 13);
  for (const auto& snapshot : story.snapshots) check_same(known(*story.reader(snapshot)), whole);

  for (const std::size_t i : {0u, 17u, 39u}) {
    JournalOptions options;
    const auto kept = std::make_shared<MemorySnapshots>();
    kept->kept[catalog_snapshot] = story.snapshots[i];
    options.snapshots = kept;
    const auto journal = open_memory_journal(story.disk, options).value();
    check_same(known(*journal), whole);
    // The same state has the same bytes, wherever it was begun.
    REQUIRE(journal->save_snapshot());
    CHECK(kept->kept[catalog_snapshot] == story.snapshots.back());
  }
}

TEST_CASE("opening from a snapshot reads only what follows it", "[journal]") {
  const Story story;
  story.disk->blocks.begin()->second.bytes[100] ^= 1;  // `verify` would name it
  CHECK(known(*story.reader(story.snapshots[20])).head.seq == 80);
  CHECK_FALSE(open_journal_reader(make_memory_store(story.disk)));
  // But for its own block, which binds it to the chain.
  auto& bound = story.disk->blocks.at(41).bytes;
  bound[bound.size() - 1] ^= 1;
  const auto kept = std::make_shared<MemorySnapshots>();
  kept->kept[catalog_snapshot] = story.snapshots[20];
  CHECK_FALSE(open_journal_reader(make_memory_store(story.disk), kept));
}

TEST_CASE("a snapshot that does not fit is as good as none", "[journal]") {
  const Story story;
  const auto whole = known(*story.reader(""));
  const auto& good = story.snapshots[20];
  SECTION("a flipped bit, anywhere") {
    for (std::size_t i = 0; i < good.size(); ++i) {
      auto bad = good;
      bad[i] = static_cast<char>(bad[i] ^ 1 << (i % 8));
      CHECK_FALSE(open_snapshot("catalog 1", bad));
      if (i % 50 == 0) check_same(known(*story.reader(bad)), whole);
    }
  }
  SECTION("cut off, anywhere") {
    for (std::size_t size = 0; size < good.size(); ++size)
      CHECK_FALSE(open_snapshot("catalog 1", good.substr(0, size)));
    check_same(known(*story.reader(good.substr(0, good.size() / 2))), whole);
  }
  SECTION("of another kind, journal or future") {
    const auto opened = open_snapshot("catalog 1", good).value();
    const std::string content(opened.content);
    check_same(known(*story.reader(seal_snapshot("catalog 2", opened.place, content))), whole);
    auto place = opened.place;
    place.log_id = 8;
    check_same(known(*story.reader(seal_snapshot("catalog 1", place, content))), whole);
    place = opened.place;
    place.seq += 1;
    check_same(known(*story.reader(seal_snapshot("catalog 1", place, content))), whole);
    place.seq = 1'000'000;
    check_same(known(*story.reader(seal_snapshot("catalog 1", place, content))), whole);
  }
}

TEST_CASE("a snapshot does not hide that durable events are missing", "[journal]") {
  const Story story;
  story.disk->blocks.erase(std::prev(story.disk->blocks.end()));
  const auto kept = std::make_shared<MemorySnapshots>();
  kept->kept[catalog_snapshot] = story.snapshots[GENERATE(20, 39)];
  const auto opened = open_journal_reader(make_memory_store(story.disk), kept);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().what.find("durable events are missing") != std::string::npos);
}

TEST_CASE("snapshots are files that replace each other", "[journal]") {
  const TestFolder folder;
  const auto store = make_snapshot_folder(views_folder(folder / "journal/"));
  CHECK_FALSE(store->load("catalog"));
  REQUIRE(store->save("catalog", "first"));
  REQUIRE(store->save("catalog", std::string(1 << 20, 'x')));
  CHECK(store->load("catalog") == std::string(1 << 20, 'x'));
  CHECK(std::distance(std::filesystem::directory_iterator(folder / "journal.views"), {}) == 1);
  std::filesystem::create_directories(folder / "journal.views/restart");
  CHECK_FALSE(store->load("restart"));
  const auto saved = store->save("restart", "bytes");
  REQUIRE_FALSE(saved);
  CHECK(saved.error().find("restart") != std::string::npos);
}

}  // namespace fillwright
