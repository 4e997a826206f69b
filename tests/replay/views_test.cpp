// Views: at any moment they answer as a replay from the beginning would, whenever they were made.
#include "replay/views/views.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "actors/journal/checksums.hpp"
#include "replay/ask/as_of.hpp"
#include "replay/views/questions.hpp"
#include "tests/replay/busy_story.hpp"
#include "tests/support/memory_views.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

constexpr Seq step = 40;

void bring_up(Views& views) {
  const auto opened = views.open();
  INFO((opened ? std::string() : opened.error()));
  REQUIRE(opened);
  const auto updated = views.update({});
  INFO((updated ? std::string() : updated.error()));
  REQUIRE(updated);
  REQUIRE(views.read_tail());
}

void check_same(const std::string& what, const Answer& by_views, const Answer& by_replay) {
  INFO(what);
  INFO((by_views ? std::string() : by_views.error()));
  REQUIRE(by_views.has_value() == by_replay.has_value());
  if (!by_views || *by_views == *by_replay) return;
  // Only where they differ: answers are long.
  const auto [a, b] = std::ranges::mismatch(*by_views, *by_replay);
  const auto around = [](const std::string& text, auto at) {
    const auto place = static_cast<std::size_t>(at - text.begin());
    return text.substr(place < 80 ? 0 : place - 80, 160);
  };
  FAIL_CHECK("views: …" << around(*by_views, a) << "\nreplay: …" << around(*by_replay, b));
}

// Every question, as of this seq.
void check_at(const Views& views, const BusyStory& story, Seq seq, bool is_json) {
  const auto& journal = views.journal();
  AskOptions options;
  options.as_of.seq = seq;
  options.is_json = is_json;
  INFO("as of " << seq);
  check_same("pnl", pnl_by(views, options), ask_pnl(journal, options));
  auto page = options;
  page.limit = 5;
  page.from = seq / 2;
  check_same("orders", orders_by(views, page), ask_orders(journal, page));
  check_same("refusals", refusals_by(views, page), ask_refusals(journal, page));
  page.from = 1;
  check_same("first refusals", refusals_by(views, page), ask_refusals(journal, page));
  check_same("positions", positions_by(views, page), ask_positions(journal, page));
  auto one = options;
  one.about = story.workflows()[seq % story.workflows().size()];
  check_same("a workflow's orders", orders_by(views, one), ask_orders(journal, one));
  check_same("a position", positions_by(views, one), ask_positions(journal, one));
  one.about = story.orders()[seq % story.orders().size()];
  check_same("an order", orders_by(views, one), ask_orders(journal, one));
  check_same("its story", explain_by(views, one.about, options),
             explain_order(journal, one.about, options));
}

}  // namespace

TEST_CASE("at any moment views answer as a replay from the beginning", "[views]") {
  const auto seed = GENERATE(range(1u, 7u));
  BusyStory story(seed);
  const auto journal = story.journal();
  MemoryViews store;
  Views views(*journal, store, step);
  bring_up(views);
  CHECK(views.last() > 0);
  CHECK(views.last() + step > journal->durable());
  std::mt19937 chance(seed);
  for (int i = 0; i < 25; ++i)
    check_at(views, story, 1 + chance() % journal->durable(), i % 2 == 0);
  check_at(views, story, views.last(), true);
  check_at(views, story, journal->durable(), true);
}

TEST_CASE("events of a later version are left out of the P&L, and counted as a replay counts them",
          "[views]") {
  BusyStory story(3);
  const auto journal = story.journal();
  NewEvent later;
  later.type = 60'000;
  later.payload = "?";
  for (int i = 0; i < 60; ++i) {
    Append append;
    append.streams.push_back({"order/later", any_version, {later}});
    REQUIRE(journal->append(append));
    journal->commit({});
  }
  MemoryViews store;
  Views views(*journal, store, step);
  bring_up(views);
  AskOptions options;
  for (const auto seq : {journal->durable(), journal->durable() - 7, views.last()}) {
    options.as_of.seq = seq;
    check_same("pnl", pnl_by(views, options), ask_pnl(*journal, options));
  }
  options.as_of.seq = journal->durable();
  const auto told = pnl_by(views, options);
  REQUIRE(told);
  CHECK(told->find("(60 events of unknown types were left out)") != std::string::npos);
}

