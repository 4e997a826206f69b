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
  CHECK(journal->head().log_id == head.log_id);
  CHECK(journal->head().epoch == head.epoch + 1);
  CHECK(journal->durable() == 2);
  CHECK(read_all(*journal) == all);
  CHECK(payloads_of(*journal, "order/1", 2) == Payloads{"b"});
  CHECK(journal->version_of("order/1") == 2);
}

TEST_CASE("every field of an event comes back", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  REQUIRE(journal->append(append_of("alert/1", {"first"})));
  Append append;
  auto& part = append.streams.emplace_back();
  part.stream = "order/1";
  auto& wanted = part.events.emplace_back(event(std::string("\0\xFF", 2), 65535));
  wanted.event_time = at(-3);
  wanted.time_source = TimeSource::exchange;
  wanted.correlation = 1;
  wanted.causation = 1;
  wanted.principal = "policy:discovery";
  REQUIRE(journal->append(append));

  const auto check = [&](Timestamp record_time) {
    int visits = 0;
    REQUIRE(journal->read_stream("order/1", 1, [&](const Recorded& got) {
      ++visits;
      CHECK(got.seq == 2);
      CHECK(got.version == 1);
      CHECK(got.type == 65535);
      CHECK(got.payload == wanted.payload);
      CHECK(got.event_time == at(-3));
      CHECK(got.time_source == TimeSource::exchange);
      CHECK(got.record_time == record_time);
      CHECK(got.correlation == 1);
      CHECK(got.causation == 1);
      CHECK(journal->principal_name(got.principal) == "policy:discovery");
      CHECK(journal->stream_name(got.stream) == "order/1");
      CHECK(got.previous_of_stream == 0);
      return true;
    }));
    CHECK(visits == 1);
  };
  check(Timestamp{});
  REQUIRE(journal->commit(at(5)));
  check(at(5));
  journal.reset();
  journal = place->open();
  check(at(5));
  CHECK(journal->stream_count() == 2);
  REQUIRE(journal->read(1, [](const Recorded& got) {
    CHECK(got.correlation == 1);  // the first names itself
    return false;
  }));
}

TEST_CASE("what was not committed is gone after a restart", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  REQUIRE(journal->append(append_of("order/1", {"kept"})));
  REQUIRE(journal->commit(at(1)));
  REQUIRE(journal->append(append_of("order/1", {"lost"}, 1, "key")));
  REQUIRE(journal->append(append_of("order/2", {"lost"})));
  journal.reset();
  journal = place->open();
  CHECK(read_all(*journal) == std::vector<Seen>{{1, "order/1", 1, "kept"}});
  CHECK(journal->version_of("order/2") == 0);
  const auto again = journal->append(append_of("order/1", {"other"}, 1, "key"));
  REQUIRE(again);
  CHECK(again->first == 2);
  CHECK_FALSE(again->is_repeat);
}

TEST_CASE("a stream at another version than expected refuses the whole append", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  REQUIRE(journal->append(append_of("order/1", {"a"}, 0)));
  auto append = append_of("order/2", {"x"}, 0);
  append.streams.push_back(append_of("order/1", {"y"}, 0).streams.front());
  append.timers.push_back({"order/2#step", at(9), 1});
  const auto refused = journal->append(append);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == AppendError::conflict);
  CHECK(refused.error().detail == "order/1 is at version 1, expected 0");
  CHECK(journal->staged() == 1);
  CHECK(journal->version_of("order/2") == 0);
  CHECK(journal->stream_count() == 1);
  CHECK(journal->timers().empty());

  append.streams.back().expected = 1;
  const auto staged = journal->append(append);
  REQUIRE(staged);
  CHECK(staged->first == 2);
  CHECK(staged->last == 3);
  REQUIRE(journal->commit(at(1)));
  CHECK(payloads_of(*journal, "order/1") == Payloads{"a", "y"});
  CHECK(payloads_of(*journal, "order/2") == Payloads{"x"});
}

