// What every journal does, whatever its store.
#include "tests/journal/journals.hpp"

namespace fillwright {

using Payloads = std::vector<std::string>;

TEST_CASE("events are staged at once, durable after a commit, and there after a restart",
          "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  const auto staged = journal->append(append_of("order/1", {"a", "b"}, 0));
  REQUIRE(staged);
  CHECK(staged->first == 1);
  CHECK(staged->last == 2);
  CHECK(journal->staged() == 2);
  CHECK(journal->durable() == 0);
  CHECK(read_all(*journal).empty());
  CHECK(payloads_of(*journal, "order/1") == Payloads{"a", "b"});

  CHECK(journal->commit(at(1)));
  CHECK_FALSE(journal->commit(at(2)));
  CHECK(journal->durable() == 2);
  const std::vector<Seen> all{{1, "order/1", 1, "a"}, {2, "order/1", 2, "b"}};
  CHECK(read_all(*journal) == all);
  const auto head = journal->head();

  journal.reset();
  journal = place->open();
  CHECK(journal->head().hash == head.hash);
  CHECK(journal->head().epoch == head.epoch + 1);
  CHECK(journal->durable() == 2);
  CHECK(read_all(*journal) == all);
  CHECK(payloads_of(*journal, "order/1", 2) == Payloads{"b"});
  CHECK(journal->version_of("order/1") == 2);
}

}  // namespace fillwright