TEST_CASE("views that were made in pieces are those that were made at once", "[views]") {
  BusyStory story(11, 300);
  const auto whole = story.journal();
  MemoryViews at_once;
  Views views(*whole, at_once, step);
  bring_up(views);

  // The same blocks, as they came.
  auto growing = make_memory_journal({whole->head().log_id, 0, {}, nullptr, {}, {}});
  MemoryViews in_pieces;
  Timestamp time;
  std::vector<Append> block;
  std::size_t count = 0;
  const auto commit = [&] {
    for (const auto& append : block) REQUIRE(growing->append(append));
    block.clear();
    growing->commit(time);
    if (++count % 7 != 0) return;
    Views now(*growing, in_pieces, step);
    bring_up(now);
  };
  REQUIRE(whole->read(1, [&](const Recorded& recorded) {
    if (recorded.record_time != time && !block.empty()) commit();
    time = recorded.record_time;
    NewEvent event;
    event.type = recorded.type;
    event.payload = recorded.payload;
    event.event_time = recorded.event_time;
    event.correlation = recorded.correlation == recorded.seq ? 0 : recorded.correlation;
    event.causation = recorded.causation;
    event.principal = whole->principal_name(recorded.principal);
    block.push_back({{{whole->stream_name(recorded.stream), any_version, {event}}}, {}, {}});
    return true;
  }));
  commit();
  Views now(*growing, in_pieces, step);
  bring_up(now);
  CHECK(growing->head().hash == whole->head().hash);
  CHECK(in_pieces.puts > 5);
  CHECK(in_pieces.rows == at_once.rows);
  const auto hash = now.state_hash(now.last());
  REQUIRE(hash);
  REQUIRE(*hash);
  CHECK(*hash == views.state_hash(views.last()).value());
  CHECK_FALSE(now.state_hash(now.last() - 1).value());
}

TEST_CASE("views that do not fit are refused, with what is wrong", "[views]") {
  BusyStory story(5);
  const auto journal = story.journal();
  MemoryViews store;
  {
    Views views(*journal, store, step);
    bring_up(views);
  }
  SECTION("of another journal") {
    BusyStory other(6);
    const auto journal_of_others = other.journal();
    Views views(*journal_of_others, store, step);
    const auto opened = views.open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error() == "it is of another journal");
  }
  SECTION("damaged place") {
    store.rows["place"][20] ^= 1;
    Views views(*journal, store, step);
    CHECK_FALSE(views.open());
  }
  SECTION("damaged books") {
    for (auto& [key, row] : store.rows)
      if (key.starts_with("b")) row[row.size() / 2] ^= 1;
    Views views(*journal, store, step);
    REQUIRE(views.open());
    const auto books = views.books_at(views.last());
    REQUIRE_FALSE(books);
    CHECK(books.error() == "its CRC is wrong");
  }
}

TEST_CASE("a moment is found among the blocks", "[views]") {
  BusyStory story(3);
  const auto journal = story.journal();
  std::vector<Timestamp> times;
  REQUIRE(journal->read(1, [&](const Recorded& recorded) {
    times.push_back(recorded.record_time);
    return true;
  }));
  const auto at = [&](AsOf as_of, Timestamp now = {}) { return seq_of(*journal, as_of, now); };
  AsOf moment;
  CHECK(at(moment) == journal->durable());
  for (Seq seq = 1; seq <= times.size(); ++seq) {
    moment.time = times[seq - 1];
    const auto found = at(moment);
    REQUIRE(found);
    CHECK(times[*found - 1] == moment.time);
    CHECK((*found == times.size() || times[*found] > moment.time));
  }
  moment.time = times.front() + Duration{-1};
  CHECK(at(moment).error().find("the journal begins at 2026-11-20T") != std::string::npos);
  moment.time = times.back() + seconds(5);
  CHECK(at(moment, times.back() + seconds(9)) == journal->durable());
  CHECK(at(moment).error().find("that is in the future") != std::string::npos);
  AsOf place;
  place.seq = 0;
  CHECK(at(place).error() == "--as-of 0: the journal begins at seq 1");
  place.seq = times.size() + 1;
  CHECK(at(place).error() == "--as-of " + std::to_string(times.size() + 1) +
                                 ": the journal ends at seq " + std::to_string(times.size()));
  CHECK(seq_of(*make_memory_journal(), place, {}).error() ==
        "--as-of: the journal has no events yet");
}
