// When a write fails, or the disk lies.
#include <sys/wait.h>
#include <unistd.h>

#include "tests/journal/journals.hpp"

namespace fillwright {
namespace {

using Fate = MemoryDisk::Fate;

// All puts are stored but the one numbered `write`.
void set_fate(MemoryDisk& disk, std::uint64_t write, Fate fate) {
  std::lock_guard lock(disk.mutex);
  disk.fate = [=](std::uint64_t number) { return number == write ? fate : Fate::stored; };
}

}  // namespace

TEST_CASE("after a failed write the journal says so once and refuses everything", "[journal]") {
  const auto fate = GENERATE(Fate::failed_unwritten, Fate::failed_written);
  MemoryPlace place;
  set_fate(*place.disk, 2, fate);
  std::vector<std::string> reports;
  JournalOptions options;
  options.on_failed_write = [&](std::string_view what) { reports.emplace_back(what); };
  auto journal = place.open(options);
  bool is_woken = false;
  REQUIRE(journal->append(append_of("order/1", {"a"})));
  REQUIRE(journal->commit(at(1)));
  const auto handle = journal->follow([&](Seq) { is_woken = true; });
  REQUIRE(journal->append(append_of("order/1", {"b"})));
  CHECK_FALSE(journal->commit(at(2)));
  CHECK(reports == std::vector<std::string>{"injected failure of write 2"});
  CHECK(journal->durable() == 1);
  CHECK_FALSE(is_woken);
  const auto refused = journal->append(append_of("order/1", {"c"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == AppendError::indeterminate);
  CHECK_FALSE(journal->commit(at(3)));

  // Restart finds out: the whole write, or nothing of it.
  journal.reset();
  journal = place.open();
  CHECK(journal->durable() == (fate == Fate::failed_written ? 2 : 1));
}

TEST_CASE("by default a failed write ends the process with its own exit code", "[journal]") {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(STDERR_FILENO);
    MemoryPlace place;
    set_fate(*place.disk, 1, Fate::failed_written);
    auto journal = open_memory_journal(place.disk);
    if (journal && (*journal)->append(append_of("order/1", {"a"}))) (*journal)->commit(at(1));
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == exit_code_indeterminate);
}

TEST_CASE("a block that a lying disk lost or tore is named at the next opening", "[journal]") {
  const auto [fate, what] = GENERATE(table<Fate, std::string>({
      {Fate::lost,
       "the journal ends at seq 1, but seq 2 had been synced: durable events are missing"},
      {Fate::torn, "block cut inside its header"},
  }));
  MemoryPlace place;
  set_fate(*place.disk, 2, fate);
  auto journal = place.open();
  REQUIRE(journal->append(append_of("order/1", {"a"})));
  REQUIRE(journal->commit(at(1)));
  REQUIRE(journal->append(append_of("order/1", {"b"})));
  REQUIRE(journal->commit(at(2)));
  journal.reset();
  const auto reopened = open_memory_journal(place.disk);
  REQUIRE_FALSE(reopened);
  CHECK(reopened.error().seq == 2);
  CHECK(reopened.error().what == what);
}

}  // namespace fillwright