TEST_CASE("a stream may come twice in one append, at its later version", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  auto append = append_of("order/1", {"a", "b"}, 0);
  append.streams.push_back(append_of("order/1", {"c"}, 2).streams.front());
  REQUIRE(journal->append(append));
  REQUIRE(journal->commit(at(1)));
  CHECK(payloads_of(*journal, "order/1") == Payloads{"a", "b", "c"});
}

TEST_CASE("the same idempotency key returns the first result, staged, durable and restarted",
          "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  REQUIRE(journal->append(append_of("account/1", {"before"})));
  REQUIRE(journal->append(append_of("order/1", {"a", "b"}, 0, "alert 1")));
  const auto check = [&] {
    auto retry = append_of("order/1", {"a", "b"}, 0, "alert 1");
    retry.streams[0].events[0].event_time = at(77);  // a retry may be later
    const auto repeat = journal->append(retry);
    REQUIRE(repeat);
    CHECK(repeat->is_repeat);
    CHECK(repeat->first == 2);
    CHECK(repeat->last == 3);
    const auto other = journal->append(append_of("order/1", {"a", "c"}, 0, "alert 1"));
    REQUIRE_FALSE(other);
    CHECK(other.error().error == AppendError::key_reused);
    CHECK(journal->staged() == 3);
  };
  check();
  REQUIRE(journal->commit(at(1)));
  check();
  journal.reset();
  journal = place->open();
  check();
}

