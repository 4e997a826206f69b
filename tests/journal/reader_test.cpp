// Reading a journal while its writer goes on.
#include "tests/journal/journals.hpp"

namespace fillwright {

TEST_CASE("a reader sees what is durable, and more after each refresh", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  auto append = append_of("order/1", {"a"}, 0, "key");
  append.timers.push_back({"order/1#step", at(9), 1});
  REQUIRE(journal->append(append));
  REQUIRE(journal->commit(at(1)));
  REQUIRE(journal->append(append_of("order/2", {"b"})));

  const auto opened = place->reader();
  INFO((opened ? std::string() : opened.error().what));
  REQUIRE(opened);
  auto& reader = **opened;
  CHECK(reader.durable() == 1);
  CHECK(reader.head().hash == journal->head().hash);
  CHECK(read_all(reader) == std::vector<Seen>{{1, "order/1", 1, "a"}});
  CHECK(reader.version_of("order/2") == 0);
  CHECK(reader.timers().size() == 1);

  for (int i = 0; i < 50; ++i) {
    REQUIRE(journal->append(append_of("order/1", {std::to_string(i)})));
    REQUIRE(journal->commit(at(2 + i)));
    const auto refreshed = reader.refresh();
    INFO((refreshed ? std::string() : refreshed.error().what));
    REQUIRE(refreshed);
    CHECK(*refreshed == static_cast<Seq>(3 + i));
  }
  CHECK(reader.head().hash == journal->head().hash);
  CHECK(payloads_of(reader, "order/2") == std::vector<std::string>{"b"});
  CHECK(payloads_of(reader, "order/1", 50).size() == 2);
  CHECK(reader.stream_name(2) == "order/2");
  CHECK(reader.principal_name(1) == "operator");

  journal.reset();  // and without a writer
  CHECK(place->reader().value()->durable() == 52);
}

TEST_CASE("there is nothing to read where no journal is", "[journal]") {
  TestFolder folder;
  const auto reader = open_rocks_reader(folder / "none");
  REQUIRE_FALSE(reader);
  CHECK(reader.error().what == "there is no journal in " + (folder / "none"));
}

}  // namespace fillwright
