// A crash at every persist, send and answer of a short trading story, and on from what is left: the
// journal without what was not synced, and a broker that remembers everything.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "adapters/memory/memory_block_store.hpp"
#include "adapters/paper/settings_of.hpp"
#include "deploy/paper_session.hpp"
#include "events/any_event.hpp"
#include "replay/verify.hpp"

using namespace fillwright;

namespace {

struct Crash {};

const auto story_start = *parse_time("2026-11-20T10:00:00-05:00");

AlertInput alert(int second, int id, const std::string& text) {
  AlertInput input;
  input.at = story_start + seconds(second);
  ReceiveMessage command;
  command.message = {"file:story", "main",   std::to_string(id), "alice", text,
                     text.size(),  input.at, input.at,           false,   false};
  input.what = command;
  return input;
}

// Orders that rest and walk, fill in parts and whole, take profit and are sold by the caller, on
// the synthetic market, whose quotes are the same in every run.
std::vector<AlertInput> story() {
  return {alert(1, 1, "BTO SPY 660c 12/18"),   alert(2, 2, "BTO AAPL 280c 12/18"),
          alert(30, 3, "BTO QQQ 600p 12/18"),  alert(40, 4, "BTO NVDA 200c 12/18 @ 0.05"),
          alert(60, 5, "trim AAPL half"),      alert(70, 6, "good morning"),
          alert(80, 7, "BTO F 12c 12/18"),     alert(140, 8, "all out SPY"),
          alert(150, 9, "STC QQQ 600p 12/18"), alert(160, 10, "cancel NVDA trade")};
}
constexpr auto story_length = seconds(400);

// What outlives a crash.
struct Surviving {
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  VirtualClock clock{story_start};
  Instruments instruments;  // the broker's own knowledge of symbols
  Settings settings;
  std::unique_ptr<PaperBroker> broker;

  Surviving() {
    settings.alerts.users = {{"alice", every_class}};
    settings.alerts.channels = {{"main", every_class}};
    settings.alerts.channel_rule.reads_free_text = true;
    settings.exits.plan.stop_loss = Percent::whole(2);
    broker = std::make_unique<PaperBroker>(clock, instruments, paper_settings_of(settings.paper));
  }
};

// Runs on until the story's end, or until the `crash_at`-th point. Returns how many points were
// passed.
std::uint64_t run_on(Surviving& world, std::uint64_t crash_at, std::uint64_t passed = 0) {
  JournalOptions journal_options;
  journal_options.log_id = 1;
  auto journal = open_memory_journal(world.disk, journal_options);
  REQUIRE(journal);
  PaperSessionOptions options;
  options.settings = world.settings;
  options.journal = journal->get();
  options.broker = world.broker.get();
  options.instruments = &world.instruments;
  options.virtual_clock = &world.clock;
  options.recorded = story();
  options.runtime.on_point = [&](CrashPoint) {
    if (++passed == crash_at) throw Crash{};
  };
  try {
    auto session = PaperSession::open(std::move(options));
    REQUIRE(session);
    const auto end = story_start + story_length;
    while (true) {
      const auto next = (*session)->next_time();
      if (!next || *next > end) break;
      (*session)->step();
    }
  } catch (const Crash&) {
  }
  return passed;
}

struct Judged {
  std::map<std::string, Quantity> filled;  // by order, in our journal
  std::map<InstrumentId, Quantity> held;
  std::set<std::string> executions;
  std::size_t orders = 0;
};

Judged read_ours(const Surviving& world) {
  Judged ours;
  const auto journal = open_memory_journal(world.disk, {});
  REQUIRE(journal);
  std::size_t repeated = 0;
  REQUIRE((*journal)->read(1, [&](const Recorded& recorded) {
    const auto event = decode_event(recorded.type, recorded.payload);
    REQUIRE(event);
    if (std::holds_alternative<OrderPlanned>(*event)) ++ours.orders;
    const auto* fill = std::get_if<OrderFilled>(&*event);
    if (!fill) return true;
    if (!ours.executions.insert(fill->execution_id).second) ++repeated;
    ours.filled[(*journal)->stream_name(recorded.stream).substr(6)] += fill->order_quantity;
    ours.held[fill->instrument] += fill->quantity * sign(fill->side);
    return true;
  }));
  CHECK(repeated == 0);
  return ours;
}

// The broker's word against ours.
void judge(const Surviving& world) {
  const auto store = make_memory_store(world.disk);
  const auto verified = verify(*store);
  REQUIRE(verified);
  const auto ours = read_ours(world);
  const auto theirs = world.broker->books({});
  std::map<std::string, std::size_t> live;
  std::set<std::string> client_ids;
  for (const auto& order : theirs.orders) {
    if (order.state == BrokerOrderState::working) ++live[order.order_id];
    for (const auto& id : order.client_order_ids) CHECK(client_ids.insert(id).second);
  }
  for (const auto& [id, count] : live) {
    INFO("order " << id << " is live " << count << " times");
    CHECK(count == 1);
  }
  std::set<std::string> executions;
  for (const auto& fill : theirs.fills) executions.insert(fill.execution_id);
  CHECK(executions == ours.executions);
  for (const auto& position : theirs.positions) {
    INFO("position in instrument " << position.instrument.number);
    const auto found = ours.held.find(position.instrument);
    CHECK((found == ours.held.end() ? Quantity{} : found->second) == position.quantity);
  }
}

}  // namespace

TEST_CASE("the story trades, and the broker's books agree with ours", "[crash]") {
  Surviving world;
  const auto points = run_on(world, 0);
  CHECK(points > 50);
  judge(world);
  const auto ours = read_ours(world);
  CHECK(ours.executions.size() >= 4);
  CHECK(ours.orders >= 4);
}

TEST_CASE("a crash at any persist, send or answer loses nothing and sends nothing twice",
          "[crash]") {
  Surviving undisturbed;
  const auto points = run_on(undisturbed, 0);
  const auto calm = read_ours(undisturbed);
  for (std::uint64_t point = 1; point <= points; ++point) {
    INFO("crashed at point " << point << " of " << points);
    Surviving world;
    run_on(world, point);
    run_on(world, 0);
    judge(world);
    // One alert starts one workflow, however often we come back.
    CHECK(read_ours(world).orders >= 1);
  }
}

TEST_CASE("crashes upon crashes are survived too", "[crash]") {
  const auto apart = GENERATE(as<std::uint64_t>{}, 7, 13, 29);
  Surviving world;
  for (int times = 0; times < 200; ++times) {
    const auto passed = run_on(world, apart);
    if (passed < apart) break;
  }
  judge(world);
}