TEST_CASE("too much that is staged and not yet durable refuses as busy until a commit",
          "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  JournalOptions options;
  options.limits.staged_events = 3;
  auto journal = place->open(options);
  REQUIRE(journal->append(append_of("order/1", {"a", "b"})));
  const auto refused = journal->append(append_of("order/1", {"c", "d"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == AppendError::busy);
  CHECK(journal->append(append_of("order/1", {"c"})));
  REQUIRE(journal->commit(at(1)));
  CHECK(journal->append(append_of("order/1", {"1", "2", "3", "4"})));  // alone, any append fits
  CHECK_FALSE(journal->append(append_of("order/1", {"5"})));
}

TEST_CASE("staged bytes are bounded like staged events", "[journal]") {
  auto place = MemoryPlace();
  JournalOptions options;
  options.limits.staged_bytes = 10;
  auto journal = place.open(options);
  REQUIRE(journal->append(append_of("order/1", {"12345678"})));
  const auto refused = journal->append(append_of("order/1", {"123"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == AppendError::busy);
}

TEST_CASE("an event of 1 MiB is taken, a byte more is not, nor an append over 16 MiB",
          "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  const std::string mebibyte(1 << 20, 'x');
  REQUIRE(journal->append(append_of("order/1", {mebibyte})));
  REQUIRE(journal->commit(at(1)));
  CHECK(payloads_of(*journal, "order/1") == Payloads{mebibyte});
  const auto longer = journal->append(append_of("order/1", {mebibyte + "x"}));
  REQUIRE_FALSE(longer);
  CHECK(longer.error().error == AppendError::too_large);
  CHECK(journal->append(append_of("order/2", Payloads(16, mebibyte))));
  auto much = append_of("order/2", Payloads(16, mebibyte));
  much.streams[0].events.push_back(event("x"));
  const auto refused = journal->append(much);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == AppendError::too_large);
  REQUIRE(journal->commit(at(2)));
  CHECK(journal->version_of("order/2") == 16);
  const auto long_name = journal->append(append_of(std::string(2000, 'x'), {"a"}));
  REQUIRE_FALSE(long_name);
  CHECK(long_name.error().error == AppendError::too_large);
}

TEST_CASE("followers are woken after each durable move, until they end it", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  std::vector<Seq> woken;
  auto handle = journal->follow([&](Seq durable) {
    CHECK(journal->durable() == durable);
    woken.push_back(durable);
  });
  std::shared_ptr<void> once;
  int once_woken = 0;
  once = journal->follow([&](Seq) {
    ++once_woken;
    once.reset();
  });
  REQUIRE(journal->append(append_of("order/1", {"a", "b"})));
  CHECK(woken.empty());
  REQUIRE(journal->commit(at(1)));
  REQUIRE(journal->append(append_of("order/1", {"c"})));
  REQUIRE(journal->commit(at(2)));
  CHECK(woken == std::vector<Seq>{2, 3});
  CHECK(once_woken == 1);
  handle.reset();
  REQUIRE(journal->append(append_of("order/1", {"d"})));
  REQUIRE(journal->commit(at(3)));
  CHECK(woken.size() == 2);
}

TEST_CASE("timers are written with their events, replaced, deleted and kept over a restart",
          "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  auto append = append_of("order/1", {"a"});
  append.timers = {{"order/1#step", at(20), 1}, {"order/1#end", at(10), 1}};
  REQUIRE(journal->append(append));
  CHECK(journal->timers().size() == 2);
  REQUIRE(journal->commit(at(1)));
  Append change;  // without an event
  change.timers = {{"order/1#step", at(5), 2}, {"order/1#end", std::nullopt, 0}};
  const auto staged = journal->append(change);
  REQUIRE(staged);
  CHECK(staged->first == staged->last + 1);
  REQUIRE(journal->commit(at(2)));
  CHECK(journal->durable() == 1);
  auto lost = append_of("order/1", {"b"});
  lost.timers = {{"order/1#lost", at(1), 1}};
  REQUIRE(journal->append(lost));
  CHECK(journal->timers().front().key == "order/1#lost");  // by due time
  journal.reset();
  journal = place->open();
  const auto timers = journal->timers();
  REQUIRE(timers.size() == 1);
  CHECK(timers[0].key == "order/1#step");
  CHECK(timers[0].due == at(5));
  CHECK(timers[0].generation == 2);
}

TEST_CASE("of a timer's changes within one commit the last counts", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  const auto change = [&](const std::string& key, std::optional<Timestamp> due,
                          std::uint64_t generation) {
    Append append;
    append.timers = {{key, due, generation}};
    REQUIRE(journal->append(append));
  };
  change("order/1#gone before", at(1), 1);
  REQUIRE(journal->commit(at(1)));
  change("order/1#gone before", at(3), 2);
  change("order/1#set again", at(4), 1);
  change("order/1#set again", std::nullopt, 0);
  change("order/1#set again", at(6), 2);
  change("order/1#set again", at(5), 3);
  change("order/1#never seen", at(7), 1);
  change("order/1#never seen", std::nullopt, 0);
  change("order/1#gone before", std::nullopt, 0);
  const auto staged = journal->timers();
  REQUIRE(journal->commit(at(2)));
  journal.reset();
  journal = place->open();
  for (const auto& timers : {staged, journal->timers()}) {
    REQUIRE(timers.size() == 1);
    CHECK(timers[0].key == "order/1#set again");
    CHECK(timers[0].due == at(5));
    CHECK(timers[0].generation == 3);
  }
}

TEST_CASE("record time rises even when the clock falls, over a restart too", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  for (const int second : {5, 5, 1}) {
    REQUIRE(journal->append(append_of("order/1", {"a"})));
    REQUIRE(journal->commit(at(second)));
  }
  journal.reset();
  journal = place->open();
  REQUIRE(journal->append(append_of("order/1", {"a"})));
  REQUIRE(journal->commit(at(2)));
  std::vector<std::int64_t> times;
  REQUIRE(journal->read(1, [&](const Recorded& record) {
    times.push_back(record.record_time.ns - at(5).ns);
    return true;
  }));
  CHECK(times == std::vector<std::int64_t>{0, 1, 2, 3});
}

TEST_CASE("a long stream among others is read from any version, over many blocks", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  JournalOptions options;
  options.limits.block_bytes = 500;
  auto journal = place->open(options);
  Payloads expected;
  for (int i = 0; i < 300; ++i) {
    expected.push_back("payload " + std::to_string(i));
    REQUIRE(journal->append(append_of("order/long", {expected.back()})));
    REQUIRE(journal->append(append_of("order/" + std::to_string(i), {std::string(100, 'x')})));
    if (i % 7 == 0) REQUIRE(journal->commit(at(i)));  // the last ones stay staged
  }
  CHECK(payloads_of(*journal, "order/long") == expected);
  CHECK(payloads_of(*journal, "order/long", 299) == Payloads{"payload 298", "payload 299"});
  CHECK(payloads_of(*journal, "order/long", 301).empty());
  CHECK(payloads_of(*journal, "order/none").empty());
  REQUIRE(journal->commit(at(1000)));
  CHECK(payloads_of(*journal, "order/long") == expected);
  const auto some = read_all(*journal, 590);
  REQUIRE(some.size() == 11);
  CHECK(some.front().seq == 590);
  int visits = 0;
  REQUIRE(journal->read_stream("order/long", 5, [&](const Recorded& record) {
    CHECK(record.version == static_cast<Version>(5 + visits));
    return ++visits < 3;
  }));
  CHECK(visits == 3);
}

TEST_CASE("the same inputs give the same hash, another log id another one", "[journal]") {
  const auto hash_of = [](const std::string& store, std::uint64_t log_id) {
    const auto place = make_place(store);
    JournalOptions options;
    options.log_id = log_id;
    options.run_id = 3;
    auto journal = place->open(options);
    for (int i = 0; i < 20; ++i) {
      REQUIRE(journal->append(append_of("order/" + std::to_string(i % 3), {"a", "b"}, any_version,
                                        i % 4 == 0 ? "key " + std::to_string(i) : "")));
      if (i % 5 == 0) REQUIRE(journal->commit(at(i)));
    }
    REQUIRE(journal->commit(at(20)));
    return journal->head().hash;
  };
  const auto hash = hash_of("memory", 1);
  CHECK(hash.size() == 32);
  CHECK(hash == hash_of("memory", 1));
  CHECK(hash == hash_of("rocksdb", 1));
  CHECK(hash != hash_of("memory", 2));
}

TEST_CASE("a commit that nobody waits for writes exactly what was staged when it began",
          "[journal]") {
  const auto hash_of = [](const std::string& store, bool waits) {
    const auto place = make_place(store);
    JournalOptions options;
    options.log_id = 1;
    options.limits.staged_events = 8;
    std::vector<Seq> woken;
    auto journal = place->open(options);
    {
      const auto handle = journal->follow([&](Seq durable) { woken.push_back(durable); });
      for (int i = 0; i < 40; ++i) {
        // Never refused as busy, however slow the commit before is.
        REQUIRE(journal->append(append_of("order/" + std::to_string(i % 3), {"a", "b"}, any_version,
                                          "key " + std::to_string(i))));
        if (i % 4 == 3) {
          if (waits) REQUIRE(journal->commit(at(i)));
          if (!waits) journal->begin_commit(at(i));
        }
        CHECK(journal
                  ->append(append_of("order/" + std::to_string(i % 3), {"a", "b"}, any_version,
                                     "key " + std::to_string(i)))
                  ->is_repeat);
      }
      CHECK_FALSE(journal->commit(at(40)));  // nothing is staged; the one under way has ended
    }
    CHECK(journal->durable() == 80);
    CHECK(woken == std::vector<Seq>{8, 16, 24, 32, 40, 48, 56, 64, 72, 80});
    const auto hash = journal->head().hash;
    journal.reset();
    CHECK(place->open(options)->head().hash == hash);
    return hash;
  };
  const auto* store = GENERATE("memory", "rocksdb");
  CHECK(hash_of(store, false) == hash_of(store, true));
}

TEST_CASE("a commit that was begun ends before the journal is closed", "[journal]") {
  const auto place = make_place(GENERATE("memory", "rocksdb"));
  auto journal = place->open();
  journal->begin_commit(at(1));  // of nothing
  REQUIRE(journal->append(append_of("order/1", {"a"})));
  journal->begin_commit(at(2));
  REQUIRE(journal->append(append_of("order/1", {"b"})));
  journal.reset();
  CHECK(payloads_of(*place->open(), "order/1") == Payloads{"a"});
}

}  // namespace fillwright
