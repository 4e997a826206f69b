// Appends, commits and reads at the same time.
#include <atomic>
#include <thread>

#include "tests/journal/journals.hpp"

namespace fillwright {

TEST_CASE("appending goes on while another thread commits and others read", "[journal]") {
#ifdef __SANITIZE_THREAD__
  // Debian's RocksDB is not instrumented: the sanitizer cannot see how its own threads agree.
  const auto place = make_place(GENERATE(as<const char*>{}, "memory"));
#else
  const auto place = make_place(GENERATE("memory", "rocksdb"));
#endif
  JournalOptions options;
  options.limits.block_bytes = 1000;
  options.limits.staged_events = 500;
  auto journal = place->open(options);
  constexpr int appends = 3000;
  std::atomic<bool> is_done = false;
  std::atomic<int> faults = 0;
  std::atomic<Seq> woken = 0;
  const auto handle = journal->follow([&](Seq durable) { woken = durable; });

  const bool waits = GENERATE(true, false);
  std::thread committer([&] {
    for (std::int64_t now = 1;; ++now) {
      const bool was_done = is_done;
      if (!waits) journal->begin_commit(at(now));
      if (!journal->commit(at(now)) && was_done) break;
    }
  });
  std::thread reader([&] {
    while (!is_done) {
      Version last = 0;
      const auto read = journal->read_stream("order/0", 1, [&](const Recorded& record) {
        if (record.version != last + 1 || record.payload != std::to_string(last)) ++faults;
        last = record.version;
        return true;
      });
      if (!read) ++faults;
      Seq seq = 0;
      const auto scan = journal->read(1, [&](const Recorded& record) {
        if (record.seq != ++seq) ++faults;
        return true;
      });
      if (!scan) ++faults;
    }
  });
  // Two appenders with streams of their own.
  const auto append_many = [&](const std::string& stream) {
    for (int i = 0; i < appends; ++i) {
      const auto append = append_of(stream, {std::to_string(i)}, static_cast<Version>(i));
      while (true) {
        const auto staged = journal->append(append);
        if (staged) break;
        if (staged.error().error != AppendError::busy) ++faults;
        std::this_thread::yield();
      }
    }
  };
  std::thread other([&] { append_many("order/1"); });
  append_many("order/0");
  other.join();
  is_done = true;
  committer.join();
  reader.join();

  CHECK(faults == 0);
  CHECK(journal->durable() == 2 * appends);
  CHECK(woken == 2 * appends);
  CHECK(payloads_of(*journal, "order/1").size() == appends);
  const auto head = journal->head();
  journal.reset();
  CHECK(place->open()->head().hash == head.hash);
}

}  // namespace fillwright
