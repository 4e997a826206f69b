// The snapshot of what a restart reads: it and what follows it are as good as all events, wherever
// it was taken.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "actors/journal_notes.hpp"
#include "tests/replay/busy_story.hpp"
#include "tests/support/memory_snapshots.hpp"
#include "tests/support/sample_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct World {
  Settings settings;
  MarketCalendar calendar;
  World() { settings.account = "paper"; }
  JournalNotes begin() const {
    JournalNotes notes;
    notes.scan.desk = std::make_unique<Desk>(settings, calendar);
    return notes;
  }
};

std::string bytes_of(const JournalNotes& notes) { return encode_image(image_of(notes)); }

}  // namespace

TEST_CASE("a snapshot and what follows are as good as everything, at any point") {
  const World world;
  std::mt19937 chance(GENERATE(range(1u, 21u)));
  // Every type of event, on streams where it belongs and where it does not.
  const std::vector<std::string> streams = {"message/m",     "caller/alice",  "instrument/1",
                                            "control/desk",  "order/w-1",     "workflow/w",
                                            "account/paper", "control/engine"};
  std::vector<TypeId> types;
  for (int i = 0; i < 2; ++i) types.insert(types.end(), all_types().begin(), all_types().end());
  std::shuffle(types.begin(), types.end(), chance);
  const auto point = chance() % types.size();
  auto whole = world.begin();
  auto resumed = world.begin();
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto& stream = streams[chance() % streams.size()];
    const auto event = fillwright::testing::filled_event(types[i], i % 3 == 0 ? "x " : "text ");
    whole.note(stream, event);
    resumed.note(stream, event);
    if (i != point) continue;
    auto image = decode_image(bytes_of(resumed));
    REQUIRE(image);
    resumed = notes_of(std::move(*image), world.settings, world.calendar);
  }
  CHECK(bytes_of(resumed) == bytes_of(whole));
}

TEST_CASE("a restart from a snapshot finds what one from the beginning finds") {
  const World world;
  const auto journal = BusyStory(GENERATE(1u, 2u, 3u)).journal();
  const auto scan = [&](SnapshotStore* snapshots) {
    auto scanned = scan_journal(*journal, world.settings, world.calendar, snapshots);
    INFO((scanned ? std::string() : scanned.error()));
    REQUIRE(scanned);
    return std::move(*scanned);
  };
  const auto check_same = [](const JournalScan& a, const JournalScan& b) {
    CHECK(a.orders == b.orders);
    CHECK(a.workflows == b.workflows);
    CHECK(a.ended == b.ended);
    CHECK(a.owed.size() == b.owed.size());
    CHECK(a.instruments == b.instruments);
    CHECK(a.ours.held == b.ours.held);
    CHECK(a.ours.executions == b.ours.executions);
    CHECK(a.desk->state().messages == b.desk->state().messages);
    CHECK(a.desk->state().recent == b.desk->state().recent);
    CHECK(a.desk_versions.others->size() == b.desk_versions.others->size());
  };
  MemorySnapshots snapshots;
  REQUIRE(save_scan(*journal, world.settings, world.calendar, snapshots));
  const auto whole = scan(nullptr);
  check_same(scan(&snapshots), whole);

  // What follows the snapshot is read.
  Append more;
  NewEvent event;
  event.type = OrderPlanned::type_id;
  OrderPlanned plan;
  plan.order_id = "late-1";
  event.payload = encode_event(AnyEvent(plan));
  more.streams.push_back({"order/late-1", any_version, {event}});
  REQUIRE(journal->append(more));
  journal->commit({});
  check_same(scan(&snapshots), scan(nullptr));
  CHECK(scan(&snapshots).orders.contains("late-1"));

  // One that is damaged is as good as none.
  auto& bytes = snapshots.kept.at(restart_snapshot);
  bytes[bytes.size() / 2] ^= 1;
  check_same(scan(&snapshots), scan(nullptr));
}
